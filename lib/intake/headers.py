"""Finding a table on a sheet by its contract's headers, wherever it stands.

A header may fill one to three rows; merged parents stand over their children. Headers are compared by match key, with
a unit in parentheses set aside (it scales the column).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from lib.contracts.model import Column, TableContract
from lib.domain.text import match_key, nfc
from lib.intake.workbook import Sheet, Value, as_text

DEEPEST_HEADER = 3
SEARCHED_ROWS = 60
NUMBER_COLUMN = ("stt", "tt", "sott", "sothutu")

_SIZES = {"": 1, "nghin": 10**3, "ngan": 10**3, "1000": 10**3, "trieu": 10**6, "tr": 10**6, "ty": 10**9, "ti": 10**9}
SCALES = {size + currency: _SIZES[size] for size in _SIZES for currency in ("dong", "d", "vnd")}
_IN_PARENTHESES = re.compile(r"\(([^)]*)\)")
_UNIT_LINE = re.compile(r"(?:ĐVT|Đơn vị(?: tính)?)\s*:\s*([^)]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where a table's header stands and which sheet column each contract column is.

    `first` and `last` are the header's zero-based rows; `columns` maps a column's name to a zero-based sheet column;
    `scales` holds đồng per printed unit for money columns; `number` is the column of row numbers (STT); `missing`
    names required columns that were not found, `twice` those found at two places, with the second.
    """

    first: int
    last: int
    columns: dict[str, int]
    scales: dict[str, int]
    number: int | None
    missing: tuple[Column, ...]
    twice: tuple[tuple[Column, int], ...] = ()


@dataclass(frozen=True)
class _Row:
    """One row as text, with each text's key as a header and the sheet column it comes from: a merged cell's text is
    spread over the columns it covers."""

    texts: list[str]
    keys: list[str]
    owners: list[int]


class _Grid:
    """The first rows of a sheet, each made when it is asked for: most headers stand near the top."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = min(len(sheet.rows), SEARCHED_ROWS)
        self.width = max(map(len, sheet.rows[: self.height]), default=0)
        self._rows: dict[int, _Row] = {}
        self._merged: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (_, right) in sheet.merged:
            self._merged.setdefault(top, []).append((left, right))

    def __getitem__(self, number: int) -> _Row:
        if number not in self._rows:
            owners = list(range(self.width))
            for left, right in self._merged.get(number, ()):
                for column in range(left, min(right + 1, self.width)):
                    owners[column] = left
            texts = [self.sheet.text(number, column) for column in owners]
            self._rows[number] = _Row(texts, [header_key(text) for text in texts], owners)
        return self._rows[number]


@cache
def header_key(text: str) -> str:
    """The match key of a header part without its unit.

    >>> header_key("Số tiền cho vay\\n(triệu đồng)")
    'sotienchovay'
    """
    return match_key(_IN_PARENTHESES.sub(" ", text))


@cache
def scale_of(text: str) -> int | None:
    """Đồng per unit named in a text ("(triệu đồng)", "ĐVT: hộ, 1.000 đồng"), or None where it names no money unit.

    >>> scale_of("Kinh phí (triệu đồng)"), scale_of("ĐVT: hộ, 1.000 đồng"), scale_of("Kinh phí")
    (1000000, 1000, None)
    """
    text = nfc(text)
    for candidate in _IN_PARENTHESES.findall(text) + _UNIT_LINE.findall(text):
        for part in (candidate, *re.split(r"[,;/]\s", candidate)):
            scale = SCALES.get(match_key(part))
            if scale:
                return scale
    return None


def find_header(sheet: Sheet, contract: TableContract) -> Header | None:
    """The header of `contract`'s table on `sheet`: the first complete one, else the most complete; None if nothing is
    like it."""
    best: Header | None = None
    grid = _Grid(sheet)
    words = {word for column in contract.columns for keys in _path_keys(column.paths) for word in keys}
    for first in range(grid.height):
        for depth in range(1, min(DEEPEST_HEADER, grid.height - first) + 1):
            if all(words.isdisjoint(grid[row].keys) for row in range(first, first + depth)):
                continue
            header = _match(grid, contract, first, depth)
            if not header.missing:
                return _trimmed(grid, contract, header)
            if header.columns and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def _match(grid: _Grid, contract: TableContract, first: int, depth: int) -> Header:
    rows = [grid[row] for row in range(first, first + depth)]
    places: dict[tuple[str, ...], int] = {}
    again: dict[tuple[str, ...], int] = {}
    number = None
    for column in range(grid.width):
        path = tuple(dict.fromkeys(row.keys[column] for row in rows if row.texts[column]))
        if not path:
            continue
        if path not in places:
            places[path] = column
            number = column if path[-1] in NUMBER_COLUMN and number is None else number
        elif any(row.owners[column] != row.owners[places[path]] for row in rows if row.texts[column]):
            again.setdefault(path, column)
    found: dict[str, int] = {}
    twice: list[tuple[Column, int]] = []
    for wanted in contract.columns:
        keys = next((keys for keys in _path_keys(wanted.paths) if keys in places), None)
        if keys is not None:
            found[wanted.name] = places[keys]
            twice += [(wanted, again[keys])] if keys in again else []
    last = first + depth - 1
    scales = {each.name: _scale(grid, last, found[each.name], first) for each in _money(contract) if each.name in found}
    missing = tuple(column for column in contract.columns if column.name not in found)
    return Header(first, last, found, scales, number, missing, tuple(twice))


def _trimmed(grid: _Grid, contract: TableContract, header: Header) -> Header:
    """The header without rows at its top that hold none of it, such as a title line over the number column."""
    while header.last > header.first and not any(grid[header.first].texts[place] for place in header.columns.values()):
        lower = _match(grid, contract, header.first + 1, header.last - header.first)
        if lower.columns != header.columns or lower.twice != header.twice:
            break
        header = lower
    return header


def repeated_headers(sheet: Sheet, header: Header) -> set[int]:
    """Rows under the header that say the same once more, as at the top of a printed page."""
    places = list(header.columns.values())
    found: set[int] = set()
    for above in range(header.first, header.last + 1):
        said = [sheet.text(above, place) for place in places]
        worded = [place for place, text in zip(places, said, strict=True) if text]
        if worded:
            telling = min(worded, key=lambda place: len(sheet.texts[place]))
            alike = [cell for cell in set(sheet.columns[telling]) if as_text(cell) == sheet.text(above, telling)]
            rows = (row for cell in alike for row in _places(sheet.columns[telling], cell, header.last + 1))
            found.update(row for row in rows if [sheet.text(row, place) for place in places] == said)
    return found


def _places(cells: Sequence[Value], cell: Value, start: int) -> Iterator[int]:
    """Where a cell stands in a column, from a row on."""
    with suppress(ValueError):
        while True:
            start = cells.index(cell, start) + 1
            yield start - 1


@cache
def _path_keys(paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(header_key(part) for part in path) for path in paths)


def _money(contract: TableContract) -> list[Column]:
    return [column for column in contract.columns if column.type == "money"]


def _scale(grid: _Grid, last: int, column: int, first: int) -> int:
    """The unit of a money column: its own header's, else the nearest one named above the table, else đồng."""
    for row in range(last, -1, -1):
        own = [grid[row].texts[column]]
        for text in own if row >= first else own + grid[row].texts:
            scale = scale_of(text)
            if scale:
                return scale
    return 1
