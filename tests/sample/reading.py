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
TOTALS = ("tong cong", "cong")
ROMAN = {
    tens + ones
    for tens in ("", "X")
    for ones in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
}


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
def book(period: str, file: str) -> Any:
    return openpyxl.load_workbook(RAW / period / file)


def files(period: str) -> list[str]:
    return sorted(path.name for path in (RAW / period).glob("*.xlsx"))


def commune_files(period: str) -> list[str]:
    return [name for name in files(period) if name[0].isdigit()]


@cache
def rows(period: str, file: str, sheet: str) -> tuple[Row, ...]:
    """The data rows of one sheet."""
    page = book(period, file)[sheet]
    top, left = next(
        (cell.row, cell.column) for line in page.iter_rows() for cell in line if cell.value == "STT"
    )
    deep = next(
        (r.size["rows"] for r in page.merged_cells.ranges if (r.min_row, r.min_col) == (top, left)), 1
    )
    headers = _headers(page, top, left, deep)
    found: list[Row] = []
    group = None
    for line in page.iter_rows(min_row=top + deep, min_col=left, max_col=left + len(headers)):
        mark, *values = [cell.value for cell in line]
        if plain(str(mark)) in TOTALS or plain(str(values[0])) in TOTALS:
            break
        if mark in ROMAN:
            group = values[0]
        elif isinstance(mark, int):
            found.append(Row(group, mark, dict(zip(headers, values, strict=True))))
    return tuple(found)


def _headers(page: Any, top: int, left: int, deep: int) -> list[str]:
    headers = []
    parent = None
    for column in range(left + 1, page.max_column + 1):
        head = page.cell(top, column).value
        leaf = page.cell(top + 1, column).value if deep == 2 else None
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
    page = book(period, file).worksheets[0]
    lines = [str(cell.value) for line in page.iter_rows(max_row=8) for cell in line if cell.value]
    title = next(line for line in lines if plain(line).startswith("uy ban nhan dan"))
    return commune(plain(title).removeprefix("uy ban nhan dan "))


def targets(period: str) -> dict[str, dict[str, str]]:
    """The rows of the targets file by fact id."""
    with (ROOT / "lib" / "sample" / "targets.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["period"] == period}
