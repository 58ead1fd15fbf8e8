"""What the policy bank sends: one row per loan of the period, grouped by credit programme."""

from lib.contracts.common import COMMUNE, HOUSEHOLD, STATUS
from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="policy_bank",
    title="Báo cáo cho vay các chương trình tín dụng chính sách",
    tables=(
        TableContract(
            name="loans",
            sheet="Cho vay",
            title="Món vay giải ngân trong kỳ",
            grain="mỗi dòng một món vay",
            columns=(
                Column("loan", "Mã món vay", "code"),
                HOUSEHOLD,
                Column("borrower", "Họ và tên người vay", "personal"),
                COMMUNE,
                STATUS,
                Column("date", "Ngày giải ngân", "date"),
                Column("amount", "Số tiền cho vay", "money", worth=Worth(1_000_000, 1_000_000_000)),
                Column("workers", "Số lao động được tạo việc làm", "count"),
            ),
            group=Column(
                "programme",
                "Chương trình cho vay",
                "choice",
                choices={
                    "Cho vay hộ nghèo": "poor",
                    "Cho vay hộ cận nghèo": "near_poor",
                    "Cho vay hộ mới thoát nghèo": "exited",
                    "Cho vay nước sạch và vệ sinh môi trường nông thôn": "water_sanitation",
                    "Cho vay hộ sản xuất kinh doanh vùng khó khăn": "production",
                    "Cho vay giải quyết việc làm": "jobs",
                    "Cho vay học sinh, sinh viên": "students",
                    "Cho vay hộ nghèo về nhà ở": "housing",
                },
            ),
            key=("loan",),
            window="date",
        ),
    ),
)
