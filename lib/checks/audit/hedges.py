"""Hedges: the words that say a number is a floor, a ceiling or an estimate, and how far the true value may lie."""

import re
from fractions import Fraction
from typing import Final

ABOVE: Final = ("trên", "hơn", "ít nhất", "tối thiểu", "không dưới", "từ")
BELOW: Final = ("gần", "dưới", "nhiều nhất", "tối đa", "không quá", "chưa đến", "chưa đầy")
ABOUT: Final = ("khoảng", "xấp xỉ", "ước khoảng", "chừng", "ước", "ước đạt", "ước tính", "độ")

_HEDGES = re.compile(
    r"(?<!\w)("
    + "|".join(sorted((*ABOVE[:-1], *BELOW, *ABOUT), key=len, reverse=True))
    + r")(?:\s+(?:là|đạt|có))?\s+$",
    re.IGNORECASE,
)
_STRICT: Final = ("trên", "hơn", "gần", "dưới", "chưa đến", "chưa đầy")
SAME: Final = (("trên", "hơn"), ("ít nhất", "tối thiểu", "không dưới", "từ"), ("dưới", "chưa đến", "chưa đầy"),
               ("nhiều nhất", "tối đa", "không quá"), ABOUT)  # fmt: skip
"""Hedges that say the same."""
_AND_MORE = re.compile(r"(?:\s+[^\W\d_]+){0,2}\s+trở (?:lên|đi)(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)từ\s+$", re.IGNORECASE)
_COMPARED = re.compile(r"(?:cao|thấp|nhiều|ít|lớn|nhỏ|nhanh|chậm|tốt|sớm|muộn)\s+$", re.IGNORECASE)
_OUT_OF = re.compile(
    r"(?:\d%?|(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|tư|lăm|trăm|nghìn|triệu))"
    r"\s+(?:[^\W\d_]+\s+){0,2}$"
)
_WINDOW = 24


def hedge_before(text: str, start: int) -> tuple[str, int]:
    """The hedge right before a number and where it begins; ("", -1) when there is none.

    >>> hedge_before("trên 350", 5), hedge_before("cao hơn 3%", 8), hedge_before("có 350", 3)
    (('trên', 0), ('', -1), ('', -1))
    """
    offset = max(0, start - _WINDOW)
    found = _HEDGES.search(text[offset:start])
    if not found:
        return "", -1
    word, begins = found[1].lower(), offset + found.start()
    before = text[:begins]
    if (word == "hơn" and _COMPARED.search(before)) or (word == "trên" and _OUT_OF.search(before)):
        return "", -1  # "cao hơn 3%" compares; "586 trên 603 hộ" is a ratio
    return word, begins


def hedge_around(text: str, start: int, end: int) -> tuple[str, int]:
    """The same with "từ 3% trở lên", which stands on both sides of a number."""
    before = _FROM.search(text[max(0, start - 5) : start])
    if before and _AND_MORE.match(text, end):
        return "từ", max(0, start - 5) + before.start()
    return hedge_before(text, start)


def same_hedge(one: str, other: str) -> bool:
    """Whether two hedges say the same.

    >>> same_hedge("ít nhất", "tối thiểu"), same_hedge("trên", "gần"), same_hedge("trên", "")
    (True, False, False)
    """
    return one == other or any(one in group and other in group for group in SAME)


def reach(value: Fraction) -> Fraction:
    """How far beyond the number a hedged value may lie: a quarter of it, or its last round place if that is more.

    "Trên 350" reaches to 437, "hơn 10" to 20: nobody says "trên 350" of 500.
    """
    whole, zeros = abs(int(value)), 0
    while whole and whole % 10 == 0:
        whole, zeros = whole // 10, zeros + 1
    return max(abs(value) / 4, Fraction(10**zeros))


def holds(hedge: str, printed: Fraction, true: Fraction) -> bool:
    """Whether a hedged number says the truth about a value; "trên" and "gần" leave out the number itself.

    >>> [holds("trên", Fraction(350), Fraction(true)) for true in (355, 350, 349)]
    [True, False, False]
    """
    if printed == true and hedge in _STRICT:
        return False
    room = reach(printed)
    low = printed - (room if hedge in (*BELOW, *ABOUT) else 0)
    high = printed + (room if hedge in (*ABOVE, *ABOUT) else 0)
    return low <= true <= high
