"""A fact as a reader of the finished report has it: what is printed, and what numbers that can stand for.

Made from the ledger's records, so that what is checked is what is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from lib.checks.relations.intervals import Interval, rounded
from lib.domain.numbers import (
    format_count,
    format_decimal,
    format_money,
    parse_count,
    parse_decimal,
    parse_hedge,
    parse_money,
    parse_percent,
    round_half_up,
)
from lib.facts.fact import UNIT_LABELS
from lib.indicators.registry import place_of

ABSENCES = {
    "not_reported": "chưa có báo cáo",
    "not_applicable": "không phát sinh ở kỳ này",
    "not_started": "chưa triển khai",
}


@dataclass(frozen=True)
class Figure:
    """One record of the ledger. `hedged` says whether its hedge counts: without it the exact value stands."""

    record: Mapping[str, Any]
    hedged: bool = True

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def section(self) -> str:
        return str(self.record["section"])

    @property
    def place(self) -> str:
        """Where readers find its section."""
        return place_of(self.section)

    @property
    def title(self) -> str:
        return str(self.record["title"])

    @property
    def unit(self) -> str:
        return str(self.record["unit"])

    @property
    def lacking(self) -> str | None:
        """Why it has no value, in words; None when it has one."""
        absence = self.record["absence"]
        return None if absence is None else f"«{self.title}» {ABSENCES[absence['kind']]}"

    @property
    def applies(self) -> bool:
        """Whether it has a value or may still get one from those who have not reported."""
        absence = self.record["absence"]
        return absence is None or absence["kind"] == "not_reported"

    @property
    def missing(self) -> frozenset[tuple[str, str | None]]:
        """Those who should stand behind it and have not reported."""
        coverage = self.record["coverage"] or {"missing": []}
        return frozenset((sender["office"], sender["commune"]) for sender in coverage["missing"])

    @property
    def coverage(self) -> str:
        """How many of its senders have reported, in words."""
        coverage = self.record["coverage"]
        return f"«{self.title}» có {coverage['expected'] - len(coverage['missing'])}/{coverage['expected']} nơi gửi"

    @property
    def names(self) -> list[str]:
        """The names of a list."""
        value = self.record["value"]
        assert isinstance(value, list), f"{self.id} is no list"
        return value

    @property
    def size(self) -> Interval:
        """What its count or amount can be: the printed number, anything above it when it is hedged, and for a list the
        number of its names. A declared rate is what the document says, to the last digit."""
        if self.record["kind"] == "list":
            return Interval.point(len(self.names))
        if self.record["hedge"] and not self.hedged:
            return Interval.point(Fraction(self.record["value"]))
        hedge = parse_hedge(self.printed) if self.record["hedge"] else None
        if hedge is not None:
            return Interval(Fraction(hedge.floor), None, low_open=True)
        return Interval.point(self._number)

    @property
    def _number(self) -> int | Decimal:
        if self.unit == "VND":
            return parse_money(self.printed)
        if self.unit == "percent":
            return parse_percent(self.printed)
        return parse_decimal(self.printed) if self.record["decimals"] else parse_count(self.printed)

    @property
    def number(self) -> Fraction:
        """The one number it is. Raises ValueError for a hedged one."""
        size = self.size
        if size.low is None or size.low != size.high:
            raise ValueError(f"{self.id} is printed as {self.printed}, not as one number")
        return size.low

    @property
    def rate(self) -> Interval:
        """What a percentage can be, in percent: all that rounds to what is printed."""
        return rounded(parse_percent(self.printed), self.record["decimals"])

    @property
    def exactly(self) -> "Figure":
        """The same with its exact value in the place of a hedge."""
        return replace(self, hedged=False)

    @cached_property
    def printed(self) -> str:
        return str(self.record["printed"])

    @property
    def text(self) -> str:
        """What is printed, with its unit: "1.779 hộ", "113 tỷ đồng", "11,5%"; a list by the number of its names."""
        if self.record["kind"] == "list":
            return f"{format_count(len(self.names))} tên"
        bare = self.bare
        return bare if self.unit in ("VND", "percent", "text") else f"{bare} {UNIT_LABELS[self.unit]}"

    @property
    def bare(self) -> str:
        """What is printed, as it stands in a sum."""
        if self.record["kind"] == "list":
            return format_count(len(self.names))
        if self.record["hedge"] and not self.hedged:
            return format_count(int(self.record["value"]))
        return self.printed

    def amount(self, value: Fraction | int) -> str:
        """Another number in its unit: a sum of such figures, what is left over."""
        return money(value) if self.unit == "VND" else f"{number(value)}{' điểm %' * (self.unit == 'percent')}"


def number(value: Fraction | int, decimals: int = 2) -> str:
    """A number of an arithmetic, exact where so many decimals are enough, else marked as rounded.

    >>> number(Fraction(5945, 10)), number(Fraction(1768, 6)), number(-3)
    ('594,5', '≈ 294,67', '-3')
    """
    value = Fraction(value)
    for places in range(decimals + 1):
        if round_half_up(value, places) == value:
            return format_decimal(value, places)
    return f"≈ {format_decimal(value, decimals)}"


def money(value: Fraction | int) -> str:
    """An amount of đồng; parts of a đồng are rounded off and marked.

    >>> money(Fraction(113_000_000_000, 1779)), money(11_000_000)
    ('≈ 63.518.831 đồng', '11 triệu đồng')
    """
    whole = int(round_half_up(value, 0))
    return format_money(whole) if whole == value else f"≈ {format_money(whole)}"


def result(text: str) -> str:
    """A result with its sign of equality.

    >>> result("9.456,5"), result("≈ 5,86")
    ('= 9.456,5', '≈ 5,86')
    """
    return text if text.startswith("≈") else f"= {text}"
