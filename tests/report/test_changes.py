"""The chart of what grew and fell: every figure that can be compared once, on its side, in its colour, cited."""

import re
from dataclasses import replace

import pytest

from lib.facts.fact import Fact
from lib.facts.values import Absence
from lib.indicators.context import open_context
from lib.indicators.registry import section_of
from lib.indicators.section import SectionFacts
from lib.narrative.runs import plain_text
from lib.report.changes import ALIKE, Change, changes
from lib.report.charts import Chart
from lib.report.drawing import COLOURS

GOOD = {"comparison.credit_households": "more", "comparison.visits": "", "comparison.poor": "less"}


@pytest.fixture
def facts() -> SectionFacts:
    return SectionFacts(section_of("comparison"), open_context("krong-pa", "2021-Y"))


def drawn(facts: SectionFacts) -> Chart:
    chart = changes(facts, GOOD)
    assert isinstance(chart, Chart)
    return chart


def test_each_figure_with_both_values_and_the_change(facts: SectionFacts) -> None:
    chart = drawn(facts)
    assert chart.table[0] == ("", "Kỳ này", "Năm trước", "Thay đổi", "Mức thay đổi")
    assert [row[0] for row in chart.table[1:]] == [f"{facts[name].title} ({_unit(facts[name])})" for name in GOOD]
    for row, cites, name in zip(chart.table[1:], chart.cites[1:], GOOD, strict=True):
        assert cites == ("", name, f"{name}_before", "", f"{name}_growth")
        for shown, cited in zip(row, cites, strict=True):
            assert not cited or shown == facts[cited].printed
        assert row[3] == ("tăng" if facts[name] > facts[f"{name}_before"] else "giảm")
        assert f">{row[3]} {row[4]}" in chart.svg


def _unit(fact: Fact) -> str:
    return {"household": "hộ", "visit": "lượt"}[fact.unit]


def test_a_fall_lies_left_of_what_grew(facts: SectionFacts) -> None:
    up, down = (Change(facts[name], facts[f"{name}_before"], facts[f"{name}_growth"], "") for name in
                ("comparison.credit_households", "comparison.poor"))  # fmt: skip
    assert up.size > 0 > down.size
    assert abs(down.size) == pytest.approx(float(facts["comparison.poor_growth"].exact))


def test_fewer_poor_are_better_and_what_nobody_judges_is_grey(facts: SectionFacts) -> None:
    kinds = {
        name: Change(facts[name], facts[f"{name}_before"], facts[f"{name}_growth"], good).kind
        for name, good in GOOD.items()
    }
    assert list(kinds.values()) == ["tốt hơn", ALIKE, "tốt hơn"]
    assert (
        Change(facts["comparison.poor"], facts["comparison.poor_before"], facts["comparison.poor_growth"], "more").kind
        == "kém hơn"
    )
    svg = drawn(facts).svg
    assert COLOURS[0] in svg
    assert COLOURS[2] in svg
    assert COLOURS[1] not in svg


def test_the_title_names_what_changed_most(facts: SectionFacts) -> None:
    shown = max(GOOD, key=lambda name: facts[f"{name}_growth"].exact)
    title = plain_text(drawn(facts).title)
    assert title.startswith(f"Thay đổi nhiều nhất so với năm trước: {facts[shown].title[0].lower()}")
    assert title.endswith(facts[f"{shown}_growth"].printed)
    assert not re.search(r"\d", title.removesuffix(facts[f"{shown}_growth"].printed))


class Some:
    """Facts of a section, some of them changed."""

    def __init__(self, facts: SectionFacts, **changed: Fact) -> None:
        self._facts, self._changed = facts, changed
        self.section, self.context = facts.section, facts.context

    def __getitem__(self, name: str) -> Fact:
        own = name.partition(".")[2]
        return self._changed[own] if own in self._changed else self._facts[name]


def test_what_cannot_be_compared_has_no_bar_and_no_chart_where_nothing_can(facts: SectionFacts) -> None:
    gone = Absence("not_applicable", "địa bàn đã thay đổi")
    absent = {
        f"{name.partition('.')[2]}_before": replace(facts[f"{name}_before"], value=None, absence=gone) for name in GOOD
    }
    one = changes(Some(facts, visits_before=absent["visits_before"]), GOOD)  # type: ignore[arg-type]
    assert isinstance(one, Chart)
    assert len(one.table) == len(GOOD)
    assert facts["comparison.visits"].title not in str(one.table)
    assert changes(Some(facts, **absent), GOOD) is None  # type: ignore[arg-type]


def test_nothing_changed_is_said_in_words(facts: SectionFacts) -> None:
    name = "comparison.poor"
    same = Some(facts, poor_before=facts[name], poor_growth=replace(facts[f"{name}_growth"], value=0))
    chart = changes(same, {name: "less"})  # type: ignore[arg-type]
    assert isinstance(chart, Chart)
    assert plain_text(chart.title) == "Không số nào thay đổi so với năm trước"
    assert chart.table[1][3] == "không đổi"
    assert ">không đổi<" in chart.svg
