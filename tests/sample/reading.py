"""A small reader of the sample for the tests alone: openpyxl and Decimal, nothing of the project's intake."""

import csv
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw" / "krong-pa"
PERIODS = ("2020-H1", "2021-H1")
YEARS = {"2020-Y": "2020-H1", "2021-Y": "2021-H1"}
"""Years, with the half-year each contains."""
TOTALS = ("tong cong", "cong")
MILLION = 1_000_000
LABOUR = "P. LDTBXH.xlsx"
BANK = "NHCSXH huyen - cho vay.xlsx"
SCHOOLS = "P. GDDT.xlsx"
FRONT = "UBMTTQ huyen.xlsx"
STATUSES = {"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor", "Hộ mới thoát nghèo, thoát cận nghèo": "exited"}
ROMAN = {tens + ones for tens in ("", "X") for ones in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")}


def plain(text: str) -> str:
    """Lower case, no marks, single spaces."""
    marked = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(char for char in marked if not unicodedata.combining(char)).split())


def folded(text: str) -> str:
    """Letters and digits only."""
    return "".join(char for char in plain(text) if char.isalnum())


def number(value: Any, scale: int = 1) -> int | None:
    """A cell's whole number in units of one; None for "-"."""
    if value == "-":
        return None
    if isinstance(value, str):
        value = value.replace(".", "").replace(",", ".")
    exact = Decimal(str(value)) * scale
    assert exact == exact.to_integral_value(), value
    return int(exact)


@dataclass(frozen=True)
class Row:
    """A data row: the group it stands under, its cells by plain header ("parent > leaf", no units)."""

    group: str | None
    ordinal: int
    cells: dict[str, Any]

    def text(self, header: str) -> str:
        return str(self.cells[plain(header)]).strip()

    def count(self, header: str, scale: int = 1) -> int:
        return number(self.cells[plain(header)], scale) or 0

    def known(self, header: str) -> bool:
        return self.cells[plain(header)] != "-"


@cache
def book(period: str, file: str) -> dict[str, list[tuple[Any, ...]]]:
    """The values of a workbook's cells by sheet, row by row from the first cell."""
    loaded = openpyxl.load_workbook(RAW / period / file, read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(min_row=1, min_col=1, values_only=True)) for sheet in loaded}
    loaded.close()
    return sheets


def cells(period: str, file: str, sheet: str) -> list[Any]:
    """The values of a sheet's filled cells in reading order."""
    return [value for line in book(period, file)[sheet] for value in line if value is not None]


def start(page: list[tuple[Any, ...]]) -> tuple[int, int]:
    """Row and column, from 0, of the cell where the table's header begins."""
    return next((row, line.index("STT")) for row, line in enumerate(page) if "STT" in line)


def files(period: str) -> list[str]:
    return sorted(path.name for path in (RAW / period).glob("*.xlsx"))


def commune_files(period: str) -> list[str]:
    return [name for name in files(period) if name[0].isdigit()]


@cache
def rows(period: str, file: str, sheet: str) -> tuple[Row, ...]:
    """The data rows of one sheet."""
    page = book(period, file)[sheet]
    top, left = start(page)
    below = page[top + 1]
    deep = 2 if below[left] is None and below[left + 1] is None and any(below) else 1
    headers = _headers(page, top, left, deep)
    found: list[Row] = []
    group = None
    for line in page[top + deep :]:
        mark, *values = line[left : left + len(headers) + 1]
        if plain(str(mark)) in TOTALS or plain(str(values[0])) in TOTALS:
            break
        if mark in ROMAN:
            group = values[0]
        elif isinstance(mark, int):
            found.append(Row(group, mark, dict(zip(headers, values, strict=True))))
    return tuple(found)


def _headers(page: list[tuple[Any, ...]], top: int, left: int, deep: int) -> list[str]:
    headers = []
    parent = None
    for column in range(left + 1, len(page[top])):
        head = page[top][column]
        leaf = page[top + 1][column] if deep == 2 else None
        if head is None and leaf is None:
            break
        parent = head if head is not None else parent
        headers.append(" > ".join(plain(part).split(" (")[0] for part in (parent, leaf) if part))
    return headers


@cache
def spellings() -> dict[str, tuple[str, str]]:
    """(code, display name) of the sample's communes by folded spelling."""
    with (ROOT / "data" / "reference" / "units.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["parent"] == "637"]
    return {
        folded(spelling): (row["code"], row["name"])
        for row in listed
        for spelling in [row["name"], row["official_name"], *row["spellings"].split(";")]
    }


def commune(text: str) -> tuple[str, str]:
    """(code, display name) of the commune a cell names."""
    words = plain(text)
    for prefix in ("thi tran ", "tt. ", "tt ", "xa "):
        words = words.removeprefix(prefix)
    return spellings()[folded(words)]


def sender(period: str, file: str) -> tuple[str, str]:
    """The commune that sent a workbook, from its title lines."""
    lines = [str(value) for value in cells(period, file, "Danh sách hộ")[:8]]
    title = next(line for line in lines if plain(line).startswith("uy ban nhan dan"))
    return commune(plain(title).removeprefix("uy ban nhan dan "))


def targets(period: str) -> dict[str, dict[str, str]]:
    """The rows of the targets file by fact id."""
    with (ROOT / "lib" / "sample" / "targets.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["period"] == period}


def total(table: tuple[Row, ...] | list[Row], header: str, scale: int = 1) -> int:
    return sum(row.count(header, scale) for row in table)


@cache
def of_communes(period: str, sheet: str) -> list[tuple[str, Row]]:
    """The rows of every commune's sheet with the commune's code."""
    return [(sender(period, file)[0], row) for file in commune_files(period) for row in rows(period, file, sheet)]


@cache
def registers(period: str) -> dict[str, tuple[str, str]]:
    """(commune code, status) by household code."""
    listed = of_communes(period, "Danh sách hộ")
    found = {row.text("Mã hộ"): (code, STATUSES[str(row.group)]) for code, row in listed}
    assert len(found) == len(listed), "a household stands on two registers"
    return found


def names(table: list[Row], header: str) -> list[str]:
    return list(dict.fromkeys(commune(row.text(header))[1] for row in table))
