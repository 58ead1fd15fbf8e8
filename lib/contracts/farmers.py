"""What the Farmers' Association sends: members' houses and latrines built."""

from lib.contracts.common import COMMUNE, HOUSE_AMOUNT, HOUSEHOLD, PROGRESS, WORK
from lib.contracts.model import Column, Contract, TableContract

CONTRACT = Contract(
    office="farmers",
    title="Báo cáo của Hội Nông dân",
    tables=(
        TableContract(
            name="houses_farmers",
            sheet="Nhà ở hội viên",
            title="Nhà ở hỗ trợ hội viên nông dân",
            grain="mỗi dòng một nhà",
            columns=(
                HOUSEHOLD,
                Column("head", "Họ và tên hội viên", "personal"),
                COMMUNE,
                WORK,
                HOUSE_AMOUNT,
                PROGRESS,
            ),
            key=("household",),
            apart=("houses_front",),
        ),
        TableContract(
            name="toilets_farmers",
            sheet="Nhà vệ sinh",
            title="Nhà vệ sinh hội viên nông dân xây dựng",
            grain="mỗi dòng một xã, thị trấn",
            columns=(COMMUNE, Column("households", "Số hộ hội viên xây dựng", "count")),
            key=("commune",),
        ),
    ),
)
