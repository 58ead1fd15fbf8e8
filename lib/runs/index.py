"""The page of all editions kept up to date: made anew, whole, from what stands, after every run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.bootstrap import exclusive
from lib.editions import history
from lib.editions.index import index_page
from lib.runs.building import LOCKS
from lib.runs.failure import write_whole

_waiting: list[bool] = []


@contextmanager
def one_index_at_the_end() -> Iterator[None]:
    """Inside, runs of this process do not make the page anew: whoever has many made does so after the last, or each
    would cost as much as there are editions."""
    _waiting.append(True)
    try:
        yield
    finally:
        _waiting.pop()


def write_index(reports: Path) -> Path:
    """Writes index.html of a folder of reports. Runs that end at once take turns: the last one to write has seen what
    all of them published.

    Raises:
        OSError: it could not be written; the page that stood before then stands.
    """
    (reports / LOCKS).mkdir(parents=True, exist_ok=True)
    with exclusive(reports / LOCKS / "index.lock"):
        write_whole(reports / history.INDEX, index_page(reports))
    return reports / history.INDEX


def refresh_index(reports: Path) -> None:
    """The same, for a run whose edition stands whatever becomes of the page: what goes wrong is said on standard
    error."""
    if _waiting:
        return
    try:
        write_index(reports)
    except OSError as error:
        history.warn(reports, error)
