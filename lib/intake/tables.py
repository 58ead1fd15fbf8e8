"""One table of one sheet: every row is clean, rejected or recognised furniture, and the counts say so (law 1)."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lib.contracts.model import SENDER, Column, TableContract
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, is_nothing
from lib.domain.periods import Period
from lib.domain.text import nfc
from lib.intake.cells import CellError, Places, choose, read_cell, repeatable
from lib.intake.headers import Header
from lib.intake.quoting import shown
from lib.intake.rows import Line, Lines
from lib.intake.rules import broken_rule
from lib.intake.totals import Total, disagreements, group_disagreements
from lib.intake.workbook import Sheet, cell_name, column_letter


@dataclass(frozen=True)
class Reject:
    """A row set aside: where, which rule, the value (empty where `quoting` forbids it), what to do."""

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
    """Something odd that sets no row aside: a total that disagrees with its rows, a hidden sheet.

    `rule` is a short code of what kind of oddity it is, where somebody may want to count or look for them.
    """

    file: str
    sheet: str
    cell: str
    reason: str
    rule: str = ""


@dataclass
class TableReading:
    """What became of each row of one table on one sheet.

    `rows` are clean records in sheet order; `letters` gives each column's Excel letter, `scales` the đồng per unit of
    money columns that do not write đồng, `headings` the cells of group rows by row; `furniture` counts titles, headers,
    groups, totals, notes and blanks; `read` is every row of the sheet's used area; `sender` is the commune's code of a
    per-commune workbook; `corrected` holds the corrected cells by the clean rows that rest on them; `lines` says, where
    each cell has a line of its own, the line of a column of a row.
    """

    contract: TableContract
    file: str
    sheet: str
    read: int
    letters: dict[str, str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)
    totals: list[Total] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sender: str | None = None
    scales: dict[str, int] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    corrected: dict[int, str] = field(default_factory=dict)
    lines: dict[str, dict[int, int]] = field(default_factory=dict)

    @property
    def conserved(self) -> bool:
        """Rows read = clean + rejected + furniture."""
        return self.read == len(self.rows) + len(self.rejects) + self.furniture.total()


def read_table(
    file: str, sheet: Sheet, header: Header, contract: TableContract, period: Period, places: Places, sender: str | None
) -> TableReading:
    """Reads one table. `sender` is the commune code of a per-commune workbook, else None.

    Raises ReportError when a column is missing or stands there twice: no row could be trusted.
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
    if header.twice:
        column, place = header.twice[0]
        raise ReportError(
            f"có hai cột «{column.title}», không biết lấy cột nào",
            file=file,
            sheet=sheet.name,
            cell=cell_name(header.last, place),
            remedy="xóa hoặc đổi tên cột không thuộc biểu mẫu",
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
        scales = {name: scale for name, scale in header.scales.items() if scale != 1}
        self.reading = TableReading(contract, file, sheet.name, len(sheet.rows), letters, sender=sender, scales=scales)
        self.lines = Lines(sheet, header, contract, self._readable)
        self.header_rows = [
            above
            for above in range(header.first, header.last + 1)
            if any(sheet.text(above, place) for place in header.columns.values())
        ]
        self.group: Any = None
        self.group_problem: CellError | None = None
        self.starts: list[int] = []
        self.subtotals: list[Total] = []

    def read(self) -> TableReading:
        for row in range(len(self.sheet.rows)):
            kind = self._kind(row)
            if kind == "data":
                self._record(row)
                continue
            self.reading.furniture[kind] += 1
            if kind == "group":
                self._enter_group(row, self.lines.lines[row])
            elif kind == "total":
                self.reading.totals.append(self._total(row, self.lines.lines[row]))
        self._check_totals()
        return self.reading

    def _kind(self, row: int) -> str:
        if row > self.header.last:
            return "header" if self._repeats_header(row) else self.lines.kind(row)
        if all(self.sheet.value(row, column) is None for column in range(len(self.sheet.rows[row]))):
            return "blank"
        return "title" if row < self.header.first else "header"

    def _repeats_header(self, row: int) -> bool:
        """Whether a row under the header says the same once more, as at the top of a printed page."""
        places = self.header.columns.values()
        return any(
            all(self.sheet.text(row, place) == self.sheet.text(above, place) for place in places)
            for above in self.header_rows
        )

    def _enter_group(self, row: int, line: Line) -> None:
        self.starts.append(len(self.reading.rows))
        self.subtotals.append(self._total(row, line))
        column = self.contract.group
        if column is None:
            return
        self.group, self.group_problem = None, None
        self.reading.headings[row + 1] = cell_name(row, line.place)
        try:
            self.group = choose(line.name, column) if column.choices else " ".join(nfc(line.name).split()) or None
        except CellError as error:
            where = f"dòng nhóm ở ô {cell_name(row, line.place)}: {error}"
            self.group_problem = CellError("unknown_group", where, error.remedy)

    def _readable(self, row: int) -> bool:
        try:
            self._values(row)
        except CellError:
            return False
        return True

    def _values(self, row: int) -> dict[str, Any]:
        """The stored columns of a row. Raises CellError; `_at` then is the column at fault."""
        record: dict[str, Any] = {}
        for column in self.contract.columns:
            self._at = column
            value = self.sheet.value(row, self.header.columns[column.name])
            read = read_cell(value, column, self.header.scales.get(column.name, 1), self.places)
            if column.stored:
                record[column.name] = read
        return record

    def _record(self, row: int) -> None:
        try:
            record = self._values(row)
            self._finish(record)
        except CellError as error:
            place = self.header.columns[self._at.name]
            value = self.sheet.value(row, place)
            raw = shown(value) if repeatable(value, self._at, self.places) else ""
            self.reading.rejects.append(self._reject(error, cell_name(row, place), raw))
            return
        record["source_row"] = row + 1
        record["source_number"] = self._number(row)
        self.reading.rows.append(record)

    def _number(self, row: int) -> int | None:
        """The number the office gave the row (STT): the order it lists things in, whatever order rows come in."""
        mark = self.lines.lines[row].mark.rstrip(".)")
        return int(mark) if re.fullmatch(r"\d{1,9}", mark) else None

    def _finish(self, record: dict[str, Any]) -> None:
        """Adds the group and the sender, then holds the row against the window and the rules."""
        contract = self.contract
        self._at = contract.columns[0]
        if contract.group is not None:
            record[contract.group.name] = self._current_group(contract.group)
        if self.sender is not None:
            record[SENDER.name] = self.sender
        broken = broken_rule(record, contract, self.period)
        if broken is not None:
            self._at, error = broken
            raise error

    def _current_group(self, column: Column) -> Any:
        if self.group_problem is not None:
            raise self.group_problem
        if self.group is None:
            raise CellError("no_group", f"dòng không thuộc nhóm «{column.title}» nào", "đặt dòng dưới tên nhóm")
        return self.group

    def _reject(self, error: CellError, cell: str, raw: str) -> Reject:
        reading = self.reading
        return Reject(reading.file, reading.sheet, cell, self.contract.name, error.rule, raw, str(error), error.remedy)

    def _total(self, row: int, line: Line) -> Total:
        """What a total's or a group's row states."""
        values: dict[str, int] = {}
        for column in self.contract.columns:
            cell = self.sheet.value(row, self.header.columns[column.name])
            if column.type not in ("count", "money") or not column.adds or is_nothing(cell):
                continue
            try:
                values[column.name] = read_cell(cell, column, self.header.scales.get(column.name, 1), self.places)
            except CellError:
                continue  # "12 hộ", a note: nothing that could be compared
        return Total(row, len(self.reading.rows), line.grand, values)

    def _check_totals(self) -> None:
        """Only a table read whole can be held against its totals: rows set aside are missing from every sum."""
        reading = self.reading
        if reading.rejects:
            return
        of_totals = disagreements(reading.rows, reading.totals, self.starts)
        of_groups = group_disagreements(reading.rows, self.subtotals, self.starts)
        for what, found in [*(("dòng tổng", each) for each in of_totals), *(("dòng nhóm", each) for each in of_groups)]:
            column = self.contract.column(found.column)
            stated, added = format_count(found.stated), format_count(found.added)
            reason = f"{what} ghi {stated} ở cột «{column.title}», cộng các dòng được {added}"
            cell = cell_name(found.row, self.header.columns[found.column])
            reading.findings.append(Finding(reading.file, reading.sheet, cell, reason))
