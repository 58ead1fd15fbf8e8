"""Breakdowns say what the indicator's own function says of the rows of each member, whichever way they are asked."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.conftest import data_copy

from lib.contracts.model import HIDDEN
from lib.domain.errors import ReportError
from lib.explore import breakdown, dimensions, indicators, open_context, periods, rows_beneath, why
from lib.facts import Share
from lib.indicators.context import Context

__all__ = ["data_copy"]

UNIT, PERIOD = "krong-pa", "2021-H1"


@pytest.fixture(scope="module")
def context() -> Context:
    return open_context(UNIT, PERIOD)


@pytest.mark.slow
def test_recorded_parts_are_found_again(context: Context) -> None:
    checked = 0
    for fact in [fact for group in ("credit", "housing", "relief") for fact in context.group(group).values()]:
        offered = dimensions(context, fact.id) if fact.parts and fact.sources else {}
        for by in offered.keys() & fact.parts.keys():
            shown = breakdown(context, fact.id, by)
            found = {str(each.code): each.fact.value for each in shown if each.fact.value}
            assert found == {code: value for code, value in fact.parts[by].items() if value}, (fact.id, by)
            checked += 1
    assert checked > 5


def test_a_share_of_each_commune_is_that_of_its_own_rows(context: Context) -> None:
    shown = breakdown(context, "credit.poor_share")
    assert isinstance(shown.whole.value, Share)
    parts = [each.fact.value for each in shown]
    assert all(isinstance(value, Share) for value in parts)
    assert sum(value.part for value in parts) == shown.whole.value.part  # type: ignore[union-attr]
    assert sum(value.whole for value in parts) == shown.whole.value.whole  # type: ignore[union-attr]
    assert not shown.adds


@pytest.mark.slow
def test_whatever_is_offered_can_be_shown_and_asked_why(context: Context) -> None:
    asked = 0
    for indicator in list(indicators())[::20]:
        for by in dimensions(context, indicator):
            shown = breakdown(context, indicator, by)
            answer = why(context, indicator, shown.lowest.name, by)
            assert answer.title.startswith(shown.whole.title)
            assert "<table" in shown._repr_html_() + answer._repr_html_()
            asked += 1
    assert asked > 2


def test_over_periods_are_the_periods_own_facts(context: Context) -> None:
    shown = breakdown(context, "credit.poor_share", "period")
    assert [each.name for each in shown] == periods(UNIT)
    assert shown[PERIOD].fact.value == context.fact("credit.poor_share").value


def test_rows_hold_codes_and_no_names(context: Context) -> None:
    for indicator in ("credit.poor_share", "direction.registered_exit", "housing.need_build"):
        for table in rows_beneath(context, indicator).values():
            personal = [each.name for each in table.contract.columns if each.type == "personal"]
            assert not set(personal) & set(table.rows.columns)
            assert {each.type for each in table.contract.columns} & HIDDEN


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda context: breakdown(context, "credit.poor_shares"), "không có chỉ tiêu «credit.poor_shares»"),
        (lambda context: breakdown(context, "money.spent"), "không có chỉ tiêu «money.spent»"),
        (lambda context: breakdown(context, "credit.poor_share", "programme"), "dùng một trong: commune, period"),
        (lambda context: why(context, "credit.poor_share", "Nowhere"), "không có «Nowhere»"),
        (lambda context: why(context, "credit.poor_share", PERIOD, "period"), "chọn kỳ ấy"),
    ],
)
def test_what_cannot_be_is_one_line(ask: Callable[[Context], object], words: str, context: Context) -> None:
    with pytest.raises(ReportError) as refused:
        ask(context)
    assert words in str(refused.value)


def test_a_commune_that_has_not_sent_is_not_low_but_unknown(data_copy: Callable[[str], Path]) -> None:
    data = data_copy(PERIOD)
    (data / "raw" / UNIT / PERIOD / "12. Uar.xlsx").unlink()
    shutil.copytree(Path(__file__).resolve().parents[2] / "data" / "reference", data / "reference")
    context = open_context(UNIT, PERIOD, str(data))
    shown = breakdown(context, "credit.poor_total")
    assert shown["Uar"].fact.absence is not None
    assert shown["Uar"].fact.absence.kind == "not_reported"
    assert shown.lowest.name != "Uar"
    assert any("Chưa đủ nơi gửi" in line for line in why(context, "credit.poor_total", "Uar").sentences)
    assert "chưa có báo cáo" in shown._repr_html_()
