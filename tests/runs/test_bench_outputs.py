"""The benchmark of outputs makes the very bytes that a run published, and counts them."""

from e2e.conftest import PERIODS, UNIT, Make, edition

from lib.runs.bench import cost, renders

__all__ = ["edition"]


def test_it_measures_what_a_run_publishes(edition: Make) -> None:
    folder = edition(PERIODS[0]).folder
    made = renders(UNIT, PERIODS[0], "", folder)
    for name in ("facts.json", "facts.csv", "annex.xlsx"):
        size, first, later = cost(made[name], times=1)
        assert size == (folder / name).stat().st_size
        assert min(first, later) >= 0
    for name in ("report.html", "report.docx", "index.html"):
        assert cost(made[name], times=1)[0] > 10_000
