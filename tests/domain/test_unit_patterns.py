"""Many units named at once, at a date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.unit_patterns import chosen_units
from lib.domain.units import Units

UNITS = Units.load("data/reference")
BEFORE, AFTER = date(2021, 6, 14), date(2026, 6, 14)


def slugs(*patterns: str, on: date = BEFORE) -> list[str]:
    return [unit.slug for unit in chosen_units(patterns, UNITS, on)]


def test_every_unit_right_below_in_the_order_of_codes() -> None:
    province = UNITS.get("gia-lai", AFTER)
    assert slugs("gia-lai/*", on=AFTER) == [unit.slug for unit in UNITS.children(province, AFTER)]
    assert len(slugs("gia-lai/*", on=AFTER)) == 135
    assert len(slugs("gia-lai/*/*")) >= 14
    assert set(slugs("krong-pa/*")) <= set(slugs("gia-lai/*/*"))


def test_lists_names_and_wildcards_each_unit_once_in_the_order_named() -> None:
    assert slugs("uar, phu-tuc", "krong-pa") == ["uar", "phu-tuc", "krong-pa"]
    assert slugs("krong-pa/uar") == ["uar"]
    assert slugs("krong-pa/uar,krong-pa/ia-rs*,uar,ia-rsai") == ["uar", "ia-rsai", "ia-rsuom"]
    assert slugs("krong-pa/ia-rm?k,krong-pa/[u]ar") == ["ia-rmok", "uar"]


def test_the_same_pattern_names_other_units_at_another_date() -> None:
    assert "krong-pa" in slugs("gia-lai/*")
    assert "krong-pa" not in slugs("gia-lai/*", on=AFTER)
    [old], [new] = chosen_units(["uar"], UNITS, BEFORE), chosen_units(["gia-lai/uar"], UNITS, AFTER)
    assert (old.code, old.key) == (new.code, ("24109", None))
    assert new.key != old.key


@pytest.mark.parametrize(
    ("pattern", "on", "told"),
    [
        ("krong-pa", AFTER, "Huyện Krông Pa không có vào ngày 14/6/2026"),
        ("gia-lai/krong-pa", AFTER, "Huyện Krông Pa không có vào ngày 14/6/2026"),
        ("gia-lay/*", BEFORE, 'không có đơn vị "gia-lay"'),
        ("krong-pa/uarr", BEFORE, 'không có đơn vị "uarr"'),
        ("krong-pa/x*", BEFORE, "dưới Huyện Krông Pa ngày 14/6/2021 không có đơn vị nào là “x*”. Cách sửa: dùng:"),
        ("krong-pa/gia-lai", BEFORE, "không có đơn vị nào là “gia-lai”"),
        ("uar/*", BEFORE, "không biết đơn vị nào dưới Xã Uar"),
        ("*", BEFORE, "không hiểu mẫu đơn vị “*”"),
        ("krong-pa/", BEFORE, "không hiểu mẫu đơn vị “krong-pa/”"),
        ("uar,,phu-tuc", BEFORE, "không hiểu mẫu đơn vị “”"),
        ("", BEFORE, "không hiểu mẫu đơn vị “”"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused_by_name(pattern: str, on: date, told: str) -> None:
    with pytest.raises(ReportError) as refused:
        slugs("phu-tuc", pattern, on=on)
    assert told in str(refused.value)


@given(st.lists(st.sampled_from(sorted(UNITS.by_slug)), min_size=1, max_size=6))
def test_any_list_of_slugs_is_those_units_or_is_refused_for_one_of_another_time(names: list[str]) -> None:
    there = [name for name in names if any(unit.in_force(BEFORE) for unit in UNITS.by_slug[name])]
    if there == names:
        assert slugs(",".join(names)) == list(dict.fromkeys(names))
    else:
        with pytest.raises(ReportError):
            slugs(",".join(names))
