"""What is owed, and by when: the periods that a unit has data for, or that its schedule names.

`data/raw/<unit>/schedule.yaml` is optional (see `Schedule`); without it a period is owed once its raw folder exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.periods import Period, Periods
from lib.domain.reading import read_yaml, record
from lib.domain.units import Unit, Units
from lib.domain.workdays import Workdays, parse_day, today
from lib.editions.manifest import file_sha256
from lib.intake.folders import DataFolder, data_folder

FILE = "schedule.yaml"


@dataclass(frozen=True)
class Schedule:
    """What a unit has to report, as its `schedule.yaml` says.

    Attributes:
        kinds: kinds of period, named as in `periods.yaml` (half_year, year).
        first: the code of the first period; periods with an earlier cut-off are not owed.
        last: the code of the last one, if any.
        sending_days: working days after the cut-off; the usual number if not given.
        on_failure: a program and its arguments, called when a scheduled run fails.
    """

    kinds: tuple[str, ...]
    first: str
    last: str | None = None
    sending_days: int | None = None
    on_failure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owed:
    """A period that a unit has to report: its raw folder, and the last day for sending it."""

    unit: Unit
    period: Period
    raw: Path
    send_by: date
    on_failure: tuple[str, ...] = ()

    @property
    def has_data(self) -> bool:
        """Whether any workbook, or any unit's ledger, has come."""
        from lib.intake.period import workbooks_in  # heavy, and not needed to tell that nothing changed

        return self.raw.is_dir() and bool(workbooks_in(self.raw)[0] or _ledgers(self.raw))


@dataclass(frozen=True)
class Calendar:
    """Everything owed, in the order of cut-offs, then units.

    Attributes:
        coming: each scheduled unit's next period, the first whose cut-off has not passed.
        faults: schedules that could not be understood.
        passed_over: folders that are no unit's or no period's.
    """

    owed: tuple[Owed, ...]
    coming: tuple[Owed, ...] = ()
    faults: tuple[ReportError, ...] = ()
    passed_over: tuple[ReportError, ...] = ()


@dataclass
class _Reader:
    """One reading of a data folder."""

    data: DataFolder
    today: date
    units: Units
    periods: Periods
    workdays: Workdays
    owed: list[Owed] = field(default_factory=list)
    coming: list[Owed] = field(default_factory=list)
    faults: list[ReportError] = field(default_factory=list)
    passed_over: list[ReportError] = field(default_factory=list)

    def unit(self, folder: Path) -> None:
        """Adds what one unit owes: the periods of its folders, then those its schedule names."""
        schedule = self._schedule(folder / FILE)
        found: dict[str, Owed] = {}
        for path in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
            try:
                found[path.name] = self._owes(folder.name, self.periods.parse(path.name), schedule)
            except ReportError as error:
                self.passed_over.append(ReportError(error.reason, file=_short(path), remedy=error.remedy))
        for period in self._named(schedule):
            try:
                owed = found.get(period.code) or self._owes(folder.name, period, schedule)
            except ReportError:
                continue  # the unit did not exist, or no longer: it owes nothing
            if period.end < self.today:
                found[period.code] = owed
            else:
                self.coming.append(owed)
                break
        self.owed += found.values()

    def _owes(self, slug: str, period: Period, schedule: Schedule | None) -> Owed:
        unit = self.units.get(slug, period.end)
        days = self.workdays.sending_days
        if schedule and schedule.sending_days is not None:
            days = schedule.sending_days
        send_by = self.workdays.after(period.end, days)
        hook = schedule.on_failure if schedule else ()
        return Owed(unit, period, self.data.raw(slug, period.code), send_by, hook)

    def _schedule(self, file: Path) -> Schedule | None:
        """The unit's schedule, checked; None if there is none, or none that can be understood."""
        if not file.is_file():
            return None
        try:
            schedule = record(read_yaml(file), Schedule, Path(_short(file)), "tệp")
            known = [kind.name for kind in self.periods.kinds]
            for name in schedule.kinds:
                if name not in known:
                    remedy = f"dùng một trong: {', '.join(known)}"
                    raise ReportError(f'kinds: không có loại kỳ "{name}"', file=_short(file), remedy=remedy)
            for code in (schedule.first, schedule.last or schedule.first):
                self.periods.parse(code)
        except ReportError as error:
            self.faults.append(ReportError(error.reason, file=_short(file), remedy=error.remedy))
            return None
        return schedule

    def _named(self, schedule: Schedule | None) -> Iterator[Period]:
        """The periods a schedule names, in the order of cut-offs, without end unless it says one."""
        if schedule is None:
            return
        first = self.periods.parse(schedule.first)
        last = self.periods.parse(schedule.last).end if schedule.last else date.max
        for year in range(first.year, self.periods.last_year + 1):
            numbered = (
                kind.period(year, number)
                for kind in self.periods.kinds
                if kind.name in schedule.kinds
                for number in range(1, kind.count + 1)
            )
            yield from (period for period in sorted(numbered, key=_order) if first.end <= period.end <= last)


def calendar(data: DataFolder, today: date) -> Calendar:
    """What every unit in the raw folder owes. Periods of folders are listed even before their cut-off.

    Raises:
        ReportError: there is no raw folder, or the reference data cannot be read. What is wrong in one unit's folder is
            a fault among others.
    """
    raw = data.root / "raw"
    if not raw.is_dir():
        remedy = "kiểm tra ổ đĩa, thư mục dùng chung, hoặc tham số --data"
        raise ReportError(f"không có thư mục số liệu {raw}", remedy=remedy)
    reference = data.reference
    reader = _Reader(data, today, Units.load(reference), Periods.load(reference), Workdays.load(reference))
    for folder in sorted(path for path in raw.iterdir() if path.is_dir() and not path.name.startswith(".")):
        reader.unit(folder)
    owed = sorted(reader.owed, key=lambda each: (*_order(each.period), each.unit.slug))
    return Calendar(tuple(owed), tuple(reader.coming), tuple(reader.faults), tuple(reader.passed_over))


def raw_inputs(raw: Path) -> dict[str, str]:
    """SHA-256 of everything people put into a period's folder, by name: the `inputs` of its manifest."""
    if not raw.is_dir():
        return {}
    from lib.intake.period import WRITTEN, workbooks_in

    files = [
        *workbooks_in(raw)[0],
        *_ledgers(raw),
        *(raw / name for name in WRITTEN),
        *sorted((raw / "commentary").glob("*.md")),
    ]
    return {path.relative_to(raw).as_posix(): file_sha256(path) for path in files if path.is_file()}


def _ledgers(raw: Path) -> list[Path]:
    """What units below have sent, where the figures come from them."""
    return sorted(path for path in (raw / "units").glob("*.json") if path.name != "received.json")


def _order(period: Period) -> tuple[date, int]:
    return period.end, len(period.months)


def _short(path: Path) -> str:
    """The path below the data folder, the same on every machine."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("raw") :])


def require_closed(period: str, data: str = "", day: str = "") -> None:
    """Refuses a period that is still running on a day (empty: today): its figures are not all there yet.

    Raises ReportError that says when it closes, and for a code that is no period's.
    """
    known = Periods.load(data_folder(data).reference).parse(period)
    now = parse_day(day) if day else today()
    if now <= known.end:
        after = known.end + timedelta(days=1)
        raise ReportError(
            f"kỳ {known.title} chưa chốt số liệu: tính đến hết ngày {format_date(known.end)}",
            remedy=f"lập từ ngày {format_date(after)}; xem thử trước bằng lệnh watch hoặc --today {after.isoformat()}",
        )
