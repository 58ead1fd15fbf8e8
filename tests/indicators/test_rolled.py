"""A roll-up of parts is what computing on the whole gives, for every measure and indicator, over random hierarchies."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from indicators.conftest import UNIT
from indicators.hierarchy import as_sent, computed, dealt, rolled_group

from lib.facts.algebra import Deferred, Facts
from lib.facts.table import Table
from lib.indicators import Context
from lib.indicators.registry import groups, indicator
from lib.indicators.rolled import adds_up, entries
from lib.intake.folders import DataFolder

PERIOD = "2021-Y"
"""A year has every group of facts."""
GROUPS = [group for group in groups() if adds_up(group)]
UNITS = ("a", "b", "c", "d")
LONG = 120
OF_EACH_UNIT = {"direction.agencies_assigned"}
"""Counts of what is each unit's own, though two units may write the same name."""


@pytest.fixture(scope="session")
def year(clean_data: DataFolder) -> Context:
    context = Context(UNIT, PERIOD, clean_data)
    read, tables = context.table, {}

    def thin(name: str) -> Table:
        """Some hundred rows of a long table: enough to be dealt out, and quick."""
        if name not in tables:
            table = read(name)
            tables[name] = replace(table, rows=table.rows.iloc[:: len(table.rows) // LONG + 1])
        return tables[name]

    context.table = thin  # type: ignore[method-assign]
    return context


class Deal:
    """Deals communes, households and rows to units, the same thing always to the same one."""

    def __init__(self, seed: int, units: tuple[str, ...] = UNITS) -> None:
        self.seed, self.units = seed, units

    def __call__(self, thing: Any) -> str:
        return self.units[hash((self.seed, sum(map(ord, str(thing))), str(thing)[-1:].isdigit())) % len(self.units)]


def plain(value: Any) -> Any:
    """A value to compare: lists as sets of names, without the unit that tells two places of one name apart."""
    return {re.sub(r" \(\w\)$", "", name) for name in value} if isinstance(value, tuple) else value


def kind(measure: Any) -> str:
    return measure.absence.kind if measure.absence else "value"


def own(built: Facts, name: str) -> bool:
    """Whether a fact is each unit's own, or rests on one that is."""
    entry = built.entries[name]
    if isinstance(entry, Deferred):
        return any(own(built, needed) for needed in entry.inputs)
    return entry.adds.how == "same"


@pytest.mark.parametrize("group", GROUPS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=2, deadline=None, derandomize=True)
def test_parts_rolled_up_are_the_whole(year: Context, group: str, seed: int) -> None:
    deal = Deal(seed)
    parts = {unit: computed(year, group, deal, unit) for unit in UNITS}
    sent = [as_sent(year, group, built, unit) for unit, built in parts.items()]
    rolled, whole = rolled_group(year, group, sent, UNITS), computed(year, group)
    compared = 0
    for name, measure in whole.items():
        if own(whole, name) or f"{group}.{name}" in OF_EACH_UNIT:
            continue
        told = rolled[name]
        assert (kind(told), plain(told.value)) == (kind(measure), plain(measure.value)), name
        for dimension in told.parts.keys() - {"commune"}:
            assert told.parts[dimension] == measure.parts[dimension], (name, dimension)
        if measure.adds.how == "sum" and told.parts:
            by_unit = {unit: built[name].value for unit, built in parts.items() if built[name].value is not None}
            assert told.parts["commune"] == by_unit
        compared += 1
    assert compared >= len(whole) / 2


@pytest.mark.parametrize("group", GROUPS)
@given(seed=st.integers(0, 10_000), missing=st.sets(st.sampled_from(UNITS), max_size=2), split=st.integers(1, 3))
@settings(max_examples=2, deadline=None, derandomize=True)
def test_a_roll_up_of_roll_ups_is_that_of_all(
    year: Context, group: str, seed: int, missing: set[str], split: int
) -> None:
    """Values, kinds of absence and completeness do not depend on the levels between; whoever has not sent counts."""
    deal = Deal(seed)
    sent = {
        unit: as_sent(year, group, computed(year, group, deal, unit), unit) for unit in UNITS if unit not in missing
    }
    flat = rolled_group(year, group, sent.values(), UNITS)
    provinces = {"x": UNITS[:split], "y": UNITS[split:]}
    above = []
    for province, units in provinces.items():
        if any(unit in sent for unit in units):
            built = rolled_group(year, group, [sent[unit] for unit in units if unit in sent], units)
            above.append(as_sent(year, group, built, province))
    nested = rolled_group(year, group, above, provinces)
    for name, measure in flat.items():
        told = nested[name]
        assert (kind(told), plain(told.value)) == (kind(measure), plain(measure.value)), name
        lacks = [each.coverage is not None and not each.coverage.complete for each in (told, measure)]
        assert lacks[0] == lacks[1], name


@pytest.mark.parametrize("group", ["credit", "review", "housing"])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=2, deadline=None, derandomize=True)
def test_merging_two_units_keeps_the_total(year: Context, group: str, seed: int) -> None:
    apart, merged = Deal(seed), Deal(seed)
    merged.units = ("a", "b", "c", "c")
    totals = []
    for deal, units in ((apart, UNITS), (merged, UNITS[:3])):
        sent = [as_sent(year, group, computed(year, group, deal, unit), unit) for unit in units]
        built = rolled_group(year, group, sent, units)
        totals.append({name: (kind(each), plain(each.value)) for name, each in built.items()})
    assert totals[0] == totals[1]


@pytest.mark.parametrize("group", GROUPS)
def test_a_year_is_the_sum_of_its_months_where_the_measure_adds(year: Context, group: str) -> None:
    """What happened adds over months; how things stand, or different things that come back, do not say they do."""
    month = Deal(7, ("1", "2", "3"))
    whole = computed(year, group)
    parts = [computed(year, group, month, unit) for unit in month.units]
    for name, entry in entries(group, year.reference.poverty.at(year.period.end)).items():
        if isinstance(entry, Deferred) or entry.adds.how != "sum" or entry.adds.stock or whole[name].value is None:
            continue
        assert whole[name].value == sum(int(str(part[name].value or 0)) for part in parts), name


def test_every_leaf_says_how_it_adds(year: Context) -> None:
    """A total of households is no total over months; a rate or a document is each unit's own."""
    said = {
        "credit.households": ("distinct", "household", False),
        "credit.programmes": ("distinct", "programme", False),
        "credit.amount": ("sum", "", False),
        "credit.poor_total": ("sum", "", True),
        "health.population": ("sum", "", True),
        "direction.plan_rate": ("same", "", True),
        "training.target_workers": ("sum", "", True),
        "extension.state": ("in_common", "", False),
    }
    for fact, (how, key, stock) in said.items():
        group, _, name = fact.partition(".")
        entry = entries(group, year.reference.poverty.at(year.period.end))[name]
        assert not isinstance(entry, Deferred)
        assert (entry.adds.how, entry.adds.key, entry.adds.stock) == (how, key, stock), fact


def test_a_share_of_unlike_coverage_is_none(year: Context) -> None:
    """Who has sent one part of a share and not the other is named; the share waits."""
    deal, late = Deal(1), {"households"}
    sent = []
    for unit in UNITS:
        built = computed(year, "credit", deal, unit)
        if unit == "b":
            built = _without(year, deal, unit, late)
        sent.append(as_sent(year, "credit", built, unit))
    rolled = rolled_group(year, "credit", sent, UNITS)
    assert rolled["poor_total"].value is not None
    assert rolled["poor_share"].absence is not None
    assert rolled["poor_share"].absence.offices == (("units", "b"),)


def _without(context: Context, deal: Deal, unit: str, tables: set[str]) -> Facts:
    """A unit's facts where the senders of some tables have sent nothing."""
    given = {}
    for name in ("loans", "households", "entrusted"):
        table = dealt(context.table(name), deal, unit)
        given[name] = replace(table, missing=table.senders, rows=table.rows.iloc[:0]) if name in tables else table
    return indicator("credit")(**given)
