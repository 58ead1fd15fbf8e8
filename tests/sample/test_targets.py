"""The made-up rows add up to every target, and the targets print by the project's rules."""

from fractions import Fraction

import pytest
from sample.reading import PERIODS, targets
from sample.recompute import everything

from lib.domain.numbers import floor_hedge, format_count, format_money, format_percent


def value(row: dict[str, str]) -> object:
    """A target as `everything` would compute it."""
    if row["kind"] == "list":
        return [name for name in row["value"].split(";") if name]
    if row["value"] == "":
        return None
    if row["kind"] in ("state", "document"):
        return row["value"]
    return Fraction(row["value"])


@pytest.mark.parametrize("period", PERIODS)
def test_rows_add_up_to_every_target(period: str) -> None:
    expected = {fact: value(row) for fact, row in targets(period).items()}
    assert everything(period) == expected
    assert len(expected) == 120


@pytest.mark.parametrize("period", PERIODS)
def test_targets_print_by_the_rules(period: str) -> None:
    for fact, row in targets(period).items():
        if row["kind"] in ("state", "not_applicable", "document", "list"):
            continue
        exact = Fraction(row["value"])
        if row["unit"] == "percent":
            shown = format_percent(exact * (100 if row["kind"] == "computed" else 1), int(row["decimals"]))
        elif fact == "jobs.by_other":
            shown = str(floor_hedge(int(exact), step=50))
        else:
            shown = format_money(int(exact)) if row["unit"] == "VND" else format_count(int(exact))
        assert shown == row["printed"], fact


def test_the_second_period_has_other_states() -> None:
    old, new = targets("2020-H1"), targets("2021-H1")
    assert {fact for fact, row in old.items() if row["kind"] == "not_applicable"} == {
        "header.report_number",
        "direction.province_rate",
        "direction.adjusted_rate",
        "direction.adjusted_households",
    }
    assert old["direction.communes_incomplete"]["value"] == "0"
    assert old["direction.communes_incomplete_names"]["kind"] == "list"
    assert int(old["direction.registered_exit"]["value"]) > int(old["direction.plan_households"]["value"])
    same = [fact for fact in new if new[fact]["value"] == old[fact]["value"]]
    assert same == ["direction.communes_total", "extension.resettlement_projects"]
