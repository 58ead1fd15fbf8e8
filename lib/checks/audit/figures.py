"""Every number of a paragraph: figures (in digits or words) with unit, hedge and what they count, and references."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from lib.checks.audit.hedges import ABOUT, ABOVE, BELOW, hedge_around, reach
from lib.checks.audit.references import TITLES, Reference, references
from lib.checks.audit.units import CLASSES, FUNCTION_WORDS, MONEY, PERCENT, POINTS, unit_of
from lib.checks.audit.vocabulary import words
from lib.domain.number_words import read_words
from lib.domain.numbers import NumberError, parse_decimal, parse_percent

FIGURE: Final = "figure"
KINDS: Final = {FIGURE: "số liệu", **TITLES}

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*|\d{1,3}(?:[\u00a0\u202f]\d{3})+")
_SCALES: Final = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE = re.compile(r"\s*(nghìn|ngàn|triệu|tr|tỷ|tỉ)(?!\w)(?!\s+(?:lệ|trọng|suất))", re.IGNORECASE)
_CURRENCY = re.compile(
    r"\s*(?:đồng|đ|vnđ|vnd|₫)(?!\w)(?!\s+(?:bào|bộ|thời|chí|nghiệp|tình|hành|thuận|ý)(?!\w))", re.IGNORECASE
)
_PERCENT = re.compile(r"\s*(?:(điểm)\s*)?(?:%|phần trăm(?!\w))", re.IGNORECASE)
_RATE = re.compile(
    r"\s?/\s?(?:người|hộ|khẩu|tháng|năm|ngày|học sinh|em|lao động|kwh|kg|ha|m2|lượt|suất|nhà|xã|lớp)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_PHRASE_WORDS = 9
_JOINED = re.compile(r"\s?[-–/]\s?|\s+đến\s+")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_POINT = re.compile(r"\d{1,3}\.\d{1,2}|0\.\d+")

_NUMERALS: Final = words("không một hai ba bốn năm sáu bảy bẩy tám chín mười nửa")
_NOT_ONE: Final = words("số phần cách mặt lần vài ít chút trong bên khi loạt dịp cửa chiều mực lòng đời thời thể")
_YEAR_AFTER: Final = words(
    """trong cuối đầu cả hằng hàng mỗi các nhiều những hết qua của từ giữa tháng hoạch nửa hai ba bốn sáu bảy tám
    chín mười mấy vài từng theo kết sang ngoái trước chỉ tiêu"""
)
_ORDINAL: Final = words("thứ mùng mồng tháng quý")
_RANKED: Final = words("hạng cấp loại lớp khóa khoá bậc vòng")
"""Before a lone numeral that counts nothing these number something: "cấp hai"."""


@dataclass(frozen=True)
class Number:
    """One number as it stands in a paragraph.

    `kind` is "figure" or a reference's kind. A figure has an exact `value` (đồng for money, the number before the sign
    for percentages; None when its digits cannot be read), `step` (the last place that is printed), `unit` ("VND", "%",
    "điểm %", a noun, or ""), `hedge` ("trên" …; `hedge_start` is where it begins), `phrase` (the words after it: what
    is counted). `spelled`: written in words; `sure`: such words can hardly mean anything else. `odd` says what is wrong
    with the way its digits are written.
    """

    start: int
    end: int
    text: str
    kind: str = FIGURE
    value: Fraction | None = None
    step: Fraction = Fraction(1)
    unit: str = ""
    hedge: str = ""
    hedge_start: int = -1
    phrase: str = ""
    spelled: bool = False
    sure: bool = True
    rate: bool = False
    odd: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind == FIGURE

    @property
    def said(self) -> str:
        """As it reads, its hedge included."""
        return f"{self.hedge} {self.text}".strip()

    @property
    def begins(self) -> int:
        """Where it begins, its hedge included."""
        return self.hedge_start if self.hedge_start >= 0 else self.start

    @property
    def rounded(self) -> bool:
        """Whether what is printed may be a rounding: decimals, many tỷ, counts in nghìn or triệu."""
        if self.unit == MONEY and self.step == 10**9:
            return self.value is not None and self.value >= 10**10
        return self.step not in ((1, 10**3, 10**6) if self.unit == MONEY else (1,))

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest value it can stand for: its rounding, and one side of its hedge."""
        assert self.value is not None
        low = high = self.value
        if self.rounded:
            low, high = low - self.step / 2, high + self.step / 2
        room = reach(self.value)
        if self.hedge in (*ABOVE, *ABOUT):
            high += room
        if self.hedge in (*BELOW, *ABOUT):
            low -= room
        return low, high


def numbers(text: str) -> list[Number]:
    """Every number of a paragraph in order.

    >>> [(each.text, each.kind, str(each.value), each.unit, each.hedge)
    ...  for each in numbers("Đến 14/6/2021, trên 350 lao động, hai phần ba số hộ, 113 tỷ đồng")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('14/6/2021', 'date', 'None', '', ''), ('350', 'figure', '350', 'lao động', 'trên'),
     ('hai phần ba', 'figure', '2/3', 'số', ''), ('113 tỷ đồng', 'figure', '113000000000', 'VND', '')]
    """
    cited = references(text)
    found = [Number(each.start, each.end, text[each.start : each.end], each.kind) for each in cited]
    found += _in_digits(text, cited)
    taken = [(each.start, each.end) for each in found]
    found += [
        each for each in _in_words(text) if not any(each.start < end and start < each.end for start, end in taken)
    ]
    return _with_shared_units(text, sorted(found, key=lambda each: each.start))


def _in_digits(text: str, cited: list[Reference]) -> Iterator[Number]:
    position = 0
    for gap_end, next_start in [*((each.start, each.end) for each in cited), (len(text), len(text))]:
        end = position
        while match := _DIGITS.search(text, max(position, end), gap_end):
            number = _figure(text, match)
            yield number
            end = max(number.end, match.end())
            position = end
        position = next_start


def _figure(text: str, match: re.Match[str]) -> Number:
    """A figure from its digits on: percentage, money, or a count with its noun."""
    if percent := _PERCENT.match(text, match.end()):
        value, odd = _value(match[0], percent=True)
        step = _step(match[0])
        number = Number(match.start(), percent.end(), "", value=value, step=step, odd=odd)
        return _finished(text, number, POINTS if percent[1] else PERCENT)
    value, odd = _value(match[0])
    number = Number(match.start(), match.end(), "", value=value, step=_step(match[0]), odd=odd)
    return _scaled(text, number)


def _scaled(text: str, number: Number) -> Number:
    """The number with its scale ("triệu"), its currency, or what it counts."""
    scale, currency = _SCALE.match(text, number.end), None
    if scale:
        size = _SCALES[scale[1].lower()]
        number = replace(number, value=_times(number.value, size), step=number.step * size, end=scale.end())
        if more := _smaller(text, number, size):
            number = more
    currency = _CURRENCY.match(text, number.end)
    if currency:
        return _finished(text, replace(number, end=currency.end()), MONEY)
    noun = unit_of(text, number.end)
    if scale and noun not in CLASSES:
        return _finished(text, number, MONEY)
    return _finished(text, number, noun)


def _smaller(text: str, number: Number, size: int) -> Number | None:
    """The rest of an amount told in two scales: "2 tỷ 350 triệu"."""
    match = re.compile(r"\s+(\d{1,3})\s+(triệu|nghìn|ngàn)(?!\w)", re.IGNORECASE).match(text, number.end)
    if not match or _SCALES[match[2].lower()] >= size or number.value is None:
        return None
    step = Fraction(_SCALES[match[2].lower()])
    return replace(number, value=number.value + int(match[1]) * step, step=step, end=match.end())


def _finished(text: str, number: Number, unit: str) -> Number:
    rate = _RATE.match(text, number.end) or (
        unit and (place := text.find(unit, number.end)) >= 0 and _RATE.match(text, place + len(unit))
    )
    hedge, start = hedge_around(text, number.start, number.end)
    return replace(
        number,
        text=text[number.start : number.end],
        unit=unit,
        hedge=hedge,
        hedge_start=start,
        rate=bool(rate),
        phrase=_phrase(text, number.end),
    )


def _value(digits: str, percent: bool = False) -> tuple[Fraction | None, str]:
    """The exact value, and what is odd about the way it is written."""
    try:
        return Fraction(parse_percent(digits) if percent else parse_decimal(digits)), _oddity(digits)
    except NumberError as error:
        if _POINT.fullmatch(digits):
            return Fraction(digits), "dùng dấu chấm trước phần thập phân"
        return None, str(error)


def _oddity(digits: str) -> str:
    if _POINT.fullmatch(digits):
        return "dùng dấu chấm trước phần thập phân"
    if digits.count(",") > 1 or (digits.count(".") == 1 and digits.rfind(".") > digits.find(",") >= 0):
        return "dùng dấu phẩy tách hàng nghìn"
    return ""


def _step(digits: str) -> Fraction:
    """The last place that is printed: 0,01 of "11,50", 1 of "1.779"."""
    _, mark, decimals = digits.rpartition(",")
    if not mark and _POINT.fullmatch(digits):
        decimals = digits.rpartition(".")[2]
        mark = "."
    return Fraction(1, 10 ** len(decimals)) if mark and digits.count(",") < 2 else Fraction(1)


def _times(value: Fraction | None, size: int) -> Fraction | None:
    return None if value is None else value * size


def _phrase(text: str, end: int) -> str:
    """The words right after a number up to the next mark or number."""
    stop = re.compile(r"[^\w\s\u00a0'’-]|\d").search(text, end)
    return " ".join(text[end : stop.start() if stop else len(text)].split()[:_PHRASE_WORDS])


# --- in words


def _in_words(text: str) -> Iterator[Number]:
    """Numerals in words. "năm" is five only where it cannot be a year, a lone "một" is mostly an article."""
    found = list(_WORD.finditer(text))
    lowered = [match[0].lower() for match in found]
    index = 0
    while index < len(lowered):
        read = (
            read_words(lowered, index)
            if lowered[index] in _NUMERALS and _may_begin(text, found, lowered, index)
            else None
        )
        if read is None or not _adjacent(text, found[index : read[1]]):
            index += 1
            continue
        value, after = read
        last = found[after - 1]
        number = Number(found[index].start(), last.end(), "", value=value, spelled=True)
        number = _finished(text, *_spelled_unit(text, number))
        if _is_meant(text, lowered, index, after, number):
            told = number.unit in (*CLASSES, MONEY, PERCENT, POINTS)
            lone = after == index + 1
            year = lone and lowered[index] == "năm" and index > 0 and lowered[index - 1] in _YEAR_AFTER
            sure = (told and not year and (not lone or value > 1)) or _stands_alone(text, number)
            yield replace(number, sure=sure or after - index > 2)
        index = after


def _spelled_unit(text: str, number: Number) -> tuple[Number, str]:
    if percent := _PERCENT.match(text, number.end):
        return replace(number, end=percent.end()), POINTS if percent[1] else PERCENT
    if currency := _CURRENCY.match(text, number.end):
        return replace(number, end=currency.end()), MONEY
    return number, unit_of(text, number.end)


def _adjacent(text: str, found: list[re.Match[str]]) -> bool:
    """Whether nothing but spaces stands between the words."""
    return all(text[one.end() : other.start()].isspace() for one, other in pairwise(found))


def _may_begin(text: str, found: list[re.Match[str]], words: list[str], index: int) -> bool:
    """A numeral begins in small letters, or at the head of a sentence ("Hai xã"); in "Ba Na" it is a name."""
    written = found[index][0]
    if written.islower():
        return True
    before = text[: found[index].start()].rstrip(' \u00a0-+*–"“(')
    heads = not before or before[-1] in ".:;!?"
    return heads and written.istitle() and index + 1 < len(found) and found[index + 1][0].islower()


def _is_meant(text: str, words: list[str], start: int, end: int, number: Number) -> bool:
    """Whether the words are a number here, not a year, an ordinal or an article."""
    first, before = words[start], words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    ranked = before in _RANKED and end == start + 1 and number.unit not in CLASSES
    if before in _ORDINAL or ranked or (first == "không" and end == start + 1):
        return False
    if end > start + 1:
        return True
    if first == "năm":
        return number.unit in CLASSES and CLASSES[number.unit] != "time"
    if not number.unit and _stands_alone(text, number):
        return True
    if first == "một":
        return before != "từng" and after not in _NOT_ONE and number.unit in CLASSES
    return bool(number.unit) and after not in FUNCTION_WORDS


def _stands_alone(text: str, number: Number) -> bool:
    """Whether a numeral is all that is said: "Số trẻ em chết: hai."."""
    before, after = text[: number.start].rstrip(), text[number.end :].lstrip()
    return before.endswith((":", " là")) and (not after or after[0] in ".;,)")


def _with_shared_units(text: str, found: list[Number]) -> list[Number]:
    """The unit a range or a ratio says once: "5–7 triệu đồng", "3/14 xã", "từ 3 đến 5 con"."""
    result = list(found)
    for index in range(len(found) - 2, -1, -1):
        one, other = result[index], result[index + 1]
        between = text[one.end : other.start]
        if one.is_figure and other.is_figure and not one.unit and other.unit and _JOINED.fullmatch(between):
            scale = _scale_of(other)
            result[index] = replace(one, unit=other.unit, value=_times(one.value, scale), step=one.step * scale)
    return result


def _scale_of(number: Number) -> int:
    said = _SCALE.search(number.text)
    return _SCALES[said[1].lower()] if said and number.unit == MONEY else 1
