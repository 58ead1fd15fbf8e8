"""How a value stands to its target: by exact values, by how much of the year is left, and by who has sent."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from indicators.conftest import Opened
from report.conftest import Figured

from lib.report.headlines import STANDINGS, headline_rows, standing
from lib.report.tables.figures import Figures


def stands(figures: Figures, value: Any, target: Any, *caveats: str, absence: str = "not_applicable") -> str:
    """The standing of a fact whose record and target's record hold these."""
    fact = {**figures.facts["direction.registered_exit"], "value": value, "caveats": list(caveats)}
    aim = {**figures.facts[fact["target"]], "value": target, "caveats": []}
    missing = {"kind": absence, "offices": [], "reason": ""}
    records = [{**each, "absence": missing if each["value"] is None else None} for each in (fact, aim)]
    changed = Figures(figures.context, figures.document, {**figures.facts, **{each["id"]: each for each in records}})
    return standing(changed, records[0])


def at_years_end(sample: Figures, opened: Opened) -> Figures:
    return replace(sample, context=opened(kind="Y"))


@pytest.mark.parametrize(
    ("value", "target", "half", "year"),
    [
        ("702", "702", "met", "met"),
        ("703", "702", "met", "met"),
        ("701", "702", "not_due", "missed"),
        ("0", "5", "not_due", "missed"),
    ],
)
def test_before_the_years_end_a_target_is_not_yet_due(
    figures: Figured, opened: Opened, value: str, target: str, half: str, year: str
) -> None:
    assert stands(figures(), value, target) == half
    assert stands(at_years_end(figures(), opened), value, target) == year


def test_what_is_not_known_is_not_judged(figures: Figured, opened: Opened) -> None:
    sample = at_years_end(figures(), opened)
    assert stands(sample, "5", "9", "incomplete") == "unknown"
    assert stands(sample, "9", "9", "incomplete") == "met", "who has not sent can only add"
    assert stands(sample, None, "9") == "unknown"
    assert stands(sample, "5", None) == "no_target"
    assert stands(sample, "5", None, absence="not_reported") == "unheard"
    assert standing(sample, sample.facts["direction.poor_households"]) == ""


def test_rows_say_it_in_words(figures: Figured) -> None:
    sample = figures()
    for row in headline_rows(sample):
        fact = sample.facts[row["id"]]
        assert row["standing"] == STANDINGS.get(standing(sample, fact), "")
        assert bool(row["standing"]) == bool(fact["target"])
        assert row["attainment"] == "" or Fraction(sample.attainment(fact).number or 0) >= 0
