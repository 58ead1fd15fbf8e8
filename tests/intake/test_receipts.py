"""Second files of one sender: people's word first, then unambiguous names, else the run stops; never a guess."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake.sheets import Layout, full_book, numbered, row, write

from lib.contracts import CONTRACTS, table_contract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.period import Intake, read_period
from lib.intake.receipts import name_hints

BANK = table_contract("loans")
TARGETS = table_contract("electricity")
Reads = Callable[[], Intake]


@pytest.fixture
def reads(tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> Reads:
    """Return `reads()`: the folder `tmp_path` read as a period's."""
    return lambda: read_period(tmp_path, period, communes)


def bank(folder: Path, name: str, *rows: Any, saved: str = "") -> None:
    body = [["I", "Cho vay hộ nghèo"], *((number, cells) for number, cells in enumerate(rows, 1))]
    path = write(folder / name, [Layout(BANK, body).sheet()])
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            if part != "docProps/core.xml":
                archive.writestr(part, content)
            elif saved:
                stamp = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{saved}T08:00:00Z</dcterms:modified>'
                archive.writestr(part, f"<cp:coreProperties>{stamp}</cp:coreProperties>")


def first_and_second(folder: Path, first: str, second: str, saved: tuple[str, str] = ("", "")) -> None:
    bank(folder, first, row(BANK, 1), row(BANK, 2), row(BANK, 3), saved=saved[0])
    bank(folder, second, row(BANK, 1), row(BANK, 3, amount=7), row(BANK, 4), row(BANK, 5), saved=saved[1])


def said(intake: Intake) -> list[str]:
    return [f"{each.file}|{each.sheet}|{each.reason}" for each in intake.findings]


def line_of(reads: Reads) -> str:
    with pytest.raises(ReportError) as caught:
        reads()
    return str(caught.value)


LATER = [
    ("nh.xlsx", "nh (2).xlsx"),
    ("nh.xlsx", "nh sửa.xlsx"),
    ("nh.xlsx", "nh (2) sửa.xlsx"),
    ("nh.xlsx", "NH_final.xlsx"),
    ("nh v2.xlsx", "nh v10.xlsx"),
    ("nh - lần 2.xlsx", "nh - lần 3 (bản cuối).xlsx"),
    ("nh đã sửa.xlsx", "nh sửa lại bản cuối.xlsx"),
]


@pytest.mark.parametrize(("first", "second"), LATER)
def test_names_tell_the_later_file_and_the_other_is_said(first: str, second: str, tmp_path: Path, reads: Reads) -> None:
    first_and_second(tmp_path, first, second)
    intake = reads()
    assert [receipt.file for receipt in intake.receipts] == [second]
    assert len(intake.records("loans")) == 4
    assert set(intake.files) == {first, second}
    assert said(intake) == [
        f"{first}||được thay bằng tệp {second} (theo tên tệp), không tính vào báo cáo",
        f"{first}|Cho vay|tệp thay thế thêm 2 dòng (dòng 7-8 của tệp mới), bớt 1 dòng (dòng 6 của tệp này), "
        "sửa 1 dòng (dòng 6 của tệp mới)",
    ]


UNTOLD = [
    ("nh.xlsx", "ngan hang.xlsx"),
    ("nh 5.xlsx", "nh 6.xlsx"),
    ("nh (2).xlsx", "nh sửa.xlsx"),
    ("nh.xlsx", "nh bổ sung.xlsx"),
    ("nh.xlsx", "bản sao nh.xlsx"),
    ("nh v2.xlsx", "nh final.xlsx"),
]


@pytest.mark.parametrize(("first", "second"), UNTOLD)
def test_names_that_leave_a_doubt_stop_the_run(first: str, second: str, tmp_path: Path, reads: Reads) -> None:
    first_and_second(tmp_path, first, second)
    line = line_of(reads)
    assert "cùng nơi gửi với tệp" in line
    assert "không biết tệp nào là bản cuối. Cách sửa: ghi tệp nào là chính thức vào receipts.yaml" in line
    assert first in line
    assert second in line


def test_the_date_inside_must_not_speak_against_the_name(tmp_path: Path, reads: Reads) -> None:
    first_and_second(tmp_path, "nh.xlsx", "nh sửa.xlsx", saved=("2021-06-10", "2021-06-12"))
    assert [receipt.file for receipt in reads().receipts] == ["nh sửa.xlsx"]
    first_and_second(tmp_path, "nh.xlsx", "nh sửa.xlsx", saved=("2021-06-12", "2021-06-10"))
    assert "tên tệp nh sửa.xlsx nói là bản sau, nhưng ngày sửa ghi trong tệp lại sớm hơn" in line_of(reads)


def test_three_files_need_one_that_is_later_than_all(tmp_path: Path, reads: Reads) -> None:
    first_and_second(tmp_path, "nh.xlsx", "nh (2).xlsx")
    bank(tmp_path, "nh (3).xlsx", row(BANK, 9))
    assert [receipt.file for receipt in reads().receipts] == ["nh (3).xlsx"]
    bank(tmp_path, "nh sửa.xlsx", row(BANK, 8))
    assert "không biết tệp nào là bản cuối" in line_of(reads)


def test_the_same_bytes_twice_are_counted_once_and_said(tmp_path: Path, reads: Reads) -> None:
    bank(tmp_path, "nh.xlsx", row(BANK, 1))
    (tmp_path / "ban khac.xlsx").write_bytes((tmp_path / "nh.xlsx").read_bytes())
    intake = reads()
    assert len(intake.records("loans")) == 1
    assert said(intake) == ["ban khac.xlsx||giống hệt tệp nh.xlsx; chỉ tính một lần"]


def test_a_file_saved_again_without_a_change_says_so(tmp_path: Path, reads: Reads) -> None:
    for name, day in (("nh.xlsx", "2021-06-10"), ("nh (2).xlsx", "2021-06-11")):
        bank(tmp_path, name, row(BANK, 1), saved=day)
    assert said(reads()) == [
        "nh.xlsx||được thay bằng tệp nh (2).xlsx (theo tên tệp), không tính vào báo cáo; các dòng số liệu không đổi"
    ]


def test_rows_without_a_key_are_paired_by_their_words(tmp_path: Path, reads: Reads) -> None:
    contract = next(each for each in CONTRACTS if each.office == "labour")
    place = next(number for number, table in enumerate(contract.tables) if table.name == TARGETS.name)
    for name, households in (("a.xlsx", 5), ("a sửa.xlsx", 6)):
        sheets = full_book(contract)
        changed = (1, row(TARGETS, 0, households=households))
        sheets[place] = Layout(TARGETS, [changed, *numbered(TARGETS, 2, 1)]).sheet()
        write(tmp_path / name, sheets)
    assert said(reads())[1:] == [f"a.xlsx|{TARGETS.sheet}|tệp thay thế sửa 1 dòng (dòng 4 của tệp mới)"]


# --- people's word


def receipts(folder: Path, text: str) -> None:
    (folder / "receipts.yaml").write_text(text, encoding="utf-8")


def entry(file: str, status: str, received: str = "2021-06-15", office: str = "policy_bank") -> str:
    return f'"{file}": {{office: {office}, received: {received}, status: {status}}}\n'


def test_people_outweigh_names(tmp_path: Path, reads: Reads) -> None:
    first_and_second(tmp_path, "nh.xlsx", "nh final.xlsx")
    receipts(tmp_path, entry("nh.xlsx", "chính thức") + entry("nh final.xlsx", "tạm"))
    intake = reads()
    assert [(each.file, each.received, each.status) for each in intake.receipts] == [("nh.xlsx", "2021-06-15", "final")]
    assert said(intake)[0].endswith("được thay bằng tệp nh.xlsx (theo receipts.yaml), không tính vào báo cáo")
    receipts(tmp_path, entry("nh.xlsx", "tạm", "2021-06-16") + entry("nh final.xlsx", "tạm"))
    assert reads().receipts[0].file == "nh.xlsx"


FAULTS = {
    "one is not listed": (entry("nh.xlsx", "chính thức"), "receipts.yaml chưa ghi tệp nh final.xlsx"),
    "two official ones of one day": (
        entry("nh.xlsx", "chính thức") + entry("nh final.xlsx", "chính thức"),
        "receipts.yaml ghi hai tệp cùng loại, cùng ngày nhận",
    ),
    "no such file": (
        entry("nh khac.xlsx", "tạm"),
        "receipts.yaml: không có tệp «nh khac.xlsx» trong thư mục. Cách sửa: sửa tên cho đúng, hoặc bỏ mục này",
    ),
    "another office": (
        entry("nh.xlsx", "tạm", office="labour"),
        "receipts.yaml: ghi nơi gửi của tệp nh.xlsx là «labour», nhưng nội dung tệp là của «policy_bank»",
    ),
    "no such status": (entry("nh.xlsx", "xong"), 'receipts.yaml: nh.xlsx: status phải là "tạm" hoặc "chính thức"'),
    "a date that is none": (entry("nh.xlsx", "tạm", "hôm qua"), 'giá trị của "received" phải là ngày'),
    "not YAML": ("a: [", "receipts.yaml: YAML sai"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_people_wrote_wrong_stops(kind: str, tmp_path: Path, reads: Reads) -> None:
    text, words = FAULTS[kind]
    first_and_second(tmp_path, "nh.xlsx", "nh final.xlsx")
    receipts(tmp_path, text)
    assert words in line_of(reads)


def test_hints_stand_at_the_end_of_a_name() -> None:
    assert name_hints("10. Xã Một.xlsx").version == 1
    assert name_hints("sửa.xlsx").revised is False, "a name that is nothing but a hint has no base to compare"
    assert name_hints("Bản cuối Xã Một.xlsx").final is False
    assert name_hints("Xã Một (2)(2).xlsx").base != "xamot"
