"""Letters that look right and are not, and characters nobody sees: both make two cells that read alike unequal.

Invisible characters are taken out. Letters of other scripts are reported and never replaced: what was meant is for
whoever sent the text to say.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from lib.domain.text import is_foreign_letter

INVISIBLE: Final = "ký tự vô hình, không có bề rộng"
DIRECTION: Final = "ký tự điều khiển chiều chữ"
SOFT_HYPHEN: Final = "dấu gạch nối mềm"
BROKEN: Final = "ký tự không hợp lệ"
LOST: Final = "ký tự thay cho chữ đã mất"
PRIVATE: Final = "ký tự riêng của một phông chữ"
CONTROL: Final = "ký tự điều khiển"

_INVISIBLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_KINDS = (
    (re.compile(f"[{_INVISIBLE}]"), INVISIBLE),
    (re.compile(f"[{_DIRECTION}]"), DIRECTION),
    (re.compile("\u00ad"), SOFT_HYPHEN),
    (re.compile("\ufffd"), LOST),
)
_REMOVED = re.compile(f"[{_INVISIBLE}{_DIRECTION}\u00ad]")
_ORDINARY = re.compile("[\t-\r\u0020-\u007e\u00a0-\u00ac\u1ea0-\u1ef9\u2010-\u2027\u202f]")
_CATEGORIES = {"Cc": CONTROL, "Cs": BROKEN, "Cn": BROKEN, "Co": PRIVATE, "Cf": INVISIBLE}
_SCRIPTS = {
    "LATIN": "chữ Latinh không có trong tiếng Việt",
    "CYRILLIC": "chữ Kirin (Nga)",
    "GREEK": "chữ Hy Lạp",
    "MICRO": "chữ Hy Lạp",
    "DEVANAGARI": "chữ Devanagari (Ấn Độ)",
    "ARMENIAN": "chữ Armenia",
    "HEBREW": "chữ Do Thái",
    "ARABIC": "chữ Ả Rập",
    "THAI": "chữ Thái Lan",
    "LAO": "chữ Lào",
    "KHMER": "chữ Khmer",
    "MYANMAR": "chữ Miến Điện",
    "TAI": "chữ Thái Việt Nam",
    "CHAM": "chữ Chăm",
    "CJK": "chữ Hán",
    "HANGUL": "chữ Triều Tiên",
    "HIRAGANA": "chữ Nhật",
    "KATAKANA": "chữ Nhật",
    "CHEROKEE": "chữ Cherokee",
}

Odd = tuple[int, str, str]
"""Where in the text (from zero), the character, and what it is, in Vietnamese."""


def odd_letters(text: str) -> list[Odd]:
    """Every character that has no place in Vietnamese text: letters of other scripts, characters nobody sees or that
    turn the direction of writing, soft hyphens, what is no character at all.

    Signs and symbols (−, ×, ✓, emoji) are not meant: they can be seen. Text in a legacy encoding is to be decoded
    first: there a soft hyphen is the letter ư.

    >>> odd_letters("Ia Rm\\u043ek"), odd_letters("Phú\\u200b Túc")
    ([(5, 'о', 'chữ Kirin (Nga)')], [(3, '\\u200b', 'ký tự vô hình, không có bề rộng')])
    """
    if text.isascii() and text.isprintable():
        return []
    return [(at, char, what) for at, char in enumerate(text) if (what := _what(char))]


def cleaned(text: str) -> str:
    """The text without the characters nobody sees; whatever can be seen stays as it is, look-alikes too.

    >>> cleaned("\\ufeffPhú\\u200b Túc\\u200e"), cleaned("Ia Rm\\u043ek") == "Ia Rmok"
    ('Phú Túc', False)
    """
    return text if text.isascii() else _REMOVED.sub("", text)


@cache
def _what(char: str) -> str:
    if _ORDINARY.fullmatch(char):
        return ""
    for pattern, what in _KINDS:
        if pattern.fullmatch(char):
            return what
    if is_foreign_letter(char):
        script = unicodedata.name(char, "").split(" ")[0].split("-")[0]
        return _SCRIPTS.get(script, "chữ cái không thuộc tiếng Việt")
    return _CATEGORIES.get(unicodedata.category(char), "")
