"""A workbook as it was sent: grids of raw cell values, nothing converted.

Cells are read by calamine (values only); error cells and formulas without a result, which it gives as empty, are put
in beside it. What a cell means is decided later, by the contract.
"""

import hashlib
import io
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise, zip_longest
from pathlib import Path, PurePath
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from lib.domain.errors import ReportError
from lib.intake.csv_file import read_csv
from lib.intake.displays import STYLES, formats_of, odd_formats, shown_percents
from lib.intake.docx_file import DOCUMENT, read_docx
from lib.intake.formulas import DAMAGED, ERROR_VALUES, UNCOMPUTED, WORKBOOK, sheet_parts, troubled
from lib.intake.safety import check_area, check_repeats, locked, read_bytes, unpack
from lib.intake.visibility import NOTHING_HIDDEN, Hidden, hidden_in

__all__ = [
    "ERROR_VALUES", "SUFFIXES", "UNCOMPUTED", "Serial1904", "Sheet", "Value", "Workbook", "cell_name", "column_letter",
    "holds_a_table", "read_first", "read_workbook",
]  # fmt: skip

SEARCHED_ROWS = 60
TURNED_ROWS = 250
"""So many rows are turned into columns at once: what a processor keeps at hand."""
TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
SUFFIXES = {".xlsx", ".xls", ".xlsm", ".ods", ".docx", ".csv"}

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")

Value = str | float | int | bool | date | datetime | time | timedelta | None


class Serial1904(float):
    """A number of a workbook that counts days from 1904: only its date columns mind."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of values from A1 on (row 0 is Excel's row 1), merged ranges, whether it is hidden and what
    of it is (`unseen`), number formats that may show something else than the number (`formats`). A number shown as a
    percentage stands there as text ("3,3%"): that is what somebody meant."""

    name: str
    rows: list[list[Value]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    hidden: bool = False
    unseen: Hidden = NOTHING_HIDDEN
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> Sequence[Sequence[Value]]:
        """The same cells column by column, each column as long as the sheet."""
        widths = set(map(len, self.rows))
        if len(widths) > 1:
            return list(zip_longest(*self.rows))
        columns: list[list[Value]] = [[] for _ in range(max(widths, default=0))]
        for begin in range(0, len(self.rows), TURNED_ROWS):
            for column, cells in zip(columns, zip(*self.rows[begin : begin + TURNED_ROWS], strict=True), strict=True):
                column.extend(cells)
        return columns

    @cached_property
    def texts(self) -> list[list[str]]:
        """The different texts of each column, in the order in which they first stand there."""
        return [[value for value in dict.fromkeys(cells) if isinstance(value, str)] for cells in self.columns]

    def column(self, place: int) -> Sequence[Value]:
        """The cells of a zero-based column; None in every row beyond the used area."""
        return self.columns[place] if place < len(self.columns) else [None] * len(self.rows)

    def value(self, row: int, column: int) -> Value:
        """The value at a zero-based place; None beyond the used area and for empty text."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int) -> str:
        """The value at a place as text, '' where there is none; a whole number without decimals."""
        return as_text(self.value(row, column))


def as_text(value: Value) -> str:
    """A cell as text, '' for an empty one; a whole number without decimals."""
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
    """Reads every sheet of the workbook at `path`, to be called `name` in messages: .xlsx, .xls, .ods, or the tables of
    a .docx or .csv. What it is tells its content; only text goes by the ending.

    Raises ReportError when the file cannot be read as a workbook (damaged, protected, another kind of file) or would
    cost more than `lib.intake.safety` allows.
    """
    try:
        content = read_bytes(path, name)
        sheets = _sheets_of(content, name, path.suffix.lower())
    except PasswordError:
        raise locked(name) from None
    except (CalamineError, ValueError, struct.error, NotImplementedError, *DAMAGED):
        raise ReportError(
            "không đọc được tệp này như một bảng tính",
            file=name,
            remedy="mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx rồi chạy lại",
        ) from None
    return Workbook(name, hashlib.sha256(content).hexdigest(), sheets)


def holds_a_table(path: Path) -> bool:
    """False for letters and notes that came along: a .docx without a table, a .csv of one column. What cannot be read
    for certain is taken to hold one, so that it is not passed over."""
    suffix = path.suffix.lower()
    if suffix not in (".docx", ".csv"):
        return True
    try:
        content = read_bytes(path, path.name)
        if suffix == ".csv":
            return max(map(len, read_csv(content, path.name)), default=0) > 1
        if not content.startswith(b"PK"):
            return content.startswith(b"\xd0\xcf\x11\xe0")
        return b"tbl>" in unpack(content, path.name).get(DOCUMENT, b"tbl>")
    except (ReportError, struct.error, *DAMAGED):
        return True


def read_first(paths: Sequence[Path]) -> Workbook:
    """The first of several workbooks. Where it cannot be read, the one error says how many of the others cannot either.

    Raises ReportError.
    """
    first, *rest = paths
    try:
        return read_workbook(first, first.name)
    except ReportError as error:
        others = sum(not _readable(path) for path in rest)
        if others:
            error.reason += f" (và {others} tệp sau nó cũng không đọc được)"
        raise


def _readable(path: Path) -> bool:
    try:
        read_workbook(path, path.name)
    except ReportError:
        return False
    return True


def _sheets_of(content: bytes, name: str, suffix: str) -> tuple[Sheet, ...]:
    if content.startswith(b"%PDF"):
        raise ReportError(
            "tệp này là PDF, không phải bảng tính", file=name, remedy="xin nơi gửi bảng tính gốc, dạng .xlsx"
        )
    if content.startswith(b"PK"):
        parts = unpack(content, name)
        if DOCUMENT in parts:
            return tuple(
                Sheet(g.name, [[*row] for row in g.rows], tuple(g.merged)) for g in read_docx(parts[DOCUMENT], name)
            )
        check_repeats(parts.get("content.xml", b""), name)
        reader = _Reader(name, sheet_parts(parts), formats_of(parts.get(STYLES, b"")), _counts_from_1904(parts))
        return reader.read(content, "content.xml" in parts)
    if suffix in TEXT_SUFFIXES:
        rows: list[list[Value]] = [[*row] for row in read_csv(content, name)]
        return (Sheet(PurePath(name).stem, rows, spread_parents(rows)),)
    if _ENCRYPTED in content:
        raise locked(name)
    return _Reader(name, [], [], False).read(content, False)


def _counts_from_1904(parts: Mapping[str, bytes]) -> bool:
    return _DATE_1904.search(parts.get(WORKBOOK, b"")) is not None


@dataclass(frozen=True)
class _Reader:
    """Reads the sheets of one workbook. `xmls` and `formats` are those of an .xlsx; other kinds have none."""

    name: str
    xmls: Sequence[bytes]
    formats: Sequence[str]
    from_1904: bool

    def read(self, content: bytes, open_document: bool) -> tuple[Sheet, ...]:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            listed = book.sheets_metadata
            for about, xml in zip(listed, self.xmls, strict=False):
                check_area(xml, self.name, about.name)
            return tuple(
                self._sheet(book, index, open_document)
                for index, about in enumerate(listed)
                if about.typ == SheetTypeEnum.WorkSheet
            )

    def _sheet(self, book: CalamineWorkbook, index: int, open_document: bool) -> Sheet:
        sheet = book.get_sheet_by_index(index)
        xml = self.xmls[index] if index < len(self.xmls) else b""
        rows = cast("list[list[Value]]", sheet.to_python(skip_empty_area=False))
        if self.from_1904:
            rows = [[Serial1904(cell) if type(cell) is float else cell for cell in row] for row in rows]
        odd = odd_formats(xml, self.formats, rows)
        for (row, column), words in {**troubled(xml), **shown_percents(rows, odd)}.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = words
        return Sheet(
            name=sheet.name,
            rows=rows,
            merged=tuple(sheet.merged_cell_ranges or ()) if not open_document else spread_parents(rows),
            hidden=book.sheets_metadata[index].visible != SheetVisibleEnum.Visible,
            unseen=hidden_in(xml),
            formats=odd,
        )


def spread_parents(rows: Sequence[Sequence[Value]]) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Header cells that stand over several columns, guessed where a format does not say: a filled cell spreads over the
    empty ones at its right as long as the cells below are filled and no other header cell stands above.

    >>> spread_parents([["STT", "Số hộ", ""], ["", "Nghèo", "Cận nghèo"]])
    (((0, 1), (0, 2)),)
    """
    spans = []
    for number, (row, below) in enumerate(pairwise(rows[:SEARCHED_ROWS])):
        place, width = 0, min(len(row), len(below))
        above = rows[number - 1] if number and sum(map(_says, rows[number - 1])) > 2 else ()
        under = {column for column, cell in enumerate(above) if _says(cell)}
        while place < width:
            end = place
            if _says(row[place]) and _says(below[place]):
                while end + 1 < width and _open(row, below, end + 1) and end + 1 not in under:
                    end += 1
            if end > place:
                spans.append(((number, place), (number, end)))
            place = end + 1
    return tuple(spans)


def _open(row: Sequence[Value], below: Sequence[Value], column: int) -> bool:
    return not _says(row[column]) and _says(below[column])


def _says(value: Value) -> bool:
    return value is not None and str(value).strip() != ""


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
