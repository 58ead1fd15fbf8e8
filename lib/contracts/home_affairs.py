"""What the home-affairs office sends: people recruited to public service, by agency."""

from lib.contracts.model import Column, Contract, TableContract

CONTRACT = Contract(
    office="home_affairs",
    title="Báo cáo tuyển dụng công chức, viên chức",
    tables=(
        TableContract(
            name="recruitment",
            sheet="Tuyển dụng",
            title="Tuyển dụng công chức, viên chức",
            grain="mỗi dòng một cơ quan tuyển dụng",
            columns=(
                Column("agency", "Cơ quan, đơn vị tuyển dụng", "text"),
                Column("civil_servants", "Công chức", "count"),
                Column("public_employees", "Viên chức", "count"),
            ),
            key=("agency",),
        ),
    ),
)
