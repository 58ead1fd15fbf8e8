"""Vietnamese numbers in words, both ways: "hai trăm sáu mươi chín" is 269, "hai phần ba" is 2/3.

What is written here reads back here to the same value. Some words have other meanings ("năm" is five and year): only
whole numerals are read, and whether a lone word is meant as a number is for its reader to tell by what stands around.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_READ: Final = {word: value for value, word in enumerate(_DIGITS)} | {"bẩy": 7}
_ONES: Final = {**_READ, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SCALES: Final = ((("nghìn", "ngàn"), 10**3), (("triệu",), 10**6), (("tỷ", "tỉ"), 10**9))
_HALVES: Final = ("rưỡi", "rưởi")
_TEN, _TENS, _HUNDRED, _DOZEN = "mười", "mươi", "trăm", "chục"

Read = tuple[Fraction, int]
"""A value and the index of the first word after it."""


def number_words(value: int) -> str:
    """A whole number in words, as amounts are spelt out in documents.

    Raises ValueError for a negative one.

    >>> number_words(269), number_words(1005), number_words(1_500_000_000)
    ('hai trăm sáu mươi chín', 'một nghìn không trăm linh năm', 'một tỷ năm trăm triệu')
    """
    if value < 0:
        raise ValueError(f"no words for {value}")
    return " ".join(_written(value, False)) or _DIGITS[0]


def _written(value: int, full: bool) -> list[str]:
    billions, rest = divmod(value, 10**9)
    words = [*_written(billions, full), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += _hundreds(group, full or bool(words))
            words += [name] if name else []
    return words


def _hundreds(group: int, full: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], _HUNDRED] if hundreds or full else []
    if tens == 0:
        return words + (["linh", _DIGITS[ones]] if ones and words else [_DIGITS[ones]] if ones else [])
    words += [_TEN] if tens == 1 else [_DIGITS[tens], _TENS]
    if ones == 0:
        return words
    after_tens = {1: "mốt", 4: "tư"} if tens > 1 else {}
    return [*words, {**after_tens, 5: "lăm"}.get(ones, _DIGITS[ones])]


def read_words(words: Sequence[str], start: int = 0) -> Read | None:
    """The number that begins at a word: its exact value and where it ends; None where none begins.

    Words are in small letters. A numeral is read as far as it goes; "tỷ" in "tỷ lệ" is none.

    >>> read_words("mười bốn xã".split())
    (Fraction(14, 1), 2)
    >>> read_words("hai phần ba số hộ".split()), read_words("một nửa".split())
    ((Fraction(2, 3), 3), (Fraction(1, 2), 2))
    >>> read_words("ba phẩy sáu mươi tám phần trăm".split()), read_words("tỷ lệ".split())
    ((Fraction(92, 25), 5), None)
    """
    if _at(words, start) == "nửa":
        return Fraction(1, 2), start + 1
    whole = _whole(words, start)
    if whole is None:
        return None
    value, end = whole
    if _at(words, end) == "nửa" and value == 1 and end == start + 1:
        return Fraction(1, 2), end + 1
    if _at(words, end) == "phần" and value and (parts := _parts(words, end + 1)) and parts[0] > value:
        return Fraction(value, parts[0]), parts[1]
    if _at(words, end) == "phẩy" and (decimals := _decimals(words, end + 1)):
        return _scaled(words, value + decimals[0], decimals[1])
    return Fraction(value), end


def _parts(words: Sequence[str], index: int) -> tuple[int, int] | None:
    """Into how many parts: a quarter has a word of its own; "phần trăm" is a unit, not a hundredth."""
    return (4, index + 1) if _at(words, index) == "tư" else _whole(words, index)


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _whole(words: Sequence[str], start: int, level: int = len(_SCALES)) -> tuple[int, int] | None:
    """A whole number below a scale: what stands before the scale's word counts it, what follows is smaller."""
    if level == 0:
        return _group(words, start)
    read = _whole(words, start, level - 1)
    names, size = _SCALES[level - 1]
    if read is None or not _is_scale(words, read[1], names):
        return read
    value, end = read[0] * size, read[1] + 1
    if _at(words, end) in _HALVES:
        return value + size // 2, end + 1
    rest = _whole(words, end, level - 1)
    return (value + rest[0], rest[1]) if rest else (value, end)


def _is_scale(words: Sequence[str], index: int, names: Sequence[str]) -> bool:
    """Whether a word is a scale; "tỷ" in "tỷ lệ" is none."""
    return _at(words, index) in names and _at(words, index + 1) not in ("lệ", "trọng", "suất", "phần")


def _scaled(words: Sequence[str], value: Fraction, index: int) -> Read:
    """A number with decimals and its scale: "một phẩy năm tỷ"."""
    size = next((size for names, size in _SCALES if _is_scale(words, index, names)), 1)
    return value * size, index + (size > 1)


def _group(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Up to three digits: "hai trăm linh năm", "hai mươi lăm", "mười", "bảy"."""
    digit, after = _READ.get(_at(words, start)), _at(words, start + 1)
    if digit is not None and after == _HUNDRED:
        rest = _after_hundred(words, start + 2)
        return (digit * 100 + rest[0], rest[1]) if rest else (digit * 100, start + 2)
    return _tens(words, start) or ((digit, start + 1) if digit else None)


def _after_hundred(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """What may follow the hundreds: tens, or "linh" and a digit. A bare digit may be the next word's ("trăm năm")."""
    ones = _READ.get(_at(words, start + 1))
    if _at(words, start) in ("linh", "lẻ") and ones:
        return ones, start + 2
    return _tens(words, start)


def _tens(words: Sequence[str], start: int) -> tuple[int, int] | None:
    first, second = _at(words, start), _at(words, start + 1)
    if first == _TEN:
        tens, index = 10, start + 1
    elif first in _READ and second == _TENS:
        tens, index = 10 * _READ[first], start + 2
    elif _READ.get(first) and second == _DOZEN:
        return 10 * _READ[first], start + 2
    else:
        return None
    ones = _ones(words, index, tens)
    return (tens + ones, index + 1) if ones else (tens, index)


def _ones(words: Sequence[str], index: int, tens: int) -> int:
    """The digit after tens, if the next word is one and begins nothing of its own ("mười năm" is ten years)."""
    word, after = _at(words, index), _at(words, index + 1)
    if word in ("không", "năm") or after in (_HUNDRED, _TENS, _DOZEN):
        return 0
    if word in ("mốt", "tư") and tens == 10:
        return 0
    return _ONES.get(word, 0)


def _decimals(words: Sequence[str], start: int) -> Read | None:
    """Digits after the comma, told one by one ("không ba") or as a number ("sáu mươi tám")."""
    digits, index = "", start
    while _at(words, index) == _DIGITS[0]:
        digits, index = digits + "0", index + 1
    told = _group(words, index)
    if told and told[1] > index + 1:
        digits, index = digits + str(told[0]), told[1]
    else:
        while (digit := _READ.get(_at(words, index))) is not None:
            digits, index = digits + str(digit), index + 1
    return (Fraction(int(digits), 10 ** len(digits)), index) if digits else None
