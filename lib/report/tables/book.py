"""Workbooks of figures: numbers as typed cells in Vietnamese formats, texts that never start a formula, A4 landscape.

The same input gives the same bytes. Row heights are set, since programs do not fit rows to merged cells themselves.
"""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from lib.facts.caveats import marks
from lib.intake.safe_cells import CREATED, cell_text, starts_formula
from lib.report.tables.figures import Value

VIETNAMESE = "[$-42A]"
"""Programs that heed it part thousands with dots whatever their language; the others follow the machine's region."""
LARGEST = 10**15
"""From here on a spreadsheet's numbers lose digits: they are written as text."""
LINE = 16.5
"""Points of height for a line of text."""
WIDEST = 245.0
"""Characters of width that a landscape A4 page holds before its print becomes too small to read."""
PAGE_WIDTH, PAGE_LINES = 145.0, 30.0
"""Characters and lines that such a page holds unscaled."""
A4 = 9
FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
_BOX: dict[str, Any] = {"border": 1, "border_color": "#8C949E"}
STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "line": {"text_wrap": False},
    "note": {"font_size": 10, "italic": True},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": "#E4EAF1"},
    "head_left": {**_BOX, "bold": True, "bg_color": "#E4EAF1"},
    "cell": _BOX,
    "name": {**_BOX, "bold": True},
    "under": {**_BOX, "indent": 1},
    "group": {**_BOX, "indent": 1, "italic": True},
    "centre": {**_BOX, "align": "center"},
    "number": {**_BOX, "align": "right"},
    "total": {**_BOX, "align": "right", "bold": True},
    "words": {**_BOX, "align": "center", "italic": True, "font_size": 11},
    "small": {**_BOX, "font_size": 10},
    "muted": {**_BOX, "font_size": 10, "font_color": "#4A5058"},
    "top": {**_BOX, "font_size": 11, "valign": "top"},
    "link": {**_BOX, "font_color": "#0B5394", "underline": 1},
    "small_centre": {**_BOX, "font_size": 10, "align": "center", "italic": True},
    "middle": {"align": "center"},
    "strong": {"align": "center", "bold": True},
    "centred": {"align": "center", "italic": True},
    "right_note": {"align": "right", "italic": True},
}
"""How cells look, by name."""


def number_format(value: Value) -> str:
    """The format of a typed number, its marks after it.

    >>> from fractions import Fraction
    >>> number_format(Value(Fraction(23, 200), decimals=1, percent=True, caveats=("incomplete",)))
    '[$-42A]#,##0.0%"†"'
    """
    digits = "#,##0" + ("." + "0" * value.decimals if value.decimals else "") + ("%" if value.percent else "")
    if value.nothing:
        return f'{VIETNAMESE}{digits};-{digits};"–"'
    noted = marks(value.caveats) if value.caveats else ""
    return VIETNAMESE + digits + (f'"{noted}"' if noted else "")


class Book:
    """A workbook in memory; `content` closes it and gives its bytes."""

    def __init__(self, title: str) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._book.set_properties({"title": cell_text(title), "created": CREATED})
        self._styles: dict[tuple[Any, ...], Any] = {}

    def style(self, name: str, num_format: str = "", quote_prefix: bool = False) -> Any:
        """The look called `name`, made once."""
        key = (name, num_format, quote_prefix)
        if key not in self._styles:
            more = {"num_format": num_format} if num_format else {}
            self._styles[key] = self._book.add_format(
                {**FONT, **STYLES[name], **more, **({"quote_prefix": True} if quote_prefix else {})}
            )
        return self._styles[key]

    def sheet(self, name: str, widths: Sequence[float]) -> "Sheet":
        """A new sheet with columns of these widths."""
        return Sheet(self, self._book.add_worksheet(name), widths)

    def content(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()


class Sheet:
    """One sheet. Rows and columns count from 0; `level` is how deep a row stands under the one above it."""

    def __init__(self, book: Book, sheet: Any, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.widths = book, sheet, list(widths)
        for column, width in enumerate(self.widths):
            sheet.set_column(column, column, width)
        self.levels: dict[int, int] = {}
        self._heights: dict[int, float] = {}

    def text(self, row: int, column: int, text: str, style: str = "cell", to: tuple[int, int] | None = None) -> None:
        """A text; over the cells to the row and column `to`, if they are given."""
        written = cell_text(text)
        made = self.book.style(style, quote_prefix=starts_formula(written))
        last_row, last = to or (row, column)
        if (last_row, last) != (row, column):
            self.sheet.merge_range(row, column, last_row, last, "", made)
        self.sheet.write_string(row, column, written, made)
        look = STYLES[style]
        if last_row == row and look.get("text_wrap", True):
            scale = look.get("font_size", 12) / 12 * (1.06 if look.get("bold") else 1.0)
            self._grow(row, lines(written, sum(self.widths[column : last + 1]) / scale) * min(scale, 1.0))
        else:
            self._grow(row, 1.0)

    def blank(self, row: int, first: int, last: int, style: str = "cell") -> None:
        """Cells with nothing in them, but their borders."""
        made = self.book.style(style)
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, made)

    def value(self, row: int, column: int, value: Value, style: str = "number") -> None:
        """A number as a number, words as text, an empty cell where there is nothing to say."""
        if value.number is not None and -LARGEST < value.number < LARGEST:
            self.sheet.write_number(row, column, float(value.number), self.book.style(style, number_format(value)))
        elif words := value.shown:
            self.text(row, column, words, "words" if value.number is None else style)
        else:
            self.sheet.write_blank(row, column, None, self.book.style(style))

    def _grow(self, row: int, wanted: float) -> None:
        self._heights[row] = max(self._heights.get(row, 1.0), wanted)

    def finish(self, head: int, columns: int = 0, first_head: int = 0, printed: int | None = None) -> None:
        """Heights, what stays in sight (rows above `head`, the first `columns`), and the print: A4 landscape, rows from
        `first_head` and those columns on every page, up to column `printed` (all if not given)."""
        for row, height in sorted(self._heights.items()):
            level = self.levels.get(row, 0)
            self.sheet.set_row(row, height * LINE + 3, None, {"level": level} if level else {})
        last = len(self.widths) - 1 if printed is None else printed
        wide = pages_wide(self.widths[: last + 1], columns)
        lines = sum(self._heights.values()) + 0.2 * len(self._heights)
        self.sheet.outline_settings(True, False, False, False)
        self.sheet.freeze_panes(head, columns)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.6)
        self.sheet.print_area(0, 0, max(self._heights, default=0), last)
        self.sheet.fit_to_pages(wide, pages_tall(lines, sum(self.widths[: last + 1]) / wide))
        if head:
            self.sheet.repeat_rows(first_head, head - 1)
        if columns:
            self.sheet.repeat_columns(0, columns - 1)
        self.sheet.set_footer("&L&10&A&R&10&P/&N")


def pages_wide(widths: Sequence[float], repeated: int) -> int:
    """How many pages side by side keep the print readable, the first columns repeated on each.

    >>> pages_wide([50, 60], 1), pages_wide([50, *[12] * 20], 1)
    (1, 2)
    """
    first = sum(widths[:repeated])
    return max(1, -(-int(sum(widths) - first) // int(max(WIDEST - first, 1))))


def pages_tall(lines: float, width: float) -> int:
    """1 where so many lines, on a page of that width, would only just spill onto a second page; else 0: as many as
    it takes.

    >>> pages_tall(20, 100), pages_tall(34, 100), pages_tall(60, 100)
    (0, 1, 0)
    """
    held = PAGE_LINES * max(1.0, width / PAGE_WIDTH)
    return 1 if held < lines <= held * 1.35 else 0


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width, line breaks counted."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, -(-len(part) // max(int(width * 1.28), 1))) for part in text.split("\n"))
