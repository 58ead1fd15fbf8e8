"""What the Women's Union sends: latrines helped and members supported, by commune."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="women",
    title="Báo cáo của Hội Liên hiệp Phụ nữ",
    tables=(
        TableContract(
            name="toilets_women",
            sheet="Nhà tiêu",
            title="Nhà tiêu hỗ trợ hội viên phụ nữ",
            grain="mỗi dòng một xã, thị trấn",
            columns=(COMMUNE, Column("households", "Số hộ được hỗ trợ", "count")),
            key=("commune",),
        ),
        TableContract(
            name="member_support",
            sheet="Giúp đỡ hội viên",
            title="Giúp đỡ hội viên phụ nữ nghèo, cận nghèo",
            grain="mỗi dòng một xã, thị trấn",
            columns=(
                COMMUNE,
                Column("families", "Số gia đình được giúp", "count"),
                Column("amount", "Kinh phí", "money", worth=Worth(100_000, 200_000_000, per=("families",))),
                Column("livestock", "Hiện vật, ngày công > Con giống", "count", unit="con"),
                Column("cassava_bundles", "Hiện vật, ngày công > Hom mì giống", "count", unit="bó"),
                Column("seed_kg", "Hiện vật, ngày công > Giống bắp, lúa", "count", unit="kg"),
                Column("labour_days", "Hiện vật, ngày công > Ngày công", "count"),
            ),
            key=("commune",),
        ),
    ),
)
