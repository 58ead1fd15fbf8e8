"""The words around a number, which say what it is."""

import re
from typing import Final

from lib.checks.audit.align import Token
from lib.checks.audit.units import FUNCTION_WORDS

_WORD = re.compile(r"[^\W\d_]+")
NEAR: Final = 70
"""Characters around a number whose words say what it is."""


def words_near(token: Token) -> set[str]:
    """The telling words around a number, within its sentence."""
    paragraph = token.paragraph
    first, last = paragraph.sentences[paragraph.sentence_at(token.start) - 1]
    start, end = max(first, token.start - NEAR), min(last, token.end + NEAR)
    return telling(f"{paragraph.text[start : token.start]} {paragraph.text[token.end : end]}")


def telling(text: str) -> set[str]:
    """The words of a text that tell something: no function words."""
    return {word for match in _WORD.finditer(text.lower()) if (word := match[0]) not in FUNCTION_WORDS}


def shared(one: set[str], other: set[str]) -> float:
    """Which part of the smaller set the other has too."""
    return len(one & other) / max(1, min(len(one), len(other)))
