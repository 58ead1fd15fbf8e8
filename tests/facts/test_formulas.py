"""Formulas over facts: exact, in order of need, and waiting for everyone they lack."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from facts.conftest import absent, given_value, loans, ratio_of
from hypothesis import given
from hypothesis import strategies as st

from lib.facts import Absence, Facts, Share, gap, latest, minus, plus, rate_cut, ratio, total


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_share_is_exact(part: int, whole: int) -> None:
    share = ratio_of(given_value(part), given_value(whole)).value
    assert share == Share(part, whole)
    assert isinstance(share, Share)
    assert share.fraction == Fraction(part, whole)
    assert str(share) == f"{part}/{whole}"


def test_a_share_of_nothing_does_not_apply() -> None:
    absence = ratio_of(given_value(0), given_value(0)).absence
    assert absence is not None
    assert absence.kind == "not_applicable"


@given(st.lists(st.integers(-(10**15), 10**15), min_size=2, max_size=5))
def test_sums_differences_and_gaps_are_exact(values: list[int]) -> None:
    entries = {f"x{index}": given_value(value) for index, value in enumerate(values)}
    facts = Facts(**entries, all=plus(*entries), less=minus("x0", "x1"), apart=gap("x0", "x1"))
    assert facts["all"].value == sum(values)
    assert facts["less"].value == values[0] - values[1]
    assert facts["apart"].value == abs(values[0] - values[1])


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_rate_cut_has_two_denominators(poor: int, exits: int, start: int, end: int) -> None:
    facts = Facts(
        p=given_value(poor),
        d=given_value(exits),
        n0=given_value(start),
        n1=given_value(end),
        cut=rate_cut("p", "d", "n0", "n1"),
    )
    value = facts["cut"].value
    assert isinstance(value, Share)
    assert value.fraction == Fraction(poor, start) - Fraction(poor - exits, end)
    assert abs(Decimal(value.part) / value.whole - (Decimal(poor) / start - Decimal(poor - exits) / end)) < Decimal(
        "1e-9"
    )


@pytest.mark.parametrize("zero", ["n0", "n1"])
def test_a_rate_of_no_households_does_not_apply(zero: str) -> None:
    given = {name: given_value(0 if name == zero else 5) for name in ("p", "d", "n0", "n1")}
    assert Facts(**given, cut=rate_cut("p", "d", "n0", "n1"))["cut"].absence is not None


def test_a_sum_keeps_the_breakdowns_all_addends_have() -> None:
    one, other = loans(("h1", "a", 10), ("h2", "b", 5)), loans(("h3", "a", 1))
    facts = Facts(
        x=total(one, "amount", by="programme"),
        y=total(other, "amount"),
        z=given_value(3),
        s=plus("x", "y"),
        t=plus("x", "z"),
    )
    assert facts["s"].parts == {"commune": {"b": 5, "a": 11}}
    assert facts["t"].parts == {}


@pytest.mark.parametrize(
    ("rungs", "value"),
    [((1, 2), 1), ((None, 2), 2), ((None, None), None), ((0, 2), 0)],
)
def test_the_latest_rung_that_applies_counts(rungs: tuple[int | None, ...], value: int | None) -> None:
    entries = {f"r{index}": given_value(rung) for index, rung in enumerate(rungs)}
    assert Facts(**entries, now=latest(*entries))["now"].value == value


def test_a_rung_that_was_not_reported_is_not_passed_over() -> None:
    facts = Facts(new=absent("not_reported", ("labour", None)), old=given_value(5), now=latest("new", "old"))
    assert facts["now"].absence == Absence("not_reported", "vì thế", (("labour", None),))


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_a_formula_waits_for_everyone_it_lacks_in_whatever_order(order: tuple[str, ...]) -> None:
    given = {
        "a": absent("not_applicable"),
        "b": absent("not_reported", ("labour", None), ("finance", None)),
        "c": absent("not_reported", ("finance", None), ("women", None)),
    }
    absence = Facts(**given, s=plus(*order))["s"].absence
    assert absence is not None
    assert absence.kind == "not_reported"
    assert set(absence.offices) == {("labour", None), ("finance", None), ("women", None)}
    assert len(absence.offices) == 3


def test_a_formula_over_what_does_not_apply_does_not_apply() -> None:
    facts = Facts(a=given_value(1), b=absent("not_applicable"), d=minus("a", "b"), s=ratio("b", "a"))
    assert facts["d"].absence == facts["s"].absence == Absence("not_applicable", "vì thế")


@given(st.permutations(["x", "y", "double", "share", "apart"]))
def test_facts_are_worked_out_in_order_of_need_and_listed_as_written(order: list[str]) -> None:
    entries: dict[str, Any] = {
        "x": given_value(3),
        "y": given_value(4),
        "double": plus("x", "x"),
        "share": ratio("x", "double"),
        "apart": gap("double", "y"),
    }
    facts = Facts(**{name: entries[name] for name in order})
    assert list(facts) == order
    assert len(facts) == 5
    assert (facts["double"].value, facts["share"].value, facts["apart"].value) == (6, Share(3, 6), 2)


@pytest.mark.parametrize(
    "entries",
    [
        {"a": plus("a", "a")},
        {"a": plus("b", "b"), "b": minus("c", "c"), "c": ratio("a", "b")},
        {"a": plus("nowhere", "a")},
        {"a": given_value(1), "b": latest("b", "a")},
    ],
)
def test_a_formula_over_itself_or_nothing_is_refused(entries: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is unknown or rests on itself"):
        Facts(**entries)
