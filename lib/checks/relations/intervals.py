"""What a printed number can stand for: an interval of exact numbers. 11,5% is any share from 11,45% up to, but not
including, 11,55%; "trên 350" is anything above 350."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, floor

Bound = Fraction | None


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`; None leaves that end open for ever. An end is part of it unless it is `_open`.

    Example:
        >>> above, most = Interval(Fraction(350), None, low_open=True), Interval.point(360)
        >>> 355 in above, 350 in above, above.meets(most), above + most
        (True, False, True, Interval(low=Fraction(710, 1), high=None, low_open=True, high_open=False))
    """

    low: Bound
    high: Bound
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: int | Decimal | Fraction) -> "Interval":
        """The interval of one number."""
        return cls(Fraction(value), Fraction(value))

    def __contains__(self, value: int | Decimal | Fraction) -> bool:
        number = Fraction(value)
        above = self.low is None or number > self.low or (number == self.low and not self.low_open)
        below = self.high is None or number < self.high or (number == self.high and not self.high_open)
        return above and below

    def __add__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def scaled(self, factor: int | Fraction) -> "Interval":
        """Every number of it times a factor that is not negative."""
        if factor < 0:
            raise ValueError(f"an interval is scaled by what is not negative, not by {factor}")
        if factor == 0:
            return Interval.point(0)
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Interval(low, high, self.low_open, self.high_open)

    def over(self, other: "Interval") -> "Interval":
        """Every quotient of a number of this interval by one of the other; neither goes below zero, and nothing is
        divided by zero.

        >>> Interval.point(366).over(Interval(Fraction(1, 8), Fraction(1, 6), high_open=True))
        Interval(low=Fraction(2196, 1), high=Fraction(2928, 1), low_open=True, high_open=False)
        """
        if self.low is None or self.low < 0 or other.low is None or other.low < 0 or other.high == 0:
            raise ValueError(f"a quotient of counts, not of {self} by {other}")
        low, low_open = Fraction(0), self.low > 0 or self.low_open
        if other.high is not None:
            low, low_open = self.low / other.high, self.low_open or (other.high_open and self.low > 0)
        high, high_open = None, False
        if self.high is not None and (other.low > 0 or self.high == 0):
            high = self.high / other.low if self.high else Fraction(0)
            high_open = self.high_open or (other.low_open and self.high > 0)
        return Interval(low, high, low_open, high_open)

    def common(self, other: "Interval") -> "Interval | None":
        """What both hold, None when they exclude each other."""
        low, low_open = max((self._lower(), other._lower()), key=lambda end: (end[0] is not None, end[0] or 0, end[1]))
        high, high_open = min(
            (self._upper(), other._upper()), key=lambda end: (end[0] is None, end[0] or 0, not end[1])
        )
        if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
            return None
        return Interval(low, high, low_open, high_open)

    def _lower(self) -> tuple[Bound, bool]:
        return self.low, self.low_open

    def _upper(self) -> tuple[Bound, bool]:
        return self.high, self.high_open

    def meets(self, other: "Interval") -> bool:
        """Whether one number can be in both."""
        return self.common(other) is not None

    def reaches(self, other: "Interval") -> bool:
        """Whether some number of it is at least as large as some number of the other."""
        return self.meets(Interval(other.low, None, other.low_open))

    def whole(self) -> "tuple[int | None, int | None] | None":
        """The least and the greatest integer in it (None: no end); None when it holds no integer.

        >>> Interval(Fraction(5, 2), Fraction(5), high_open=True).whole()
        (3, 4)
        """
        low = None if self.low is None else ceil(self.low) + (self.low_open and self.low.denominator == 1)
        high = None if self.high is None else floor(self.high) - (self.high_open and self.high.denominator == 1)
        return None if low is not None and high is not None and low > high else (low, high)


def total(intervals: list[Interval]) -> Interval:
    """The sum of intervals, from nothing up."""
    return reduce(Interval.__add__, intervals, Interval.point(0))


def rounded(value: Decimal, decimals: int) -> Interval:
    """The numbers that print as `value` with so many decimals, rounded half up, away from zero.

    >>> rounded(Decimal("11.5"), 1) == Interval(Fraction("11.45"), Fraction("11.55"), high_open=True)
    True
    """
    number, half = Fraction(value), Fraction(1, 2 * 10**decimals)
    return Interval(number - half, number + half, low_open=number <= 0, high_open=number >= 0)
