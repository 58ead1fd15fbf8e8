"""The sample's periods as faults meet them: each workbook open, each data cell known by what it holds."""

import random
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from faults.books import Book, Page, book_of

from lib.contracts import Column, TableContract
from lib.domain.reference import Reference
from lib.intake.doubts import with_doubts
from lib.intake.folders import REPOSITORY
from lib.intake.period import Intake, read_period
from lib.intake.recognition import recognise
from lib.intake.tables import TableReading
from lib.intake.workbook import Workbook, column_letter, read_workbook

UNIT, PERIODS = "krong-pa", ("2021-H1", "2020-H1")
RAW = REPOSITORY / "data" / "raw" / UNIT


@dataclass(frozen=True)
class Spot:
    """One cell of a data row: zero-based row and column of its sheet, and the column of the contract it fills."""

    file: str
    sheet: str
    table: TableContract
    column: Column
    row: int
    place: int

    @property
    def letter(self) -> str:
        return column_letter(self.place)


@dataclass(frozen=True)
class Frame:
    """Where a table stands on its sheet: zero-based first and last row of the header, its number column, its columns;
    the rows of data, groups and totals under it."""

    file: str
    sheet: str
    table: TableContract
    first: int
    last: int
    number: int
    columns: dict[str, int]
    data: tuple[int, ...]
    groups: tuple[int, ...]
    totals: tuple[int, ...]
    scales: dict[str, int]

    def spot(self, row: int, name: str) -> Spot:
        return Spot(self.file, self.sheet, self.table, self.table.column(name), row, self.columns[name])


class Sample:
    """One period: its workbooks and where their tables stand. Books are handed out as copies."""

    def __init__(self, code: str) -> None:
        self.reference = Reference.load(REPOSITORY / "data" / "reference")
        self.period = self.reference.periods.parse(code)
        self.unit = self.reference.units.get(UNIT, self.period.end)
        self.communes = self.reference.units.children(self.unit, self.period.end)
        self.folder = RAW / code
        self.files = tuple(sorted(path.name for path in self.folder.glob("*.xlsx")))
        self._books: dict[str, Book] = {}
        self._workbooks: dict[str, Workbook] = {}
        self._read: dict[frozenset[str], Intake] = {}

    def book(self, file: str) -> Book:
        if file not in self._books:
            self._books[file] = book_of(self.workbook(file))
        return self._books[file].copy()

    def cell(self, spot: Spot) -> Any:
        """The raw value of a cell."""
        if spot.file not in self._books:
            self.book(spot.file)
        return self._books[spot.file].page(spot.sheet).get(spot.row, spot.place)

    def workbook(self, file: str) -> Workbook:
        if file not in self._workbooks:
            self._workbooks[file] = read_workbook(self.folder / file, file)
        return self._workbooks[file]

    @cached_property
    def intake(self) -> Intake:
        """The whole period as it is read."""
        return read_period(self.folder, self.period, self.communes)

    def clean(self, files: Collection[str]) -> Intake:
        """What these files alone are read to."""
        key = frozenset(files)
        if key not in self._read:
            with tempfile.TemporaryDirectory() as folder:
                for file in key:
                    shutil.copy(self.folder / file, folder)
                self._read[key] = self.read(Path(folder))
        return self._read[key]

    def read(self, folder: Path) -> Intake:
        return read_period(folder, self.period, self.communes)

    def second_look(self, intake: Intake) -> Intake:
        return with_doubts(intake, self.reference.norms, self.period.end)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Every table of the period."""
        by_place = {(reading.file, reading.sheet): reading for reading in self.intake.readings}
        found = []
        for file in self.files:
            known = recognise(self.workbook(file))
            for table, (sheet, header) in zip(known.contract.tables, known.places, strict=True):
                reading = by_place[file, sheet.name]
                found.append(self._frame(reading, table, sheet.name, header))
        return tuple(found)

    def _frame(self, reading: TableReading, table: TableContract, sheet: str, header: Any) -> Frame:
        page = self.book(reading.file).page(sheet)
        data = tuple(sorted(row["source_row"] - 1 for row in reading.rows))
        number = header.number if header.number is not None else 0
        body = range(header.last + 1, len(page.rows))
        totals = tuple(total.row for total in reading.totals)
        marks = {f"{mark}" for mark in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")}
        groups = tuple(r for r in body if r not in data and r not in totals and str(page.get(r, number)) in marks)
        return Frame(
            *(reading.file, sheet, table, header.first, header.last, number),
            *(dict(header.columns), data, groups, totals, dict(header.scales)),
        )


@cache
def sample(period: str) -> Sample:
    return Sample(period)


class Case:
    """One fault about to be done: a sample, and chance that is the same each time."""

    def __init__(self, period: str, seed: str) -> None:
        self.sample = sample(period)
        self.rng = random.Random(f"{period} {seed}")

    def frame(self, where: Callable[[Frame], Any] = lambda frame: True) -> Frame:
        """A table that fits, every contract as likely as another."""
        fit = [frame for frame in self.sample.frames if where(frame)]
        names = sorted({frame.table.name for frame in fit})
        name = self.rng.choice(names)
        return self.rng.choice([frame for frame in fit if frame.table.name == name])

    def spot(
        self,
        types: Sequence[str],
        fits: Callable[[Any], bool] = lambda value: True,
        where: Callable[[Frame], Any] = lambda frame: True,
        columns: Callable[[Column], Any] = lambda column: True,
    ) -> Spot:
        """A data cell of one of the types whose raw value fits."""
        frames = [frame for frame in self.sample.frames if where(frame)]
        choices = sorted(
            {(f.table.name, c.name) for f in frames for c in f.table.columns if c.type in types and columns(c)}
        )
        self.rng.shuffle(choices)
        for name, column in choices:
            own = [frame for frame in frames if frame.table.name == name]
            self.rng.shuffle(own)
            for frame in own:
                spots = [s for row in frame.data if fits(self.value(s := frame.spot(row, column)))]
                if spots:
                    return self.rng.choice(spots)
        raise LookupError(f"no cell of {types} fits")

    def value(self, spot: Spot) -> Any:
        return self.sample.cell(spot)

    def frame_of(self, spot: Spot) -> Frame:
        return next(f for f in self.sample.frames if (f.file, f.sheet) == (spot.file, spot.sheet))

    def open(self, frame: Frame | Spot) -> tuple[Book, Page]:
        """A copy of the workbook, and its sheet."""
        book = self.sample.book(frame.file)
        return book, book.page(frame.sheet)


def rows_of(intake: Intake) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Clean rows without where they stood: (table, sender, row)."""
    for reading in intake.readings:
        for row in reading.rows:
            yield reading.contract.name, reading.sender, {k: v for k, v in row.items() if k != "source_row"}
