"""The commune's made-up half-year: coherent with itself, by villages, with the bodies and amounts of its day."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from lib.domain.reference import Reference

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw" / "uar" / "2026-H1"
REFERENCE = Reference.load(ROOT / "data" / "reference")
DAY = REFERENCE.periods.parse("2026-H1").end
COMMUNE = REFERENCE.units.get("uar", DAY)
VILLAGES = {unit.code: unit.name for unit in REFERENCE.units.children(COMMUNE, DAY)}
BOOKS = sorted(path.name for path in RAW.glob("*.xlsx"))


@cache
def lines(file: str) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(RAW / file, read_only=True)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return found


def households() -> dict[str, str]:
    """The code of every registered household with its village's."""
    return {
        str(cell): str(cell)[:8]
        for file in BOOKS
        if file[0].isdigit()
        for line in lines(file)["Danh sách hộ"]
        for cell in line
        if isinstance(cell, str) and cell.startswith("24109.")
    }


def test_each_village_sends_a_register_of_its_own_households() -> None:
    sent = {file.removesuffix(".xlsx").partition(". ")[2] for file in BOOKS if file[0].isdigit()}
    assert sent == set(VILLAGES.values())
    counted = Counter(households().values())
    assert set(counted) == set(VILLAGES)
    assert sum(counted.values()) == 412 + 538 + 286


def test_whoever_is_signed_up_or_in_need_is_on_the_register() -> None:
    known = households()
    for file in (each for each in BOOKS if each[0].isdigit()):
        own = {code for code in known if any(code in line for line in lines(file)["Danh sách hộ"])}
        for sheet in ("Đăng ký thoát nghèo", "Nhu cầu nhà ở"):
            named = {cell for line in lines(file)[sheet] for cell in line if str(cell).startswith("24109.")}
            assert named <= own, (file, sheet)


def test_every_sheet_says_that_it_is_made_up() -> None:
    for file in BOOKS:
        for name, rows in lines(file).items():
            cells = [str(cell) for line in rows for cell in line if cell is not None]
            assert cells[-1].startswith("Ghi chú: toàn bộ là dữ liệu mẫu, dựng lên"), (file, name)
            assert not any("huyện" in cell.casefold() for cell in cells), (file, name)


def test_what_people_wrote_is_of_the_day_and_says_that_it_is_made_up() -> None:
    report = yaml.safe_load((RAW / "report.yaml").read_text(encoding="utf-8"))
    level, above = REFERENCE.level(COMMUNE, DAY), REFERENCE.units.parent(COMMUNE, DAY)
    assert above is not None
    assert report["addressee"] == f"{level.receiver} tỉnh {above.name}"
    assert report["made_up"] == "all"
    assert report["signatory"]["invented"] is True
    assert REFERENCE.poverty.at(DAY).legal_basis.endswith(report["legal_bases"][0]["number"])
    assert {"II", "III", "IV"} < {path.stem for path in (RAW / "commentary").glob("*.md")}


@pytest.mark.parametrize("norm", ["boarding_meals", "study_costs", "lunch", "electricity", "relief_rice"])
def test_money_is_paid_at_the_amounts_of_the_day(norm: str) -> None:
    scenario = yaml.safe_load((ROOT / "lib/sample/scenarios/2026-H1.yaml").read_text(encoding="utf-8"))["norms"]
    called = {"boarding_meals": "boarding", "lunch": "lunch_new", "relief_rice": "rice"}
    assert scenario[called.get(norm, norm)] == REFERENCE.norms.at(norm, DAY).amount
