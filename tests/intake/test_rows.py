"""What each row under a header is: nothing that could be data is ever taken for furniture."""

from typing import Any

import pytest
from intake.conftest import Read
from intake.sheets import Layout, numbered, row, value

from lib.contracts import table_contract
from lib.intake.rows import is_figure
from lib.intake.tables import TableReading

REGISTER = table_contract("households")
CARDS = table_contract("cards")
VISITS = table_contract("visits")
NEWS = table_contract("news")
TRAINING = table_contract("training_demand")


def group(mark: Any, label: str, width: int = 0) -> list[Any]:
    return [mark, label, *[None] * width]


def one(table: Any, mark: Any = 1, index: int = 0, **changed: Any) -> Any:
    return (mark, row(table, index, **changed))


def statuses(reading: TableReading) -> list[str]:
    return [record["status"] for record in reading.rows]


# --- groups


@pytest.mark.parametrize("mark", ["I", "I.", "A", "A.", "1", None])
def test_a_known_group_is_entered_whatever_mark_it_has(mark: Any, read: Read) -> None:
    body = [group(mark, "Hộ cận nghèo"), one(REGISTER), one(REGISTER, 2, 1)]
    reading = read("households", Layout(REGISTER, body).sheet())
    assert statuses(reading) == ["near_poor"] * 2
    assert reading.furniture["group"] == 1


@pytest.mark.parametrize("text", ["I. Hộ cận nghèo", "A) hộ  CẬN nghèo", "II- Hộ cận nghèo", "Hộ cận nghèo"])
def test_a_group_merged_over_the_number_column_is_entered(text: str, read: Read) -> None:
    reading = read("households", Layout(REGISTER, [[text], one(REGISTER)]).sheet())
    assert statuses(reading) == ["near_poor"]


def test_a_group_row_may_carry_its_sums(read: Read) -> None:
    body = [["I", "Hộ nghèo", None, None, None, 10, 4], one(REGISTER, persons=10, women=4)]
    assert statuses(read("households", Layout(REGISTER, body).sheet())) == ["poor"]


def test_a_group_named_in_the_first_column_may_carry_its_sums(read: Read) -> None:
    """The label then stands in the month's column and every cell of the row is filled."""
    body = [["I", "Trung tâm y tế", 8, 110], one(VISITS), one(VISITS, 2, 1), ["II", "Trạm y tế", 5, 50], one(VISITS)]
    reading = read("visits", Layout(VISITS, body).sheet())
    assert [record["facility"] for record in reading.rows] == ["Trung tâm y tế"] * 2 + ["Trạm y tế"]
    assert not reading.rejects


@pytest.mark.parametrize("text", ["Hộ trung bình", "II. Hộ trung bình"])
def test_an_unknown_group_sets_its_rows_aside_instead_of_giving_them_to_the_group_before(text: str, read: Read) -> None:
    body = [group("I", "Hộ nghèo"), one(REGISTER), [text], one(REGISTER, 1, 1), one(REGISTER, 2, 2)]
    reading = read("households", Layout(REGISTER, body).sheet())
    assert statuses(reading) == ["poor"]
    assert [(reject.rule, reject.cell) for reject in reading.rejects] == [
        ("unknown_group", "B8"),
        ("unknown_group", "B9"),
    ]
    assert "dòng nhóm ở ô A7" in reading.rejects[0].reason
    assert "Hộ mới thoát nghèo" in reading.rejects[0].remedy


def test_rows_before_any_group_are_set_aside(read: Read) -> None:
    reading = read("households", Layout(REGISTER, [one(REGISTER), group("I", "Hộ nghèo"), one(REGISTER, 1, 1)]).sheet())
    assert [(reject.rule, reject.cell) for reject in reading.rejects] == [("no_group", "B5")]
    assert statuses(reading) == ["poor"]


def test_a_facility_nobody_lettered_is_still_a_group(read: Read) -> None:
    body = [["Trung tâm y tế"], one(VISITS), None, ["Trạm y tế xã"], one(VISITS)]
    reading = read("visits", Layout(VISITS, body).sheet())
    assert [record["facility"] for record in reading.rows] == ["Trung tâm y tế", "Trạm y tế xã"]


def test_remarks_between_rows_are_no_groups(read: Read) -> None:
    body = [["I", "Trung tâm y tế"], one(VISITS), ["Ghi chú: số tạm tính"], ["(tiếp theo)"], one(VISITS, 2, 1)]
    reading = read("visits", Layout(VISITS, body).sheet())
    assert [record["facility"] for record in reading.rows] == ["Trung tâm y tế"] * 2
    assert reading.furniture["note"] == 2


def test_lettered_groups_of_a_table_without_groups_are_furniture(read: Read) -> None:
    body = [["I", "Các xã vùng III", *[9] * 5], one(CARDS), ["II", "Các xã vùng II", *[9] * 5], one(CARDS, 1, 1)]
    reading = read("cards", Layout(CARDS, body).sheet())
    assert (len(reading.rows), len(reading.rejects), reading.furniture["group"]) == (2, 0, 2)


def test_communes_numbered_with_letters_are_data(read: Read) -> None:
    """They look like groups; losing them would be silent."""
    body = [one(CARDS, mark, index) for index, mark in enumerate(["I", "II", "III"])]
    body.append(one(CARDS, "IV", 3, commune="Ia Rsay"))
    reading = read("cards", Layout(CARDS, body).sheet())
    assert (len(reading.rows), [reject.rule for reject in reading.rejects]) == (3, ["unknown_commune"])


# --- rows with and without a number


@pytest.mark.parametrize("mark", [1, "1", "01", "1.", "1)", 1.0, "1.1"])
def test_a_numbered_row_is_data_however_bad(mark: Any, read: Read) -> None:
    assert len(read("news", Layout(NEWS, [one(NEWS, mark)]).sheet()).rows) == 1
    bad = read("news", Layout(NEWS, [one(NEWS, mark, month="?", news_items="?", articles=None)]).sheet())
    assert [reject.cell for reject in bad.rejects] == ["B4"]


def test_a_numbered_row_with_nothing_in_it_is_blank(read: Read) -> None:
    body = [one(NEWS), [2, None, None, None], [3, " ", "", None]]
    reading = read("news", Layout(NEWS, body).sheet())
    assert (len(reading.rows), len(reading.rejects), reading.furniture["blank"]) == (1, 0, 2)


@pytest.mark.parametrize("number", [True, False])
def test_rows_without_numbers_are_data(number: bool, read: Read) -> None:
    body = [(None, row(NEWS, index)) for index in range(3)]
    body.append((None, row(NEWS, 3, month="03/2021", news_items="ba", articles=-1)))
    reading = read("news", Layout(NEWS, body, number=number).sheet())
    assert (len(reading.rows), len(reading.rejects)) == (3, 1)


@pytest.mark.parametrize("number", [True, False])
def test_rows_without_numbers_after_a_subtotal_are_not_lost(number: bool, read: Read) -> None:
    register = table_contract("exit_register")
    total = ([None] if number else []) + ["Cộng", None, "2 hộ", None, None, None]
    body = [(None, row(register, 0)), (None, row(register, 1)), total, (None, row(register, 2)), total]
    body.insert(3, (None, row(register, 3, village=None)))
    reading = read("exit_register", Layout(register, body, number=number).sheet())
    assert len(reading.rows) == 3
    assert [reject.rule for reject in reading.rejects] == ["missing_value"]


@pytest.mark.parametrize("figure", ["1 779", "1\u00a0779", "-5", "12 triệu đồng", "5,5", "１７"])
def test_a_row_of_one_odd_figure_is_data(figure: str, read: Read) -> None:
    body = [(None, [None, "Dệt thổ cẩm", figure])]
    assert len(read("training_demand", Layout(TRAINING, body).sheet()).rejects) == 1


@pytest.mark.parametrize(
    ("cell", "figure"),
    [(5.0, True), ("1.779", True), (" -3 ", True), ("x", False), (True, False), (None, False), ("ngày 14", False)],
)
def test_figures(cell: Any, figure: bool) -> None:
    assert is_figure(cell) is figure


# --- totals, numbering, notes


@pytest.mark.parametrize(
    "label",
    ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Cộng I", "Cộng nhóm II", "Tổng số", "Tổng", "Toàn huyện", "Tong cong",
     "Tổng cộng (I+II)", "Tổng cộng toàn huyện", "Cộng hộ nghèo", "Tổng số hộ"],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_row_is_recognised(label: str, place: int, read: Read) -> None:
    cells = [None, None, 8, 8]
    cells[place] = label
    body = [one(NEWS), one(NEWS, 2, 1), cells]
    reading = read("news", Layout(NEWS, body).sheet())
    assert (len(reading.rows), reading.furniture["total"], len(reading.rejects)) == (2, 1, 0)


@pytest.mark.parametrize("village", ["Công nhân", "Cộng Hòa", "Cộng đồng Pan", "Tổng Dắt"])
def test_a_name_that_begins_like_a_total_is_data(village: str, read: Read) -> None:
    assert len(read("training_demand", Layout(TRAINING, [one(TRAINING, 1, village=village)]).sheet()).rows) == 1


@pytest.mark.parametrize(
    "marks", [["(1)", "(2)", "(3)", "(4)"], ["A", "B", 1, 2], ["a", "b", "1", "2"], ["1", "2", "3=1+2", "(4)=(2)*3"]]
)
@pytest.mark.parametrize("gap", [0, 1])
def test_a_row_that_numbers_the_columns_is_furniture(marks: list[Any], gap: int, read: Read) -> None:
    reading = read("news", Layout(NEWS, [*[None] * gap, marks, one(NEWS)]).sheet())
    assert (reading.furniture["numbering"], len(reading.rows), len(reading.rejects)) == (1, 1, 0)


def test_a_first_row_of_figures_is_not_numbering(read: Read) -> None:
    columns = table_contract("job_fairs")
    reading = read("job_fairs", Layout(columns, [(1, ["01/2021", 2, 3]), (2, ["02/2021", 3, 4])]).sheet())
    assert len(reading.rows) == 2


FOOT = [
    [None],
    [None, None, "Phú Túc, ngày 14 tháng 06 năm 2021"],
    ["NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"],
    [None, "(ký tên)", "(ký tên, đóng dấu)"],
    [None, "Nguyễn Văn A", "Trần Thị B"],
    ["Ghi chú: số liệu tạm tính 14/6."],
]


@pytest.mark.parametrize("name", ["news", "exit_register", "cards", "households", "documents"])
def test_dates_signatures_and_notes_are_furniture(name: str, read: Read) -> None:
    contract = table_contract(name)
    body = [["I", "Hộ nghèo"]] if name == "households" else []
    body += numbered(contract, 3)
    closed = [] if name == "documents" else [["Tổng cộng"]]
    reading = read(name, Layout(contract, [*body, *closed], foot=FOOT).sheet())
    assert (len(reading.rows), len(reading.rejects)) == (3, 0)
    assert reading.furniture["note"] == len(FOOT) - 1


def test_a_line_that_says_there_is_nothing_is_a_note(read: Read) -> None:
    body = [[None, "Không có nhu cầu đăng ký"], [None, "Tổng cộng", "-", "-"]]
    reading = read("training_demand", Layout(TRAINING, body, foot=FOOT).sheet())
    assert (len(reading.rows), len(reading.rejects), reading.furniture["note"]) == (0, 0, len(FOOT))


def test_every_kind_of_row_has_its_count(read: Read) -> None:
    body = [["(1)", "(2)", "(3)", "(4)"], one(NEWS), None, one(NEWS, 2, 1, articles="?"), [None, "Cộng", 8, 8]]
    reading = read("news", Layout(NEWS, body, top=1, foot=[["Người lập biểu"]]).sheet())
    assert dict(reading.furniture) == {"blank": 2, "title": 2, "header": 1, "numbering": 1, "total": 1, "note": 1}
    assert (reading.read, len(reading.rows), len(reading.rejects)) == (10, 1, 1)


# --- what a record keeps


def test_a_record_knows_its_row_and_the_offices_number(read: Read) -> None:
    body = [one(NEWS, "03"), one(NEWS, None, 1), one(NEWS, "2.", 2)]
    rows = read("news", Layout(NEWS, body, top=4).sheet()).rows
    assert [(row["source_row"], row["source_number"]) for row in rows] == [(8, 3), (9, None), (10, 2)]


def test_names_of_people_are_not_kept_and_helpers_only_as_there_or_not(read: Read) -> None:
    contract = table_contract("exit_register")
    record = read("exit_register", Layout(contract, [one(contract)]).sheet()).rows[0]
    assert "head" not in record
    assert record["has_helper"] is True
    assert record["household"] == value(contract.columns[0], 0)
    assert record["commune"] == "24079"


def test_a_broken_rule_points_at_the_part(read: Read) -> None:
    body = [["I", "Hộ nghèo"], one(REGISTER, persons=3, women=4)]
    (reject,) = read("households", Layout(REGISTER, body).sheet()).rejects
    assert (reject.rule, reject.cell, reject.value) == ("rule", "G6", "4")
    assert reject.reason == "số nữ nhiều hơn số nhân khẩu của hộ"


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("14/12/2020", False), ("15/12/2020", True), ("14/6/2021", True), ("15/6/2021", False), ("01/03/2020", False)],
)
def test_a_flow_must_lie_in_the_period(moment: str, kept: bool, read: Read) -> None:
    contract = table_contract("broadcasts")
    reading = read("broadcasts", Layout(contract, [one(contract, date=moment)]).sheet())
    assert len(reading.rows) == kept
    for reject in reading.rejects:
        assert (reject.rule, reject.cell) == ("outside_period", "B4")
        assert "15/12/2020 – 14/06/2021" in reject.reason


@pytest.mark.parametrize(
    ("month", "kept"), [("12/2020", False), ("01/2021", True), ("6/2021", True), ("7/2021", False)]
)
def test_a_month_must_be_one_of_the_periods(month: str, kept: bool, read: Read) -> None:
    assert len(read("news", Layout(NEWS, [one(NEWS, month=month)]).sheet()).rows) == kept


def test_a_header_repeated_on_the_next_printed_page_is_furniture(read: Read) -> None:
    table = table_contract("population")
    sheet = Layout(table, numbered(table, 4)).sheet()
    header = sheet.rows[2:4]
    sheet.rows[6:6] = [list(line) for line in header]
    reading = read("population", sheet)
    assert (len(reading.rows), reading.rejects, reading.furniture["header"]) == (4, [], 4)
