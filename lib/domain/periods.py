"""Reporting periods: codes, legal windows (Decree 09/2019) and the words for them.

Windows and words live in `periods.yaml` of the reference folder; see `PeriodKind`.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from lib.domain.cards import card
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, record

_ROMAN = ("I", "II", "III", "IV")
_CODE = re.compile(r"([0-9]{4})-([0-9A-Z]{1,3})")


@dataclass(frozen=True)
class Window:
    """The legal window: it opens in the month before a period's first month, and closes in its last month.

    Attributes:
        opens, closes: days of those months, the first and the last one that count.
    """

    opens: int
    closes: int


@dataclass(frozen=True)
class PeriodKind:
    """A kind of period: how many a year has, how long each is, and its words.

    Templates may hold {year}, {number} (1 …), {roman} and, in `rest`, {left} (months left in the year).

    Attributes:
        code: the code after the year ("Q{number}").
        label: what the kind is called in messages.
        count, months: periods in a year, months in a period; the first period begins in January.
        span: the period's length, as after "Trong" ("6 tháng").
        short_title, title: without and with the year.
        rest: the months left in the year; None if the words never need it.
        rest_one: the same when a single month is left.
    """

    name: str
    window: Window
    code: str
    label: str
    count: int
    months: int
    span: str
    short_title: str
    title: str
    year_title: str
    rest: str
    rest_one: str

    def period(self, year: int, number: int = 1) -> "Period":
        """The period of this kind, by year and number in the year (from 1)."""
        last = number * self.months
        months = tuple((year, month) for month in range(last - self.months + 1, last + 1))
        before = (year - 1, 12) if months[0][1] == 1 else (year, months[0][1] - 1)
        words = {
            "year": year,
            "number": number,
            "roman": _ROMAN[number - 1] if self.count <= 4 else "",
            "left": 12 - last,
        }
        rest = {0: None, 1: self.rest_one}.get(12 - last, self.rest)
        return Period(
            code=f"{year}-{self.code.format(**words)}",
            kind=self.name,
            year=year,
            number=number,
            start=date(*before, self.window.opens),
            end=date(*months[-1], self.window.closes),
            months=months,
            span=self.span.format(**words),
            short_title=self.short_title.format(**words),
            title=self.title.format(**words),
            year_title=self.year_title.format(**words),
            rest_title=rest and rest.format(**words),
            definition=self,
        )


@dataclass(frozen=True)
class Period:
    """A reporting period; prints as its title.

    Attributes:
        code: "2023-H1".
        kind: month, quarter, half_year, nine_months or year.
        start, end: the legal window, both days included; `end` is the cut-off.
        months: the calendar months it reports on, as (year, month).
        span: "6 tháng", as in "Trong 6 tháng"; short_title: "6 tháng đầu năm".
        title: "6 tháng đầu năm 2023"; year_title: "năm 2023".
        rest_title: "6 tháng cuối năm 2023"; None when nothing is left of the year.
    """

    code: str
    kind: str
    year: int
    number: int
    start: date
    end: date
    months: tuple[tuple[int, int], ...]
    span: str
    short_title: str
    title: str
    year_title: str
    rest_title: str | None
    definition: PeriodKind = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        window = f"từ {format_date(self.start)} đến hết {format_date(self.end)} (chốt số liệu)"
        months = ", ".join(f"{month}/{year}" for year, month in self.months)
        parts = [("Mã", self.code), ("Thời gian tính", window), ("Các tháng", months), ("Còn lại", self.rest_title)]
        return card(self.title, parts)

    @property
    def cut_off(self) -> date:
        """The last day that counts."""
        return self.end

    @property
    def quarters(self) -> tuple[str, ...]:
        """The whole quarters it covers, in roman numerals: ("I", "II"); () for a month."""
        covered = {month for _, month in self.months}
        return tuple(
            roman for index, roman in enumerate(_ROMAN) if covered.issuperset(range(3 * index + 1, 3 * index + 4))
        )

    @property
    def quarters_title(self) -> str:
        """Its quarters in words: "quý I, quý II"; "" for a month."""
        return ", ".join(f"quý {roman}" for roman in self.quarters)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the legal window."""
        return self.start <= (day.date() if isinstance(day, datetime) else day) <= self.end

    def same_last_year(self) -> "Period":
        """The same period of the year before."""
        return self.definition.period(self.year - 1, self.number)

    def previous(self) -> "Period":
        """The period of the same kind right before: the last of the year before, for the first of a year."""
        first = self.number == 1
        return self.definition.period(self.year - first, self.definition.count if first else self.number - 1)


@dataclass(frozen=True)
class Periods:
    """The reporting calendar.

    Example:
        >>> period = Periods.load("data/reference").parse("2023-H1")
        >>> period.title, period.rest_title, period.start.isoformat(), period.end.isoformat()
        ('6 tháng đầu năm 2023', '6 tháng cuối năm 2023', '2022-12-15', '2023-06-14')
        >>> period.same_last_year().code, period.quarters_title
        ('2022-H1', 'quý I, quý II')
    """

    kinds: tuple[PeriodKind, ...]
    first_year: int
    last_year: int
    legal_basis: str

    @classmethod
    def load(cls, directory: str | Path) -> "Periods":
        """The calendar of `periods.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "periods.yaml")
        data = mapping(read_yaml(file), file)
        window = record(data.pop("window", None), Window, file, "window")
        shared = mapping(data.pop("words", None), file, "words")
        kinds = tuple(
            record({**shared, **mapping(value, file, name)}, PeriodKind, file, name, name=name, window=window)
            for name, value in mapping(data.pop("kinds", None), file, "kinds").items()
        )
        periods = record(data, cls, file, "tệp", kinds=kinds)
        periods._check(file)
        return periods

    def _check(self, file: Path) -> None:
        if not 1 < self.first_year <= self.last_year <= 9999:
            raise ReportError("first_year, last_year: năm phải từ 2 đến 9999, theo thứ tự", file=file)
        for kind in self.kinds:
            if not (1 <= kind.window.opens <= 28 and 1 <= kind.window.closes <= 28):
                raise ReportError("window: ngày phải từ 1 đến 28", file=file)
            if min(kind.count, kind.months) < 1 or kind.count * kind.months > 12:
                raise ReportError(f"{kind.name}: dài hơn một năm hoặc ngắn hơn một tháng", file=file)
            try:
                kind.period(self.first_year)
            except (KeyError, IndexError, ValueError) as error:
                reason = str(error).replace("'", '"')
                raise ReportError(f"{kind.name}: không dựng được kỳ: {reason}", file=file) from None

    def within(self, period: Period) -> tuple[Period, ...]:
        """The shorter periods that begin where it does, the longest first: the half-year within a year."""
        found = (kind.period(period.year, number) for kind in self.kinds for number in range(1, kind.count + 1))
        parts = [each for each in found if each.start == period.start and each.end < period.end]
        return tuple(sorted(parts, key=lambda each: each.end, reverse=True))

    def parse(self, code: str) -> Period:
        """The period of a code such as "2023-H1"; ReportError, naming the valid shapes, for other text."""
        match = _CODE.fullmatch(code)
        if match and self.first_year <= (year := int(match[1])) <= self.last_year:
            for kind in self.kinds:
                for number in range(1, kind.count + 1):
                    period = kind.period(year, number)
                    if period.code == code:
                        return period
        raise ReportError(f'"{code}" không phải là mã kỳ báo cáo', remedy=self._shapes(code))

    def _shapes(self, code: str) -> str:
        year = int(code[:4]) if re.match(r"[0-9]{4}", code) else 0
        year = min(max(year, self.first_year), self.last_year) if year else self.last_year
        shapes = ", ".join(f"{kind.period(year, kind.count).code} ({kind.label})" for kind in self.kinds)
        return f"dùng một trong các dạng: {shapes}; năm từ {self.first_year} đến {self.last_year}"
