"""A department's form filled with the facts its mapping names, as one workbook laid out for print on A4."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lib.facts.caveats import marks, ordered
from lib.report.tables.book import Book, Sheet
from lib.report.tables.figures import EMPTY, Figures, Record, Value
from lib.report.tables.forms import Cell, Column, Form, FormSheet, cells_of

NUMBER_WIDTH, LABEL_WIDTH, NARROWEST = 6.0, 34.0, 64.0
FIRST = 2
"""The first column of figures: the number and the label of a row stand before it."""
DOTTED = "…, ngày … tháng … năm …"


def form_book(form: Form, figures: Figures) -> bytes:
    """The filled form as the bytes of a workbook."""
    book = Book(f"{form.code} – {form.title}")
    for sheet in form.sheets:
        _Filled(book, form, sheet, figures).write()
    return book.content()


@dataclass
class _Line:
    """One row to write: its number, its label, what stands in its columns, and how it looks."""

    number: str
    label: str
    values: list[Value | str]
    style: str = "cell"
    number_style: str = "number"


@dataclass
class _Filled:
    """One sheet of a form, written from top to bottom."""

    book: Book
    form: Form
    layout: FormSheet
    figures: Figures
    used: dict[str, Record] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    row: int = 0

    def write(self) -> None:
        lines = list(self._members() if self.layout.by else self._rows())
        self.last = FIRST + len(self.layout.columns) - 1
        widths = [float(column.width) for column in self.layout.columns]
        label = max(LABEL_WIDTH, NARROWEST - NUMBER_WIDTH - sum(widths))
        self.sheet: Sheet = self.book.sheet(self.layout.name, [NUMBER_WIDTH, label, *widths])
        self._titles()
        first_head = self.row
        self._head()
        head = self.row
        for line in lines:
            self._line(line)
        self._foot()
        self.sheet.finish(head, FIRST, first_head)

    # --- what the lines say

    def _members(self) -> Iterator[_Line]:
        """A line for each member of the dimension, and the total."""
        layout, figures = self.layout, self.figures
        facts = [figures.facts[str(column.fact)] for column in layout.columns]
        whole = [self._taken(Cell(str(column.fact), column.take)) for column in layout.columns]
        total = [_Line("", layout.total, whole, "name", "total")] if layout.total else []
        yield from total if layout.total_first else []
        for number, member in enumerate(figures.members(layout.by, facts), start=1):
            cells = [Cell(str(column.fact), column.take, {layout.by: member}) for column in layout.columns]
            yield _Line(str(number), figures.label(layout.by, member), [self._taken(cell) for cell in cells])
        yield from [] if layout.total_first else total

    def _rows(self) -> Iterator[_Line]:
        """The lines listed; one without a fact is a heading."""
        for row, (_, cells) in zip(self.layout.rows, cells_of(self.layout, self.figures), strict=True):
            values = [EMPTY if cell is None else self._taken(cell) for cell in cells]
            yield _Line(row.number, row.label, values, "cell" if any(cells) else "name")

    def _taken(self, cell: Cell) -> Value | str:
        """What a cell takes of its fact."""
        figures, fact = self.figures, self.figures.facts[cell.fact]
        self.used[cell.fact] = fact
        part = next(iter(cell.part.items()), None)
        if cell.take in ("unit", "remark"):
            return figures.unit(fact) if cell.take == "unit" else figures.remark(fact)
        if cell.take == "attainment":
            value = figures.attainment(fact, *(part or ()))
        else:
            asked = figures.facts[fact["target"]] if cell.take == "target" else fact
            value = figures.part(asked, *part) if part else figures.value(asked)
        marked = value.without([*figures.common, *self._said(part[0] if part else "")])
        self.codes.update(marked.caveats)
        return marked

    def _said(self, dimension: str) -> tuple[str, ...]:
        """Caveats that all parts of the sheet's own dimension carry: the foot says them once."""
        return self.figures.common_parts.get(dimension, ()) if dimension == self.layout.by else ()

    # --- the page

    def _titles(self) -> None:
        document, half = self.figures.document, max(1, (self.last - 1) // 2)
        receiver = f"Đơn vị nhận: {self._words('{receiver}')}"
        right = [self.form.code, receiver, "DỰ THẢO" if document["draft"] else ""]
        for left, text in zip([*document["issuer"], ""], right, strict=False):
            self.sheet.text(self.row, 0, left, "strong", (self.row, half))
            self.sheet.text(self.row, half + 1, text, "middle", (self.row, self.last))
            self.row += 1
        self.row += 1
        for text in self.layout.title:
            self.sheet.text(self.row, 0, self._words(text), "strong", (self.row, self.last))
            self.row += 1
        if self.layout.unit_note:
            self.sheet.text(self.row, 0, self._words(self.layout.unit_note), "right_note", (self.row, self.last))
            self.row += 1

    def _words(self, text: str) -> str:
        """A text with the unit, the period and the receiver put into it."""
        context = self.figures.context
        said = {"unit": context.unit.official_name, "period": context.period.title}
        return text.format(**said, year=context.period.year_title, receiver=self.figures.document["addressee"])

    def _head(self) -> None:
        """The heads of the columns, equal neighbours joined, and under them their letters and numbers."""
        depth = max(len(column.heads) for column in self.layout.columns)
        bottom = self.row + depth - 1
        said = [code for code in self._said(self.layout.by) if code not in self.figures.common]
        for column, title in enumerate(("STT", self.layout.label + marks(said))):
            self.sheet.text(self.row, column, title, "head", (bottom, column))
        for level in range(depth):
            for first, last in _runs(self.layout.columns, level):
                heads = self.layout.columns[first].heads
                row = self.row + level
                end = bottom if level == len(heads) - 1 else row
                self.sheet.text(row, FIRST + first, heads[level], "head", (end, FIRST + last))
        letters = ["A", "B", *(str(number) for number in range(1, len(self.layout.columns) + 1))]
        for column, letter in enumerate(letters):
            self.sheet.text(bottom + 1, column, letter, "small_centre")
        self.row = bottom + 2

    def _line(self, line: _Line) -> None:
        self.sheet.text(self.row, 0, line.number, "centre")
        self.sheet.text(self.row, 1, line.label, line.style)
        for column, value in enumerate(line.values, start=FIRST):
            if isinstance(value, str):
                self.sheet.text(self.row, column, value)
            else:
                self.sheet.value(self.row, column, value, line.number_style)
        self.row += 1

    def _foot(self) -> None:
        """Why something is not there, what the signs mean, who signs."""
        figures = self.figures
        absent = [f"{fact['title']}: {figures.absence(fact)}." for fact in self.used.values() if fact["value"] is None]
        said = [code for code in self._said(self.layout.by) if code not in figures.common]
        told = [*absent, *figures.legend(self.used.values(), ordered([*self.codes, *said])), *figures.whole_legend]
        notice = figures.document["data"]["notice"]
        told += [f"Dữ liệu mẫu. {notice}"] if notice else []
        for line in [*told, self.form.note]:
            if line:
                self.sheet.text(self.row, 0, line, "note", (self.row, self.last))
                self.row += 1
        self._signatures()

    def _signatures(self) -> None:
        signed = self.form.signed
        if not signed:
            return
        width = (self.last + 1) / len(signed)
        self.row += 1
        for place, who in enumerate(signed):
            first, last = round(place * width), round((place + 1) * width) - 1
            if place == len(signed) - 1:
                day = self.figures.document["place_date"] or DOTTED
                self.sheet.text(self.row, first, day, "centred", (self.row, last))
            self.sheet.text(self.row + 1, first, who, "strong", (self.row + 1, last))


def _runs(columns: Sequence[Column], level: int) -> Iterator[tuple[int, int]]:
    """First and last column of each head at a level; neighbours under the same heads are one."""
    start = 0
    for index in range(1, len(columns) + 1):
        before = columns[start].heads
        shared = index < len(columns) and columns[index].heads[: level + 1] == before[: level + 1]
        if shared and len(before) > level + 1:
            continue
        if len(before) > level:
            yield start, index - 1
        start = index
