"""A second look at a whole period: what no single cell or row can tell, said and never changed.

Rows that look like copies, or like a total under a name nobody knows; numbers of a list that jump or come again; one
household in two lists of the same thing, or with the code of another commune; numbers that nobody can mean
(`lib.intake.plausible`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
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

Row = dict[str, Any]

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
    for rows in _groups(reading):
        numbers: dict[int, int] = {}
        again: dict[int, int] = {}
        for row in rows:
            (again if row["source_number"] in numbers else numbers)[row["source_number"]] = row["source_row"]
        if again:
            number, second = next(iter(again.items()))
            yield _finding(
                reading,
                second,
                f"số thứ tự {number} có hai lần trong một nhóm; có thể thiếu dòng tên nhóm, hoặc chép thừa",
            )
        if max(numbers) - min(numbers) < 2 * len(rows) + FEW_GAPS:
            missing += sorted(set(range(min(numbers), max(numbers))) - set(numbers))
    unexplained = len(missing) - len(reading.rejects)
    if unexplained > 0 and len(missing) * FEW_GAPS <= max(len(reading.rows), FEW_GAPS):
        row = reading.rows[0]["source_row"]
        yield _finding(reading, row, f"danh sách thiếu số thứ tự {row_ranges(missing)}; có thể mất dòng")


def _groups(reading: TableReading) -> Iterator[list[Row]]:
    """The numbered rows of each group, in sheet order."""
    group = reading.contract.group
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(reading.rows, key=lambda row: row["source_row"]):
        if row["source_number"] is not None:
            groups[row[group.name] if group else None].append(row)
    return (rows for rows in groups.values())


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
    columns = [column for column in reading.contract.columns if column.type in NUMERIC and column.adds]
    numbered = sum(row["source_number"] is not None for row in reading.rows)
    if not columns or numbered < A_TOTAL_OF:
        return
    sums = {column.name: sum(row[column.name] or 0 for row in reading.rows) for column in columns}
    for row in reading.rows:
        stated = [column for column in columns if row[column.name]]
        if row["source_number"] is None and stated and all(2 * row[c.name] == sums[c.name] for c in stated):
            yield _finding(
                reading, row["source_row"], "dòng này bằng tổng các dòng khác; nếu là dòng tổng thì ghi «Tổng cộng»"
            )


def codes_of_elsewhere(reading: TableReading, communes: Collection[str]) -> Iterator[Finding]:
    """Households whose code begins with the official code of one commune, in a row of another."""
    names = [column.name for column in reading.contract.columns if column.name == HOUSEHOLD.name]
    wrong = [
        row["source_row"]
        for row in reading.rows
        for name in names
        if SENDER.name in row and (code := row[name][:CODE_LENGTH]) in communes and code != row[SENDER.name]
    ]
    if wrong:
        which = f"{format_count(len(wrong))} dòng (dòng {row_ranges(wrong)})" if len(wrong) > 1 else "dòng này"
        yield _finding(reading, wrong[0], f"{which} có «{HOUSEHOLD.title}» mang mã của một xã khác với xã ghi ở dòng")


def counted_twice(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """Keys that stand in the tables of two offices although each should be in one: the same house counted twice."""
    for reading in readings:
        (key, *_) = reading.contract.key or ("",)
        for other in readings:
            if other.contract.name not in reading.contract.apart:
                continue
            there = {row[key]: row["source_row"] for row in other.rows}
            for row in reading.rows:
                if row[key] in there:
                    title = reading.contract.column(key).title
                    place = f"dòng {there[row[key]]} ở {other.file} › {other.sheet}"
                    yield _finding(reading, row["source_row"], f"«{title}» này cũng có ở {place}: có thể tính hai lần")


def _finding(reading: TableReading, row: int, words: str) -> Finding:
    letter = next(iter(reading.letters.values()), "A")
    return Finding(reading.file, reading.sheet, f"{letter}{row}", words)
