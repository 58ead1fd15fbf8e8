"""What the radio and television station sends: its broadcast log."""

from lib.contracts.model import Column, Contract, TableContract

CONTRACT = Contract(
    office="radio",
    title="Báo cáo truyền thông về giảm nghèo",
    tables=(
        TableContract(
            name="broadcasts",
            sheet="Chương trình",
            title="Chương trình phát thanh, truyền hình",
            grain="mỗi dòng một chương trình",
            columns=(
                Column("date", "Ngày phát sóng", "date"),
                Column("title", "Tên chương trình", "text"),
                Column("medium", "Loại", "text"),
            ),
            window="date",
        ),
        TableContract(
            name="news",
            sheet="Tin, bài",
            title="Tin, bài về giảm nghèo",
            grain="mỗi dòng một tháng",
            columns=(
                Column("month", "Tháng", "month"),
                Column("news_items", "Số tin", "count"),
                Column("articles", "Số bài", "count"),
            ),
            key=("month",),
            window="month",
        ),
    ),
)
