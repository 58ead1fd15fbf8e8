"""What a run writes of its executed notebooks: the page, the ledger, the review, the manifest."""

import json
import sys
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.checks.relations.review import PAGE, REVIEW, dump_review, review
from lib.editions.fresh import basis
from lib.editions.manifest import file_sha256, manifest
from lib.facts.ledger import dump_ledger, ledger
from lib.indicators.context import Context
from lib.indicators.registry import COMPARISON, section_of
from lib.intake.period import WRITTEN
from lib.narrative.runs import DOCUMENT_MIME
from lib.report.annex import reviewed_annex
from lib.report.docx import report_docx
from lib.report.executed import outputs
from lib.report.exporter import ReportExporter
from lib.report.review_page import review_page
from lib.report.tables.written import write_tables
from lib.runs.children import preloaded
from lib.runs.execute import Executed
from lib.runs.notebooks import NOTEBOOKS, REPORT, Plan, parameters


def write_edition(
    plan: Plan, build: Path, executed: list[Executed], started: float, made_from: str
) -> Mapping[str, int]:
    """Writes report.html, report.docx, facts.json, the tables, the review and manifest.json beside the executed
    notebooks, and returns the counts of the review.

    `made_from` is the digest of all that the run began with, so that what changed meanwhile is seen by the next.
    """
    notebook = json.loads((build / "notebooks" / REPORT).read_text(encoding="utf-8"))
    document = list(outputs(notebook, DOCUMENT_MIME))[-1]
    unit, period = plan.context.unit, plan.context.period
    content = ledger(
        document["facts"],
        {"code": unit.code, "slug": unit.slug, "name": unit.name},
        {
            "code": period.code,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "title": period.title,
        },
        document["labels"],
        plan.context.reference.poverty.at(period.end).legal_basis,
    )
    (build / "facts.json").write_text(dump_ledger(content), encoding="utf-8", newline="\n")
    counts = write_review(plan.context, build, document, content)
    report = write_tables(build, plan.context, document, content)
    page, _ = ReportExporter().from_notebook_node(notebook)
    (build / "report.html").write_text(page, encoding="utf-8", newline="\n")
    (build / "report.docx").write_bytes(report_docx(document))
    run = {
        "id": uuid.uuid4().hex,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started, 3),
        "peak_memory_mb": peak_memory_mb(),
        "status": "draft" if document["draft"] else "final",
    }
    context = plan.context
    made = manifest(parameters(plan), inputs(context), row_counts(context), _notebooks(executed), build, run, made_from)
    place = (context.data.root, unit.slug, period.code)
    text = json.dumps({**made, "basis": basis(*place), "report": report}, ensure_ascii=False, indent=1) + "\n"
    (build / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return counts


def write_review(
    context: Context, build: Path, document: dict[str, Any], ledger: Mapping[str, Any]
) -> Mapping[str, int]:
    """Writes review.json and review.html and returns the review's counts, which the document's annex tells from then
    on, in every format."""
    reviewed = review(context, ledger)
    (build / REVIEW).write_text(dump_review(reviewed), encoding="utf-8", newline="\n")
    (build / PAGE).write_text(review_page(reviewed, document["data"]["notice"]), encoding="utf-8", newline="\n")
    counts: Mapping[str, int] = reviewed["counts"]
    document["annex"] = reviewed_annex(document["annex"], counts)
    return counts


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
    return context.compared_with if section_of(COMPARISON).applies(context.period.kind) else ()


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
