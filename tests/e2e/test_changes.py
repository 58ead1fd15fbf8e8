"""Raw cells changed at random: exactly the facts that depend on them move, to what plain arithmetic gives."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from e2e.conftest import UNIT
from sample.recompute import everything

from lib.facts.fact import Fact
from lib.facts.values import Share
from lib.indicators.context import open_context

PERIOD = "2021-H1"
BANK = "NHCSXH huyen - cho vay.xlsx"
SCHOOLS = "P. GDDT.xlsx"


def facts_of(data: Path) -> dict[str, Fact]:
    return {fact.id: fact for fact in open_context(UNIT, PERIOD, str(data)).all_facts()}


def plain(fact: Fact) -> Any:
    """A fact's value in plain Python types."""
    if isinstance(fact.value, Share):
        return fact.value.fraction
    if isinstance(fact.value, tuple):
        return list(fact.value)
    return fact.value if isinstance(fact.value, str | None) else Fraction(fact.value)


def raw(data: Path) -> Path:
    return data / "raw" / UNIT / PERIOD


def moved(before: dict[str, Fact], after: dict[str, Fact]) -> set[str]:
    return {name for name in before if plain(before[name]) != plain(after[name])}


def agrees(data: Path, after: dict[str, Fact]) -> None:
    """Every figure equals what an independent reading of the changed workbooks gives."""
    for name, value in everything(str(raw(data))).items():
        assert plain(after[name]) == value, name


def data_rows(sheet: Any, column: int) -> list[int]:
    """Rows whose number column (STT) holds a whole number and whose given column is filled, column numbers aside."""
    found = []
    for row in range(1, sheet.max_row + 1):
        values = [sheet.cell(row, place).value for place in range(1, 4)]
        numbered = any(isinstance(v, int | float) or str(v or "").isdigit() for v in values)
        value = str(sheet.cell(row, column).value or "")
        if numbered and (len(value) > 2 or not value.isdigit()) and value:
            found.append(row)
    return found


def header_column(sheet: Any, title: str) -> int:
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value or "").replace("\n", " ").casefold().startswith(title.casefold()):
                return int(cell.column)
    raise AssertionError(f"no column {title!r} on {sheet.title}")


def blank(sheet: Any, row: int) -> None:
    for cell in sheet[row]:
        if not isinstance(cell, openpyxl.cell.cell.MergedCell):
            cell.value = None


CREDIT_OF_PROGRAMME = {
    "Hộ nghèo": {"credit.poor_borrowers", "credit.poor_share"},
    "Hộ cận nghèo": {"credit.near_poor_borrowers", "credit.near_poor_share"},
    "Hộ mới thoát nghèo": {"credit.exited_borrowers", "credit.exited_share"},
}


@pytest.mark.parametrize("seed", range(4))
def test_deleting_one_loan_moves_exactly_its_facts(data_copy: Callable[[str], Path], seed: int) -> None:
    data = data_copy(PERIOD)
    before = facts_of(data)
    path = raw(data) / BANK
    book = openpyxl.load_workbook(path)
    sheet = book["Cho vay"]
    status = header_column(sheet, "Đối tượng")
    rows = [
        row
        for row in data_rows(sheet, status)
        if str(sheet.cell(row, status).value).casefold() in {"hộ nghèo", "hộ cận nghèo", "hộ mới thoát nghèo"}
    ]
    row = random.Random(seed).choice(rows)
    kind = next(k for k in CREDIT_OF_PROGRAMME if k.casefold() == str(sheet.cell(row, status).value).casefold())
    blank(sheet, row)
    book.save(path)
    after = facts_of(data)
    assert moved(before, after) == {"credit.households", "credit.amount"} | CREDIT_OF_PROGRAMME[kind]
    assert after["credit.households"].value == before["credit.households"].value - 1  # type: ignore[operator]
    agrees(data, after)


def test_deleting_many_loans_of_every_programme(data_copy: Callable[[str], Path]) -> None:
    data = data_copy(PERIOD)
    before = facts_of(data)
    path = raw(data) / BANK
    book = openpyxl.load_workbook(path)
    sheet = book["Cho vay"]
    rows = data_rows(sheet, header_column(sheet, "Đối tượng"))
    for row in random.Random(7).sample(rows, 400):
        blank(sheet, row)
    book.save(path)
    after = facts_of(data)
    assert after["credit.households"].value == before["credit.households"].value - 400  # type: ignore[operator]
    assert {name.partition(".")[0] for name in moved(before, after)} == {"credit", "jobs"}
    agrees(data, after)


@pytest.mark.parametrize(
    ("page", "amount", "students"),
    [
        ("Chi phí học tập", {"education.cost_amount"}, {"education.cost_students"}),
        ("Ăn trưa", {"education.lunch_amount"}, {"education.lunch_students"}),
        ("Bán trú", {"education.boarding_amount"}, {"education.boarding_students"}),
    ],
)
def test_changing_one_schools_row(
    data_copy: Callable[[str], Path], page: str, amount: set[str], students: set[str]
) -> None:
    data = data_copy(PERIOD)
    before = facts_of(data)
    path = raw(data) / SCHOOLS
    book = openpyxl.load_workbook(path)
    sheet = book[page]
    money = header_column(sheet, "Kinh phí")
    row = random.Random(page).choice(data_rows(sheet, money))
    sheet.cell(row, money).value = "12.345.678"
    book.save(path)
    after = facts_of(data)
    assert moved(before, after) - _reported_beside(before, amount) == amount
    assert not moved(before, after) & students
    agrees(data, after)


def _reported_beside(facts: dict[str, Fact], names: set[str]) -> set[str]:
    """Facts computed from the named ones, at any depth."""
    found: set[str] = set()
    while True:
        more = {name for name, fact in facts.items() if set(fact.inputs) & (names | found)} - found
        if not more:
            return found
        found |= more


def test_dropping_a_communes_file(data_copy: Callable[[str], Path]) -> None:
    data = data_copy(PERIOD)
    before = facts_of(data)
    (raw(data) / "12. Uar.xlsx").unlink()
    after = facts_of(data)
    rests = {
        name
        for name, fact in before.items()
        if any(source.file == "12. Uar.xlsx" for source in fact.sources) or len({s.file for s in fact.sources}) == 14
    }
    rests |= _reported_beside(before, rests)
    assert moved(before, after) <= rests
    assert {name for name, fact in after.items() if fact.incomplete} == rests
    assert all(after[name].coverage.reported == 13 for name in rests)  # type: ignore[union-attr]
    agrees(data, after)


OFFICES = {
    "Hoi Nong dan.xlsx": {"housing", "water"},
    "BHXH huyen.xlsx": {"health"},
    "TT GDNN-GDTX.xlsx": {"training"},
    "TT DVNN.xlsx": {"extension"},
    "P. Noi vu.xlsx": {"jobs"},
}


@pytest.mark.parametrize("file", OFFICES)
def test_an_office_that_has_not_sent_leaves_absences_not_zeros(data_copy: Callable[[str], Path], file: str) -> None:
    data = data_copy(PERIOD)
    before = facts_of(data)
    (raw(data) / file).unlink()
    after = facts_of(data)
    direct = {name for name, fact in before.items() if any(source.file == file for source in fact.sources)}
    lost = direct | _reported_beside(before, direct)
    changed = moved(before, after)
    assert direct <= {name for name, fact in after.items() if not fact.reported or fact.incomplete}
    assert changed <= lost
    assert {name.partition(".")[0] for name in changed} == OFFICES[file]
    for name in changed:
        assert after[name].value is None, f"{name} became {after[name].value}"
