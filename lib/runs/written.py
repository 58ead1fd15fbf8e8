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
from lib.intake.folders import NOTEBOOKS
from lib.runs.calls import call
from lib.runs.children import SUPPORTED, preloaded
from lib.runs.execute import Executed
from lib.runs.plan import Plan, Planned


@dataclass(frozen=True)
class Begun:
    """What a run began with: its clock, the digest of all that the edition is made from and of what it is made by, and
    what there is to run. What changes meanwhile is seen by the next run."""

    clock: float
    state: str
    basis: Mapping[str, str]
    planned: Planned

    @classmethod
    def now(cls, plan: Plan) -> "Begun":
        """Reads everything the offices sent. Raises ReportError for what cannot be read."""
        clock = time.perf_counter()
        with ThreadPoolExecutor() as pool:
            rests_on = pool.submit(state_and_basis, plan.folder.root, plan.unit, plan.period)
            planned = output(plan, "lib.runs.planning:planned")  # here, where Ctrl-C is heard: cleaning may take long
        return cls(clock, *rests_on.result(), planned)


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
    made = manifest(
        plan.parameters, begun.planned.inputs, begun.planned.rows, _notebooks(executed), build, run, begun.state
    )
    text = json.dumps({**made, "basis": dict(begun.basis), "report": report}, ensure_ascii=False, indent=1) + "\n"
    (build / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return str(shown["says"])


def output(plan: Plan, place: str, *given: Any) -> Any:
    """What the function `place` returns for a run; called in a child where notebooks run in children."""
    return call(place, *given, plan.unit, plan.period, plan.data, apart=SUPPORTED and plan.engine == "fresh")


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
