"""Columns read as a whole say what cells read one by one say, and rows kept by column are the rows that were put in."""

import datetime as dt
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.conftest import Read
from intake.sheets import Layout
from intake.test_conservation import CELLS, NAMES, bodies

from lib.contracts import table_contract
from lib.contracts.model import Column
from lib.intake import cells
from lib.intake.cells import CellError, Places, read_cell
from lib.intake.columns import by_distinct
from lib.intake.records import Records
from lib.intake.rows import Lines, names_total
from lib.intake.tables import TableReading
from lib.intake.workbook import ERROR_VALUES, Serial1904, Sheet

VALUES = st.one_of(
    CELLS,
    st.sampled_from(
        [0, 1, 0.0, 1.0, True, False, Serial1904(1), dt.date(2021, 1, 1), dt.datetime(2021, 1, 1), dt.time(1)]
    ),
)


def said(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"


@given(values=st.lists(VALUES, max_size=12))
def test_equal_values_of_different_kinds_are_read_apart(values: list[Any]) -> None:
    assert by_distinct(values, said) == list(map(said, values))


def test_each_distinct_value_is_read_once() -> None:
    asked: list[Any] = []
    assert by_distinct(["a", "b", "a", None, "a"], lambda cell: asked.append(cell) or cell) == [
        "a",
        "b",
        "a",
        None,
        "a",
    ]
    assert asked == ["a", "b", None]


@given(rows=st.lists(st.lists(VALUES, max_size=4), max_size=6))
def test_a_sheet_turned_has_the_same_cells(rows: list[list[Any]]) -> None:
    sheet = Sheet("Trang 1", rows)
    width = max(map(len, rows), default=0)
    assert [[said(cell) for cell in column] for column in sheet.columns] == [
        [said(row[place]) if place < len(row) else said(None) for row in rows] for place in range(width)
    ]
    assert list(sheet.column(width)) == [None] * len(rows)


def test_a_long_sheet_is_turned_whole() -> None:
    sheet = Sheet("Trang 1", [[row, str(row)] for row in range(1203)])
    assert sheet.column(0) == list(range(1203))
    assert sheet.texts == [[], [str(row) for row in range(1203)]]


def parts(reading: TableReading) -> list[Any]:
    rows = [sorted((name, repr(value)) for name, value in row.items()) for row in reading.rows]
    return [rows, reading.rejects, reading.furniture, repr(reading.totals), reading.findings]


@given(data=st.data())
@settings(max_examples=150)
def test_rows_taken_in_stretches_are_those_looked_at_one_by_one(data: st.DataObject, read: Read) -> None:
    contract = table_contract(data.draw(st.sampled_from(NAMES)))
    foot = data.draw(st.sampled_from([[], [["Người lập biểu"]], [[None, "Tổng cộng", 5, 5, 5, 5]]]))
    sheet = Layout(contract, data.draw(bodies(contract)), foot=foot).sheet()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lines, "_not_plain", lambda self: set(self.body))
        one_by_one = read(contract.name, Sheet(sheet.name, sheet.rows, sheet.merged))
    assert parts(read(contract.name, sheet)) == parts(one_by_one)


@given(text=st.text(string.printable, max_size=12) | st.from_regex(r"[0-9][.,]?[0-9]*[eE][+]?[0-9]+", fullmatch=True))
def test_plain_codes_are_what_the_long_way_makes_of_them(text: str) -> None:
    column, places = Column("household", "Mã hộ", "code", required=False), Places(())

    def outcome(read: Any) -> str:
        try:
            return repr(read())
        except CellError as error:
            return f"{error.rule}: {error}"

    if text.strip("- \t\n\r\v\f") and text not in ERROR_VALUES:
        assert outcome(lambda: read_cell(text, column, 1, places)) == outcome(
            lambda: cells._code(text, column, 1, places)
        )


@pytest.mark.parametrize(
    "label", ["Tổng cộng", "  - tổng số", "CỘNG:", "T. o. n. g", "Co\u0323\u0302ng", "Toàn xã", "*Cộng"]
)
def test_a_total_is_known_by_more_than_its_first_two_letters(label: str) -> None:
    assert names_total(label.strip())


# --- rows kept by column

ROWS = st.lists(st.fixed_dictionaries({"code": st.text(max_size=3), "persons": st.none() | st.integers()}), max_size=6)


@given(rows=ROWS, places=st.sets(st.integers(0, 5)))
def test_records_are_the_rows_put_in(rows: list[dict[str, Any]], places: set[int]) -> None:
    records = Records(rows)
    assert records == rows
    assert list(records) == rows == [records[place] for place in range(len(records))] == records[:]
    assert records.column("code") == [row["code"] for row in rows]
    assert list(records.without(places)) == [row for place, row in enumerate(rows) if place not in places]
    assert bool(records) is bool(rows)


def test_records_grow_by_stretches_of_the_same_columns_only() -> None:
    records = Records([{"code": "a", "persons": 1}])
    records.extend({"persons": range(2, 4), "code": ["b", "c"]})
    assert records[1:] == [{"code": "b", "persons": 2}, {"code": "c", "persons": 3}]
    with pytest.raises(ValueError, match="rows of"):
        records.append({"code": "d"})


def test_records_do_not_show_what_they_hold() -> None:
    assert "24079" not in repr(Records([{"household": "24079-00001"}]))
