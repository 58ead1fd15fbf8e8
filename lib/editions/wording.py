"""What of a text changed, sentence by sentence and word by word."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.domain.numbers import format_count
from lib.narrative.runs import Block, Run, sentences

WORD = re.compile(r"\s+|[\w.,/%]*\w[\w%]*|[^\w\s]")
ALIKE = 0.35
"""From this share of common words on, two sentences are one that was changed; below it, one went and another came."""
KEPT, GONE, NEW = "kept", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """A stretch of words that was kept, is gone, or is new."""

    state: str
    text: str


@dataclass(frozen=True)
class Changed:
    """One sentence that changed, under its section. Only figures moved when `only_figures`."""

    section: str
    heading: str
    pieces: tuple[Piece, ...]
    only_figures: bool

    @property
    def line(self) -> str:
        """On one line: [-gone-] {+new+}."""
        marks = {KEPT: "{}", GONE: "[-{}-]", NEW: "{{+{}+}}"}
        return "".join(marks[piece.state].format(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class _Sentence:
    text: str
    frame: str
    """The sentence with a sign in place of each figure and reference."""


def changed_sentences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Changed]:
    """The sentences of two assembled documents that are not the same, in the order of the later one."""
    sides = [dict(_parts(document)) for document in (before, now)]
    order = [*sides[1], *(name for name in sides[0] if name not in sides[1])]
    found = []
    for name in order:
        old, new = sides[0].get(name, ("", [])), sides[1].get(name, ("", []))
        for first, second in _paired(old[1], new[1]):
            figures = first is not None and second is not None and first.frame == second.frame
            pieces = tuple(word_diff(first.text if first else "", second.text if second else ""))
            found.append(Changed(name, new[0] or old[0], pieces, figures))
    return found


def _parts(document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, list[_Sentence]]]]:
    """The parts of a document: sections by number, opening and closing, each with its heading and sentences."""
    yield "", ("Mở đầu", _sentences(document["opening"]))
    for section in document["sections"]:
        yield section["number"], (f"{section['label']} {section['title']}", _sentences(section["blocks"]))
    yield "closing", ("Kết", _sentences(document["closing"]))


def _sentences(blocks: list[Block]) -> list[_Sentence]:
    told = (("".join(run["text"] for run in runs).strip(), _frame(runs)) for runs in sentences(blocks))
    return [_Sentence(text, frame) for text, frame in told if text]


def _frame(runs: Sequence[Run]) -> str:
    return "".join("\0" if run.keys() & {"fact", "ref", "gap"} else run["text"] for run in runs).strip()


def _paired(old: list[_Sentence], new: list[_Sentence]) -> Iterator[tuple[_Sentence | None, _Sentence | None]]:
    """Sentences that changed, each with what it was; None for one that is new or gone."""
    matcher = difflib.SequenceMatcher(None, [each.text for each in old], [each.text for each in new], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield from _closest(old[i:j], new[k:m])


def _closest(old: list[_Sentence], new: list[_Sentence]) -> Iterator[tuple[_Sentence | None, _Sentence | None]]:
    """A stretch's sentences in order, each new one beside the old one most like it that is not taken yet."""
    left = list(old)
    for each in new:
        scores = [_alike(other, each) for other in left]
        best = max(range(len(left)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < ALIKE:
            yield None, each
            continue
        yield left.pop(best), each
    for gone in left:
        yield gone, None


def _alike(first: _Sentence, second: _Sentence) -> float:
    if first.frame == second.frame:
        return 1.0
    return difflib.SequenceMatcher(None, first.text.split(), second.text.split(), autojunk=False).ratio()


def word_diff(before: str, now: str) -> Iterator[Piece]:
    """The words of two sentences in order.

    >>> [(each.state, each.text) for each in word_diff("Có 269 hộ vay.", "Có 275 hộ vay.")]
    [('kept', 'Có '), ('gone', '269'), ('new', '275'), ('kept', ' hộ vay.')]
    """
    old, new = WORD.findall(before), WORD.findall(now)
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(KEPT, "".join(old[i:j]))
            continue
        if i < j:
            yield Piece(GONE, "".join(old[i:j]))
        if k < m:
            yield Piece(NEW, "".join(new[k:m]))


def counted(changes: Sequence[Changed]) -> str:
    """What is said of the sentences in one line."""
    figures = sum(each.only_figures for each in changes)
    return f"{format_count(len(changes))} câu đổi" + (f", {format_count(figures)} câu chỉ đổi số" if figures else "")
