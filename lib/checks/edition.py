"""The last check of a built edition before it is published: everything ran, and the page says what the ledger
says."""

import json
import re
from html import unescape
from pathlib import Path

import jsonschema
import nbformat

from lib.domain.errors import ReportError
from lib.facts.ledger import check_ledger
from lib.narrative.runs import NARRATIVE_MIME, walk_runs

FACT = re.compile(r'<data class="fact" value="([^"]+)">([^<]*)</data>')


def check_edition(build: Path) -> None:
    """Raises ReportError unless every notebook ran to its end, the ledger keeps its schema, and each fact printed
    in the page is printed as the ledger has it."""
    for path in sorted((build / "notebooks").glob("*.ipynb")):
        check_notebook(path)
    content = json.loads((build / "facts.json").read_text(encoding="utf-8"))
    try:
        check_ledger(content)
    except jsonschema.ValidationError as error:
        raise ReportError(f"sổ chỉ tiêu sai cấu trúc: {error.message[:200]}", file="facts.json") from error
    printed = {fact["id"]: fact["printed"] for fact in content["facts"]}
    page = (build / "report.html").read_text(encoding="utf-8")
    for name, text in FACT.findall(page):
        if printed.get(name) != unescape(text):
            raise ReportError(
                f"trang in «{text}» cho {name}, sổ chỉ tiêu ghi «{printed.get(name)}»", file="report.html"
            )


def check_notebook(path: Path) -> None:
    """Raises ReportError unless the executed notebook is complete: ended, every code cell run, no error, no typed
    figure."""
    notebook = nbformat.read(path, as_version=4)
    ran = notebook.metadata.get("papermill", {})
    if ran.get("end_time") is None or ran.get("exception"):
        raise ReportError("sổ tay chưa chạy đến cuối", file=path.name)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and cell.execution_count is None:
            raise ReportError("ô chưa chạy", file=path.name, cell=f"ô {number}")
        for output in cell.outputs:
            if output.output_type == "error":
                raise ReportError(f"ô báo lỗi: {output.evalue}", file=path.name, cell=f"ô {number}")
            blocks = output.get("data", {}).get(NARRATIVE_MIME, {}).get("blocks", [])
            check_runs(path.name, number, blocks)


def check_runs(name: str, number: int, blocks: list[dict[str, object]]) -> None:
    """Law 2: a digit stands in a fact, in a declared reference, or nowhere."""
    for run in walk_runs(blocks):
        if not run.keys() & {"fact", "ref", "gap"} and re.search(r"\d", run["text"]):
            raise ReportError(f'chữ số không có nguồn: "{run["text"]}"', file=name, cell=f"ô {number}")
