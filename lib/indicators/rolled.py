"""What is reported of a unit whose figures come from its units: their measures added, the same formulas worked out.

An indicator function is asked for its formulas over tables that nobody sent; what it would have read from rows is what
the units' ledgers add up to. So a share of the province is its own part of its own whole, never a mean of shares.
"""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pandas as pd

from lib.contracts import OWNERS, table_contract
from lib.domain.dates import version_on
from lib.domain.levels import Level
from lib.domain.periods import Period
from lib.domain.poverty import Standard
from lib.domain.reference import Reference
from lib.domain.units import TYPES, Unit
from lib.facts.algebra import Deferred, Facts
from lib.facts.rollup import UNITS, Leaf, RolledUp
from lib.facts.rollup import rolled as added_up
from lib.facts.sent import Sent
from lib.facts.table import Table
from lib.facts.values import Absence, Adds, Measure
from lib.indicators.registry import group_metadata, groups_of, indicator
from lib.intake.clean import stored_columns

NOBODY = ((UNITS, None),)
SOURCE_COLUMNS = ("source_file", "source_sheet", "source_row", "source_number")
OTHER_KIND = Absence("not_applicable", "báo cáo của loại kỳ này không có chỉ tiêu này")


@cache
def adds_up(group: str) -> bool:
    """Whether a group's facts come from tables, so that those of units add up."""
    return any(name in OWNERS for name in inspect.signature(indicator(group)).parameters)


def entries(group: str, standard: Standard) -> Mapping[str, Measure | Deferred]:
    """A group's measures and formulas as its function builds them, with nothing in the measures."""
    given = {
        name: _unsent(name) if name in OWNERS else standard for name in inspect.signature(indicator(group)).parameters
    }
    return indicator(group)(**given).entries


def _unsent(name: str) -> Table:
    contract = table_contract(name)
    columns = [column.name for column in stored_columns(contract)]
    rows = pd.DataFrame({column: pd.Series(dtype=object) for column in [*columns, *SOURCE_COLUMNS]})
    return Table(contract, rows, NOBODY, NOBODY)


@dataclass(frozen=True)
class Plan:
    """Everything that adds up, by fact id: measures to add, definitions of formulas to work out afterwards."""

    leaves: Mapping[str, Leaf]
    formulas: Mapping[str, frozenset[str]]

    @property
    def definitions(self) -> dict[str, frozenset[str]]:
        """What is counted by each fact, as units of any level may say it."""
        return {**{fact: leaf.definitions for fact, leaf in self.leaves.items()}, **self.formulas}


def counted_level(reference: Reference, unit: Unit, on: date) -> Level:
    """The words of a unit whose figures come from its units: its own, but its parts are those that the lowest reports
    count, whose communes or villages its totals count too."""
    own, lowest = reference.level(unit, on), lowest_level(reference, on)
    kind = lowest.type if lowest.of_villages else own.type
    return replace(own, type=kind, child=lowest.child, children=lowest.children)


def lowest_level(reference: Reference, on: date) -> Level:
    """The words of the lowest level that reports: the district while there were districts, the commune since."""
    kind = "district" if version_on(reference.levels.words["district"], on) else "commune"
    return reference.levels.at(kind, on)


def _levels(reference: Reference, on: date) -> list[Level]:
    """The words of every level on a day, those of totals included."""
    own = [reference.levels.at(kind, on) for kind in TYPES if version_on(reference.levels.words.get(kind, ()), on)]
    lowest = lowest_level(reference, on)
    kinds = [(each, lowest.type if lowest.of_villages else each.type) for each in own]
    return own + [replace(each, type=kind, child=lowest.child, children=lowest.children) for each, kind in kinds]


def plan(reference: Reference, period: Period) -> Plan:
    """What is added and what is computed in a period."""
    standard, levels = reference.poverty.at(period.end), _levels(reference, period.end)
    leaves: dict[str, Leaf] = {}
    formulas: dict[str, frozenset[str]] = {}
    for group in filter(adds_up, groups_of(period.kind)):
        found, metadata = entries(group, standard), group_metadata(group)
        for name, entry in found.items():
            definitions = frozenset(metadata[name].said(level).definition for level in levels)
            if _computed(entry):
                formulas[f"{group}.{name}"] = definitions
            else:
                leaves[f"{group}.{name}"] = Leaf(entry.kind, _adds(found, name), definitions)
    return Plan(leaves, formulas)


def _computed(entry: Measure | Deferred) -> bool:
    """Whether an entry is a formula to be worked out anew. Which of several facts applies is each unit's own: the one
    that was taken is added like any measure."""
    return isinstance(entry, Deferred) and entry.compute is not None


def _adds(found: Mapping[str, Measure | Deferred], name: str) -> Adds:
    entry = found[name]
    return _adds(found, entry.inputs[0]) if isinstance(entry, Deferred) else entry.adds


def roll_up(
    ledgers: Iterable[Sent], expected: Mapping[str, str], reference: Reference, period: Period, *, by_unit: bool = True
) -> RolledUp:
    """All measures of units from their ledgers of a period, one at a time; `expected` are the units' names by code."""
    planned = plan(reference, period)
    return added_up(ledgers, planned.leaves, planned.formulas, expected, by_unit=by_unit)


def rolled_facts(group: str, standard: Standard, found: RolledUp) -> Facts:
    """The facts of a group: its measures added, its formulas worked out over them."""
    built = {name: _entry(group, name, entry, found) for name, entry in entries(group, standard).items()}
    return Facts(**built)


def _entry(group: str, name: str, entry: Measure | Deferred, found: RolledUp) -> Measure | Deferred:
    if not isinstance(entry, Deferred) or entry.compute is None:
        return found.measures.get(f"{group}.{name}") or Measure("computed", None, "", OTHER_KIND)
    counted = f"{group}.{name}" in found.waiting and entry.kind == "computed"
    uneven = _uneven(group, name, entry, found) if counted else ()
    if not uneven:
        return entry
    absence = Absence("not_reported", offices=tuple((UNITS, code) for code in uneven))
    return Measure(entry.kind, None, entry.formula, absence, entry.inputs)


def _uneven(group: str, name: str, entry: Deferred, found: RolledUp) -> list[str]:
    """The units that have some of a formula's inputs and wait for the others: the part of one whole and the whole of
    another make no share."""
    inputs = [found.waiting[f"{group}.{needed}"] for needed in entry.inputs]
    some = frozenset.union(*inputs) - frozenset.intersection(*inputs)
    own = found.waiting[f"{group}.{name}"] - frozenset.intersection(*inputs)
    return sorted(some | own)
