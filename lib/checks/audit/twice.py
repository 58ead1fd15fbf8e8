"""One quantity told twice with two values, and one value told twice of two things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lib.checks.audit.clauses import figures
from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.number import Number
from lib.checks.audit.units import MONEY, PERCENT, POINTS, class_of, plain_unit
from lib.checks.audit.vocabulary import UPPER, words

_STOP: Final = words(
    """có đã được các số tổng và là với để cho tại ở trong của theo về thì mà nên vào do đang sẽ cũng đều này đó
    những một nay đến từ đạt còn toàn huyện tỉnh xã"""
)
_LEAST_WORDS = 4
_SHARED_WORDS = 5
_BOUND = re.compile(r"[,;:.()]")
_PERIODS = re.compile(
    r"năm\s+\d{4}|\d{4}\s*[-–]\s*\d{4}|quý\s+\S+|cùng kỳ|năm trước|kỳ trước|đầu năm|cuối năm|tháng\s+\d+|giáp hạt|"
    r"đợt\s+\S+|cuối kỳ|(?<!\w)tết(?!\w)|6 tháng cuối|năm nay",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r"(?<!\w)(?:chỉ tiêu|kế hoạch|mục tiêu|phấn đấu|dự kiến|nhu cầu|ước|yêu cầu|đăng ký|còn lại|chưa|thêm|khác|"
    r"tăng|giảm|cao hơn|thấp hơn|mới)(?!\w)",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"(?<=[\w,:(–-] )[{UPPER}][^\W\d_]+(?:[ ][{UPPER}][^\W\d_]+)*")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Told:
    paragraph: Paragraph
    number: Number
    words: frozenset[str]
    sentence: int


def check_twice(document: Document) -> Iterator[Finding]:
    """Figures that count the same thing in the same words, in different sentences, with different values."""
    seen: dict[tuple[object, ...], _Told] = {}
    everything: list[_Told] = []
    for paragraph in document.prose:
        for number in figures(paragraph, 0, len(paragraph.text)):
            if not number.unit or number.rate or class_of(number.unit) == "time":
                continue
            told = _Told(
                paragraph, number, frozenset(_content(_clause(paragraph, number))), paragraph.sentence_at(number.start)
            )
            everything.append(told)
            key = _key(paragraph, number)
            if key is None:
                continue
            earlier = seen.setdefault(key, told)
            if not _agree(earlier.number, number) and (earlier.paragraph, earlier.sentence) != (
                paragraph,
                told.sentence,
            ):
                yield _two_values(earlier, told)
    yield from _two_units(everything)


def _key(paragraph: Paragraph, number: Number) -> tuple[object, ...] | None:
    """What is counted, as a set of words with unit, period, names and whether it is a target; None where the words are
    too few to tell it from other things."""
    text = paragraph.text
    start, end = paragraph.sentences[paragraph.sentence_at(number.start) - 1]
    words = _counted(text, number, start, end)
    if words is None:
        return None
    around = text[start:end]
    near = text[max(start, number.start - 60) : min(end, number.end + 80)]
    names = frozenset(name for name in _NAMES.findall(around))
    return (
        plain_unit(number.unit) if number.unit not in (MONEY, PERCENT, POINTS) else number.unit,
        words,
        frozenset(each.lower() for each in _PERIODS.findall(around)),
        names,
        frozenset(each.lower() for each in _AIMS.findall(near)),
    )


def _counted(text: str, number: Number, start: int, end: int) -> frozenset[str] | None:
    """The words that say what a number counts: those after it, or for money and shares the label before it."""
    if number.unit not in (MONEY, PERCENT, POINTS):
        bound = _BOUND.search(text, number.end, end)
        words = _content(text[number.end : bound.start() if bound else end])[:8]
        return frozenset(words) if len(set(words)) >= _LEAST_WORDS else None
    labelled = re.search(
        r"(?<!\w)((?:t[ỷỉ] lệ|tổng kinh phí|tổng số tiền|doanh số|dư nợ|tổng nguồn vốn)[^,;:.()\d]*?)"
        r"(?:là|đạt|còn|:|bằng|ước|khoảng|trên|gần|\s)*$",
        text[start : number.begins],
        re.IGNORECASE,
    )
    words = _content(labelled[1]) if labelled else []
    return frozenset(words) if len(set(words)) >= _LEAST_WORDS else None


def _content(text: str) -> list[str]:
    return [word for match in _WORDS.finditer(text) if (word := match[0].lower()) not in _STOP]


def _clause(paragraph: Paragraph, number: Number) -> str:
    """The words around a number, between marks."""
    text = paragraph.text
    before = list(_BOUND.finditer(text, 0, number.begins))
    after = _BOUND.search(text, number.end)
    return text[before[-1].end() if before else 0 : after.start() if after else len(text)]


def _agree(one: Number, other: Number) -> bool:
    return one.interval[0] <= other.interval[1] and other.interval[0] <= one.interval[1]


def _two_values(earlier: _Told, now: _Told) -> Finding:
    where = earlier.paragraph.where
    arithmetic = (
        f"ở {where}: {earlier.number.text} {_tail(earlier.number)}; ở đây: {now.number.text} {_tail(now.number)}"
    )
    span = (now.number.start, now.number.end)
    return finding(
        now.paragraph, span, "twice", ERROR, f"đại lượng này ở {where} có giá trị khác", arithmetic=arithmetic
    )


def _tail(number: Number) -> str:
    return number.phrase if number.unit not in (MONEY, PERCENT, POINTS) else ""


def _two_units(told: list[_Told]) -> Iterator[Finding]:
    """The same odd number beside the same words, once of households, once of people."""
    before: dict[Fraction, list[_Told]] = {}
    for now in told:
        value = now.number.value
        if value is None or value < 20 or value % 10 == 0 or now.number.unit in (MONEY, PERCENT, POINTS):
            continue
        for earlier in before.setdefault(value, []):
            one, other = class_of(earlier.number.unit), class_of(now.number.unit)
            if one == other or earlier.paragraph is now.paragraph:
                continue
            if {one, other} <= {"household", "house", "person"} and len(now.words & earlier.words) >= _SHARED_WORDS:
                yield _units_finding(earlier, now)
                break
        before[value].append(now)


def _units_finding(earlier: _Told, now: _Told) -> Finding:
    first = f"{earlier.number.text} {earlier.number.unit}"
    message = f"cùng một số, cùng một việc, nhưng ở {earlier.paragraph.where} là «{first}»"
    return finding(now.paragraph, (now.number.start, now.number.end), "two_units", REVIEW, message)
