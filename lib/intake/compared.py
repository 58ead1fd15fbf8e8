"""A period's clean rows and sums beside those of the period it compares with, by table and commune."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow.compute as pc

from lib.contracts import DISTRICT, Contracts, TableContract
from lib.contracts.model import SENDER, Column, Contract
from lib.intake.clean import Cleaned

ROWS = ""
"""The measure that counts rows; every other is a column's name."""
WHOLE = ""
"""The place that stands for all communes together."""
FACTOR, LEAST = 2, 10
"""A figure jumps when it at least doubles or halves, and by so much."""


@dataclass(frozen=True)
class Totals:
    """Sums of one period by (table, commune or WHOLE, measure), None where nobody wrote anything. `unsent` are tables
    that were not sent, by (table, WHOLE) or, where each commune owes its own, (table, commune); `spared` those that
    a period of this kind does not have."""

    sums: Mapping[tuple[str, str, str], int | None]
    unsent: frozenset[tuple[str, str]]
    spared: frozenset[str] = frozenset()

    def of(self, table: str, place: str, measure: str) -> int | None:
        """A sum; None where who should have sent it has not. A commune that a table does not name has 0."""
        if {(table, place), (table, WHOLE)} & self.unsent:
            return None
        return self.sums.get((table, place, measure), 0)

    def partial(self, table: str, place: str) -> bool:
        """Whether a sum of all communes lacks one that has not sent."""
        return place == WHOLE and any(name == table and lacks != WHOLE for name, lacks in self.unsent)


@dataclass(frozen=True)
class Line:
    """One figure of both periods: rows of a table, or the sum of a column; None where nobody sent or wrote it,
    `partial` where a commune's is not in it."""

    office: str
    table: str
    place: str
    measure: str
    now: int | None
    before: int | None
    partial: bool = False
    partial_before: bool = False

    @property
    def jumps(self) -> bool:
        """Whether it is so much more or less than before that somebody should look."""
        if self.now is None or self.before is None:
            return False
        low, high = sorted((self.now, self.before))
        return high - low >= LEAST and high >= FACTOR * low


@dataclass(frozen=True)
class Comparison:
    """Both periods' figures: `lines` by table in the order of the contracts, all places first, then each commune."""

    lines: tuple[Line, ...] = field(default=())

    def whole(self) -> Iterator[Line]:
        """The figures of all communes together."""
        return (line for line in self.lines if line.place == WHOLE)

    def by_commune(self, table: str) -> Iterator[Line]:
        """One table's figures of each commune."""
        return (line for line in self.lines if line.table == table and line.place != WHOLE)


def summed(table: TableContract) -> list[Column]:
    """The columns whose sum means something."""
    return [column for column in table.columns if column.type in ("count", "money") and column.adds and column.stored]


def totals(cleaned: Cleaned) -> Totals:
    """The rows and sums of one period; a sum is None where no row holds anything: absent is not zero."""
    sums: dict[tuple[str, str, str], int | None] = {}
    unsent: set[tuple[str, str]] = set()
    told = {(each["table"], each["sender"]) for each in cleaned.intake["readings"] if each["clean"]}
    for contract, table in _tables(cleaned.contracts):
        names = [column.name for column in summed(table)]
        rows = cleaned.columns(table.name, [SENDER.name, *names])
        sums[table.name, WHOLE, ROWS] = len(rows)
        if len(rows):
            sums |= {(table.name, WHOLE, name): pc.sum(rows[name], min_count=1).as_py() for name in names}
        if SENDER.name in rows.column_names:
            wanted = [(name, "sum", pc.ScalarAggregateOptions(min_count=1)) for name in names]
            grouped = rows.group_by(SENDER.name, use_threads=False).aggregate([([], "count_all"), *wanted])
            for place in grouped.to_pylist():
                of = (table.name, place[SENDER.name])
                sums[*of, ROWS] = place["count_all"]
                sums |= {(*of, name): place[f"{name}_sum"] for name in names}
        waited = [sender for office, sender in cleaned.missing if office == contract.office]
        unsent |= {(table.name, sender or WHOLE) for sender in waited if (table.name, sender) not in told}
    spared = (
        table.name
        for contract, table in _tables(cleaned.contracts)
        if not contract.owed(cleaned.period.kind) or contract.office in cleaned.contracts.absent
    )
    return Totals(sums, frozenset(unsent), frozenset(spared))


def compared(now: Totals, before: Totals, communes: tuple[str, ...], contracts: Contracts = DISTRICT) -> Comparison:
    """Both periods side by side. `communes` are the codes of this period's; what an earlier one alone had is in the
    sums of all places."""
    return Comparison(tuple(_lines(now, before, communes, contracts)))


def _lines(now: Totals, before: Totals, communes: tuple[str, ...], contracts: Contracts) -> Iterator[Line]:
    for contract, table in _tables(contracts):
        if table.name in now.spared & before.spared:
            continue
        named = contract.per_commune or any(column.name == SENDER.name for column in table.columns)
        for place in (WHOLE, *(communes if named else ())):
            partial = (now.partial(table.name, place), before.partial(table.name, place))
            for measure in (ROWS, *(column.name for column in summed(table))):
                values = (now.of(table.name, place, measure), before.of(table.name, place, measure))
                yield Line(contract.office, table.name, place, measure, *values, *partial)


def _tables(contracts: Contracts) -> Iterator[tuple[Contract, TableContract]]:
    return ((contract, table) for contract in contracts.listed for table in contract.tables)
