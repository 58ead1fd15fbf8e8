"""What a kind of fault is: how it is made, and what may become of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any

from faults.judge import MISSED, OUTCOMES, Fault
from faults.sample import PERIODS, Case, Frame, Spot

from lib.domain.numbers import parse_decimal

Make = Callable[[Case], Fault]


@dataclass(frozen=True)
class Kind:
    """One kind of fault, to be done in one of `periods`. `unknowable` says why nothing in the files can tell it; such a
    fault may be missed."""

    name: str
    title: str
    make: Make
    allowed: Collection[str]
    unknowable: str = ""
    periods: Sequence[str] = PERIODS

    def done(self, seed: int) -> tuple[str, Fault]:
        """The period and the fault of one seed: the same each time."""
        period = self.periods[(seed + len(self.name)) % len(self.periods)]
        return period, self.make(Case(period, f"{self.name} {seed}"))


def kind(*allowed: str, unknowable: str = "", periods: Sequence[str] = PERIODS) -> Callable[[Make], Kind]:
    """Makes a kind of a function that does a fault; its docstring is the kind's title."""
    assert set(allowed) <= set(OUTCOMES)
    assert (MISSED in allowed) == bool(unknowable)

    def made(make: Make) -> Kind:
        title = (make.__doc__ or "").strip().rstrip(".")
        return Kind(make.__name__, title, make, allowed, unknowable, periods)

    return made


def kinds_of(module: ModuleType) -> list[Kind]:
    """The kinds a module defines, in its order."""
    return [each for each in vars(module).values() if isinstance(each, Kind)]


def at_cell(spot: Spot, content: bytes, about: str = "") -> Fault:
    """A fault of one cell: its row or its column is the place."""
    return Fault({spot.file: content}, spot.sheet, {spot.row + 1}, {spot.letter}, about)


def changed(case: Case, spot: Spot, value: Any, number_format: str = "") -> Fault:
    """The workbook with one cell changed."""
    book, page = case.open(spot)
    old = page.get(spot.row, spot.place)
    page.put(spot.row, spot.place, value)
    if number_format:
        page.formats[spot.row, spot.place] = number_format
    return at_cell(spot, book.content(), f"{spot.table.name}.{spot.column.name}: {old!r} → {value!r}")


def on_sheet(frame: Frame, content: bytes, about: str = "") -> Fault:
    """A fault of a whole sheet."""
    return Fault({frame.file: content}, frame.sheet, about=about or frame.table.name)


def number(value: Any) -> Decimal | None:
    """The number a cell of the sample holds, typed as one or as text; None where it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return parse_decimal(value)
    except ValueError:
        return None
