"""`python -m lib run --units …`: many units of one period in one call."""

import os
import time
from argparse import Namespace
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.periods import Period, Periods
from lib.domain.unit_patterns import chosen_units
from lib.domain.units import Unit, Units
from lib.editions.history import warn
from lib.intake.folders import DataFolder, data_folder, reports_folder
from lib.intake.workbook import SUFFIXES
from lib.runs.index import one_index_at_the_end, refresh_index
from lib.runs.many.batch import Batch, Engine, How, Outcome, State, require_sent, run_batch
from lib.runs.many.page import batch_file, write_batch
from lib.runs.many.progress import BatchProgress, batch_speaking
from lib.runs.many.stations import Local

LEDGERS = "units"
"""Where a period's raw folder keeps the ledgers of the units below."""
PAGE_SECONDS = 10.0
"""How often the page follows a batch under way."""


def main_run_units(options: Namespace) -> int:
    """The command; 1 if any unit failed."""
    for place in (options.data, options.reports):
        if "://" in place:
            remedy = "gắn kho đó thành một thư mục (mount) rồi ghi đường dẫn thư mục"
            raise ReportError(f"{place}: chỉ nhận thư mục mà mọi máy cùng thấy", remedy=remedy)
    data = data_folder(options.data)
    period = Periods.load(data.reference).parse(options.period)
    batch = _batch(options, data, period)
    sent = [unit for unit in batch.units if _has_sent(data.raw(unit.slug, period.code))]
    require_sent(batch, sent, data.root)
    engine = _engine(options, data, batch.reports, len(sent))
    how = How(
        data=str(data.root) if options.data or options.cluster else "",
        reports=str(batch.reports) if options.reports or options.cluster else "",
        force=options.force,
        wait=options.wait,
        engine=options.engine,
        workers=max(1, (os.cpu_count() or 1) // len(sent)),
    )
    speaking = batch_speaking(options.quiet, options.verbose, options.json)
    try:
        with one_index_at_the_end():
            _run(batch, sent, how, engine, speaking)
    finally:
        refresh_index(batch.reports)
    return 1 if batch.of(State.FAILED) or batch.of(State.WAITING) else 0


def _batch(options: Namespace, data: DataFolder, period: Period) -> Batch:
    scope = tuple(part.strip() for given in options.units for part in given.split(","))
    units = chosen_units(scope, Units.load(data.reference), period.end)
    return Batch(period, scope, reports_folder(options.reports), units)


def _has_sent(raw: Path) -> bool:
    """Whether a workbook has come, or units' ledgers to be added up, going by names: what is in them is for the run."""
    found = raw.iterdir() if raw.is_dir() else ()
    books = (path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")))
    return any(books) or (raw / LEDGERS).is_dir()


def _engine(options: Namespace, data: DataFolder, reports: Path, units: int) -> Engine:
    if options.cluster:
        from lib.runs.many.cluster import Cluster  # brings Dask

        return Cluster(options.cluster, data.root, reports)
    return Local(min(options.workers or os.cpu_count() or 1, units))


def _run(batch: Batch, sent: list[Unit], how: How, engine: Engine, speaking: BatchProgress) -> None:
    """Runs the batch and keeps its page up to date, to the last word however it ends."""
    written = time.monotonic()

    def heard(outcome: Outcome) -> None:
        nonlocal written
        speaking.heard(batch, outcome)
        if time.monotonic() - written > PAGE_SECONDS:
            _write(batch)
            written = time.monotonic()

    batch.where = engine.where
    speaking.begin(batch, len(sent))
    try:
        run_batch(batch, sent, how, engine, heard)
    finally:
        _write(batch)
        speaking.end(batch, batch_file(batch))


def _write(batch: Batch) -> None:
    """The editions stand whatever becomes of the page: what goes wrong is said on standard error."""
    try:
        write_batch(batch)
    except OSError as error:
        warn(batch.reports, error)
