"""Numbers in words: "mười bốn", "hai phần ba", and words that look like numbers and are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lib.checks.audit.number import CURRENCY, PERCENT_SIGN, Number, finished
from lib.checks.audit.units import CLASSES, FUNCTION_WORDS, MONEY, PERCENT, POINTS, unit_of
from lib.checks.audit.vocabulary import words
from lib.domain.number_words import read_words

_WORD = re.compile(r"[^\W\d_]+")
_NUMERALS: Final = words("không một hai ba bốn năm sáu bảy bẩy tám chín mười nửa")
_NOT_ONE: Final = words("số phần cách mặt lần vài ít chút trong bên khi loạt dịp cửa chiều mực lòng đời thời thể")
_YEAR_AFTER: Final = words(
    """trong cuối đầu cả hằng hàng mỗi các nhiều những hết qua của từ giữa tháng hoạch nửa hai ba bốn sáu bảy tám
    chín mười mấy vài từng theo kết sang ngoái trước chỉ tiêu"""
)
_ORDINAL: Final = words("thứ mùng mồng tháng quý")
_RANKED: Final = words("hạng cấp loại lớp khóa khoá bậc vòng")
"""Before a lone numeral that counts nothing these number something: "cấp hai"."""


def spelled_numbers(text: str) -> Iterator[Number]:
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
        number = finished(text, *_spelled_unit(text, number))
        if _is_meant(text, lowered, index, after, number):
            told = number.unit in (*CLASSES, MONEY, PERCENT, POINTS)
            lone = after == index + 1
            year = lone and lowered[index] == "năm" and index > 0 and lowered[index - 1] in _YEAR_AFTER
            sure = (told and not year and (not lone or value > 1)) or _stands_alone(text, number)
            yield replace(number, sure=sure or after - index > 2)
        index = after


def _spelled_unit(text: str, number: Number) -> tuple[Number, str]:
    if percent := PERCENT_SIGN.match(text, number.end):
        return replace(number, end=percent.end()), POINTS if percent[1] else PERCENT
    if currency := CURRENCY.match(text, number.end):
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
