"""What is measured against what, and the handful of figures that stand for a period."""

import pytest
from facts.conftest import fact, given_value

from lib.facts.ledger import fact_record
from lib.indicators.registry import group_metadata, groups, groups_of, headlines

METADATA = {f"{group}.{name}": entry for group in groups() for name, entry in group_metadata(group).items()}
TARGETS = {name: f"{name.partition('.')[0]}.{entry.target}" for name, entry in METADATA.items() if entry.target}


def test_a_target_is_a_fact_of_the_same_unit_and_has_none_itself() -> None:
    assert TARGETS
    for name, target in TARGETS.items():
        assert METADATA[target].unit == METADATA[name].unit
        assert METADATA[target].target is None


def test_a_target_that_is_no_fact_of_the_group_is_refused() -> None:
    with pytest.raises(KeyError, match="chi_tieu"):
        fact(given_value(1), target="chi_tiu")
    assert fact_record(fact(given_value(1)))["target"] is None


@pytest.mark.parametrize("kind", ["month", "half_year", "year"])
def test_headlines_are_numbers_and_few(kind: str) -> None:
    found = headlines(kind)
    assert 5 <= len(set(found)) == len(found) <= 10
    assert all(METADATA[name].unit != "text" for name in found)
    assert {name.partition(".")[0] for name in found} <= set(groups_of(kind))
    assert set(found) & set(TARGETS)
