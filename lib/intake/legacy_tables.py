"""Letters of the two Vietnamese encodings older than Unicode, as they arrive in workbooks: bytes taken for Latin-1.

TCVN3 (ABC) gives each marked letter one byte and has only seven marked capitals, the plain Ă Â Ê Ô Ơ Ư Đ: in a font
whose name ends in H the small letters are drawn as capitals. VNI writes a base letter and, after it, one byte for all
its marks; both cases are there.
"""

import re
import unicodedata
from typing import Final

TONES: Final = {"sắc": "\u0301", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323"}
"""The five tone marks as combining characters, in the order of every table here; the sixth tone has no mark."""

SHAPED: Final = "aăâeêioôơuưy"
"""The twelve vowels; with đ and the tones they make the 67 marked letters of each case."""

_TCVN3_VOWELS = {
    "a": " \xb8\xb5\xb6\xb7\xb9",
    "ă": "\xa8\xbe\xbb\xbc\xbd\xc6",
    "â": "\xa9\xca\xc7\xc8\xc9\xcb",
    "e": " \xd0\xcc\xce\xcf\xd1",
    "ê": "\xaa\xd5\xd2\xd3\xd4\xd6",
    "i": " \xdd\xd7\xd8\xdc\xde",
    "o": " \xe3\xdf\xe1\xe2\xe4",
    "ô": "\xab\xe8\xe5\xe6\xe7\xe9",
    "ơ": "\xac\xed\xea\xeb\xec\xee",
    "u": " \xf3\xef\xf1\xf2\xf4",
    "ư": "\xad\xf8\xf5\xf6\xf7\xf9",
    "y": " \xfd\xfa\xfb\xfc\xfe",
}
_TCVN3_OTHERS = {"đ": "\xae", "Ă": "\xa1", "Â": "\xa2", "Ê": "\xa3", "Ô": "\xa4", "Ơ": "\xa5", "Ư": "\xa6", "Đ": "\xa7"}

_VNI_TONES = "ùøûõï"  # sắc huyền hỏi ngã nặng on a bare a e o u y, and on ô (ơ) and ö (ư)
_VNI_ROOF = "âáàåãä"  # the circumflex alone, then with each tone, after a e o
_VNI_BREVE = "êéèúüë"  # the breve alone, then with each tone, after a
_VNI_I = "íìæóò"
_VNI_Y_DOT = "î"

_LEGACY_FONT = re.compile(r"(?P<tcvn3>\.vn\w|vn(?=[a-z])(?!i))|(?P<vni>vni\b)", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"H$")


def toned(vowel: str) -> list[str]:
    """A vowel with no tone, then with each of the five, as single letters.

    >>> toned("ơ")
    ['ơ', 'ớ', 'ờ', 'ở', 'ỡ', 'ợ']
    """
    return [vowel, *(unicodedata.normalize("NFC", vowel + mark) for mark in TONES.values())]


def _tcvn3() -> dict[str, str]:
    table = {code: letter for letter, code in _TCVN3_OTHERS.items()}
    for vowel, codes in _TCVN3_VOWELS.items():
        table |= {code: letter for code, letter in zip(codes, toned(vowel), strict=True) if code != " "}
    return table


def _vni() -> dict[str, str]:
    small = {"ô": "ơ", "ö": "ư", "ñ": "đ", "y" + _VNI_TONES[4]: "ỵ", _VNI_Y_DOT: "ỵ"}
    small |= dict(zip(_VNI_I, toned("i")[1:], strict=True))
    for base, vowel in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        small |= {base + mark: letter for mark, letter in zip(_VNI_TONES, toned(vowel)[1:], strict=True)}
    for base, vowel in {"a": "â", "e": "ê", "o": "ô"}.items():
        small |= {base + mark: letter for mark, letter in zip(_VNI_ROOF, toned(vowel), strict=True)}
    small |= {"a" + mark: letter for mark, letter in zip(_VNI_BREVE, toned("ă"), strict=True)}
    table = dict(small)
    for code, letter in small.items():
        capital = code[0].upper()
        table[capital + code[1:].upper()] = letter.upper()
        table[capital + code[1:]] = letter.upper()  # typed with the capital key let go too soon
    return table


TCVN3: Final = _tcvn3()
"""A TCVN3 character → its letter; capitals of a font ending in H are the caller's business."""

VNI: Final = _vni()
"""A VNI letter, or a base with its mark → the letter. Longer keys come first in reading."""

VNI_MARKS: Final = frozenset(code[1] for code in VNI if len(code) == 2)
"""What can stand after a base letter in VNI."""


def encoding_of_font(name: str | None) -> str | None:
    """The encoding a font's name tells: "tcvn3", "vni", or None for every other font.

    >>> [encoding_of_font(name) for name in (".VnTimeH", "VNI-Times", "Times New Roman", "VnArial", None)]
    ['tcvn3', 'vni', None, 'tcvn3', None]
    """
    found = _LEGACY_FONT.match(name.strip()) if name else None
    return found.lastgroup if found else None


def draws_capitals(font: str | None) -> bool:
    """Whether a font draws small letters as capitals.

    >>> draws_capitals(".VnTimeH"), draws_capitals(".VnTime"), draws_capitals("VNI-Helve")
    (True, False, False)
    """
    return encoding_of_font(font) == "tcvn3" and _CAPITAL_FONT.search((font or "").strip()) is not None
