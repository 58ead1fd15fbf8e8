"""What is due: periods whose cut-off has passed, and which of them have to be run now.

A period is run when it has data and nothing was published for it, its raw folder changed since, or the last run
failed. What was missed while the machine was off is still there the next time; nothing is run twice.
"""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.workdays import VIETNAM
from lib.editions import history
from lib.editions.owed import Calendar, Owed, calendar
from lib.editions.status import State, Status, status
from lib.intake.folders import DataFolder
from lib.runs.building import Busy
from lib.runs.failure import Failure, call_hook, hook_of
from lib.runs.record import reason_of, record_missing

Run = Callable[[str, str], object]
"""Makes the report of a unit and period, and says so."""


class Need(Enum):
    """What a due period needs; the value is what people read."""

    FIRST = "cần lập"
    CHANGED = "cần lập lại: số liệu đã đổi"
    AGAIN = "cần lập lại: lần trước lỗi"
    DATA = "chờ số liệu"
    NOTHING = "đã lập"


RUNNABLE = (Need.FIRST, Need.CHANGED, Need.AGAIN)


@dataclass(frozen=True)
class Due:
    """A period whose cut-off has passed, how it stands, and what it needs."""

    status: Status
    need: Need

    @property
    def owed(self) -> Owed:
        return self.status.owed


@dataclass(frozen=True)
class DueList:
    """Everything due on a day, in the order of cut-offs."""

    today: date
    reports: Path
    due: tuple[Due, ...]
    calendar: Calendar

    def only(self, unit: str | None, period: str | None) -> "DueList":
        """What is due of one unit, of one period, or both; None stands for all."""
        kept = (
            each for each in self.due if unit in (None, each.owed.unit.slug) and period in (None, each.owed.period.code)
        )
        return replace(self, due=tuple(kept))

    def __str__(self) -> str:
        """What the command prints: a line a period, then what comes next, then folders passed over."""
        lines = [f"Đến ngày {format_date(self.today)}:"]
        lines += [f"  {_line(each)}" for each in self.due] or ["  chưa có kỳ nào đến hạn"]
        lines += [f"Kỳ tới: {_when(owed)}" for owed in self.calendar.coming]
        lines += [f"Bỏ qua: {fault}" for fault in self.calendar.passed_over]
        return "\n".join(lines)


def due(data: DataFolder, reports: Path, today: date) -> DueList:
    """What is due on a day: a period from the day after its cut-off on.

    Raises:
        ReportError: the reference data cannot be read.
    """
    known, runs = calendar(data, today), history.read(reports)
    passed = (owed for owed in known.owed if owed.period.end < today)
    found = (status(owed, reports, runs, today) for owed in passed)
    return DueList(today, reports, tuple(Due(each, _need(each)) for each in found), known)


def _need(each: Status) -> Need:
    if not each.has_data:
        return Need.NOTHING if each.published else Need.DATA
    if each.published is None:
        return Need.AGAIN if each.state is State.FAILED else Need.FIRST
    if each.changed:
        return Need.CHANGED
    return Need.AGAIN if each.state is State.FAILED else Need.NOTHING


def run_due(listed: DueList, run: Run, say: Callable[[str], None]) -> int:
    """Runs what needs it, one after the other; the exit code: 0, or 1 if any failed or a schedule is wrong. What is
    waited for is told through `say`.

    A failure stops none of the others. It calls the hook, but not again on the same day for the same reason. A period
    past its sending day without data fails once.
    """
    code = 0
    for fault in listed.calendar.faults:
        _complain(str(fault))
        code = 1
    for each in listed.due:
        if each.need in RUNNABLE:
            code = max(code, _run_one(listed.reports, each, run, say))
        elif each.need is Need.DATA:
            code = max(code, _remind(listed.reports, each, say))
    return code


def _run_one(reports: Path, each: Due, run: Run, say: Callable[[str], None]) -> int:
    unit, period = each.owed.unit.slug, each.owed.period.code
    try:
        run(unit, period)
    except Busy as error:
        say(f"{unit} {period}: {error}")
    except ReportError as error:
        _failed(reports, each, str(error))
    except Exception as error:  # noqa: BLE001 what breaks one period must not stop the others
        traceback.print_exc()
        _failed(reports, each, reason_of(error))
    else:
        return 0
    return 1


def _remind(reports: Path, each: Due, say: Callable[[str], None]) -> int:
    """A period without data: waits until its sending day, fails once after it."""
    unit, period = each.owed.unit.slug, each.owed.period.code
    if not each.status.overdue:
        say(f"{unit} {period}: {each.need.value}, hạn gửi {format_date(each.owed.send_by)}")
        return 0
    if each.status.state is State.FAILED:
        return 0
    reason = f"quá hạn gửi {format_date(each.owed.send_by)} mà chưa có số liệu kỳ {period}"
    record_missing(unit, period, reports, reason)
    _failed(reports, each, reason)
    return 1


def _failed(reports: Path, each: Due, reason: str) -> None:
    unit, period = each.owed.unit.slug, each.owed.period.code
    _complain(f"{unit} {period}: {reason}")
    now = datetime.now(UTC)
    if not _told(each.status.last, reason, now):
        failure = Failure(unit, period, reason, now, history.failure_page(reports, unit, period))
        call_hook(hook_of(each.owed.on_failure), failure)


def _told(last: history.Run | None, reason: str, now: datetime) -> bool:
    """Whether the same failure was told earlier this day."""
    if last is None or last.outcome != history.FAILED or last.reason != reason[: history.LONGEST_REASON]:
        return False
    return datetime.fromisoformat(last.started).astimezone(VIETNAM).date() == now.astimezone(VIETNAM).date()


def _complain(line: str) -> None:
    print(f"Lỗi: {line}", file=sys.stderr, flush=True)


def _line(each: Due) -> str:
    last = each.status.last
    why = f" ({last.reason})" if each.status.state is State.FAILED and last and last.reason else ""
    return f"{_when(each.owed)}: {each.need.value}{why}"


def _when(owed: Owed) -> str:
    days = f"chốt {format_date(owed.period.end)}, gửi chậm nhất {format_date(owed.send_by)}"
    return f"{owed.unit.slug} {owed.period.code} ({owed.period.title}; {days})"
