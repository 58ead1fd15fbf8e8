"""The period before: the one whose files the next period starts from."""

from lib.domain.errors import ReportError
from lib.domain.periods import Period, Periods
from lib.intake.folders import DataFolder


def last_period(data: DataFolder, periods: Periods, unit: str, period: Period) -> Period | None:
    """The latest period of a unit's raw folder that ended before `period` ends, of the same kind if there is one."""
    folder = data.root / "raw" / unit
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    known = [each for name in names if (each := _parsed(periods, name)) is not None and each.end < period.end]
    return max(known, key=lambda each: (each.kind == period.kind, each.end), default=None)


def comparable_period(data: DataFolder, periods: Periods, unit: str, period: Period) -> Period | None:
    """The period to compare with: the same a year before if it has a raw folder, else the last one."""
    kind = next(kind for kind in periods.kinds if kind.name == period.kind)
    same = kind.period(period.year - 1, period.number)
    return same if data.raw(unit, same.code).is_dir() else last_period(data, periods, unit, period)


def _parsed(periods: Periods, name: str) -> Period | None:
    try:
        return periods.parse(name)
    except ReportError:
        return None  # a folder that is no period's
