"""Numbers that have no place in the published text: facts cited once more, facts misquoted, numbers nobody knows."""

from collections.abc import Iterator, Sequence
from typing import Final

from lib.checks.audit.align import Token
from lib.checks.audit.document import TABLE
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.ledger import Edition, Reported
from lib.checks.audit.nearby import telling, words_near
from lib.checks.audit.number import Number
from lib.checks.audit.units import MEASURES, class_of
from lib.checks.audit.verdicts import judge

_AGREE: Final = 0.6
"""The share of a title's words that must stand around a number for it to be that fact's."""
_MEANT: Final = 0.85
"""The same for a number that is not the fact's value."""


def check_added(added: Sequence[Token], edition: Edition) -> Iterator[Finding]:
    """What is to be said of numbers without a place; of those in tables once for all."""
    tables: dict[int, list[Token]] = {}
    for token in added:
        number = token.number
        assert number is not None
        if not number.is_figure or not number.sure or number.value is None:
            continue
        if token.paragraph.region == TABLE:
            if number.value not in edition.parts and not _candidates(number, edition):
                tables.setdefault(token.paragraph.number, []).append(token)
        elif found := _unplaced(token, number, edition):
            yield found
    if tables:
        first = next(iter(tables.values()))[0]
        count = sum(map(len, tables.values()))
        message = f"{count} con số trong bảng, biểu không có trong sổ chỉ tiêu và bản phát hành"
        yield finding(first.paragraph, (first.start, first.end), "unknown", REVIEW, message, found=first.paragraph.text)


def _candidates(number: Number, edition: Edition) -> list[Reported]:
    """The facts that print this value in this measure."""
    return [
        fact
        for fact in edition.facts.values()
        if fact.number is not None and fact.number.value == number.value
        and (class_of(fact.number.unit) == class_of(number.unit) or not fact.number.unit or not number.unit)
    ]  # fmt: skip


def _unplaced(token: Token, number: Number, edition: Edition) -> Finding | None:
    """The verdict on a number that has no place in the published text; None for a fact rightly cited once more."""
    near = words_near(token)
    told = {"found": number.said}
    candidates = sorted(_candidates(number, edition), key=lambda fact: -_titled(fact, near))
    if candidates and _titled(candidates[0], near) >= _AGREE:
        return None
    span = (token.start, token.end)
    meant = max(
        (fact for fact in edition.facts.values() if fact.number and fact.exact and _meant(fact, number, near)),
        key=lambda fact: (_titled(fact, near), len(telling(fact.title))),
        default=None,
    )
    if meant is not None and meant.number is not None:
        verdict = judge(meant.number, number, meant, {}, edition.stale(meant.id, number))
        if verdict is None:
            return None
        message = f"{meant.title} ({meant.id}): {verdict.message}"
        return finding(token.paragraph, span, verdict.kind, verdict.level, message, arithmetic=verdict.arithmetic,
                       fact=meant.id, expected=meant.printed, **told)  # fmt: skip
    if candidates:
        names = ", ".join(f"«{fact.title}» ({fact.id})" for fact in candidates[:3])
        message = f"số thêm vào; sổ chỉ tiêu có giá trị này ở {names}, nhưng lời quanh nó không nói điều ấy"
        return finding(token.paragraph, span, "moved", ERROR if number.value != 1 else REVIEW, message, **told)
    level = REVIEW if number.spelled and number.value is not None and number.value < 1 else ERROR  # "một phần chín"
    message = "số thêm vào, không có trong sổ chỉ tiêu"
    return finding(token.paragraph, span, "unknown", level, message, **told)


def _titled(fact: Reported, near: set[str]) -> float:
    words = telling(fact.title)
    return len(words & near) / max(1, len(words))


def _meant(fact: Reported, number: Number, near: set[str]) -> bool:
    assert fact.number is not None
    same = fact.number.unit == number.unit if {fact.number.unit, number.unit} & set(MEASURES) else True
    return same and len(telling(fact.title)) >= 4 and _titled(fact, near) >= _MEANT
