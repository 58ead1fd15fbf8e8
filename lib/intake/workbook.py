"""A workbook as it was sent: grids of raw cell values, nothing converted.

Cells are read by calamine (values only); error cells and formulas without a result, which it gives as empty, are put
in beside it. What a cell means is decided later, by the contract.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lib.domain.errors import ReportError
from lib.intake.formulas import DAMAGED, ERROR_VALUES, UNCOMPUTED, troubled_cells

__all__ = [
    "ERROR_VALUES", "UNCOMPUTED", "Sheet", "Value", "Workbook", "cell_name", "column_letter", "read_workbook",
]  # fmt: skip

Value = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of values from A1 on (row 0 is Excel's row 1), merged ranges, whether it is hidden."""

    name: str
    rows: list[list[Value]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    hidden: bool = False

    def value(self, row: int, column: int) -> Value:
        """The value at a zero-based place; None beyond the used area and for empty text."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int) -> str:
        """The value at a place as text, '' where there is none; a whole number without decimals."""
        value = self.value(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True)
class Workbook:
    """One file: its name relative to the period's folder, the SHA-256 of its bytes and its sheets."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path, name: str) -> Workbook:
    """Reads every sheet of the workbook at `path`, to be called `name` in messages.

    Raises ReportError when the file cannot be read as a workbook (damaged, protected, another kind of file).
    """
    try:
        content = path.read_bytes()
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            troubles = troubled_cells(content)
            sheets = tuple(
                _sheet(book, index, troubles[index] if index < len(troubles) else {})
                for index, about in enumerate(book.sheets_metadata)
                if about.typ == SheetTypeEnum.WorkSheet
            )
    except (CalamineError, ValueError, *DAMAGED):
        raise ReportError(
            "không đọc được tệp này như một bảng tính",
            file=name,
            remedy="mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx rồi chạy lại",
        ) from None
    return Workbook(name, hashlib.sha256(content).hexdigest(), sheets)


def _sheet(book: CalamineWorkbook, index: int, troubles: Mapping[tuple[int, int], str]) -> Sheet:
    sheet = book.get_sheet_by_index(index)
    rows = cast("list[list[Value]]", sheet.to_python(skip_empty_area=False))
    for (row, column), words in troubles.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = words
    return Sheet(
        name=sheet.name,
        rows=rows,
        merged=tuple(sheet.merged_cell_ranges or ()),
        hidden=book.sheets_metadata[index].visible != SheetVisibleEnum.Visible,
    )


def column_letter(column: int) -> str:
    """Excel's name of a zero-based column.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Excel's name of a zero-based cell.

    >>> cell_name(13, 3)
    'D14'
    """
    return f"{column_letter(column)}{row + 1}"
