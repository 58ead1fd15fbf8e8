"""The parts a reported value is made of: exact values, absences, sources, coverage."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from lib.facts.caveats import Notes, ordered

Sender = tuple[str, str | None]
"""An office and, for a commune's workbook, the commune's code."""

Kind = Literal["declared", "counted", "summed", "computed", "list", "state", "document"]
AbsenceKind = Literal["not_reported", "not_applicable", "not_started"]


@dataclass(frozen=True)
class Share:
    """A part of a whole, kept as its two integers: 87,394 of 90,330 stays that, rounding waits for the printer.

    >>> str(Share(87394, 90330)), Share(1, 2).fraction
    ('87394/90330', Fraction(1, 2))
    """

    part: int
    whole: int

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.part, self.whole)

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"


Exact = int | Decimal | Share | str | tuple[str, ...]


@dataclass(frozen=True)
class Absence:
    """Why a value is not there. A missing workbook is not a zero, and neither is a thing that does not apply.

    `reason` is a code of the reference data or a Vietnamese phrase; `offices` are the senders a value waits for,
    as (office id, commune code or None).
    """

    kind: AbsenceKind
    reason: str = ""
    offices: tuple[Sender, ...] = ()


@dataclass(frozen=True)
class Source:
    """What a value rests on in one sheet of one file.

    `rows` are Excel row numbers as ranges: "8-20,24"; `column` the letters of the columns that were read ("F", "B,C"),
    '' where rows were counted whole. `filters` are the letters of the columns that decided which rows count, `headings`
    the cells of group rows that did ("B7"), `corrected` the cells that corrections.yaml changed for these rows. `scale`
    is how many đồng the sheet writes as one. In a file that is no sheet (report.yaml) `column` names its keys.
    """

    file: str
    sheet: str
    rows: str
    column: str
    sha256: str
    filters: str = ""
    headings: str = ""
    corrected: str = ""
    scale: int = 1


@dataclass(frozen=True)
class Origin:
    """How one sheet of one file was read: each column's Excel letter, đồng per unit a money column writes, the cells of
    group rows and of corrections by row, and, where each cell has a line of its own (entered.csv), columns' lines by
    row."""

    letters: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[int, str] = field(default_factory=dict)
    corrected: Mapping[int, str] = field(default_factory=dict)
    lines: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def headings_of(self, rows: Sequence[int]) -> list[str]:
        """The cells of the group rows that some rows, in order, stand under.

        >>> Origin(headings={6: "B6", 20: "B20", 40: "B40"}).headings_of([19, 41, 42])
        ['B6', 'B40']
        """
        starts = sorted(self.headings)
        found = dict.fromkeys(bisect_left(starts, row) for row in rows)
        return [self.headings[starts[place - 1]] for place in found if place]

    def letters_of(self, columns: Iterable[str]) -> str:
        """The letters of some columns, each once; a column that stands in no cell of these rows has none."""
        return ",".join(dict.fromkeys(letter for name in columns if (letter := self.letters.get(name))))

    def lines_of(self, rows: Iterable[int], columns: Collection[str]) -> list[int]:
        """The lines that hold some columns of some rows: the rows themselves in a sheet; without columns, all of them.

        >>> Origin(lines={"households": {2: 2, 5: 5}, "amount": {2: 3, 5: 7}}).lines_of([2, 5], ["amount"])
        [3, 7]
        """
        if not self.lines:
            return list(rows)
        wanted = [self.lines.get(name, {}) for name in columns or self.lines]
        return [line for row in rows for line in ({each[row] for each in wanted if row in each} or {row})]


@dataclass(frozen=True)
class Written:
    """What people wrote in a file of keys, with the file's name and hash: the source of values taken from it."""

    content: Mapping[str, Any]
    file: str
    sha256: str

    def source(self, *keys: str) -> Source:
        """The place of some keys, "document.number"."""
        return Source(self.file, "", "", ", ".join(keys), self.sha256)


@dataclass(frozen=True)
class Coverage:
    """Who and what stands behind a value: `missing` names those of the `expected` senders that have not reported,
    `provisional` those whose file is not final, `partial` units whose own value lacks senders of theirs; `norms` are
    ids of norms that may be out of date; `noted` are codes of other caveats."""

    expected: int
    missing: tuple[Sender, ...] = ()
    noted: tuple[str, ...] = ()
    provisional: tuple[Sender, ...] = ()
    norms: tuple[str, ...] = ()
    partial: tuple[Sender, ...] = ()

    @property
    def complete(self) -> bool:
        return not (self.missing or self.partial)

    @property
    def reported(self) -> int:
        return self.expected - len(self.missing)

    @property
    def caveats(self) -> tuple[str, ...]:
        """Codes of everything readers should know of the value, in the order of `CAVEATS`.

        >>> Coverage(2, (("women", None),), ("entered",)).caveats
        ('incomplete', 'entered')
        """
        told = {
            "incomplete": self.missing,
            "partial": self.partial,
            "provisional": self.provisional,
            "stale_norm": self.norms,
        }
        return ordered([*self.noted, *(code for code, about in told.items() if about)])


@dataclass(frozen=True)
class Adds:
    """How a measure of several units becomes that of all: `sum` of amounts, `distinct` things by a `key`, names of a
    `list` by theirs, the stage that all have `in_common` (or "mixed"), `same` where a value is a unit's own and holds
    for all only if all have it.

    `stock` says that the value is as of a day: it adds over units, not over months.
    """

    how: Literal["sum", "distinct", "list", "in_common", "same"] = "same"
    key: str = ""
    stock: bool = False


@dataclass(frozen=True)
class Measure:
    """A value with its derivation, before it gets a name and metadata.

    `parts` breaks a count or sum down by a dimension ("commune", "programme" …), `notes` has the caveats of those parts
    that have any; `inputs` are names of facts it is computed from; `adds` says how the measures of units become one.
    Exactly one of `value` and `absence` is set.
    """

    kind: Kind
    value: Exact | None
    formula: str
    absence: Absence | None = None
    inputs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    parts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    coverage: Coverage | None = None
    notes: Notes = field(default_factory=dict)
    adds: Adds = Adds()

    def __post_init__(self) -> None:
        if (self.value is None) == (self.absence is None):
            raise ValueError(f"a measure has either a value or an absence: {self.formula}")


def joined_coverage(coverages: Iterable[Coverage | None]) -> Coverage | None:
    """The coverage of a value that rests on several: everything any of them waits for or is noted for."""
    known = [coverage for coverage in coverages if coverage is not None]
    if not known:
        return None
    return Coverage(
        max(coverage.expected for coverage in known),
        tuple(dict.fromkeys(sender for coverage in known for sender in coverage.missing)),
        ordered(code for coverage in known for code in coverage.noted),
        tuple(dict.fromkeys(sender for coverage in known for sender in coverage.provisional)),
        tuple(dict.fromkeys(norm for coverage in known for norm in coverage.norms)),
        tuple(dict.fromkeys(sender for coverage in known for sender in coverage.partial)),
    )


def carried(measures: Mapping[str, Measure], own: Mapping[str, Coverage]) -> dict[str, Measure]:
    """The measures with caveats of their `own`, by name, joined to their coverage and to that of every measure computed
    from them, at any depth. Absent values have none."""
    reached: dict[str, Coverage | None] = {}

    def reach(name: str) -> Coverage | None:
        if name not in reached:
            reached[name] = joined_coverage([own.get(name), *map(reach, measures[name].inputs)])
        return reached[name]

    def noted(name: str, measure: Measure) -> Measure:
        if measure.absence is not None or reach(name) is None:
            return measure
        return replace(measure, coverage=joined_coverage([measure.coverage, reach(name)]))

    return {name: noted(name, measure) for name, measure in measures.items()}
