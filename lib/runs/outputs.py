"""What a run writes of its executed notebooks: the page, the Word file, the ledger, the review, the tables; and the
last check of it all. Each function is called in a process of its own, with plain data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_notebook

from lib.checks.edition import check_edition
from lib.checks.relations.review import PAGE, REVIEW, dump_review, in_one_line, review
from lib.facts.ledger import dump_ledger, ledger
from lib.facts.schema import compiled
from lib.indicators.context import Context, open_context
from lib.intake.folders import REPORT
from lib.narrative.runs import DOCUMENT_MIME
from lib.report.annex import reviewed_annex
from lib.report.docx import report_docx
from lib.report.executed import outputs
from lib.report.exporter import ReportExporter
from lib.report.review_page import review_page
from lib.report.tables.written import write_tables

SCHEMAS = (("lib.facts", "ledger.schema.json"), ("lib.checks.relations", "review.schema.json"))


def warm() -> None:
    """Does what each process that writes would do once: makes the exporter, compiles the schemas."""
    nbformat.validate(new_notebook())
    ReportExporter()
    for package, name in SCHEMAS:
        compiled(package, name)


@dataclass(frozen=True)
class Assembled:
    """The assembled notebook of a build, the document in it, and the document's ledger."""

    context: Context
    notebook: dict[str, Any]
    document: dict[str, Any]
    ledger: dict[str, Any]

    @classmethod
    def read(cls, build: Path, unit: str, period: str, data: str) -> "Assembled":
        """From the folder of a build."""
        context = open_context(unit, period, data)
        notebook = json.loads((build / "notebooks" / REPORT).read_text(encoding="utf-8"))
        document = list(outputs(notebook, DOCUMENT_MIME))[-1]
        entity = {"code": context.unit.code, "slug": context.unit.slug, "name": context.unit.name}
        when = {
            "code": context.period.code,
            "start": context.period.start.isoformat(),
            "end": context.period.end.isoformat(),
            "title": context.period.title,
        }
        standard = context.reference.poverty.at(context.period.end).legal_basis
        content = ledger(document["facts"], entity, when, document["labels"], standard)
        return cls(context, notebook, document, content)


def write_pages(build: Path, unit: str, period: str, data: str) -> dict[str, str]:
    """Writes facts.json, review.json, review.html, report.html and report.docx and checks the edition. Returns its
    `status`, and what the review `says` in one line."""
    assembled = Assembled.read(build, unit, period, data)
    (build / "facts.json").write_text(dump_ledger(assembled.ledger), encoding="utf-8", newline="\n")
    counts = write_review(build, assembled)
    page, _ = ReportExporter().from_notebook_node(assembled.notebook)
    (build / "report.html").write_text(page, encoding="utf-8", newline="\n")
    (build / "report.docx").write_bytes(report_docx(assembled.document))
    check_edition(build)
    return {"status": "draft" if assembled.document["draft"] else "final", "says": in_one_line(counts)}


def write_review(build: Path, assembled: Assembled) -> Mapping[str, int]:
    """Writes review.json and review.html and returns the review's counts, which the document's annex tells from then
    on, in every format."""
    reviewed, document = review(assembled.context, assembled.ledger), assembled.document
    (build / REVIEW).write_text(dump_review(reviewed), encoding="utf-8", newline="\n")
    (build / PAGE).write_text(review_page(reviewed, document["data"]["notice"]), encoding="utf-8", newline="\n")
    counts: Mapping[str, int] = reviewed["counts"]
    document["annex"] = reviewed_annex(document["annex"], counts)
    return counts


def write_books(build: Path, unit: str, period: str, data: str) -> dict[str, Any]:
    """Writes annex.xlsx, the forms and facts.csv; returns what lists of editions say of this one."""
    assembled = Assembled.read(build, unit, period, data)
    return write_tables(build, assembled.context, assembled.document, assembled.ledger)
