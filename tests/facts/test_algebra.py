"""The algebra: exact values, absences that stay absences, and no say for the order of rows."""

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from facts.conftest import COMMUNES, household, tiny
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.facts import (
    Absence,
    Coverage,
    Facts,
    Measure,
    Share,
    Source,
    Table,
    common_state,
    count,
    declared,
    distinct,
    document,
    gap,
    latest,
    minus,
    names,
    plus,
    rate_cut,
    ratio,
    state,
    stated,
    total,
)

SOURCE = Source("report.yaml", "", "", "", "")
ALL = tuple(("commune", code) for code in COMMUNES)


def given_value(value: Any) -> Measure:
    return stated(value, "ghi tay", SOURCE, "declared")


def absent(kind: str, *offices: tuple[str, str | None]) -> Measure:
    return Measure("summed", None, "", Absence(kind, "vì thế", offices))  # type: ignore[arg-type]


def loans(*rows: tuple[str, str, int], missing: Any = ()) -> Table:
    """Loans as (household, commune, amount)."""
    return tiny(
        "loans", [{"household": h, "commune": c, "amount": a, "programme": "poor"} for h, c, a in rows], missing
    )


# --- reading rows


def test_counts_totals_and_distinct_values() -> None:
    table = loans(("h1", "a", 10), ("h1", "a", 20), ("h2", "b", 5))
    assert (count(table).value, total(table, "amount").value, distinct(table, "household").value) == (3, 35, 2)
    assert all(type(measure.value) is int for measure in (count(table), total(table, "amount")))


def test_breakdowns_stand_in_official_order_and_in_the_contracts() -> None:
    rows = [{"commune": c, "programme": p, "amount": 1} for c, p in (("a", "jobs"), ("b", "poor"), ("a", "poor"))]
    measure = total(tiny("loans", rows), "amount", by="programme")
    assert measure.parts == {"commune": {"b": 1, "a": 2}, "programme": {"poor": 2, "jobs": 1}}
    assert [list(part) for part in measure.parts.values()] == [["b", "a"], ["poor", "jobs"]]


def test_a_table_without_communes_has_no_breakdown_by_them() -> None:
    assert count(tiny("news", [{"month": "2023-01"}])).parts == {}


def test_no_rows_from_an_office_that_sent_are_zero() -> None:
    empty = loans()
    for measure in (count(empty), total(empty, "amount"), distinct(empty, "household")):
        assert (measure.value, measure.absence) == (0, None)
    assert (names(empty).value, names(empty).absence) == ((), None)


def test_rows_that_hold_nothing_add_nothing_and_nothing_at_all_does_not_apply() -> None:
    some = tiny("targets", [{"commune": "a", "adjusted": 4}, {"commune": "b"}])
    assert total(some, "adjusted").value == 4
    none = tiny("targets", [{"commune": "a"}, {"commune": "b"}])
    absence = total(none, "adjusted").absence
    assert absence is not None
    assert absence.kind == "not_applicable"


@pytest.mark.parametrize(
    "measure",
    [
        lambda table: count(table),
        lambda table: total(table, "amount"),
        lambda table: distinct(table, "household"),
        lambda table: names(table),
        lambda table: declared(table, "amount"),
        lambda table: common_state(table, "status"),
        lambda table: state(table, "status", "programme"),
    ],
)
def test_an_office_that_has_not_sent_is_no_zero(measure: Any) -> None:
    made = measure(loans(missing=[("policy_bank", None)]))
    assert made.value is None
    assert made.absence == Absence("not_reported", offices=(("policy_bank", None),))


def test_some_missing_communes_leave_the_value_incomplete_with_their_names() -> None:
    table = tiny("households", [household("1", "a"), household("2", "b")], [ALL[2]])
    measure = count(table)
    assert (measure.value, measure.coverage) == (2, Coverage(3, (ALL[2],)))
    assert measure.coverage is not None
    assert (measure.coverage.complete, measure.coverage.reported) == (False, 2)
    assert ratio_of(measure, given_value(4)).coverage == measure.coverage


def test_all_communes_missing_are_absent_and_all_are_waited_for() -> None:
    absence = count(tiny("households", [], ALL)).absence
    assert absence == Absence("not_reported", offices=ALL)


def test_other_offices_that_are_missing_do_not_matter() -> None:
    assert count(loans(("h", "a", 1), missing=[("finance", None), ALL[0]])).coverage == Coverage(1)


def ratio_of(part: Measure, whole: Measure) -> Measure:
    return Facts(part=part, whole=whole, share=ratio("part", "whole"))["share"]


LOANS = st.lists(
    st.tuples(st.sampled_from("uvwxyz"), st.sampled_from(list(COMMUNES)), st.integers(0, 10**12)), max_size=12
)


@given(LOANS)
def test_parts_by_commune_sum_to_the_whole(rows: list[tuple[str, str, int]]) -> None:
    table = loans(*rows)
    for measure in (count(table), total(table, "amount", by="programme")):
        for parts in measure.parts.values():
            assert sum(parts.values()) == measure.value
            assert all(type(part) is int for part in parts.values())
    assert total(table, "amount").value == sum(amount for *_, amount in rows)
    assert distinct(table, "household").value == len({code for code, *_ in rows})


@given(LOANS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, str, int]], rng: random.Random) -> None:
    table = loans(*rows)
    order = list(range(len(rows)))
    rng.shuffle(order)
    shuffled = Table(table.contract, table.rows.iloc[order].reset_index(drop=True), table.senders, names=table.names)
    table = Table(table.contract, table.rows, table.senders, names=table.names)
    for measure in (
        lambda each: count(each),
        lambda each: total(each, "amount", by="programme"),
        lambda each: distinct(each, "household"),
        lambda each: names(each),
        lambda each: common_state(each, "programme"),
        lambda each: count(each.where(commune="a")),
    ):
        one, other = measure(table), measure(shuffled)
        assert one == other
        assert [list(part) for part in one.parts.values()] == [list(part) for part in other.parts.values()]


# --- single rows


def test_a_declared_value_is_the_one_cell() -> None:
    plan = tiny("training_plan", [{"programme": "rural", "target": 180}])
    assert declared(plan, "target").value == 180
    assert type(declared(plan, "target").value) is int
    rate = tiny("documents", [{"role": "plan", "rate": Decimal("3.30")}])
    assert declared(rate, "rate").value == Decimal("3.3")


@pytest.mark.parametrize("rows", [[], [{"programme": "rural"}]])
def test_no_row_or_an_empty_cell_does_not_apply(rows: list[dict[str, Any]]) -> None:
    for measure in (declared(tiny("training_plan", rows), "target"), state(tiny("training_plan", rows))):
        assert measure.absence is not None
        assert measure.absence.kind == "not_applicable"


def test_two_rows_where_one_is_meant_stop_with_their_place() -> None:
    table = tiny("documents", [{"role": "plan", "number": "1"}, {"role": "plan", "number": "2"}]).where(role="plan")
    with pytest.raises(ReportError) as caught:
        document(table)
    assert str(caught.value) == (
        "documents.xlsx › Trang › dòng 5-6: có 2 dòng cho «Văn bản chỉ đạo, giao chỉ tiêu» (Nội dung chỉ tiêu = Quyết"
        " định giao chỉ tiêu), chỉ được có một. Cách sửa: giữ lại một dòng"
    )


@pytest.mark.parametrize(
    ("reason", "value"), [("covid", "not_started:covid"), (None, "not_started"), (float("nan"), "not_started")]
)
def test_a_state_carries_its_reason(reason: Any, value: str) -> None:
    table = tiny("training_plan", [{"programme": "rural", "state": "not_started", "reason": reason}])
    assert state(table).value == value


@pytest.mark.parametrize(
    ("states", "value"),
    [(["finished"] * 2, "finished"), (["finished", "in_progress"], "mixed"), ([None], None), ([], None)],
)
def test_a_common_state_is_shared_by_all(states: list[str | None], value: str | None) -> None:
    assert common_state(tiny("projects", [{"name": "x", "state": each} for each in states])).value == value


@pytest.mark.parametrize(
    ("number", "issued", "cited"),
    [
        ("146/QĐ-UBND", pd.Timestamp(2023, 3, 22).date(), "Quyết định số 146/QĐ-UBND ngày 22/3/2023"),
        (None, pd.Timestamp(2023, 2, 5).date(), "Quyết định ngày 05/02/2023"),
        ("7", None, "Quyết định số 7"),
        (None, None, "Quyết định"),
    ],
)
def test_a_document_is_cited(number: str | None, issued: Any, cited: str) -> None:
    row = {"role": "plan", "type": "Quyết định", "number": number, "issued": issued}
    assert document(tiny("documents", [row])).value == cited


def test_what_a_draft_leaves_open_does_not_apply() -> None:
    measure = stated(None, "…", SOURCE)
    assert (measure.value, measure.absence) == (None, Absence("not_applicable", "bản dự thảo"))
    assert stated("209/BC-UBND", "…", SOURCE).sources == (SOURCE,)


# --- lists


def test_names_stand_by_the_offices_numbers_then_officially_each_once() -> None:
    rows = [
        {"commune": "c", "source_number": 12},
        {"commune": "a", "source_number": 2},
        {"commune": "b", "source_number": 2},
        {"commune": "a", "source_number": 1},
        {"commune": None, "source_number": 3},
    ]
    assert names(tiny("assignments", rows)).value == ("Ba Hai", "Ba Một", "Ba Ba")


def test_rows_without_a_number_come_last_however_large_the_numbers() -> None:
    rows = [{"commune": "b", "source_number": None}, {"commune": "c", "source_number": 700}]
    assert names(tiny("assignments", rows)).value == ("Ba Ba", "Ba Một")


def test_other_texts_are_listed_as_they_are() -> None:
    rows = [{"agency": "Đoàn B", "commune": "a"}, {"agency": "Đoàn A", "commune": "a"}]
    assert names(tiny("assignments", rows), "agency").value == ("Đoàn B", "Đoàn A")


# --- formulas


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


# --- tables


def test_a_filter_is_named_in_the_formula() -> None:
    table = tiny("exit_register", [{"household": "1", "commune": "a", "has_helper": True}])
    assert table.where(has_helper=True).title.endswith("(Người được phân công giúp đỡ = có)")
    assert table.where(has_helper=False).title.endswith("(Người được phân công giúp đỡ = không)")
    both = tiny("loans", []).where(status={"poor", "near_poor"}, commune="a").title
    assert both == "«Món vay giải ngân trong kỳ» (Đối tượng = Hộ cận nghèo hoặc Hộ nghèo; Xã, thị trấn = Ba Hai)"


def test_a_filter_on_no_column_is_an_error_not_an_empty_table() -> None:
    with pytest.raises(KeyError):
        tiny("loans", []).where(colour="red")


def test_sources_name_files_sheets_rows_and_the_cells_letter() -> None:
    rows = [household("1", "b"), household("2", "a"), household("3", "a"), household("4", "b")]
    table = tiny("households", rows, hashes={"a.xlsx": "f00"}, letters={("a.xlsx", "Trang"): {"persons": "F"}})
    assert total(table, "persons").sources == ()  # nothing holds a number: the sum does not apply
    assert table.sources("persons") == (
        Source("a.xlsx", "Trang", "6-7", "F", "f00"),
        Source("b.xlsx", "Trang", "5,8", "", ""),
    )


def test_a_measure_has_a_value_or_an_absence() -> None:
    with pytest.raises(ValueError, match="either a value or an absence"):
        Measure("counted", None, "…")
    with pytest.raises(ValueError, match="either a value or an absence"):
        Measure("counted", 1, "…", Absence("not_applicable"))
