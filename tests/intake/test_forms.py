"""Blank forms: made from the contracts, guarded by type, and read back without one reject once filled in."""

import itertools
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from intake.conftest import Read
from intake.filling import NO_OFFICE, OFFICE, convert, fill, header_row
from intake.sheets import Layout, numbered

from lib.contracts import CONTRACTS, OWNERS, table_contract
from lib.contracts.model import Contract, TableContract
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake import form_version
from lib.intake.folders import DataFolder
from lib.intake.forms import Forms, main_forms, make_forms
from lib.intake.forms_sheet import header_of, listed
from lib.intake.period import Intake, read_period
from lib.intake.workbook import Sheet

TABLES = [table for contract in CONTRACTS for table in contract.tables]
Make = Callable[[Path], Forms]


@pytest.fixture(scope="session")
def period(reference: Reference) -> Period:
    """A year: every workbook is owed then."""
    return reference.periods.parse("2021-Y")


@pytest.fixture(scope="session")
def make(reference: Reference, unit: Unit, period: Period) -> Make:
    """Return `make(folder)`: every form of the unit and period, as where nothing has been sent before."""
    return lambda folder: make_forms(DataFolder(folder / "data"), reference, unit, period, folder)


@pytest.fixture(scope="session")
def blank(once_per_run: Any, make: Make) -> Path:
    return once_per_run("blank_forms", make)


@pytest.fixture
def forms(blank: Path, communes: tuple[Unit, ...], reference: Reference, unit: Unit, period: Period) -> Any:
    """(contract, file) of every form."""
    pairs: list[tuple[Contract, Path]] = []
    for contract in CONTRACTS:
        if contract.per_commune:
            pairs += [(contract, blank / f"{n:02d}. {each.name}.xlsx") for n, each in enumerate(communes, 1)]
        else:
            name = reference.office(contract.office, unit, period.end).short_name
            pairs.append((contract, blank / f"{name}.xlsx"))
    return pairs


@pytest.fixture
def filled(forms: Any, tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> Any:
    """Return `filled(seed)`: a folder of filled forms and the records meant, by table and sender."""

    def filling(seed: int) -> tuple[Path, dict[str, list[dict[str, Any]]]]:
        folder, rng, serial = tmp_path / f"filled{seed}", random.Random(seed), itertools.count(1)
        folder.mkdir()
        meant: dict[str, list[dict[str, Any]]] = {name: [] for name in OWNERS}
        senders = iter(communes)
        for contract, blank_form in forms:
            path = folder / blank_form.name
            path.write_bytes(blank_form.read_bytes())
            sender = {"commune": next(senders).code} if contract.per_commune else {}
            for name, records in fill(path, contract, period, communes, rng, serial).items():
                meant[name] += [{**record, **sender} for record in records]
        return folder, meant

    return filling


def check_read(intake: Intake, meant: dict[str, list[dict[str, Any]]]) -> None:
    assert [str(reject) for reject in intake.rejects] == []
    assert [finding.reason for finding in intake.findings] == []
    assert intake.missing == ()
    for name in OWNERS:
        read = [{key: _plain(row[key]) for key in row if not key.startswith("source_")} for row in intake.records(name)]
        assert sorted(map(repr, map(_ordered, read))) == sorted(map(repr, map(_ordered, meant[name]))), name
    assert sum(map(len, meant.values())) > 500


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _ordered(record: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(record.items())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_filled_form_reads_back_without_one_reject(
    seed: int, filled: Any, period: Period, communes: tuple[Unit, ...]
) -> None:
    folder, meant = filled(seed)
    check_read(read_period(folder, period, communes), meant)


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
def test_so_it_does_after_libreoffice_saved_it(
    filled: Any, tmp_path: Path, period: Period, communes: tuple[Unit, ...]
) -> None:
    folder, meant = filled(3)
    saved = tmp_path / "saved"
    saved.mkdir()
    assert all(path.is_file() for path in convert(sorted(folder.iterdir()), saved))
    check_read(read_period(saved, period, communes), meant)


def test_a_blank_form_is_recognised_and_lacks_only_what_its_printed_rows_ask_for(
    blank: Path, period: Period, communes: tuple[Unit, ...]
) -> None:
    intake = read_period(blank, period, communes)
    assert intake.missing == ()
    assert all("không có dòng số liệu nào" in finding.reason for finding in intake.findings)
    assert {reject.rule for reject in intake.rejects} == {"missing_value"}
    assert all(reading.conserved for reading in intake.readings)
    lists = {table.name for table in TABLES if listed(table) is not None}
    optional = {"targets"}  # every number on it may be missing
    assert {reject.table for reject in intake.rejects} == lists - optional
    assert not any(intake.records(table.name) for table in TABLES if table.name not in optional)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_headers_stand_as_the_contract_has_them(table: TableContract, forms: Any) -> None:
    path = next(path for contract, path in forms if table in contract.tables)
    sheet = openpyxl.load_workbook(path)[table.sheet]
    below = header_row(sheet, table)
    deep = max(len(column.path) for column in table.columns)
    for place, column in enumerate(table.columns, 2):
        parts = [sheet.cell(row, place).value for row in range(below - deep, below)]
        assert next(part for part in reversed(parts) if part) == header_of(column)[-1]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    head = sheet.iter_rows(min_row=1, max_row=below)
    assert all(cell.protection.locked for row in head for cell in row)
    assert sheet.freeze_panes == f"A{below + 1}"


def test_every_cell_to_fill_is_open_and_guarded_by_its_type(forms: Any) -> None:
    for contract, path in forms[-13:] + forms[:1]:
        book = openpyxl.load_workbook(path)
        for table in contract.tables:
            sheet = book[table.sheet]
            first = header_row(sheet, table) + 1 + (table.group is not None)
            for place, column in enumerate(table.columns, 2):
                cell = sheet.cell(first, place)
                if cell.value is not None:
                    assert cell.protection.locked
                    continue
                rules = [
                    rule
                    for rule in sheet.data_validations.dataValidation
                    if cell.coordinate in rule.sqref and rule.type is not None
                ]
                kinds = {"date": "date"} if table.window == column.name else {}
                wanted = {
                    **dict.fromkeys(("choice", "commune"), "list"),
                    **dict.fromkeys(("count", "money", "percent", "date"), "custom"),
                    **({"month": "list"} if table.window == column.name else {}),
                    **kinds,
                }.get(column.type)
                assert [rule.type for rule in rules] == ([wanted] if wanted else []), (table.name, column.name)
                assert all(len(rule.error or "") <= 255 and len(rule.errorTitle or "") <= 32 for rule in rules)


def test_nothing_in_a_form_is_a_formula_and_its_hidden_sheet_is_hidden(blank: Path) -> None:
    for path in sorted(blank.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
        assert book[form_version.SHEET].sheet_state == "veryHidden"


def test_the_page_says_whose_it_is_for_when_and_until_when(blank: Path, reference: Reference) -> None:
    said = "\n".join(
        str(cell.value) for row in openpyxl.load_workbook(blank / "02. Ia Rsai.xlsx")["Danh sách hộ"] for cell in row
    )
    for words in (
        "ỦY BAN NHÂN DÂN",
        "XÃ IA RSAI",
        "Kỳ báo cáo: năm 2021 (từ 15/12/2020 đến hết 14/12/2021)",
        "Gửi tệp này về Phòng Lao động – Thương binh và Xã hội huyện Krông Pa chậm nhất ngày 16/12/2021.",
        "dấu - nghĩa là không phát sinh",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert words.casefold() in said.casefold()


def test_forms_are_the_same_bytes_and_never_replace_a_file(make: Make, blank: Path, tmp_path: Path) -> None:
    (tmp_path / "02. Ia Rsai.xlsx").write_bytes(b"filled in")
    forms = make(tmp_path)
    assert [path.name for path in forms.kept] == ["02. Ia Rsai.xlsx"]
    assert (tmp_path / "02. Ia Rsai.xlsx").read_bytes() == b"filled in"
    assert len(forms.made) == 27
    assert all(path.read_bytes() == (blank / path.name).read_bytes() for path in forms.made)
    assert "Giữ nguyên 1 tệp đã có" in str(forms)


def test_there_is_room_for_as_many_rows_as_last_time(tmp_path: Path) -> None:
    assert main_forms("krong-pa", "2021-Y", "", str(tmp_path)) == 0
    sheet = openpyxl.load_workbook(tmp_path / "NHCSXH huyện.xlsx")["Cho vay"]
    loans = sum(isinstance(sheet.cell(row, 1).value, int) for row in range(1, sheet.max_row + 1))
    assert 1779 < loans < 2 * 1779


def test_offices_without_a_name_for_that_day_are_told(reference: Reference, tmp_path: Path) -> None:
    period = reference.periods.parse("2026-H1")
    unit = reference.units.get("gia-lai", period.end)
    forms = make_forms(DataFolder(tmp_path), reference, unit, period, tmp_path / "forms")
    assert len(forms.nameless) == 13
    assert len(forms.made) == len(reference.units.children(unit, period.end))
    assert "cho 13 cơ quan chưa có tên" in str(forms)
    assert len(str(forms).splitlines()) == 2


def test_a_form_of_another_period_or_version_is_told(
    blank: Path, tmp_path: Path, reference: Reference, unit: Unit, communes: tuple[Unit, ...]
) -> None:
    form = blank / "Chi cục Thống kê huyện.xlsx"
    (tmp_path / form.name).write_bytes(form.read_bytes())
    other = read_period(tmp_path, reference.periods.parse("2021-H1"), communes)
    assert ["biểu mẫu phát cho kỳ 2021-Y" in finding.reason for finding in other.findings] == [True]
    contract = next(contract for contract in CONTRACTS if contract.office == "statistics")
    stamp: list[list[Any]] = [list(pair) for pair in form_version.stamp(contract, "2021-Y")]
    assert form_version.outdated(Sheet(form_version.SHEET, stamp), contract, "2021-Y") is None
    stamp[1][1] = "0123456789ab"
    assert "biểu mẫu cũ" in str(form_version.outdated(Sheet(form_version.SHEET, stamp), contract, "2021-Y"))


def test_rows_under_a_group_nobody_named_are_set_aside(read: Read) -> None:
    visits = table_contract("visits")
    reading = read("visits", Layout(visits, [["I", None], *numbered(visits, 2)]).sheet())
    assert [reject.rule for reject in reading.rejects] == ["no_group"] * 2
