"""Names of places: lists of them against the count that announces them, and one name spelled two ways."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from lib.checks.audit.clauses import figures
from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.number import Number
from lib.checks.audit.units import class_of
from lib.checks.audit.vocabulary import UPPER
from lib.domain.text import is_foreign_letter, match_key, nfc
from lib.intake.syllables import is_syllable

_KIND = r"(?:xã|phường|thị trấn|thị xã|thôn|buôn|bon|làng|bản|ấp|xóm|huyện|quận|tỉnh|thành phố|tổ dân phố|khu phố|nước)"
_WORD = rf"[{UPPER}][^\s\d,.;:!?()\[\]“”\"/–-]*"
_NAME = rf"{_WORD}(?:[ \u00a0-]{_WORD}){{0,3}}(?:[ \u00a0]\d{{1,2}}(?!\d))?"
_AFTER_KIND = re.compile(rf"(?<!\w)(?i:{_KIND})\s+({_NAME})")
_DETAIL = r"(?:\s*\([^()]{0,40}\)|\s*:?\s*\d[\d.,]*\s?[^\W\d_]*)?"
_ITEM = re.compile(rf"(?:(?:và\s+)?(?:các\s+)?(?i:{_KIND})s?\s+)?({_NAME}){_DETAIL}")
_SEPARATOR = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|\s+và\s+|\s[-–]\s)(?=(?:các\s+)?[^\W\d_])")
_INTRODUCED = re.compile(
    r"^(?P<words>(?:\d+(?:,\d+)?%|[^.;!?\d()]){0,110}?)(?P<mark>:|\(|(?<!\w)(?:là|gồm|bao gồm|gồm có)(?!\w)\s*:?)\s*"
    r"(?:(?:tại|ở|các|gồm|là)\s+)*",
)
_OUT_OF = re.compile(r"(?<![\d.,])(\d{1,3})\s*(?:[^\W\d_]+\s+){0,2}(?:/|trong(?: tổng)?(?: số)?|trên(?: tổng số)?)\s*$")
_OPEN_END = re.compile(r"\s*(?:,\s*)?(?:\.\.\.|…|v\.v|vv|và (?:một số|các|\d+|nhiều)|\.{3})")
_LIST_ENDS = re.compile(rf"\s*(?:$|[).;:\]]|,?\s+(?![{UPPER}])[^\W\d_])")
_ANNOUNCED = re.compile(rf"(?<![\d.,])\d{{1,3}}(?=\s+(?:{_KIND}|địa phương|đơn vị)(?!\w))")


def check_lists(document: Document) -> Iterator[Finding]:
    """ "05 xã: A, B, C": the names that follow a count, counted."""
    for paragraph in document.prose:
        for number in figures(paragraph, 0, len(paragraph.text)):
            countable = class_of(number.unit) == "place" or number.unit == "nước"
            if countable and number.value is not None and number.value.denominator == 1 and not number.hedge:
                yield from _listed(paragraph, number)


def _listed(paragraph: Paragraph, number: Number) -> Iterator[Finding]:
    names = names_after(paragraph.text, number.end)
    out_of = _OUT_OF.search(paragraph.text[: number.begins])  # "3 trong 5 xã": the list tells the three
    if not names or len(names) in (number.value, int(out_of[1]) if out_of else -1):
        return
    if len(names) == 1 and number.value != 1:
        return
    listed = ", ".join(names)
    arithmetic = f"{number.text} {number.unit}, nhưng kể {len(names)} tên: {listed}"
    yield finding(
        paragraph, (number.start, number.end), "count", ERROR, "số lượng không bằng danh sách", arithmetic=arithmetic
    )


def names_after(text: str, end: int) -> list[str]:
    """The names of a complete list announced right after a number; none where no list follows or it stays open.

    >>> names_after("4 địa phương chưa xong là Ia Rsai, Uar và Chư Gu.", 1)
    ['Ia Rsai', 'Uar', 'Chư Gu']
    >>> names_after("5 xã: A Lưới, Uar, ...", 1), names_after("5 xã đã xong", 1)
    ([], [])
    """
    introduced = _INTRODUCED.match(text[end:])
    if not introduced:
        return []
    at = end + introduced.end()
    names: list[str] = []
    while item := _ITEM.match(text, at):
        names.append(" ".join(item[1].split()))
        at = item.end()
        separator = _SEPARATOR.match(text, at)
        if not separator or not _ITEM.match(text, separator.end()):
            break
        at = separator.end()
    if not names or _OPEN_END.match(text, at) or not _LIST_ENDS.match(text, at):
        return []
    if introduced["mark"] == "(" and not _closed(text, at):
        return []
    return names


def _closed(text: str, at: int) -> bool:
    return text[at:].lstrip()[:1] in (")", ";", ",", ".")


# --- one name, two spellings


@dataclass
class _Seen:
    paragraph: Paragraph
    span: tuple[int, int]


def check_spellings(document: Document, known: Collection[str] = ()) -> Iterator[Finding]:
    """Names of places that differ by one letter, a mark or a capital. `known` are names that are known to be right:
    two of them are two places."""
    seen: dict[str, list[_Seen]] = {}
    for paragraph in document.prose:
        for name, start in dict.fromkeys(place_names(paragraph.text)):
            seen.setdefault(name, []).append(_Seen(paragraph, (start, start + len(name))))
    reported: set[str] = set()
    ranked = sorted({*seen, *known}, key=lambda name: (name not in known, -len(seen.get(name, ())), name))
    for one, other in combinations(ranked, 2):
        if other in known or other in reported or not _one_name(one, other):
            continue
        reported.add(other)
        place = seen[other][0]
        message = f"«{other}» và «{one}» ({_where(one, seen.get(one, []), known)}) có phải một tên?"
        yield finding(place.paragraph, place.span, "name", REVIEW, message)


def _where(name: str, places: list[_Seen], known: Collection[str]) -> str:
    if name in known:
        return "tên trong danh mục đơn vị"
    return f"{len(places)} lần, như ở {places[0].paragraph.where}"


def place_names(text: str) -> Iterator[tuple[str, int]]:
    """The names of places a paragraph has: after "xã", "huyện" …, and the further names of their lists."""
    taken = -1
    for found in _AFTER_KIND.finditer(text):
        if found.start() < taken:
            continue
        at = found.start(1)
        while item := _ITEM.match(text, at):
            if not item[1].isupper() and item[1][:1].isupper():
                yield item[1], item.start(1)
            at = taken = item.end()
            separator = _SEPARATOR.match(text, at)
            if not separator:
                break
            at = separator.end()
    for announced in _ANNOUNCED.finditer(text):
        for name in names_after(text, announced.end()):
            yield name, text.find(name, announced.end())


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return match_key(name)


def _one_name(one: str, other: str) -> bool:
    """Whether two spellings may well be meant as one name."""
    if any(map(is_foreign_letter, one + other)):
        return False  # said as a foreign letter
    first, second = _key(one), _key(other)
    if first == second:
        return _toneless_place(one) != _toneless_place(other)
    if one[:1] != other[:1] or len(one.split()) != len(other.split()) or min(len(first), len(second)) < 5:
        return False
    words = [(a, b) for a, b in zip(one.split(), other.split(), strict=True) if a != b]
    if all(is_syllable(a) and is_syllable(b) for a, b in words):
        return False  # Tân Lập and Tân Lạc are two places
    return _within_one(first, second)


def _toneless_place(name: str) -> str:
    """The name with "hoà" as "hòa": where a mark stands is a matter of taste."""
    for old, new in (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("uỳ", "ùy"), ("uý", "úy"), ("oè", "òe")):
        name = name.replace(old, new)
    return nfc(name)


def _within_one(one: str, other: str) -> bool:
    """Whether one letter put in, taken out or changed makes one text the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    for index, (a, b) in enumerate(zip(short, long, strict=False)):
        if a != b:
            return (
                short[index:] == long[index + 1 :]
                if len(short) < len(long)
                else short[index + 1 :] == long[index + 1 :]
            )
    return len(long) - len(short) == 1
