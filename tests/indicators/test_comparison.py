"""Facts of another period beside this one's: the same values, their own files, or why not."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lib.facts.values import Share
from lib.indicators.beside import beside
from lib.indicators.comparison import COUNTED, SHARES
from lib.indicators.context import Context, open_context
from lib.intake.folders import REPOSITORY
from lib.narrative.phrases import in_sum, moved, progress, template_names, versus

UNIT, YEAR, BEFORE, HALF = "krong-pa", "2021-Y", "2020-Y", "2021-H1"


@pytest.fixture(scope="module")
def year() -> Context:
    return open_context(UNIT, YEAR)


def test_values_of_the_year_before_are_its_own(year: Context) -> None:
    before, found = open_context(UNIT, BEFORE), year.group("comparison")
    for name, fact in (COUNTED | SHARES).items():
        taken = found[f"{name}_before"]
        assert taken.value == before.fact(fact).value
        assert found[name].value == year.fact(fact).value
        assert taken.sources, name
        assert all(source.file.startswith(f"{BEFORE}/") for source in taken.sources)
        assert not any("/" in source.file for source in found[name].sources)
        files = before.cleaned.intake["files"]
        assert all(files[source.file.partition("/")[2]] == source.sha256 for source in taken.sources)
    assert found["credit_amount_earlier"].value == open_context(UNIT, HALF).fact("credit.amount").value


def test_differences_and_shares(year: Context) -> None:
    found = year.group("comparison")
    now, before = (year.fact("credit.households").exact, found["credit_households_before"].exact)
    assert found["credit_households_change"].value == now - before
    assert found["credit_households_growth"].value == Share(int(now - before), int(before))
    apart = abs(found["coverage"].exact - found["coverage_before"].exact)
    assert found["coverage_change"].exact == apart
    assert "%" not in found["coverage_change"].printed
    assert "điểm phần trăm so với năm trước" in "".join(
        run["text"] for run in versus(found["coverage"], found["coverage_before"], found["coverage_change"])
    )


def test_a_period_that_is_not_there_leaves_an_absence(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / YEAR, tmp_path / "raw" / UNIT / YEAR)
    alone = open_context(UNIT, YEAR, str(tmp_path)).group("comparison")
    for name in ("jobs_before", "jobs_change", "jobs_growth", "jobs_earlier", "poor_before"):
        absence = alone[name].absence
        assert absence is not None
        assert absence.kind == "not_applicable"
    assert alone["jobs_before"].absence.reason == "chưa có số liệu năm 2020"  # type: ignore[union-attr]
    assert alone["jobs"].present
    words = versus(alone["jobs"], alone["jobs_before"], alone["jobs_growth"])
    assert [run["text"] for run in words] == ["không so sánh được với năm trước"]


GIVEN = ("period", "unit", "land", "folder", "reference")


class Changed:
    """A context in which one thing is another."""

    def __init__(self, context: Context, **changed: Any) -> None:
        self.__dict__.update({name: getattr(context, name) for name in GIVEN})
        self.group = context.group
        self.__dict__.update(changed)


def test_other_land_or_another_standard_is_not_comparable(year: Context) -> None:
    land = Changed(year, land=("nơi khác",))
    measure = beside(year, land, year.period, "credit.households")  # type: ignore[arg-type]
    assert measure.absence is not None
    assert measure.absence.reason == "địa bàn đã thay đổi so với năm 2021"
    later = replace(year.period, end=date(2022, 12, 14))
    standard = Changed(year, period=later)
    measure = beside(standard, year, year.period, "review.poor_end")  # type: ignore[arg-type]
    assert measure.absence is not None
    assert "chuẩn nghèo đã thay đổi" in measure.absence.reason
    assert "07/2021/NĐ-CP" in measure.absence.reason
    assert beside(standard, year, year.period, "credit.households").absence is None  # type: ignore[arg-type]


def test_progress_at_its_boundaries(year: Context) -> None:
    fact = year.fact("jobs.created")
    one_more, absent = replace(fact, value=int(fact.exact) + 1), year.fact("review.lacking_nutrition")
    assert progress(one_more, fact, "more") == progress(fact, one_more, "less") == "better"
    assert progress(one_more, fact, "less") == progress(fact, one_more, "more") == "worse"
    assert progress(fact, fact, "more") == "equal"
    assert progress(fact, absent, "more") == progress(absent, fact, "more") == "incomparable"
    title = fact.title[:1].lower() + fact.title[1:]
    assert in_sum(one_more, fact, "more", fact, fact, "less") == f"tốt hơn: {title}; không đổi: {title}"
    assert in_sum(one_more, fact, "less", fact, absent, "more") == f"kém hơn: {title}; không so sánh được: {title}"
    assert [run["text"] for run in versus(fact, fact, fact)] == ["bằng năm trước"]


def test_a_quarter_stands_beside_the_one_before(tmp_path: Path) -> None:
    """The half-year's workbooks handed in for two quarters, one of them without a loan's workbook."""
    raw = REPOSITORY / "data" / "raw" / UNIT / HALF
    for code in ("2021-Q1", "2021-Q2"):
        shutil.copytree(raw, tmp_path / "raw" / UNIT / code, ignore=shutil.ignore_patterns("commentary"))
    second = open_context(UNIT, "2021-Q2", str(tmp_path))
    first = open_context(UNIT, "2021-Q1", str(tmp_path))
    assert [each.period.code for each in second.compared_with] == ["2021-Q1"]
    found = second.group("recent")
    assert {fact.id for fact in found.values()} <= {fact.id for fact in second.all_facts()}
    assert found["credit_amount_last"].value == first.fact("credit.amount").value
    assert all(source.file.startswith("2021-Q1/") for source in found["credit_amount_last"].sources)
    change = abs(second.fact("credit.amount").exact - first.fact("credit.amount").exact)
    assert found["credit_amount_change"].exact == change
    assert template_names(second)["period"].last == "quý I năm 2021"
    words = "".join(run["text"] for run in moved(found["jobs"], found["jobs_last"], found["jobs_growth"]))
    assert words == f"giảm {found['jobs_growth'].printed}"
    alone = first.group("recent")["credit_amount_last"].absence
    assert alone is not None
    assert alone.reason == "chưa có số liệu quý IV năm 2020"


def test_a_year_and_a_half_year_have_no_period_right_before(year: Context) -> None:
    assert not [fact for fact in year.all_facts() if fact.id.startswith("recent.")]
    half = open_context(UNIT, HALF)
    assert not [fact for fact in half.all_facts() if fact.id.startswith(("recent.", "comparison."))]
