"""Amounts on either side of the days they changed."""

from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.norms import Norms

NORMS = Norms.load(Path(__file__).parents[2] / "data" / "reference")


@pytest.mark.parametrize(
    ("norm_id", "on", "amount"),
    [
        ("relief_rice", date(2021, 6, 14), 15),
        ("electricity", date(2015, 3, 16), 49_000),
        ("lunch", date(2020, 10, 31), 149_000),
        ("lunch", date(2020, 11, 1), 160_000),
        ("study_costs", date(2021, 6, 14), 100_000),
        ("study_costs_months", date(2021, 6, 14), 9),
        ("boarding_meals", date(2021, 6, 14), 596_000),
        ("housing_relief_fund_build", date(2021, 6, 14), 50_000_000),
        ("housing_poor_fund_build", date(2021, 6, 14), 40_000_000),
        ("housing_relief_fund_repair", date(2021, 6, 14), 10_000_000),
    ],
)
def test_the_amount_of_the_day(norm_id: str, on: date, amount: int) -> None:
    norm = NORMS.at(norm_id, on)
    assert (norm.id, norm.amount) == (norm_id, amount)


def test_the_electricity_norm_is_marked_as_stale() -> None:
    stale = NORMS.at("electricity", date(2021, 6, 14)).stale
    assert stale
    assert "2015" in stale


def test_no_unchecked_legal_basis_goes_unsaid() -> None:
    for versions in NORMS.versions.values():
        for norm in versions:
            assert norm.legal_basis or norm.note
            assert norm.amount > 0


@pytest.mark.parametrize(
    ("norm_id", "on"),
    [
        ("rice", date(2021, 6, 14)),
        ("electricity", date(2015, 3, 15)),
    ],
)
def test_a_norm_that_is_not_there_is_refused(norm_id: str, on: date) -> None:
    with pytest.raises(ReportError, match="định mức"):
        NORMS.at(norm_id, on)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "norms.yaml").write_text("rice:\n  - {title: Gạo, amount: 1.5, unit: kg, legal_basis: null}\n", "utf-8")
    with pytest.raises(ReportError, match=r'norms\.yaml: rice › mục 1: giá trị của "amount" phải là số nguyên'):
        Norms.load(tmp_path)
