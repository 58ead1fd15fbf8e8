"""Every notebook of the repository under both engines: the same notebooks, and the same bytes of page and ledger."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from e2e.conftest import UNIT
from runs.notebooks import differences, settled

from lib.indicators.registry import written_sections
from lib.intake.folders import CLEAN, REPORT
from lib.runs.children import SUPPORTED
from lib.runs.run import run_report

PERIOD = "2021-H1"
NOTEBOOKS = [CLEAN, *(section.notebook for section in written_sections("half_year")), REPORT]

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="no fork on this system")


@pytest.fixture(scope="session")
def by(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> Callable[[str], Path]:
    """Return `by(engine)`: an edition with every notebook executed anew by that engine."""

    def made(engine: str) -> Path:
        def build(target: Path) -> None:
            run_report(UNIT, PERIOD, reports=str(target), engine=engine, force=True)

        return once_per_run(f"edition-by-{engine}", build) / UNIT / PERIOD

    return made


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_both_engines_leave_the_same_notebook(by: Callable[[str], Path], name: str) -> None:
    stock, fresh = (nbformat.read(by(engine) / "notebooks" / name, as_version=4) for engine in ("kernel", "fresh"))
    found = list(differences(settled(stock), settled(fresh)))
    assert not found, found
    assert next(cell.execution_count for cell in fresh.cells if cell.cell_type == "code") == 1


@pytest.mark.parametrize("name", ["report.html", "facts.json", "review.json", "annex.xlsx"])
def test_both_engines_make_the_same_bytes(by: Callable[[str], Path], name: str) -> None:
    assert (by("kernel") / name).read_bytes() == (by("fresh") / name).read_bytes()
