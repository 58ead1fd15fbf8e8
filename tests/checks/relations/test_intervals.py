"""Intervals against what they mean: a number is in one exactly when it could have been printed so."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.relations.intervals import Interval, rounded, total
from lib.domain.numbers import round_half_up

few = settings(max_examples=100)
numbers = st.fractions(min_value=0, max_value=20, max_denominator=8)
ends = st.one_of(st.none(), numbers)
counts = st.integers(0, 12)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Not empty, not below zero."""
    low, high = draw(numbers), draw(ends)
    if high is None:
        return Interval(low, None, draw(st.booleans()))
    low, high = sorted((low, high))
    wide = low < high
    return Interval(low, high, wide and draw(st.booleans()), wide and draw(st.booleans()))


@few
@given(st.fractions(min_value=-50, max_value=50, max_denominator=400), st.integers(0, 3), st.integers(-2, 2))
def test_rounded_holds_exactly_what_prints_as_the_value(number: Fraction, decimals: int, off: int) -> None:
    value = round_half_up(number, decimals) + off * Decimal(1).scaleb(-decimals)
    assert (number in rounded(value, decimals)) is (round_half_up(number, decimals) == value)


@few
@given(intervals(), intervals(), numbers)
def test_common_is_membership_in_both(one: Interval, two: Interval, number: Fraction) -> None:
    both = one.common(two)
    assert (number in one and number in two) is (both is not None and number in both)
    assert one.meets(two) is two.meets(one)
    assert one.common(one) == one


def inside(interval: Interval) -> Fraction:
    """Some number of it, not at an end that is open."""
    assert interval.low is not None
    if interval.high == interval.low:
        return interval.low
    return interval.low + 1 if interval.high is None else (interval.low + interval.high) / 2


@few
@given(intervals(), intervals())
def test_sums_and_quotients_hold_those_of_their_numbers(one: Interval, two: Interval) -> None:
    a, b = inside(one), inside(two)
    assert a + b in one + two
    assert 3 * a in one.scaled(3)
    assert two.high == 0 or a / b in one.over(two)


@few
@given(intervals(), intervals())
def test_quotients_end_where_their_numbers_do(one: Interval, two: Interval) -> None:
    """The ends of a quotient belong to it only when the ends it is made of do."""
    if two.high == 0:
        return
    quotient = one.over(two)
    if one.low and two.high:
        assert quotient.low == one.low / two.high
        assert (quotient.low in quotient) is (not one.low_open and not two.high_open)
    if one.high and two.low:
        assert quotient.high == one.high / two.low
        assert (quotient.high in quotient) is (not one.high_open and not two.low_open)


@few
@given(intervals(), st.integers(-1, 22))
def test_whole_names_the_outermost_integers(interval: Interval, number: int) -> None:
    found = interval.whole()
    if found is None:
        assert number not in interval
        return
    low, high = found
    assert low is not None
    assert (number in interval) is (low <= number and (high is None or number <= high))
    assert low in interval
    assert high is None or high in interval


@few
@given(intervals(), intervals())
def test_reaching_is_not_staying_below(one: Interval, two: Interval) -> None:
    below = one.high is not None and two.low is not None and (
        one.high < two.low or (one.high == two.low and (one.high_open or two.low_open))
    )  # fmt: skip
    assert one.reaches(two) is not below


def test_nothing_adds_up_to_nothing() -> None:
    assert total([]) == Interval.point(0)


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="a quotient of counts"):
        Interval.point(1).over(Interval.point(0))
    with pytest.raises(ValueError, match="a quotient of counts"):
        Interval.point(-1).over(Interval.point(1))
    with pytest.raises(ValueError, match="not negative"):
        Interval.point(1).scaled(-1)
