"""What the finance office sends: budget money entrusted to the policy bank, by commune."""

from lib.contracts.common import COMMUNE
from lib.contracts.model import Column, Contract, TableContract, Worth

CONTRACT = Contract(
    office="finance",
    title="Báo cáo vốn ngân sách ủy thác",
    tables=(
        TableContract(
            name="entrusted",
            sheet="Ủy thác",
            title="Vốn ngân sách ủy thác cho vay",
            grain="mỗi dòng một xã và một chương trình cho vay",
            columns=(
                COMMUNE,
                Column("programme", "Chương trình cho vay", "text"),
                Column("amount", "Kinh phí ủy thác", "money", worth=Worth(10_000_000, 50_000_000_000)),
            ),
            key=("commune", "programme"),
        ),
    ),
)
