"""The writer of one office's workbook: titles, merged headers, rows in groups, totals, notes, borders.

It knows nothing of poverty: it is given columns and rows with exact values, and types them as an office would
(`look`, `typed`). The bytes depend on the arguments alone.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from .look import Look, draw_look, header_text, numbering_marks
from .typed import NOTHING, type_date, type_number, type_place

ONES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ROMAN = [tens + ones for tens in ("", "X") for ones in ONES]
CREATED = dt.datetime(2000, 1, 1)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ALIGN = {"count": "right", "money": "right"} | dict.fromkeys(("percent", "date", "month", "code"), "center")


@dataclass(frozen=True)
class Column:
    """A column: `header` is "Parent > Leaf" or one text; money is typed in units of `scale` đồng."""

    header: str
    kind: str = "text"
    scale: int = 1
    width: int = 14
    total: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table: `groups` pairs an optional group name with its rows; a row holds one value per column.

    `None` is typed as "-". `counted` is the noun of a list's length in its total row; `empty` is the line
    typed when there are no rows. `remark` adds an empty column, perhaps hidden; `closed` adds a total.
    """

    name: str
    title: str
    columns: Sequence[Column]
    groups: Sequence[tuple[str | None, Sequence[Sequence[Any]]]]
    unit_line: str | None = None
    counted: str | None = None
    empty: str | None = None
    remark: bool = False
    closed: bool = True


@dataclass(frozen=True)
class Book:
    """A workbook: its file name, the issuing lines at the top left, and the place of its date line."""

    file: str
    issuer: Sequence[str]
    place: str
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class Setting:
    """What every sheet of a period says: the period's line, the day of signing, the closing note."""

    period_line: str
    day: dt.date
    note: str


@dataclass
class _Page:
    """The sheet being written, and the row reached."""

    book: Any
    sheet: Any
    look: Look
    rng: random.Random
    width: int
    row: int = 0
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def style(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
            self.formats[key] = self.book.add_format({**base, **properties})
        return self.formats[key]

    def put(self, column: int, value: Any, **properties: Any) -> None:
        place = self.look.left + column
        if isinstance(value, dt.date):
            self.sheet.write_datetime(
                self.row,
                place,
                dt.datetime.combine(value, dt.time()),
                self.style(num_format="dd/mm/yyyy", **properties),
            )
        elif isinstance(value, str):
            self.sheet.write_string(self.row, place, value, self.style(**properties))
        elif value is None:
            self.sheet.write_blank(self.row, place, None, self.style(**properties))
        else:
            number_format = "#,##0" if isinstance(value, int) else "#,##0.0"
            self.sheet.write_number(self.row, place, value, self.style(num_format=number_format, **properties))

    def span(self, first: int, last: int, value: str, rows: int = 1, **properties: Any) -> None:
        if first == last and rows == 1:
            self.put(first, value, **properties)
            return
        left = self.look.left
        self.sheet.merge_range(
            self.row, left + first, self.row + rows - 1, left + last, value, self.style(**properties)
        )


def write(book: Book, path: Path, rng: random.Random, setting: Setting) -> None:
    """Write `book` to `path`, its looks drawn from `rng`."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as target:
        target.set_properties({"title": book.sheets[0].title, "author": book.issuer[-1], "created": CREATED})
        for sheet in book.sheets:
            look = draw_look(rng)
            page = _Page(target, target.add_worksheet(sheet.name), look, rng, 1 + len(sheet.columns) + sheet.remark)
            _set_up(page, sheet)
            _write_titles(page, sheet, book, setting)
            _write_header(page, sheet)
            _write_body(page, sheet)
            _write_foot(page, book, setting)


def _set_up(page: _Page, sheet: Sheet) -> None:
    left = page.look.left
    if left:
        page.sheet.set_column(0, 0, 2)
    page.sheet.set_column(left, left, 6)
    for place, column in enumerate(sheet.columns, start=left + 1):
        page.sheet.set_column(place, place, column.width)
    if sheet.remark:
        hidden = page.rng.random() < 0.5
        page.sheet.set_column(left + page.width - 1, left + page.width - 1, 12, None, {"hidden": hidden})
    page.sheet.set_paper(9)
    page.sheet.fit_to_pages(1, 0)
    if page.width > 6:
        page.sheet.set_landscape()
    page.row = page.look.top


def _write_titles(page: _Page, sheet: Sheet, book: Book, setting: Setting) -> None:
    last = page.width - 1
    half = max(1, last // 2)
    motto = page.look.motto and last >= 4
    for line, issuer in enumerate(book.issuer):
        page.span(0, half if motto else last, issuer, bold=True, align="center" if motto else "left")
        if motto and line < len(MOTTO):
            page.span(half + 1, last, MOTTO[line], bold=True, align="center")
        page.row += 1
    page.row += page.rng.choice((0, 1))
    page.span(0, last, sheet.title, bold=True, align="center", font_size=14, text_wrap=True)
    page.sheet.set_row(page.row, 36 if len(sheet.title) > 60 else 22)
    page.row += 1
    page.span(0, last, setting.period_line, italic=True, align="center")
    page.row += 1
    if sheet.unit_line:
        page.span(0, last, f"ĐVT: {sheet.unit_line}", italic=True, align="right")
        page.row += 1
    page.row += page.rng.choice((0, 1))


def _write_header(page: _Page, sheet: Sheet) -> None:
    look = {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
    headers = ["STT"] + [column.header for column in sheet.columns] + (["Ghi chú"] if sheet.remark else [])
    style = page.look.header_style
    tree = [[header_text(part, style) for part in header.split(" > ")] for header in headers]
    deep = max(len(parts) for parts in tree)
    first = 0
    while first < len(tree):
        last = first
        if len(tree[first]) == 2:
            while last + 1 < len(tree) and len(tree[last + 1]) == 2 and tree[last + 1][0] == tree[first][0]:
                last += 1
        page.span(first, last, tree[first][0], rows=deep if len(tree[first]) == 1 else 1, **look)
        first = last + 1
    if deep == 2:
        page.row += 1
        for place, parts in enumerate(tree):
            if len(parts) == 2:
                page.put(place, parts[1], **look)
    page.sheet.set_row(page.row, 34)
    page.row += 1
    if page.look.freeze:
        page.sheet.freeze_panes(page.row, 0)
    marks = numbering_marks(len(headers), page.look.numbering)
    for place, mark in enumerate(marks):
        page.put(place, mark, border=1, align="center", italic=True, font_size=10)
    page.row += bool(marks)


def _write_body(page: _Page, sheet: Sheet) -> None:
    rows = [row for _, group in sheet.groups for row in group]
    if not rows and sheet.empty:
        page.put(0, None, border=1)
        page.span(1, page.width - 1, sheet.empty, border=1, italic=True)
        page.row += 1
    for number, (name, group) in enumerate(sheet.groups):
        if name is not None:
            if number and page.look.blank_before_group:
                page.row += 1
            _write_group(page, sheet, ROMAN[number], name, group)
        for ordinal, row in enumerate(group, start=1):
            _write_row(page, sheet, ordinal, row)
    if sheet.closed:
        _write_total(page, sheet, rows)


def _write_group(page: _Page, sheet: Sheet, mark: str, name: str, rows: Sequence[Sequence[Any]]) -> None:
    page.put(0, mark, bold=True, border=1, align="center")
    if not page.look.subtotals:
        page.span(1, page.width - 1, name, bold=True, border=1)
    else:
        page.put(1, name, bold=True, border=1)
        _write_sums(page, sheet, rows, first=1)
    page.row += 1


def _write_row(page: _Page, sheet: Sheet, ordinal: int, row: Sequence[Any]) -> None:
    page.put(0, ordinal, border=1, align="center")
    for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
        page.put(place, _typed(page, column, value), border=1, align=ALIGN.get(column.kind, "left"))
    if sheet.remark:
        page.put(page.width - 1, None, border=1)
    page.row += 1


def _typed(page: _Page, column: Column, value: Any) -> Any:
    if value is None:
        return NOTHING
    if column.kind in ("count", "money"):
        return type_number(value, column.scale, page.look.numbers, page.rng)
    if column.kind == "date":
        return type_date(value, page.look.dates, page.rng)
    if column.kind == "place":
        return type_place(value, page.look.spelling, page.rng)
    return value


def _write_total(page: _Page, sheet: Sheet, rows: Sequence[Sequence[Any]]) -> None:
    bold = {"bold": True, "border": 1}
    if page.look.total_merged:
        page.span(0, 1, page.look.total_label, align="center", **bold)
    else:
        page.put(0, None, **bold)
        page.put(1, page.look.total_label, **bold)
    if sheet.counted:
        page.put(2, f"{len(rows)} {sheet.counted}" if rows else NOTHING, align="center", **bold)
    _write_sums(page, sheet, rows, first=2 if sheet.counted else 1)
    page.row += 1


def _write_sums(page: _Page, sheet: Sheet, rows: Sequence[Sequence[Any]], first: int) -> None:
    for place, column in enumerate(sheet.columns):
        if place < first:
            continue
        value: Any = None
        if column.total:
            known = [row[place] for row in rows if row[place] is not None]
            value = type_number(sum(known), column.scale, page.look.numbers, page.rng) if known else NOTHING
        page.put(place + 1, value, bold=True, border=1, align=ALIGN.get(column.kind, "left"))
    if sheet.remark:
        page.put(page.width - 1, None, bold=True, border=1)


def _write_foot(page: _Page, book: Book, setting: Setting) -> None:
    page.row += 1
    day = setting.day
    last = page.width - 1
    half = max(1, last // 2) if last < 4 else last // 2 + 1
    page.span(
        min(half, last),
        last,
        f"{book.place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        italic=True,
        align="center",
    )
    page.row += 1
    page.span(min(half, last), last, "Người lập biểu", bold=True, align="center")
    page.row += 2
    page.put(0, setting.note, italic=True, font_size=10)
