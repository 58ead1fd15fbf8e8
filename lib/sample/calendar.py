"""A period as the sample needs it: its words, its legal window, its months, and random days within it."""

import datetime as dt
import random
from dataclasses import dataclass, replace
from pathlib import Path

from lib.domain.periods import Periods


@dataclass(frozen=True)
class Calendar:
    """`months` are the (year, month) pairs that a month column may name."""

    title: str
    year: int
    start: dt.date
    end: dt.date
    months: tuple[tuple[int, int], ...]

    @classmethod
    def load(cls, period: str, reference: Path) -> "Calendar":
        """The calendar of a period code, from the reference data."""
        known = Periods.load(reference).parse(period)
        return cls(known.title, known.year, known.start, known.end, tuple(known.months))

    def after(self, part: "Calendar") -> "Calendar":
        """What is left of this period after a part of it."""
        months = tuple(month for month in self.months if month not in part.months)
        return replace(self, start=part.end + dt.timedelta(days=1), months=months)

    def day(self, rng: random.Random) -> dt.date:
        """A working day within the window.

        >>> week = Calendar("", 2000, dt.date(2000, 1, 1), dt.date(2000, 1, 3), ())
        >>> week.day(random.Random(0))
        datetime.date(2000, 1, 3)
        """
        while True:
            day = self.start + dt.timedelta(days=rng.randint(0, (self.end - self.start).days))
            if day.weekday() < 5:
                return day

    def days(self, count: int, rng: random.Random) -> list[dt.date]:
        """That many working days, in order."""
        return sorted(self.day(rng) for _ in range(count))


def month_text(month: tuple[int, int]) -> str:
    """A month as offices type it.

    >>> month_text((2000, 3))
    '03/2000'
    """
    return f"{month[1]:02d}/{month[0]}"
