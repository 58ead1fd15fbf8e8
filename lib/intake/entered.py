"""Figures told by telephone: `entered.csv`, one line per cell, for offices that sent no file.

Lines of one office, table and commune make a row; a column that comes again begins the next. Rows are checked like
those of a workbook.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from lib.contracts import DISTRICT, OWNERS, Contract, Contracts, TableContract
from lib.contracts.model import SENDER, Column
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.ranges import row_ranges
from lib.domain.text import match_key, nfc
from lib.domain.units import match
from lib.intake.cells import CellError, Places, read_cell, repeatable
from lib.intake.quoting import shown
from lib.intake.rules import broken_rule
from lib.intake.tables import Finding, Reject, TableReading
from lib.intake.workbook import column_letter

ENTERED, SHEET = "entered.csv", "nhập tay"
COLUMNS = ("office", "table", "commune", "column", "value", "told_by", "told_to", "date", "evidence")
TOLD = ("told_by", "told_to", "date", "evidence")
DAY = Column("date", "date", "date")

Sender = tuple[str, str | None]
T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """One line: its number in the file and the letters of its columns `value` and `commune`, whose it is, which column
    of which table, what was told, and how."""

    line: int
    letters: tuple[str, str]
    sender: Sender
    table: TableContract
    commune: str
    column: Column
    value: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """Who told whom the figures of a table, when, and what shows it: roles and references, no names."""

    office: str
    sender: str | None
    table: str
    lines: str
    told_by: str
    told_to: str
    date: str
    evidence: str


@dataclass(frozen=True)
class Entered:
    """What was entered by hand: readings by sender in the contract's order, who told it, oddities, the file's hash."""

    readings: dict[Sender, list[TableReading]]
    told: tuple[Told, ...] = ()
    notes: tuple[Finding, ...] = ()
    sha256: str = ""

    def covers(self, sender: Sender) -> bool:
        """Whether every table a sender owes was entered, with a row at least."""
        tables = {reading.contract.name for reading in self.readings.get(sender, []) if reading.rows}
        return tables == {name for name, owner in OWNERS.items() if owner.office == sender[0]}


def read_entered(
    folder: Path, period: Period, places: Places, sent: Collection[Sender], contracts: Contracts = DISTRICT
) -> Entered:
    """The rows of entered.csv, checked by their contracts; empty where there is no such file.

    Raises ReportError for a line that belongs nowhere, or to an office that has sent its file (`sent`).
    """
    path = folder / ENTERED
    if not path.is_file():
        return Entered({})
    content = path.read_bytes()
    cells = [_cell(line, given, places, sent, contracts) for line, given in _lines(content)]
    order = list(OWNERS)
    pairs = sorted({(c.sender, c.table.name) for c in cells}, key=lambda pair: (order.index(pair[1]), str(pair[0])))
    readings: dict[Sender, list[TableReading]] = {}
    for sender, name in pairs:
        own = [cell for cell in cells if (cell.sender, cell.table.name) == (sender, name)]
        readings.setdefault(sender, []).append(_reading(own, period, places))
    notes = tuple(note for each in readings.values() for reading in each for note in _partial(reading, places))
    return Entered(readings, tuple(_told(cells)), notes, hashlib.sha256(content).hexdigest())


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ReportError("tệp không phải UTF-8", file=ENTERED, remedy="lưu lại tệp ở dạng CSV UTF-8") from None
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        if sorted(names) != sorted(COLUMNS):
            remedy = f"dòng đầu gồm: {', '.join(COLUMNS)}"
            raise ReportError("các cột không đúng quy định", file=ENTERED, cell="dòng 1", remedy=remedy)
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(names):
                reason = f"dòng có {len(values)} ô, cần {len(names)}"
                raise _refused(reader.line_num, reason, "đặt ô có dấu phẩy trong dấu nháy kép")
            yield reader.line_num, {k: v.strip() for k, v in zip(names, values, strict=True)}
    except csv.Error:
        raise _refused(reader.line_num, "sai cú pháp CSV", "xem lại dấu nháy kép ở dòng này") from None


def _refused(line: int, reason: str, remedy: str | None = None) -> ReportError:
    return ReportError(reason, file=ENTERED, cell=f"dòng {line}", remedy=remedy)


def _cell(line: int, given: dict[str, str], places: Places, sent: Collection[Sender], contracts: Contracts) -> Cell:
    """One line understood. What it says about itself must be right: whose it is, which cell, who told whom."""
    contract = _one("office", given["office"], line, contracts.sent, lambda each: (each.office, each.title))
    table = _one("table", given["table"], line, contract.tables, lambda each: (each.name, each.title, each.sheet))
    columns = [column for column in (*table.columns, *((table.group,) if table.group else ())) if column.stored]
    column = _one("column", given["column"], line, columns, lambda each: (each.name, each.title))
    sender, commune = _whose(line, contract, table, given["commune"], places)
    if sender in sent:
        reason = f"«{contract.office}» đã gửi tệp; không nhận số nhập tay của nơi đã gửi"
        raise _refused(line, reason, "bỏ dòng này, hoặc sửa số trong tệp bằng corrections.yaml")
    for name in TOLD:
        if not given[name]:
            raise _refused(line, f"thiếu {name}", "ghi ai báo, ai nhận (chức danh), ngày và bằng chứng")
    told = (given["told_by"], given["told_to"], _day(line, given["date"]), given["evidence"])
    letters = (column_letter(list(given).index("value")), column_letter(list(given).index("commune")))
    return Cell(line, letters, sender, table, commune, column, given["value"], told)


def _one(name: str, wanted: str, line: int, among: Sequence[T], called: Callable[[T], tuple[str, ...]]) -> T:
    """The one of several that is called so, by name or by title."""
    for each in among:
        if match_key(wanted) in (match_key(one) for one in called(each)):
            return each
    allowed = ", ".join(called(each)[0] for each in among)
    raise _refused(line, f"không có {name} tên như vậy", f"dùng một trong: {allowed}")


def _whose(line: int, contract: Contract, table: TableContract, said: str, places: Places) -> tuple[Sender, str]:
    """The sender, and what a row of an office's table holds as its commune."""
    by_code = next((unit for unit in places.units if unit.code == said), None)
    if contract.per_commune:
        unit = by_code or match(said, places.units)
        if unit is None:
            raise _refused(line, f"không nhận ra {places.children} ở cột commune", "viết đúng tên trong danh mục")
        return (contract.office, unit.code), ""
    if said and all(column.name != SENDER.name for column in table.columns):
        raise _refused(line, f"bảng {table.title} không chia theo {places.children}", "để trống cột commune")
    return (contract.office, None), by_code.name if by_code else said


def _day(line: int, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass  # the other way to write a day
    try:
        return str(read_cell(text, DAY, 1, Places(())).isoformat())
    except CellError as error:
        raise _refused(line, f"date: {error}", "viết ngày/tháng/năm") from None


def _reading(cells: Sequence[Cell], period: Period, places: Places) -> TableReading:
    """The rows of one sender's table."""
    table, sender = cells[0].table, cells[0].sender[1]
    rows: dict[str, list[dict[str, Cell]]] = {}
    for cell in cells:
        own = rows.setdefault(match_key(cell.commune), [{}])
        if cell.column.name in own[-1]:
            own.append({})
        own[-1][cell.column.name] = cell
    told = {cell.column.name for cell in cells}
    value, place = cells[0].letters
    letters = {c.name: place if c.name == SENDER.name not in told else value for c in table.columns if c.stored}
    reading = TableReading(table, ENTERED, SHEET, len(cells), letters, sender=sender)
    seen: set[tuple[Any, ...]] = set()
    ordered = sorted((row for own in rows.values() for row in own), key=lambda row: min(c.line for c in row.values()))
    for row in ordered:
        reading.furniture["continued"] += len(row) - 1
        _add(reading, row, period, places, seen)
    return reading


def _add(
    reading: TableReading, row: dict[str, Cell], period: Period, places: Places, seen: set[tuple[Any, ...]]
) -> None:
    """Adds a row to the clean ones, or to those set aside; `seen` holds what tells rows apart."""
    table, first = reading.contract, min(row.values(), key=lambda cell: cell.line)
    record: dict[str, Any] = {} if reading.sender is None else {SENDER.name: reading.sender}
    at = table.columns[0]
    try:
        for at in (*table.columns, *((table.group,) if table.group else ())):
            if at.stored:
                record[at.name] = read_cell(_value(row, at, first), at, 1, places)
        broken = broken_rule(record, table, period)
        if broken is not None:
            at, error = broken
            raise error
        words = tuple(str(value) for value in record.values() if not isinstance(value, int))
        if not table.key and words in seen:
            at = first.column
            raise CellError("duplicate", "dòng này đã nhập một lần", "giữ một dòng, bỏ dòng trùng")
        seen.add(words)
    except CellError as error:
        cell = row.get(at.name, first)
        value = shown(cell.value) if at.name in row and repeatable(cell.value, at, places) else ""
        place = f"{cell.letters[0]}{cell.line}"
        reading.rejects.append(Reject(ENTERED, SHEET, place, table.name, error.rule, value, str(error), error.remedy))
        return
    reading.rows.append({**record, "source_row": first.line, "source_number": None})
    for name, cell in row.items():
        reading.lines.setdefault(name, {})[first.line] = cell.line


def _value(row: dict[str, Cell], column: Column, first: Cell) -> str | None:
    if column.name in row:
        return row[column.name].value or None
    return first.commune or None if column.name == SENDER.name else None


def _partial(reading: TableReading, places: Places) -> Iterator[Finding]:
    """That an office's table by commune was told for some communes only: the others may be zero or unknown."""
    if reading.sender is not None or all(column.name != SENDER.name for column in reading.contract.columns):
        return
    there = len({row[SENDER.name] for row in reading.rows})
    if there < len(places.units):
        words = f"bảng {reading.contract.title} nhập tay mới có {there}/{len(places.units)} {places.children}"
        yield Finding(ENTERED, SHEET, "", words)


def _told(cells: Sequence[Cell]) -> Iterator[Told]:
    for sender, name, told in dict.fromkeys((cell.sender, cell.table.name, cell.told) for cell in cells):
        lines = [c.line for c in cells if (c.sender, c.table.name, c.told) == (sender, name, told)]
        yield Told(*sender, name, row_ranges(lines), *told)
