"""Made-up figures: report.yaml names them, facts and parts carry the mark, a mistake in the list stops the run."""

from typing import Any

import pytest
from indicators.conftest import PERIODS, Opened, chart, published

from lib.domain.errors import ReportError
from lib.indicators.made_up import MadeUp, read_made_up
from lib.indicators.registry import groups

KNOWN = ("credit.poor_total", "credit.poor_share", "direction.plan_rate")


def test_nothing_said_is_nothing_made_up() -> None:
    assert read_made_up(None, KNOWN, "report.yaml") == MadeUp()
    assert not MadeUp().fact("credit.poor_total")
    assert not MadeUp().part("commune", "24076")


def test_all_is_all() -> None:
    everything = read_made_up("all", KNOWN, "report.yaml")
    assert everything.fact("direction.plan_rate")
    assert everything.part("programme", "poor")


def test_parts_by_value_or_all_of_a_dimension() -> None:
    said = {"facts": ["credit.poor_total"], "parts": {"commune": "all", "programme": ["jobs"], "level": None}}
    made_up = read_made_up(said, KNOWN, "report.yaml")
    assert (made_up.fact("credit.poor_total"), made_up.fact("credit.poor_share")) == (True, False)
    asked = [("commune", "x"), ("programme", "jobs"), ("programme", "poor"), ("level", "x"), ("facility", "x")]
    assert [made_up.part(*each) for each in asked] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"facts": ["credit.poor_totl"]},
            "không có chỉ tiêu credit.poor_totl. Cách sửa: có phải là credit.poor_total?",
        ),
        ({"facts": "credit.poor_total"}, "made_up sai dạng"),
        ({"fact": []}, "made_up sai dạng"),
        ({"parts": ["commune"]}, "made_up sai dạng"),
        (True, "made_up sai dạng"),
        ([], "made_up sai dạng"),
        ({"published": ["x.y"]}, "không có chỉ tiêu x.y"),
    ],
)
def test_a_mistake_is_told(said: Any, words: str) -> None:
    with pytest.raises(ReportError) as caught:
        read_made_up(said, KNOWN, "report.yaml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("report.yaml: ")


def test_the_published_period_marks_what_nobody_published_and_what_rests_on_it(opened: Opened) -> None:
    context = opened()
    marked = {fact.id for fact in context.all_facts() if "made_up" in fact.caveats}
    assert marked >= {"credit.near_poor_total", "direction.registered_cut", "jobs.self_made", "housing.need_build"}
    known = {f"{group}.{name}" for group in groups() for name in published(PERIODS[0], group)}
    assert marked & known == {"credit.near_poor_total", "credit.exited_total"}


def test_a_chart_of_made_up_parts_says_so_once_and_a_mixed_one_at_each(opened: Opened) -> None:
    by_commune = chart("direction", opened())
    assert [(note["code"], note["mark"]) for note in by_commune.legend] == [("made_up", "")]
    assert by_commune.legend[0]["runs"][0]["text"].startswith("Toàn bộ biểu đồ: số dựng")
    assert not any(codes for row in by_commune.marks for codes in row)
    by_programme = chart("credit", opened())
    assert [(note["code"], note["mark"]) for note in by_programme.legend] == [("made_up", "*")]
    marked = [row[0] for row, codes in zip(by_programme.table, by_programme.marks, strict=True) if codes[1]]
    assert marked == ["Cho vay học sinh, sinh viên", "Cho vay hộ nghèo về nhà ở"]
    assert by_programme.svg.count("*</text>") == 2


def test_a_wholly_made_up_period_marks_every_fact(opened: Opened) -> None:
    facts = [fact for fact in opened(PERIODS[1]).all_facts() if fact.present]
    assert all("made_up" in fact.caveats for fact in facts)
