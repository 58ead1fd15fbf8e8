"""Parts and wholes of one sentence or list: "21 hộ, gồm 11 nhà xây mới và 10 nhà sửa chữa"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from lib.checks.audit.clauses import (
    DETAIL,
    EXHAUSTIVE,
    SOME,
    Cue,
    Item,
    closing,
    cues,
    depths,
    figures,
    list_after,
    parts,
)  # fmt: skip
from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding, printed
from lib.checks.audit.number import Number
from lib.checks.audit.units import CLASSES, MEASURES, PERCENT, POINTS, class_of, comparable, plain_unit

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)", re.IGNORECASE)
_TOTAL = re.compile(r"(?<!\w)tổng(?:\s+[^\W_]+){0,7}\s*(?:là|đạt|:)?\s*$", re.IGNORECASE)
_BEGINS = re.compile(r"^[\s*–+-]*$")
_GENERAL = frozenset(("địa phương", "đơn vị", "đơn vị hành chính", "người", "đối tượng"))
_APART = re.compile(r"[,;+]|(?<!\w)và(?!\w)")
_AFTER_WHOLE = re.compile(r"[^.;:,()\d]{0,60}\($")


def check_parts(document: Document) -> Iterator[Finding]:
    """Every cue for parts, held against the wholes before it."""
    prose = document.prose
    for index, paragraph in enumerate(prose):
        for start, end in paragraph.sentences:
            yield from _in_parentheses(paragraph, start, end)
            for cue in cues(paragraph.text, start, end):
                before = _wholes(prose, index, (start, end), cue)
                stop = closing(paragraph.text, cue.start, end)
                items = parts(paragraph, cue.end, stop, list_after(prose, index) if stop == len(paragraph.text) else ())
                units = {plain_unit(whole.unit) for whole in before}
                for whole in before:
                    others = units - {plain_unit(whole.unit)}
                    yield from _against(whole, [_without(item, others) for item in items], cue, paragraph)


def _in_parentheses(paragraph: Paragraph, start: int, end: int) -> Iterator[Finding]:
    """ "1.240 hộ (xây mới 905 hộ, sửa chữa 335 hộ)": parts of one unit, told in parentheses right after their whole."""
    text = paragraph.text
    told = figures(paragraph, start, end)
    for whole, first in pairwise(told):
        opening = text.find("(", whole.end, first.start)
        if (
            opening < 0
            or not _AFTER_WHOLE.fullmatch(text[whole.end : opening + 1])
            or whole.unit in ("", PERCENT, POINTS)
        ):
            continue
        close = closing(text, opening + 1, end)
        inside = [each for each in figures(paragraph, opening, close) if each.unit == whole.unit]
        apart = all(_APART.search(text[one.end : other.begins]) for one, other in pairwise(inside))
        if len(inside) > 1 and apart and not any(cues(text, opening, close)) and not _adds_up(whole, inside):
            yield _finding(paragraph, whole, inside, "sum", ERROR)


def _wholes(prose: Sequence[Paragraph], index: int, sentence: tuple[int, int], cue: Cue) -> list[Number]:
    """What the parts may be parts of: the nearest figure of each unit before the cue; where the sentence begins with
    the cue, in the sentence before."""
    paragraph = prose[index]
    start, stop = sentence[0], cue.start
    depth = depths(paragraph.text)[cue.start]
    if depth:
        stop = paragraph.text.rfind("(", start, cue.start) if depth == 1 else cue.start
    elif _BEGINS.match(paragraph.text[start : cue.start]):
        earlier = [span for span in paragraph.sentences if span[1] <= start]
        if not earlier:
            return []
        start, stop = earlier[-1]
    nearest: dict[str, Number] = {}
    for each in figures(paragraph, start, stop):
        if depths(paragraph.text)[each.start] == max(0, depth - 1) and not each.rate:
            nearest[plain_unit(each.unit)] = each
    return [each for each in nearest.values() if each.unit and each.unit not in (PERCENT, POINTS)]


def _without(item: Item, units: set[str]) -> Item:
    """The item without figures that belong to another whole."""
    return replace(item, figures=tuple(each for each in item.figures if plain_unit(each.unit) not in units))


def _against(whole: Number, items: Sequence[Item], cue: Cue, paragraph: Paragraph) -> Iterator[Finding]:
    """One whole against the parts of its class."""
    usable = [[each for each in item.figures if comparable(each.unit, whole.unit)] for item in items]
    firsts = [found[0] for found in usable if found]
    every = [each for found in usable for each in found]
    if not every or class_of(whole.unit) == "time":
        return
    same_unit = whole.unit in _GENERAL or any(plain_unit(each.unit) == plain_unit(whole.unit) for each in every)
    if class_of(whole.unit) == "place" and not same_unit:
        return
    too_large = next((each for each in every if each.interval[0] > whole.interval[1]), None)
    unlisted = [each for item in items for each in item.figures if each.unit not in (*CLASSES, *MEASURES, "")]
    told = [firsts, every, *(every[:count] for count in range(2, len(every))), [*every, *unlisted]]
    if any(len(each) > 1 and _adds_up(whole, each) for each in told):
        return
    level = ERROR if same_unit and not unlisted else REVIEW
    if too_large and same_unit:
        yield _finding(paragraph, whole, [too_large], "part", level)
    elif len(firsts) > 1 and _is_whole(cue, items, firsts, whole, paragraph):
        named = cue.kind == DETAIL and not _TOTAL.search(paragraph.text[max(0, whole.begins - 50) : whole.begins])
        yield _finding(
            paragraph, whole, firsts if len(firsts) == len(items) else every, "sum", REVIEW if named else level
        )
    elif len(firsts) > 1 and cue.kind == SOME and _least(firsts) > whole.interval[1]:
        yield _finding(paragraph, whole, firsts, "sum", REVIEW)


def _is_whole(cue: Cue, items: Sequence[Item], firsts: Sequence[Number], whole: Number, paragraph: Paragraph) -> bool:
    """Whether the parts must make up the whole: the cue says so, or the last part is "the rest"."""
    if cue.kind == EXHAUSTIVE:
        return True
    if cue.kind == DETAIL:
        return len(firsts) == len(items)
    last = next(item for item in reversed(items) if firsts[-1] in item.figures)
    near = last.paragraph.text[
        max(last.start - 25, 0) : last.paragraph.text.find(";", last.end)
        if last.start == firsts[-1].start
        else last.end
    ]
    return bool(_REST.search(near[:120]))


def _least(figures: Sequence[Number]) -> Fraction:
    return sum((each.interval[0] for each in figures), Fraction(0))


def _adds_up(whole: Number, figures: Sequence[Number]) -> bool:
    """Whether the parts can make up the whole, within what is rounded and hedged."""
    low = _least(figures)
    high = sum((each.interval[1] for each in figures), Fraction(0))
    return low <= whole.interval[1] and whole.interval[0] <= high


def _finding(paragraph: Paragraph, whole: Number, told: Sequence[Number], kind: str, level: str) -> Finding:
    assert whole.value is not None
    unit = whole.unit
    if kind == "part":
        message = f"phần {told[0].text} lớn hơn tổng {whole.text}"
        return finding(
            paragraph, (whole.start, whole.end), kind, level, message, arithmetic=f"{told[0].text} > {whole.text}"
        )
    total = sum((each.value for each in told if each.value is not None), Fraction(0))
    sum_text = " + ".join(f"{each.hedge} {each.text}".strip() for each in told)
    off = total - whole.value
    side = "thừa" if off > 0 else "thiếu"
    arithmetic = (
        f"{sum_text} = {printed(total, unit)}; tổng ghi {whole.text}, các phần {side} {printed(abs(off), unit)}"
    )
    return finding(
        paragraph, (whole.start, whole.end), kind, level, "các phần cộng lại không bằng tổng", arithmetic=arithmetic
    )
