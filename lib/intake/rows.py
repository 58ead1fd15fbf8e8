"""What a row under a header is, told by what it holds: data, a group, a total, or furniture."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lib.contracts.model import NUMERIC, Column, TableContract
from lib.domain.text import match_key, nfc
from lib.intake.columns import Columns
from lib.intake.headers import Header
from lib.intake.workbook import Sheet, Value, as_text

TOTAL = re.compile(r"(tong)?cong(nhom)?[ivx0-9]*|tongso|tong|toanhuyen|toantinh|toanxa")
TOTAL_OF = re.compile(r"(tổng\s+cộng|tổng\s+số|cộng)\s+(?!đồng\b).+")
GRAND = ("tong", "toan")
NUMBER_MARK = re.compile(r"\d+([.,]\d+)*[.)]?")
_ROW_NUMBER = re.compile(r"(\d{1,9})[.)]?")
GROUP_MARK = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]?")
LED_BY_MARK = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])\s*[.):/-]\s*(?=\S)")
SIGNED = re.compile(r"(người lập|lập biểu|thủ trưởng|kế toán|xác nhận|nơi nhận|tm\.|kt\.)")
REMARK = re.compile(rf"(ghi chú|trong đó|nguồn|\(|\*|{SIGNED.pattern})")
NUMBERING_MARK = re.compile(r"\(?([A-Za-z]|\d{1,2})\)?(\s*=[\s\d()+*/:x-]+)?")
FIGURE = re.compile(r"[-−–]?\s*\d[\d.,\s]*(%|đ|đồng|vnđ|(nghìn|ngàn|triệu|tỷ|tỉ)(\s+đồng)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One row as words: `mark` is its number or letter (STT), `label` its first words beside mark and numbers."""

    texts: tuple[str, ...]
    mark: str
    label: str
    place: int
    filled: tuple[Column, ...]

    @property
    def numbered(self) -> bool:
        return NUMBER_MARK.fullmatch(self.mark) is not None

    @property
    def lettered(self) -> bool:
        """Whether it carries a group's mark: I, A, "II." beside the words or before them."""
        return GROUP_MARK.fullmatch(self.mark) is not None or LED_BY_MARK.match(self.label) is not None

    @property
    def name(self) -> str:
        """The label without a mark typed before it: "I. Hộ nghèo" → "Hộ nghèo"."""
        return LED_BY_MARK.sub("", self.label, count=1)

    @property
    def words(self) -> int:
        """How many cells hold text where no number is expected."""
        return sum(column.type not in NUMERIC for column in self.filled)

    @property
    def blank(self) -> bool:
        return not any(self.texts)

    @property
    def total(self) -> bool:
        return names_total(self.label, self.numbered)

    @property
    def grand(self) -> bool:
        """Whether a total speaks of everything ("Tổng cộng"), not of a part ("Cộng")."""
        return match_key(self.label).startswith(GRAND)


class Lines:
    """The rows under a header and what kind each is.

    Nearly every row of a long table is plain: all its columns read and nothing in it names a total. That is told for
    all rows at once, column by column; only the others are looked at one by one, as a `Line`.
    """

    def __init__(self, sheet: Sheet, header: Header, contract: TableContract, columns: Columns) -> None:
        self.sheet, self.header, self.contract, self.columns = sheet, header, contract, columns
        self.body = range(header.last + 1, len(sheet.rows))
        self._lines: dict[int, Line] = {}
        self.odd = self._not_plain()
        """The rows that are not plain, and the first that holds anything."""

    def _not_plain(self) -> set[int]:
        """Of two columns that must be filled, a row that reads fills both."""
        if sum(column.required and column.type != "presence" for column in self.contract.columns) < 2:
            return set(self.body)
        odd = {*self.columns.faults, self._first} - {self.body.stop}
        for cells, texts in zip(self.sheet.columns, self.sheet.texts, strict=True):
            openings = {letters for letters in {text[:2] for text in texts} if _may_open_total(letters)}
            if not openings:
                continue
            totals = {text for text in texts if text[:2] in openings and names_total(text.strip())}
            odd.update(row for row in self.body if totals and cells[row] in totals)
        return odd

    def readable(self, row: int) -> bool:
        """Whether a row reads as a whole record."""
        return row not in self.columns.faults

    def line(self, row: int) -> Line:
        """One row as words."""
        line = self._lines.get(row)
        if line is None:
            line = self._lines[row] = self._line(row)
        return line

    @cached_property
    def _first(self) -> int:
        """The first row that holds anything."""
        return next((row for row in self.body if not self.line(row).blank), self.body.stop)

    def _line(self, row: int) -> Line:
        texts = tuple(self.sheet.text(row, column) for column in range(len(self.sheet.rows[row])))
        number = self.header.number
        mark = texts[number] if number is not None and number < len(texts) else ""
        if not (NUMBER_MARK.fullmatch(mark) or GROUP_MARK.fullmatch(mark)):
            mark = ""
        place, label = next(
            (
                (column, text)
                for column, text in enumerate(texts)
                if text and not (mark and column == number) and not NUMBER_MARK.fullmatch(text)
            ),
            (0, ""),
        )
        places = self.header.columns
        filled = tuple(c for c in self.contract.columns if self.sheet.value(row, places[c.name]) is not None)
        return Line(texts, mark, label, place, filled)

    def kind(self, row: int) -> str:
        """One of blank, numbering, total, group, data, note.

        What could be a row of data is called data, so that at worst it is set aside with a reason, never dropped.
        """
        if row not in self.odd:
            return "data"
        line = self.line(row)
        if line.blank:
            return "blank"
        if row == self._first and is_numbering([text for text in line.texts if text]):
            return "numbering"
        if line.total:
            return "total"
        if self._is_group(row, line):
            return "group"
        if line.numbered:
            return "data" if line.filled or line.label else "blank"
        return "data" if self._is_unnumbered_data(row, line) else "note"

    def _is_unnumbered_data(self, row: int, line: Line) -> bool:
        if not line.filled:
            return False
        if self.readable(row):
            return True
        if REMARK.match(line.label.casefold()):
            return False
        return self._figures(row, line) > 0 or (len(line.filled) >= 2 and row < self._end)

    def _figures(self, row: int, line: Line) -> int:
        cells = [self.sheet.value(row, self.header.columns[c.name]) for c in line.filled if c.type in NUMERIC]
        return sum(is_figure(cell) for cell in cells)

    def _is_group(self, row: int, line: Line) -> bool:
        """A row with a group's mark or a known group's name, at most one cell of text, that is no record itself."""
        if line.words > 1 or self._fills_a_lettered_list(line):
            return False
        known = self.contract.group is not None and match_key(line.name) in self.contract.group.codes
        alone = self.contract.group is not None and self._stands_alone(row, line)
        return (known or alone or (line.lettered and not line.numbered)) and not self.readable(row)

    def _stands_alone(self, row: int, line: Line) -> bool:
        """Whether a row is nothing but words between rows of data: a group under a name nobody knows."""
        only = [text for text in line.texts if text] == [line.label]
        return only and row < self._last_data and not REMARK.match(line.label.casefold())

    def _fills_a_lettered_list(self, line: Line) -> bool:
        """Whether a lettered row is data: nothing is grouped or numbered here, and no required cell is empty."""
        if self.contract.group is not None or any(self.line(row).numbered for row in self.body):
            return False
        return all(column in line.filled for column in self.contract.columns if column.required)

    @cached_property
    def _end(self) -> int:
        """The row that closes the table, its last total or its first signature: words without figures below it are
        notes and names."""
        odd = sorted(self.odd)
        opens = next((row for row in self.body if self._is_row(row)), self.body.stop)
        total = next((row for row in reversed(odd) if row > opens and self.line(row).total), self.body.stop)
        return min(total, next(filter(self._is_signed, odd), self.body.stop))

    @cached_property
    def _last_data(self) -> int:
        rows = (row for row in reversed(self.body) if self._is_row(row) and self.line(row).filled)
        return next((row for row in rows if row < self._end or self.line(row).numbered), 0)

    def _is_row(self, row: int) -> bool:
        """Whether a row is numbered or fills two columns, and is no total."""
        if row not in self.odd:
            return True
        line = self.line(row)
        return not line.total and (line.numbered or len(line.filled) >= 2)

    def _is_signed(self, row: int) -> bool:
        line = self.line(row)
        return not line.mark and SIGNED.match(line.label.casefold()) is not None and not self.readable(row)


def names_total(label: str, numbered: bool = False) -> bool:
    """Whether words name a total; on a numbered row only those that can name nothing else.

    >>> names_total("TỔNG CỘNG"), names_total("Cộng hộ nghèo"), names_total("Cộng hộ nghèo", numbered=True)
    (True, True, False)
    """
    if not _may_open_total(label[:2]):
        return False
    words = nfc(label).casefold()
    if "công" in words:  # people and trades: "Công nhân", not "Cộng"
        return False
    named = TOTAL_OF.fullmatch(words) is not None and not numbered
    return named or TOTAL.fullmatch(match_key(words)) is not None


@lru_cache(maxsize=1 << 12)
def _may_open_total(letters: str) -> bool:
    """Whether "tổng", "cộng" or "toàn" can begin with two letters; signs and spaces among them say nothing."""
    return match_key(letters)[:2] in ("", "t", "c", "to", "co")


def row_number(value: Value) -> int | None:
    """The number in a row's number column (STT); None for letters and for what is no whole number.

    >>> [row_number(value) for value in (7.0, "07.", "I", 1.5, None)]
    [7, 7, None, None, None]
    """
    if type(value) is float:
        return int(value) if value.is_integer() and 0 <= value < 10**9 else None
    found = _ROW_NUMBER.fullmatch(as_text(value))
    return int(found[1]) if found else None


def is_figure(value: Value) -> bool:
    """Whether a cell of a number column holds something like a number."""
    if isinstance(value, int | float):
        return not isinstance(value, bool)
    return isinstance(value, str) and FIGURE.fullmatch(value.strip()) is not None


def is_numbering(texts: list[str]) -> bool:
    """Whether a row under the header only numbers the columns.

    >>> is_numbering(["(1)", "(2)", "(3)=(1)+(2)"]), is_numbering(["A", "B", "1", "2"]), is_numbering(["1", "5"])
    (True, True, False)
    """
    marks = [found[1] for text in texts if (found := NUMBERING_MARK.fullmatch(text))]
    if len(texts) < 2 or len(marks) < len(texts):
        return False
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
