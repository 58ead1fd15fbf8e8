"""A fact: one reported value in its context, the record every output, check and comparison is made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.domain.cards import card
from lib.domain.errors import ReportError
from lib.domain.numbers import floor_hedge, format_count, format_decimal, format_money, format_percent, round_half_up
from lib.facts.caveats import CAVEATS, Notes, ordered
from lib.facts.metadata import Metadata
from lib.facts.values import Absence, Coverage, Exact, Measure, Share, Source

UNIT_LABELS = {
    "household": "hộ",
    "person": "người",
    "worker": "lao động",
    "student": "học sinh",
    "child": "trẻ em",
    "card": "thẻ",
    "visit": "lượt",
    "house": "nhà",
    "commune": "xã, thị trấn",
    "village": "thôn, buôn",
    "agency": "cơ quan",
    "programme": "chương trình",
    "item": "tin",
    "article": "bài",
    "animal": "con",
    "bundle": "bó",
    "kg": "kg",
    "day": "ngày công",
    "class": "lớp",
    "leaflet": "tờ",
    "notice": "thông báo",
    "fair": "phiên",
    "firm": "doanh nghiệp",
    "position": "vị trí",
    "project": "dự án",
    "model": "mô hình",
    "month": "tháng",
    "VND": "đồng",
    "percent": "%",
    "percentage_point": "điểm %",
    "text": "",
}

ABSENCES = {"not_reported": "chưa có báo cáo", "not_applicable": "không áp dụng", "not_started": "chưa triển khai"}


@dataclass(frozen=True, eq=False, repr=False)
class Fact:
    """One reported value.

    `id` is "group.name"; `section` the section's number; `value` exact (int, Decimal, Share, text or a tuple of
    names), None when `absence` says why; `printed` is what readers see; `target` the id of the fact it is measured
    against; `formula` says in words how it came about, `expression` the same over its inputs by number ("{0} ÷ {1}").
    Comparing or calculating with an absent fact is an error: absent is not zero.
    """

    id: str
    section: str
    kind: str
    title: str
    unit: str
    value: Exact | None
    absence: Absence | None
    decimals: int
    printed: str
    hedge: str
    formula: str
    expression: str
    definition: str
    entity: str
    period: str
    legal_basis: str | None = None
    target: str | None = None
    inputs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    parts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    coverage: Coverage | None = None
    notes: Notes = field(default_factory=dict)
    relations: tuple[dict[str, Any], ...] = ()

    @property
    def exact(self) -> Fraction:
        """The value as a number. Raises ReportError when it is absent or not a number."""
        self._require()
        if isinstance(self.value, Share):
            return self.value.fraction
        if isinstance(self.value, int | Decimal):
            return Fraction(self.value)
        raise ReportError(f"«{self.title}» ({self.id}) không có giá trị số để so sánh")

    def _require(self) -> None:
        """Raises ReportError when there is no value: absent is neither zero nor empty nor another state."""
        if self.absence is not None:
            raise ReportError(
                f"«{self.title}» ({self.id}) không có giá trị ở kỳ này nên không so sánh, liệt kê được",
                remedy=f"đặt trong {{% if {self.id} %}} … {{% endif %}}",
            )

    @property
    def reported(self) -> bool:
        """Whether everyone this value waits for has sent at least something."""
        return self.absence is None or self.absence.kind != "not_reported"

    @property
    def present(self) -> bool:
        return self.absence is None

    @property
    def incomplete(self) -> bool:
        """Whether the value stands, but some of those who should have reported have not."""
        return self.absence is None and self.coverage is not None and not self.coverage.complete

    @property
    def caveats(self) -> tuple[str, ...]:
        """Codes of what readers should know of it (`lib.facts.caveats`); absent values have none."""
        return self.coverage.caveats if self.present and self.coverage is not None else ()

    def caveats_of(self, dimension: str, value: str) -> tuple[str, ...]:
        """Codes of what readers should know of one part of it."""
        shared = {"stale_norm", "made_up"}.intersection(self.caveats)
        return ordered([*self.notes.get(dimension, {}).get(value, ()), *shared])

    def __str__(self) -> str:
        return self.printed

    def __repr__(self) -> str:
        return f"{self.id} = {self.printed or self.absence}"

    def _repr_html_(self) -> str:
        unit = "" if self.unit in ("VND", "percent", "text") or self.kind == "list" else UNIT_LABELS[self.unit]
        why = "" if self.absence is None else f"{ABSENCES[self.absence.kind]} {self.absence.reason}".strip()
        places = [" › ".join(filter(None, (each.file, each.sheet, each.rows))) for each in self.sources]
        parts = [
            ("Mã", self.id),
            ("Giá trị", f"{self.printed} {unit}".strip()),
            ("Không có giá trị", why),
            ("Là gì", self.definition),
            ("Cách tính", self.formula),
            ("Tính từ", ", ".join(self.inputs)),
            ("Nguồn", "; ".join(places[:3]) + (f"; và {len(places) - 3} nơi khác" if len(places) > 3 else "")),
            ("Cần biết", "; ".join(CAVEATS[code].short for code in self.caveats)),
            ("Căn cứ", self.legal_basis),
        ]
        return card(self.title, parts)

    def __iter__(self) -> Iterator[str]:
        self._require()
        if not isinstance(self.value, tuple):
            raise ReportError(f"«{self.title}» ({self.id}) không phải là danh sách")
        return iter(self.value)

    def __len__(self) -> int:
        self._require()
        return len(self.value) if isinstance(self.value, tuple) else 1

    def __bool__(self) -> bool:
        """Whether there is something: a number other than zero, a name, a state. Absent facts are not."""
        if self.absence is not None:
            return False
        return bool(self.value) if isinstance(self.value, tuple | str) else self.exact != 0

    def _other(self, other: object) -> Fraction | None:
        if isinstance(other, Fact):
            return other.exact
        return Fraction(other) if isinstance(other, int | Decimal | Fraction) else None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            self._require()
            return self.value == other
        number = self._other(other)
        return NotImplemented if number is None else self.exact == number

    def __hash__(self) -> int:
        return hash(self.id)

    def __lt__(self, other: object) -> bool:
        number = self._other(other)
        return NotImplemented if number is None else self.exact < number

    def __le__(self, other: object) -> bool:
        number = self._other(other)
        return NotImplemented if number is None else self.exact <= number

    def __gt__(self, other: object) -> bool:
        number = self._other(other)
        return NotImplemented if number is None else self.exact > number

    def __ge__(self, other: object) -> bool:
        number = self._other(other)
        return NotImplemented if number is None else self.exact >= number


def make_fact(
    group: str, name: str, measure: Measure, metadata: Metadata, titles: Mapping[str, str], **context: str
) -> Fact:
    """A named fact from a measure and its metadata. `titles` are the titles of the group's facts, for the
    formula's words; `context` gives section, entity and period. Raises KeyError for a target that is no fact of the
    group."""
    if metadata.target is not None and metadata.target not in titles:
        raise KeyError(f"{group}.{name}: no fact {metadata.target!r} to be its target")
    inputs = tuple(f"{group}.{needed}" for needed in measure.inputs)
    formula = measure.formula.format(*(titles[needed] for needed in measure.inputs)) if inputs else measure.formula
    printed, hedge = "", ""
    if measure.value is not None:
        printed, hedge = print_value(measure.value, metadata)
    return Fact(
        id=f"{group}.{name}",
        kind=measure.kind,
        title=metadata.title,
        unit=metadata.unit,
        value=_scaled(measure.value, metadata),
        absence=measure.absence,
        decimals=metadata.decimals,
        printed=printed,
        hedge=hedge,
        formula=formula,
        expression=measure.formula if inputs else "",
        definition=metadata.definition,
        legal_basis=metadata.legal_basis,
        target=metadata.target and f"{group}.{metadata.target}",
        inputs=inputs,
        sources=measure.sources,
        parts=measure.parts,
        coverage=measure.coverage,
        notes=measure.notes,
        relations=metadata.relations,
        **context,
    )


def _scaled(value: Exact | None, metadata: Metadata) -> Exact | None:
    """A declared rate written with as many decimals as it is printed with, if that loses nothing."""
    if isinstance(value, Decimal):
        rounded = round_half_up(value, metadata.decimals)
        return rounded if rounded == value else value.normalize()
    return value


def print_value(value: Exact, metadata: Metadata) -> tuple[str, str]:
    """What readers see, and the hedge in it if there is one. Rounding happens here and nowhere else.

    >>> print_value(Share(269, 2342), Metadata("Tỷ lệ", "percent", "…", decimals=1))
    ('11,5%', '')
    >>> print_value(355, Metadata("Việc làm khác", "worker", "…", hedge=50))
    ('trên 350', 'trên')
    """
    if isinstance(value, tuple):
        return ", ".join(_month(name) if metadata.unit == "month" else name for name in value), ""
    if isinstance(value, str):
        return value, ""
    if isinstance(value, Share) and metadata.unit == "percentage_point":
        return format_decimal(100 * value.fraction, metadata.decimals), ""
    if isinstance(value, Share):
        return format_percent(100 * value.fraction, metadata.decimals), ""
    if metadata.unit == "percent":
        return format_percent(value, metadata.decimals), ""
    if isinstance(value, Decimal):
        return format_decimal(value, metadata.decimals), ""
    if metadata.unit == "VND":
        return format_money(value), ""
    if metadata.hedge and value >= 0:
        hedged = floor_hedge(value, metadata.hedge)
        return str(hedged), hedged.word
    return format_count(value), ""


def _month(code: str) -> str:
    """A month of the period without its year: "2019-03" → "tháng 3"."""
    return f"tháng {int(code.partition('-')[2])}"
