"""Which words are Vietnamese syllables: what tells good text from text read in the wrong encoding."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from lib.intake.legacy_tables import TONES

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"  # or none
_RIMES = """
a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êk êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơk ơm ơn ơp ơt u ua uân uâng uât uây uê uêch uênh uc ui um un ung
uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_STOPPED = re.compile(r".*(c|ch|k|p|t)")
_FRONT = frozenset("eêiy")
_BEFORE_FRONT_ONLY = frozenset(("k", "gh", "ngh"))
_NEVER_BEFORE_FRONT = frozenset(("c", "ng"))
_VOWELS = re.compile(r"[aăâeêioôơuưy]+")
_SHAPED_VOWEL = frozenset("ăâêôơư")
_TWO_WAYS = frozenset(("oa", "oe", "uy"))
_PROPER_CASE: Final = ("islower", "isupper", "istitle")
_HIGHLAND = re.compile(r"[a-zđâêôăơưčñŏĭĕŭ]+")
_NO_HIGHLAND = re.compile(r"[aeo]â|aê")


@cache
def syllables() -> frozenset[str]:
    """Every possible syllable in small letters, marks placed the old way and the new ("hòa", "hoà").

    Possible is more than used: some 20,000 of which a third are words.
    """
    return frozenset(unicodedata.normalize("NFC", " ".join(_all())).split())


def _all() -> Iterator[str]:
    """Every syllable, its tone mark a character of its own."""
    for onset in ("", *_ONSETS.split()):
        for rime in _RIMES.split():
            if not _fits(onset, rime):
                continue
            if not _STOPPED.fullmatch(rime):
                yield onset + rime
            for name, mark in TONES.items():
                if _STOPPED.fullmatch(rime) and name not in ("sắc", "nặng"):
                    continue
                for place in _places(rime):
                    yield onset + rime[: place + 1] + mark + rime[place + 1 :]


def _fits(onset: str, rime: str) -> bool:
    if onset in _BEFORE_FRONT_ONLY:
        return rime[0] in _FRONT or (onset == "k" and rime[:2] in ("ăn", "an"))  # Bắc Kạn
    if onset in _NEVER_BEFORE_FRONT:
        return rime[0] not in _FRONT
    if rime.startswith("yê"):
        return onset == ""
    if onset == "g":  # "gì", "giếng": the i serves twice; "ge" is written "ghe"
        return rime[0] not in "eêy"
    return onset != "qu" or rime[0] not in "ou"


def _places(rime: str) -> tuple[int, ...]:
    """Where in a rime the tone mark may stand."""
    shaped = [place for place, letter in enumerate(rime) if letter in _SHAPED_VOWEL]
    if shaped:
        return (shaped[-1],)
    found = _VOWELS.match(rime)
    vowels = found[0] if found else rime
    if len(vowels) == 1:
        return (0,)
    if vowels == rime and rime in _TWO_WAYS:
        return (0, 1)
    return (1,) if len(vowels) == 3 or vowels != rime else (0,)


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: a possible syllable, in small letters, capitals, or one capital first.

    >>> [is_syllable(word) for word in ("Hòa", "hoà", "NGHÈO", "nghÌo", "Tæng", "Xaõ", "Krông")]
    [True, True, True, False, False, False, False]
    """
    return any(getattr(word, case)() for case in _PROPER_CASE) and word.lower() in syllables()


def is_highland(word: str) -> bool:
    """Whether a word could be of a highland language (Jrai, Ê Đê, Ba Na) in its own letters: no tones, ă â ê ô ơ ư đ
    č ñ ŏ ĭ among Latin letters.

    >>> [is_highland(word) for word in ("Krông", "Niê", "Rcăm", "Ñuăi", "Khoâng", "Kr«ng", "Hélène")]
    [True, True, True, True, False, False, False]
    """
    if not any(getattr(word, case)() for case in _PROPER_CASE):
        return False
    small = word.lower()
    return _HIGHLAND.fullmatch(small) is not None and _NO_HIGHLAND.search(small) is None
