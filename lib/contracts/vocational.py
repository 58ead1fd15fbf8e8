"""What the vocational centre sends: training targets, money, and what has or has not started, and why."""

from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="vocational",
    title="Báo cáo đào tạo nghề",
    tables=(
        TableContract(
            name="training_plan",
            stock=True,
            sheet="Kế hoạch đào tạo",
            title="Kế hoạch và tình trạng đào tạo nghề",
            grain="mỗi dòng một chương trình đào tạo",
            columns=(
                Column(
                    "programme",
                    "Chương trình",
                    "choice",
                    choices={
                        "Đào tạo nghề sơ cấp": "elementary",
                        "Đào tạo nghề ngắn hạn cho lao động nông thôn": "rural",
                    },
                ),
                Column("target", "Chỉ tiêu", "count", required=False, dash="absent", unit="lao động"),
                Column(
                    "budget",
                    "Kinh phí",
                    "money",
                    required=False,
                    dash="absent",
                    worth=Worth(200_000, 50_000_000, per=("target",)),
                ),
                Column("classes_opened", "Số lớp đã mở", "count"),
                Column("trained", "Số lao động đã học", "count"),
                Column(
                    "state",
                    "Tình trạng",
                    "choice",
                    choices={
                        "Chưa triển khai": "not_started",
                        "Đang triển khai": "in_progress",
                        "Đã hoàn thành": "finished",
                    },
                ),
                Column(
                    "reason",
                    "Lý do",
                    "choice",
                    choices={"Dịch Covid-19": "covid", "Tỉnh chưa phân bổ kinh phí": "no_provincial_budget"},
                    required=False,
                ),
            ),
            key=("programme",),
        ),
    ),
)
