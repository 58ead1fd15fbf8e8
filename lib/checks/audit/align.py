"""An edited text beside the text it was made from: which sentence came from which, and in them which word and number.

Numbers are compared only once their places are known, so a changed, swapped or misspelt number does not disturb the
alignment; what was moved is found out of order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from operator import attrgetter
from typing import Final

from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.number import Number
from lib.checks.audit.references import LABEL
from lib.checks.audit.units import FUNCTION_WORDS, MEASURES, class_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER: Final = "#"
_LIKE: Final = 0.4
"""How alike two sentences in the same place must be to be taken for one, edited."""
_LIKE_ELSEWHERE: Final = 0.6
_MERGED: Final = 0.1
"""How much more alike one sentence must be to two than to one of them alone."""
_EQUAL_WORD, _FUNCTION_WORD, _EQUAL_NUMBER, _SAME_UNIT, _ANY_NUMBER = 1.0, 0.5, 1.5, 0.9, 0.6
_EDITED: Final = 0.85
"""The share of the shorter sentence's words that the longer must have for the longer to be that sentence, edited. Below
it the sentence was rewritten: its words no longer tell which number stands where, only equal numbers do."""
_TELLING_NUMBER: Final = 4.0
"""What an equal number is worth in a rewritten sentence, in words."""


@dataclass(frozen=True)
class Token:
    """One word, or one number with all that belongs to it, and where it stands in its paragraph."""

    key: str
    paragraph: Paragraph = field(repr=False, compare=False)
    start: int
    end: int
    number: Number | None = field(default=None, compare=False)

    @property
    def weight(self) -> float:
        return _FUNCTION_WORD if self.key in FUNCTION_WORDS else _EQUAL_WORD


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence (or several taken together) as tokens."""

    tokens: tuple[Token, ...]

    @cached_property
    def exact(self) -> tuple[str, ...]:
        return tuple(token.number.text if token.number else token.key for token in self.tokens)

    @cached_property
    def masked(self) -> tuple[str, ...]:
        return tuple(_NUMBER if token.number else token.key for token in self.tokens)

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each word and number tells, by how often it stands here."""
        counts = Counter(f"={token.number.text}" if token.number else token.key for token in self.tokens)
        return {key: count * (_FUNCTION_WORD if key in FUNCTION_WORDS else 1.0) for key, count in counts.items()}

    @cached_property
    def total(self) -> float:
        return sum(self.weights.values())

    @property
    def paragraph(self) -> Paragraph:
        return self.tokens[0].paragraph


Pair = tuple[Sentence, Sentence]


@dataclass(frozen=True)
class Alignment:
    """Pairs of sentences (original, edited), and those that have no partner."""

    pairs: list[Pair]
    lost: list[Sentence]
    added: list[Sentence]


def sentences(document: Document, regions: Sequence[str]) -> list[Sentence]:
    """The sentences of some regions of a document, those without any word or number left out."""
    found = []
    for paragraph in document.paragraphs:
        if paragraph.region in regions:
            for start, end in paragraph.sentences:
                if told := tuple(tokens(paragraph, start, end)):
                    found.append(Sentence(told))
    return found


def tokens(paragraph: Paragraph, start: int, end: int) -> Iterator[Token]:
    """The words and numbers of a stretch; a number takes its hedge and scale with it, labels are left out."""
    at = start
    for number in [each for each in paragraph.numbers if start <= each.start < end]:
        yield from _words(paragraph, at, number.begins)
        if number.kind != LABEL:
            yield Token(_NUMBER, paragraph, number.begins, number.end, number)
        at = max(at, number.end)
    yield from _words(paragraph, at, end)


def _words(paragraph: Paragraph, start: int, end: int) -> Iterator[Token]:
    for match in _WORD.finditer(paragraph.text, start, max(start, end)):
        yield Token(match[0].lower(), paragraph, match.start(), match.end())


def align(original: Sequence[Sentence], edited: Sequence[Sentence]) -> Alignment:
    """Which sentence became which: equal ones first, then those equal but for numbers, then alike ones between them,
    at last those that were moved."""
    pairs: list[Pair] = []
    gaps = [(list(original), list(edited))]
    for keyed in (attrgetter("exact"), attrgetter("masked")):
        gaps = [gap for one, other in gaps for gap in _anchored(one, other, keyed, pairs)]
    lost: list[Sentence] = []
    added: list[Sentence] = []
    for one, other in gaps:
        _fill(one, other, pairs, lost, added)
    _moved(pairs, lost, added)
    return Alignment(pairs, lost, added)


def _anchored(
    one: list[Sentence], other: list[Sentence], keyed: Callable[[Sentence], tuple[str, ...]], pairs: list[Pair]
) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """Pairs sentences with equal keys in order; yields the gaps between them."""
    matcher = SequenceMatcher(None, [keyed(each) for each in one], [keyed(each) for each in other], autojunk=False)
    at, across = 0, 0
    for a, b, size in matcher.get_matching_blocks():
        if one[at:a] or other[across:b]:
            yield one[at:a], other[across:b]
        pairs += zip(one[a : a + size], other[b : b + size], strict=True)
        at, across = a + size, b + size


def likeness(one: Sentence, other: Sentence) -> float:
    """Between 0 and 1: the share of what two sentences say that both say; a number that differs counts half."""
    small, large = sorted((one, other), key=lambda each: len(each.weights))
    common = sum(min(weight, large.weights.get(key, 0.0)) for key, weight in small.weights.items())
    masked = min(one.masked.count(_NUMBER), other.masked.count(_NUMBER))
    equal = sum(min(weight, large.weights.get(key, 0.0)) for key, weight in small.weights.items() if key[0] == "=")
    return (2 * common + max(0.0, masked - equal)) / (one.total + other.total)


def rewritten(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences share so few words that one was written anew."""
    first, second = (Counter(token.key for token in each.tokens if token.number is None) for each in (one, other))
    return (first & second).total() < _EDITED * min(first.total(), second.total())


def _same_figures(one: Sentence, other: Sentence) -> bool:
    """Whether the figures of one sentence stand in the other, all of them and in order: nothing was changed or
    exchanged, so equal figures stand for each other, whatever became of the words."""
    short, long = sorted((list(_figures(one)), list(_figures(other))), key=len)
    rest = iter(long)
    return bool(short) and all(any(_equal(each, number) for number in rest) for each in short)


def _figures(sentence: Sentence) -> Iterator[Number]:
    return (token.number for token in sentence.tokens if token.number is not None and token.number.is_figure)


def _fill(
    one: list[Sentence], other: list[Sentence], pairs: list[Pair], lost: list[Sentence], added: list[Sentence]
) -> None:
    """The best pairing, in order, of the sentences of a gap; one sentence may have become two, or two one."""
    rows, columns = len(one), len(other)
    single = [[likeness(a, b) for b in other] for a in one]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            for di, dj in ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1)):
                if di > i or dj > j:
                    continue
                alone = max((single[a][b] for a in range(i - di, i) for b in range(j - dj, j)), default=0.0)
                gain = _gain(one[i - di : i], other[j - dj : j], alone) if di and dj else 0.0
                if gain is not None and ((i, j) not in step or best[i - di][j - dj] + gain > best[i][j]):
                    best[i][j], step[i, j] = best[i - di][j - dj] + gain, (di, dj)
    i, j = rows, columns
    while i or j:
        di, dj = step[i, j]
        first, second = one[i - di : i], other[j - dj : j]
        if di and dj:
            pairs.append((_joined(first), _joined(second)))
        else:
            lost += first
            added += second
        i, j = i - di, j - dj


def _gain(one: list[Sentence], other: list[Sentence], alone: float) -> float | None:
    """How much a pairing is worth, None where the sentences are not alike; `alone` is how alike the most alike two of
    them are."""
    if len(one) + len(other) == 2:
        return alone if alone >= _LIKE else None
    if alone < _LIKE / 2:
        return None
    alike = likeness(_joined(one), _joined(other))
    return alike + _MERGED if alike >= max(_LIKE, alone + _MERGED) else None


def _joined(several: list[Sentence]) -> Sentence:
    return several[0] if len(several) == 1 else Sentence(tuple(token for each in several for token in each.tokens))


def _moved(pairs: list[Pair], lost: list[Sentence], added: list[Sentence]) -> None:
    """Pairs what is left with what it is most like, wherever it stands."""
    ranked = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(lost) for j, b in enumerate(added)), key=lambda each: -each[0]
    )
    gone: set[int] = set()
    come: set[int] = set()
    for alike, i, j in ranked:
        if alike >= _LIKE_ELSEWHERE and i not in gone and j not in come:
            pairs.append((lost[i], added[j]))
            gone.add(i)
            come.add(j)
    lost[:] = [each for i, each in enumerate(lost) if i not in gone]
    added[:] = [each for j, each in enumerate(added) if j not in come]


def aligned_tokens(one: Sentence, other: Sentence) -> list[tuple[Token | None, Token | None]]:
    """The tokens of two sentences side by side, in order; None where one has nothing."""
    a, b = one.tokens, other.tokens
    if one.masked == other.masked:
        return list(zip(a, b, strict=True))
    worth = _worth_anew if _same_figures(one, other) or rewritten(one, other) else _worth
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(b) - 1, -1, -1):
            gain = worth(a[i], b[j])
            row[j] = max(below[j], row[j + 1], below[j + 1] + gain if gain else 0.0)
    result: list[tuple[Token | None, Token | None]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        gain = worth(a[i], b[j])
        if gain and best[i][j] == best[i + 1][j + 1] + gain:
            result.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            result.append((a[i], None))
            i += 1
        else:
            result.append((None, b[j]))
            j += 1
    return [*result, *((token, None) for token in a[i:]), *((None, token) for token in b[j:])]


def _worth(one: Token, other: Token) -> float:
    """What it is worth to put two tokens side by side; 0 where they cannot stand for each other."""
    if one.number is None or other.number is None:
        return one.weight if one.number is other.number and one.key == other.key else 0.0
    first, second = one.number, other.number
    if first.kind != second.kind:
        return 0.0
    if _equal(first, second):
        return _EQUAL_NUMBER
    if not first.is_figure or class_of(first.unit) == class_of(second.unit):
        return _SAME_UNIT
    measured = first.unit in MEASURES or second.unit in MEASURES
    return 0.0 if measured and _digits(first) != _digits(second) else _ANY_NUMBER


def _worth_anew(one: Token, other: Token) -> float:
    """The same where words tell little: figures stand for each other only where they are equal."""
    if one.number is None or other.number is None:
        return _worth(one, other)
    return _TELLING_NUMBER if one.number.kind == other.number.kind and _equal(one.number, other.number) else 0.0


def _equal(one: Number, other: Number) -> bool:
    """Whether two numbers of one kind say the same."""
    if one.text == other.text or not one.is_figure:
        return one.text == other.text
    return one.value == other.value and class_of(one.unit) == class_of(other.unit)


def _digits(number: Number) -> str:
    found = re.match(r"[\d.,]+", number.text)
    return found[0] if found else number.text
