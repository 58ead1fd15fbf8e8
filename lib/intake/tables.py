"""One table of one sheet: every row is clean, rejected or recognised furniture, and the counts say so (law 1)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.contracts.model import SENDER, Column, TableContract
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, is_nothing
from lib.domain.periods import Period
from lib.domain.text import nfc
from lib.intake.cells import CellError, Places, choose, read_cell, repeatable
from lib.intake.columns import by_distinct, read_columns
from lib.intake.headers import Header, repeated_headers
from lib.intake.quoting import shown
from lib.intake.records import Records
from lib.intake.rows import Line, Lines, row_number
from lib.intake.rules import broken_rules
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
    rows: Records = field(default_factory=Records)
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
        self.columns = read_columns(sheet, header, contract, places)
        self.lines = Lines(sheet, header, contract, self.columns)
        self.broken = broken_rules(self.columns.values, contract, period)
        self.repeated = repeated_headers(sheet, header)
        self.stored = {column.name: self.columns.values[column.name] for column in contract.columns if column.stored}
        numbers = sheet.column(len(sheet.columns) if header.number is None else header.number)
        self.numbers = by_distinct(numbers[self.columns.first :], row_number)
        self.group: Any = None
        self.group_problem: CellError | None = None
        self.starts: list[int] = []
        self.subtotals: list[Total] = []

    def read(self) -> TableReading:
        first, rows = self.columns.first, len(self.sheet.rows)
        begun = 0
        for row in sorted({*range(first), *self.lines.odd, *self.repeated, *(first + place for place in self.broken)}):
            self._keep(begun, row)
            self._look_at(row)
            begun = row + 1
        self._keep(begun, rows)
        self._check_totals()
        return self.reading

    def _look_at(self, row: int) -> None:
        kind = self._kind(row)
        if kind == "data":
            self._record(row)
            return
        self.reading.furniture[kind] += 1
        if kind == "group":
            self._enter_group(row, self.lines.line(row))
        elif kind == "total":
            self.reading.totals.append(self._total(row, self.lines.line(row)))

    def _kind(self, row: int) -> str:
        if row > self.header.last:
            return "header" if row in self.repeated else self.lines.kind(row)
        if all(self.sheet.value(row, column) is None for column in range(len(self.sheet.rows[row]))):
            return "blank"
        return "title" if row < self.header.first else "header"

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

    def _record(self, row: int) -> None:
        fault = self.columns.faults.get(row)
        broken = self.broken.get(row - self.columns.first)
        if fault is not None:
            self._set_aside(row, fault, self.columns.error(row))
        elif broken is not None and not self._no_group:
            self._set_aside(row, *broken)
        else:
            self._keep(row, row + 1)

    @property
    def _no_group(self) -> bool:
        return self.contract.group is not None and self.group is None

    def _keep(self, first: int, stop: int) -> None:
        """Takes rows of data in which nothing is wrong to the clean ones; aside, where it is not known of which group
        they are."""
        group = self.contract.group
        if group is not None and self.group is None:
            error = self.group_problem or _groupless(group)
            for row in range(first, stop):
                self._set_aside(row, self.contract.columns[0], error)
        elif first < stop:
            rows = slice(first - self.columns.first, stop - self.columns.first)
            columns: dict[str, Sequence[Any]] = {name: values[rows] for name, values in self.stored.items()}
            columns |= {group.name: [self.group] * (stop - first)} if group is not None else {}
            columns |= {SENDER.name: [self.sender] * (stop - first)} if self.sender is not None else {}
            columns |= {"source_row": range(first + 1, stop + 1), "source_number": self.numbers[rows]}
            self.reading.rows.extend(columns)

    def _set_aside(self, row: int, column: Column, error: CellError) -> None:
        place = self.header.columns[column.name]
        value = self.sheet.value(row, place)
        raw = shown(value) if repeatable(value, column, self.places) else ""
        self.reading.rejects.append(self._reject(error, cell_name(row, place), raw))

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


def _groupless(column: Column) -> CellError:
    return CellError("no_group", f"dòng không thuộc nhóm «{column.title}» nào", "đặt dòng dưới tên nhóm")
