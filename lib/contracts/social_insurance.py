"""What social insurance sends: health-insurance cards by commune and group, visits by facility and month."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="social_insurance",
    title="Báo cáo thẻ và khám chữa bệnh bảo hiểm y tế",
    tables=(
        TableContract(
            name="cards",
            stock=True,
            sheet="Cấp thẻ",
            title="Thẻ bảo hiểm y tế theo nhóm đối tượng",
            grain="mỗi dòng một xã, thị trấn",
            columns=(
                COMMUNE,
                Column("ethnic_minority", "Số thẻ cấp theo nhóm đối tượng > Người DTTS", "count"),
                Column("kinh_zone3", "Số thẻ cấp theo nhóm đối tượng > Người Kinh vùng III", "count"),
                Column("poor", "Số thẻ cấp theo nhóm đối tượng > Người nghèo", "count"),
                Column("near_poor", "Số thẻ cấp theo nhóm đối tượng > Người cận nghèo", "count"),
                Column("other", "Số thẻ cấp theo nhóm đối tượng > Đối tượng khác", "count"),
            ),
            key=("commune",),
        ),
        TableContract(
            name="visits",
            sheet="Khám chữa bệnh",
            title="Khám chữa bệnh bằng thẻ bảo hiểm y tế",
            grain="mỗi dòng một cơ sở và một tháng",
            columns=(
                Column("month", "Tháng", "month"),
                Column("visits", "Số lượt khám", "count"),
                Column("payment", "Kinh phí thanh toán", "money", worth=Worth(5_000, 10_000_000, per=("visits",))),
            ),
            group=Column("facility", "Cơ sở khám chữa bệnh", "text"),
            key=("facility", "month"),
            window="month",
        ),
    ),
)
