"""`make bench`: whole runs of one period, their memory, each notebook's share, the same work in plain Python, and what
each output weighs and costs.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lib.editions.index import index_page
from lib.facts.ledger import dump_ledger
from lib.facts.tidy import tidy_csv
from lib.indicators.context import open_context
from lib.intake.folders import REPORT
from lib.narrative.runs import DOCUMENT_MIME
from lib.report.docx import report_docx
from lib.report.executed import outputs
from lib.report.exporter import ReportExporter
from lib.report.tables.annex import annex
from lib.report.tables.figures import Figures
from lib.runs.run import run_report

RUNS = 3
Render = Callable[[], str | bytes]


def main_bench(unit: str, period: str, data: str = "", reports: str = "", runs: int = RUNS) -> int:
    """Runs a period several times into a folder of its own and prints medians; `reports` is left alone."""
    with tempfile.TemporaryDirectory() as folder:
        manifests, walls = [], []
        for _ in range(runs):
            started = time.perf_counter()
            page = run_report(unit, period, data, folder)
            walls.append(time.perf_counter() - started)
            manifests.append(json.loads((page.parent / "manifest.json").read_text(encoding="utf-8")))
        costs = {name: cost(render, runs) for name, render in renders(unit, period, data, page.parent).items()}
        sizes = {path.name: path.stat().st_size for path in page.parent.iterdir() if path.is_file()}
    plain = plain_seconds(unit, period, data)
    wall = statistics.median(walls)
    print(f"{runs} lần, trung vị: {wall:.2f} giây; bộ nhớ lớn nhất {_peak(manifests)} MiB")
    print(f"Cùng phép tính, không qua sổ tay: {plain:.2f} giây (1 : {wall / plain:.1f})")
    for name in manifests[0]["notebooks"]:
        seconds = statistics.median(entry["notebooks"][name]["seconds"] for entry in manifests)
        print(f"  {seconds:7.2f} giây  {name}")
    print("Dung lượng; thời gian xử lý (CPU) lần đầu, các lần sau:")
    for name, size in ({name: size for name, (size, _, _) in costs.items()} | sizes).items():
        told = f"{costs[name][1]:7.3f} {costs[name][2]:7.3f} giây" if name in costs else " " * 20
        print(f"  {size / 1024:7.0f} KiB {told}  {name}")
    return 0


def renders(unit: str, period: str, data: str, edition: Path) -> Mapping[str, Render]:
    """How each output of a published edition is made, from its assembled document alone."""
    notebook = json.loads((edition / "notebooks" / REPORT).read_text(encoding="utf-8"))
    document = list(outputs(notebook, DOCUMENT_MIME))[-1]
    ledger = json.loads((edition / "facts.json").read_text(encoding="utf-8"))
    context = open_context(unit, period, data)
    return {
        "report.html": lambda: str(ReportExporter().from_notebook_node(notebook)[0]),
        "report.docx": lambda: report_docx(document),
        "annex.xlsx": lambda: annex(Figures.of(context, document)),
        "facts.json": lambda: dump_ledger(ledger),
        "facts.csv": lambda: tidy_csv(ledger),
        "index.html": lambda: index_page(edition.parents[1]),
    }


def cost(render: Render, times: int = RUNS) -> tuple[int, float, float]:
    """Bytes of an output, and seconds of processor time to make it: at first, with what has to be loaded, and then
    (the median)."""
    seconds = []
    for _ in range(times + 1):
        started = time.process_time()
        made = render()
        seconds.append(time.process_time() - started)
    return len(made.encode() if isinstance(made, str) else made), seconds[0], statistics.median(seconds[1:])


def plain_seconds(unit: str, period: str, data: str) -> float:
    """Seconds for every fact of the period, computed by the same functions without any notebook, from clean tables."""
    started = time.perf_counter()
    open_context(unit, period, data).all_facts()
    return time.perf_counter() - started


def _peak(manifests: list[dict[str, Any]]) -> int:
    return max(entry["run"]["peak_memory_mb"] or 0 for entry in manifests)
