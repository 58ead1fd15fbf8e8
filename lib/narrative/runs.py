"""Narrative as data: blocks of runs, the one source every output format is made from.

A run is a dict with "text" and at most one of: "fact" (a fact's id), "ref" (what kind of declared reference: a
document number, a date, a period), "gap" (ids of facts that were not reported), "file" (a file that stands beside the
report). A fact's run may have "caveats": the codes of what to know of it (`lib.facts.caveats`). "em" and "strong" mark
emphasis. A block is a paragraph, a heading or a list of items, each a list of blocks.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

NARRATIVE_MIME = "application/vnd.poverty-report.narrative.v1+json"
CHART_MIME = "application/vnd.poverty-report.chart.v1+json"
DOCUMENT_MIME = "application/vnd.poverty-report.document.v1+json"
"""The whole report as assembled: what every output format is made from and checked against."""

Run = dict[str, Any]
Block = dict[str, Any]

DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"(?<=[.!?…])(?<![\s.(][A-ZĐ]\.)(?<![\s.(][A-ZĐ]{2}\.)\s+(?=\S|$)")
"""After a full stop, unless one or two capitals alone stand before it: "P. GDĐT", "TP. …"."""


class Ref(str):
    """Text whose digits are a declared reference, not a figure: a period's name, a document number, a date."""

    kind: str

    def __new__(cls, text: str, kind: str = "reference") -> "Ref":
        ref = super().__new__(cls, text)
        ref.kind = kind
        return ref


class Blocks(list[Block]):
    """Finished blocks that stand in the middle of a narrative, such as a commentary."""


class Runs(list[Run]):
    """Several runs that a phrase puts into one sentence."""


def walk_runs(blocks: list[Block]) -> Iterator[Run]:
    """Every run of a narrative in reading order."""
    for block in blocks:
        yield from block.get("runs", [])
        for item in block.get("items", []):
            yield from walk_runs(item)


def review_runs(stale: Mapping[str, Any]) -> list[Run]:
    """The line under a commentary that no longer fits, and why."""
    return [{"text": "Lời viết cần xem lại: "}, *stale["runs"], {"text": "."}]


def plain_text(blocks: list[Block]) -> str:
    """The words alone, a line per paragraph, heading or list item."""
    lines = []
    for block in blocks:
        if "runs" in block:
            lines.append("".join(run["text"] for run in block["runs"]))
        lines += [plain_text(item) for item in block.get("items", [])]
    return "\n".join(lines)


def cited_facts(blocks: list[Block]) -> list[str]:
    """Ids of the facts a narrative prints, each once, in reading order."""
    return list(dict.fromkeys(run["fact"] for run in walk_runs(blocks) if "fact" in run))


def sentences(blocks: list[Block]) -> Iterator[list[Run]]:
    """The narrative sentence by sentence, each as its runs; a heading or list item counts as one or more."""
    for block in blocks:
        sentence: list[Run] = []
        for run in block.get("runs", []):
            if run.keys() & {"fact", "ref", "gap"}:
                sentence.append(run)
                continue
            *ended, rest = SENTENCE_END.split(run["text"])
            for piece in ended:
                yield [*sentence, {**run, "text": piece}]
                sentence = []
            sentence.append({**run, "text": rest})
        if sentence:
            yield sentence
        for item in block.get("items", []):
            yield from sentences(item)
