"""Numbers that can be read and cannot be meant: amounts a thousand times off, said and never changed.

What a number is held against: what the contract says a unit usually comes to (a range, or a norm of that day), then
the middle of the table itself; the same column last time is for `lib.intake.unlike_last`. All bounds are wide: whoever
gets a finding here should find something to mend.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
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
            elif column.type in ("count", "money") and not _even(own, column):
                yield from said(column, list(_doubts(own, column, norms, on)))


def _even(readings: Sequence[TableReading], column: Column) -> bool:
    """Whether the numbers of a column without bounds of its own lie so close together that none can be doubted: told
    by the least and the most of them, as in most long lists."""
    values = [value for reading in readings for value in reading.rows.column(column.name) if value]
    if column.worth is not None or not values:
        return not values
    return max(values) < min(values) * AROUND_THE_MIDDLE and (column.type == "count" or min(values) >= SMALLEST_AMOUNT)


def numbers(reading: TableReading, column: Column) -> Iterator[tuple[int, int, float]]:
    """The numbers above zero of a column: sheet row, number, and what each unit comes to where the row says how many
    there are."""
    rows, worth = reading.rows, column.worth
    places, values = rows.column("source_row"), rows.column(column.name)
    if worth is None or not worth.per:
        return ((row, value, value) for row, value in zip(places, values, strict=True) if value)
    per = zip(*(rows.column(name) for name in worth.per), strict=True)
    units = (worth.units(dict(zip(worth.per, counts, strict=True))) for counts in per)
    return (
        (row, value, value / each) for row, value, each in zip(places, values, units, strict=True) if value and each
    )


def _doubts(readings: Sequence[TableReading], column: Column, norms: Norms, on: date) -> Iterator[Doubt]:
    found = [(reading, *number) for reading in readings for number in numbers(reading, column)]
    low, high, usual = _bounds(column, norms, on)
    middle = median([each for *_, each in found]) if len(found) >= ENOUGH else 0
    below, above = (middle / AROUND_THE_MIDDLE, middle * AROUND_THE_MIDDLE) if middle else (0, inf)
    usual_here = f"mức giữa của bảng là {_printed(middle, column)}"
    counts = sorted(value for _, _, value, _ in found) if column.type == "count" else []
    for reading, row, value, each in found:
        number = Number(reading, row, value, each)
        if low and not low <= each <= high:
            yield Doubt(number, f"{_per_unit(number, column)}{usual}")
        elif column.worth and not below <= each <= above:
            yield Doubt(number, f"{_per_unit(number, column)}{usual_here}")
        elif counts and value >= above and _slipped(value, counts):
            yield Doubt(number, usual_here)
    if column.type == "money" and not low:
        few = (number for number in found if number[2] < SMALLEST_AMOUNT)
        yield from (Doubt(Number(*number), "không ai chi số tiền nhỏ như vậy") for number in few)


def _bounds(column: Column, norms: Norms, on: date) -> tuple[float, float, str]:
    """What a unit may come to, and the words for it; zeros where nobody has said."""
    worth = column.worth or Worth()
    norm = version_on(norms.versions.get(worth.norm, ()), on) if worth.norm else None
    if norm is not None:
        around = norm.amount / AROUND_A_NORM, norm.amount * AROUND_A_NORM
        return *around, f"định mức là {format_count(norm.amount)} {norm.unit}"
    low, high = worth.low, worth.high
    return low, high, f"thường từ {_printed(low, column)} đến {_printed(high, column)}"


def _slipped(value: int, counts: Sequence[int]) -> bool:
    """Whether a count is like the others of a sorted column once the three digits too many are gone."""
    least = counts[0] if counts[0] != value else counts[1]
    most = counts[-1] if counts[-1] != value else counts[-2]
    return least <= value / 1000 <= most


def _more_than_all(readings: Sequence[TableReading], column: Column) -> Iterator[Doubt]:
    for reading in readings:
        for row, value in zip(reading.rows.column("source_row"), reading.rows.column(column.name), strict=True):
            if value is not None and value > 100:
                yield Doubt(Number(reading, row, value, 0), "quá 100%")


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
