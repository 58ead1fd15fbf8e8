"""What the labour office sends: targets, documents, assignments, and the supports it pays itself."""

from lib.contracts.common import COMMUNE, HEAD, HOUSEHOLD, STATUS, VILLAGE
from lib.contracts.model import Column, Contract, TableContract, Worth

TARGETS = TableContract(
    name="targets",
    stock=True,
    sheet="Chỉ tiêu",
    title="Chỉ tiêu giảm hộ nghèo giao các xã, thị trấn",
    grain="mỗi dòng một xã, thị trấn",
    columns=(
        COMMUNE,
        Column("initial", "Chỉ tiêu giảm hộ nghèo > Giao đầu năm", "count", required=False, dash="absent"),
        Column("plan", "Chỉ tiêu giảm hộ nghèo > Giao theo kế hoạch", "count", required=False, dash="absent"),
        Column("adjusted", "Chỉ tiêu giảm hộ nghèo > Điều chỉnh, bổ sung", "count", required=False, dash="absent"),
        Column(
            "adjustment",
            "Hoàn thành điều chỉnh",
            "choice",
            choices={"Đã hoàn thành": "done", "Chưa hoàn thành": "pending"},
            required=False,
        ),
    ),
    key=("commune",),
)

DOCUMENTS = TableContract(
    name="documents",
    stock=True,
    sheet="Văn bản",
    title="Văn bản chỉ đạo, giao chỉ tiêu",
    grain="mỗi dòng một văn bản",
    columns=(
        Column("type", "Loại văn bản", "text"),
        Column("number", "Số, ký hiệu", "text", required=False),
        Column("issued", "Ngày ban hành", "date", required=False),
        Column("issuer", "Cơ quan ban hành", "text"),
        Column(
            "role",
            "Nội dung chỉ tiêu",
            "choice",
            choices={
                "Chỉ tiêu Nghị quyết HĐND": "council",
                "Giao chỉ tiêu đầu năm": "initial",
                "Kế hoạch giảm nghèo": "plan_document",
                "Quyết định giao chỉ tiêu": "plan",
                "Kế hoạch của tỉnh": "province",
                "Quyết định điều chỉnh": "adjusted",
            },
        ),
        Column("rate", "Mức giảm tỷ lệ hộ nghèo", "percent", required=False, dash="absent", unit="%"),
    ),
    key=("role",),
)

ASSIGNMENTS = TableContract(
    name="assignments",
    stock=True,
    sheet="Phân công",
    title="Phân công cơ quan phụ trách xã, thị trấn",
    grain="mỗi dòng một cơ quan và một xã, thị trấn",
    columns=(
        Column("agency", "Cơ quan, đơn vị", "text"),
        Column("commune", "Xã, thị trấn phụ trách", "commune"),
    ),
    key=("agency", "commune"),
)

POLICY_FAMILIES = TableContract(
    name="policy_families",
    stock=True,
    sheet="Hộ chính sách",
    title="Hộ gia đình chính sách được giúp thoát cận nghèo",
    grain="mỗi dòng một hộ",
    columns=(HOUSEHOLD, HEAD, COMMUNE, Column("agency", "Cơ quan giúp đỡ", "text")),
    key=("household",),
)

AID = Column("amount", "Số tiền hỗ trợ", "money", worth=Worth(200_000, 100_000_000))

TOILETS = TableContract(
    name="toilets_labour",
    sheet="Nhà tiêu hộ nghèo",
    title="Nhà tiêu hợp vệ sinh cho hộ nghèo, cận nghèo",
    grain="mỗi dòng một hộ",
    columns=(HOUSEHOLD, HEAD, COMMUNE, VILLAGE, STATUS, AID),
    key=("household",),
)

JOBS_OTHER = TableContract(
    name="jobs_other",
    sheet="Việc làm khác",
    title="Việc làm qua vốn vay ưu đãi khác và tự tạo",
    grain="mỗi dòng một xã, thị trấn",
    columns=(
        COMMUNE,
        Column("by_loans", "Vay vốn ưu đãi khác", "count"),
        Column("self_made", "Tự tạo, tự tìm việc làm", "count"),
    ),
    key=("commune",),
)

JOB_FAIRS = TableContract(
    name="job_fairs",
    sheet="Phiên giao dịch",
    title="Phiên giao dịch việc làm",
    grain="mỗi dòng một phiên",
    columns=(
        Column("month", "Tháng", "month"),
        Column("firms", "Số doanh nghiệp", "count"),
        Column("positions", "Số vị trí việc làm", "count"),
    ),
    key=("month",),
    window="month",
)

OUTREACH = TableContract(
    name="outreach",
    sheet="Tuyên truyền việc làm",
    title="Tuyên truyền về việc làm",
    grain="mỗi dòng một nội dung",
    columns=(
        Column(
            "topic",
            "Nội dung",
            "choice",
            choices={
                "Tờ rơi đưa người lao động đi làm việc ở nước ngoài": "leaflets_overseas",
                "Tờ rơi bảo hiểm tai nạn lao động": "leaflets_insurance",
                "Thông báo tuyển điều dưỡng đi học và làm việc tại nước ngoài": "nursing_notices",
            },
        ),
        Column("quantity", "Số lượng", "count"),
        Column("destination", "Nơi đến", "text", required=False),
    ),
    key=("topic",),
)


def rice(persons: str) -> Worth:
    """Kilograms for each person of a round."""
    return Worth(norm="relief_rice", per=(persons,))


RELIEF_RICE = TableContract(
    name="relief_rice",
    sheet="Gạo cứu đói",
    title="Gạo cứu đói",
    grain="mỗi dòng một xã, thị trấn",
    columns=(
        COMMUNE,
        Column("tet_households", "Tết Nguyên đán > Số hộ", "count"),
        Column("tet_persons", "Tết Nguyên đán > Số khẩu", "count"),
        Column("tet_kg", "Tết Nguyên đán > Số gạo", "count", unit="kg", worth=rice("tet_persons")),
        Column("lean_households", "Giáp hạt > Số hộ", "count"),
        Column("lean_persons", "Giáp hạt > Số khẩu", "count"),
        Column("lean_kg", "Giáp hạt > Số gạo", "count", unit="kg", worth=rice("lean_persons")),
    ),
    key=("commune",),
)

EMERGENCIES = TableContract(
    name="emergencies",
    sheet="Trợ giúp đột xuất",
    title="Trợ giúp xã hội đột xuất",
    grain="mỗi dòng một hộ",
    columns=(
        COMMUNE,
        VILLAGE,
        STATUS,
        Column("reason", "Lý do", "text"),
        Column("child_deaths", "Số trẻ em chết", "count"),
        Column("amount", "Số tiền", "money", worth=Worth(200_000, 200_000_000)),
    ),
)

ELECTRICITY = TableContract(
    name="electricity",
    sheet="Tiền điện",
    title="Hỗ trợ tiền điện hộ nghèo",
    grain="mỗi dòng một xã, thị trấn",
    columns=(
        COMMUNE,
        Column("households", "Số hộ", "count"),
        Column("months", "Số tháng", "count", adds=False),
        Column("amount", "Kinh phí", "money", worth=Worth(norm="electricity", per=("households", "months"))),
    ),
    key=("commune",),
)

CONTRACT = Contract(
    office="labour",
    title="Báo cáo giảm nghèo, việc làm và trợ giúp xã hội",
    tables=(
        TARGETS,
        DOCUMENTS,
        ASSIGNMENTS,
        POLICY_FAMILIES,
        TOILETS,
        JOBS_OTHER,
        JOB_FAIRS,
        OUTREACH,
        RELIEF_RICE,
        EMERGENCIES,
        ELECTRICITY,
    ),
)
