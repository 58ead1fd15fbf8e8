"""`make bench`: whole runs of one period, their memory, each notebook's share, and the same work in plain Python."""

import json
import statistics
import tempfile
import time
from typing import Any

from lib.indicators.context import open_context
from lib.runs.run import run_report

RUNS = 3


def main_bench(unit: str, period: str, data: str = "", reports: str = "", runs: int = RUNS) -> int:
    """Runs a period several times into a folder of its own and prints medians; `reports` is left alone."""
    with tempfile.TemporaryDirectory() as folder:
        manifests, walls, sizes = [], [], {}
        for _ in range(runs):
            started = time.perf_counter()
            page = run_report(unit, period, data, folder)
            walls.append(time.perf_counter() - started)
            manifests.append(json.loads((page.parent / "manifest.json").read_text(encoding="utf-8")))
            sizes = {path.name: path.stat().st_size for path in page.parent.iterdir() if path.is_file()}
    plain = plain_seconds(unit, period, data)
    wall = statistics.median(walls)
    print(f"{runs} lần, trung vị: {wall:.2f} giây; bộ nhớ lớn nhất {_peak(manifests)} MiB")
    print(f"Cùng phép tính, không qua sổ tay: {plain:.2f} giây (1 : {wall / plain:.1f})")
    for name in manifests[0]["notebooks"]:
        seconds = statistics.median(entry["notebooks"][name]["seconds"] for entry in manifests)
        print(f"  {seconds:7.2f} giây  {name}")
    for name, size in sizes.items():
        print(f"  {size / 1024:7.0f} KiB   {name}")
    return 0


def plain_seconds(unit: str, period: str, data: str) -> float:
    """Seconds for every fact of the period, computed by the same functions without any notebook, from clean tables."""
    started = time.perf_counter()
    open_context(unit, period, data).all_facts()
    return time.perf_counter() - started


def _peak(manifests: list[dict[str, Any]]) -> int:
    return max(entry["run"]["peak_memory_mb"] or 0 for entry in manifests)
