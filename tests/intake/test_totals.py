"""Total rows as checks: rows win, a total that disagrees is said with both numbers, an honest one never."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.conftest import Read
from intake.sheets import Layout, row

from lib.contracts import table_contract
from lib.intake.records import Records
from lib.intake.totals import Total, disagreements

NEWS = table_contract("news")
REGISTER = table_contract("households")


def month(mark: int, items: int, articles: int = 0) -> Any:
    return (mark, [f"0{mark}/2021", items, articles])


def total(label: str, items: Any, articles: Any = "-") -> list[Any]:
    return [None, label, items, articles]


def reasons(read: Read, body: list[Any], name: str = "news") -> list[tuple[str, str]]:
    reading = read(name, Layout(table_contract(name), body).sheet())
    assert not reading.rejects
    return [(finding.cell, finding.reason) for finding in reading.findings]


@pytest.mark.parametrize("stated", [9, "9", 9.0, "009"])
def test_an_honest_total_says_nothing(stated: Any, read: Read) -> None:
    assert reasons(read, [month(1, 4), month(2, 5), total("Tổng cộng", stated, 0)]) == []


def test_a_wrong_total_is_told_with_both_numbers_and_its_cell(read: Read) -> None:
    assert reasons(read, [month(1, 1000), month(2, 5), total("Tổng cộng", 1006, 0)]) == [
        ("C6", "dòng tổng ghi 1.006 ở cột «Số tin», cộng các dòng được 1.005")
    ]


def test_a_total_above_the_rows_counts_too(read: Read) -> None:
    assert reasons(read, [total("Toàn huyện", 9), month(1, 4), month(2, 5)]) == []
    assert len(reasons(read, [total("Toàn huyện", 8), month(1, 4), month(2, 5)])) == 1


@pytest.mark.parametrize("grand", [True, False])
def test_subtotals_with_and_without_a_grand_total(grand: bool, read: Read) -> None:
    body = [month(1, 4), month(2, 5), total("Cộng", 9), month(3, 1), month(4, 2), total("Cộng", 3)]
    body += [total("Tổng cộng", 12)] if grand else []
    assert reasons(read, body) == []


def test_a_wrong_subtotal_and_a_wrong_grand_total_are_told_apart(read: Read) -> None:
    body = [month(1, 4), total("Cộng", 5), month(2, 3), total("Cộng", 3), total("Tổng cộng", 3)]
    assert reasons(read, body) == [
        ("C5", "dòng tổng ghi 5 ở cột «Số tin», cộng các dòng được 4"),
        ("C8", "dòng tổng ghi 3 ở cột «Số tin», cộng các dòng được 7"),
    ]


@pytest.mark.parametrize("labels", [("Cộng", "Cộng"), ("Tổng cộng", "Tổng cộng"), ("Cộng I", "Cộng II")])
@pytest.mark.parametrize("below", [True, False])
def test_totals_of_groups(labels: tuple[str, str], below: bool, read: Read) -> None:
    body: list[Any] = []
    for index, (label, group) in enumerate(zip(labels, ("Hộ nghèo", "Hộ cận nghèo"), strict=True)):
        rows = [(n + 1, row(REGISTER, 10 * index + n, persons=4 + index, women=1)) for n in range(2)]
        closing = [None, label, None, None, None, 8 + 2 * index, 2]
        body += [["I" * (index + 1), group], *((*rows, closing) if below else (closing, *rows))]
    assert reasons(read, body, "households") == []
    wrong = next(line for line in body if isinstance(line, list) and line[1] == labels[0])
    wrong[5] += 1
    assert [cell for cell, _ in reasons(read, body, "households")] == [f"F{4 + 1 + body.index(wrong)}"]


def test_a_total_of_totals_of_totals(read: Read) -> None:
    body = [month(1, 1), total("Cộng I", 1), month(2, 2), total("Cộng II", 2), total("Cộng A", 3),
            month(3, 4), total("Cộng B", 4), total("Tổng cộng (A+B)", 7)]  # fmt: skip
    assert reasons(read, body) == []


def test_one_total_plain_or_grand_means_every_row(read: Read) -> None:
    for label in ("Cộng", "Tổng cộng"):
        assert len(reasons(read, [month(1, 4), month(2, 5), total(label, 5)])) == 1


@pytest.mark.parametrize("cell", ["-", None, "x", "2 tháng", "tb 4,5"])
def test_a_total_that_states_nothing_is_not_held_against_anything(cell: Any, read: Read) -> None:
    assert reasons(read, [month(1, 4), month(2, 5), total("Tổng cộng", cell)]) == []


def test_lengths_of_time_do_not_add(read: Read) -> None:
    body = [(1, ["Phú Túc", 2, 6, 10]), (2, ["Đất Bằng", 3, 6, 20]), [None, "Tổng cộng", 5, 6, 30]]
    assert reasons(read, body, "electricity") == []


def test_rows_set_aside_make_totals_incomparable(read: Read) -> None:
    body = [month(1, 4), (2, ["02/2021", "?", 0]), total("Tổng cộng", 9)]
    assert read("news", Layout(NEWS, body).sheet()).findings == []


def test_the_total_is_in_the_columns_unit(read: Read) -> None:
    contract = table_contract("entrusted")
    body = [(1, ["Phú Túc", "Nước sạch", "1.350"]), [None, "Tổng cộng", None, "1,35 tỷ đồng"]]
    sheet = Layout(contract, body, units={"amount": " (triệu đồng)"}).sheet()
    assert read("entrusted", sheet).findings == []


PARTS = st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=4), min_size=1, max_size=4)


@given(PARTS, st.booleans(), st.booleans(), st.integers(1, 9))
def test_honest_totals_never_raise_a_finding_and_a_changed_grand_total_always_does(
    parts: list[list[int]], grand: bool, groups: bool, wrong: int
) -> None:
    rows = [{"n": number} for part in parts for number in part]
    totals, starts, above, line = [], [], 0, 0
    for part in parts:
        starts += [above] if groups else []
        above, line = above + len(part), line + len(part) + 1
        totals.append(Total(line, above, False, {"n": sum(part)}))
    everything = sum(row["n"] for row in rows)
    if grand:
        totals.append(Total(line + 1, above, True, {"n": everything}))
        changed = [*totals[:-1], Total(line + 1, above, True, {"n": everything + wrong})]
        assert [(each.row, each.stated, each.added) for each in disagreements(Records(rows), changed, starts)] == [
            (line + 1, everything + wrong, everything)
        ]
    assert list(disagreements(Records(rows), totals, starts)) == []


# --- group rows that state a sum


def visits(*groups: tuple[list[Any], int]) -> list[Any]:
    """Groups of the visits' table as (what the group row states, how many rows)."""
    body: list[Any] = []
    for number, (stated, rows) in enumerate(groups):
        body.append([f"{'I' * (number + 1)}", f"Trạm {number}", *stated])
        body += [(n + 1, row(table_contract("visits"), n, visits=10, payment=1000)) for n in range(rows)]
    return body


@pytest.mark.parametrize("stated", [[20, 2000], ["20", "-"], [None, 2000], []])
def test_an_honest_group_row_says_nothing(stated: list[Any], read: Read) -> None:
    stated = [0 if cell == "-" else cell for cell in stated]
    found = reasons(read, visits((stated, 2), ([30], 3)), "visits")
    assert found == (
        [] if 0 not in stated else [("D4", "dòng nhóm ghi 0 ở cột «Kinh phí thanh toán», cộng các dòng được 2.000")]
    )


def test_a_group_row_that_is_wrong_is_told_with_both_numbers_and_its_cell(read: Read) -> None:
    assert reasons(read, visits(([20], 2), ([31], 3)), "visits") == [
        ("C7", "dòng nhóm ghi 31 ở cột «Số lượt khám», cộng các dòng được 30")
    ]


def test_a_group_that_holds_others_may_state_them_all(read: Read) -> None:
    body = [["A", "Toàn bộ", 50], *visits(([20], 2), ([30], 3))]
    assert reasons(read, body, "visits") == []
