"""An edition written of executed notebooks: its outputs beside each other, then its manifest."""

import json
import sys
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.editions.fresh import state_and_basis
from lib.editions.manifest import file_sha256, manifest
from lib.indicators.context import Context
from lib.indicators.registry import COMPARISONS, section_of
from lib.intake.period import WRITTEN
from lib.runs.calls import call
from lib.runs.children import SUPPORTED, preloaded
from lib.runs.execute import Executed
from lib.runs.notebooks import NOTEBOOKS, Plan, parameters


@dataclass(frozen=True)
class Begun:
    """What a run began with: its clock, the digest of all that the edition is made from and of what it is made by,
    what was sent and how many rows of it were read. What changes meanwhile is seen by the next run."""

    clock: float
    state: str
    basis: Mapping[str, str]
    inputs: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]

    @classmethod
    def now(cls, context: Context) -> "Begun":
        """Reads everything the offices sent. Raises ReportError for what cannot be read."""
        clock = time.perf_counter()
        state, basis = state_and_basis(context.data.root, context.unit.slug, context.period.code)
        return cls(clock, state, basis, inputs(context), row_counts(context))


def write_edition(plan: Plan, build: Path, executed: list[Executed], begun: Begun) -> str:
    """Writes report.html, report.docx, facts.json, the tables, the review and manifest.json beside the executed
    notebooks, checks them, and returns what the review says in one line."""
    with ThreadPoolExecutor() as pool:
        pages = pool.submit(output, plan, "lib.runs.outputs:write_pages", build)
        books = pool.submit(output, plan, "lib.runs.outputs:write_books", build)
        shown, report = pages.result(), books.result()
    run = {
        "id": uuid.uuid4().hex,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - begun.clock, 3),
        "peak_memory_mb": peak_memory_mb(),
        "status": shown["status"],
    }
    made = manifest(parameters(plan), begun.inputs, begun.rows, _notebooks(executed), build, run, begun.state)
    text = json.dumps({**made, "basis": dict(begun.basis), "report": report}, ensure_ascii=False, indent=1) + "\n"
    (build / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return str(shown["says"])


def output(plan: Plan, place: str, *given: Any) -> Any:
    """What the function `place` returns for a run; called in a child where notebooks run in children."""
    where = (plan.context.unit.slug, plan.context.period.code, plan.data)
    return call(place, *given, *where, apart=SUPPORTED and plan.engine == "fresh")


def inputs(context: Context) -> dict[str, str]:
    """SHA-256 of everything people put into the period's folder: workbooks, commentary, what is written
    beside them."""
    written = [*(context.raw / name for name in WRITTEN), *sorted((context.raw / "commentary").glob("*.md"))]
    return {
        **_books(context),
        **{f"{each.folder}{name}": sha for each in _compared(context) for name, sha in _books(each).items()},
        **{path.relative_to(context.raw).as_posix(): file_sha256(path) for path in written if path.is_file()},
    }


def _books(context: Context) -> dict[str, str]:
    found: dict[str, str] = context.cleaned.intake["files"]
    return found


def _compared(context: Context) -> tuple[Context, ...]:
    """The periods whose tables this report's comparisons read."""
    return context.compared_with if section_of(COMPARISONS[0]).applies(context.period.kind) else ()


def row_counts(context: Context) -> dict[str, dict[str, int]]:
    """Rows read, clean, rejected and recognised as furniture, by table."""
    counts: dict[str, dict[str, int]] = {}
    for reading in context.cleaned.intake["readings"]:
        table = counts.setdefault(reading["table"], {"read": 0, "clean": 0, "rejected": 0, "furniture": 0})
        for kind in ("read", "clean", "rejected"):
            table[kind] += reading[kind]
        table["furniture"] += sum(reading["furniture"].values())
    return counts


def _notebooks(executed: list[Executed]) -> Mapping[str, Mapping[str, Any]]:
    return {
        entry.name: {"sha256": file_sha256(NOTEBOOKS / entry.name), "seconds": round(entry.seconds, 3)}
        for entry in executed
    }


def peak_memory_mb() -> int | None:
    """The largest process of this run so far in MiB (this one or a kernel); None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(largest // (1024 if sys.platform != "darwin" else 1024 * 1024), preloaded().memory // 1024)
