"""Runs and blocks of the narrative as paragraphs; every fact a content control that carries its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lib.facts.caveats import marks
from lib.narrative.runs import Block, Run, review_runs
from lib.report.docx.styles import BULLETS, LEVELS
from lib.report.docx.xml import el, words

LONGEST = 64
"""Characters that Word takes as the title of a content control; a longer one and it repairs the file."""
DEEPEST = 4
"""The last level of headings that has a style."""


def control_title(title: str) -> str:
    """A fact's title as the name of its content control."""
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


@dataclass
class Text:
    """What the text of one file needs to know: titles of facts by id, and numbers that must not repeat."""

    titles: Mapping[str, str]
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    restarts: list[int] = field(default_factory=list)
    """Numbers of lists that count from 1 again."""

    def runs(self, runs: Sequence[Run]) -> str:
        """Runs one after another."""
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        style = {"bold": bool(run.get("strong")), "italic": bool(run.get("em"))}
        if "fact" not in run:
            return plain(run["text"], marked="gap" in run, **style)
        mark = marks(run.get("caveats", ()))
        raised = plain(mark, raised=True) if mark else ""
        return self._control(run["fact"], plain(run["text"], **style)) + raised

    def _control(self, fact: str, content: str) -> str:
        """A content control around a fact: its id as the tag, its title as the name, open to editing."""
        head = (
            el("w:alias", val=control_title(self.titles.get(fact, fact))),
            el("w:tag", val=fact),
            el("w:id", val=next(self.numbers)),
            el("w:text"),
        )
        return el("w:sdt", el("w:sdtPr", *head), el("w:sdtContent", content))

    def legend(self, legend: Sequence[Mapping[str, Any]]) -> str:
        """What the marks of a text or a chart mean, a paragraph each."""
        return "".join(paragraph("Note", plain(f"{note['mark']} ") + self.runs(note["runs"])) for note in legend)

    def stale(self, stale: Sequence[Mapping[str, Any]]) -> str:
        """That a commentary no longer fits, and why: a paragraph each."""
        return "".join(paragraph("Note", self.runs(review_runs(each))) for each in stale)

    def blocks(self, blocks: Sequence[Block], heading: int = 1, keep: bool = False) -> str:
        """Blocks as paragraphs. `heading` is the level that the narrative's own top heading gets; `keep` keeps them
        with what follows."""
        return "".join(self._block(block, heading, keep) for block in blocks)

    def flat(self, blocks: Sequence[Block], style: str) -> str:
        """Blocks as paragraphs of one style, lists with dashes."""
        made = []
        for block in blocks:
            made += [paragraph(style, self.runs(block["runs"]))] if "runs" in block else []
            inner = [part for item in block.get("items", []) for part in item]
            made += [paragraph(style, self.runs(part["runs"]), listed=(BULLETS, 0), flush=True) for part in inner]
        return "".join(made)

    def _block(self, block: Block, heading: int, keep: bool) -> str:
        if block["block"] == "list":
            return self._list(block, heading, 0)
        if block["block"] == "heading":
            level = min(heading + max(block["level"] - 3, 0), DEEPEST)
            label = [{"text": f"{block['label']} "}] if "label" in block else []
            return paragraph(f"Heading{level}", self.runs([*label, *block["runs"]]))
        return paragraph("BodyText", self.runs(block["runs"]), keep=keep)

    def _list(self, block: Block, heading: int, level: int) -> str:
        style, number = ("ListNumber", self._restarted()) if block["ordered"] else ("ListBullet", BULLETS)
        made = []
        for item in block["items"]:
            mark: tuple[int, int] | None = (number, min(level, LEVELS - 1))
            for part in item:
                if part["block"] == "list":
                    made.append(self._list(part, heading, level + 1))
                elif part["block"] == "heading":
                    made.append(self._block(part, heading, False))
                else:
                    made.append(paragraph(style, self.runs(part["runs"]), listed=mark))
                    mark = None
        return "".join(made)

    def _restarted(self) -> int:
        self.restarts.append(max((*self.restarts, BULLETS)) + 1)
        return self.restarts[-1]


def plain(text: str, bold: bool = False, italic: bool = False, raised: bool = False, marked: bool = False) -> str:
    """One run of text."""
    look = ["<w:b/><w:bCs/>"] if bold else []
    look += ["<w:i/><w:iCs/>"] if italic else []
    look += [el("w:highlight", val="yellow")] if marked else []
    look += [el("w:vertAlign", val="superscript")] if raised else []
    return el("w:r", el("w:rPr", *look) if look else "", words(text))


def paragraph(
    style: str,
    content: str,
    *,
    keep: bool = False,
    listed: tuple[int, int] | None = None,
    flush: bool = False,
    last: str = "",
) -> str:
    """One paragraph. `listed` is the list's number and the item's level, `flush` begins the item at the margin; `last`
    are properties that stand at the end, such as a section's."""
    parts = [el("w:pStyle", val=style)]
    parts += [el("w:keepNext")] if keep else []
    if listed is not None:
        parts.append(el("w:numPr", el("w:ilvl", val=listed[1]), el("w:numId", val=listed[0])))
    parts += [el("w:ind", left=0, firstLine=0)] if flush else []
    return el("w:p", el("w:pPr", *parts, last), content)


def line(style: str, text: str, **options: Any) -> str:
    """One paragraph of plain text."""
    return paragraph(style, plain(text), **options)
