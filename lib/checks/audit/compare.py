"""A text against an edition: every number in its place, and what became of those that are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lib.checks.audit.added import check_added
from lib.checks.audit.align import Pair, Sentence, Token, align, aligned_tokens, rewritten, sentences
from lib.checks.audit.document import FOOT, HEAD, PROSE, TABLE, Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.ledger import Edition, Reported
from lib.checks.audit.nearby import shared, words_near
from lib.checks.audit.number import Number
from lib.checks.audit.units import CLASSES, MEASURES, class_of, given_and_received
from lib.checks.audit.verdicts import Verdict, judge

_TELLING: Final = 100
"""From this value on, two equal numbers of one unit are hardly equal by chance."""
_AGREE: Final = 0.6
"""The share of the words around two numbers of one unit that must agree for one to stand for the other."""
_SAME_VALUE: Final = 0.3
"""The same for two that are equal."""


@dataclass
class Slot:
    """One number of the published text, the fact it prints (if any), what stands in its place now, and whether its
    sentence was rewritten."""

    token: Token
    fact: Reported | None
    edited: Token | None = None
    loose: bool = False

    @property
    def original(self) -> Number:
        assert self.token.number is not None
        return self.token.number


@dataclass
class Comparison:
    """What a comparison found: findings, and how many of the published numbers stand unchanged."""

    findings: list[Finding] = field(default_factory=list)
    kept: int = 0
    slots: int = 0


def compare(document: Document, edition: Edition) -> Comparison:
    """Holds a text against an edition's prose and ledger."""
    result = Comparison()
    edited = sentences(document, (HEAD, PROSE, FOOT, TABLE))
    slots: list[Slot] = []
    added: list[Token] = []
    pairs: list[Pair] = []
    if edition.published is not None:
        alignment = align(edition.sentences, edited)
        pairs = alignment.pairs
        for one, other in pairs:
            _side_by_side(one, other, edition, slots, added, result)
        slots += [
            Slot(token, _fact_of(token, edition)) for each in alignment.lost for token in each.tokens if token.number
        ]
        result.findings += _lost_lists(alignment.lost, edition, pairs)
    else:
        alignment = align([], edited)
    added += [token for each in alignment.added for token in each.tokens if token.number]
    _second_chance(slots, added)
    result.findings += _judged(slots, edition, result)
    result.findings += _missing(slots, pairs)
    result.findings += check_added(added, edition)
    return result


def _side_by_side(
    one: Sentence, other: Sentence, edition: Edition, slots: list[Slot], added: list[Token], result: Comparison
) -> None:
    """The numbers of a pair of sentences in their places; lists of names compared word by word."""
    side, loose = aligned_tokens(one, other), rewritten(one, other)
    for original, edited in side:
        if original is not None and original.number is not None:
            fits = edited is None or edited.number is None or _may_be(original.number, edited.number)
            slots.append(Slot(original, _fact_of(original, edition), edited if fits else None, loose))
        elif original is None and edited is not None and edited.number is not None:
            added.append(edited)
    result.findings += _names_changed(side, other, edition, loose)


def _may_be(original: Number, edited: Number) -> bool:
    """Whether a word that may or may not be a number ("một", "cả năm") is one in this place."""
    return edited.sure or edited.value == original.value


def _fact_of(token: Token, edition: Edition) -> Reported | None:
    return edition.facts.get(_tag_of(token))


def _tag_of(token: Token) -> str:
    return next((fact for start, end, fact in token.paragraph.tags if start < token.end and token.start < end), "")


# --- names


def _names_changed(
    side: Sequence[tuple[Token | None, Token | None]], other: Sentence, edition: Edition, loose: bool
) -> Iterator[Finding]:
    """Facts that are words (lists of names, places): the words in their place now, in a rewritten sentence anywhere."""
    places: dict[str, list[int]] = {}
    for index, (original, _) in enumerate(side):
        if original is not None and (tag := _tag_of(original)):
            places.setdefault(tag, []).append(index)
    for tag, indices in places.items():
        fact = edition.facts.get(tag)
        if fact is None or fact.number is not None or any(char.isdecimal() for char in fact.printed):
            continue
        place = side[indices[0] : _names_end(side, indices)]
        before = [pair[0] for pair in place if pair[0] is not None]
        after = [pair[1] for pair in place if pair[1] is not None]
        if sorted(token.key for token in before) == sorted(token.key for token in after):
            continue
        if loose and {token.key for token in before} <= {token.key for token in other.tokens}:
            continue
        paragraph = after[0].paragraph if after else other.paragraph
        span = (after[0].start, after[-1].end) if after else (other.tokens[0].start, other.tokens[-1].end)
        now = paragraph.text[span[0] : span[1]] if after else ""
        said = f"văn bản ghi «{now}»" if now else "văn bản không còn"
        message = f"{fact.title}: sổ chỉ tiêu ghi «{fact.printed}», {said}"
        level = ERROR if fact.kind == "list" and not loose else REVIEW
        yield finding(paragraph, span, "list", level, message, fact=tag, expected=fact.printed, found=now)


def _names_end(side: Sequence[tuple[Token | None, Token | None]], indices: Sequence[int]) -> int:
    """Where the names end now: a last name that is spelt otherwise stands right behind its empty place."""
    end = indices[-1] + 1
    empty = sum(edited is None for _, edited in side[indices[0] : end])
    for original, edited in side[end : end + empty]:
        if original is not None or edited is None or not edited.paragraph.text[edited.start].isupper():
            break
        end += 1
    return end


def _lost_lists(lost: Sequence[Sentence], edition: Edition, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Lists of names whose whole sentence is gone are told with it: nothing here when it had numbers."""
    for sentence in lost:
        if sentence.paragraph.region != PROSE or any(token.number for token in sentence.tokens):
            continue
        tags = dict.fromkeys(tag for token in sentence.tokens if (tag := _tag_of(token)))
        facts = [edition.facts[tag] for tag in tags if tag in edition.facts and edition.facts[tag].kind == "list"]
        if facts:
            yield _gone(sentence, facts, pairs, ERROR)


# --- numbers that lost their place


def _second_chance(slots: Sequence[Slot], added: list[Token]) -> None:
    """Numbers of rewritten sentences: a slot without a partner takes an unplaced number that says the same, or one
    that stands among the same words."""
    empty = [slot for slot in slots if slot.edited is None and slot.original.is_figure and slot.fact is not None]
    ranked = sorted(
        (
            (worth, i, j)
            for i, slot in enumerate(empty)
            for j, token in enumerate(added)
            if (worth := _claim(slot, token))
        ),
        key=lambda each: -each[0],
    )
    taken: set[int] = set()
    for _, i, j in ranked:
        if empty[i].edited is None and j not in taken:
            empty[i].edited, empty[i].loose = added[j], True
            taken.add(j)
    added[:] = [token for j, token in enumerate(added) if j not in taken]


def _claim(slot: Slot, token: Token) -> float:
    """How surely an unplaced number is a slot's: 0 for not at all."""
    number, original = token.number, slot.original
    assert number is not None
    if not number.is_figure or number.value is None:
        return 0.0
    if slot.fact is not None and _tag_of(token) == slot.fact.id:
        return 3.0
    common = shared(words_near(slot.token), words_near(token))
    fits = class_of(number.unit) == class_of(original.unit) or number.unit not in (*CLASSES, *MEASURES)
    if number.value == original.value and fits:
        telling = number.value >= _TELLING or number.value.denominator > 1
        return 1.0 + common if telling or common >= _SAME_VALUE else 0.0
    if number.value == original.value and given_and_received(number.unit, original.unit):
        return common if common >= _SAME_VALUE else 0.0
    return common if common >= _AGREE and class_of(number.unit) == class_of(original.unit) else 0.0


# --- what became of them


def _judged(slots: Sequence[Slot], edition: Edition, result: Comparison) -> Iterator[Finding]:
    by_section: dict[str, dict[str, Number]] = {}
    for slot in slots:
        if slot.fact is not None and slot.original.is_figure:
            told = by_section.setdefault(slot.token.paragraph.section, {})
            told[f"số của «{slot.fact.title}» ({slot.fact.id})"] = slot.original
    for slot in slots:
        if slot.edited is None or slot.edited.number is None:
            continue
        result.slots += slot.fact is not None
        if slot.loose and slot.fact is None and not slot.original.is_figure:
            continue
        own = f"số của «{slot.fact.title}» ({slot.fact.id})" if slot.fact else ""
        others = {name: each for name, each in by_section.get(slot.token.paragraph.section, {}).items() if name != own}
        edited = slot.edited.number
        stale = edition.stale(slot.fact.id, edited) if slot.fact else ""
        verdict = judge(slot.original, edited, slot.fact, others, stale)
        if verdict and verdict.kind == "unit" and slot.loose and given_and_received(slot.original.unit, edited.unit):
            verdict = replace(verdict, level=REVIEW)
        if verdict is None:
            result.kept += slot.fact is not None
        else:
            yield _verdict(slot, verdict)


def _verdict(slot: Slot, verdict: Verdict) -> Finding:
    assert slot.edited is not None
    assert slot.edited.number is not None
    title = f"{slot.fact.title} ({slot.fact.id}): " if slot.fact else ""
    return finding(
        slot.edited.paragraph,
        (slot.edited.start, slot.edited.end),
        verdict.kind,
        verdict.level,
        title + verdict.message,
        arithmetic=verdict.arithmetic,
        fact=slot.fact.id if slot.fact else "",
        expected=slot.original.said,
        found=slot.edited.number.said,
    )


# --- missing


def _missing(slots: Sequence[Slot], pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Facts whose place is empty, told by published sentence; a fact still told elsewhere, or a great number that is,
    only asks to be looked at."""
    kept = [slot for slot in slots if slot.fact is not None and slot.edited is not None]
    still = {slot.fact.id for slot in kept if slot.fact is not None}
    values = {slot.original.value for slot in kept if (slot.original.value or 0) >= _TELLING}
    gone: dict[tuple[int, int], list[Slot]] = {}
    for slot in slots:
        paragraph = slot.token.paragraph
        if slot.edited is None and slot.fact is not None and paragraph.region in (HEAD, PROSE, FOOT):
            gone.setdefault((paragraph.number, paragraph.sentence_at(slot.token.start)), []).append(slot)
    for lost in gone.values():
        facts = list(dict.fromkeys(slot.fact for slot in lost if slot.fact is not None))
        told = [slot.fact is None or slot.fact.id in still or slot.original.value in values for slot in lost]
        level = REVIEW if all(told) else ERROR
        paragraph = lost[0].token.paragraph
        start, end = paragraph.sentences[paragraph.sentence_at(lost[0].token.start) - 1]
        tokens = tuple(slot.token for slot in lost)
        yield _gone(Sentence(tokens), facts, pairs, level, paragraph.text[start:end])


def _gone(sentence: Sentence, facts: Sequence[Reported], pairs: Sequence[Pair], level: str, said: str = "") -> Finding:
    """The finding about facts that are no longer told, placed where their sentence would stand."""
    paragraph = sentence.paragraph
    before = [other.paragraph for one, other in pairs if one.paragraph.number <= paragraph.number]
    place = max(before, key=lambda each: each.number) if before else Paragraph(0, "")
    told = "; ".join(f"{fact.title} {fact.printed} ({fact.id})" for fact in facts)
    text = said or paragraph.text
    return Finding(
        "missing",
        level,
        f"văn bản không còn: {told}" + (" (chỗ khác vẫn còn)" if level == REVIEW else ""),
        paragraph.section,
        place.number,
        quote=text if len(text) <= 240 else text[:240].rpartition(" ")[0] + "…",
        fact=facts[0].id if len(facts) == 1 else " ".join(fact.id for fact in facts),
        expected="; ".join(fact.printed for fact in facts),
    )
