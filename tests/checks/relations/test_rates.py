"""Shares, the wholes they imply, the fall of a rate: what can be true holds, what cannot does not, at any rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from checks.relations.conftest import check, record
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.numbers import round_half_up
from lib.facts import Share

few = settings(max_examples=150)
wholes = st.integers(1, 100_000)
decimals = st.integers(0, 4)
SHARE = {"share": {"part": "part", "whole": "whole"}}


def declared(percent: Decimal, places: int, name: str = "share") -> dict[str, object]:
    return record(name, percent, "percent", decimals=places, kind="declared")


@few
@given(wholes, st.data(), decimals)
def test_a_share_computed_and_printed_holds_at_any_precision(whole: int, data: st.DataObject, places: int) -> None:
    part = data.draw(st.integers(0, whole))
    share = record("share", Share(part, whole), "percent", decimals=places, kind="computed")
    assert check(SHARE, share, record("part", part), record("whole", whole)).verdict == "holds"


@few
@given(wholes, st.data(), decimals, st.integers(-3, 3))
def test_a_printed_share_holds_exactly_when_it_is_the_rounded_one(
    whole: int, data: st.DataObject, places: int, off: int
) -> None:
    part = data.draw(st.integers(0, whole))
    right = round_half_up(Fraction(100 * part, whole), places)
    said = right + off * Decimal(1).scaleb(-places)
    if said < 0:
        return
    result = check(SHARE, declared(said, places), record("part", part), record("whole", whole))
    assert (result.verdict == "holds") is (off == 0)


@few
@given(st.integers(1, 400), st.integers(1, 1000), st.integers(0, 2), st.integers(0, 120))
def test_a_hedged_part_is_anything_above_what_is_printed(part: int, whole: int, places: int, said: int) -> None:
    """A share has to fit what is printed, and the exact part behind "trên 350" as well."""
    percent = Decimal(said)
    share = declared(percent, places)
    result = check(SHARE, share, record("part", part, hedge=50), record("whole", whole))
    exact = round_half_up(Fraction(100 * part, whole), places) == percent
    assert (result.verdict == "holds") is exact


def test_the_arithmetic_of_a_share() -> None:
    result = check(SHARE, declared(Decimal("11.4"), 1), record("part", 269), record("whole", 2342))
    assert result.verdict == "fails"
    assert result.arithmetic == "269 ÷ 2.342 ≈ 11,486%, làm tròn 11,5%; báo cáo ghi 11,4%"
    assert result.note == "11,4% chỉ đúng với tỷ lệ từ 11,35% đến dưới 11,45%"


def test_a_share_of_nothing_cannot_be_checked() -> None:
    result = check(SHARE, declared(Decimal(5), 0), record("part", 0), record("whole", 0))
    assert (result.verdict, result.note) == ("unchecked", "mẫu số bằng 0")


IMPLIED = {"implied": {"shares": [{"part": "part", "share": "share"}]}}


@few
@given(wholes, st.data(), decimals)
def test_the_true_whole_is_among_those_a_share_implies(whole: int, data: st.DataObject, places: int) -> None:
    part = data.draw(st.integers(0, whole))
    said = round_half_up(Fraction(100 * part, whole), places)
    assert check(IMPLIED, record("whole", whole), record("part", part), declared(said, places)).verdict == "holds"


@few
@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(0, 2), st.integers(1, 100))
def test_a_whole_holds_exactly_when_its_share_prints_so(part: int, whole: int, places: int, said: int) -> None:
    result = check(IMPLIED, record("whole", whole), record("part", part), declared(Decimal(said), places))
    assert (result.verdict == "holds") is (round_half_up(Fraction(100 * part, whole), places) == said)


def test_two_intervals_that_exclude_each_other_are_a_finding_whatever_the_whole() -> None:
    two = {"implied": {"shares": [{"part": "part", "share": "share"}, {"part": "other", "share": "rest"}]}}
    figures = (
        record("part", 366),
        declared(Decimal("12.9"), 1),
        record("other", 100),
        declared(Decimal("3.0"), 1, "rest"),
    )
    for whole in (2837, 3300, 5000):
        result = check(two, record("whole", whole), *figures)
        assert (result.verdict, result.note) == ("fails", "các khoảng loại trừ nhau")
    assert "366 ÷ 12,9% (từ 12,85% đến dưới 12,95%) → từ 2.827 đến 2.848" in result.arithmetic
    assert "100 ÷ 3,0% (từ 2,95% đến dưới 3,05%) → từ 3.279 đến 3.389" in result.arithmetic


def test_a_share_no_whole_number_has() -> None:
    result = check(IMPLIED, record("whole", 3), record("part", 1), declared(Decimal("33.40"), 2))
    assert (result.verdict, result.note) == ("fails", "không có mẫu số nào vừa")


def test_a_share_of_zero_implies_a_large_whole_or_nothing() -> None:
    assert check(IMPLIED, record("whole", 300), record("part", 1), declared(Decimal(0), 0)).verdict == "holds"
    assert check(IMPLIED, record("whole", 200), record("part", 1), declared(Decimal(0), 0)).verdict == "fails"
    assert check(IMPLIED, record("whole", 7), record("part", 0), declared(Decimal(0), 0)).verdict == "holds"
    assert check(IMPLIED, record("whole", 7), record("part", 0), declared(Decimal(2), 0)).verdict == "fails"


# --- the fall of a rate between two year ends

CHANGE = {"rate_change": {"poor": "poor", "exits": "exits", "start": "start", "end": "end"}}
CUTS = {"implied": {"cuts": {"poor": "poor", "start": "start", "rungs": [{"exits": "exits", "rate": "rate"}]}}}


def year(poor: int, exits: int, start: int, end: int) -> list[dict[str, object]]:
    return [record("poor", poor), record("exits", exits), record("start", start), record("end", end)]


@few
@given(st.integers(1, 5000), st.data(), st.integers(5000, 30000), st.integers(5000, 30000), st.integers(0, 3))
def test_a_fall_holds_exactly_when_it_is_that_between_two_bases(
    poor: int, data: st.DataObject, start: int, end: int, places: int
) -> None:
    exits = data.draw(st.integers(0, poor))
    true = 100 * (Fraction(poor, start) - Fraction(poor - exits, end))
    said = round_half_up(true, places)
    if said < 0:
        return
    figures = year(poor, exits, start, end)
    assert check(CHANGE, declared(said, places, "rate"), *figures).verdict == "holds"
    off = said + Decimal(1).scaleb(-places)
    assert check(CHANGE, declared(off, places, "rate"), *figures).verdict == "fails"
    implied = check(CUTS, figures[3], *figures[:3], declared(said, places, "rate"))
    assert implied.verdict == "holds"


def test_a_fall_by_one_base_is_refused() -> None:
    """625 of 19,675 is 3.18%, not the 3.30% that two year ends make."""
    figures = year(2342, 625, 19675, 19950)
    result = check(CHANGE, declared(Decimal("3.30"), 2, "rate"), *figures)
    assert result.arithmetic == (
        "2.342 ÷ 19.675 − (2.342 − 625) ÷ 19.950 ≈ 11,9034% − 8,6065% ≈ 3,2969%, làm tròn 3,30%; văn bản ghi 3,30%"
    )
    assert check(CHANGE, declared(Decimal("3.18"), 2, "rate"), *figures).verdict == "fails"


def test_a_ladder_without_rungs_implies_nothing() -> None:
    figures = [record("end", 100), record("poor", 5), record("start", 90)]
    gone = [record("exits", "not_applicable"), record("rate", "not_applicable", "percent")]
    assert check(CUTS, *figures, *gone).note == "kỳ này không có tỷ lệ nào để suy ra"
    waiting = [record("exits", "not_reported"), record("rate", "not_applicable", "percent")]
    assert check(CUTS, *figures, *waiting).verdict == "unchecked"


@pytest.mark.parametrize("exits", [0, 6])
def test_exits_beyond_the_poor_and_no_households_do_not_crash(exits: int) -> None:
    figures = year(5, exits, 0, 0)
    assert check(CHANGE, declared(Decimal(3), 0, "rate"), *figures).verdict == "unchecked"
    assert check(CUTS, figures[3], *figures[:3], declared(Decimal(3), 0, "rate")).verdict == "unchecked"
    some = year(5, exits, 10, 10)
    assert check(CUTS, some[3], *some[:3], declared(Decimal(3), 0, "rate")).verdict == "fails"
