"""A table's columns, each read as a whole: every distinct value once, however many rows hold it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, count
from operator import is_
from typing import Any, TypeVar

from lib.contracts.model import Column, TableContract
from lib.intake.cells import CellError, Places, read_cell
from lib.intake.headers import Header
from lib.intake.workbook import Sheet, Value

T = TypeVar("T")


@dataclass(frozen=True)
class Columns:
    """The rows under a header as typed values.

    `values` holds by column name one value for each row from `first` (a zero-based sheet row) on, a CellError for a
    cell that cannot be read; `faults` gives the first such column of each row that has one.
    """

    first: int
    values: Mapping[str, Sequence[Any]]
    faults: Mapping[int, Column]

    def error(self, row: int) -> CellError:
        """Why the first faulty cell of a row cannot be read."""
        error: CellError = self.values[self.faults[row].name][row - self.first]
        return error


def read_columns(sheet: Sheet, header: Header, contract: TableContract, places: Places) -> Columns:
    """Reads every contract column from the row below the header down."""
    first = header.last + 1
    values: dict[str, list[Any]] = {}
    faults: dict[int, Column] = {}
    for column in contract.columns:
        place = header.columns[column.name]
        cells = sheet.column(place)[first:]
        read = _reader(column, header.scales.get(column.name, 1), places)
        alike = place >= len(sheet.columns) or 2 * len(sheet.texts[place]) < len(cells)
        values[column.name] = by_distinct(cells, read) if alike else list(map(read, cells))
        for row in _errors(values[column.name]):
            faults.setdefault(first + row, column)
    return Columns(first, values, faults)


def _reader(column: Column, scale: int, places: Places) -> Callable[[Value], Any]:
    """What reads one cell of a column, giving the error where it cannot."""

    def read(cell: Value) -> Any:
        try:
            return read_cell(cell, column, scale, places)
        except CellError as error:
            error.__context__ = None  # nothing but the words is kept: no frames, no raw values
            return error.with_traceback(None)

    return read


def _errors(values: Sequence[Any]) -> Iterable[int]:
    """The places of errors among a column's values."""
    return compress(count(), map(partial(is_, CellError), map(type, values)))


def by_distinct(cells: Sequence[Value], read: Callable[[Value], T]) -> list[T]:
    """What `read` makes of each cell, asked once for each distinct one.

    >>> by_distinct([1, True, 1.0, 1], repr)
    ['1', 'True', '1.0', '1']
    """
    if len(set(map(type, cells)) - {str, type(None)}) > 1:
        # 1, 1.0 and True are equal, hashed alike, and not the same cell.
        typed = _Once(lambda cell: read(cell[1]))
        return list(map(typed.__getitem__, zip(map(type, cells), cells, strict=True)))
    return list(map(_Once(read).__getitem__, cells))


class _Once(dict[Any, Any]):
    """What a function gives for each key, asked when a key is first looked up."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._function(key)
        return value
