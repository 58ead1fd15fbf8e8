"""Finding a table on a sheet by its contract's headers, wherever it stands.

A header may fill one to three rows; merged parents stand over their children. Headers are compared by match key,
with a unit in parentheses set aside (it scales the column).
"""

import re
from dataclasses import dataclass
from functools import cache

from lib.contracts.model import Column, TableContract
from lib.domain.text import match_key
from lib.intake.workbook import Sheet

DEEPEST_HEADER = 3
SEARCHED_ROWS = 60
SCALES = {"dong": 1, "nghindong": 10**3, "ngandong": 10**3, "trieudong": 10**6, "tydong": 10**9}
NUMBER_COLUMN = ("stt", "tt", "sott")


@dataclass(frozen=True)
class Header:
    """Where a table's header stands and which sheet column each contract column is.

    `first` and `last` are the header's zero-based rows; `columns` maps a column's name to a zero-based sheet column;
    `scales` holds đồng per printed unit for money columns; `missing` names required columns that were not found.
    """

    first: int
    last: int
    columns: dict[str, int]
    scales: dict[str, int]
    number: int | None
    missing: tuple[Column, ...]


@cache
def header_key(text: str) -> str:
    """The match key of a header part without its unit.

    >>> header_key("Số tiền cho vay\\n(triệu đồng)")
    'sotienchovay'
    """
    return match_key(re.sub(r"\([^)]*\)", " ", text))


def scale_of(text: str) -> int | None:
    """Đồng per unit named in a text ("(triệu đồng)", "ĐVT: đồng"), or None where it names no money unit.

    >>> scale_of("Kinh phí (triệu đồng)"), scale_of("Kinh phí")
    (1000000, None)
    """
    for candidate in re.findall(r"\(([^)]*)\)", text) + re.findall(r"(?:ĐVT|Đơn vị tính)\s*:\s*(.+)", text, re.I):
        scale = SCALES.get(match_key(candidate))
        if scale:
            return scale
    return None


def find_header(sheet: Sheet, contract: TableContract) -> Header | None:
    """The header of `contract`'s table on `sheet`: the first complete one, else the most complete; None if nothing
    is like it."""
    best: Header | None = None
    grid = _spread(sheet)
    for first in range(len(grid)):
        for depth in range(1, DEEPEST_HEADER + 1):
            if first + depth > len(grid):
                break
            header = _match(sheet, grid, contract, first, depth)
            if not header.missing:
                return header
            if len(header.columns) >= 2 and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def _spread(sheet: Sheet) -> list[list[str]]:
    """The sheet's first rows as text, each merged cell's text spread over the columns it covers in its first row."""
    height = min(len(sheet.rows), SEARCHED_ROWS)
    width = max((len(row) for row in sheet.rows[:height]), default=0)
    grid = [[sheet.text(row, column) for column in range(width)] for row in range(height)]
    for (top, left), (_, right) in sheet.merged:
        if top < height:
            for column in range(left, min(right + 1, width)):
                grid[top][column] = sheet.text(top, left)
    return grid


def _match(sheet: Sheet, grid: list[list[str]], contract: TableContract, first: int, depth: int) -> Header:
    rows = grid[first : first + depth]
    paths: dict[tuple[str, ...], int] = {}
    number = None
    for column in range(len(rows[0])):
        path = tuple(dict.fromkeys(header_key(row[column]) for row in rows if row[column]))
        if path and path not in paths:
            paths[path] = column
            number = column if path[-1] in NUMBER_COLUMN and number is None else number
    found: dict[str, int] = {}
    scales: dict[str, int] = {}
    for wanted in contract.columns:
        place = next((paths[keys] for keys in _keys(wanted) if keys in paths), None)
        if place is not None:
            found[wanted.name] = place
            if wanted.type == "money":
                scales[wanted.name] = _scale(grid, first, [row[place] for row in rows])
    missing = tuple(column for column in contract.columns if column.name not in found)
    return Header(first, first + depth - 1, found, scales, number, missing)


@cache
def _path_keys(paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(header_key(part) for part in path) for path in paths)


def _keys(column: Column) -> tuple[tuple[str, ...], ...]:
    return _path_keys(column.paths)


def _scale(grid: list[list[str]], first: int, parts: list[str]) -> int:
    """The unit of a money column: its own header's, else the last one named above the table, else đồng."""
    for part in reversed(parts):
        scale = scale_of(part)
        if scale:
            return scale
    for row in reversed(grid[:first]):
        for text in row:
            scale = scale_of(text)
            if scale:
                return scale
    return 1
