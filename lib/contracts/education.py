"""What the education office sends: pupils, months and money by school, one sheet per policy."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract, Worth, at_most

SCHOOL = Column("school", "Trường", "text", aliases=("Tên trường",))
LEVEL = Column("level", "Cấp học", "text")
STUDENTS = Column("students", "Số học sinh", "count")
FEE = (5_000, 5_000_000)
"""What a half-year's tuition of one pupil comes to, in đồng."""


def amount(norm: str, per: str) -> Column:
    """The money of a support whose amount a norm fixes, for each unit of the column `per`."""
    return Column("amount", "Kinh phí", "money", worth=Worth(norm=norm, per=(per,)))


CONTRACT = Contract(
    office="education",
    title="Báo cáo chính sách hỗ trợ học sinh",
    tables=(
        TableContract(
            name="tuition",
            sheet="Miễn giảm học phí",
            title="Miễn, giảm học phí",
            grain="mỗi dòng một trường",
            columns=(
                SCHOOL,
                COMMUNE,
                Column("students", "Tổng số > Số học sinh", "count"),
                Column("amount", "Tổng số > Kinh phí", "money", worth=Worth(*FEE, per=("students",))),
                Column("poor_students", "Trong đó: hộ nghèo > Số học sinh", "count"),
                Column(
                    "poor_amount",
                    "Trong đó: hộ nghèo > Kinh phí",
                    "money",
                    worth=Worth(*FEE, per=("poor_students",)),
                ),
            ),
            group=LEVEL,
            key=("school",),
            rules=(
                at_most("poor_students", "students", "học sinh hộ nghèo nhiều hơn tổng số học sinh"),
                at_most("poor_amount", "amount", "kinh phí cho hộ nghèo lớn hơn tổng kinh phí"),
            ),
        ),
        TableContract(
            name="study_costs",
            sheet="Chi phí học tập",
            title="Hỗ trợ chi phí học tập",
            grain="mỗi dòng một trường",
            columns=(SCHOOL, COMMUNE, STUDENTS, amount("study_costs", "students")),
            group=LEVEL,
            key=("school",),
        ),
        TableContract(
            name="boarding",
            sheet="Bán trú",
            title="Hỗ trợ học sinh bán trú, nội trú",
            grain="mỗi dòng một trường",
            columns=(
                SCHOOL,
                COMMUNE,
                STUDENTS,
                Column("pupil_months", "Số tháng - học sinh", "count"),
                amount("boarding_meals", "pupil_months"),
            ),
            group=LEVEL,
            key=("school",),
        ),
        TableContract(
            name="lunch",
            sheet="Ăn trưa",
            title="Hỗ trợ ăn trưa trẻ mẫu giáo",
            grain="mỗi dòng một trường",
            columns=(
                SCHOOL,
                COMMUNE,
                Column("students", "Số trẻ", "count"),
                Column("pupil_months_new", "Số tháng - trẻ > Mức mới", "count"),
                Column("pupil_months_old", "Số tháng - trẻ > Mức cũ", "count"),
                amount("lunch", "students"),
            ),
            group=LEVEL,
            key=("school",),
        ),
    ),
)
