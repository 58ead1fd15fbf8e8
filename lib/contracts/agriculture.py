"""What the agricultural service centre sends: settlement projects and extension models."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract, Worth, at_most

CONTRACT = Contract(
    office="agriculture",
    title="Báo cáo khuyến nông, định canh định cư",
    tables=(
        TableContract(
            name="projects",
            stock=True,
            sheet="Dự án, mô hình",
            title="Dự án định canh, định cư và mô hình khuyến nông",
            grain="mỗi dòng một dự án hoặc mô hình",
            columns=(
                Column("name", "Tên dự án, mô hình", "text"),
                COMMUNE,
                Column("village", "Thôn, buôn", "text", required=False),
                Column("content", "Nội dung hỗ trợ", "text"),
                Column("households", "Số hộ hưởng lợi > Tổng số", "count"),
                Column("poor", "Số hộ hưởng lợi > Hộ nghèo", "count"),
                Column("near_poor", "Số hộ hưởng lợi > Hộ cận nghèo", "count"),
                Column("amount", "Kinh phí", "money", worth=Worth(100_000, 500_000_000, per=("households",))),
                Column(
                    "state",
                    "Tiến độ",
                    "choice",
                    choices={
                        "Hoàn thành hồ sơ": "dossiers_done",
                        "Đang thực hiện": "in_progress",
                        "Đã nghiệm thu": "finished",
                    },
                ),
            ),
            group=Column(
                "kind",
                "Loại",
                "choice",
                choices={"Dự án định canh, định cư": "resettlement", "Mô hình khuyến nông": "model"},
            ),
            key=("name",),
            rules=(at_most("poor", "households", "số hộ nghèo nhiều hơn tổng số hộ hưởng lợi"),),
        ),
    ),
)
