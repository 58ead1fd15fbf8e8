"""The table is found by its headers, wherever and however it stands; a unit in the header scales the column."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.sheets import Layout, grouped, numbered

from lib.contracts import OWNERS, table_contract
from lib.contracts.model import Column, TableContract
from lib.domain.text import nfc
from lib.intake.headers import find_header, header_key, scale_of
from lib.intake.workbook import Sheet

TWO_ROWS = table_contract("relief_rice")
ONE_ROW = table_contract("entrusted")


def places(sheet: Sheet, contract: TableContract) -> dict[str, int]:
    header = find_header(sheet, contract)
    assert header is not None
    assert header.missing == ()
    return header.columns


@pytest.mark.parametrize("name", OWNERS)
def test_every_contracts_table_is_found_on_its_own_form(name: str) -> None:
    contract = table_contract(name)
    columns = places(Layout(contract, grouped(contract)).sheet(), contract)
    assert columns == {column.name: place for place, column in enumerate(contract.columns, start=1)}


@given(st.data())
def test_a_table_is_found_wherever_it_starts_with_columns_in_any_order(data: st.DataObject) -> None:
    contract = table_contract(
        data.draw(st.sampled_from(["relief_rice", "loans", "tuition", "targets", "housing_need"]))
    )
    order = data.draw(st.permutations(range(len(contract.columns))))
    layout = Layout(
        contract,
        grouped(contract),
        titles=[("PHÒNG X",)] * data.draw(st.integers(0, 4)),
        top=data.draw(st.integers(0, 12)),
        left=data.draw(st.integers(0, 5)),
        order=order,
        number=data.draw(st.booleans()),
        extra=data.draw(st.sampled_from([(), ("Ghi chú",), ("Ghi chú", "Số điện thoại")])),
    )
    first = layout.left + layout.number
    assert places(layout.sheet(), contract) == {
        contract.columns[index].name: first + place for place, index in enumerate(order)
    }


@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\n", 1),
        lambda text: f"  {text} ",
        lambda text: f"{text} (người)",
        lambda text: text + ":",
        lambda text: text.replace("đ", "d").replace("Đ", "D"),
        lambda text: __import__("unicodedata").normalize("NFD", text),
    ],
)
def test_case_spaces_marks_and_units_do_not_matter(spell: object) -> None:
    sheet = Layout(TWO_ROWS, numbered(TWO_ROWS, 2)).sheet()
    rows = [[spell(cell) if isinstance(cell, str) and row in (2, 3) else cell for cell in line]  # type: ignore[operator]
            for row, line in enumerate(sheet.rows)]  # fmt: skip
    assert places(Sheet(sheet.name, rows, sheet.merged), TWO_ROWS)


def test_an_alias_serves_as_well() -> None:
    sheet = Layout(ONE_ROW, numbered(ONE_ROW, 2)).sheet()
    sheet.rows[2][1] = "Địa phương"
    assert places(sheet, ONE_ROW)["commune"] == 1


def test_parents_tell_children_of_one_name_apart() -> None:
    columns = places(Layout(TWO_ROWS, numbered(TWO_ROWS, 2), order=(0, 4, 5, 6, 1, 2, 3)).sheet(), TWO_ROWS)
    assert (columns["lean_households"], columns["tet_households"]) == (2, 5)


def test_a_missing_column_is_named_and_the_rest_is_still_found() -> None:
    sheet = Layout(ONE_ROW, numbered(ONE_ROW, 2)).sheet()
    sheet.rows[2][3] = "Số tiền chuyển"
    header = find_header(sheet, ONE_ROW)
    assert header is not None
    assert [column.name for column in header.missing] == ["amount"]


def test_nothing_is_found_where_nothing_is_like_it() -> None:
    assert find_header(Sheet("x", [["a", "b"], [1.0, 2.0]]), ONE_ROW) is None
    assert find_header(Sheet("x", []), ONE_ROW) is None


def test_one_header_twice_is_said_not_chosen_from() -> None:
    layout = Layout(ONE_ROW, numbered(ONE_ROW, 2), extra=("Kinh phí ủy thác (triệu đồng)",))
    header = find_header(layout.sheet(), ONE_ROW)
    assert header is not None
    assert [(column.name, place) for column, place in header.twice] == [("amount", 4)]


def test_one_header_merged_over_two_columns_is_one() -> None:
    layout = Layout(ONE_ROW, numbered(ONE_ROW, 2), extra=("",))
    sheet = layout.sheet()
    merged = (*sheet.merged, ((2, 3), (2, 4)))
    header = find_header(Sheet(sheet.name, sheet.rows, merged), ONE_ROW)
    assert header is not None
    assert (header.twice, header.columns["amount"]) == ((), 3)


@pytest.mark.parametrize("name", ["relief_rice", "entrusted", "households"])
def test_titles_right_above_do_not_belong_to_the_header(name: str) -> None:
    """Lines over the number column would be taken for its parents, and their unit and issuer lost."""
    contract = table_contract(name)
    titles = (("ỦY BAN NHÂN DÂN XÃ IA RSAI",), ("ĐVT: triệu đồng",))
    header = find_header(Layout(contract, numbered(contract, 2), titles=titles).sheet(), contract)
    assert header is not None
    assert header.first == 2
    assert header.number == 0


@pytest.mark.parametrize(
    ("title", "own", "scale"),
    [
        ("", "", 1),
        ("", " (đồng)", 1),
        ("", " (triệu đồng)", 10**6),
        ("", "\n(Triệu đồng)", 10**6),
        ("", " (nghìn đồng)", 10**3),
        ("", " (1.000 đồng)", 10**3),
        ("", " (tr.đ)", 10**6),
        ("", " (tỷ đồng)", 10**9),
        ("ĐVT: triệu đồng", "", 10**6),
        ("ĐVT: triệu đồng", " (đồng)", 1),
        ("Đơn vị tính: 1.000 đồng", "", 10**3),
        ("Đơn vị: nghìn đồng", "", 10**3),
        ("(ĐVT: Triệu đồng)", "", 10**6),
        ("ĐVT: hộ, triệu đồng", "", 10**6),
        ("ĐVT: Triệu đồng; người", "", 10**6),
        ("Đơn vị: Phòng Tài chính", "", 1),
        ("ĐVT: hộ", "", 1),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("place", [0, 3])
def test_the_unit_scales_the_column(title: str, own: str, scale: int, form: str, place: int) -> None:
    spelt = __import__("unicodedata").normalize(form, title)
    titles = ([None] * place + [spelt],)
    sheet = Layout(ONE_ROW, numbered(ONE_ROW, 1), titles=titles, units={"amount": own}).sheet()
    if place == 3:
        sheet.rows.insert(1, [None] * len(sheet.rows[0]))
    header = find_header(sheet, ONE_ROW)
    assert header is not None
    assert header.scales == {"amount": scale}


def test_the_nearest_unit_line_wins() -> None:
    titles = (("ĐVT: đồng",), ("Biểu 2",), ("ĐVT: triệu đồng",))
    header = find_header(Layout(ONE_ROW, numbered(ONE_ROW, 1), titles=titles).sheet(), ONE_ROW)
    assert header is not None
    assert header.scales == {"amount": 10**6}


def test_a_parents_unit_serves_its_children() -> None:
    contract = TableContract(
        "t", "T", "T", "…", (Column("commune", "Xã", "commune"), Column("a", "Kinh phí > Tỉnh", "money"))
    )
    rows = [["Xã", "Kinh phí (triệu đồng)", None], [None, "Tỉnh", "Huyện"], ["Ia Rsai", 1.0, 2.0]]
    header = find_header(Sheet("T", rows, (((0, 1), (0, 2)),)), contract)  # type: ignore[arg-type]
    assert header is not None
    assert header.scales == {"a": 10**6}


def test_units_are_no_part_of_a_headers_key() -> None:
    assert header_key("Số tiền\n(triệu đồng)") == header_key("SỐ TIỀN") == "sotien"
    assert scale_of("Kinh phí (ngân sách huyện)") is None
    assert scale_of(nfc("(Đồng)")) == 1


def test_a_header_cannot_be_pieced_together_from_two_tables() -> None:
    """All orders of two half headers: neither half is a table."""
    half, other = ["STT", "Xã, thị trấn", None, None], [None, None, "Chương trình cho vay", "Kinh phí ủy thác"]
    for top, bottom in permutations((half, other)):
        gap = [[1.0, "Ia Rsai", None, None]] * random.Random(0).randint(3, 5)
        header = find_header(Sheet("x", [top, *gap, bottom]), ONE_ROW)  # type: ignore[list-item]
        assert header is not None
        assert header.missing
