"""What the Fatherland Front sends: houses and livelihood support paid by its funds, one row per household."""

from lib.contracts.common import COMMUNE, FUNDS, HEAD, HOUSE_AMOUNT, HOUSEHOLD, PROGRESS, VILLAGE, WORK
from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="fatherland_front",
    title="Báo cáo hỗ trợ nhà ở và sinh kế từ các quỹ",
    tables=(
        TableContract(
            name="houses_front",
            sheet="Hỗ trợ nhà ở",
            title="Nhà ở hỗ trợ từ các quỹ",
            grain="mỗi dòng một nhà",
            columns=(HOUSEHOLD, HEAD, COMMUNE, VILLAGE, WORK, HOUSE_AMOUNT, PROGRESS),
            group=Column("fund", "Nguồn quỹ", "choice", choices=FUNDS),
            key=("household",),
        ),
        TableContract(
            name="livelihood",
            sheet="Hỗ trợ sinh kế",
            title="Hỗ trợ sinh kế",
            grain="mỗi dòng một hộ",
            columns=(
                HOUSEHOLD,
                HEAD,
                COMMUNE,
                Column("fund", "Nguồn quỹ", "choice", choices=FUNDS),
                Column("support", "Nội dung hỗ trợ", "text"),
                Column("amount", "Số tiền", "money", worth=Worth(200_000, 200_000_000)),
            ),
            key=("household",),
        ),
    ),
)
