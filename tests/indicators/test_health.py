"""I.3.2: cards by group, coverage, visits; wording where there are none or nobody has reported."""

from typing import Any

import pytest
from indicators.conftest import PERIODS, Change, Opened, Rows, chart, differences, emptied, narrative, setting, tiny

from lib.indicators.health import health

NONE = {"ethnic_minority": 0, "kinh_zone3": 0, "poor": 0, "near_poor": 0, "other": 0}
CARDS: Rows = [{**NONE, "commune": "a", "poor": 3, "other": 4}, {**NONE, "commune": "b", "near_poor": 5}]


@pytest.mark.parametrize("period", PERIODS)
def test_figures_as_published(opened: Opened, period: str) -> None:
    assert differences(opened(period), "health") == []


def test_groups_add_to_cards_and_cards_over_people() -> None:
    population = [{"commune": "a", "persons": 9}, {"commune": "b", "persons": 7}]
    visits = [{"facility": "Một", "month": "2019-01", "visits": 2, "payment": 30}]
    found = health(tiny("cards", CARDS), tiny("population", population), tiny("visits", visits))
    assert (found["cards_total"].value, found["population"].value) == (12, 16)
    assert found["cards_total"].parts["commune"] == {"a": 7, "b": 5}
    share: Any = found["coverage"].value
    assert (share.part, share.whole) == (12, 16)
    assert (found["visits"].value, found["payment"].value) == (2, 30)


def test_a_share_needs_both_its_sides() -> None:
    people = tiny("population", [], [("statistics", None)])
    found = health(tiny("cards", CARDS), people, tiny("visits", []))
    absence = found["coverage"].absence
    assert absence is not None
    assert (absence.kind, absence.offices) == ("not_reported", (("statistics", None),))
    nobody = health(tiny("cards", CARDS), tiny("population", []), tiny("visits", []))["coverage"].absence
    assert nobody is not None
    assert nobody.kind == "not_applicable"


@pytest.mark.parametrize(
    ("tables", "said", "unsaid"),
    [
        ({"cards": setting(poor=0)}, ["gồm 54.174 thẻ của người dân tộc", "486 thẻ"], ["thẻ của người nghèo"]),
        ({"cards": setting(**NONE)}, ["chưa cấp thẻ bảo hiểm y tế nào", "21.967 lượt"], ["gồm", "tỷ lệ tham gia"]),
        ({"visits": emptied}, ["chưa phát sinh lượt khám", "96,75%"], ["quỹ bảo hiểm y tế thanh toán"]),
        ({"population": emptied}, ["87.394 thẻ"], ["tỷ lệ tham gia", "chưa gửi báo cáo"]),
    ],
)
def test_what_there_is_none_of_is_said(
    opened: Opened, tables: dict[str, Change], said: list[str], unsaid: list[str]
) -> None:
    text = narrative("health", opened(tables=tables))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_an_office_that_has_not_sent_is_named_once(opened: Opened) -> None:
    text = narrative("health", opened(missing=["social_insurance"]))
    assert text.count("do Bảo hiểm xã hội huyện chưa gửi báo cáo") == 1
    assert "tổng số thẻ bảo hiểm y tế, số lượt khám" in text
    text = narrative("health", opened(missing=["statistics"]))
    assert "tỷ lệ người dân tham gia bảo hiểm y tế do Chi cục Thống kê huyện chưa gửi báo cáo" in text
    assert "87.394" in text


def test_the_chart_names_the_largest_group(opened: Opened) -> None:
    def title(**tables: Change) -> str:
        return str(chart("health", opened(tables=tables))._repr_mimebundle_()["text/plain"])

    assert title().startswith("Thẻ người dân tộc thiểu số nhiều nhất")
    assert title(cards=setting(**{**NONE, "poor": 1})) == ("Thẻ người nghèo nhiều nhất trong 14 thẻ bảo hiểm y tế")
    assert title(cards=setting(**NONE)) == "Chưa cấp thẻ bảo hiểm y tế"
    assert "chưa có số liệu" in str(chart("health", opened(missing=["social_insurance"]))._repr_mimebundle_())
