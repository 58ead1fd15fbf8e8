"""Sentences taken apart: parentheses, the cues that bring parts after a whole, and the items of a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lib.checks.audit.document import Paragraph
from lib.checks.audit.number import Number

EXHAUSTIVE: Final = "exhaustive"
"""The parts are all of it: "gồm", "chia ra"."""
DETAIL: Final = "detail"
"""The parts are told one by one, mostly all of them: "cụ thể"."""
SOME: Final = "some"
"""Some of the parts, which may overlap: "trong đó"."""

_CUES: Final = (
    (EXHAUSTIVE, r"bao gồm|gồm có|gồm|chia ra|(?:chia|phân)(?: ra)? theo"),
    (DETAIL, r"cụ thể(?: là| như sau)?|như sau"),
    (SOME, r"trong đó|trong số (?:đó|này)|riêng|kể cả|nhất là"),
)
_CUE = re.compile("|".join(rf"(?P<{kind}>(?<!\w)(?:{words})(?!\w))" for kind, words in _CUES), re.IGNORECASE)
_DENOMINATOR = re.compile(
    r"(?:tổng(?: số)?|trong số|so với|trên tổng số|cùng kỳ)(?:\s+[^\W\d_]+){0,4}\s*(?:là|:|\()?\s*$", re.IGNORECASE
)
_OF_SHARE = re.compile(r"(?:%|phần trăm)\s*[^,;.]*?(?<!\w)(?:trong|của|trên|so với|tổng)(?!\w)[^,;.]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """A cue for parts: where it stands and what its parts are of the whole."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Item:
    """A stretch of a paragraph that tells one part, with the figures that may be it."""

    paragraph: Paragraph
    start: int
    end: int
    figures: tuple[Number, ...]


@lru_cache(maxsize=4096)
def depths(text: str) -> tuple[int, ...]:
    """How many parentheses are open at each character."""
    result, depth = [], 0
    for char in text:
        if char == ")" and depth:
            depth -= 1
        result.append(depth)
        depth += char == "("
    return tuple(result)


def closing(text: str, place: int, end: int) -> int:
    """Where the innermost parenthesis open at a place closes; `end` where none does or it stays open."""
    depth = depths(text)
    if place >= len(text) or not depth[place]:
        return end
    return next((index for index in range(place, end) if depth[index] < depth[place]), end)


def cues(text: str, start: int, end: int) -> Iterator[Cue]:
    """The cues of a stretch in order."""
    for found in _CUE.finditer(text, start, end):
        yield Cue(found.start(), found.end(), str(found.lastgroup))


def figures(paragraph: Paragraph, start: int, end: int) -> list[Number]:
    """The figures of a stretch that can be calculated with."""
    return [n for n in paragraph.numbers if n.is_figure and n.value is not None and start <= n.start < end and n.sure]


def is_denominator(text: str, number: Number, start: int) -> bool:
    """Whether a number is what a share is of ("bằng 11,5% trong 2.342 hộ"), or told only to compare with."""
    before = text[start : number.begins]
    return bool(_DENOMINATOR.search(before[-60:]) or _OF_SHARE.search(before[-90:]))


def parts(paragraph: Paragraph, start: int, end: int, following: Sequence[Paragraph]) -> list[Item]:
    """The items after a cue: those of the list that follows, else what semicolons part, else each figure."""
    text = paragraph.text
    if not figures(paragraph, start, end) and text[start:end].rstrip().endswith(":"):
        return [_item(each, each.label.end if each.label else 0, len(each.text), 0) for each in following]
    stretch = text[start:end].strip(" :,")
    level = depths(text)[start] if start < len(text) else 0
    cuts = [index for index in range(start, end) if text[index] == ";" and depths(text)[index] == level]
    if not stretch:
        return []
    if cuts:
        bounds = zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True)
        return [_item(paragraph, first, last, level) for first, last in bounds]
    return [Item(paragraph, each.start, each.end, (each,)) for each in _eligible(paragraph, start, end, level)]


def _item(paragraph: Paragraph, start: int, end: int, level: int) -> Item:
    """An item up to the parts of the part ("trong đó", "riêng") it may tell."""
    inner = next(
        (cue.start for cue in cues(paragraph.text, start, end) if cue.kind != DETAIL and cue.start > start + 3), end
    )
    return Item(paragraph, start, end, tuple(_eligible(paragraph, start, inner, level)))


def _eligible(paragraph: Paragraph, start: int, end: int, level: int) -> list[Number]:
    depth = depths(paragraph.text)
    return [
        each
        for each in figures(paragraph, start, end)
        if depth[each.start] == level and not each.rate and not is_denominator(paragraph.text, each, start)
    ]


def list_after(paragraphs: Sequence[Paragraph], index: int) -> list[Paragraph]:
    """The paragraphs of the list that a paragraph ending in a colon opens: items, or lines that end in semicolons."""
    opener = paragraphs[index]
    if not opener.text.rstrip().endswith(":"):
        return []
    found: list[Paragraph] = []
    sign = _sign(paragraphs[index + 1]) if index + 1 < len(paragraphs) else ""
    for each in paragraphs[index + 1 :]:
        if each.heading or (each.section != opener.section and not each.item) or _sign(each) != sign:
            break
        if not each.item and found and not found[-1].text.rstrip().endswith((";", ",")):
            break
        if not each.item and not each.text.rstrip().endswith((";", ",", ".")):
            break
        found.append(each)
    return found


def _sign(paragraph: Paragraph) -> str:
    """What marks an item: "-", "+", or the kind of its label."""
    first = paragraph.text.lstrip()[:1]
    return first if first in "-+–•*" else paragraph.label.kind if paragraph.label else ""
