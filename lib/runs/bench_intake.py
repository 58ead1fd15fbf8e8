"""`make bench-intake`: from workbooks' bytes to clean tables on disk, beside a bare read of the same files by calamine.

Two cases: a register of 200,000 made-up rows, and ten of a period's own workbooks. Each side runs in a process of its
own, the sides taking turns: a machine that slows down slows both, and each has its own peak of memory.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from lib.contracts import CONTRACTS
from lib.domain.numbers import format_count
from lib.domain.reference import Reference
from lib.intake.clean import cleaned
from lib.intake.folders import REPOSITORY, DataFolder, data_folder
from lib.intake.period import workbooks_in
from lib.runs.bench_register import write_register

ROUNDS = 5
ROWS = 200_000
BOOKS = 10
SIDES = {"bare": "calamine", "intake": "đến bảng sạch"}
CALLS = 5
"""Calls in one process: the first has everything to load, the later ones show what intake itself costs."""


@dataclass(frozen=True)
class Case:
    """Workbooks of one unit and period in a data folder of their own."""

    data: str
    unit: str
    period: str

    @property
    def folder(self) -> DataFolder:
        return DataFolder(Path(self.data))

    @property
    def raw(self) -> Path:
        return self.folder.raw(self.unit, self.period)

    def bare(self) -> list[Any]:
        """Every cell of every sheet as calamine gives it."""
        read = []
        for path in workbooks_in(self.raw)[0]:
            with CalamineWorkbook.from_path(path) as book:
                read.append([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
        return read

    def intake(self) -> Callable[[], Any]:
        """What a run does: every workbook to clean tables, rows set aside and receipts, in a folder on disk."""
        reference = Reference.load(self.folder.reference)
        period = reference.periods.parse(self.period)
        unit = reference.units.get(self.unit, period.end)
        return lambda: cleaned(self.folder, reference, unit, period)

    def copy_some(self, source: Path, books: int) -> None:
        """Makes the raw folder hold so many of another's workbooks, spread evenly over its list by name."""
        self.raw.mkdir(parents=True)
        paths = workbooks_in(source)[0]
        for place in range(min(books, len(paths))):
            shutil.copy(paths[place * len(paths) // min(books, len(paths))], self.raw)


@dataclass(frozen=True)
class Taken:
    """What one process took: seconds of each call, and MiB of memory before the first and at most (None on Windows)."""

    seconds: list[float]
    before: int | None
    peak: int | None


def measure(side: str, data: str, unit: str, period: str, calls: int) -> dict[str, Any]:
    """Calls one side so often in this process, each time with nothing made before: a `Taken` as a mapping."""
    case = Case(data, unit, period)
    work = case.bare if side == "bare" else case.intake()
    before, seconds = _memory(), []
    for _ in range(calls):
        shutil.rmtree(case.folder.processed(unit, period), ignore_errors=True)
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return asdict(Taken(seconds, before, _memory()))


def make_register(data: str, unit: str, period: str, rows: int) -> str:
    """Makes a raw folder of one workbook, a commune's, with a register of so many rows; its name."""
    case = Case(data, unit, period)
    reference = Reference.load(case.folder.reference)
    day = reference.periods.parse(period).end
    contract = next(contract for contract in CONTRACTS if contract.per_commune)
    case.raw.mkdir(parents=True)
    commune = reference.units.children(reference.units.get(unit, day), day)[0]
    path = case.raw / "register.xlsx"
    write_register(path, contract, commune, rows)
    return path.name


def _memory() -> int | None:
    """The most memory this process has had so far, in MiB."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (2**20 if sys.platform == "darwin" else 2**10)


def _apart(function: str, *arguments: Any) -> Any:
    """What a function of this module returns in a process of its own."""
    words = [sys.executable, "-X", "utf8", "-m", __spec__.name, json.dumps([function, *arguments])]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return json.loads(done.stdout)


def compare(case: Case, calls: int, rounds: int) -> Iterator[str]:
    """Lines that say both sides' medians, ranges and peaks of memory, and their ratio."""
    taken: dict[str, list[Taken]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, results in taken.items():
            results.append(Taken(**_apart("measure", side, case.data, case.unit, case.period, calls)))
    for words, which in (("lần đầu trong tiến trình", slice(0, 1)), ("các lần sau", slice(1, calls))):
        seconds = {side: [s for each in results for s in each.seconds[which]] for side, results in taken.items()}
        if all(seconds.values()):
            medians = [statistics.median(seconds[side]) for side in SIDES]
            both = ", ".join(f"{word} {_range(seconds[side])}" for side, word in SIDES.items())
            yield f"  {words}: {both}; tỷ lệ {medians[1] / medians[0]:.2f}"
    for side, word in SIDES.items():
        peaks = [(each.peak, each.before) for each in taken[side] if each.peak is not None]
        if peaks:
            peak, before = max(peaks)
            yield f"  bộ nhớ lớn nhất, {word}: {peak} MiB, trong đó Python và thư viện {before} MiB"


def _range(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.3f} giây ({min(seconds):.3f}-{max(seconds):.3f})"


def main_bench_intake(unit: str, period: str, data: str = "", rounds: int = ROUNDS, rows: int = ROWS) -> int:
    """Measures both cases; the period's folder is only read."""
    with tempfile.TemporaryDirectory() as folder:
        register, ordinary = Case(f"{folder}/register", unit, period), Case(f"{folder}/ordinary", unit, period)
        for case in (register, ordinary):
            shutil.copytree(data_folder(data).reference, case.folder.root / "reference")
        _apart("make_register", register.data, unit, period, rows)
        ordinary.copy_some(data_folder(data).raw(unit, period), BOOKS)
        (book,), books = workbooks_in(register.raw)[0], workbooks_in(ordinary.raw)[0]
        print(
            f"Một danh sách {format_count(rows)} dòng ({book.stat().st_size / 2**20:.1f} MiB), {rounds} lần, trung vị:"
        )
        print(*compare(register, 1, rounds), sep="\n")
        print(f"{len(books)} tệp của kỳ {period}, {rounds} lần, trung vị ({', '.join(path.stem for path in books)}):")
        print(*compare(ordinary, CALLS, rounds), sep="\n")
    return 0


if __name__ == "__main__":
    called, *given = json.loads(sys.argv[1])
    print(json.dumps(measure(*given) if called == "measure" else make_register(*given)))
