"""Executed notebooks as evidence: the facts, narrative and charts left in their outputs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.facts.ledger import FACTS_MIME
from lib.intake.folders import REPORT
from lib.narrative.notes import Note, joined_notes
from lib.narrative.runs import CHART_MIME, DOCUMENT_MIME, NARRATIVE_MIME, Block


@dataclass(frozen=True)
class SectionOutput:
    """What one section's notebook left: its facts' records, its narrative with notes on its marks, commentary that no
    longer fits, its charts."""

    facts: list[dict[str, Any]]
    blocks: list[Block]
    notes: list[Note]
    stale: list[dict[str, Any]]
    charts: list[dict[str, Any]]
    adopted: list[int] = field(default_factory=list)


def outputs(notebook: Any, mime: str) -> Iterator[Any]:
    """Every output of one MIME type, in cell order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if mime in output.get("data", {}):
                yield output["data"][mime]


def read_section(path: Path) -> SectionOutput:
    """What the executed notebook at `path` says. Raises ReportError when it has not been run or says nothing."""
    notebook = _read(path)
    narratives = list(outputs(notebook, NARRATIVE_MIME))
    if not narratives:
        raise ReportError("sổ tay không có đoạn %%narrative nào đã chạy", file=path.name)
    return SectionOutput(
        facts=[fact for part in outputs(notebook, FACTS_MIME) for fact in part["facts"]],
        blocks=[block for part in narratives for block in part["blocks"]],
        notes=joined_notes(part["notes"] for part in narratives),
        stale=[each for part in narratives for each in part["stale"]],
        charts=list(outputs(notebook, CHART_MIME)),
        adopted=[number for part in narratives for number in part.get("adopted", [])],
    )


def read_chart(path: Path) -> dict[str, Any]:
    """The first chart of the executed notebook at `path`. Raises ReportError when it has not been run or shows none."""
    charts: list[dict[str, Any]] = list(outputs(_read(path), CHART_MIME))
    if not charts:
        raise ReportError("sổ tay không có biểu đồ nào đã chạy", file=path.name, remedy="chạy lại sổ tay này")
    return charts[0]


def read_document(edition: Path) -> dict[str, Any]:
    """The assembled document of an edition's folder. Raises ReportError where its notebook is lost, cannot be read or
    puts nothing together."""
    try:
        notebook = json.loads((edition / "notebooks" / REPORT).read_text(encoding="utf-8"))
        document: dict[str, Any] = list(outputs(notebook, DOCUMENT_MIME))[-1]
    except (OSError, ValueError, KeyError, IndexError):
        raise ReportError(f"bản này thiếu sổ tay {REPORT}", file=edition.name, remedy="lập lại báo cáo") from None
    return document


def _read(path: Path) -> Any:
    if not path.is_file():
        raise ReportError(
            "sổ tay của mục chưa chạy", file=path.name, remedy="chạy make report, hoặc chạy sổ tay này trước"
        )
    return json.loads(path.read_text(encoding="utf-8"))
