"""Who is poor, by the law of the day: every boundary of every standard, with the article beside it."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.poverty import Standard, Standards

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
STANDARDS = Standards.load(REFERENCE)
D59, D07, D351 = "Quyết định số 59/2015/QĐ-TTg", "Nghị định số 07/2021/NĐ-CP", "Nghị định số 351/2025/NĐ-CP"
LAST_59, FIRST_07, LAST_07, FIRST_351 = date(2021, 12, 31), date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)
POOR_59, NEAR_59 = "khoản 1 Điều 2", "khoản 2 Điều 2"
POOR_07, NEAR_07 = "điểm a khoản 2 Điều 3", "điểm b khoản 2 Điều 3"
BOUNDARIES = [
    (date(2016, 1, 1), "rural", 700_000, 0, "poor", D59, POOR_59),
    (LAST_59, "rural", 700_000, 0, "poor", D59, POOR_59),
    (LAST_59, "rural", 700_001, 2, "near_poor", D59, NEAR_59),
    (LAST_59, "rural", 700_001, 3, "poor", D59, POOR_59),
    (LAST_59, "rural", 1_000_000, 3, "poor", D59, POOR_59),
    (LAST_59, "rural", 1_000_000, 2, "near_poor", D59, NEAR_59),
    (LAST_59, "rural", 1_000_001, 10, "none", D59, ""),
    (LAST_59, "urban", 900_000, 0, "poor", D59, POOR_59),
    (LAST_59, "urban", 900_001, 2, "near_poor", D59, NEAR_59),
    (LAST_59, "urban", 900_001, 3, "poor", D59, POOR_59),
    (LAST_59, "urban", 1_300_000, 3, "poor", D59, POOR_59),
    (LAST_59, "urban", 1_300_000, 2, "near_poor", D59, NEAR_59),
    (LAST_59, "urban", 1_300_001, 10, "none", D59, ""),
    (FIRST_07, "rural", 0, 2, "near_poor", D07, NEAR_07),
    (FIRST_07, "rural", 1_500_000, 3, "poor", D07, POOR_07),
    (FIRST_07, "rural", 1_500_000, 2, "near_poor", D07, NEAR_07),
    (FIRST_07, "rural", 1_500_001, 12, "none", D07, ""),
    (LAST_07, "urban", 2_000_000, 3, "poor", D07, POOR_07),
    (LAST_07, "urban", 2_000_000, 2, "near_poor", D07, NEAR_07),
    (LAST_07, "urban", 2_000_001, 12, "none", D07, ""),
    (FIRST_351, "rural", 2_200_001, 12, "none", D351, ""),
    (FIRST_351, "urban", 2_800_001, 12, "none", D351, ""),
]


@pytest.mark.parametrize(("on", "area", "income", "deprivations", "expected", "law", "article"), BOUNDARIES)
def test_boundaries(on: date, area: str, income: int, deprivations: int, expected: str, law: str, article: str) -> None:
    standard = STANDARDS.at(on)
    assert standard.classify(area, income, deprivations) == expected  # type: ignore[arg-type]
    assert (standard.legal_basis, standard.articles.get(expected, "")) == (law, article)


def test_one_household_changes_class_with_the_law() -> None:
    days = (LAST_59, FIRST_07, LAST_07)
    assert [STANDARDS.at(on).classify("rural", 1_200_000, 3) for on in days] == ["none", "poor", "poor"]


@pytest.mark.parametrize("income", [0, 2_200_000])
def test_what_was_not_checked_is_refused(income: int) -> None:
    with pytest.raises(ReportError, match="351/2025") as caught:
        STANDARDS.at(FIRST_351).classify("rural", income, 3)
    assert "min_deprivations" in str(caught.value)


@pytest.mark.parametrize("on", [date(2015, 12, 31), date(2031, 1, 1)])
def test_a_day_without_a_standard_is_refused(on: date) -> None:
    with pytest.raises(ReportError, match="chuẩn nghèo"):
        STANDARDS.at(on)


@given(
    standard=st.sampled_from([each for each in STANDARDS.versions if each.min_deprivations]),
    area=st.sampled_from(["rural", "urban"]),
    income=st.integers(0, 3_000_000),
    deprivations=st.integers(0, 12),
)
def test_more_income_or_fewer_deprivations_never_make_a_household_poorer(
    standard: Standard, area: str, income: int, deprivations: int
) -> None:
    order = ("poor", "near_poor", "none")
    here = order.index(standard.classify(area, income, deprivations))  # type: ignore[arg-type]
    assert order.index(standard.classify(area, income + 1, deprivations)) >= here  # type: ignore[arg-type]
    assert order.index(standard.classify(area, income, max(0, deprivations - 1))) >= here  # type: ignore[arg-type]


def test_indicators_are_those_of_the_law() -> None:
    assert [len(each.indicators) for each in STANDARDS.versions] == [10, 12, 0]
    assert all(each.legal_basis and (each.articles or each.note) for each in STANDARDS.versions)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rural": {"upper": 500, "lower": 500}}, "upper"),
        ({"min_deprivations": 11}, "min_deprivations"),
        ({"urban": {"uper": 1}}, "uper"),
        ({"valid_from": "2016"}, "valid_from"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(tmp_path: Path, change: dict[str, object], said: str) -> None:
    entries = yaml.safe_load((REFERENCE / "poverty.yaml").read_text(encoding="utf-8"))
    (tmp_path / "poverty.yaml").write_text(yaml.safe_dump([{**entries[0], **change}]), encoding="utf-8")
    with pytest.raises(ReportError, match=said) as caught:
        Standards.load(tmp_path)
    assert "poverty.yaml" in str(caught.value)
