"""The run history: `history.jsonl` in the folder of reports, one line per run, only ever appended to.

A line is one system call, so several runs may end at once; a line torn by a power cut is passed over when read, and
the next one starts afresh after it. Standard library only: a run with nothing to do writes here too.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

FILE, INDEX = "history.jsonl", "index.html"
DRAFT, FINAL, UNCHANGED, FAILED, STOPPED = "draft", "final", "unchanged", "failed", "stopped"
OUTCOMES = (DRAFT, FINAL, UNCHANGED, FAILED, STOPPED)
LONGEST_REASON = 1000


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of one unit and period.

    Attributes:
        run: its id; for one that published, the manifest's.
        outcome: draft or final (published as such), unchanged (the edition stands as it was), failed, or stopped
            (by a person).
        started: when, in UTC (ISO 8601); seconds: how long it took.
        inputs: digest of what lay in the raw folder (`inputs_digest`).
        notebooks: seconds by notebook; outputs: SHA-256 by published file. Both empty unless it published.
        reason: why it failed, in one line.
    """

    run: str
    unit: str
    period: str
    outcome: str
    started: str
    seconds: float
    inputs: str = ""
    notebooks: Mapping[str, float] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True)
class History:
    """The runs in the order they ended, and how many lines could not be read."""

    runs: tuple[Run, ...]
    damaged: int = 0

    def last(self, unit: str, period: str) -> Run | None:
        """The latest run of a unit and period that was not stopped by a person, or None."""
        return self._last(unit, period, tuple(outcome for outcome in OUTCOMES if outcome != STOPPED))

    def last_success(self, unit: str, period: str) -> Run | None:
        """The latest run of a unit and period that came to its end, or None."""
        return self._last(unit, period, (DRAFT, FINAL, UNCHANGED))

    def _last(self, unit: str, period: str, outcomes: tuple[str, ...]) -> Run | None:
        mine = (run for run in reversed(self.runs) if (run.unit, run.period) == (unit, period))
        return next((run for run in mine if run.outcome in outcomes), None)


def append(reports: Path, run: Run) -> None:
    """Adds one line to the history of a folder of reports, which is made if it is not there.

    Raises:
        OSError: the line could not be written, or not whole (full disk).
    """
    reports.mkdir(parents=True, exist_ok=True)
    values = {**asdict(run), "reason": run.reason and run.reason[:LONGEST_REASON]}
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(reports / FILE, flags, 0o644)
    try:
        if _torn(handle):
            line = b"\n" + line
        if os.write(handle, line) != len(line):
            raise OSError(f"{FILE}: the line was not written whole")
    finally:
        os.close(handle)


def failure_page(reports: Path, unit: str, period: str) -> Path:
    """Where the failure of a unit and period is shown; it is gone once a run has succeeded."""
    return reports / unit / f"{period}.failed.html"


def pdf_of(reports: Path, unit: str, period: str) -> Path:
    """Where the PDF of an edition stands: beside it, since an edition is not added to."""
    return reports / unit / f"{period}.pdf"


def record_unchanged(edition: Path, unit: str, period: str) -> bool:
    """Records a run that found nothing to do: the published folder `edition` is what it would have made.

    Returns whether the page of all editions has to be made anew: it was lost, or a failure that it names is over.
    """
    reports = edition.parent.parent
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    started = datetime.now(UTC).isoformat(timespec="seconds")
    run = Run(
        run=os.urandom(16).hex(),
        unit=unit,
        period=period,
        outcome=UNCHANGED,
        started=started,
        seconds=0.0,
        inputs=inputs_digest(manifest["inputs"]),
    )
    failed = failure_page(reports, unit, period)
    stale = failed.exists() or not (reports / INDEX).exists()
    try:
        append(reports, run)
        failed.unlink(missing_ok=True)
    except OSError as error:
        warn(reports, error)
    return stale


def warn(reports: Path, error: OSError) -> None:
    """Says on standard error that a run could not be recorded; its edition stands all the same."""
    print(f"Cảnh báo: không ghi được nhật ký chạy trong {reports}: {error.strerror or error}", file=sys.stderr)


def _torn(handle: int) -> bool:
    """Whether the file's last line has no end."""
    size = os.fstat(handle).st_size
    if size == 0:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"


def read(reports: Path) -> History:
    """The history of a folder of reports; empty where nothing ran yet. Lines that are no records are counted."""
    try:
        lines = (reports / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return History(())
    parsed = [_parse(line) for line in lines if line.strip()]
    runs = tuple(run for run in parsed if run is not None)
    return History(runs, len(parsed) - len(runs))


def _parse(line: bytes) -> Run | None:
    """A record, whatever fields later versions add; None for a line that is none."""
    try:
        values = json.loads(line)
        run = Run(**{name: values[name] for name in Run.__dataclass_fields__ if name in values})
    except (ValueError, TypeError):
        return None
    return run if run.outcome in OUTCOMES and isinstance(run.unit, str) and isinstance(run.period, str) else None


def inputs_digest(inputs: Mapping[str, str]) -> str:
    """One digest of the files in a raw folder, from their SHA-256 by name.

    Example:
        >>> inputs_digest({"b.xlsx": "2", "a.xlsx": "1"}) == inputs_digest({"a.xlsx": "1", "b.xlsx": "2"})
        True
    """
    lines = "".join(f"{name}={digest}\n" for name, digest in sorted(inputs.items()))
    return sha256(lines.encode()).hexdigest()[:20]
