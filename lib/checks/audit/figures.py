"""Every number of a paragraph: figures (in digits or words) with unit, hedge and what they count, and references."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from lib.checks.audit.number import CURRENCY, PERCENT_SIGN, Number, finished
from lib.checks.audit.references import Reference, references
from lib.checks.audit.spelled import spelled_numbers
from lib.checks.audit.units import CLASSES, MONEY, PERCENT, POINTS, unit_of
from lib.domain.numbers import NumberError, parse_decimal, parse_percent

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*|\d{1,3}(?:[\u00a0\u202f]\d{3})+")
_SCALES: Final = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE = re.compile(r"\s*(nghìn|ngàn|triệu|tr|tỷ|tỉ)(?!\w)(?!\s+(?:lệ|trọng|suất))", re.IGNORECASE)
_JOINED = re.compile(r"\s?[-–/]\s?|\s+đến\s+")
_POINT = re.compile(r"\d{1,3}\.\d{1,2}|0\.\d+")
_SMALLER = re.compile(r"\s+(\d{1,3})\s+(triệu|nghìn|ngàn)(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def numbers(text: str) -> tuple[Number, ...]:
    """Every number of a paragraph in order. Two versions of a text share most paragraphs: each is read once.

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
        each for each in spelled_numbers(text) if not any(each.start < end and start < each.end for start, end in taken)
    ]
    return tuple(_with_shared_units(text, sorted(found, key=lambda each: each.start)))


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
    if percent := PERCENT_SIGN.match(text, match.end()):
        value, odd = _value(match[0], percent=True)
        step = _step(match[0])
        number = Number(match.start(), percent.end(), "", value=value, step=step, odd=odd)
        return finished(text, number, POINTS if percent[1] else PERCENT)
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
    currency = CURRENCY.match(text, number.end)
    if currency:
        return finished(text, replace(number, end=currency.end()), MONEY)
    noun = unit_of(text, number.end)
    if scale and noun not in CLASSES:
        return finished(text, number, MONEY)
    return finished(text, number, noun)


def _smaller(text: str, number: Number, size: int) -> Number | None:
    """The rest of an amount told in two scales: "2 tỷ 350 triệu"."""
    match = _SMALLER.match(text, number.end)
    if not match or _SCALES[match[2].lower()] >= size or number.value is None:
        return None
    step = Fraction(_SCALES[match[2].lower()])
    return replace(number, value=number.value + int(match[1]) * step, step=step, end=match.end())


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
