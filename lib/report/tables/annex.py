"""The annex in figures, `annex.xlsx`: a cover, a sheet for each section of the report with every indicator, its target
and attainment, its parts by commune and other dimensions, and a sheet of definitions.
"""

from collections.abc import Sequence
from itertools import groupby

from lib.facts.caveats import marks
from lib.indicators.registry import HEADER, place_of
from lib.narrative.phrases import capital
from lib.report.tables.book import Book
from lib.report.tables.figures import COMMUNE, EMPTY, Figures, Record, Value

FILE = "annex.xlsx"
COVER, DEFINITIONS = "Bìa", "Định nghĩa"
HEAD = 3
"""The first of the two rows of a section's head."""
NUMBER, TITLE, UNIT, VALUE = range(4)
FIRST_COLUMNS = (("STT", 5.0), ("Chỉ tiêu", 40.0), ("Đơn vị tính", 11.0), ("Giá trị", 16.5))
TARGET_COLUMNS = (("Mục tiêu", 12.0), ("Đạt (%)", 9.0))
LAST_COLUMNS = (("Ghi chú", 28.0), ("Mã chỉ tiêu", 34.0))
NARROWEST, TEXT_WIDTH = 8.5, 60.0
NOTHING = "không phát sinh: mọi nơi phải gửi đã gửi, không có dòng nào."


def annex(figures: Figures) -> bytes:
    """The annex as the bytes of a workbook."""
    book = Book(f"Phụ lục số liệu – {figures.place_and_period}")
    sections = {
        number: list(facts)
        for number, facts in groupby(figures.facts.values(), key=lambda fact: str(fact["section"]))
        if number != HEADER.number
    }
    _Cover(book, figures).write(list(sections))
    for number, facts in sections.items():
        _Section(book, figures, number, facts).write()
    _definitions(book, figures)
    return book.content()


def section_title(figures: Figures, number: str) -> str:
    """A section's title, as the report has it."""
    return next(str(each["title"]) for each in figures.document["sections"] if each["number"] == number)


class _Section:
    """The sheet of one section: a row for each fact, rows under it for its parts, columns for communes."""

    def __init__(self, book: Book, figures: Figures, number: str, facts: Sequence[Record]) -> None:
        self.figures, self.number, self.facts = figures, number, facts
        by_commune = any(COMMUNE in fact["dimensions"] for fact in facts)
        self.communes = figures.members(COMMUNE, facts) if by_commune else []
        self.parts = {
            fact["id"]: [
                EMPTY if fact["value"] is None else self._part(figures.part(fact, COMMUNE, member), COMMUNE)
                for member in self.communes
            ]
            for fact in facts
        }
        self.targets = any(fact["target"] for fact in facts)
        self.columns = [*FIRST_COLUMNS, *(TARGET_COLUMNS if self.targets else ())]
        self.first_part = len(self.columns)
        self.columns += [(figures.label(COMMUNE, each), self._width(at)) for at, each in enumerate(self.communes)]
        self.remark, self.id = len(self.columns), len(self.columns) + 1
        self.columns += LAST_COLUMNS
        self.used: set[str] = set()
        self.sheet = book.sheet(place_of(number), [width for _, width in self.columns])
        self.row = HEAD + 2

    def _width(self, position: int) -> float:
        """Wide enough for the column's numbers and the longest word of the commune's name."""
        shown = [values[position].shown for values in self.parts.values() if values[position].number is not None]
        longest = max(map(len, shown), default=0)
        word = max(map(len, self.figures.label(COMMUNE, self.communes[position]).split()))
        return max(NARROWEST, min(longest, 20) + 1.0, word + 2.5)

    def write(self) -> None:
        self._head()
        for number, fact in enumerate(self.facts, start=1):
            self._fact(str(number), fact)
            self._against(fact)
            for dimension in fact["dimensions"]:
                if dimension != COMMUNE:
                    self._by(fact, dimension)
        self._foot()
        self.sheet.finish(HEAD + 2, TITLE + 1, HEAD, self.remark)

    def _head(self) -> None:
        figures, sheet = self.figures, self.sheet
        sheet.text(0, 0, f"{place_of(self.number)} {section_title(figures, self.number)}", "title")
        sheet.text(1, 0, f"{figures.place_and_period}. {figures.status}.", "line")
        sample = f"Dữ liệu mẫu: xem trang {COVER}." if figures.document["data"]["notice"] else ""
        sheet.text(2, 0, sample, "line")
        for column, (title, _) in enumerate(self.columns):
            if self.first_part <= column < self.remark:
                sheet.text(HEAD + 1, column, title, "head")
            else:
                sheet.text(HEAD, column, title, "head", (HEAD + 1, column))
        if self.communes:
            said = marks(self._said(COMMUNE))
            words = f"Chia theo {figures.context.column_title(COMMUNE).lower()}{said}"
            sheet.text(HEAD, self.first_part, words, "head_left", (HEAD, self.remark - 1))

    def _fact(self, number: str, fact: Record) -> None:
        figures, sheet, row = self.figures, self.sheet, self.row
        sheet.text(row, NUMBER, number, "centre")
        sheet.text(row, TITLE, fact["title"], "name")
        sheet.text(row, UNIT, figures.unit(fact))
        value, parts = figures.value(fact), self.parts[fact["id"]]
        if value.number is None and fact["value"] is not None:
            self._words(value)
        else:
            self._write(VALUE, value, "total")
            if self.targets:
                target = figures.target(fact)
                self._write(VALUE + 1, figures.value(target) if target else EMPTY)
                self._write(VALUE + 2, figures.attainment(fact))
            self._communes(parts)
        sheet.text(row, self.remark, figures.remark(fact), "small")
        sheet.text(row, self.id, fact["id"], "muted")
        self.row += 1

    def _communes(self, values: Sequence[Value]) -> None:
        if all(value is EMPTY for value in values):
            self.sheet.blank(self.row, self.first_part, self.remark - 1)
            return
        for column, value in enumerate(values, start=self.first_part):
            self._write(column, value)

    def _words(self, value: Value) -> None:
        """A list, a state or a document, over as many columns as it needs."""
        last = VALUE
        while last + 1 < self.remark and sum(self.sheet.widths[VALUE : last + 1]) < TEXT_WIDTH:
            last += 1
        marked = value.without(self.figures.common)
        self.used |= set(marked.caveats)
        self.sheet.text(self.row, VALUE, value.words + marks(marked.caveats), "cell", (self.row, last))
        self.sheet.blank(self.row, last + 1, self.remark - 1)

    def _against(self, fact: Record) -> None:
        """The target by commune, and how much of it each has attained."""
        figures, target = self.figures, self.figures.target(fact)
        if target is None or not all(COMMUNE in each["dimensions"] for each in (fact, target)):
            return
        done = [self._part(figures.attainment(fact, COMMUNE, member), COMMUNE) for member in self.communes]
        rows = ((target["title"], figures.unit(fact), self.parts[target["id"]]), ("Đạt so với mục tiêu", "%", done))
        for title, unit, values in rows:
            self._under(f"– {title}", unit)
            self._communes(values)
            self.row += 1

    def _by(self, fact: Record, dimension: str) -> None:
        """A row for each member of a dimension."""
        figures, title = self.figures, self.figures.context.column_title(dimension).lower()
        self._under(f"Theo {title}{marks(self._said(dimension))}:", "", "group")
        self.row += 1
        for member in figures.members(dimension, [fact]):
            self._under(f"– {figures.label(dimension, member)}", figures.unit(fact))
            self._write(VALUE, self._part(figures.part(fact, dimension, member), dimension))
            self.row += 1

    def _under(self, title: str, unit: str, style: str = "under") -> None:
        """The first cells of a row that stands under a fact's, and empty ones for the rest of it."""
        self.sheet.blank(self.row, NUMBER, NUMBER)
        self.sheet.text(self.row, TITLE, title, style)
        self.sheet.text(self.row, UNIT, unit)
        self.sheet.blank(self.row, VALUE, self.id)
        self.sheet.levels[self.row] = 1

    def _part(self, value: Value, dimension: str) -> Value:
        """A part without the marks that its head bears for all of them."""
        return value.without(self.figures.common_parts.get(dimension, ()))

    def _write(self, column: int, value: Value, style: str = "number") -> None:
        marked = value.without(self.figures.common)
        self.used.update(marked.caveats)
        self.sheet.value(self.row, column, marked, style)

    def _said(self, dimension: str) -> tuple[str, ...]:
        """Caveats that a head says of all its parts, but for those said of the whole edition."""
        codes = self.figures.common_parts.get(dimension, ())
        own = tuple(code for code in codes if code not in self.figures.common)
        self.used.update(own)
        return own

    def _foot(self) -> None:
        """What the signs mean."""
        told = [f"– {NOTHING}"] if self.communes else []
        for line in [*told, *self.figures.legend(self.facts, self.used), *self.figures.whole_legend]:
            self.row += 1
            self.sheet.text(self.row, TITLE, line, "note", (self.row, self.first_part))


class _Cover:
    """The first sheet: whose figures, how far they can be relied on, where what stands."""

    def __init__(self, book: Book, figures: Figures) -> None:
        self.figures, self.sheet, self.row = figures, book.sheet(COVER, (24.0, 106.0)), 0

    def write(self, sections: Sequence[str]) -> None:
        self._line("PHỤ LỤC SỐ LIỆU", "strong")
        self._line(self.figures.title, "strong")
        for title, rows in (("", self._about()), ("Cách đọc", self._signs())):
            self._line(title, "title")
            for label, text in rows:
                self._pair(label, text)
        self._line("Các trang", "title")
        for number in sections:
            self._link(place_of(number), section_title(self.figures, number))
        self._link(DEFINITIONS, "Mã, đơn vị tính, định nghĩa, căn cứ, cách tính, nguồn của từng chỉ tiêu")
        self.sheet.finish(0)

    def _about(self) -> list[tuple[str, str]]:
        figures, document, data = self.figures, self.figures.document, self.figures.document["data"]
        sent, missing = len(data["received"]), data["missing"]
        late = f"; chưa gửi: {'; '.join(missing)}" if missing else ""
        header = [fact for fact in figures.facts.values() if fact["section"] == HEADER.number]
        pairs = [
            ("Đơn vị báo cáo", figures.context.unit.official_name),
            ("Kỳ báo cáo", capital(figures.context.period.title)),
            ("Trạng thái", figures.status),
            *((fact["title"], f"{figures.value(fact).shown} ({fact['id']})") for fact in header),
            ("Ngày ban hành", document["place_date"] or ""),
            ("Nơi nhận báo cáo", document["addressee"]),
            ("Nơi gửi số liệu", f"{sent}/{sent + len(missing)} nơi đã gửi{late}"),
            ("Dữ liệu mẫu", data["notice"]),
        ]
        return [(label, text) for label, text in pairs if text]

    def _signs(self) -> list[tuple[str, str]]:
        figures = self.figures
        used = {code for fact in figures.facts.values() for code in fact["caveats"]}
        used |= {code for codes in figures.common_parts.values() for code in codes}
        told = [line.partition(" ") for line in figures.legend(figures.facts.values(), used - set(figures.common))]
        return [
            ("Số", "Ô số là số, để tính toán được; dấu tách hàng nghìn và phần thập phân theo máy mở tệp."),
            ("Tiền", "Tính bằng đồng."),
            ("–", capital(NOTHING)),
            ("Chữ thay cho số", "Chưa có báo cáo, không áp dụng, chưa triển khai: không có nghĩa là số 0."),
            *((mark, words) for mark, _, words in told),
            *(("Toàn bộ số liệu", line) for line in figures.whole_legend),
        ]

    def _line(self, text: str, style: str) -> None:
        self.sheet.text(self.row, 0, text, style, (self.row, 1))
        self.row += 1

    def _pair(self, label: str, text: str) -> None:
        self.sheet.text(self.row, 0, label, "name")
        self.sheet.text(self.row, 1, text)
        self.row += 1

    def _link(self, name: str, text: str) -> None:
        """A line that leads to a sheet."""
        self.sheet.sheet.write_url(self.row, 0, f"internal:'{name}'!A1", self.sheet.book.style("link"), name)
        self.sheet.text(self.row, 1, text)
        self.row += 1


DEFINITION_COLUMNS = (
    ("Mã chỉ tiêu", 32.0),
    ("Chỉ tiêu", 32.0),
    ("Mục", 7.0),
    ("Đơn vị tính", 11.0),
    ("Định nghĩa", 42.0),
    ("Cách tính", 42.0),
    ("Căn cứ", 18.0),
    ("Nguồn", 32.0),
    ("Nơi gửi", 8.0),
)


def _definitions(book: Book, figures: Figures) -> None:
    """The sheet that says what each indicator is and where it comes from."""
    sheet = book.sheet(DEFINITIONS, [width for _, width in DEFINITION_COLUMNS])
    sheet.text(0, 0, f"ĐỊNH NGHĨA CHỈ TIÊU – {figures.place_and_period}", "title")
    for column, (title, _) in enumerate(DEFINITION_COLUMNS):
        sheet.text(1, column, title, "head")
    for row, fact in enumerate(figures.facts.values(), start=2):
        section = "" if fact["section"] == HEADER.number else place_of(fact["section"])
        texts = [fact["id"], fact["title"], section, figures.unit(fact), fact["definition"], fact["formula"]]
        texts += [fact["legal_basis"] or "", _sources(fact), _senders(fact)]
        for column, text in enumerate(texts):
            sheet.text(row, column, text, "top")
    sheet.sheet.autofilter(1, 0, len(figures.facts) + 1, len(DEFINITION_COLUMNS) - 1)
    sheet.finish(2, 1, 1)


def _sources(fact: Record) -> str:
    """Where a value was read, or from which other indicators it was computed."""
    sources = fact["sources"]
    if fact["inputs"] or not sources:
        return "; ".join(fact["inputs"])
    sheets = "; ".join(dict.fromkeys(source["sheet"] for source in sources))
    files = list(dict.fromkeys(source["file"] for source in sources))
    where = files[0] if len(files) == 1 else f"{len(files)} tệp"
    rows = f" › dòng {sources[0]['rows']}" if len(sources) == 1 and sources[0]["rows"] else ""
    return f"{where} › {sheets}{rows}"


def _senders(fact: Record) -> str:
    """How many of the senders it waits for have sent."""
    coverage = fact["coverage"]
    return f"{coverage['expected'] - len(coverage['missing'])}/{coverage['expected']}" if coverage else ""
