"""A workbook as a grid that a fault can be done to, and saved again as a spreadsheet program saves it."""

import io
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from lib.intake.workbook import Workbook

Range = tuple[int, int, int, int]
"""Zero-based top, left, bottom, right."""

DAY = "dd/mm/yyyy"
NOT_COMPUTED = "@@not computed@@"
_UNCOMPUTED_CELL = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="str">(<f>[^<]*</f>)<v>@@not computed@@</v>')


@dataclass(frozen=True)
class Formula:
    """A formula with the result it was saved with; None where no program has computed it."""

    text: str
    result: Any = None


@dataclass
class Page:
    """One sheet. `formats` and `fonts` are by zero-based (row, column)."""

    name: str
    rows: list[list[Any]]
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def get(self, row: int, column: int) -> Any:
        return self.rows[row][column]

    def put(self, row: int, column: int, value: Any) -> None:
        line = self.rows[row]
        line += [""] * (column + 1 - len(line))
        line[column] = value

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """Every cell of text with its place."""
        for row, line in enumerate(self.rows):
            for column, cell in enumerate(line):
                if isinstance(cell, str) and cell:
                    yield row, column, cell

    def insert_rows(self, at: int, *lines: list[Any]) -> None:
        """New rows before row `at`; what is merged across it grows."""
        self.rows[at:at] = [[*line, *[""] * (self.width - len(line))] for line in lines]
        more = len(lines)
        self.merged = [
            (top + more * (top >= at), left, bottom + more * (bottom >= at), right)
            for top, left, bottom, right in self.merged
        ]

    def remove_row(self, at: int) -> list[Any]:
        self.merged = [
            (top - (top > at), left, bottom - (bottom >= at), right)
            for top, left, bottom, right in self.merged
            if not top == bottom == at
        ]
        return self.rows.pop(at)

    def columns_in_order(self, order: list[int]) -> None:
        """The columns in another order; None of `order` is an empty column. Merged cells are kept where they still are
        one piece."""
        place = {old: new for new, old in enumerate(order)}
        self.rows = [[line[old] if 0 <= old < len(line) else "" for old in order] for line in self.rows]
        kept = []
        for top, left, bottom, right in self.merged:
            now = sorted(place[old] for old in range(left, right + 1) if old in place)
            if now and now[-1] - now[0] == len(now) - 1:
                kept.append((top, now[0], bottom, now[-1]))
                first = next(old for old in range(left, right + 1) if old in place)
                if place[first] != now[0]:  # the text of a merged cell stands at its left
                    line = self.rows[top]
                    line[now[0]], line[place[first]] = line[place[first]], line[now[0]]
        self.merged = kept


@dataclass
class Book:
    """A workbook; `from_1904` is its calendar."""

    file: str
    pages: list[Page]
    from_1904: bool = False

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)

    def copy(self) -> "Book":
        return Book(self.file, [_copied(page) for page in self.pages], self.from_1904)

    def content(self) -> bytes:
        """The bytes of the .xlsx."""
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_urls": False, "date_1904": self.from_1904}
        with xlsxwriter.Workbook(out, options) as book:
            formats: dict[tuple[str, str], Any] = {}
            for page in self.pages:
                _write(book, page, formats)
        content = out.getvalue()
        return _without_results(content) if _has_uncomputed(self) else content


def book_of(read: Workbook) -> Book:
    """A workbook as it was read, to be changed."""
    return Book(
        read.file,
        [
            Page(
                sheet.name,
                [list(line) for line in sheet.rows],
                [(*first, *last) for first, last in sheet.merged],
                sheet.hidden,
                set(sheet.unseen.rows),
                {column for first, last in sheet.unseen.columns for column in range(first, last + 1)},
            )
            for sheet in read.sheets
        ],
    )


def _copied(page: Page) -> Page:
    new = copy(page)
    new.rows = [list(line) for line in page.rows]
    new.merged, new.hidden_rows, new.hidden_columns = list(page.merged), set(page.hidden_rows), set(page.hidden_columns)
    new.formats, new.fonts = dict(page.formats), dict(page.fonts)
    return new


def _write(book: Any, page: Page, formats: dict[tuple[str, str], Any]) -> None:
    sheet = book.add_worksheet(page.name)
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in page.merged:
        cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            sheet.merge_range(top, left, bottom, right, "")
    for row, line in enumerate(page.rows):
        for column, value in enumerate(line):
            shown = page.formats.get((row, column), DAY if isinstance(value, date) else "")
            look = (shown, page.fonts.get((row, column), ""))
            if look != ("", "") and look not in formats:
                given = {"num_format": look[0], **({"font_name": look[1]} if look[1] else {})}
                formats[look] = book.add_format({key: value for key, value in given.items() if value})
            _put(sheet, row, column, value, formats.get(look))
    if page.hidden:
        sheet.hide()
    for row in page.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in page.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})


def _put(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if isinstance(value, Formula):
        result = NOT_COMPUTED if value.result is None else value.result
        sheet.write_formula(row, column, value.text, look, result)
    elif isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, look)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif value is not None:
        sheet.write_number(row, column, value, look)


def _has_uncomputed(book: Book) -> bool:
    cells = (cell for page in book.pages for line in page.rows for cell in line)
    return any(isinstance(cell, Formula) and cell.result is None for cell in cells)


def _without_results(content: bytes) -> bytes:
    """The workbook as a program leaves it that writes formulas and computes nothing."""

    def mended(name: str, data: bytes) -> bytes:
        return _UNCOMPUTED_CELL.sub(rb"\1>\2", data) if name.startswith("xl/worksheets/") else data

    return rewritten(content, mended)


def rewritten(content: bytes, change: Any) -> bytes:
    """An archive with every part as `change(name, data)` gives it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()
