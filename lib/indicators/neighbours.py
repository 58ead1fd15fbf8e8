"""The other periods of a unit that a period's figures may stand beside."""

from functools import cached_property
from typing import TYPE_CHECKING

from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.indicators.registry import COMPARISONS, groups_of
from lib.intake.folders import DataFolder
from lib.intake.last_period import comparable_period

if TYPE_CHECKING:
    from lib.indicators.context import Context


class Neighbours:
    """What a context knows of other periods, each opened when first asked for."""

    data: DataFolder
    reference: Reference
    unit: Unit
    communes: tuple[Unit, ...]
    period: Period

    @cached_property
    def earlier(self) -> "Context | None":
        """The period this one's workbooks are held against: the same a year before, else the last one; None where there
        is none, or where the unit did not exist yet."""
        before = comparable_period(self.data, self.reference.periods, self.unit.slug, self.period)
        return self._opened(before) if before and self.unit.in_force(before.end) else None

    @cached_property
    def last_year(self) -> "Context | None":
        """The same period of the year before; None where it was not reported or the unit did not exist."""
        return self._opened(self.period.same_last_year())

    @cached_property
    def last_period(self) -> "Context | None":
        """The period of the same kind right before; None where it was not reported."""
        return self._opened(self.period.previous())

    @cached_property
    def part(self) -> "tuple[Context | None, Period]":
        """The longest period within this one that was reported, or would have been."""
        within = self.reference.periods.within(self.period)
        opened = ((self._opened(each), each) for each in within)
        return next((pair for pair in opened if pair[0] is not None), (None, within[0] if within else self.period))

    def _opened(self, period: Period) -> "Context | None":
        """Another period of this unit; rebuilt on its land where it did not exist yet, or None."""
        from lib.indicators.context import Context  # which has these neighbours
        from lib.indicators.rebuilt import Rebuilt

        try:
            if not self.unit.in_force(period.end):
                return Rebuilt(self.unit, period, self.data)
            known = self.data.raw(self.unit.slug, period.code).is_dir()
            return Context(self.unit.slug, period.code, self.data) if known else None
        except ReportError:
            return None  # not there, or its land was no whole communes

    @property
    def folder(self) -> str:
        """What goes before the names of this period's files in another period's report."""
        return f"{self.period.code}/"

    @property
    def land(self) -> object:
        """What must be the same in two periods for their figures to stand beside each other."""
        return (self.unit.key, *(each.key for each in self.communes))

    @property
    def compared_with(self) -> "tuple[Context, ...]":
        """The other periods that this one's facts may be compared with, opened."""
        last = self.last_period if COMPARISONS[1] in groups_of(self.period.kind) else None
        return tuple(each for each in (self.last_year, self.part[0], last) if each is not None)
