"""Sheets made in memory from a contract: any layout, any rows, written as .xlsx where a file is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from lib.contracts.model import Column, Contract, TableContract
from lib.intake.workbook import Sheet

CODE = "24079"
VALID: dict[str, list[Any]] = {
    "text": ["Buôn Pan", "Thôn Mới", "Buôn Tơ Nung"],
    "personal": ["Rcom Hoa Ban", "Ksor Suối Tiên", "Nay Đá Trắng"],
    "presence": ["Kpă Lá Xanh", "-", "Siu Mây Hồng"],
    "count": [5, 3, 8],
    "money": [50, 30, 80],
    "percent": ["3,30%", "4,5", "2%"],
    "date": ["01/03/2021", "15/12/2020", "14/6/2021"],
    "month": ["01/2021", "02/2021", "03/2021"],
    "commune": ["Phú Túc", "xã Ia Rsai", "Đất Bằng"],
}


def value(column: Column, index: int) -> Any:
    """A valid value of a column, the index-th; codes and texts never repeat."""
    if column.type == "code":
        return f"{CODE}-{index:05d}"
    if column.type == "choice":
        labels = list(column.choices)
        return labels[index % len(labels)]
    if column.type == "text":
        return f"{VALID['text'][index % 3]} {index + 1}"
    return VALID[column.type][index % 3]


def row(table: TableContract, index: int = 0, **changed: Any) -> list[Any]:
    """A valid row of a table in the contract's order, with some columns' values replaced."""
    values = {column.name: value(column, index) for column in table.columns}
    for rule in table.rules:  # a part: at most its whole
        values[rule.column] = 1
    values.update(changed)
    return [values[column.name] for column in table.columns]


@dataclass
class Layout:
    """How a table stands on a sheet.

    `body` holds rows as (mark, values in the contract's order), `None` for a blank row, or a list of whole cells from
    the number column on. `order` permutes the contract's columns; `extra` adds foreign columns at the right.
    """

    table: TableContract
    body: Sequence[Any]
    titles: Sequence[Sequence[Any]] = (("PHÒNG X",), ("BÁO CÁO",))
    top: int = 0
    left: int = 0
    order: Sequence[int] = ()
    number: bool = True
    extra: Sequence[str] = ()
    units: dict[str, str] = field(default_factory=dict)
    foot: Sequence[Sequence[Any]] = ()
    name: str = ""

    @property
    def columns(self) -> list[Column]:
        order = self.order or range(len(self.table.columns))
        return [self.table.columns[index] for index in order]

    def header(self) -> tuple[list[list[Any]], list[tuple[tuple[int, int], tuple[int, int]]]]:
        """The header's rows and merged ranges, from the number column on, rows from zero."""
        paths = [("STT",)] if self.number else []
        for column in self.columns:
            *parents, leaf = column.path
            paths.append((*parents, leaf + self.units.get(column.name, "")))
        paths += [(name,) for name in self.extra]
        depth = max(len(path) for path in paths)
        rows: list[list[Any]] = [[None] * len(paths) for _ in range(depth)]
        merged = []
        start = 0
        for place, path in enumerate(paths):
            if len(path) == 1:
                rows[0][place] = path[0]
                if depth > 1:
                    merged.append(((0, place), (depth - 1, place)))
                continue
            rows[1][place] = path[1]
            if place and paths[place - 1][:-1] == path[:-1]:
                continue
            start = place
            end = start
            while end + 1 < len(paths) and paths[end + 1][:-1] == path[:-1]:
                end += 1
            rows[0][start] = path[0]
            if end > start:
                merged.append(((0, start), (0, end)))
        return rows, merged

    def cells(self, line: Any) -> list[Any]:
        if line is None:
            return []
        if isinstance(line, list):
            return line
        mark, values = line
        given = dict(zip((column.name for column in self.table.columns), values, strict=True))
        return ([mark] if self.number else []) + [given[column.name] for column in self.columns]

    def sheet(self) -> Sheet:
        header, merged = self.header()
        before = self.top + len(self.titles)
        rows: list[list[Any]] = [[] for _ in range(self.top)]
        rows += [list(title) for title in self.titles]
        rows += [[None] * self.left + line for line in header]
        rows += [[None] * self.left + self.cells(line) if line is not None else [] for line in self.body]
        rows += [[None] * self.left + list(line) for line in self.foot]
        width = max(len(line) for line in rows)
        rows = [line + [None] * (width - len(line)) for line in rows]
        moved = [
            ((first[0] + before, first[1] + self.left), (last[0] + before, last[1] + self.left))
            for first, last in merged
        ]
        return Sheet(self.name or self.table.sheet, rows, tuple(moved))


def numbered(table: TableContract, count: int, start: int = 0) -> list[Any]:
    """Valid rows numbered from 1."""
    return [(index + 1, row(table, start + index)) for index in range(count)]


def grouped(table: TableContract, count: int = 3) -> list[Any]:
    """Valid rows, under the first group where the table has groups."""
    if table.group is None:
        return numbered(table, count)
    label = next(iter(table.group.choices), "Trường A")
    return [["I", label], *numbered(table, count)]


def full_book(contract: Contract, commune: str = "XÃ IA RSAI") -> list[Sheet]:
    """A whole valid workbook of a contract: three rows in each table."""
    head = f"ỦY BAN NHÂN DÂN {commune}" if contract.per_commune else "PHÒNG X"
    return [Layout(table, grouped(table), titles=((head,), ("BÁO CÁO",))).sheet() for table in contract.tables]


def write(path: Path, sheets: Sequence[Sheet]) -> Path:
    """The sheets as an .xlsx file."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.hidden:
                page.hide()
            for (top, left), (bottom, right) in sheet.merged:
                page.merge_range(top, left, bottom, right, "")
            for number, line in enumerate(sheet.rows):
                for place, cell in enumerate(line):
                    if isinstance(cell, str):
                        page.write_string(number, place, cell)
                    elif cell is not None:
                        page.write(number, place, cell)
    return path
