"""How one sheet of an office looks: where the table starts, how numbers, dates and headers are typed.

Offices do not share a template. The looks are drawn from the workbook's own seed, so that the sample has
their variety and is the same on every machine.
"""

import random
from dataclasses import dataclass

NUMBERINGS = ("none", "none", "parentheses", "letters")
TOTAL_LABELS = ("Tổng cộng", "Cộng", "TỔNG CỘNG", "Tổng cộng")


@dataclass(frozen=True)
class Look:
    """One sheet's habits. `numbers` and `dates` are "real", "text" or "mixed"."""

    top: int
    left: int
    motto: bool
    numbering: str
    header_style: str
    total_label: str
    total_merged: bool
    subtotals: bool
    numbers: str
    dates: str
    spelling: str
    blank_before_group: bool
    freeze: bool


def draw_look(rng: random.Random) -> Look:
    """One look drawn from `rng`.

    >>> draw_look(random.Random("a")) == draw_look(random.Random("a"))
    True
    """
    return Look(
        top=rng.choice((0, 0, 1, 2)),
        left=rng.choice((0, 0, 0, 1)),
        motto=rng.random() < 0.6,
        numbering=rng.choice(NUMBERINGS),
        header_style=rng.choice(("plain", "plain", "line_break", "spaced", "capitals")),
        total_label=rng.choice(TOTAL_LABELS),
        total_merged=rng.random() < 0.5,
        subtotals=rng.random() < 0.35,
        numbers=rng.choice(("real", "real", "text", "mixed", "mixed")),
        dates=rng.choice(("real", "text", "mixed")),
        spelling=rng.choice(("plain", "mixed", "mixed", "prefixed", "capitals")),
        blank_before_group=rng.random() < 0.4,
        freeze=rng.random() < 0.3,
    )


def header_text(text: str, style: str) -> str:
    """A header as this office types it: the same words, other capitals or spacing; units keep their case.

    >>> header_text("Kinh phí (đồng)", "line_break")
    'Kinh phí\\n(đồng)'
    >>> header_text("Số học sinh", "capitals")
    'SỐ HỌC SINH'
    """
    if style == "line_break":
        return text.replace(" (", "\n(")
    if style == "spaced":
        return text.replace(" ", "  ", 1)
    if style == "capitals" and "(" not in text:
        return text.upper()
    return text


def numbering_marks(columns: int, style: str) -> list[str | int]:
    """The row of column numbers that some offices type under the header.

    >>> numbering_marks(4, "letters")
    ['A', 'B', 1, 2]
    >>> numbering_marks(3, "parentheses")
    ['(1)', '(2)', '(3)']
    """
    if style == "none":
        return []
    if style == "parentheses":
        return [f"({number})" for number in range(1, columns + 1)]
    marks: list[str | int] = ["A", "B"]
    return marks + list(range(1, columns - 1))
