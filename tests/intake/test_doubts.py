"""A second look at whole tables: copies, totals under other names, lists that jump, houses counted twice."""

from typing import Any

import pytest
from intake.conftest import Read
from intake.sheets import Layout, grouped, numbered, row

from lib.contracts import table_contract
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.intake.doubts import (
    codes_of_elsewhere,
    copies,
    counted_twice,
    numbering,
    totals_among_rows,
    with_doubts,
)
from lib.intake.period import Intake
from lib.intake.tables import TableReading

NEWS, VISITS = table_contract("news"), table_contract("visits")


def news(read: Read, *lines: tuple[Any, str, int, int]) -> TableReading:
    return read(
        "news", Layout(NEWS, [(mark, [month, items, articles]) for mark, month, items, articles in lines]).sheet()
    )


MONTHS = [(1, "01/2021", 4, 1), (2, "02/2021", 5, 2), (3, "03/2021", 6, 3), (4, "04/2021", 7, 4)]


def test_good_lists_raise_no_doubt(read: Read) -> None:
    assert list(numbering(news(read, *MONTHS))) == []
    assert list(numbering(news(read, *reversed(MONTHS)))) == []
    assert list(numbering(news(read, *((None, *rest) for _, *rest in MONTHS)))) == []  # type: ignore[misc]


def test_a_group_whose_row_is_gone_shows_in_the_numbers(read: Read) -> None:
    body = [["I", "TTYT"], *numbered(VISITS, 3), *[(n, row(VISITS, 2 + n)) for n in (1, 2)]]
    reading = read("visits", Layout(VISITS, body).sheet())
    found = [*numbering(reading)]
    assert [(each.cell, each.reason.split(";")[0]) for each in found] == [
        ("B8", "số thứ tự 1 có hai lần trong một nhóm")
    ]
    body.insert(4, ["II", "Trạm"])
    assert list(numbering(read("visits", Layout(VISITS, body).sheet()))) == []


def test_groups_numbered_on_or_anew_are_both_lists(read: Read) -> None:
    for second in (1, 4):
        body = [["I", "A"], *numbered(VISITS, 3), ["II", "B"], *((second + n, row(VISITS, n)) for n in range(3))]
        assert list(numbering(read("visits", Layout(VISITS, body).sheet()))) == []


def test_a_number_left_out_of_a_list_is_said(read: Read) -> None:
    (finding,) = numbering(news(read, *MONTHS[:1], *MONTHS[2:]))
    assert finding.reason == "danh sách thiếu số thứ tự 2; có thể mất dòng"


def test_a_row_set_aside_explains_a_gap_and_odd_numbers_are_no_list(read: Read) -> None:
    bad = (2, "02/2021", -1, 2)
    assert list(numbering(news(read, MONTHS[0], bad, *MONTHS[2:]))) == []
    assert list(numbering(news(read, (11, *MONTHS[0][1:]), (250, *MONTHS[1][1:]), (3, *MONTHS[2][1:])))) == []


def test_equal_rows_of_a_table_without_a_key_are_said(read: Read) -> None:
    table = table_contract("training_demand")
    lines = [*numbered(table, 2), (3, row(table, 0))]
    (finding,) = copies(read("training_demand", Layout(table, lines).sheet()))
    assert (finding.cell, finding.reason.split(";")[0]) == ("B6", "dòng này giống hệt dòng 4")
    assert list(copies(read("news", Layout(NEWS, numbered(NEWS, 2)).sheet()))) == []


def test_a_total_under_another_name_is_said(read: Read) -> None:
    table = table_contract("recruitment")
    lines = [(n, [f"Cơ quan {n}", n, 2 * n]) for n in (1, 2, 3)]
    reading = read("recruitment", Layout(table, [*lines, (None, ["Cả huyện", 6, 12])]).sheet())
    (finding,) = totals_among_rows(reading)
    assert (finding.cell, finding.reason.split(";")[0]) == ("B7", "dòng này bằng tổng các dòng khác")
    assert list(totals_among_rows(read("recruitment", Layout(table, [*lines, (4, ["Cả huyện", 6, 12])]).sheet()))) == []


def test_one_house_in_the_lists_of_two_offices_is_said(read: Read) -> None:
    front = read(
        "houses_front", Layout(table_contract("houses_front"), grouped(table_contract("houses_front"))).sheet()
    )
    table = table_contract("houses_farmers")
    farmers = read("houses_farmers", Layout(table, [(1, row(table, 1)), (2, row(table, 9))]).sheet())
    (finding,) = counted_twice([front, farmers])
    assert finding.reason == "«Mã hộ» này cũng có ở dòng 6 ở tep.xlsx › Hỗ trợ nhà ở: có thể tính hai lần"
    assert list(counted_twice([farmers])) == []


def test_a_code_of_another_commune_is_said_and_never_repeated(read: Read, reference: Reference, period: Period) -> None:
    codes = {unit.code for unit in reference.units.children(reference.units.get("krong-pa", period.end), period.end)}
    register = table_contract("households")
    lines = [["I", "Hộ nghèo"], (1, row(register, 1)), (2, row(register, 2, household="24109-00002"))]
    (finding,) = codes_of_elsewhere(read("households", Layout(register, lines).sheet()), codes)
    assert finding.reason == "dòng này có «Mã hộ» mang mã của một địa bàn khác với địa bàn ghi ở dòng"
    assert finding.cell == "B7"
    lines = [["I", "Hộ nghèo"], (1, row(register, 1)), (2, row(register, 2, household="99999-00002"))]
    assert list(codes_of_elsewhere(read("households", Layout(register, lines).sheet()), codes)) == []


@pytest.mark.parametrize("lines", [MONTHS, MONTHS[2:]])
def test_the_second_look_only_adds_notes(
    lines: list[tuple[Any, str, int, int]], read: Read, reference: Reference, period: Period
) -> None:
    intake = Intake(period, (), (), (news(read, *lines),), (), ())
    looked = with_doubts(intake, reference.norms, period.end)
    assert looked.readings == intake.readings
    assert looked is intake or looked.notes
