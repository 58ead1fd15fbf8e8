"""Law 1 as a property: whatever stands on a sheet, rows read = clean + rejected + recognised furniture."""

import datetime as dt
import string
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from intake.conftest import Read
from intake.sheets import Layout, row, value

from lib.contracts import OWNERS, table_contract
from lib.contracts.model import TableContract
from lib.intake.tables import TableReading
from lib.intake.workbook import Sheet

NAMES = sorted(OWNERS)
WORDS = [
    "Tổng cộng",
    "Cộng",
    "I",
    "II.",
    "Hộ nghèo",
    "Ghi chú",
    "Người lập biểu",
    "-",
    "1.779",
    "Ia Rsay",
    "#REF!",
    " ",
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(string.printable + "ạồễđ\u200b\u0301", max_size=8),
    st.floats(allow_nan=True),
    st.integers(-9, 10**7).map(float),
    st.booleans(),
    st.dates(dt.date(2019, 1, 1), dt.date(2022, 1, 1)),
)


@st.composite
def bodies(draw: st.DrawFn, contract: TableContract) -> list[Any]:
    """Rows good, bad, blank, wild; groups, totals, notes, in any order."""
    body: list[Any] = []
    for index in range(draw(st.integers(0, 9))):
        kind = draw(st.sampled_from(["good", "good", "bad", "blank", "group", "total", "note", "wild"]))
        if kind in ("good", "bad"):
            cells = row(contract, index)
            for _ in range(kind == "bad" and draw(st.integers(1, 3))):
                cells[draw(st.integers(0, len(cells) - 1))] = draw(CELLS)
            body.append((draw(st.sampled_from([index + 1, float(index), None, "I", f"{index}."])), cells))
        elif kind == "group":
            labels = list(contract.group.choices) if contract.group and contract.group.choices else ["Trường A"]
            body.append([draw(st.sampled_from(["I", "A.", None])), draw(st.sampled_from([*labels, "Nhóm lạ"]))])
        elif kind == "total":
            body.append([None, draw(st.sampled_from(["Cộng", "Tổng cộng"])), *draw(st.lists(CELLS, max_size=4))])
        else:
            body.append({"blank": None, "note": ["Ghi chú: không có"]}.get(kind, draw(st.lists(CELLS, max_size=6))))
    return body


def spread(reading: TableReading) -> list[int]:
    """Sheet rows of everything kept or set aside."""
    rejected = [int("".join(filter(str.isdigit, reject.cell))) for reject in reading.rejects]
    return sorted([record["source_row"] for record in reading.rows] + rejected)


@given(data=st.data())
@settings(max_examples=250)
def test_no_row_is_lost_or_counted_twice(data: st.DataObject, read: Read) -> None:
    contract = table_contract(data.draw(st.sampled_from(NAMES)))
    layout = Layout(
        contract,
        data.draw(bodies(contract)),
        top=data.draw(st.integers(0, 3)),
        left=data.draw(st.integers(0, 2)),
        number=data.draw(st.booleans()) or contract.name == "x",
        foot=data.draw(st.sampled_from([[], [["Người lập biểu"]], [[None], ["Ghi chú: 14/6"]]])),
    )
    if not layout.number:
        layout.body = [(None, line[1]) if isinstance(line, tuple) else line for line in layout.body]
    reading = read(contract.name, layout.sheet())
    places = spread(reading)
    assert len(set(places)) == len(places)
    assert all(place > layout.top + len(layout.titles) for place in places)


@given(rows=st.lists(st.lists(CELLS, max_size=9), max_size=9), name=st.sampled_from(NAMES))
def test_a_sheet_of_anything_is_read_or_refused_and_never_lost(rows: list[list[Any]], name: str, read: Read) -> None:
    contract = table_contract(name)
    header = Layout(contract, []).sheet()
    read(name, Sheet(contract.sheet, header.rows + rows, header.merged))


@given(data=st.data())
@settings(max_examples=150)
def test_every_good_row_is_clean_and_every_bad_one_is_set_aside(data: st.DataObject, read: Read) -> None:
    contract = table_contract(data.draw(st.sampled_from(NAMES)))
    bad = data.draw(st.sets(st.integers(0, 7)))
    body: list[Any] = [["I", next(iter(contract.group.choices), "Trường A")]] if contract.group else []
    required = [column for column in contract.columns if column.required and column.type != "presence"]
    for index in range(8):
        cells = row(contract, index)
        if index in bad:
            column = data.draw(st.sampled_from(required))
            cells[contract.columns.index(column)] = None
        body.append((index + 1, cells))
    reading = read(contract.name, Layout(contract, body).sheet())
    assert (len(reading.rows), len(reading.rejects)) == (8 - len(bad), len(bad))
    assert {reject.rule for reject in reading.rejects} <= {"missing_value"}


def test_the_made_up_rows_of_these_tests_are_good(read: Read) -> None:
    for name in NAMES:
        contract = table_contract(name)
        body: list[Any] = [["I", next(iter(contract.group.choices), "Trường A")]] if contract.group else []
        reading = read(name, Layout(contract, [*body, *((n, row(contract, n)) for n in (1, 2, 3))]).sheet())
        assert (len(reading.rows), len(reading.rejects)) == (3, 0)
        assert all(column.name in reading.rows[0] for column in contract.columns if column.stored)
    assert value(table_contract("loans").columns[0], 3) == "24079-00003"
