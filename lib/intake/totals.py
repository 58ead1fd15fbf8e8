"""Total rows, and group rows that state a sum, held against the rows they add up. Rows win; a total that disagrees is
said with both numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lib.intake.records import Records


@dataclass(frozen=True)
class Total:
    """A total row: its zero-based sheet row, how many clean rows stand above it, whether it speaks of the whole table,
    and what it states by column."""

    row: int
    above: int
    grand: bool
    values: Mapping[str, int]


@dataclass(frozen=True)
class Disagreement:
    """A cell of a total row that is not the sum of its rows."""

    row: int
    column: str
    stated: int
    added: int


def disagreements(rows: Records, totals: Sequence[Total], starts: Sequence[int]) -> Iterator[Disagreement]:
    """What total rows state against the sum of the rows they can mean.

    `starts` gives, as a number of clean rows above, where each group begins. A grand total ("Tổng cộng") means every
    row. A "Cộng" means every row, or those since a group or another total began, above it or, where it stands first,
    below it.
    """
    bounds = sorted({0, len(rows), *starts, *(total.above for total in totals)})
    running = _running(rows, totals)
    for total in totals:
        spans = _spans(total, totals, bounds, starts)
        for column, stated in total.values.items():
            sums = [running[column][last] - running[column][first] for first, last in spans]
            if stated not in sums:
                yield Disagreement(total.row, column, stated, sums[0])


def group_disagreements(rows: Records, stated: Sequence[Total], starts: Sequence[int]) -> Iterator[Disagreement]:
    """What group rows state beside their names against the rows below them, up to the next group or a later one (a
    group may hold others)."""
    running = _running(rows, stated)
    ends = [*sorted(set(starts)), len(rows)]
    for total in stated:
        for column, value in total.values.items():
            sums = [running[column][end] - running[column][total.above] for end in ends if end > total.above] or [0]
            if value not in sums:
                yield Disagreement(total.row, column, value, sums[0])


def _running(rows: Records, totals: Sequence[Total]) -> dict[str, list[int]]:
    """Of each column that a total states, the sums of its first rows: none, one, two …"""
    stated = dict.fromkeys(column for total in totals for column in total.values)
    return {column: [0, *accumulate(value or 0 for value in rows.column(column))] for column in stated}


def _spans(
    total: Total, totals: Sequence[Total], bounds: Sequence[int], starts: Sequence[int]
) -> list[tuple[int, int]]:
    """The stretches of rows a total can mean, likeliest first."""
    whole = (0, bounds[-1])
    alone = len(totals) == 1 and (total.grand or not starts)
    if alone or (total.grand and not all(each.grand for each in totals)):
        return [whole]
    above = [(bound, total.above) for bound in reversed(bounds) if bound < total.above]
    before = any(each.above == total.above and each.row < total.row for each in totals)
    opens = before or total.above == 0 or total.above in starts
    below = [(total.above, bound) for bound in bounds if bound > total.above] if opens else []
    return [*above, *below, whole]
