"""The algebra: exact values, absences that stay absences, and no say for the order of rows."""

import random
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from facts.conftest import COMMUNES, SOURCE, given_value, household, loans, ratio_of, tiny
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.facts import (
    Absence,
    Coverage,
    Measure,
    Origin,
    Source,
    Table,
    common_state,
    count,
    declared,
    distinct,
    document,
    names,
    state,
    stated,
    total,
)

ALL = tuple(("commune", code) for code in COMMUNES)


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
    table = tiny("households", rows, hashes={"a.xlsx": "f00"}, origins={("a.xlsx", "Trang"): Origin({"persons": "F"})})
    assert total(table, "persons").sources == table.sources("persons"), "nothing holds a number; here it was looked for"
    assert table.sources("persons") == (
        Source("a.xlsx", "Trang", "6-7", "F", "f00"),
        Source("b.xlsx", "Trang", "5,8", "", ""),
    )


def test_a_measure_has_a_value_or_an_absence() -> None:
    with pytest.raises(ValueError, match="either a value or an absence"):
        Measure("counted", None, "…")
    with pytest.raises(ValueError, match="either a value or an absence"):
        Measure("counted", 1, "…", Absence("not_applicable"))
