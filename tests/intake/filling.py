"""Fills blank forms as an office would, through openpyxl: only cells the form leaves unlocked, values of the contract's
types."""

import datetime as dt
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from intake.sheets import VALID
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from lib.contracts.model import Column, Contract, TableContract
from lib.domain.periods import Period
from lib.domain.units import Unit

OFFICE = next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)
ROMAN = re.compile("[IVX]+")
NO_OFFICE = "no LibreOffice found: install one (Debian: apt install libreoffice-calc-nogui)"


def header_row(sheet: Worksheet, table: TableContract) -> int:
    """The numbering row under the header, found by its marks."""
    marks = [f"({number})" for number in range(1, len(table.columns) + 2)]
    rows = sheet.iter_rows(min_row=1, max_row=20)
    return next(row[0].row for row in rows if [cell.value for cell in row[: len(marks)]] == marks)


def rows_to_fill(sheet: Worksheet, table: TableContract) -> Iterator[tuple[str | None, list[Cell]]]:
    """The group's label and the cells beside the number, for each numbered row."""
    group = None
    for row in sheet.iter_rows(min_row=header_row(sheet, table) + 1, max_col=len(table.columns) + 1):
        mark, first = row[0].value, row[1]
        if isinstance(mark, str) and ROMAN.fullmatch(mark) and table.group is not None:
            if first.value is None:
                assert not first.protection.locked, "a group to name"
                first.value = f"Cơ sở {mark}"
            group = str(first.value)
        elif isinstance(mark, int):
            yield group, list(row[1:])


def value_for(column: Column, number: int, rng: random.Random, period: Period, communes: tuple[Unit, ...]) -> Any:
    """What somebody types and what it means, as a pair."""
    if not column.required and rng.random() < 0.25:
        return rng.choice((None, "-")), False if column.type == "presence" else None
    if column.type in ("count", "money"):
        amount = rng.choice((0, 1, 7, 1779, 5_155_540_000))
        return ("-", 0) if amount == 0 and column.dash == "zero" else (amount, amount)
    day = period.start + dt.timedelta(days=rng.randrange((period.end - period.start).days + 1))
    year, month = rng.choice(period.months)
    commune = rng.choice(communes)
    labels = list(column.choices) or [""]
    label = rng.choice(labels)
    choices: dict[str, Any] = {
        "date": (dt.datetime.combine(day, dt.time()), day),
        "month": (f"{month:02d}/{year}", f"{year}-{month:02d}"),
        "commune": (commune.name, commune.code),
        "choice": (label, column.choices.get(label)),
        "percent": ("3,30%", "3.30"),
        "code": (f"24079-{number:05d}", f"24079-{number:05d}"),
        "presence": ("Siu Mây Hồng", True),
        "personal": (VALID["personal"][0], VALID["personal"][0]),
        "text": (f"=3/4 {column.name} {number}", f"=3/4 {column.name} {number}"),
    }
    return choices[column.type]


def fill(
    path: Path,
    contract: Contract,
    period: Period,
    communes: tuple[Unit, ...],
    rng: random.Random,
    serial: Iterator[int],
) -> dict[str, list[dict[str, Any]]]:
    """Fills a form in place and returns the records that were meant, by table. Keys never repeat."""
    book = openpyxl.load_workbook(path)
    meant: dict[str, list[dict[str, Any]]] = {}
    for table in contract.tables:
        records: list[dict[str, Any]] = []
        seen: set[tuple[Any, ...]] = set()
        for group, cells in rows_to_fill(book[table.sheet], table):
            listed = any(cell.value is not None for cell in cells)
            if not listed and rng.random() < 0.3:
                continue
            record, typed = _record(table, cells, next(serial), rng, period, communes)
            if table.group is not None:
                record[table.group.name] = table.group.choices.get(group or "", group)
            key = tuple(record[name] for name in table.key)
            if table.key and key in seen:
                continue
            seen.add(key)
            records.append(record)
            for cell, value in typed:
                assert not cell.protection.locked, f"{table.sheet} {cell.coordinate} is locked"
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        meant[table.name] = records
    book.save(path)
    return meant


def _record(
    table: TableContract,
    cells: list[Cell],
    number: int,
    rng: random.Random,
    period: Period,
    communes: tuple[Unit, ...],
) -> tuple[dict[str, Any], list[tuple[Cell, Any]]]:
    record: dict[str, Any] = {}
    typed: list[tuple[Cell, Any]] = []
    parts = {rule.column for rule in table.rules}
    by_name = {unit.name: unit.code for unit in communes}
    for column, cell in zip(table.columns, cells, strict=True):
        if cell.value is not None:  # printed on the form
            assert cell.protection.locked
            record[column.name] = by_name.get(cell.value) or column.choices[cell.value]
            continue
        value, means = (1, 1) if column.name in parts else value_for(column, number, rng, period, communes)
        if table.rules and column.type in ("count", "money") and column.name not in parts:
            value, means = 1779, 1779
        typed.append((cell, value))
        if column.stored:
            record[column.name] = means
    return record, typed


def convert(paths: list[Path], folder: Path, kind: str = "xlsx") -> list[Path]:
    """Opens workbooks in LibreOffice and saves them as `kind` into `folder`."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / path.with_suffix(f".{kind}").name for path in paths]
