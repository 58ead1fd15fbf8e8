"""Caveats travel: from rows to every value computed from them, and to the parts they concern alone."""

from dataclasses import replace
from typing import Any

import pytest
from facts.conftest import fact, household, tiny
from hypothesis import given
from hypothesis import strategies as st

from lib.facts import Coverage, Facts, Measure, Table, count, distinct, gap, latest, minus, plus, ratio, total
from lib.facts.caveats import CAVEATS, joined_notes, marks, ordered
from lib.facts.values import Origin, carried
from lib.intake.entered import ENTERED, SHEET

UAR = ("commune", "a")
CODES = st.lists(st.sampled_from(list(CAVEATS)), max_size=4)


def register(**noted: Any) -> Table:
    """Five households of three communes, each commune's file with its own name."""
    rows = [household(str(number), commune) for number, commune in enumerate("aabbc")]
    origins = {(f"{commune}.xlsx", "Trang"): Origin({"household": "B"}) for commune in "abc"}
    return replace(tiny("households", rows, origins=origins), **noted)


def codes(measure: Measure) -> tuple[str, ...]:
    return measure.coverage.caveats if measure.coverage else ()


# --- the table of caveats


def test_every_caveat_has_a_mark_and_words_of_its_own() -> None:
    caveats = CAVEATS.values()
    for of in ("mark", "short", "long"):
        assert len({getattr(each, of) for each in caveats}) == len(CAVEATS)
    assert all(len(each.mark) == 1 for each in caveats)
    assert [each.code for each in caveats] == list(CAVEATS)


@given(CODES)
def test_order_does_not_matter_and_each_counts_once(given: list[str]) -> None:
    assert ordered(given) == ordered(reversed(given)) == ordered([*given, *given])
    assert len(marks(given)) == len(set(given))


def test_an_unknown_code_is_no_caveat() -> None:
    with pytest.raises(KeyError, match="wrong"):
        ordered(["entered", "wrong"])


# --- from rows


def test_a_file_that_is_not_final_marks_its_figures_and_names_its_sender() -> None:
    measure = count(register(provisional={"a.xlsx": UAR}))
    assert codes(measure) == ("provisional",)
    assert measure.coverage is not None
    assert measure.coverage.provisional == (UAR,)
    assert measure.notes == {"commune": {"a": ("provisional",)}}


def test_a_provisional_zero_is_provisional_too() -> None:
    none = count(register(provisional={"a.xlsx": UAR}).where(status="near_poor"))
    assert (none.value, codes(none)) == (0, ("provisional",))


def test_a_correction_marks_what_rests_on_its_row_alone() -> None:
    table = register(origins={("a.xlsx", "Trang"): Origin(corrected={5: "C5"})})
    assert codes(count(table)) == ("corrected",)
    assert codes(count(table.where(household="4"))) == ()
    assert count(table).notes == {"commune": {"a": ("corrected",)}}


def test_figures_by_hand_mark_the_whole_and_their_own_part() -> None:
    rows = [household("1", "a"), household("2", "b", source_file=ENTERED, source_sheet=SHEET)]
    origins = {("a.xlsx", "Trang"): Origin(), (ENTERED, SHEET): Origin()}
    measure = count(tiny("households", rows, origins=origins))
    assert codes(measure) == ("entered",)
    assert measure.notes == {"commune": {"b": ("entered",)}}


def test_missing_communes_make_other_breakdowns_incomplete_but_no_communes_own_part() -> None:
    rows = [household("1", "a", "poor"), household("2", "b", "near_poor")]
    measure = total(
        tiny("households", [{**row, "persons": 3} for row in rows], [("commune", "c")]), "persons", "status"
    )
    assert codes(measure) == ("incomplete",)
    assert measure.notes == {"status": {"poor": ("incomplete",), "near_poor": ("incomplete",)}}


def test_clean_rows_have_none() -> None:
    measure = distinct(register(), "household")
    assert (codes(measure), measure.notes) == ((), {})


# --- through formulas


def noted(value: int, given: list[str], part: list[str]) -> Measure:
    coverage = Coverage(
        3,
        (("women", None),) if "incomplete" in given else (),
        ordered(set(given) - {"incomplete", "provisional", "stale_norm"}),
        (("farmers", None),) if "provisional" in given else (),
        ("rice",) if "stale_norm" in given else (),
    )
    notes = {"commune": {"a": ordered(part)}} if part else {}
    return Measure("summed", value, "…", parts={"commune": {"a": value}}, coverage=coverage, notes=notes)


@given(CODES, CODES, CODES, st.permutations(range(3)))
def test_a_formula_carries_what_any_of_its_inputs_carries(
    first: list[str], second: list[str], third: list[str], order: list[int]
) -> None:
    given = [first, second, third]
    entries: dict[str, Any] = {f"x{index}": noted(index + 1, given[index], given[index]) for index in order}
    formulas = {
        "all": plus("x0", "x1", "x2"),
        "less": minus("all", "x0"),
        "share": ratio("x0", "x1"),
        "apart": gap("less", "x2"),
        "top": latest("x1", "x2"),
    }
    facts = Facts(**{name: formulas[name] for name in reversed(formulas)}, **entries)
    expected = {
        "all": ordered([*first, *second, *third]),
        "less": ordered([*first, *second, *third]),
        "share": ordered([*first, *second]),
        "apart": ordered([*first, *second, *third]),
        "top": ordered(second),
    }
    assert {name: codes(facts[name]) for name in formulas} == expected
    assert facts["all"].notes == ({"commune": {"a": expected["all"]}} if expected["all"] else {})
    assert facts["less"].notes == {}
    assert fact(facts["all"]).caveats == expected["all"]


@given(st.sampled_from(["a", "b", "sum", "share"]), st.sampled_from(["made_up", "stale_norm"]))
def test_a_facts_own_caveat_reaches_all_that_is_computed_from_it(name: str, code: str) -> None:
    facts = Facts(a=noted(1, [], []), b=noted(2, [], []), sum=plus("a", "b"), share=ratio("a", "sum"))
    own = Coverage(1, norms=("rice",)) if code == "stale_norm" else Coverage(1, noted=(code,))
    above = {"a": {"a", "sum", "share"}, "b": {"b", "sum", "share"}, "sum": {"sum", "share"}, "share": {"share"}}
    reached = carried(facts, {name: own})
    assert {each for each, measure in reached.items() if code in codes(measure)} == above[name]
    assert all(measure.coverage.expected == 3 for measure in reached.values() if measure.coverage)
    assert {each: measure.value for each, measure in reached.items()} == {each: facts[each].value for each in facts}


def test_what_is_absent_carries_nothing() -> None:
    facts = Facts(a=count(tiny("loans", [], [("policy_bank", None)])), b=noted(2, ["entered"], []), sum=plus("a", "b"))
    reached = carried(facts, {"sum": Coverage(1, noted=("made_up",))})
    assert fact(reached["sum"]).caveats == ()


def test_a_part_shares_what_holds_for_the_method_but_not_what_holds_for_other_senders() -> None:
    whole = replace(noted(4, ["entered", "stale_norm", "made_up"], []), notes={"commune": {"a": ("provisional",)}})
    assert fact(whole).caveats_of("commune", "a") == ("provisional", "stale_norm", "made_up")
    assert fact(whole).caveats_of("commune", "b") == ("stale_norm", "made_up")


def test_notes_of_addends_are_joined_where_the_sum_has_parts() -> None:
    some = {"commune": {"a": ("entered",)}, "level": {"x": ("made_up",)}}
    other = {"commune": {"a": ("incomplete",), "b": ("corrected",)}}
    expected = {"commune": {"a": ("incomplete", "entered"), "b": ("corrected",)}}
    assert joined_notes([some, other], ["commune"]) == expected
