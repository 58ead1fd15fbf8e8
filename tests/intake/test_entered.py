"""entered.csv: figures told by telephone become clean rows by the same contracts, or are refused with their line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake.sheets import full_book, write

from lib.contracts import CONTRACTS
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.period import Intake, read_period

HEAD = "office,table,commune,column,value,told_by,told_to,date,evidence"
TOLD = "phó trưởng phòng,chuyên viên,2021-06-14,sổ trực"
Reads = Callable[[], Intake]


@pytest.fixture
def reads(tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> Reads:
    return lambda: read_period(tmp_path, period, communes)


def enter(folder: Path, *lines: str, told: str = TOLD, bom: bool = False, head: str = HEAD) -> None:
    text = "\n".join([head, *(f"{line},{told}" for line in lines)]) + "\n"
    (folder / "entered.csv").write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))


@pytest.mark.parametrize("bom", [False, True])
def test_cells_of_one_commune_make_a_clean_row(bom: bool, tmp_path: Path, reads: Reads) -> None:
    enter(
        tmp_path,
        "women,toilets_women,Phú Túc,households,12",
        "Women,Nhà tiêu,24079,Số hộ được hỗ trợ,1.350",
        "labour,electricity,Uar,households,5",
        "labour,electricity,Đất Bằng,households,7",
        "labour,electricity,Uar,months,6",
        "labour,electricity,Đất Bằng,months,6",
        "labour,electricity,Uar,amount,1.470.000đ",
        "labour,electricity,Đất Bằng,amount,2058000",
        bom=bom,
    )
    intake = reads()
    assert intake.rejects == ()
    assert [(row["commune"], row["households"]) for row in intake.records("toilets_women")] == [
        ("24076", 12), ("24079", 1350),
    ]  # fmt: skip
    power = intake.records("electricity")
    assert [(row["households"], row["amount"], row["source_row"]) for row in power] == [
        (5, 1470000, 4),
        (7, 2058000, 5),
    ]
    assert {row["source_file"] for row in power} == {"entered.csv"}
    assert all(reading.conserved for reading in intake.readings)
    assert [each.reason for each in intake.findings][-1].endswith("nhập tay mới có 2/14 xã, thị trấn")
    assert ("women", None) in intake.missing, "another table of the office was neither sent nor entered"
    assert (intake.told[0].lines, intake.told[0].told_by, intake.told[0].date) == (
        "2-3", "phó trưởng phòng", "2021-06-14",
    )  # fmt: skip
    assert set(intake.files) == {"entered.csv"}
    assert intake.ignored == ()


def test_an_office_all_of_whose_tables_were_told_is_not_missing(tmp_path: Path, reads: Reads) -> None:
    enter(
        tmp_path,
        "home_affairs,recruitment,,agency,Phòng Tư pháp",
        "home_affairs,recruitment,,civil_servants,2",
        "home_affairs,recruitment,,public_employees,-",
        "home_affairs,recruitment,,agency,Trường Một",
        "home_affairs,recruitment,,civil_servants,-",
        "home_affairs,recruitment,,public_employees,9",
    )
    intake = reads()
    assert [row["public_employees"] for row in intake.records("recruitment")] == [0, 9]
    assert ("home_affairs", None) not in intake.missing


def test_a_communes_own_table_and_a_group(tmp_path: Path, reads: Reads) -> None:
    enter(
        tmp_path,
        "commune,training_demand,Uar,village,Buôn Một",
        "commune,training_demand,Uar,trade,Nề",
        "commune,training_demand,Uar,workers,30",
        "social_insurance,visits,,facility,Trạm Một",
        "social_insurance,visits,,month,03/2021",
        "social_insurance,visits,,visits,10",
        "social_insurance,visits,,payment,5 triệu đồng",
    )
    intake = reads()
    (demand,) = intake.records("training_demand")
    (visits,) = intake.records("visits")
    assert (demand["commune"], demand["workers"]) == ("24109", 30)
    assert (visits["facility"], visits["payment"]) == ("Trạm Một", 5_000_000)


ASIDE: dict[str, tuple[list[str], str]] = {
    "no number": (
        ["women,toilets_women,Uar,households,nhiều"],
        "entered.csv › nhập tay › E2: giá trị ở cột «Số hộ được hỗ trợ» không phải là số nguyên",
    ),
    "an unknown commune": (
        ["women,toilets_women,Ia Rsay,households,5"],
        'entered.csv › nhập tay › E2: "Ia Rsay" không có trong danh sách xã, thị trấn. Cách sửa: có phải là Ia Rsai',
    ),
    "a cell that was not told": (
        ["labour,electricity,Uar,households,5", "labour,electricity,Uar,months,6"],
        "entered.csv › nhập tay › E2: thiếu giá trị cột «Kinh phí»",
    ),
    "told twice": (
        ["women,toilets_women,Uar,households,5", "women,toilets_women,Uar,households,6"],
        "entered.csv › nhập tay › C3: trùng «Xã, thị trấn» với dòng 2",
    ),
    "a row without a key told twice": (
        [f"commune,training_demand,Uar,{cell}" for cell in ("village,A", "trade,B", "workers,3")] * 2,
        "entered.csv › nhập tay › E5: dòng này đã nhập một lần",
    ),
    "another period": (
        ["radio,news,,month,07/2021", "radio,news,,news_items,5", "radio,news,,articles,5"],
        "entered.csv › nhập tay › E2: thời điểm nằm ngoài kỳ báo cáo",
    ),
}


@pytest.mark.parametrize("kind", ASIDE)
def test_rows_that_break_the_contract_are_set_aside(kind: str, tmp_path: Path, reads: Reads) -> None:
    lines, words = ASIDE[kind]
    enter(tmp_path, *lines)
    intake = reads()
    (reject,) = intake.rejects
    assert str(reject).startswith(words)
    assert all(reading.conserved for reading in intake.readings)


STOPS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown office": ({"line": "bưu điện,x,,y,1"}, "entered.csv › dòng 2: không có office tên như vậy"),
    "another office's table": ({"line": "women,loans,,amount,1"}, "dòng 2: không có table tên như vậy"),
    "an unknown column": ({"line": "women,toilets_women,Uar,amount,1"}, "dòng 2: không có column tên như vậy"),
    "a person's name": ({"line": "policy_bank,loans,,borrower,x"}, "dòng 2: không có column tên như vậy"),
    "nobody's commune": ({"line": "commune,training_demand,Ba Rsay,workers,1"}, "dòng 2: không nhận ra xã, thị trấn"),
    "a commune where there is none": (
        {"line": "radio,news,Uar,articles,1"}, "không chia theo xã, thị trấn. Cách sửa: để trống cột commune",
    ),
    "nobody told it": ({"told": ",chuyên viên,2021-06-14,sổ"}, "dòng 2: thiếu told_by"),
    "no day": ({"told": "a,b,hôm qua,sổ"}, "dòng 2: date: "),
    "a comma too many": ({"told": f"{TOLD},x"}, "dòng 2: dòng có 10 ô, cần 9"),
    "other columns": ({"head": "a,b"}, "entered.csv › dòng 1: các cột không đúng quy định"),
}  # fmt: skip


@pytest.mark.parametrize("kind", STOPS)
def test_a_line_that_belongs_nowhere_stops(kind: str, tmp_path: Path, reads: Reads) -> None:
    given, words = STOPS[kind]
    other = {name: value for name, value in given.items() if name != "line"}
    enter(tmp_path, given.get("line", "women,toilets_women,Uar,households,5"), **other)
    with pytest.raises(ReportError) as caught:
        reads()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_entry_for_an_office_that_sent_a_file_is_refused(tmp_path: Path, reads: Reads) -> None:
    write(tmp_path / "phu nu.xlsx", full_book(next(each for each in CONTRACTS if each.office == "women")))
    enter(tmp_path, "women,toilets_women,Uar,households,5")
    with pytest.raises(ReportError, match="dòng 2: «women» đã gửi tệp; không nhận số nhập tay"):
        reads()


def test_semicolons_as_excel_writes_them_here(tmp_path: Path, reads: Reads) -> None:
    enter(tmp_path, "women,toilets_women,Uar,households,5")
    path = tmp_path / "entered.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert len(reads().records("toilets_women")) == 1
