"""A batch: units of one period made by an engine, in whatever order they end. What is lost is made again, a few times;
what fails is named; neither stops the others.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.editions.history import failure_page
from lib.runs.many.stations import Lost
from lib.runs.many.unit import Result, Task

RETRIES = 2
"""How often a unit is made again after the process at work on it was lost."""


class State(Enum):
    """How a unit of a batch stands; the value is what people read."""

    WAITING = "chưa xong"
    PUBLISHED = "đã lập"
    UNCHANGED = "không đổi"
    FAILED = "lỗi"
    NOT_SENT = "chưa gửi"


class Engine(Protocol):
    """What makes units: `lib.runs.many.stations.Local`, `lib.runs.many.cluster.Cluster`."""

    @property
    def where(self) -> str:
        """Where units are made, in words."""

    def submit(self, task: Task) -> None:
        """Queues a unit."""

    def next(self) -> Result | Lost:
        """What became of the next unit that has ended, or was lost."""

    def drop(self, unit: str) -> None:
        """Calls off a unit that the engine has resumed by itself."""

    def close(self) -> None:
        """Stops what is running."""


@dataclass(frozen=True)
class Outcome:
    """One unit of a batch. `lost` says how each process that was lost over it ended."""

    unit: Unit
    state: State = State.WAITING
    reason: str = ""
    status: str = ""
    run: str = ""
    seconds: float = 0.0
    memory: int = 0
    lost: tuple[str, ...] = ()


@dataclass
class Batch:
    """Units of one period, and how each stands. `scope` are the patterns that named them."""

    period: Period
    scope: tuple[str, ...]
    reports: Path
    units: tuple[Unit, ...]
    where: str = ""
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    seconds: float = 0.0
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outcomes = {unit.slug: Outcome(unit) for unit in self.units}

    def of(self, state: State) -> list[Outcome]:
        """The units that stand so, in the batch's order."""
        return [outcome for outcome in self.outcomes.values() if outcome.state is state]

    @property
    def retried(self) -> list[Outcome]:
        """The units over which a process was lost."""
        return [outcome for outcome in self.outcomes.values() if outcome.lost]

    @property
    def counts(self) -> dict[State, int]:
        """How many units stand how, of the states that there are."""
        return {state: len(found) for state in State if (found := self.of(state))}

    @property
    def summary(self) -> str:
        """The counts in words."""
        told = [f"{count} {state.value}" for state, count in self.counts.items()]
        again = [f"{len(self.retried)} phải chạy lại"] if self.retried else []
        return f"{len(self.units)} đơn vị: {', '.join([*told, *again])}"


@dataclass(frozen=True)
class How:
    """How each unit is run: see `run_report`."""

    data: str = ""
    reports: str = ""
    force: bool = False
    wait: bool = False
    engine: str = ""
    workers: int = 1


def run_batch(batch: Batch, sent: Sequence[Unit], how: How, engine: Engine, heard: Callable[[Outcome], None]) -> None:
    """Makes the units that have sent; the others stand as not sent. `heard` is told of each unit that has come to its
    end, and of each that is made again (still waiting, with one more process `lost`).

    However it is left, the engine is closed.
    """
    clock, batch.where = time.perf_counter(), engine.where
    try:
        for unit in batch.units:
            if unit not in sent:
                batch.outcomes[unit.slug] = Outcome(unit, State.NOT_SENT)
                heard(batch.outcomes[unit.slug])
        tasks = {unit.slug: Task(unit.slug, batch.period.code, **vars(how)) for unit in sent}
        for task in tasks.values():
            engine.submit(task)
        for outcome in _outcomes(batch, tasks, engine):
            batch.outcomes[outcome.unit.slug] = outcome
            batch.seconds = time.perf_counter() - clock
            heard(outcome)
    finally:
        engine.close()
        batch.seconds = time.perf_counter() - clock


def _outcomes(batch: Batch, tasks: dict[str, Task], engine: Engine) -> Iterator[Outcome]:
    """Each unit's end as it comes, and what was lost on the way."""
    open_units = set(tasks)
    while open_units:
        said = engine.next()
        if said.unit not in open_units:
            continue  # it has been given up meanwhile
        before = batch.outcomes[said.unit]
        if isinstance(said, Lost):
            outcome = replace(before, lost=(*before.lost, said.reason))
            if len(outcome.lost) > RETRIES:
                engine.drop(said.unit)
                times = f"đã thử {len(outcome.lost)} lần"
                outcome = _given_up(batch, outcome, f"{said.reason}; {times}")
            elif not said.resumed:
                engine.submit(tasks[said.unit].again())
        else:
            state = State.__members__.get(said.state.upper(), State.WAITING)
            told = {name: getattr(said, name) for name in ("reason", "status", "run", "seconds", "memory")}
            outcome = replace(before, state=state, **told)
        if outcome.state is not State.WAITING or isinstance(said, Result):
            open_units.discard(said.unit)
        yield outcome


def _given_up(batch: Batch, outcome: Outcome, reason: str) -> Outcome:
    """A unit whose every process was lost: nobody else could write that down."""
    from lib.runs.record import record_missing

    record_missing(outcome.unit.slug, batch.period.code, batch.reports, reason)
    return replace(outcome, state=State.FAILED, reason=reason)


def as_json(batch: Batch) -> str:
    """The batch for programs: what was asked for, counts, every unit. Pages are relative to the folder of reports."""
    found: dict[str, Any] = {
        "period": batch.period.code,
        "title": batch.period.title,
        "scope": list(batch.scope),
        "where": batch.where,
        "started": batch.started.isoformat(timespec="seconds"),
        "seconds": round(batch.seconds, 3),
        "counts": {state.name.lower(): count for state, count in batch.counts.items()},
        "retried": len(batch.retried),
        "units": [unit_json(batch, outcome) for outcome in batch.outcomes.values()],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def unit_json(batch: Batch, outcome: Outcome) -> dict[str, Any]:
    """One unit for programs."""
    return {
        "unit": outcome.unit.slug,
        "code": outcome.unit.code,
        "name": outcome.unit.official_name,
        "state": outcome.state.name.lower(),
        "reason": outcome.reason,
        "status": outcome.status,
        "run": outcome.run,
        "seconds": outcome.seconds,
        "lost": list(outcome.lost),
        "page": page_of(batch, outcome),
    }


def page_of(batch: Batch, outcome: Outcome) -> str:
    """The report's address in the folder of reports, if one stands; else of the page of its failure, or ""."""
    unit, period = outcome.unit.slug, batch.period.code
    page, failure = batch.reports / unit / period / "report.html", failure_page(batch.reports, unit, period)
    found = next((path for path in (page, failure) if path.is_file()), None)
    return found.relative_to(batch.reports).as_posix() if found else ""


def require_sent(batch: Batch, sent: Sequence[Unit], data: Path) -> None:
    """Raises ReportError where no unit at all has sent: the folder is more likely wrong than all of them late."""
    if not sent:
        place = f"raw/<đơn vị>/{batch.period.code}"
        raise ReportError(
            f"chưa đơn vị nào trong {len(batch.units)} đơn vị có thư mục số liệu {place} ở {data}",
            remedy="kiểm tra --data, hoặc chuẩn bị kỳ bằng lệnh new",
        )
