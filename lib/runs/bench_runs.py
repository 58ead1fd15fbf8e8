"""`make bench-runs`: a period by the stock tools and by ours, on the same notebooks and data, in one session.

Stock is the papermill command for each notebook, then `jupyter nbconvert` for the page. Medians of so many rounds,
the two sides taking turns, so that a machine that slows down slows both.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from lib.indicators.context import open_context
from lib.indicators.registry import written_sections
from lib.intake.folders import CLEAN, NOTEBOOKS, REPORT, REPOSITORY
from lib.runs.run import run_report

ROUNDS = 5
BOOK = "TT DVNN.xlsx"


class Bench:
    """One unit and period copied into a folder of its own, with both ways of making its report."""

    def __init__(self, unit: str, period: str, folder: Path) -> None:
        self.unit, self.period, self.folder = unit, period, folder
        self.data, self.reports = folder / "data", folder / "reports"
        source = REPOSITORY / "data" / "raw" / unit
        shutil.copytree(source, self.data / "raw" / unit)
        self.others = [path.name for path in sorted(source.iterdir()) if path.is_dir() and path.name != period]
        kind = open_context(unit, period, str(self.data)).period.kind
        self.names = notebooks_of(kind)

    def stock(self) -> None:
        """The papermill command per notebook, one after another, then nbconvert."""
        stock_run(self.unit, self.period, self.data, self.names, self.folder / "stock")

    def command(self, *more: str) -> None:
        """Our command as a whole process."""
        places = ("--data", str(self.data), "--reports", str(self.reports), "--quiet")
        _call("-m", "lib", "run", "--unit", self.unit, "--period", self.period, *places, *more)

    def warm(self, period: str = "") -> None:
        """A further run in a process that has already made one: the next unit or period of one call."""
        run_report(self.unit, period or self.period, str(self.data), str(self.reports), force=True)

    def sentence(self) -> None:
        """One sentence of one section changed: what people wrote for the last section, then our command."""
        path = self.data / "raw" / self.unit / self.period / "commentary" / "IV.md"
        path.write_text(path.read_text(encoding="utf-8") + "\nĐề nghị sớm trả lời.\n", encoding="utf-8")
        self.command()

    def workbook(self) -> None:
        """One workbook saved again, then our command."""
        path = self.data / "raw" / self.unit / self.period / BOOK
        book = openpyxl.load_workbook(path)
        book.properties.title = str(time.time_ns())
        book.save(path)
        self.command()

    def plain(self) -> None:
        """The floor: every fact computed by the same functions, without any notebook, tables already clean."""
        open_context(self.unit, self.period, str(self.data)).all_facts()


def stock_run(unit: str, period: str, data: Path, names: Sequence[str], out: Path) -> None:
    """One period by the papermill command for each of its notebooks, one after another, then nbconvert."""
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        given = ["-r", "unit", unit, "-r", "period", period, "-r", "data", str(data)]
        extra = ["-r", "build", str(out)] if name == REPORT else []
        _call("-m", "papermill", str(NOTEBOOKS / name), str(out / name), *given, *extra, "--no-progress-bar")
    _call("-m", "nbconvert", "--to", "html", str(out / REPORT), "--output", "page.html")


def notebooks_of(kind: str) -> list[str]:
    """The notebooks of a kind of period, in the order in which they run."""
    return [CLEAN, *(section.notebook for section in written_sections(kind)), REPORT]


def _call(*arguments: str) -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:4])}: {done.stderr.decode()[-500:]}")


def seconds(work: Callable[[], None]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main_bench_runs(unit: str, period: str, rounds: int = ROUNDS) -> int:
    """Prints medians and the ratio of stock to each."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(unit, period, Path(folder))
        bench.warm()
        sides: dict[str, Callable[[], None]] = {
            "papermill + nbconvert": bench.stock,
            "lib run, cold": lambda: bench.command("--force"),
            "lib run, nothing changed": bench.command,
            "one sentence changed": bench.sentence,
            "one workbook changed": bench.workbook,
            "next run in one call": bench.warm,
            "next period in one call": lambda: bench.warm(bench.others[0]) if bench.others else None,
            "plain functions (floor)": bench.plain,
        }
        taken: dict[str, list[float]] = {name: [] for name in sides}
        for number in range(1, rounds + 1):
            for name, work in sides.items():
                taken[name].append(seconds(work))
                print(f"{number}/{rounds} {name}: {taken[name][-1]:.3f} s", file=sys.stderr, flush=True)
    stock = statistics.median(taken["papermill + nbconvert"])
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:28} {median:8.3f} s  ({min(times):.3f}-{max(times):.3f})  stock : this = {stock / median:7.1f}")
    return 0
