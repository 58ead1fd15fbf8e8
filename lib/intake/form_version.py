"""What a blank form says of itself on its hidden sheet: whose it is, for which period, which version of the contract.

A form that comes back says whether it still is the one that was sent out.
"""

import hashlib

from lib.contracts.model import Column, Contract, TableContract
from lib.intake.workbook import Sheet

SHEET = "_bieu_mau"
"""The hidden sheet: never read as data, and no foreign sheet either."""


def version(contract: Contract) -> str:
    """A digest of everything a form is made from: it changes whenever a form of yesterday would no longer fit.

    >>> from lib.contracts import CONTRACTS
    >>> len({version(contract) for contract in CONTRACTS}) == len(CONTRACTS)
    True
    """
    said = repr((contract.office, contract.per_commune, [_table(table) for table in contract.tables]))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _table(table: TableContract) -> tuple[object, ...]:
    columns = [_column(column) for column in (*table.columns, *((table.group,) if table.group else ()))]
    return table.name, table.sheet, table.key, table.window, columns


def _column(column: Column) -> tuple[object, ...]:
    return column.name, column.header, column.type, column.required, column.dash, column.unit, list(column.choices)


def stamp(contract: Contract, period: str) -> list[tuple[str, str]]:
    """What the hidden sheet's first two columns hold: names and values."""
    return [("office", contract.office), ("version", version(contract)), ("period", period)]


def outdated(sheet: Sheet, contract: Contract, period: str) -> str | None:
    """Why a form that came back is not the one sent out for this period, in Vietnamese; None where it is."""
    said = {sheet.text(row, 0): sheet.text(row, 1) for row in range(len(sheet.rows))}
    if said.get("period") != period:
        return f"lập trên biểu mẫu phát cho kỳ {said.get('period') or 'khác'}; xem số liệu có đúng kỳ không"
    if said.get("version") != version(contract):
        return "lập trên biểu mẫu cũ; danh mục hoặc cột có thể đã đổi, kỳ sau dùng biểu mẫu mới"
    return None
