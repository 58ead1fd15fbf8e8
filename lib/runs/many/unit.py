"""One unit of many: an ordinary run, and what became of it. Standard library only until something has to be run."""

import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.editions.fresh import standing
from lib.editions.history import record_unchanged

PUBLISHED, UNCHANGED, FAILED, STOPPED = "published", "unchanged", "failed", "stopped"
STATES = (PUBLISHED, UNCHANGED, FAILED, STOPPED)


@dataclass(frozen=True)
class Task:
    """A unit to be run, and how. `workers` is how many of its notebooks run at a time."""

    unit: str
    period: str
    data: str = ""
    reports: str = ""
    force: bool = False
    wait: bool = False
    engine: str = ""
    workers: int = 1

    def again(self) -> "Task":
        """The same once more, after the process at work on it was lost: whatever is left of that one is waited for."""
        return replace(self, wait=True)

    def packed(self) -> bytes:
        """As it travels: a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


@dataclass(frozen=True)
class Result:
    """What became of a unit.

    Attributes:
        state: published, unchanged (the edition stands as it was), failed, or stopped by a person.
        reason: why it failed, in one line.
        run, status: of the edition that stands.
        seconds: how long it took; memory: the peak of its process so far, in KiB.
    """

    unit: str
    state: str
    reason: str = ""
    run: str = ""
    status: str = ""
    seconds: float = 0.0
    memory: int = 0

    def packed(self) -> bytes:
        """As it travels: a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def unpacked(cls, line: bytes) -> "Result":
        """What a line says. Raises ValueError for one that is no result."""
        try:
            result = cls(**json.loads(line))
        except TypeError as error:
            raise ValueError(line) from error
        if result.state not in STATES:
            raise ValueError(line)
        return result


def make(task: Task) -> Result:
    """Runs one unit in this process; whatever stops it is told in the result, but for what a person does.

    Over an edition that is what a run would make, only the history gets a line.
    """
    started = time.perf_counter()
    try:
        state = _made(task)
        reason = ""
    except Exception as error:  # noqa: BLE001 - what breaks one unit must not stop the others
        state, reason = FAILED, _reason(error)
    run = _standing_run(task)
    seconds = round(time.perf_counter() - started, 3)
    return Result(task.unit, state, reason, run.get("id", ""), run.get("status", ""), seconds, peak_memory())


def _made(task: Task) -> str:
    if not task.force and (page := standing(task.data, task.reports, task.unit, task.period)):
        record_unchanged(page.parent, task.unit, task.period)
        return UNCHANGED
    from lib.runs.children import preload_early

    preload_early(task.engine)
    from lib.runs.plan import ENGINE
    from lib.runs.progress import Quiet
    from lib.runs.run import run_report

    before = _standing_run(task).get("id")
    run_report(
        task.unit,
        task.period,
        task.data,
        task.reports,
        workers=task.workers,
        force=task.force,
        wait=task.wait,
        progress=Quiet(),
        engine=task.engine or ENGINE,
    )
    return UNCHANGED if before == _standing_run(task).get("id") else PUBLISHED


def _reason(error: Exception) -> str:
    if isinstance(error, ReportError):
        return str(error)
    from lib.runs.record import reason_of

    return reason_of(error)


def _standing_run(task: Task) -> dict[str, Any]:
    """The run that made the edition that stands; empty where none does."""
    from lib.intake.folders import reports_folder

    try:
        manifest = reports_folder(task.reports) / task.unit / task.period / "manifest.json"
        run: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["run"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return run


def peak_memory() -> int:
    """The most memory this process has had, in KiB; 0 where the system does not say."""
    try:
        return int(
            next(
                line.split()[1]
                for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
                if line.startswith("VmHWM")
            )
        )
    except (OSError, StopIteration):
        return 0
