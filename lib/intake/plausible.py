"""Numbers that can be read and cannot be meant: amounts a thousand times off, said and never changed.

What a number is held against: what the contract says a unit usually comes to (a range, or a norm of that day), then
the middle of the table itself; the same column last time is for `lib.intake.unlike_last`. All bounds are wide: whoever
gets a finding here should find something to mend.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from lib.contracts.model import Column, Worth
from lib.domain.dates import version_on
from lib.domain.norms import Norms
from lib.domain.numbers import format_count, format_money, format_percent
from lib.intake.tables import Finding, TableReading

IMPLAUSIBLE = "implausible"
"""The rule of these findings."""

AROUND_A_NORM = 30
"""How many times more or less than a norm is still believed: up to nine months paid at once, or part of one."""
AROUND_THE_MIDDLE = 100
"""How many times the table's own middle a number may be: a slip of a thousand in a column that spreads tenfold."""
ENOUGH = 5
"""So many numbers have a middle worth speaking of."""
SMALLEST_AMOUNT = 1000
"""In đồng: nobody is paid less."""
DIGITS = 3
NAMED = 3
"""So many cells of one column are named each; of more, the first and how many."""


@dataclass(frozen=True)
class Number:
    """One number of a clean row: where it stands, and what each unit of it comes to."""

    reading: TableReading
    row: int
    value: int
    each: float


@dataclass(frozen=True)
class Doubt:
    """A number that is not believed, and why, in Vietnamese."""

    number: Number
    why: str


def implausible(readings: Iterable[TableReading], norms: Norms, on: date) -> Iterator[Finding]:
    """Findings about numbers nobody can mean, with both numbers. `norms` are taken as of the day `on`."""
    by_table: dict[str, list[TableReading]] = {}
    for reading in readings:
        by_table.setdefault(reading.contract.name, []).append(reading)
    for own in by_table.values():
        for column in own[0].contract.columns:
            if column.type == "percent":
                yield from said(column, list(_more_than_all(own, column)))
            elif column.type in ("count", "money"):
                yield from said(column, list(_doubts(own, column, norms, on)))


def numbers(readings: Iterable[TableReading], column: Column) -> list[Number]:
    """The numbers above zero of a column, with what each unit comes to where the row says how many there are."""
    found = []
    for reading in readings:
        for row in reading.rows:
            value = row[column.name]
            units = column.worth.units(row) if column.worth else 1
            if value and units:
                found.append(Number(reading, row["source_row"], value, value / units))
    return found


def _doubts(readings: Sequence[TableReading], column: Column, norms: Norms, on: date) -> Iterator[Doubt]:
    found = numbers(readings, column)
    low, high, usual = _bounds(column, norms, on)
    middle = median(each.each for each in found) if len(found) >= ENOUGH else None
    for each in found:
        if low and not low <= each.each <= high:
            yield Doubt(each, f"{_per_unit(each, column)}{usual}")
        elif middle and column.worth and not middle / AROUND_THE_MIDDLE <= each.each <= middle * AROUND_THE_MIDDLE:
            yield Doubt(each, f"{_per_unit(each, column)}mức giữa của bảng là {_printed(middle, column)}")
        elif column.type == "count" and middle and _slipped(each, found, middle):
            yield Doubt(each, f"mức giữa của bảng là {_printed(middle, column)}")
    if column.type == "money" and not low:
        yield from (Doubt(each, "không ai chi số tiền nhỏ như vậy") for each in found if each.value < SMALLEST_AMOUNT)


def _bounds(column: Column, norms: Norms, on: date) -> tuple[float, float, str]:
    """What a unit may come to, and the words for it; zeros where nobody has said."""
    worth = column.worth or Worth()
    norm = version_on(norms.versions.get(worth.norm, ()), on) if worth.norm else None
    if norm is not None:
        around = norm.amount / AROUND_A_NORM, norm.amount * AROUND_A_NORM
        return *around, f"định mức là {format_count(norm.amount)} {norm.unit}"
    low, high = worth.low, worth.high
    return low, high, f"thường từ {_printed(low, column)} đến {_printed(high, column)}"


def _slipped(each: Number, found: Sequence[Number], middle: float) -> bool:
    """Whether a count is like the others once the three digits too many are gone."""
    if each.value < middle * AROUND_THE_MIDDLE:
        return False
    others = [other.value for other in found if other is not each]
    return min(others) <= each.value / 1000 <= max(others)


def _more_than_all(readings: Sequence[TableReading], column: Column) -> Iterator[Doubt]:
    for reading in readings:
        for row in reading.rows:
            if row[column.name] is not None and row[column.name] > 100:
                yield Doubt(Number(reading, row["source_row"], row[column.name], 0), "quá 100%")


def said(column: Column, doubts: Sequence[Doubt]) -> Iterator[Finding]:
    """The findings of one column: each cell, or of many in one sheet the first one and how many there are."""
    by_sheet: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        by_sheet.setdefault(id(doubt.number.reading), []).append(doubt)
    for own in by_sheet.values():
        several = f"{format_count(len(own))} ô cột «{column.title}» khó tin, như ô này: " if len(own) > NAMED else ""
        for doubt in own[:1] if several else own:
            reading = doubt.number.reading
            number = _shown(doubt.number, column)
            words = f"{several}{number}, {doubt.why}" if several else f"{number} khó tin: {doubt.why}"
            words += "; xem lại số và đơn vị tính"
            cell = f"{reading.letters[column.name]}{doubt.number.row}"
            yield Finding(reading.file, reading.sheet, cell, words, IMPLAUSIBLE)


def _shown(number: Number, column: Column) -> str:
    if column.type == "percent":
        return format_percent(number.value, 2)
    return _printed(number.value, column)


def _printed(value: float, column: Column) -> str:
    """A number rounded to what matters here: three digits tell its size, and nobody's code that stands in the wrong
    column."""
    whole = round(value)
    rough = round(whole, min(0, DIGITS - len(str(whole))))
    words = format_money(rough) if column.type == "money" else f"{format_count(rough)} {column.unit}".strip()
    return words if rough == value else f"khoảng {words}"


def _per_unit(each: Number, column: Column) -> str:
    """What one unit comes to, as words before those it is held against."""
    per = column.worth.per if column.worth else ()
    if not per:
        return ""
    titles = " × ".join(f"«{each.reading.contract.column(name).title}»" for name in per)
    return f"chia cho {titles} được {_printed(each.each, column)}, "
