"""No message, reject or summary repeats who somebody is, however columns are shifted. Canaries stand everywhere."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from intake.conftest import Read
from intake.sheets import CODE, Layout, full_book, numbered, row, write

from lib.contracts import CONTRACTS, OWNERS, table_contract
from lib.contracts.model import Column
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.text import match_key
from lib.domain.units import Unit
from lib.intake.cells import CellError, Places, read_cell, repeatable
from lib.intake.clean import cleaned
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.period import read_period
from lib.intake.quoting import may_repeat, shown
from lib.intake.workbook import Sheet

NAME, HOUSEHOLD = "Rahlan Kanarienvogel", f"{CODE}-77131"
CANARIES = ("Kanarienvogel", "77131")
TYPED = ("count", "money", "percent", "date", "month", "commune", "choice", "code", "personal", "presence")
COLUMNS = {
    (column.type, column.name): column
    for name in OWNERS
    for column in (*table_contract(name).columns, *filter(None, (table_contract(name).group,)))
    if column.type in TYPED
}


def people() -> Iterator[str]:
    """Every name the sample's generator can invent."""
    lists = yaml.safe_load((REPOSITORY / "lib" / "sample" / "people.yaml").read_text(encoding="utf-8"))["names"]
    for sexes in lists.values():
        for parts in sexes.values():
            for syllables in itertools.product(*parts):
                yield " ".join(syllables)


def clean_of(text: str) -> None:
    for canary in CANARIES:
        assert canary not in text
        assert match_key(canary) not in match_key(text)


def test_no_name_a_person_may_have_is_ever_repeated(places: Places) -> None:
    """A name that is a commune's name, marks aside, is read as that commune: nothing is refused, nothing is said."""
    for column in COLUMNS.values():
        told = [name for name in people() if repeatable(name, column, places)]
        assert [name for name in told if match_key(name) not in places.keys | column.codes.keys()] == []


@pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda column: f"{column.type}-{column.name}")
@pytest.mark.parametrize(
    "value",
    [
        NAME,
        HOUSEHOLD,
        f"Hộ {HOUSEHOLD}",
        "24079 77131",
        "24079.77131",
        "2407977131",
        2407977131.0,
        f"{NAME} 5",
        "077131",
    ],
)
def test_a_shifted_name_or_code_is_never_repeated(column: Column, value: Any, places: Places) -> None:
    assert not repeatable(value, column, places)
    try:
        read_cell(value, column, 1, places)
    except CellError as error:
        clean_of(f"{error} {error.remedy}")


@given(st.from_regex(r"[0-9]{5}[-–—. /]?[0-9]{5}", fullmatch=True), st.sampled_from(list(COLUMNS.values())))
def test_no_household_code_is_ever_repeated(code: str, column: Column) -> None:
    assert not may_repeat(code, column, ["iarsai"])


@given(st.text(min_size=4, max_size=30), st.sampled_from(list(COLUMNS.values())))
def test_letters_are_repeated_only_near_a_name_of_a_closed_list(value: str, column: Column) -> None:
    if not may_repeat(value, column, []):
        return
    rest = value.casefold()
    for word in ("tháng", "ngày", "nghìn", "ngàn", "triệu", "đồng", "vnđ", "vnd", "tỷ", "tỉ", "tr", "đ", "t", "₫"):
        rest = rest.replace(word, "")
    assert not any(letter.isalpha() for letter in rest)


@pytest.mark.parametrize("name", [name for name in OWNERS if len(table_contract(name).columns) > 1])
def test_rows_shifted_by_one_column_reveal_nobody(name: str, read: Read) -> None:
    contract = table_contract(name)
    canary = {
        c.name: HOUSEHOLD if c.type == "code" else NAME for c in contract.columns if c.type in ("code", "personal")
    }
    lines = [row(contract, 0, **canary)]
    for turn in range(1, len(contract.columns)):
        lines.append(lines[0][turn:] + lines[0][:turn])
    lines += [[NAME] * len(contract.columns), [HOUSEHOLD] * len(contract.columns)]
    body = [["I", next(iter(contract.group.choices), "Trường A")]] if contract.group else []
    body += [(number, line) for number, line in enumerate(lines, 1)]
    body += [["II", NAME], *[(number, line) for number, line in enumerate(lines, 1)]] if contract.group else []
    reading = read(name, Layout(contract, body).sheet())
    for reject in reading.rejects:
        clean_of(" ".join(vars(reject).values()) + str(reject))
    for finding in reading.findings:
        clean_of(finding.reason)


def planted(sheet: Sheet) -> Sheet:
    """The sheet with canaries in every cell of its last data row, and one row that is right but for its names."""
    rows = [list(line) for line in sheet.rows]
    rows.append([99.0] + [NAME if place % 2 else HOUSEHOLD for place in range(len(rows[-1]) - 1)])
    return replace(sheet, rows=rows)


def test_nothing_written_beside_the_clean_tables_reveals_anybody(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    data = DataFolder(tmp_path)
    raw = data.raw(unit.slug, period.code)
    raw.mkdir(parents=True)
    for contract in CONTRACTS:
        write(raw / f"{contract.office}.xlsx", [planted(sheet) for sheet in full_book(contract)])
    made = cleaned(data, reference, unit, period)
    assert len(made.rejects) >= len(OWNERS) - 2
    clean_of(made.rejects.to_csv())
    clean_of(json.dumps(made.intake, ensure_ascii=False))
    clean_of((made.folder / "rejects.parquet").read_bytes().decode("latin-1"))


def test_what_stops_a_run_reveals_nobody(tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> None:
    bank = next(contract for contract in CONTRACTS if contract.office == "policy_bank")
    table = bank.tables[0]
    sheet = Layout(table, numbered(table, 1)).sheet()
    sheet.rows[2][2] = NAME  # where the header of a column should stand
    write(tmp_path / "a.xlsx", [sheet])
    with pytest.raises(ReportError) as caught:
        read_period(tmp_path, period, communes)
    clean_of(str(caught.value))
    (commune,) = (contract for contract in CONTRACTS if contract.per_commune)
    write(tmp_path / "a.xlsx", full_book(commune, commune=f"XÃ {NAME.upper()}"))
    with pytest.raises(ReportError) as caught:
        read_period(tmp_path, period, communes)
    clean_of(str(caught.value))


def test_values_are_shown_as_the_sheet_shows_them() -> None:
    assert [shown(value) for value in (None, False, "  a \n b ", 5.0, 0.1 + 0.2)] == ["", "FALSE", "a b", "5", "0,3"]
