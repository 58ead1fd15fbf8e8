"""Shares against the counts beside them, and changes against the two ends they are between."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from lib.checks.audit.clauses import SOME, cues, depths, figures
from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding, printed
from lib.checks.audit.number import Number
from lib.checks.audit.units import PERCENT, POINTS, comparable
from lib.domain.numbers import format_percent

_CUE = re.compile(
    r"(?:chiếm|bằng|đạt|tương đương|tương ứng|t[ỷỉ] lệ|ứng với|=|\(|tức)(?:\s+(?:là|với|t[ỷỉ] lệ|đạt|bằng|còn))*\s*$",
    re.IGNORECASE,
)
_OF_WORD = re.compile(r"(?<!\w)(?:trong|trên|của|so với|tổng|số|dân số|kế hoạch|chỉ tiêu|nhu cầu)(?!\w)", re.IGNORECASE)
_TOTAL_BEFORE = re.compile(
    r"(?:tổng số|tổng cộng|trong số|toàn (?:huyện|tỉnh|xã|thị xã|thành phố) có|(?:^|\s)trong)\s*$", re.IGNORECASE
)
_GROWTH = re.compile(r"(?<!\w)(tăng|giảm|cao hơn|thấp hơn)(?:\s+(?:thêm|được|khoảng|gần|hơn|trên))*\s*$", re.IGNORECASE)
_APART = re.compile(r"[;]|(?<!\w)(?:bình quân|trung bình|mỗi năm|hằng năm|hàng năm)(?!\w)", re.IGNORECASE)
_FROM_TO = re.compile(r"(?<!\w)từ\s*$", re.IGNORECASE)
_TO = re.compile(r"^[^.;]{0,40}?(?<!\w)(?:xuống còn|lên đến|xuống|lên|còn|đến)\s*$", re.IGNORECASE)
_ELSEWHERE = re.compile(r",|[.;]\s|(?<!\w)và(?!\w)")
_RATE_OF = re.compile(r"(?<!chiếm )(?<!bằng )(?<!đạt )t[ỷỉ] lệ\s*(?:là|đạt)?\s*$", re.IGNORECASE)


def check_shares(document: Document) -> Iterator[Finding]:
    """Every percentage that a sentence derives from counts it names, and every change between two named ends."""
    for paragraph in document.prose:
        for start, end in paragraph.sentences:
            told = figures(paragraph, start, end)
            for index, share in enumerate(told):
                if share.unit == PERCENT:
                    yield from _share(paragraph, start, told, index)
            yield from _changes(paragraph, told)


def _share(paragraph: Paragraph, start: int, told: list[Number], index: int) -> Iterator[Finding]:
    share = told[index]
    if pair := _ratio_after(paragraph, told, index):
        yield from _checked(paragraph, share, *pair)
        return
    before = [each for each in told[:index] if _same_clause(paragraph.text, each.end, share.start)]
    part = before[-1] if before else None
    if part is None or part.unit in ("", PERCENT, POINTS) or part.rate:
        return
    between = paragraph.text[part.end : share.begins]
    if not _CUE.search(between):
        return
    whole = _whole(paragraph, start, told, index, part)
    if whole is not None:
        inferred = whole.start < part.start and not _TOTAL_BEFORE.search(paragraph.text[start : whole.begins][-40:])
        if not inferred:
            yield from _checked(paragraph, share, part, whole)
        elif not _RATE_OF.search(between):  # "tỷ lệ" alone may be of anything
            yield from _checked(paragraph, share, part, whole, REVIEW)


def _same_clause(text: str, start: int, end: int) -> bool:
    return ";" not in text[start:end]


def _ratio_after(paragraph: Paragraph, told: list[Number], index: int) -> tuple[Number, Number] | None:
    """ "96,75% … (87.394 thẻ/90.330 người)", or "677/702 hộ, đạt 96,4%" before it."""
    text, share = paragraph.text, told[index]
    for first, second in ((index + 1, index + 2), (index - 2, index - 1)):
        if not 0 <= first < second < len(told):
            continue
        one, other = told[first], told[second]
        slash = re.fullmatch(r"\s*[^\W\d_]*(?:\s+[^\W\d_]+){0,2}\s*/\s*", text[one.end : other.start])
        near = text[share.end : one.start] if first > index else text[other.end : share.start]
        cued = first > index or _CUE.search(near)
        if slash and cued and len(near) < 90 and not re.search(r"[;.]\s", near) and other.unit not in (PERCENT, POINTS):
            return one, other
    return None


def _whole(paragraph: Paragraph, start: int, told: list[Number], index: int, part: Number) -> Number | None:
    """What the share is of: the count named after it ("trong 2.342 hộ"), else the total named before the part."""
    text, share = paragraph.text, told[index]
    after = told[index + 1] if index + 1 < len(told) else None
    said = text[share.end : after.start if after else len(text)]
    if after and _same_clause(text, share.end, after.start) and comparable(after.unit, part.unit) and not after.rate:
        between = text[share.end : after.begins]
        if _OF_WORD.search(between) and not _ELSEWHERE.search(between):
            return after
    if _OF_WORD.match(said.lstrip(" (")):
        return None  # of something whose count is not named here
    for each in reversed(told[: told.index(part)]):
        if comparable(each.unit, part.unit) and not each.rate and _is_total(paragraph, start, each, part):
            return each
    return None


def _is_total(paragraph: Paragraph, start: int, total: Number, part: Number) -> bool:
    """Whether a figure before the part is its whole: "trong tổng số 2.342 hộ", or "1.779 hộ, trong đó 269 hộ"."""
    text = paragraph.text
    if _TOTAL_BEFORE.search(text[max(start, total.begins - 40) : total.begins]):
        return True
    return any(cue.kind == SOME for cue in cues(text, total.end, part.start)) and not depths(text)[total.start]


def _checked(paragraph: Paragraph, share: Number, part: Number, whole: Number, level: str = ERROR) -> Iterator[Finding]:
    assert part.value is not None
    assert whole.value is not None
    assert share.value is not None
    if whole.value <= 0 or share.value <= 0:
        return
    low, high = share.interval
    low, high = min(low, share.value - share.step / 2), max(high, share.value + share.step / 2)
    least = 100 * max(part.interval[0], Fraction(0)) / whole.interval[1]
    most = 100 * part.interval[1] / max(whole.interval[0], Fraction(1, 10**6))
    if least <= high and low <= most:
        return
    exact = 100 * part.value / whole.value
    arithmetic = f"{part.text} ÷ {whole.text} = {_percent(exact, share.step)}; văn bản ghi {share.text}"
    yield finding(
        paragraph, (share.start, share.end), "share", level, "tỷ lệ không khớp số bên cạnh", arithmetic=arithmetic
    )


def _percent(value: Fraction, step: Fraction) -> str:
    return format_percent(value, max(1, len(str(step.denominator)) - 1))


def _changes(paragraph: Paragraph, told: list[Number]) -> Iterator[Finding]:
    """ "giảm từ 12,4% xuống còn 9,1%, giảm 3,3%": the change must be what lies between its ends."""
    text = paragraph.text
    for index, (one, other) in enumerate(pairwise(told)):
        if not (_FROM_TO.search(text[: one.begins]) and _TO.match(text[one.end : other.begins])):
            continue
        if one.unit and one.unit != other.unit:
            continue
        for beside in (index - 1, index + 2):
            change = told[beside] if 0 <= beside < len(told) else None
            if change is None or change.unit not in (other.unit, POINTS):
                continue
            between = text[min(change.end, other.end) : max(change.begins, one.begins)]
            if _GROWTH.search(text[: change.begins]) and not _APART.search(between):
                yield from _change(paragraph, one, other, change)


def _change(paragraph: Paragraph, one: Number, other: Number, change: Number) -> Iterator[Finding]:
    assert one.value is not None
    assert other.value is not None
    assert change.value is not None
    apart = abs(other.value - one.value)
    room = sum((each.interval[1] - each.interval[0] for each in (one, other, change)), Fraction(0)) / 2
    if abs(apart - change.value) <= room:
        return
    unit = change.unit
    arithmetic = f"|{other.text} − {one.text}| = {printed(apart, unit)}; văn bản ghi {change.text}"
    message = "mức thay đổi không bằng hiệu của hai số"
    yield finding(paragraph, (change.start, change.end), "difference", REVIEW, message, arithmetic=arithmetic)
