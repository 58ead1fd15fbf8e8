"""The page of a batch, `batches/<period>-<what>.html` in the folder of reports, and the same as JSON beside it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lib.domain.dates import format_date
from lib.domain.numbers import format_count
from lib.domain.workdays import VIETNAM
from lib.editions.status import published
from lib.runs.failure import write_whole
from lib.runs.many.batch import Batch, Outcome, State, as_json, page_of
from lib.runs.many.progress import duration_in_words

FOLDER = "batches"
LONGEST_NAME = 60
ORDER = (State.FAILED, State.WAITING, State.NOT_SENT, State.PUBLISHED, State.UNCHANGED)
"""How the counts and the list of units go: first what somebody has to see to."""
LABELS = {
    State.FAILED: "Lỗi",
    State.WAITING: "Chưa xong",
    State.NOT_SENT: "Chưa gửi số liệu",
    State.PUBLISHED: "Đã lập",
    State.UNCHANGED: "Không đổi",
}


@dataclass(frozen=True)
class Row:
    """A unit as the page shows it. `edition` is what stands ("dự thảo"); links are relative to the page."""

    name: str
    state: str
    kind: str
    reason: str
    edition: str
    lost: tuple[str, ...]
    report: str
    failure: str
    took: str


def batch_file(batch: Batch) -> Path:
    """Where the page stands: one per period and patterns, so that the next batch of the same takes its place.

    Only plain patterns are a name by themselves; others end in their digest.
    """
    scope = ",".join(batch.scope)
    name = re.sub(r"[^a-z0-9+_-]", "", scope.replace("/*", "_all").replace(",", "+").replace("/", "_"))
    if not re.fullmatch(r"[a-z0-9-]+(/\*)*", scope) or len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}-{hashlib.sha256(scope.encode()).hexdigest()[:8]}"
    return batch.reports / FOLDER / f"{batch.period.code}-{name}.html"


def write_batch(batch: Batch) -> Path:
    """Writes page and JSON, each whole or not at all, and returns the page's path.

    Raises:
        OSError: they could not be written.
    """
    path = batch_file(batch)
    write_whole(path.with_suffix(".json"), as_json(batch))
    write_whole(path, batch_page(batch))
    return path


def batch_page(batch: Batch) -> str:
    """The page of a batch, finished or under way."""
    from lib.report.pages import side_page  # what only retells a batch need not wait for it

    groups = [(LABELS[state], state.name.lower(), [_row(batch, each) for each in batch.of(state)]) for state in ORDER]
    started = batch.started.astimezone(VIETNAM)
    shown = {
        "title": batch.period.title,
        "period": batch.period.code,
        "scope": ", ".join(batch.scope),
        "total": format_count(len(batch.units)),
        "groups": [(label, name, format_count(len(rows)), rows) for label, name, rows in groups if rows],
        "retried": [_row(batch, each) for each in batch.retried],
        "started": f"{started:%H:%M} ngày {format_date(started.date())}",
        "took": duration_in_words(batch.seconds),
        "where": batch.where,
        "data": batch_file(batch).with_suffix(".json").name,
    }
    return side_page("batch", shown)


def _row(batch: Batch, outcome: Outcome) -> Row:
    page = page_of(batch, outcome)
    failed = page.endswith(".failed.html")
    edition = published(batch.reports, outcome.unit.slug, batch.period.code)
    failure = batch.reports / outcome.unit.slug / f"{batch.period.code}.failed.html"
    return Row(
        name=outcome.unit.official_name,
        state=outcome.state.value,
        kind=outcome.state.name.lower(),
        reason=outcome.reason,
        edition=edition.state.value if edition else "",
        lost=outcome.lost,
        report="" if failed or not page else f"../{quote(page)}",
        failure=f"../{quote(failure.relative_to(batch.reports).as_posix())}" if failure.is_file() else "",
        took=duration_in_words(outcome.seconds) if outcome.state in (State.PUBLISHED, State.FAILED) else "",
    )
