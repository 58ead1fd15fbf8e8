"""What somebody changed in an edition's Word file: paragraphs of both files beside each other, facts kept as facts."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from lib.checks.audit.document import Document, structured
from lib.checks.audit.read_docx import docx_blocks
from lib.checks.audit.reading import read_document
from lib.domain.errors import ReportError
from lib.facts.caveats import CAVEATS
from lib.intake.safety import unpack
from lib.narrative.adopted import frame
from lib.narrative.runs import Block
from lib.report.docx.text import control_title

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = "".join(caveat.mark for caveat in CAVEATS.values())
ITEM = re.compile(r"(?:[-–+•]|\d+[.)])\s+")
FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
ALIKE = 0.4
"""From this share of common words on, two paragraphs are one that was changed."""


@dataclass(frozen=True)
class Line:
    """One paragraph: its words without list marks and marks of caveats, and where facts stand in them."""

    text: str
    tags: tuple[tuple[int, int, str], ...]

    @property
    def frame(self) -> str:
        """Its words with {{ group.name }} for each fact."""
        made, at = "", 0
        for start, end, fact in self.tags:
            made += f"{self.text[at:start]}{{{{ {fact} }}}}"
            at = end
        return " ".join((made + self.text[at:]).split())

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Its facts in order, each with what is printed."""
        return [(fact, self.text[start:end]) for start, end, fact in self.tags]

    @property
    def loose(self) -> list[str]:
        """Numbers in it that stand in no fact."""
        spaces, at = "", 0
        for start, end, _ in self.tags:
            spaces += f"{self.text[at:start]}\0"
            at = end
        return FIGURE.findall(spaces + self.text[at:])


def retagged(content: bytes, name: str, titles: Mapping[str, str]) -> Mapping[str, bytes]:
    """The parts of a Word file, its content controls tagged by their titles where a program dropped the tags.

    LibreOffice before 7.5 keeps a control's title and loses its tag. `titles` are facts by title; one that two facts
    have tells nothing.
    """
    parts = dict(unpack(content, name))
    body = ElementTree.fromstring(parts["word/document.xml"])
    for properties in body.iter(f"{W}sdtPr"):
        title = properties.find(f"{W}alias")
        fact = titles.get(title.get(f"{W}val", "")) if title is not None else None
        if fact and properties.find(f"{W}tag") is None:
            ElementTree.SubElement(properties, f"{W}tag", {f"{W}val": fact})
    parts["word/document.xml"] = ElementTree.tostring(body)
    return parts


def fact_titles(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Facts by the title of their content control, those with one of their own."""
    named = [(control_title(fact["title"]), name) for name, fact in facts.items()]
    several = Counter(title for title, _ in named)
    return {title: name for title, name in named if several[title] == 1}


def read_edited(path: Path, facts: Mapping[str, Mapping[str, Any]]) -> list[Line]:
    """The paragraphs of a Word file that somebody edited. Raises ReportError for what is none."""
    if path.suffix.lower() != ".docx":
        raise ReportError("chỉ nhận tệp Word", file=path, remedy="lưu lại dạng .docx")
    read_document(path)  # raises for a file that is missing, damaged or hostile
    parts = retagged(path.read_bytes(), path.name, fact_titles(facts))
    return lines_of(structured(path.name, docx_blocks(parts)))


def lines_of(document: Document) -> list[Line]:
    """The paragraphs of a Word file."""
    return [_line(each.text, each.tags, each.item) for each in document.paragraphs]


def _line(text: str, tags: Sequence[tuple[int, int, str]], item: bool) -> Line:
    """A paragraph without its list mark and without the marks after facts."""
    mark = ITEM.match(text) if item else None
    made, kept, at = "", [], mark.end() if mark else 0
    for start, end, fact in sorted(tags):
        if start < at:
            continue
        made += _unmarked(text[at:start])
        shown = text[start:end].rstrip(MARKS)
        kept.append((len(made), len(made) + len(shown), fact))
        made += shown
        at = end
        while at < len(text) and text[at] in MARKS:
            at += 1
    return Line((made + _unmarked(text[at:])).rstrip(), tuple(kept))


def _unmarked(text: str) -> str:
    return re.sub(rf"(?<=[\w%])[{re.escape(MARKS)}]+(?!\w)", "", text)


@dataclass(frozen=True)
class Place:
    """A paragraph of the assembled document that words may be put in the place of: its section and its frame."""

    section: str
    frame: str


def places(document: Mapping[str, Any]) -> dict[str, Place]:
    """The sections' paragraphs by frame."""
    found: dict[str, Place] = {}
    for section in document["sections"]:
        for own in _frames(section["blocks"]):
            found.setdefault(own, Place(section["number"], own))
    return found


def _frames(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if "runs" in block and block["block"] != "heading":
            yield frame(block["runs"])
        for item in block.get("items", []):
            yield from _frames(item)


@dataclass(frozen=True)
class Edit:
    """One paragraph that is not as it was: before and now, None for one that came or went; the paragraph it follows."""

    before: Line | None
    now: Line | None
    after: Line | None = None


def edits(before: Sequence[Line], now: Sequence[Line]) -> list[Edit]:
    """What differs, in order; paragraphs that lost their content controls but not a letter are the same."""
    matcher = difflib.SequenceMatcher(None, [each.text for each in before], [each.text for each in now], autojunk=False)
    found: list[Edit] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            found += _paired(before[i:j], now[k:m], before[i - 1] if i else None)
    return found


def _paired(old: Sequence[Line], new: Sequence[Line], last: Line | None) -> Iterator[Edit]:
    left = list(old)
    for line in new:
        scores = [_alike(each, line) for each in left]
        best = max(range(len(left)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < ALIKE:
            yield Edit(None, line, last)
            continue
        for gone in left[:best]:
            yield Edit(gone, None)
        last = left[best]
        del left[: best + 1]
        yield Edit(last, relinked(last, line))
    for gone in left:
        yield Edit(gone, None)


def _alike(first: Line, second: Line) -> float:
    return difflib.SequenceMatcher(None, first.text.split(), second.text.split(), autojunk=False).ratio()


def relinked(before: Line, now: Line) -> Line:
    """The edited paragraph with facts that lost their content control found again: by what they printed, in order."""
    have = [fact for _, _, fact in now.tags]
    tags = list(now.tags)
    for fact, printed in before.facts:
        if fact in have:
            have.remove(fact)
            continue
        pattern = re.compile(rf"(?<![\w.,]){re.escape(printed)}(?!\w)(?![.,]\d)")
        free = [
            found.span()
            for found in pattern.finditer(now.text)
            if not any(found.start() < end and start < found.end() for start, end, _ in tags)
        ]
        if free:
            tags.append((*free[0], fact))
    return Line(now.text, tuple(sorted(tags)))
