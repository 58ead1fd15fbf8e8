"""What every run leaves besides its edition: a line in the history; after a failure, a page that says so."""

import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lib.domain.errors import ReportError
from lib.editions import history
from lib.editions.owed import raw_inputs
from lib.editions.status import Published, published
from lib.runs.building import Busy
from lib.runs.failure import clear_failure, show_failure
from lib.runs.index import refresh_index


@contextmanager
def recorded(unit: str, period: str, raw: Path, reports: Path) -> Iterator[None]:
    """Records the run inside it: what it published, or why not. Whatever is raised goes on.

    A period without a raw folder is a slip of the keyboard, one that another run is busy with is that run's to record:
    neither leaves a trace. What cannot be recorded is said on standard error and changes nothing else.
    """
    if not raw.is_dir():
        yield
        return
    before, inputs = published(reports, unit, period), history.inputs_digest(raw_inputs(raw))
    started, clock = datetime.now(UTC), time.perf_counter()
    try:
        yield
    except Busy:
        raise
    except BaseException as error:
        outcome = history.STOPPED if isinstance(error, KeyboardInterrupt) else history.FAILED
        reason = reason_of(error) if outcome == history.FAILED else None
        seconds = time.perf_counter() - clock
        _keep(reports, _run(unit, period, outcome, started, seconds, inputs, reason))
        raise
    after, seconds = published(reports, unit, period), time.perf_counter() - clock
    if after is None or (before and after.run == before.run):
        _keep(reports, _run(unit, period, history.UNCHANGED, started, seconds, inputs))
    else:
        _keep(reports, _published(unit, period, after, started, seconds))


def record_missing(unit: str, period: str, reports: Path, reason: str) -> None:
    """Records that a period could not be begun: nothing has come for it."""
    _keep(reports, _run(unit, period, history.FAILED, datetime.now(UTC), 0.0, "", reason))


def reason_of(error: BaseException) -> str:
    """Why a run failed, in one line: people's errors in their words, programs' with their kind before them."""
    if isinstance(error, ReportError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        place = f"{Path(str(error.filename)).name}: " if error.filename else ""
        return f"{place}máy báo lỗi {error.strerror}"
    said = "".join(traceback.format_exception_only(error)).strip()
    return f"lỗi chương trình {' '.join(said.split())}"


def _run(
    unit: str, period: str, outcome: str, started: datetime, seconds: float, inputs: str, reason: str | None = None
) -> history.Run:
    return history.Run(
        run=uuid.uuid4().hex,
        unit=unit,
        period=period,
        outcome=outcome,
        started=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        inputs=inputs,
        reason=reason,
    )


def _published(unit: str, period: str, edition: Published, started: datetime, seconds: float) -> history.Run:
    manifest = edition.manifest
    return history.Run(
        run=edition.run,
        unit=unit,
        period=period,
        outcome=history.FINAL if edition.status == history.FINAL else history.DRAFT,
        started=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        inputs=history.inputs_digest(edition.inputs),
        notebooks={name: entry["seconds"] for name, entry in manifest.get("notebooks", {}).items()},
        outputs=dict(manifest.get("outputs", {})),
    )


def _keep(reports: Path, run: history.Run) -> None:
    """Appends to the history and brings the failure page and the page of editions up to date."""
    try:
        history.append(reports, run)
        if run.outcome == history.FAILED:
            time = datetime.fromisoformat(run.started)
            show_failure(reports, run.unit, run.period, run.reason or "", time)
        elif run.outcome != history.STOPPED:
            clear_failure(reports, run.unit, run.period)
    except OSError as error:
        history.warn(reports, error)
    if run.outcome != history.STOPPED:
        refresh_index(reports)
