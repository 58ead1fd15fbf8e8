"""What the steering committee of the year-end review sends: every household looked at, and what poor ones lack."""

from lib.contracts.common import COMMUNE, HEAD, HOUSEHOLD, VILLAGE
from lib.contracts.model import Column, Contract, TableContract

CLASSES = {"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor", "Không thuộc diện": "none"}
AREAS = {"Nông thôn": "rural", "Thành thị": "urban"}
CAUSES = {
    "Không có đất sản xuất": "land",
    "Không có vốn sản xuất, kinh doanh": "capital",
    "Không có lao động": "labour",
    "Không có công cụ, phương tiện sản xuất": "tools",
    "Không có kiến thức về sản xuất": "knowledge",
    "Không có kỹ năng lao động, sản xuất": "skills",
    "Có người ốm đau, bệnh nặng, tai nạn": "illness",
    "Nguyên nhân khác": "other",
}
INDICATORS = {
    "Việc làm": "employment",
    "Người phụ thuộc trong hộ": "dependants",
    "Dinh dưỡng": "nutrition",
    "Tiếp cận dịch vụ y tế": "health_services",
    "Bảo hiểm y tế": "insurance",
    "Trình độ giáo dục người lớn": "adult_education",
    "Tình trạng đi học của trẻ em": "attendance",
    "Chất lượng nhà ở": "housing_quality",
    "Diện tích nhà ở bình quân": "housing_area",
    "Nguồn nước sinh hoạt": "water",
    "Nhà tiêu hợp vệ sinh": "latrine",
    "Sử dụng dịch vụ viễn thông": "telecom",
    "Phương tiện tiếp cận thông tin": "information",
}

CONTRACT = Contract(
    office="review_committee",
    title="Kết quả rà soát hộ nghèo, hộ cận nghèo cuối năm",
    periods=("year",),
    tables=(
        TableContract(
            name="reviewed",
            stock=True,
            sheet="Rà soát",
            title="Hộ được rà soát cuối năm",
            grain="mỗi dòng một hộ đầu năm hoặc cuối năm là hộ nghèo, hộ cận nghèo",
            columns=(
                COMMUNE,
                HOUSEHOLD,
                HEAD,
                VILLAGE,
                Column("ethnic_group", "Dân tộc", "text"),
                Column("area", "Khu vực", "choice", choices=AREAS),
                Column("class_start", "Phân loại > Đầu năm", "choice", choices=CLASSES),
                Column("relapsed", "Phân loại > Tái nghèo, tái cận nghèo", "presence", required=False),
                Column("income", "Thu nhập bình quân đầu người", "count", adds=False, unit="đồng/người/tháng"),
                Column("deprivations", "Số chỉ số thiếu hụt", "count"),
                Column("class_end", "Phân loại > Cuối năm", "choice", choices=CLASSES),
                Column("cause", "Nguyên nhân nghèo chính", "choice", choices=CAUSES, required=False),
            ),
            key=("household",),
        ),
        TableContract(
            name="deprived",
            stock=True,
            sheet="Chỉ số thiếu hụt",
            title="Hộ nghèo, hộ cận nghèo cuối năm theo chỉ số thiếu hụt",
            grain="mỗi dòng một xã, thị trấn và chỉ số",
            columns=(
                COMMUNE,
                Column("indicator", "Chỉ số", "choice", choices=INDICATORS),
                Column("poor", "Số hộ thiếu hụt > Hộ nghèo", "count"),
                Column("near_poor", "Số hộ thiếu hụt > Hộ cận nghèo", "count"),
            ),
            key=("commune", "indicator"),
        ),
    ),
)
