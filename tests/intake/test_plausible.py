"""Numbers nobody can mean: held against contract, norm, the table's own middle and last time; said, never changed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.conftest import Read
from intake.sheets import Layout, row

from lib.contracts import OWNERS, table_contract
from lib.domain.norms import Norms
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.intake.plausible import IMPLAUSIBLE, implausible
from lib.intake.tables import Finding, TableReading

MONEY = [(name, c) for name in OWNERS for c in table_contract(name).columns if c.type == "money"]


@pytest.fixture(scope="module")
def norms(reference: Reference) -> Norms:
    return reference.norms


def reading(read: Read, name: str, lines: list[list[Any]], unit: str = " (đồng)") -> TableReading:
    contract = table_contract(name)
    group = [["I", next(iter(contract.group.choices), "Trường A")]] if contract.group else []
    units = {column.name: unit for column in contract.columns if column.type == "money"}
    return read(name, Layout(contract, [*group, *enumerate(lines, 1)], units=units).sheet())


def loans(read: Read, *amounts: float) -> TableReading:
    table = table_contract("loans")
    return reading(read, "loans", [row(table, n, amount=amount) for n, amount in enumerate(amounts)])


def doubts(each: TableReading, norms: Norms, period: Period) -> list[Finding]:
    return list(implausible([each], norms, period.end))


def test_every_amount_has_something_to_be_held_against(norms: Norms, period: Period) -> None:
    for name, column in MONEY:
        assert column.worth is not None, name
        assert set(column.worth.per) <= {each.name for each in table_contract(name).columns if each.type == "count"}
        assert bool(column.worth.norm) != (0 < column.worth.low < column.worth.high), name
        if column.worth.norm:
            assert norms.at(column.worth.norm, period.end).amount > 0


def test_an_amount_a_thousand_times_off_is_said_with_both_numbers(read: Read, norms: Norms, period: Period) -> None:
    fair = [30_000_000.0, 50_000_000.0, 40_000_000.0]
    assert doubts(loans(read, *fair), norms, period) == []
    (finding,) = doubts(loans(read, *fair, 60_000_000_000.0), norms, period)
    assert (finding.sheet, finding.cell, finding.rule) == ("Cho vay", "H8", IMPLAUSIBLE)
    assert finding.reason == "60 tỷ đồng khó tin: thường từ 1 triệu đồng đến 1 tỷ đồng; xem lại số và đơn vị tính"
    (finding,) = doubts(loans(read, *fair, 30_000.0), norms, period)
    assert finding.reason.startswith("30.000 đồng khó tin: thường từ 1 triệu đồng")


def test_a_norm_and_the_units_of_the_row_tell(read: Read, norms: Norms, period: Period) -> None:
    table = table_contract("electricity")
    lines = [
        row(table, n, households=81, months=6, amount=81 * 6 * 49_000 * factor) for n, factor in enumerate((1, 1000))
    ]
    (finding,) = doubts(reading(read, "electricity", lines), norms, period)
    assert finding.cell == "E5"
    assert "chia cho «Số hộ» × «Số tháng» được 49 triệu đồng, định mức là 49.000 đồng/hộ/tháng" in finding.reason


def test_rice_is_held_against_its_norm_too(read: Read, norms: Norms, period: Period) -> None:
    table = table_contract("relief_rice")
    line = row(table, 0, tet_persons=100, tet_kg=1_500_000, lean_persons=100, lean_kg=1500)
    (finding,) = doubts(reading(read, "relief_rice", [line]), norms, period)
    assert finding.reason.startswith("1.500.000 kg khó tin: chia cho «Tết Nguyên đán – Số khẩu» được 15.000 kg")


def test_where_the_bounds_are_wide_the_tables_own_middle_tells(read: Read, norms: Norms, period: Period) -> None:
    amounts = [900_000_000.0, 800_000_000.0, 950_000_000.0, 900_000_000.0, 2_000_000.0]
    (finding,) = doubts(loans(read, *amounts), norms, period)
    assert finding.reason.startswith("2 triệu đồng khó tin: mức giữa của bảng là 900 triệu đồng")


def test_a_count_that_is_like_the_others_without_three_digits_is_said(read: Read, norms: Norms, period: Period) -> None:
    table = table_contract("jobs_other")
    people = [14, 12, 17, 9, 14_000]
    lines = [row(table, n, by_loans=1, self_made=many) for n, many in enumerate(people)]
    (finding,) = doubts(reading(read, "jobs_other", lines), norms, period)
    assert finding.reason.startswith("14.000 khó tin: mức giữa của bảng là 14")
    lines = [row(table, n, by_loans=1, self_made=many) for n, many in enumerate([14, 12, 17, 9, 6_000_000])]
    assert doubts(reading(read, "jobs_other", lines), norms, period) == []


def test_a_rate_above_a_hundred_percent_is_said(read: Read, norms: Norms, period: Period) -> None:
    lines = [row(table_contract("documents"), 0, rate=330.0)]
    (finding,) = doubts(reading(read, "documents", lines), norms, period)
    assert finding.reason == "330,00% khó tin: quá 100%; xem lại số và đơn vị tính"


def test_a_whole_column_is_said_once(read: Read, norms: Norms, period: Period) -> None:
    (finding,) = doubts(loans(read, *[50.0, 30.0, 80.0, 40.0] * 3), norms, period)
    assert finding.reason.startswith("12 ô cột «Số tiền cho vay» khó tin, như ô này: 50 đồng, thường từ 1 triệu")


@given(code=st.integers(10**9, 10**12 - 1).filter(lambda code: code % 10**6))
def test_a_code_in_the_wrong_column_is_not_repeated(code: int, read: Read, norms: Norms, period: Period) -> None:
    found = doubts(loans(read, 30_000_000.0, float(code)), norms, period)
    digits = "".join(filter(str.isdigit, " ".join(finding.reason for finding in found)))
    assert str(code) not in digits
    assert len(found) == 1


def test_nothing_is_said_of_nothing(read: Read, norms: Norms) -> None:
    table = table_contract("training_plan")
    lines = [row(table, 0, budget="-", target="-", state="Chưa triển khai")]
    each = reading(read, "training_plan", lines)
    assert list(implausible([each], norms, date(1990, 1, 1))) == []
