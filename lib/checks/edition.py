"""The last check of a built edition before it is published: everything ran, page and Word file say what the ledger
says, and no digit of the page is without explanation."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from lib.checks.audit.page import unexplained
from lib.checks.relations.review import PAGE, REVIEW, check_review
from lib.checks.word import printed_facts
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, format_money
from lib.domain.text import showable, steady
from lib.facts.ledger import check_ledger
from lib.facts.schema import SchemaError
from lib.narrative.runs import DOCUMENT_MIME, NARRATIVE_MIME, cited_facts, walk_runs

FILES = ("facts.json", "report.html", "report.docx", REVIEW, PAGE)
FACT = re.compile(r'<data class="(?:fact|part)" value="([^"]+)">([^<]*)</data>')
"""What a page prints of the ledger: a fact, or a part of one, "id/dimension/value"."""


def check_edition(build: Path) -> None:
    """Raises ReportError unless every notebook ran to its end, the ledger keeps its schema and names no fact twice,
    each fact and part of one printed in the page or the Word file is printed as the ledger has it, each fact a
    narrative cites is in both, every other digit of the page is explained (law 2), and the review is sound."""
    notebooks = sorted((build / "notebooks").glob("*.ipynb"))
    for name in ("notebooks", *FILES):
        if not (notebooks if name == "notebooks" else (build / name).is_file()):
            raise ReportError("bản dựng thiếu tệp này", file=name)
    cited = {name: None for path in notebooks for name in check_notebook(path)}
    printed = _ledger(build / "facts.json")
    page = (build / "report.html").read_text(encoding="utf-8")
    shown = [(unescape(name), unescape(text)) for name, text in FACT.findall(page)]
    _agrees("report.html", shown, {name: steady(text) for name, text in printed.items()}, cited)
    word = printed_facts(build / "report.docx")
    _agrees("report.docx", word, {name: showable(text) for name, text in printed.items()}, cited)
    review = check_reviewed(build, printed)
    if odd := unexplained(page, _assembled(build / "notebooks"), review["counts"]):
        raise ReportError(f'chữ số không có nguồn trên trang: "{odd[0]}"', file="report.html")


def _agrees(file: str, shown: Sequence[tuple[str, str]], printed: Mapping[str, str], cited: Iterable[str]) -> None:
    """Raises ReportError unless a file shows facts as they are printed, and all that are cited."""
    for name, text in shown:
        if printed.get(name) != text:
            raise ReportError(f"in «{text}» cho {name}, sổ chỉ tiêu ghi «{printed.get(name)}»", file=file)
    if lost := [name for name in cited if name not in dict(shown)]:
        raise ReportError(f"thiếu {', '.join(lost[:5])}, lời văn của mục có dẫn", file=file)


def _assembled(notebooks: Path) -> Mapping[str, Any]:
    """The assembled document that the page was made from; empty where no notebook holds one."""
    for path in sorted(notebooks.glob("report.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if DOCUMENT_MIME in output.get("data", {}):
                    document: Mapping[str, Any] = output["data"][DOCUMENT_MIME]
                    return document
    return {}


def check_reviewed(build: Path, printed: Mapping[str, str]) -> Mapping[str, Any]:
    """The review. Raises ReportError unless it is sound, is of this very ledger, and its page shows every result."""
    review: Mapping[str, Any] = json.loads((build / REVIEW).read_text(encoding="utf-8"))
    check_review(review)
    page = (build / PAGE).read_text(encoding="utf-8")
    for result in review["results"]:
        for fact in result["facts"]:
            if printed.get(fact["id"]) != fact["printed"]:
                raise ReportError(f"đối chiếu theo {fact['id']} khác với sổ chỉ tiêu", file=REVIEW, cell=result["id"])
        if f'id="{result["id"]}"' not in page:
            raise ReportError(f"trang đối chiếu thiếu {result['id']}", file=PAGE)
    return review


def _ledger(path: Path) -> dict[str, str]:
    """What the ledger prints for each fact, and for each of its parts; parts it does not list are zero."""
    content = json.loads(path.read_text(encoding="utf-8"))
    try:
        check_ledger(content)
    except SchemaError as error:
        raise ReportError(f"sổ chỉ tiêu sai cấu trúc: {error.message[:200]}", file=path.name) from error
    printed: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = content.get("labels", {})
    for fact in content["facts"]:
        if fact["id"] in printed:
            raise ReportError(f"chỉ tiêu {fact['id']} ghi hai lần", file=path.name)
        printed[fact["id"]] = fact["printed"]
        for dimension in fact["dimensions"]:
            for value in labels.get(dimension, {}):
                part = int(fact["dimensions"][dimension].get(value, 0))
                shown = format_money(part) if fact["unit"] == "VND" else format_count(part)
                printed[f"{fact['id']}/{dimension}/{value}"] = shown
    return printed


def check_notebook(path: Path) -> list[str]:
    """The facts an executed notebook's narratives cite.

    Raises ReportError unless it is complete: ended, every code cell run, no error, no typed figure.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    ran = notebook["metadata"].get("papermill", {})
    if ran.get("end_time") is None or ran.get("exception"):
        raise ReportError("sổ tay chưa chạy đến cuối", file=path.name)
    cited: list[str] = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "code":
            continue
        if "".join(cell["source"]).strip() and cell["execution_count"] is None:
            raise ReportError("ô chưa chạy", file=path.name, cell=f"ô {number}")
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                raise ReportError(f"ô báo lỗi: {output['evalue']}", file=path.name, cell=f"ô {number}")
            blocks = output.get("data", {}).get(NARRATIVE_MIME, {}).get("blocks", [])
            check_runs(path.name, number, blocks)
            cited += cited_facts(blocks)
    return cited


def check_runs(name: str, number: int, blocks: list[dict[str, object]]) -> None:
    """Law 2: a digit stands in a fact, in a declared reference, or nowhere."""
    for run in walk_runs(blocks):
        if not run.keys() & {"fact", "ref", "gap"} and re.search(r"\d", run["text"]):
            raise ReportError(f'chữ số không có nguồn: "{run["text"]}"', file=name, cell=f"ô {number}")
