"""A register of as many made-up rows as wanted, written as a commune would send it."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from lib.contracts.model import Contract, TableContract
from lib.domain.units import Unit

SEED = 20_000
FIRST_ROW = 2
PARTS = {
    "personal": (
        ("Ksor", "Nay", "Siu", "Nguyễn", "Trần", "Lê"),
        ("Văn", "Thị", "Hữu", "Kim", "Xuân"),
        ("Đá", "Suối", "Mây", "Lá", "Gió", "Nắng", "Mưa", "Núi"),
    ),
    "text": (("Buôn", "Thôn", "Làng"), ("Mới", "Trên", "Dưới", "Giữa"), tuple("123456789")),
}
"""Made-up words by a column's type, one drawn from each list."""


def write_register(path: Path, contract: Contract, commune: Unit, rows: int) -> None:
    """Writes the commune's workbook: so many rows in the contract's first table, spread over its groups; the others
    say that they are empty."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        for table in contract.tables:
            page = book.add_worksheet(table.sheet)
            page.write_string(0, 0, f"ỦY BAN NHÂN DÂN {commune.official_name.upper()}")
            body = _header(page, table)
            for line in _body(table, commune.code, rows) if table is contract.tables[0] else [["Không phát sinh."]]:
                page.write_row(body, 0, line)
                body += 1


def _header(page: Any, table: TableContract) -> int:
    """Writes the header, merged as in a form; the first row below it."""
    paths = [("STT",), *(column.path for column in table.columns)]
    depth = max(map(len, paths))
    for place, path in enumerate(paths):
        for level, word in enumerate(path):
            if level < len(path) - 1:
                below = [each[: level + 1] == path[: level + 1] for each in paths]
                first, last = below.index(True), len(below) - 1 - below[::-1].index(True)
                if place == first and last > first:
                    page.merge_range(FIRST_ROW + level, first, FIRST_ROW + level, last, word)
            elif level < depth - 1:
                page.merge_range(FIRST_ROW + level, place, FIRST_ROW + depth - 1, place, word)
            else:
                page.write_string(FIRST_ROW + level, place, word)
    return FIRST_ROW + depth


def _body(table: TableContract, code: str, rows: int) -> Iterator[list[Any]]:
    rng = random.Random(SEED)
    groups = list(table.group.choices) if table.group else [""]
    made = 0
    for order, group in enumerate(groups):
        if group:
            yield ["I" * (order + 1), group]
        for number in range(1, rows // len(groups) + (order < rows % len(groups)) + 1):
            made += 1
            yield [number, *_row(table, f"{code}-{made:06d}", rng)]


def _row(table: TableContract, code: str, rng: random.Random) -> list[Any]:
    values: dict[str, Any] = {
        column.name: code
        if column.type == "code"
        else rng.randint(1, 9)
        if column.type == "count"
        else " ".join(map(rng.choice, PARTS[column.type]))
        for column in table.columns
    }
    for rule in table.rules:
        part, whole = rule.reads
        values[part] = rng.randint(0, values[whole])
    return list(values.values())
