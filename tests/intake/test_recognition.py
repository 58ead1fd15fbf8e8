"""Whose workbook it is, told by its content: no name of a file or a sheet, no order, no hidden sheet changes that."""

import random
from dataclasses import replace

import pytest
from intake.sheets import Layout, full_book, numbered

from lib.contracts import CONTRACTS, Contract, table_contract
from lib.domain.errors import ReportError
from lib.domain.units import Unit
from lib.intake.cells import Places
from lib.intake.folders import REPOSITORY
from lib.intake.period import workbooks_in
from lib.intake.recognition import locate_all, recognise, sender_of
from lib.intake.workbook import Sheet, Workbook, read_workbook

SAMPLES = [
    path for period in ("2021-H1", "2020-H1") for path in workbooks_in(REPOSITORY / "data/raw/krong-pa" / period)[0]
]
BY_OFFICE = {contract.office: contract for contract in CONTRACTS}


def book(sheets: list[Sheet], file: str = "x.xlsx") -> Workbook:
    return Workbook(file, "0" * 64, tuple(sheets))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_workbook_is_recognised_without_its_names_and_order(path: object) -> None:
    plain = read_workbook(path, "Bảng tính 1 (2) sửa.xlsx")  # type: ignore[arg-type]
    first = recognise(plain)
    rng = random.Random(plain.sha256)
    renamed = [replace(sheet, name=f"Sheet{number}") for number, sheet in enumerate(plain.sheets)]
    rng.shuffle(renamed)
    again = recognise(book(renamed))
    assert again.contract is first.contract
    for (sheet, header), (other, other_header) in zip(first.places, again.places, strict=True):
        assert (sheet.rows, header) == (other.rows, other_header)
    assert (first.unused, again.unused) == ((), ())


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.office)
@pytest.mark.parametrize("seed", range(3))
def test_a_workbook_is_its_own_offices_alone(contract: Contract, seed: int) -> None:
    sheets = [replace(sheet, name=f"Trang {seed} {number}") for number, sheet in enumerate(full_book(contract))]
    random.Random(seed).shuffle(sheets)
    found = recognise(book([*sheets, Sheet("Bìa", [["BÁO CÁO"]])]))
    assert found.contract is contract
    assert [header.missing for _, header in found.places] == [()] * len(contract.tables)
    assert [sheet.name for sheet in found.unused] == ["Bìa"]


def test_two_tables_never_read_one_sheet() -> None:
    """Boarding has every column of study costs and one more."""
    study, boarding = table_contract("study_costs"), table_contract("boarding")
    sheets = [
        Layout(boarding, numbered(boarding, 2), name="A").sheet(),
        Layout(study, numbered(study, 2), name="B").sheet(),
    ]
    places = locate_all(sheets, [study, boarding])
    assert [place and place[0].name for place in places] == ["B", "A"]


def test_a_sheet_of_the_usual_name_comes_first() -> None:
    table = table_contract("entrusted")
    copy = Layout(table, numbered(table, 1), name="Ủy thác (bản cũ)").sheet()
    usual = Layout(table, numbered(table, 2), name="ỦY THÁC").sheet()
    assert recognise(book([copy, usual])).places[0][0] is usual


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheets: sheets[:-1], 'Giúp đỡ hội viên: thiếu bảng Giúp đỡ hội viên phụ nữ nghèo, cận nghèo'),
        (lambda sheets: [sheets[0], Sheet(sheets[1].name, [["x"]])], "không thấy hàng tiêu đề của bảng Giúp đỡ"),
    ],
)  # fmt: skip
def test_a_missing_sheet_stops_with_its_name(change: object, words: str) -> None:
    with pytest.raises(ReportError) as caught:
        recognise(book(change(full_book(BY_OFFICE["women"]))))  # type: ignore[operator]
    assert caught.value.sheet == "Giúp đỡ hội viên"
    assert words in str(caught.value)
    assert "lập trang «Giúp đỡ hội viên» theo biểu mẫu" in str(caught.value)


def test_a_small_table_without_one_of_its_two_columns_is_still_that_table() -> None:
    sheets = full_book(BY_OFFICE["farmers"])
    sheets[1].rows[2][2] = "Số nhà"
    places = recognise(book(sheets)).places
    assert [column.name for column in places[1][1].missing] == ["households"]


@pytest.mark.parametrize("sheets", [[], [Sheet("Sheet1", [])], [Sheet("Sheet1", [["Kính gửi", 1.0]])]])
def test_what_is_nobodys_stops(sheets: list[Sheet]) -> None:
    with pytest.raises(ReportError, match="không nhận ra đây là báo cáo của cơ quan nào"):
        recognise(book(sheets))


# --- which commune


def sent_by(titles: list[list[list[str | None]]], communes: tuple[Unit, ...]) -> str:
    """The sender of a commune's workbook whose sheets begin with these title lines."""
    tables = BY_OFFICE["commune"].tables
    lines = titles * (len(tables) if len(titles) == 1 else 1)
    sheets = [
        Layout(table, [], titles=tuple(map(tuple, title))).sheet() for table, title in zip(tables, lines, strict=True)
    ]
    return sender_of(book(sheets), recognise(book(sheets)).places, Places(communes))


@pytest.mark.parametrize(
    "title",
    [
        [["ỦY BAN NHÂN DÂN XÃ IA RSAI"]],
        [["UỶ BAN NHÂN DÂN\nXÃ IA RSAI"]],
        [["UBND xã Ia RSai"]],
        [["UBND XÃ: IA R’SAI"]],
        [["Uy ban nhan dan xa Ia Rsai"]],
        [["UBND HUYỆN KRÔNG PA"], ["UBND XÃ IA RSAI"]],
        [["UBND TỈNH GIA LAI", None, "ỦY BAN NHÂN DÂN XÃ IA RSAI"]],
        [["ỦY BAN NHÂN DÂN"], ["XÃ IA RSAI"], ["DANH SÁCH"]],
        [["ỦY BAN NHÂN DÂN IA RSAI"], [None]],
    ],
)
def test_the_commune_is_read_from_the_title(title: list[list[str | None]], communes: tuple[Unit, ...]) -> None:
    assert sent_by([title], communes) == "24079"


def test_one_sheet_that_names_it_is_enough(communes: tuple[Unit, ...]) -> None:
    assert sent_by([[["x"]], [["x"]], [["UBND thị trấn Phú Túc"]], [["x"]]], communes) == "24076"


def test_an_unknown_commune_stops_with_a_near_miss(communes: tuple[Unit, ...]) -> None:
    with pytest.raises(ReportError) as caught:
        sent_by([[["UBND HUYỆN KRÔNG PA"], ["ỦY BAN NHÂN DÂN XÃ IA RSAY"]]], communes)
    assert str(caught.value).startswith(
        "x.xlsx › Danh sách hộ › A2: không nhận ra tên xã, thị trấn ở dòng đầu trang. Cách sửa: có phải là Ia Rsai"
    )


def test_no_title_stops_too(communes: tuple[Unit, ...]) -> None:
    with pytest.raises(ReportError, match="ghi tên xã ở dòng đầu trang"):
        sent_by([[["DANH SÁCH"]]], communes)


def test_sheets_of_two_communes_in_one_workbook_stop(communes: tuple[Unit, ...]) -> None:
    titles = [[["UBND XÃ IA RSAI"]]] * 3 + [[["UBND XÃ UAR"]]]
    with pytest.raises(ReportError) as caught:
        sent_by(titles, communes)
    assert "Nhu cầu học nghề › A1: trang này ghi Uar, trang khác ghi Ia Rsai" in str(caught.value)


def test_a_later_unit_of_the_same_name_is_not_the_sender(reference: object, communes: tuple[Unit, ...]) -> None:
    """Ia Dreh exists from July 2025; before that only Ia Hdreh does."""
    assert "ia-dreh" not in {unit.slug for unit in communes}
    with pytest.raises(ReportError):
        sent_by([[["UBND HUYỆN IA RSAI"]]], communes)
