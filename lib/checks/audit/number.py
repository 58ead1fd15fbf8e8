"""One number of a text: what it is, and what belongs to it around its digits or words."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from lib.checks.audit.hedges import ABOUT, ABOVE, BELOW, hedge_around, reach
from lib.checks.audit.references import TITLES
from lib.checks.audit.units import MONEY

FIGURE: Final = "figure"
KINDS: Final = {FIGURE: "số liệu", **TITLES}
PERCENT_SIGN = re.compile(r"\s*(?:(điểm)\s*)?(?:%|phần trăm(?!\w))", re.IGNORECASE)
CURRENCY = re.compile(
    r"\s*(?:đồng|đ|vnđ|vnd|₫)(?!\w)(?!\s+(?:bào|bộ|thời|chí|nghiệp|tình|hành|thuận|ý)(?!\w))", re.IGNORECASE
)
_RATE = re.compile(
    r"\s?/\s?(?:người|hộ|khẩu|tháng|năm|ngày|học sinh|em|lao động|kwh|kg|ha|m2|lượt|suất|nhà|xã|lớp)(?!\w)",
    re.IGNORECASE,
)
_PHRASE_WORDS = 9
_PHRASE_ENDS = re.compile(r"[^\w\s\u00a0'’-]|\d")


@dataclass(frozen=True)
class Number:
    """One number as it stands in a paragraph.

    `kind` is "figure" or a reference's kind. A figure has an exact `value` (đồng for money, the number before the sign
    for percentages; None when its digits cannot be read), `step` (the last place that is printed), `unit` ("VND", "%",
    "điểm %", a noun, or ""), `hedge` ("trên" …; `hedge_start` is where it begins), `phrase` (the words after it: what
    is counted). `spelled`: written in words; `sure`: such words can hardly mean anything else. `odd` says what is wrong
    with the way its digits are written.
    """

    start: int
    end: int
    text: str
    kind: str = FIGURE
    value: Fraction | None = None
    step: Fraction = Fraction(1)
    unit: str = ""
    hedge: str = ""
    hedge_start: int = -1
    phrase: str = ""
    spelled: bool = False
    sure: bool = True
    rate: bool = False
    odd: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind == FIGURE

    @property
    def said(self) -> str:
        """As it reads, its hedge included."""
        return f"{self.hedge} {self.text}".strip()

    @property
    def begins(self) -> int:
        """Where it begins, its hedge included."""
        return self.hedge_start if self.hedge_start >= 0 else self.start

    @property
    def rounded(self) -> bool:
        """Whether what is printed may be a rounding: decimals, many tỷ, counts in nghìn or triệu."""
        if self.unit == MONEY and self.step == 10**9:
            return self.value is not None and self.value >= 10**10
        return self.step not in ((1, 10**3, 10**6) if self.unit == MONEY else (1,))

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest value it can stand for: its rounding, and one side of its hedge."""
        assert self.value is not None
        low = high = self.value
        if self.rounded:
            low, high = low - self.step / 2, high + self.step / 2
        room = reach(self.value)
        if self.hedge in (*ABOVE, *ABOUT):
            high += room
        if self.hedge in (*BELOW, *ABOUT):
            low -= room
        return low, high


def finished(text: str, number: Number, unit: str) -> Number:
    """A number with what stands around it: unit, hedge, rate and the phrase that says what it counts."""
    rate = _RATE.match(text, number.end) or (
        unit and (place := text.find(unit, number.end)) >= 0 and _RATE.match(text, place + len(unit))
    )
    hedge, start = hedge_around(text, number.start, number.end)
    return replace(
        number,
        text=text[number.start : number.end],
        unit=unit,
        hedge=hedge,
        hedge_start=start,
        rate=bool(rate),
        phrase=_phrase(text, number.end),
    )


def _phrase(text: str, end: int) -> str:
    """The words right after a number up to the next mark or number."""
    stop = _PHRASE_ENDS.search(text, end)
    return " ".join(text[end : stop.start() if stop else len(text)].split()[:_PHRASE_WORDS])
