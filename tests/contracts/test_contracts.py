"""Contracts say one thing once: names, headers and labels that nobody can confuse."""

from itertools import permutations

import pytest

from lib.contracts import CONTRACTS, OWNERS, Column, Contract, TableContract, table_contract
from lib.contracts.common import STATUSES
from lib.contracts.model import at_most
from lib.domain.reference import Reference
from lib.domain.text import match_key, nfc
from lib.intake.folders import REPOSITORY
from lib.intake.headers import NUMBER_COLUMN, header_key

TABLES = [table for contract in CONTRACTS for table in contract.tables]
COLUMNS = [(table, column) for table in TABLES for column in (*table.columns, *((table.group,) if table.group else ()))]


def table_id(table: TableContract) -> str:
    return table.name


def column_id(value: object) -> str:
    return value.name if isinstance(value, TableContract | Column) else ""


def keys(column: Column) -> set[tuple[str, ...]]:
    return {tuple(header_key(part) for part in path) for path in column.paths}


def test_offices_are_those_of_the_reference_data() -> None:
    known = Reference.load(REPOSITORY / "data" / "reference").offices.ids
    assert sorted(contract.office for contract in CONTRACTS) == sorted(known)


def test_tables_and_offices_have_names_of_their_own() -> None:
    assert len(OWNERS) == len(TABLES) == len({table.name for table in TABLES})
    assert len({contract.office for contract in CONTRACTS}) == len(CONTRACTS)


def test_the_contract_of_a_table_is_found_by_its_name() -> None:
    assert all(table_contract(table.name) is table for table in TABLES)
    with pytest.raises(KeyError):
        table_contract("no_such_table")


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.office)
def test_sheets_of_a_workbook_have_names_of_their_own_that_excel_takes(contract: Contract) -> None:
    sheets = [table.sheet for table in contract.tables]
    assert len({match_key(sheet) for sheet in sheets}) == len(sheets)
    assert all(0 < len(sheet) <= 31 and not set(sheet) & set(r"[]:*?/\\") for sheet in sheets)


@pytest.mark.parametrize("table", TABLES, ids=table_id)
def test_columns_have_names_and_headers_of_their_own(table: TableContract) -> None:
    names = [column.name for column in table.columns] + ([table.group.name] if table.group else [])
    names += ["commune"] if OWNERS[table.name].per_commune else []
    assert len(set(names)) == len(names)
    taken: set[tuple[str, ...]] = set()
    for column in table.columns:
        assert keys(column), "a header without letters"
        assert not keys(column) & taken
        assert all(all(path) and path[-1] not in NUMBER_COLUMN for path in keys(column))
        taken |= keys(column)
    assert not set(names) & {"source_file", "source_sheet", "source_row", "source_number"}


@pytest.mark.parametrize("table", TABLES, ids=table_id)
def test_no_header_stands_over_another_columns_header(table: TableContract) -> None:
    """A parent that is also a column of its own could not be told from it."""
    paths = [path for column in table.columns for path in keys(column)]
    assert not [(one, other) for one, other in permutations(paths, 2) if one == other[: len(one)]]


@pytest.mark.parametrize("table", TABLES, ids=table_id)
def test_keys_windows_and_rules_name_columns_there_are(table: TableContract) -> None:
    names = {column.name for column in table.columns} | ({table.group.name} if table.group else set())
    assert set(table.key) <= names
    assert all(table.column(name).required for name in table.key), "a key that may be empty is no key"
    assert {rule.column for rule in table.rules} <= {column.name for column in table.columns}
    if table.window is not None:
        assert table.column(table.window).type in ("date", "month")
    with pytest.raises(KeyError):
        table.column("no_such_column")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=column_id)
def test_choices_can_be_told_apart(table: TableContract, column: Column) -> None:
    assert (column.type == "choice") == bool(column.choices)
    labels = list(column.choices)
    assert len({match_key(label) for label in labels}) == len(labels) == len(set(column.choices.values()))
    for label, code in column.choices.items():
        assert column.label(code) == label
        assert column.codes[match_key(label)] == code
    assert column.label("no_such_code") == "no_such_code"


def test_one_code_has_one_label_in_all_status_columns() -> None:
    """Group rows may say more ("… thoát cận nghèo"); codes are the same words everywhere."""
    codes = {code for table, column in COLUMNS if column.name == "status" for code in column.choices.values()}
    assert codes == set(STATUSES.values())


@pytest.mark.parametrize("table", TABLES, ids=table_id)
def test_what_readers_see_is_vietnamese_in_nfc(table: TableContract) -> None:
    texts = [table.sheet, table.title, table.grain, *(rule.broken for rule in table.rules)]
    texts += [text for column in table.columns for text in (column.header, *column.aliases, *column.choices)]
    assert all(text == nfc(text) and text.strip() == text != "" for text in texts)


@pytest.mark.parametrize("table", TABLES, ids=table_id)
def test_only_numbers_say_what_a_dash_means(table: TableContract) -> None:
    for column in table.columns:
        assert column.dash == "zero" or (column.type in ("count", "money", "percent") and not column.required)
        assert column.adds or column.type in ("count", "money")


def test_nobody_identifies_people_by_two_ways() -> None:
    """Names of people have one type, household codes another; neither is ever plain text."""
    for table, column in COLUMNS:
        named = "họ và tên" in column.header.lower()
        assert named == (column.type == "personal"), (table.name, column.name)
        assert ("mã " in column.header.lower()) == (column.type == "code"), (table.name, column.name)


def complete_on(table: TableContract, other: TableContract) -> bool:
    """Whether all headers of a table stand in another table's header too."""
    there = set().union(*(keys(column) for column in other.columns))
    return all(keys(column) & there for column in table.columns)


def test_no_workbook_can_be_taken_for_another_offices() -> None:
    """If every table of one contract could be found on the sheets of another, renamed sheets would confuse them."""
    for one, other in permutations(CONTRACTS, 2):
        lookalikes = [any(complete_on(table, theirs) for theirs in other.tables) for table in one.tables]
        assert not all(lookalikes), (one.office, other.office)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({"part": 2, "whole": 2}, True),
        ({"part": 3, "whole": 2}, False),
        ({"part": None, "whole": 2}, True),
        ({"part": 3, "whole": None}, True),
        ({}, True),
    ],
)
def test_a_part_is_at_most_its_whole(row: dict[str, int | None], holds: bool) -> None:
    assert at_most("part", "whole", "…").holds(row) is holds
