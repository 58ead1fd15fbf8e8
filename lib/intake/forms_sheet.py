"""One sheet of a blank form, drawn from a table's contract: titles, header, rows to fill, notes, signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.contracts.model import Column, TableContract
from lib.intake.forms_cells import Lists, guard, number_format
from lib.intake.workbook import column_letter

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")
WIDTHS = {"text": 26.0, "code": 15.0, "personal": 24.0, "presence": 24.0, "commune": 18.0, "choice": 22.0}
WIDTHS |= {"count": 13.0, "money": 19.0, "percent": 13.0, "date": 14.0, "month": 12.0}
ALIGN = {"count": "right", "money": "right"} | dict.fromkeys(("percent", "date", "month", "code"), "center")
NARROWEST = 88.0
"""Characters a page needs beside the number column, so that issuer and motto stand side by side."""
GREY = "#EDEDED"
UNNAMED_GROUPS = 4
"""Groups left open where offices name them (schools' levels, facilities)."""
PROTECTION = dict.fromkeys(
    ("insert_rows", "delete_rows", "sort", "autofilter", "format_cells", "format_columns", "format_rows"), True
)


@dataclass(frozen=True)
class Words:
    """What every sheet of one form says: the issuing body's two lines, the period, who signs, where, and the notes
    that close the page."""

    issuer: tuple[str, str]
    period_line: str
    signer: tuple[str, ...]
    notes: tuple[str, ...]


def header_of(column: Column) -> tuple[str, ...]:
    """A column's header as a form prints it, its unit in parentheses.

    >>> header_of(Column("amount", "Tổng số > Kinh phí", "money"))
    ('Tổng số', 'Kinh phí (đồng)')
    """
    unit = "đồng" if column.type == "money" else column.unit
    return (*column.path[:-1], f"{column.path[-1]} ({unit})" if unit else column.path[-1])


def listed(table: TableContract) -> Column | None:
    """The column whose whole list a form prints, one row each: a table's only key, a commune or a choice, where "-"
    can answer every number beside it."""
    if len(table.key) != 1 or table.group is not None:
        return None
    column = table.column(table.key[0])
    beside = [each for each in table.columns if each.required and each is not column]
    answerable = all(each.type in ("count", "money", "choice") for each in beside)
    return column if column.type in ("commune", "choice") and answerable else None


class FormSheet:
    """Writes one sheet, top to bottom; `row` is the row reached, `room` the rows to fill by the group's label."""

    def __init__(self, book: Any, table: TableContract, words: Words, lists: Lists, room: Mapping[str, int]) -> None:
        self.book, self.table, self.words, self.lists, self.room = book, table, words, lists, room
        self.sheet = book.add_worksheet(table.sheet)
        self.last = len(table.columns)
        self.widths = self._widths()
        self.row = 0

    def write(self) -> None:
        """Everything on the sheet, and how it prints."""
        self._page()
        self._titles()
        self._header()
        self._body()
        self._foot()
        self.sheet.protect("", PROTECTION)

    def _widths(self) -> list[float]:
        widths = [max(WIDTHS[each.type], _longest(header_of(each)[-1])) for each in self.table.columns]
        stretch = max(1.0, NARROWEST / sum(widths))
        return [round(width * stretch, 1) for width in widths]

    def _page(self) -> None:
        self.sheet.set_column(0, 0, 6)
        for place, width in enumerate(self.widths, 1):
            self.sheet.set_column(place, place, width)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&10&P/&N")
        self.sheet.hide_gridlines(2)
        if sum(self.widths) > 1.2 * NARROWEST:
            self.sheet.set_landscape()

    def _style(self, **properties: Any) -> Any:
        return self.lists.style(**{**FONT, **properties})

    def _span(self, first: int, last: int, text: str, rows: int = 1, **properties: Any) -> None:
        style = self._style(**properties)
        if first < last or rows > 1:
            self.sheet.merge_range(self.row, first, self.row + rows - 1, last, "", style)
        if text:
            self.sheet.write_string(self.row, first, text, style)
        else:
            self.sheet.write_blank(self.row, first, None, style)

    @property
    def _half(self) -> int:
        """The last column of the page's left half."""
        total, reached = sum(self.widths), 0.0
        for place, width in enumerate(self.widths[:-1], 1):
            reached += width
            if reached >= 0.4 * total:
                return place
        return max(self.last - 1, 0)

    def _titles(self) -> None:
        half = self._half
        bold: dict[str, Any] = {"bold": True, "align": "center", "text_wrap": True}
        for issuer, motto in zip(self.words.issuer, MOTTO, strict=True):
            self._span(0, half, issuer, **bold)
            self._span(half + 1, self.last, motto, bold=True, align="center", shrink=True)
            room = 6 + sum(self.widths[:half])
            self.sheet.set_row(self.row, 18 * _lines(issuer, 0.75 * room))
            self.row += 1
        self.row += 1
        self._span(0, self.last, self.table.title.upper(), bold=True, align="center", font_size=14, text_wrap=True)
        self.sheet.set_row(self.row, 24 * _lines(self.table.title, 0.6 * sum(self.widths)))
        self.row += 1
        self._span(0, self.last, self.words.period_line, italic=True, align="center")
        self.row += 1
        if any(column.type == "money" for column in self.table.columns):
            self._span(0, self.last, "ĐVT tiền: đồng", italic=True, align="right")
        self.row += 1

    def _header(self) -> None:
        look: dict[str, Any] = {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": GREY}
        paths = [("STT",), *(header_of(column) for column in self.table.columns)]
        depth = max(len(path) for path in paths)
        first = 0
        while first <= self.last:
            last = first
            while len(paths[first]) > 1 and last < self.last and paths[last + 1][:-1] == paths[first][:-1]:
                last += 1
            self._span(first, last, paths[first][0], rows=depth if len(paths[first]) == 1 else 1, **look)
            first = last + 1
        widths = dict(enumerate([6.0, *self.widths]))
        tall = max(_lines(path[-1], widths[place] - 2) for place, path in enumerate(paths))
        if depth == 2:
            self.sheet.set_row(self.row, 22)
            self.row += 1
            for place, path in enumerate(paths):
                if len(path) == 2:
                    self._span(place, place, path[1], **look)
        self.sheet.set_row(self.row, 18 * max(tall, 2))
        self.row += 1
        for place in range(self.last + 1):
            mark: dict[str, Any] = {"border": 1, "align": "center", "italic": True, "font_size": 10}
            self._span(place, place, f"({place + 1})", bg_color=GREY, **mark)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(self.row - depth - 1, self.row - 1)

    def _body(self) -> None:
        column, group = listed(self.table), self.table.group
        if column is not None:
            self._rows(self.lists.labels(column), column)
        elif group is None:
            self._rows([""] * self.room[""])
        else:
            for mark, label in zip(ROMAN, list(group.choices) or [""] * UNNAMED_GROUPS, strict=False):
                self._group(mark, label, group)
                self._rows([""] * self.room[label])
        if any(column.adds and column.type in ("count", "money") for column in self.table.columns):
            self._total()

    def _group(self, mark: str, label: str, group: Column) -> None:
        look: dict[str, Any] = {"bold": True, "border": 1}
        own = {"locked": False, "num_format": "@"} if not label else {"bg_color": GREY}
        self._span(0, 0, mark, align="center", bg_color=GREY, **look)
        self._span(1, self.last, label, indent=1, **look, **own)
        self.sheet.set_row(self.row, 20)
        if not label:
            words = {
                "input_title": group.title[:32],
                "input_message": "Ghi tên nhóm vào đây; nhóm không dùng để trống.",
            }
            self.sheet.data_validation(self.row, 1, self.row, 1, {"validate": "any", **words})
        self.row += 1

    def _rows(self, labels: Sequence[str], column: Column | None = None) -> None:
        """One numbered row for each label, which stands in `column`, locked; empty labels leave the row to fill."""
        first = self.row
        for number, label in enumerate(labels, 1):
            self.sheet.write_number(self.row, 0, number, self._style(border=1, align="center", locked=False))
            for place, each in enumerate(self.table.columns, 1):
                align: dict[str, Any] = {"border": 1, "align": ALIGN.get(each.type, "left")}
                if each is column:
                    self._span(place, place, label, bg_color=GREY, text_wrap=True, indent=1, **align)
                    continue
                wrap = {"text_wrap": True} if align["align"] == "left" else {}
                style = self._style(num_format=number_format(each), locked=False, **align, **wrap)
                self.sheet.write_blank(self.row, place, None, style)
            height = _lines(label, self.widths[0] - 2) if label else 1
            self.sheet.set_row(self.row, 20 if height == 1 else 17 * height)
            self.row += 1
        for place, each in enumerate(self.table.columns, 1):
            rule = None if each is column else guard(each, self.table, self.lists, first, place)
            if rule:
                self.sheet.data_validation(first, place, self.row - 1, place, rule)
            if each.type in ("code", "text", "percent"):
                area = f"{column_letter(place)}{first + 1}:{column_letter(place)}{self.row}"
                self.lists.numbers_as_text(self.sheet, area)

    def _total(self) -> None:
        """A total row without formulas: an office's own total is a check, a sum by the form would check nothing."""
        self._span(0, 0, "", border=1, bg_color=GREY)
        self.sheet.set_row(self.row, 20)
        for place, each in enumerate(self.table.columns, 1):
            look: dict[str, Any] = {"bold": True, "border": 1, "align": ALIGN.get(each.type, "left")}
            if place == 1:
                self._span(1, 1, "Tổng cộng", **look | {"bg_color": GREY, "align": "left", "indent": 1})
            elif each.adds and each.type in ("count", "money"):
                style = self._style(num_format=number_format(each), locked=False, **look)
                self.sheet.write_blank(self.row, place, None, style)
            else:
                self._span(place, place, "", **look, bg_color=GREY)
        self.row += 1

    def _foot(self) -> None:
        self.row += 1
        room = 1.2 * (6 + sum(self.widths))
        for note in self.words.notes:
            self._span(0, self.last, note, italic=True, font_size=11, text_wrap=True, valign="top")
            self.sheet.set_row(self.row, 16 * _lines(note, room))
            self.row += 1
        self.row += 1
        half = self._half
        right: dict[str, Any] = {"align": "center", "locked": False}
        self._span(half + 1, self.last, "…………, ngày …… tháng …… năm ………", italic=True, **right)
        self.row += 1
        self._span(0, half, "NGƯỜI LẬP BIỂU", bold=True, align="center")
        for line in self.words.signer:
            self._span(half + 1, self.last, line, bold=True, align="center")
            self.row += 1
        self.row += 3
        for first, last in ((0, half), (half + 1, self.last)):
            self._span(first, last, "", bold=True, **right)


def _longest(text: str) -> float:
    return max(len(word) for word in text.split()) + 3.0


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell that many characters wide."""
    lines, reached = 1, 0
    for word in text.split():
        if reached and reached + 1 + len(word) > width:
            lines, reached = lines + 1, 0
        reached += len(word) + (1 if reached else 0)
    return lines
