"""What the statistics office sends: population and households at both year ends, by commune."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract

CONTRACT = Contract(
    office="statistics",
    title="Báo cáo dân số và số hộ",
    tables=(
        TableContract(
            name="population",
            stock=True,
            sheet="Dân số, số hộ",
            title="Dân số và số hộ",
            grain="mỗi dòng một xã, thị trấn",
            columns=(
                COMMUNE,
                Column("persons", "Dân số trung bình", "count"),
                Column("households_start", "Tổng số hộ > Cuối năm trước", "count"),
                Column("households_end", "Tổng số hộ > Ước cuối năm nay", "count"),
            ),
            key=("commune",),
        ),
    ),
)
