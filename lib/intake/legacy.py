"""Vietnamese typed in TCVN3 (ABC) or VNI, which a workbook shows as "Céng hßa X· héi" or "Coäng hoøa": told and mended.

A font's name tells the encoding. Without it the letters do: words that are no Vietnamese as they stand and become
possible syllables in one of the encodings. One such word is no proof ("Loïc", "H¹"); text that is good already
(Vietnamese, French, Jrai, Ê Đê, plain ASCII) is left as it is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final, Literal

from lib.domain.text import nfc
from lib.intake.legacy_tables import TCVN3, VNI, VNI_MARKS, draws_capitals, encoding_of_font
from lib.intake.syllables import is_highland, is_syllable, syllables

Encoding = Literal["unicode", "tcvn3", "vni"]
Told = Literal["font", "letters"]

LEGACY: Final[tuple[Encoding, ...]] = ("tcvn3", "vni")
NAMES: Final[dict[Encoding, str]] = {"unicode": "Unicode", "tcvn3": "TCVN3 (ABC)", "vni": "VNI"}

_CODES = {
    "tcvn3": re.compile(f"[{re.escape(''.join(TCVN3))}]"),
    "vni": re.compile("|".join(re.escape(code) for code in sorted(VNI, key=lambda code: (-len(code), code)))),
}
_TABLES = {"tcvn3": TCVN3, "vni": VNI}
_BETWEEN = "\\s\x00-\x40\\[-`{-\x9f\u2010-\u206f"  # spaces, digits, ASCII and typographic punctuation
_WORD = re.compile(f"[^{_BETWEEN}]+")
_BEYOND = re.compile("[\u0100-\u017f\u01a0-\u01b0\u1ea0-\u1eff]")  # marked letters no single byte can be
_NEVER_INSIDE = {
    "tcvn3": re.compile("[A-Za-z][¡-©«-®¶¸¹»-¾](?=[A-Za-z])"),  # not · and ×: N·m, n×m
    "vni": re.compile("[aeoAEO][âÂ]"),
}
_SYMBOLS = ("«§¡¶·", "»®©¹ª·")  # what good text puts before and after a word without a space


@dataclass(frozen=True)
class Decoded:
    """A text in NFC Unicode, the encoding it had, and what told it: the cell's font or the text's letters."""

    text: str
    encoding: Encoding
    told: Told


@dataclass(frozen=True)
class Evidence:
    """What the distinct words of some texts say of one encoding.

    `gained` became possible syllables and were none, `lost` were good Vietnamese and no longer are, `wrong` are
    nothing either way; `marks` are the different characters of the words gained.
    """

    gained: int
    lost: int
    wrong: int
    marks: int

    @property
    def convincing(self) -> bool:
        return self.marks >= 2 and self.gained > 2 * self.lost and self.gained >= self.wrong

    @property
    def likely(self) -> bool:
        """Whether more speaks for it than against it, not enough to stand alone."""
        return self.gained > self.lost + self.wrong

    @property
    def possible(self) -> bool:
        """Whether nothing speaks against it."""
        return self.gained >= self.lost


def decode(text: str, font: str | None = None) -> Decoded:
    """A text in Unicode, by its cell's font where that is known, else by its letters alone.

    Letters of one short text may not suffice: `decode_column` reads it among its neighbours.

    >>> decode("Céng hßa X· héi").text, decode("Toång coäng").encoding
    ('Cộng hòa Xã hội', 'vni')
    >>> decode("sè hé", font=".VnTimeH"), decode("Số hộ", font=".VnTime").encoding
    (Decoded(text='SỐ HỘ', encoding='tcvn3', told='font'), 'unicode')
    """
    known = encoding_of_font(font)
    for encoding in LEGACY:
        if encoding == known and not _BEYOND.search(nfc(text)) and _weigh([text], encoding).possible:
            plain = transcribe(text, encoding)
            return Decoded(plain.upper() if draws_capitals(font) else plain, encoding, "font")
    encoding = detect_column([text])
    return Decoded(_mended(text, encoding), encoding, "letters")


def detect_column(texts: Iterable[str]) -> Encoding:
    """The encoding of texts that belong together (a column, a header, a sheet), told by their letters.

    "unicode" stands for good text, for text in several encodings, and for too little to tell.

    >>> detect_column(["Tæng sè", "Hé nghÌo"]), detect_column(["Krông Năng", "Hélène", "Niê"]), detect_column(["Loïc"])
    ('tcvn3', 'unicode', 'unicode')
    """
    distinct = set(texts)
    if not may_be_legacy(distinct):
        return "unicode"
    found = {encoding: _weigh(distinct, encoding) for encoding in LEGACY}
    best, other = sorted(LEGACY, key=lambda encoding: -found[encoding].gained)
    return best if found[best].convincing and found[best].gained > found[other].gained else "unicode"


def decode_column(texts: Sequence[str], around: Encoding = "unicode") -> list[Decoded]:
    """Texts of one column in Unicode, in their order. `around` is the encoding of the whole sheet: it decides where
    the column itself is too short to tell ("Sè hé" is good Vietnamese, and "Số hộ" in TCVN3).

    In a column of several encodings each text answers for itself, more easily where others proved the same encoding.

    >>> [each.text for each in decode_column(["Sè hé", "§Êt B»ng"])], [each.text for each in decode_column(["Sè hé"])]
    (['Số hộ', 'Đất Bằng'], ['Sè hé'])
    """
    whole = detect_column(texts)
    if whole == "unicode" and around != "unicode" and _weigh(texts, around).possible:
        whole = around
    alone = {text: detect_column([text]) for text in texts} if may_be_legacy(texts) else {}
    proved = set(alone.values()) - {"unicode"}
    return [_one(text, whole, alone.get(text, "unicode"), proved) for text in texts]


def _one(text: str, whole: Encoding, alone: Encoding, proved: Iterable[Encoding]) -> Decoded:
    if text.isascii():
        return Decoded(text, "unicode", "letters")
    encoding = alone
    if whole != "unicode" and _weigh([text], whole).possible:
        encoding = whole
    elif alone == "unicode":
        likely = [each for each in proved if _weigh([text], each).likely]
        encoding = likely[0] if len(likely) == 1 else alone
    mended = _mended(text, encoding)
    return Decoded(mended, encoding if mended != nfc(text) else "unicode", "letters")


def may_be_legacy(texts: Iterable[str]) -> bool:
    """Whether any text shows what good Vietnamese never does: quick, and no more than a reason to look closer.

    >>> may_be_legacy(["Số hộ", "Xã"]), may_be_legacy(["Loïc"])
    (False, True)
    """
    return _suspect().search(nfc("\n".join(texts)).lower()) is not None


@cache
def _suspect() -> re.Pattern[str]:
    good = set("".join(syllables()))
    pairs = {word[at : at + 2] for word in syllables() for at in range(len(word) - 1)}
    codes = {code.lower() for code in chain(TCVN3, VNI)}
    odd = {code for code in codes if (code not in good if len(code) == 1 else code not in pairs)}
    return re.compile("|".join(re.escape(code) for code in sorted(odd)))


def transcribe(text: str, encoding: Encoding) -> str:
    """A text with the letters of one encoding replaced, whatever it looks like.

    >>> transcribe("Tr­êng §¹i häc", "tcvn3"), transcribe("Tröôøng Ñaïi hoïc", "vni")
    ('Trường Đại học', 'Trường Đại học')
    """
    if encoding == "unicode":
        return nfc(text)
    table = _TABLES[encoding]
    return nfc(_CODES[encoding].sub(lambda found: table[found[0]], nfc(text)))


def _mended(text: str, encoding: Encoding) -> str:
    """A text transcribed; in TCVN3, where all plain letters are capitals, the marked ones were drawn as capitals."""
    plain = transcribe(text, encoding)
    letters = [letter for letter in plain if letter.isascii() and letter.isalpha()]
    capitals = encoding == "tcvn3" and len(letters) >= 2 and all(letter.isupper() for letter in letters)
    return plain.upper() if capitals else plain


def _weigh(texts: Iterable[str], encoding: Encoding) -> Evidence:
    words = {word for text in texts if not text.isascii() for word in _WORD.findall(nfc(text)) if not word.isascii()}
    counts = {"gained": 0, "lost": 0, "wrong": 0}
    marks: set[str] = set()
    for word in words:
        kind = _kind(word, encoding)
        if kind:
            counts[kind] += 1
        if kind == "gained":
            marks.update(_marks(word, encoding))
    return Evidence(**counts, marks=len(marks))


def _marks(word: str, encoding: Encoding) -> set[str]:
    """The characters of a word that are evidence; what no language writes inside a word counts twice. Ñ alone is none
    for VNI: Ê Đê has it, and Spanish."""
    special = {char for char in word.lower() if not char.isascii()}
    return (special - {"ñ"} if encoding == "vni" else special) | set(_NEVER_INSIDE[encoding].findall(word))


@lru_cache(maxsize=1 << 16)
def _kind(word: str, encoding: Encoding) -> Literal["gained", "lost", "wrong", ""]:
    """What an encoding makes of one word: see `Evidence`; "" for what says nothing."""
    if len(word) == 1:
        return ""
    good = is_syllable(word) or is_syllable(word.lstrip(_SYMBOLS[0]).rstrip(_SYMBOLS[1]))
    if _BEYOND.search(word):
        return "lost"
    after = transcribe(word, encoding)
    if after == word:
        return "" if good or is_highland(word) else "wrong"
    if is_syllable(_even_case(after)):
        proof = encoding == "tcvn3" or _vni_used(word)
        return "gained" if proof and not good and not is_highland(word) else ""
    if is_highland(_even_case(after)):
        return ""
    return "lost" if good else "wrong"


def _even_case(word: str) -> str:
    """A word whose marked letters are small because TCVN3 has no others, put into one case."""
    plain = [letter for letter in word if letter.isascii()]
    if len(plain) >= 2 and all(letter.isupper() for letter in plain):
        return word.upper()
    return word[:1].upper() + word[1:].lower() if word[1:].islower() else word


def _vni_used(word: str) -> bool:
    """Whether a word holds one of VNI's own marks or letters, not only an ñ."""
    return any(char in VNI_MARKS or char in "öô" for char in word.lower())
