"""A second look at a whole period: what no single cell or row can tell, said and never changed.

Rows that look like copies, or like a total under a name nobody knows; numbers of a list that jump or come again; one
household in two lists of the same thing, or with the code of another commune; numbers that nobody can mean
(`lib.intake.plausible`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lib.contracts.common import HOUSEHOLD
from lib.contracts.model import NUMERIC, SENDER
from lib.domain.norms import Norms
from lib.domain.numbers import format_count
from lib.domain.ranges import row_ranges
from lib.intake.period import Intake
from lib.intake.plausible import implausible
from lib.intake.tables import Finding, TableReading

ORIGIN = ("source_row", "source_number")
FEW_GAPS = 10
"""One number in so many may be missing from a list: where more are, it was never numbered from one."""
CODE_LENGTH = 5
"""Digits of a commune's official code."""
A_TOTAL_OF = 3
"""So many rows at least, before one that is the sum of the others says anything."""


def with_doubts(intake: Intake, norms: Norms, on: date) -> Intake:
    """The intake with the findings of a second look among its notes. `norms` are taken as of the day `on`."""
    readings = intake.readings
    codes = frozenset(unit.code for unit in intake.communes)
    found = [finding for reading in readings for finding in (*_of_one(reading), *codes_of_elsewhere(reading, codes))]
    found += [*counted_twice(readings), *implausible(readings, norms, on)]
    return replace(intake, notes=(*intake.notes, *found)) if found else intake


def _of_one(reading: TableReading) -> Iterator[Finding]:
    yield from numbering(reading)
    yield from copies(reading)
    yield from totals_among_rows(reading)


def numbering(reading: TableReading) -> Iterator[Finding]:
    """Numbers (STT) that come again within a group, or leave some out: a group's row or a record may be missing."""
    missing: list[int] = []
    for group in _groups(reading):
        if [number for _, number in group] == list(range(group[0][1], group[0][1] + len(group))):
            continue
        numbers: dict[int, int] = {}
        again: dict[int, int] = {}
        for row, number in group:
            (again if number in numbers else numbers)[number] = row
        if again:
            number, second = next(iter(again.items()))
            yield _finding(
                reading,
                second,
                f"số thứ tự {number} có hai lần trong một nhóm; có thể thiếu dòng tên nhóm, hoặc chép thừa",
            )
        if max(numbers) - min(numbers) < 2 * len(group) + FEW_GAPS:
            missing += sorted(set(range(min(numbers), max(numbers))) - set(numbers))
    unexplained = len(missing) - len(reading.rejects)
    if unexplained > 0 and len(missing) * FEW_GAPS <= max(len(reading.rows), FEW_GAPS):
        row = reading.rows.column("source_row")[0]
        yield _finding(reading, row, f"danh sách thiếu số thứ tự {row_ranges(missing)}; có thể mất dòng")


def _groups(reading: TableReading) -> Iterable[list[tuple[int, int]]]:
    """The sheet row and number of each group's numbered rows, in sheet order."""
    rows, group = reading.rows, reading.contract.group
    labels = rows.column(group.name) if group else [None] * len(rows)
    groups: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for row, number, label in zip(rows.column("source_row"), rows.column("source_number"), labels, strict=True):
        if number is not None:
            groups[label].append((row, number))
    return map(sorted, groups.values())


def copies(reading: TableReading) -> Iterator[Finding]:
    """Rows of a table without a key that say the same in every column."""
    if reading.contract.key:
        return
    first: dict[tuple[Any, ...], int] = {}
    for row in sorted(reading.rows, key=lambda row: row["source_row"]):
        said = tuple(value for name, value in row.items() if name not in ORIGIN)
        before = first.setdefault(said, row["source_row"])
        if before != row["source_row"]:
            yield _finding(
                reading, row["source_row"], f"dòng này giống hệt dòng {before}; chép thừa thì xóa, không thì để nguyên"
            )


def totals_among_rows(reading: TableReading) -> Iterator[Finding]:
    """Rows without a number of their own that are the sum of all the others: a total nobody recognised."""
    rows = reading.rows
    columns = {c.name: rows.column(c.name) for c in reading.contract.columns if c.type in NUMERIC and c.adds}
    unnumbered = [place for place, number in enumerate(rows.column("source_number")) if number is None]
    if not columns or len(rows) - len(unnumbered) < A_TOTAL_OF or not unnumbered:
        return
    sums = {name: sum(value or 0 for value in values) for name, values in columns.items()}
    for place in unnumbered:
        stated = {name: values[place] for name, values in columns.items() if values[place]}
        if stated and all(2 * value == sums[name] for name, value in stated.items()):
            row = rows.column("source_row")[place]
            yield _finding(reading, row, "dòng này bằng tổng các dòng khác; nếu là dòng tổng thì ghi «Tổng cộng»")


def codes_of_elsewhere(reading: TableReading, communes: Collection[str]) -> Iterator[Finding]:
    """Households whose code begins with the official code of one commune, in a row of another."""
    rows = reading.rows
    if HOUSEHOLD.name not in rows.names or SENDER.name not in rows.names:
        return
    owners = zip(*(rows.column(name) for name in ("source_row", HOUSEHOLD.name, SENDER.name)), strict=True)
    wrong = [row for row, code, own in owners if code[:CODE_LENGTH] != own and code[:CODE_LENGTH] in communes]
    if wrong:
        which = f"{format_count(len(wrong))} dòng (dòng {row_ranges(wrong)})" if len(wrong) > 1 else "dòng này"
        yield _finding(
            reading, wrong[0], f"{which} có «{HOUSEHOLD.title}» mang mã của một địa bàn khác với địa bàn ghi ở dòng"
        )


def counted_twice(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """Keys that stand in the tables of two offices although each should be in one: the same house counted twice."""
    for reading in readings:
        (key, *_) = reading.contract.key or ("",)
        for other in readings:
            if other.contract.name not in reading.contract.apart:
                continue
            there = dict(zip(other.rows.column(key), other.rows.column("source_row"), strict=True))
            for row, value in zip(reading.rows.column("source_row"), reading.rows.column(key), strict=True):
                if value in there:
                    title = reading.contract.column(key).title
                    place = f"dòng {there[value]} ở {other.file} › {other.sheet}"
                    yield _finding(reading, row, f"«{title}» này cũng có ở {place}: có thể tính hai lần")


def _finding(reading: TableReading, row: int, words: str) -> Finding:
    letter = next(iter(reading.letters.values()), "A")
    return Finding(reading.file, reading.sheet, f"{letter}{row}", words)
