"""One table of one sheet: every row is clean, rejected or recognised furniture, and the counts say so (law 1)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lib.contracts.model import HIDDEN, NUMERIC, SENDER, Column, TableContract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.text import match_key
from lib.intake.cells import CellError, Places, choose, read_cell
from lib.intake.headers import Header, find_header
from lib.intake.workbook import Sheet, cell_name, column_letter

TOTAL = re.compile(r"(tong)?cong(nhom)?[ivx0-9]*|tongso|tong|toanhuyen|toantinh|toanxa")
ROMAN_OR_LETTER = re.compile(r"[IVX]{1,5}|[A-Z]")


@dataclass(frozen=True)
class Reject:
    """A row set aside: where, which rule, the value (empty where it may identify somebody) and what to do."""

    file: str
    sheet: str
    cell: str
    table: str
    rule: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file} › {self.sheet} › {self.cell}: {self.reason}. Cách sửa: {self.remedy}."


@dataclass(frozen=True)
class Finding:
    """Something odd that sets no row aside: a total that disagrees with its rows, a hidden sheet."""

    file: str
    sheet: str
    cell: str
    reason: str


@dataclass
class TableReading:
    """What became of each row of one table on one sheet.

    `rows` are clean records in sheet order; `letters` gives each column's Excel letter; `furniture` counts titles,
    headers, groups, totals, notes and blanks; `read` is every row of the sheet's used area.
    """

    contract: TableContract
    file: str
    sheet: str
    read: int
    letters: dict[str, str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)
    totals: list[tuple[int, dict[str, int]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def conserved(self) -> bool:
        """Rows read = clean + rejected + furniture."""
        return self.read == len(self.rows) + len(self.rejects) + self.furniture.total()


def locate(sheets: Iterable[Sheet], contract: TableContract) -> tuple[Sheet, Header] | None:
    """The sheet and header of a contract's table: the sheet of its usual name first, then any other."""
    usual = match_key(contract.sheet)
    ordered = sorted(sheets, key=lambda sheet: match_key(sheet.name) != usual)
    found = [(sheet, header) for sheet in ordered if (header := find_header(sheet, contract))]
    complete = [pair for pair in found if not pair[1].missing]
    if complete:
        return complete[0]
    return found[0] if found and match_key(found[0][0].name) == usual else None


def read_table(
    file: str, sheet: Sheet, header: Header, contract: TableContract, period: Period, places: Places, sender: str | None
) -> TableReading:
    """Reads one table. `sender` is the commune code of a per-commune workbook, else None.

    Raises ReportError when a column is missing: without it no row could be trusted.
    """
    if header.missing:
        names = ", ".join(f"«{column.title}»" for column in header.missing)
        raise ReportError(
            f"thiếu cột {names} của bảng {contract.title}",
            file=file,
            sheet=sheet.name,
            cell=cell_name(header.last, 0),
            remedy="thêm cột với đúng tên tiêu đề rồi gửi lại",
        )
    return _TableReader(file, sheet, header, contract, period, places, sender).read()


class _TableReader:
    """Walks the rows under a header; one instance reads one table."""

    def __init__(
        self,
        file: str,
        sheet: Sheet,
        header: Header,
        contract: TableContract,
        period: Period,
        places: Places,
        sender: str | None,
    ) -> None:
        self.sheet, self.header, self.contract = sheet, header, contract
        self.period, self.places, self.sender = period, places, sender
        letters = {name: column_letter(column) for name, column in header.columns.items()}
        self.reading = TableReading(contract, file, sheet.name, len(sheet.rows), letters)
        self.group: Any = None
        self.group_problem: CellError | None = None

    def read(self) -> TableReading:
        furniture = self.reading.furniture
        for row in range(len(self.sheet.rows)):
            if all(self.sheet.value(row, column) is None for column in range(len(self.sheet.rows[row]))):
                furniture["blank"] += 1
            elif row < self.header.first:
                furniture["title"] += 1
            elif row <= self.header.last:
                furniture["header"] += 1
            else:
                self._body(row)
        self._check_totals()
        return self.reading

    def _body(self, row: int) -> None:
        kind = self._kind(row)
        if kind == "data":
            self._record(row)
            return
        self.reading.furniture[kind] += 1
        if kind == "group":
            self._enter_group(row)
        elif kind == "total":
            self._remember_total(row)

    def _texts(self, row: int) -> list[str]:
        return [self.sheet.text(row, column) for column in range(len(self.sheet.rows[row]))]

    def _kind(self, row: int) -> str:
        """Title, header and blank rows are known by their place; the rest by what they hold.

        Under a total, words without a row number or a figure are signatures and notes.
        """
        texts = [text for text in self._texts(row) if text]
        words = [text for text in texts if not _is_number(text)]
        filled = [c for c in self.contract.columns if self.sheet.value(row, self.header.columns[c.name]) is not None]
        if row == self.header.last + 1 and _is_numbering(texts):
            return "numbering"
        if words and TOTAL.fullmatch(match_key(words[0])):
            return "total"
        number = "" if self.header.number is None else self.sheet.text(row, self.header.number)
        if number and _is_number(number):
            return "data"
        if self._is_group(row, number, filled):
            return "group"
        figures = [
            c for c in filled if c.type in NUMERIC and _is_number(self.sheet.text(row, self.header.columns[c.name]))
        ]
        if figures or (len(filled) >= 2 and not self.reading.totals):
            return "data"
        return "note"

    def _is_group(self, row: int, number: str, filled: list[Column]) -> bool:
        """A roman or letter number, or the label of a known group, with at most one cell of text beside it."""
        if sum(column.type not in NUMERIC for column in filled) > 1:
            return False
        known = self.contract.group.choices if self.contract.group else {}
        label = match_key(self._label(row))
        return bool(ROMAN_OR_LETTER.fullmatch(number)) or any(match_key(name) == label for name in known)

    def _label(self, row: int) -> str:
        """The first text of a row that is neither its number nor a figure."""
        for column, text in enumerate(self._texts(row)):
            if text and column != self.header.number and not _is_number(text):
                return text
        return ""

    def _enter_group(self, row: int) -> None:
        if self.contract.group is None:
            return
        label = self._label(row)
        self.group, self.group_problem = None, None
        try:
            self.group = choose(label, self.contract.group.choices) if self.contract.group.choices else label
        except CellError as error:
            self.group_problem = error

    def _record(self, row: int) -> None:
        record: dict[str, Any] = {}
        try:
            for column in self.contract.columns:
                place = self.header.columns[column.name]
                self._at = (column, place)
                scale = self.header.scales.get(column.name, 1)
                value = read_cell(self.sheet.value(row, place), column, scale, self.places)
                if column.stored:
                    record[column.name] = value
            self._finish(record)
        except CellError as error:
            column, place = self._at
            raw = "" if column.type in HIDDEN else self.sheet.text(row, place)
            self.reading.rejects.append(self._reject(error, cell_name(row, place), raw))
            return
        record["source_row"] = row + 1
        record["source_number"] = self._number(row)
        self.reading.rows.append(record)

    def _number(self, row: int) -> int | None:
        """The number the office gave the row (STT): the order it lists things in, whatever order rows come in."""
        text = "" if self.header.number is None else self.sheet.text(row, self.header.number)
        return int(float(text)) if re.fullmatch(r"\d+(\.0)?", text) else None

    def _finish(self, record: dict[str, Any]) -> None:
        """Adds the group and the sender, then holds the row against the window and the rules."""
        contract = self.contract
        if contract.group is not None:
            if self.group_problem is not None:
                raise self.group_problem
            if self.group is None:
                raise CellError(
                    "no_group", f"dòng không thuộc nhóm «{contract.group.title}» nào", "đặt dòng dưới tên nhóm"
                )
            record[contract.group.name] = self.group
        if self.sender is not None:
            record[SENDER.name] = self.sender
        if contract.window is not None and not self._in_window(record[contract.window]):
            self._at = (contract.column(contract.window), self.header.columns[contract.window])
            raise CellError(
                "outside_period",
                f"thời điểm nằm ngoài kỳ báo cáo ({self.period.start:%d/%m/%Y} – {self.period.end:%d/%m/%Y})",
                "chuyển dòng sang đúng kỳ hoặc sửa ngày",
            )
        for rule in contract.rules:
            if not rule.holds(record):
                raise CellError("rule", rule.broken, "kiểm tra lại dòng này với nơi gửi")

    def _in_window(self, moment: date | str | None) -> bool:
        if moment is None or isinstance(moment, date):
            return moment is None or self.period.contains(moment)
        year, month = (int(part) for part in moment.split("-"))
        return (year, month) in self.period.months

    def _reject(self, error: CellError, cell: str, raw: str) -> Reject:
        reading = self.reading
        return Reject(reading.file, reading.sheet, cell, self.contract.name, error.rule, raw, str(error), error.remedy)

    def _remember_total(self, row: int) -> None:
        """A grand total after the last group; subtotals inside groups are not checked here."""
        values: dict[str, int] = {}
        for column in self.contract.columns:
            if column.type in ("count", "money"):
                try:
                    cell = self.sheet.value(row, self.header.columns[column.name])
                    value = read_cell(cell, column, self.header.scales.get(column.name, 1), self.places)
                except CellError:
                    continue
                if value is not None:
                    values[column.name] = value
        self.reading.totals.append((row, values))

    def _check_totals(self) -> None:
        """Rows win; a grand total that disagrees is reported with both numbers."""
        reading = self.reading
        if not reading.totals or reading.rejects:
            return
        row, values = reading.totals[-1]
        for name, stated in values.items():
            added = sum(record[name] or 0 for record in reading.rows)
            if added != stated:
                column = self.contract.column(name)
                reason = f"dòng tổng ghi {stated} ở cột «{column.title}», cộng các dòng được {added}"
                cell = cell_name(row, self.header.columns[name])
                reading.findings.append(Finding(reading.file, reading.sheet, cell, reason))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+([.,]\d+)*", text) is not None


def _is_numbering(texts: list[str]) -> bool:
    """Whether a row under the header only numbers the columns: (1) (2) (3), or A B 1 2."""
    marks = [text.strip("()").removesuffix(".0") for text in texts]
    if len(marks) < 2 or not all(re.fullmatch(r"\d{1,2}|[A-Z]", mark) for mark in marks):
        return False
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
