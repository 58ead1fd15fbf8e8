"""One period's report from end to end: clean, sections, assembly, page, ledger, manifest, published together."""

import json
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from tqdm import tqdm

from lib.checks.edition import check_edition
from lib.domain.errors import ReportError
from lib.editions.manifest import file_sha256, manifest
from lib.facts.ledger import dump_ledger, ledger
from lib.indicators.context import Context, open_context
from lib.indicators.registry import written_sections
from lib.intake.folders import REPOSITORY
from lib.report.assemble import DOCUMENT_MIME
from lib.report.executed import outputs
from lib.report.exporter import ReportExporter
from lib.runs.execute import Executed, Job, NotebookFailed, execute_all
from lib.runs.publish import publish

NOTEBOOKS = REPOSITORY / "notebooks"
CLEAN, REPORT = "00_clean.ipynb", "report.ipynb"


@dataclass(frozen=True)
class Plan:
    """One run: what to run, where it is built and where it will stand."""

    context: Context
    reports: Path
    workers: int

    @property
    def target(self) -> Path:
        return self.reports / self.context.unit.slug / self.context.period.code


def run_report(unit: str, period: str, data: str = "", reports: str = "", workers: int = 2) -> Path:
    """Makes one period's report and returns the path of its page.

    `data` and `reports` are folders (empty: the repository's). Raises ReportError for anything that stops it; the
    edition that stood before then stands unchanged.
    """
    started = time.perf_counter()
    context = open_context(unit, period, data)
    _ = context.cleaned
    plan = Plan(context, Path(reports).resolve() if reports else REPOSITORY / "reports", workers)
    plan.reports.mkdir(parents=True, exist_ok=True)
    build = Path(tempfile.mkdtemp(prefix=f".building-{context.unit.slug}-{context.period.code}-", dir=plan.reports))
    try:
        executed = _execute(plan, build / "notebooks", data)
        _write(plan, build, executed, started)
        check_edition(build)
        build.chmod(0o755)
        publish(build, plan.target)
    except NotebookFailed as error:
        raise _kept(plan, error) from error
    finally:
        shutil.rmtree(build, ignore_errors=True)
    return plan.target / "report.html"


def _execute(plan: Plan, folder: Path, data: str) -> list[Executed]:
    """Runs every notebook of the period: cleaning first, then the sections, then the assembly."""
    parameters = {"unit": plan.context.unit.slug, "period": plan.context.period.code}
    if data:
        parameters["data"] = str(plan.context.data.root)
    names = [section.notebook for section in written_sections(plan.context.period.kind)]
    with tqdm(total=len(names) + 2, desc="Sổ tay", unit="", file=sys.stderr, leave=False) as bar:

        def done(executed: Executed) -> None:
            bar.set_postfix_str(executed.name)
            bar.update()

        def stage(batch: list[str], **extra: str) -> list[Executed]:
            jobs = [Job(NOTEBOOKS / name, folder / name, {**parameters, **extra}) for name in batch]
            return execute_all(jobs, plan.workers, done)

        return stage([CLEAN]) + stage(names) + stage([REPORT], build=str(folder))


def _write(plan: Plan, build: Path, executed: list[Executed], started: float) -> None:
    """Writes report.html, facts.json and manifest.json beside the executed notebooks."""
    notebook = nbformat.read(build / "notebooks" / REPORT, as_version=4)
    page, _ = ReportExporter().from_notebook_node(notebook)
    (build / "report.html").write_text(page, encoding="utf-8", newline="\n")
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
    )
    (build / "facts.json").write_text(dump_ledger(content), encoding="utf-8", newline="\n")
    run = {
        "id": uuid.uuid4().hex,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started, 3),
        "peak_memory_mb": peak_memory_mb(),
        "status": "draft" if document["draft"] else "final",
    }
    context = plan.context
    made = manifest(_parameters(plan), inputs(context), row_counts(context), _notebooks(executed), build, run)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    (build / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def _parameters(plan: Plan) -> dict[str, str]:
    return {"unit": plan.context.unit.slug, "period": plan.context.period.code}


def inputs(context: Context) -> dict[str, str]:
    """SHA-256 of everything people put into the period's folder: workbooks, report.yaml, commentary."""
    books = {receipt.file: receipt.sha256 for receipt in context.cleaned.receipts}
    written = [context.raw / "report.yaml", *sorted((context.raw / "commentary").glob("*.md"))]
    return {
        **books,
        **{path.relative_to(context.raw).as_posix(): file_sha256(path) for path in written if path.is_file()},
    }


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


def _kept(plan: Plan, error: NotebookFailed) -> ReportError:
    """The failed notebook, moved where it can be looked at; the error then says where."""
    context = plan.context
    folder = context.data.processed(context.unit.slug, context.period.code) / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / error.output.name
    shutil.copyfile(error.output, kept)
    return ReportError(error.reason, file=error.file, cell=error.cell, remedy=f"mở {kept} để xem ô lỗi")


def peak_memory_mb() -> int | None:
    """The largest process of this run so far in MiB (this one or a kernel); None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return largest // (1024 if sys.platform != "darwin" else 1024 * 1024)


def main_run(unit: str, period: str, data: str = "", reports: str = "") -> int:
    """The command: runs and prints the page's path as the last line."""
    print(run_report(unit, period, data, reports))
    return 0
