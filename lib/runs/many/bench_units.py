"""`make bench-units`: batches of small made-up units, a sample of the same by the stock tools in the same session, and
the country's measures rolled up from as many ledgers as it has communes.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.facts.sent import Sent, read_sent
from lib.indicators.rolled import roll_up
from lib.intake.folders import REPOSITORY, data_folder
from lib.runs.bench_runs import notebooks_of, seconds, stock_run
from lib.runs.many.small_units import Small, small_units
from lib.runs.many.unit import peak_memory

COUNTRY = 3321
"""Communes of the country since July 2025."""
ROLL = "from lib.runs.many.bench_units import roll; roll(*__import__('sys').argv[1:])"


@dataclass(frozen=True)
class Measured:
    """A batch as measured.

    Attributes:
        wall, again: seconds of the whole command, and of the same once more with nothing to do.
        parent, worker: the peak of the batch's own process and of the process that makes reports, in MiB.
        all_at_once: the most that all its processes held together, shared pages counted once, in MiB.
        units: seconds by unit, as each took.
        folder: MiB and files of an edition, and of what is kept to make it again.
    """

    count: int
    wall: float
    again: float
    parent: float
    worker: float
    all_at_once: float
    units: Mapping[str, float]
    folder: Mapping[str, tuple[float, float]]


def main_bench_units(options: Namespace) -> int:
    """Prints a table: what a unit costs, beside stock, and how that grows."""
    counts = sorted({int(part) for part in options.counts.split(",")})
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _say(f"dựng {counts[-1]} đơn vị nhỏ từ {options.unit} {options.period}")
        small = small_units(options.unit, options.period, data_folder(""), root / "data", counts[-1])
        batches = [_measured(small, count, root) for count in counts]
        _print_batches(batches, small, root)
        if options.sample:
            _print_stock(small, options.sample, batches[-1], root)
        if options.country:
            _print_country(small, root / "reports", options.country)
    return 0


def _measured(small: Small, count: int, root: Path) -> Measured:
    reports = root / "reports"
    for kept in (reports, small.data / "processed"):
        shutil.rmtree(kept, ignore_errors=True)
    names = list(small.sizes)[:count]
    first, wall, together = _batch(small, names, reports)
    _, again, _ = _batch(small, names, reports)
    end = first[-1]
    if end["counts"] != {"published": count}:
        raise ReportError(f"không phải mọi đơn vị đều lập được: {end['counts']}")
    made = {event["unit"]: event["seconds"] for event in first if event["event"] == "unit"}
    folders = {"reports": reports, "processed": small.data / "processed"}
    weights = {name: _weight(path, names, small.period) for name, path in folders.items()}
    mib = 1 / 1024
    return Measured(count, wall, again, end["memory"] * mib, end["worker_memory"] * mib, together, made, weights)


def _batch(small: Small, names: Sequence[str], reports: Path) -> tuple[list[dict[str, Any]], float, float]:
    """One command as a whole process: its events, seconds, and the most memory of all its processes in MiB."""
    places = ("--data", str(small.data), "--reports", str(reports), "--json")
    given = ("--units", ",".join(names), "--period", small.period, "--today", "2099-12-31")
    command = [sys.executable, "-m", "lib", "run", *given, *places]
    started, events = time.perf_counter(), []
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8") as process:
        watch = _Memory(process.pid)
        watch.start()
        for line in process.stdout or ():
            events.append(json.loads(line))
            if events[-1]["event"] == "unit" and events[-1].get("done", 0) % 50 == 0:
                _say(f"{events[-1]['done']}/{len(names)} đơn vị, {time.perf_counter() - started:.0f} giây")
    return events, time.perf_counter() - started, watch.most / 2**20


class _Memory(threading.Thread):
    """Looks every few seconds at the memory of a process and all below it, shared pages counted once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most = pid, 0

    def run(self) -> None:
        with suppress(psutil.Error):
            whole = psutil.Process(self.pid)
            while whole.is_running() and whole.status() != psutil.STATUS_ZOMBIE:
                self.most = max(self.most, sum(map(_pss, [whole, *whole.children(recursive=True)])))
                time.sleep(5)


def _pss(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.rss))
    return 0


def _weight(root: Path, names: Sequence[str], period: str) -> tuple[float, float]:
    """MiB on the disk and files of a unit's folder, on average."""
    found = [path for name in names for path in (root / name / period).rglob("*") if path.is_file()]
    return sum(path.stat().st_blocks * 512 for path in found) / len(names) / 2**20, len(found) / len(names)


def _print_batches(batches: Sequence[Measured], small: Small, root: Path) -> None:
    print(f"{os.cpu_count()} nhân. Đơn vị nhỏ: {', '.join(map(str, sorted({*small.sizes.values()})))} thôn, buôn.")
    print(f"{'đơn vị':>8} {'tất cả':>9} {'mỗi đơn vị':>11} {'chạy lại':>9} {'mỗi đơn vị':>11}  bộ nhớ: lệnh, một tiến")
    print(f"{'':>8} {'giây':>9} {'giây':>11} {'giây':>9} {'giây':>11}  trình, tất cả cùng lúc (MiB)")
    for each in batches:
        print(
            f"{each.count:>8} {each.wall:>9.1f} {each.wall / each.count:>11.2f} {each.again:>9.2f}"
            f" {each.again / each.count:>11.3f}  {each.parent:.0f} {each.worker:.0f} {each.all_at_once:.0f}"
        )
    first, last = batches[0], batches[-1]
    growth = (last.wall / last.count) / (first.wall / first.count)
    print(f"Từ {first.count} lên {last.count} đơn vị: mỗi đơn vị mất {growth:.3f} lần thời gian.")
    for name, (mib, files) in last.folder.items():
        print(f"Mỗi đơn vị, {name}/: {mib:.2f} MiB trên đĩa, {files:.0f} tệp.")
    _print_rows(last, small, root)


def _print_rows(batch: Measured, small: Small, root: Path) -> None:
    """Seconds by size of unit, and what a row more costs: the slope between the smallest and the largest."""
    found: dict[int, list[tuple[int, float]]] = {}
    for unit, took in batch.units.items():
        manifest = json.loads((root / "reports" / unit / small.period / "manifest.json").read_text(encoding="utf-8"))
        rows = sum(table["read"] for table in manifest["rows"].values())
        found.setdefault(small.sizes[unit], []).append((rows, took))
    middle = {size: tuple(map(statistics.median, zip(*each, strict=True))) for size, each in sorted(found.items())}
    for size, (rows, took) in middle.items():
        print(f"{size} thôn, buôn: {rows:.0f} dòng đọc, {took:.2f} giây (trung vị của {len(found[size])}).")
    (few, quick), (many, slow) = middle[min(middle)], middle[max(middle)]
    if many > few:
        print(f"Mỗi nghìn dòng thêm {1000 * (slow - quick) / (many - few):.2f} giây.")


def _print_stock(small: Small, sample: int, batch: Measured, root: Path) -> None:
    """The stock tools over some of the units, as many at a time as there are cores: the same machine for both."""
    names = list(batch.units)[:sample]
    kind = Reference.load(data_folder("").reference).periods.parse(small.period).kind
    notebooks, cores = notebooks_of(kind), os.cpu_count() or 1

    def one(name: str) -> float:
        return seconds(lambda: stock_run(name, small.period, small.data, notebooks, root / "stock" / name))

    started = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        for number, took in enumerate(pool.map(one, names), 1):
            _say(f"papermill + nbconvert {number}/{len(names)}: {took:.1f} giây")
    per_unit = (time.perf_counter() - started) / len(names)
    ours = batch.wall / batch.count
    print(f"papermill + nbconvert, {len(names)} đơn vị, {cores} một lúc: mỗi đơn vị {per_unit:.1f} giây.")
    print(f"Cùng đơn vị, cùng phiên: {ours:.2f} giây, nhanh gấp {per_unit / ours:.1f} lần.")


def _print_country(small: Small, reports: Path, units: int) -> None:
    ledger = reports / next(iter(small.sizes)) / small.period / "facts.json"
    done = subprocess.run(
        [sys.executable, "-c", ROLL, str(ledger), small.period, str(small.data / "reference"), str(units)],
        cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    print(done.stdout or done.stderr, end="")


def roll(ledger: str, period: str, reference: str, units: str) -> None:
    """Rolls up so many copies of one ledger, each under a code of its own, and prints seconds and memory. Each is read
    and hashed anew, from one file, so the disk is hardly asked."""
    known, count = Reference.load(reference), int(units)
    codes = {f"{number:05d}": f"Đơn vị {number}" for number in range(count)}
    roll_up(_copies(ledger, list(codes)[:1]), codes, known, known.periods.parse(period))  # everything is loaded
    before, started = peak_memory(), time.perf_counter()
    found = roll_up(_copies(ledger, codes), codes, known, known.periods.parse(period))
    took = time.perf_counter() - started
    kib, peak = Path(ledger).stat().st_size / 1024, peak_memory()
    print(f"Tổng hợp {count} sổ, {kib:.0f} KiB mỗi sổ: {len(found.measures)} chỉ tiêu trong {took:.1f} giây;", end=" ")
    print(f"bộ nhớ thêm {(peak - before) / 1024:.0f} MiB, đỉnh {peak / 1024:.0f} MiB.")


def _copies(ledger: str, codes: Sequence[str] | Mapping[str, str]) -> Iterator[Sent]:
    for code in codes:
        sent = read_sent(Path(ledger))
        yield replace(sent, head={**sent.head, "entity": {**sent.head["entity"], "code": code}})


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
