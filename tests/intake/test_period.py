"""A period's folder: every bad input in one line, with place, reason and remedy; duplicates; who is missing."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake.sheets import Layout, full_book, grouped, numbered, row, value, write

from lib.contracts import CONTRACTS, OWNERS, TableContract, table_contract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.period import Intake, read_period
from lib.intake.workbook import Sheet

BY_OFFICE = {contract.office: contract for contract in CONTRACTS}
BANK = table_contract("loans")
Reads = Callable[[], Intake]


@pytest.fixture
def reads(tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> Reads:
    """Return `reads()`: the folder `tmp_path` read as a period's."""
    return lambda: read_period(tmp_path, period, communes)


def bank(folder: Path, *rows: Any, name: str = "Ngan hang.xlsx", units: str = " (triệu đồng)") -> None:
    body = [["I", "Cho vay hộ nghèo"], *((number, cells) for number, cells in enumerate(rows, 1))]
    write(folder / name, [Layout(BANK, body, units={"amount": units}).sheet()])


def commune(
    folder: Path, name: str, households: list[Any], title: str = "XÃ IA RSAI", status: str = "Hộ nghèo"
) -> None:
    sheets = full_book(BY_OFFICE["commune"], title)
    register = BY_OFFICE["commune"].tables[0]
    body = [["I", status], *households]
    sheets[0] = Layout(register, body, titles=((f"UBND {title}",),)).sheet()
    write(folder / name, sheets)


LOANS = {
    "text where a number belongs": (
        {"amount": "1.7.79"},
        'Ngan hang.xlsx › Cho vay › H6: "1.7.79" không phải là số. Cách sửa: gõ lại số: dấu chấm tách từng ba chữ số',
    ),
    "words where a number belongs": (
        {"amount": "mười triệu"},
        "Ngan hang.xlsx › Cho vay › H6: giá trị ở cột «Số tiền cho vay» không phải là số tiền. Cách sửa: gõ lại số",
    ),
    "unknown commune": (
        {"commune": "Ia Rsay"},
        'Ngan hang.xlsx › Cho vay › E6: "Ia Rsay" không có trong danh sách xã, thị trấn. Cách sửa: có phải là Ia Rsai',
    ),
    "a commune nothing is like": (
        {"commune": "Bến Nghé"},
        "Ngan hang.xlsx › Cho vay › E6: tên ở cột «Xã, thị trấn» không có trong danh sách xã, thị trấn. "
        "Cách sửa: viết đúng tên trong danh mục.",
    ),
    "negative money": (
        {"amount": -30.0},
        'Ngan hang.xlsx › Cho vay › H6: "-30" là số âm. Cách sửa: kiểm tra dấu; số liệu của kỳ không được âm.',
    ),
    "a flow outside the period": (
        {"date": "15/6/2021"},
        "Ngan hang.xlsx › Cho vay › G6: thời điểm nằm ngoài kỳ báo cáo (15/12/2020 – 14/06/2021). "
        "Cách sửa: chuyển dòng sang đúng kỳ hoặc sửa ngày.",
    ),
    "no value": (
        {"date": None},
        "Ngan hang.xlsx › Cho vay › G6: thiếu giá trị cột «Ngày giải ngân». "
        "Cách sửa: điền giá trị, hoặc dấu - nếu bằng không.",
    ),
    "no code": (
        {"household": "-"},
        "Ngan hang.xlsx › Cho vay › C6: thiếu giá trị cột «Mã hộ». Cách sửa: điền giá trị",
    ),
    "unknown choice": (
        {"status": "Hộ ngèo"},
        'Ngan hang.xlsx › Cho vay › F6: "Hộ ngèo" không có trong danh mục. Cách sửa: dùng một trong: Hộ nghèo; Hộ cận',
    ),
    "a date that is none": (
        {"date": "31/4/2021"},
        'Ngan hang.xlsx › Cho vay › G6: "31/4/2021" không có trong lịch. Cách sửa: gõ lại cột «Ngày giải ngân»',
    ),
    "an error": (
        {"amount": "#REF!"},
        "Ngan hang.xlsx › Cho vay › H6: ô báo lỗi #REF!. Cách sửa: sửa công thức hoặc gõ giá trị vào ô.",
    ),
    "a thousand times too small": (
        {"workers": 1.779},
        'Ngan hang.xlsx › Cho vay › I6: ô chứa số "1,779", không phải số nguyên: có lẽ dấu chấm hàng nghìn của 1.779',
    ),
}


@pytest.mark.parametrize("kind", LOANS)
def test_a_bad_row_is_set_aside_with_place_reason_and_remedy(kind: str, tmp_path: Path, reads: Reads) -> None:
    changed, words = LOANS[kind]
    bank(tmp_path, row(BANK, 1), row(BANK, 2, **changed), row(BANK, 3))
    intake = reads()
    assert len(intake.records("loans")) == 2
    (reject,) = intake.rejects
    assert str(reject).startswith(words)
    assert str(reject).endswith(".")
    assert "\n" not in str(reject)


def test_one_household_twice_in_a_file_is_counted_once(tmp_path: Path, reads: Reads) -> None:
    register = table_contract("households")
    commune(tmp_path, "a.xlsx", [*numbered(register, 3), (4, row(register, 1))])
    intake = reads()
    assert len(intake.records("households")) == 3
    (reject,) = intake.rejects
    assert str(reject) == (
        "a.xlsx › Danh sách hộ › B8: trùng «Mã hộ» với dòng 6. Cách sửa: giữ một dòng, xóa dòng trùng."
    )


def test_one_household_in_two_communes_is_counted_once_and_file_names_do_not_decide_where(
    tmp_path: Path, reads: Reads
) -> None:
    register = table_contract("households")
    commune(tmp_path, "b.xlsx", numbered(register, 2), "THỊ TRẤN PHÚ TÚC")
    commune(tmp_path, "a.xlsx", numbered(register, 3), "XÃ IA RSAI")
    kept = [(record["commune"], record["household"]) for record in reads().records("households")]
    assert [code for code, _ in kept] == ["24076", "24076", "24079"]
    assert len({household for _, household in kept}) == 3
    reject = next(reject for reject in reads().rejects if reject.table == "households")
    assert reject.reason == "trùng «Mã hộ» với dòng 5 ở b.xlsx › Danh sách hộ"
    (tmp_path / "b.xlsx").rename(tmp_path / "0.xlsx")
    assert [(record["commune"], record["household"]) for record in reads().records("households")] == kept


def test_a_duplicates_fate_does_not_hang_on_the_order_of_rows_and_groups(tmp_path: Path, reads: Reads) -> None:
    """Listed as poor and as near-poor: the first list of the form wins, wherever it stands."""
    register = table_contract("households")
    groups = [
        [["I", "Hộ nghèo"], (2, row(register, 1, persons=7)), (1, row(register, 1, persons=6)), (3, row(register, 2))],
        [["II", "Hộ cận nghèo"], (1, row(register, 1, persons=5)), (2, row(register, 3))],
    ]
    seen = []
    for order in ((0, 1), (1, 0)):
        for number, index in enumerate(order):
            groups[index][0][0] = "I" * (number + 1)
        sheets = full_book(BY_OFFICE["commune"])
        sheets[0] = Layout(register, [line for index in order for line in groups[index]]).sheet()
        write(tmp_path / "a.xlsx", sheets)
        records = reads().records("households")
        seen.append(sorted((record["household"], record["status"], record["persons"]) for record in records))
    assert seen[0] == seen[1]
    assert (value(register.columns[0], 1), "poor", 6) in seen[0]


def test_household_codes_are_one_however_they_are_typed(tmp_path: Path, reads: Reads) -> None:
    register = table_contract("households")
    typed = ["24079-00001", "24079 - 00001", "24079–00001", "24079-00001 "]
    commune(tmp_path, "a.xlsx", [(n, row(register, n, household=code)) for n, code in enumerate(typed, 1)])
    assert len(reads().records("households")) == 1


# --- what stops


def line_of(reads: Reads) -> str:
    with pytest.raises(ReportError) as caught:
        reads()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"\x00\x01garbage", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0 locked"])
def test_an_unreadable_workbook_stops(content: bytes, tmp_path: Path, reads: Reads) -> None:
    bank(tmp_path, row(BANK, 1))
    (tmp_path / "2. Ia Rsai.xlsx").write_bytes(content)
    assert line_of(reads).startswith("2. Ia Rsai.xlsx: không đọc được tệp này như một bảng tính. Cách sửa: mở tệp")


def test_a_missing_column_stops(tmp_path: Path, reads: Reads) -> None:
    sheet = Layout(BANK, grouped(BANK)).sheet()
    sheet.rows[2][7] = "Số tiền giải ngân thực tế"
    write(tmp_path / "nh.xlsx", [sheet])
    assert line_of(reads) == (
        "nh.xlsx › Cho vay › A3: thiếu cột «Số tiền cho vay» của bảng Món vay giải ngân trong kỳ. "
        "Cách sửa: thêm cột với đúng tên tiêu đề rồi gửi lại"
    )


def test_a_column_there_twice_stops(tmp_path: Path, reads: Reads) -> None:
    write(tmp_path / "nh.xlsx", [Layout(BANK, grouped(BANK), extra=("Số tiền cho vay",)).sheet()])
    assert line_of(reads).startswith("nh.xlsx › Cho vay › J3: có hai cột «Số tiền cho vay», không biết lấy cột nào")


def test_a_missing_sheet_stops(tmp_path: Path, reads: Reads) -> None:
    write(tmp_path / "x.xlsx", full_book(BY_OFFICE["commune"])[:3])
    assert line_of(reads).startswith(
        "x.xlsx › Nhu cầu học nghề: thiếu bảng Nhu cầu mở lớp dạy nghề. Cách sửa: lập trang"
    )


def test_a_workbook_of_nobody_stops(tmp_path: Path, reads: Reads) -> None:
    write(tmp_path / "thu moi.xlsx", [Sheet("Sheet1", [["Kính mời"]])])
    assert line_of(reads).startswith("thu moi.xlsx: không nhận ra đây là báo cáo của cơ quan nào. Cách sửa: dùng đúng")


def test_an_unknown_sending_commune_stops(tmp_path: Path, reads: Reads) -> None:
    commune(tmp_path, "x.xlsx", [], "XÃ IA RSAY")
    assert "x.xlsx › Danh sách hộ › A1: không nhận ra tên xã, thị trấn ở dòng đầu trang" in line_of(reads)


def test_two_workbooks_of_two_communes_are_two_senders(tmp_path: Path, reads: Reads) -> None:
    commune(tmp_path, "a.xlsx", [], "XÃ IA RSAI")
    commune(tmp_path, "b.xlsx", [], "XÃ UAR")
    assert [(receipt.file, receipt.sender) for receipt in reads().receipts] == [
        ("a.xlsx", "24079"),
        ("b.xlsx", "24109"),
    ]


# --- what is said


def test_who_has_not_sent_is_listed_and_files_passed_over_are_named(tmp_path: Path, reads: Reads) -> None:
    bank(tmp_path, row(BANK, 1))
    for name in ("~$Ngan hang.xlsx", "Thumbs.db", ".DS_Store", "cong van.docx", "nh.csv", "report.yaml"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "commentary").mkdir()
    intake = reads()
    assert intake.ignored == (".DS_Store", "Thumbs.db", "cong van.docx", "nh.csv", "~$Ngan hang.xlsx")
    assert len(intake.missing) == 14 + sum(contract.owed("half_year") for contract in CONTRACTS) - 2
    assert ("policy_bank", None) not in intake.missing
    assert intake.missing[0] == ("commune", "24076")
    assert [receipt.office for receipt in intake.receipts] == ["policy_bank"]


def test_an_empty_folder_is_everybody_missing(reads: Reads) -> None:
    intake = reads()
    assert (intake.receipts, intake.readings, intake.rejects, intake.findings) == ((), (), (), ())


def test_hidden_sheets_are_read_and_said_and_foreign_sheets_are_said(tmp_path: Path, reads: Reads) -> None:
    sheet = Layout(BANK, grouped(BANK)).sheet()
    hidden = Sheet(sheet.name, sheet.rows, sheet.merged, hidden=True)
    write(tmp_path / "nh.xlsx", [Sheet("Ghi nhớ", [["gọi lại"]]), hidden, Sheet("Sheet3", [])])
    intake = reads()
    assert len(intake.records("loans")) == 3
    assert [(finding.sheet, finding.reason) for finding in intake.findings] == [
        ("Cho vay", "trang bị ẩn trong tệp; số liệu vẫn được đọc"),
        ("Ghi nhớ", "trang này không thuộc biểu mẫu nên không được đọc"),
    ]


# --- order does not matter


def shuffled(table: TableContract, rng: random.Random | None, **layout: Any) -> Sheet:
    """Rows in groups; with `rng` the columns, the groups and the rows in them in any order, each with its number."""
    labels = list(table.group.choices) or ["Trường A", "Trường B"] if table.group else []
    parts = [([[None, label]], numbered(table, 4, 10 * number)) for number, label in enumerate(labels)]
    parts = parts or [([], numbered(table, 5))]
    order = list(range(len(table.columns)))
    if rng is not None:
        rng.shuffle(parts)
        rng.shuffle(order)
        for _, rows in parts:
            rng.shuffle(rows)
    return Layout(table, [line for part in parts for lines in part for line in lines], order=order, **layout).sheet()


def test_shuffled_rows_columns_sheets_and_names_give_the_same_clean_rows(
    tmp_path: Path, period: Period, communes: tuple[Unit, ...]
) -> None:
    tables: dict[str, list[list[dict[str, Any]]]] = {}
    for turn in range(4):
        rng = random.Random(turn)
        folder = tmp_path / str(turn)
        folder.mkdir()
        for contract in CONTRACTS:
            titles = ((f"UBND XÃ {'IA RSAI' if contract.per_commune else 'X'}",), ("ĐVT: 1.000 đồng",))
            sheets = [shuffled(t, rng if turn else None, titles=titles, top=turn) for t in contract.tables]
            rng.shuffle(sheets)
            write(folder / f"{rng.random()}.xlsx", sheets)
        intake = read_period(folder, period, communes)
        assert {reject.rule for reject in intake.rejects} <= {"duplicate"}
        for name in OWNERS:
            rows = [
                {k: v for k, v in r.items() if k not in ("source_file", "source_row")} for r in intake.records(name)
            ]
            tables.setdefault(name, []).append(sorted(rows, key=str))
    for name, (first, *others) in tables.items():
        assert first, name
        assert all(other == first for other in others), name
