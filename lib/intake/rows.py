"""What a row under a header is, told by what it holds: data, a group, a total, or furniture."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from lib.contracts.model import NUMERIC, Column, TableContract
from lib.domain.text import match_key, nfc
from lib.intake.headers import Header
from lib.intake.workbook import Sheet, Value

TOTAL = re.compile(r"(tong)?cong(nhom)?[ivx0-9]*|tongso|tong|toanhuyen|toantinh|toanxa")
TOTAL_OF = re.compile(r"(tổng\s+cộng|tổng\s+số|cộng)\s+(?!đồng\b).+")
GRAND = ("tong", "toan")
NUMBER_MARK = re.compile(r"\d+([.,]\d+)*[.)]?")
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
    def total(self) -> bool:
        words = nfc(self.label).casefold()
        if "công" in words:  # people and trades: "Công nhân", not "Cộng"
            return False
        named = TOTAL_OF.fullmatch(words) is not None and not self.numbered
        return named or TOTAL.fullmatch(match_key(words)) is not None

    @property
    def grand(self) -> bool:
        """Whether a total speaks of everything ("Tổng cộng"), not of a part ("Cộng")."""
        return match_key(self.label).startswith(GRAND)


class Lines:
    """The rows under a header and what kind each is. `readable` tells whether a row reads as a whole record."""

    def __init__(self, sheet: Sheet, header: Header, contract: TableContract, readable: Callable[[int], bool]) -> None:
        self.sheet, self.header, self.contract, self.readable = sheet, header, contract, readable
        body = range(header.last + 1, len(sheet.rows))
        self.lines = {row: line for row in body if any((line := self._line(row)).texts)}

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
        line = self.lines.get(row)
        if line is None:
            return "blank"
        if row == next(iter(self.lines)) and is_numbering([text for text in line.texts if text]):
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
        if self.contract.group is not None or any(each.numbered for each in self.lines.values()):
            return False
        return all(column in line.filled for column in self.contract.columns if column.required)

    @cached_property
    def _end(self) -> int:
        """The row that closes the table, its last total or its first signature: words without figures below it are
        notes and names."""
        data = [row for row, line in self.lines.items() if not line.total and (line.numbered or len(line.filled) >= 2)]
        totals = [row for row, line in self.lines.items() if line.total and data and row > data[0]]
        signed = (
            row
            for row, line in self.lines.items()
            if not line.mark and SIGNED.match(line.label.casefold()) and not self.readable(row)
        )
        return min(totals[-1] if totals else len(self.sheet.rows), next(signed, len(self.sheet.rows)))

    @cached_property
    def _last_data(self) -> int:
        rows = [
            row
            for row, line in self.lines.items()
            if not line.total and line.filled and (line.numbered or (len(line.filled) >= 2 and row < self._end))
        ]
        return rows[-1] if rows else 0


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
