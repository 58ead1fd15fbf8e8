"""Vietnamese text: one stored form (NFC), and a key under which two spellings of one name are equal."""

import re
import unicodedata
from functools import cache

_D_BAR = str.maketrans({"đ": "d", "Đ": "D"})  # these two have no Unicode decomposition
_ETH = str.maketrans({"ð": "d", "Ð": "D"})  # look-alikes that old fonts and keyboards leave behind
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_APOSTROPHES = frozenset("ʹʻʼʽˈ")  # letters to Unicode, apostrophes to whoever types "Ia H’Dreh"

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no XML can hold these
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # these turn the direction of what follows
)
_BREAKS = re.compile(r"[\t\n\r\x85\u2028\u2029]+")


def nfc(text: str) -> str:
    """The text in NFC, the only form that is stored or shown.

    Example:
        >>> nfc("So\\u0302\\u0301 lie\\u0323\\u0302u") == "Số liệu"
        True
    """
    return unicodedata.normalize("NFC", text)


def showable(text: str) -> str:
    """The text as any document can hold it: characters that XML refuses, or that would turn what follows around, become
    �; line breaks become spaces.

    Example:
        >>> showable("a\\x00b\\u202e12\\nc")
        'a�b�12 c'
    """
    return _BREAKS.sub(" ", steady(text))


def steady(text: str) -> str:
    """The same with its lines as they are: no letter is out of its place, whatever stands before it.

    Example:
        >>> steady("12\\u202e34")
        '12�34'
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def match_key(text: str) -> str:
    """Lower-case ASCII letters and digits of a text: marks stripped, đ → d, everything else dropped.

    For comparing only, never for showing. Letters of other scripts are dropped too: see `foreign_letters`.

    Example:
        >>> match_key("Tổng cộng"), match_key("ĐẮK R’LẤP"), match_key("２ Bà-Trưng")
        ('tongcong', 'dakrlap', '2batrung')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_D_BAR).translate(_ETH))
    return text.casefold().encode("ascii", "ignore").translate(None, _SIGNS).decode()


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers in names by size: "2. Ia Rsai" before "10. Ia Rmok".

    Example:
        >>> sorted(["10. Ia Rmok", "2. Ia Rsai", "P. GDDT"], key=natural_key)
        ['2. Ia Rsai', '10. Ia Rmok', 'P. GDDT']
    """
    pieces = re.split(r"([0-9]+)", text)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece)


def foreign_letters(text: str) -> str:
    """Letters that no Vietnamese word has (Cyrillic look-alikes, Devanagari …), in order; "" for clean text.

    Example:
        >>> foreign_letters("Ia Rmok"), foreign_letters("Ia Rm\\u043ek")
        ('', 'о')
    """
    return "" if text.isascii() else "".join(char for char in text if is_foreign_letter(char))


@cache
def is_foreign_letter(char: str) -> bool:
    """Whether one character is a letter, or part of one, that no Vietnamese word has.

    Example:
        >>> [is_foreign_letter(char) for char in "ộкद1"]
        [False, True, True, False]
    """
    if char.isascii():
        return False
    plain = unicodedata.normalize("NFKD", char.translate(_D_BAR))
    return any(not part.isascii() and _is_letter(part) for part in plain)


def _is_letter(char: str) -> bool:
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):  # marks of other scripts; those of Latin are named COMBINING …
        return not unicodedata.name(char, "").startswith(("COMBINING", "VARIATION"))
    return (category[0] == "L" or category == "Mc") and char not in _APOSTROPHES
