"""Workbooks of offices that never left .VnTime: read as if they had, and said so; good workbooks are not touched."""

from pathlib import Path

import pytest
import xlsxwriter
from intake.legacy_text import ENCODERS, nfc, tcvn3, vni
from intake.sheets import full_book

from lib.contracts import CONTRACTS
from lib.intake.folders import REPOSITORY
from lib.intake.fonts import legacy_fonts
from lib.intake.legacy import NAMES
from lib.intake.odd_letters import cleaned
from lib.intake.plain_text import plain_workbook
from lib.intake.recognition import recognise
from lib.intake.workbook import Sheet, Workbook, read_workbook

WORKBOOKS = sorted((REPOSITORY / "data" / "raw").rglob("*.xlsx"))


def texts(book: Workbook) -> list[str]:
    return [value for sheet in book.sheets for row in sheet.rows for value in row if isinstance(value, str)]


def encoded(book: Workbook, encoding: str) -> Workbook:
    encode = ENCODERS[encoding]
    sheets = [
        Sheet(sheet.name, [[encode(v) if isinstance(v, str) else v for v in row] for row in sheet.rows], sheet.merged)
        for sheet in book.sheets
    ]
    return Workbook(book.file, book.sha256, tuple(sheets))


def book_of(*columns: list[str]) -> Workbook:
    height = max(len(column) for column in columns)
    rows = [[column[at] if at < len(column) else None for column in columns] for at in range(height)]
    return Workbook("tep.xlsx", "", (Sheet("Trang 1", rows),))


def written(path: Path, cells: list[tuple[str, str]]) -> Path:
    """A workbook of one column: (text, font name) down from A1."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Trang 1")
        for row, (text, font) in enumerate(cells):
            page.write_string(row, 0, text, book.add_format({"font_name": font}))
    return path


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_sample_is_not_touched(path: Path) -> None:
    book = read_workbook(path, path.name)
    plain, findings = plain_workbook(book, legacy_fonts(path.read_bytes()))
    assert plain is book
    assert findings == []


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.office)
def test_every_office_is_recognised_from_legacy_text(contract, encoding: str) -> None:
    good = Workbook("tep.xlsx", "", tuple(full_book(contract)))
    plain, findings = plain_workbook(encoded(good, encoding))
    known = recognise(plain)
    assert known.contract is contract
    assert not any(header.missing for _, header in known.places)
    assert [text.lower() for text in texts(plain)] == [nfc(text).lower() for text in texts(good)]
    assert all(NAMES[encoding] in finding.reason for finding in findings)


def test_one_column_pasted_from_an_old_file() -> None:
    communes = ["Xã, thị trấn", tcvn3("Đất Bằng"), tcvn3("Phú Cần"), tcvn3("Phú Túc"), tcvn3("Krông Năng"), "Ia Rsươm"]
    notes = ["Ghi chú", "Không", "Đã xong", "Hòa"]
    plain, findings = plain_workbook(book_of(communes, notes))
    first = [row[0] for row in plain.sheets[0].rows]
    assert first[:3] == ["Xã, thị trấn", "Đất Bằng", "Phú Cần"]
    assert first[3] == "Phó Tóc"  # good Vietnamese too: it will not match any commune, and be rejected by name
    assert first[4:] == ["Krông Năng", "Ia Rsươm"]
    assert [row[1] for row in plain.sheets[0].rows][:4] == notes
    assert [(found.cell, found.sheet) for found in findings] == [("A2", "Trang 1")]


def test_soft_hyphens_are_letters_in_legacy_text_and_nothing_in_good_text() -> None:
    assert texts(plain_workbook(book_of([tcvn3("Trường Sơn"), tcvn3("Chư Gu")]))[0]) == ["Trường Sơn", "Chư Gu"]
    plain, findings = plain_workbook(book_of(["Đất\u00ad Bằng", "Số hộ"]))
    assert texts(plain) == ["Đất Bằng", "Số hộ"]
    assert [found.reason for found in findings] == ["ô này có dấu gạch nối mềm, đã bỏ"]


def test_odd_letters_are_said_once_a_column_and_values_never() -> None:
    names = ["Xã", "Ia Rm\u043ek", "Ia Rm\u043ek", "Phú\u200b Túc", "24079-\u200b00012"]
    plain, findings = plain_workbook(book_of(names))
    assert texts(plain) == [cleaned(name) for name in names]
    assert [(found.cell, found.reason) for found in findings] == [
        ("A2", "cột A: 2 ô có chữ Kirin (Nga), giữ nguyên, cần nơi gửi gõ lại"),
        ("A4", "cột A: 2 ô có ký tự vô hình, không có bề rộng, đã bỏ"),
    ]


def test_fonts_tell_where_letters_cannot(tmp_path: Path) -> None:
    cells = [
        ("Sè hé", ".VnTime"),
        ("Sè hé", "Arial"),
        ("hé nghÌo", ".VnTimeH"),
        (vni("hỗ trợ"), "VNI-Times"),
        ("Số", ".VnTime"),
    ]
    path = written(tmp_path / "tep.xlsx", cells)
    fonts = legacy_fonts(path.read_bytes())
    assert fonts == {"Trang 1": {(0, 0): ".VnTime", (2, 0): ".VnTimeH", (3, 0): "VNI-Times", (4, 0): ".VnTime"}}
    plain, findings = plain_workbook(read_workbook(path, path.name), fonts)
    assert texts(plain) == ["Số hộ", "Sè hé", "HỘ NGHÈO", "hỗ trợ", "Số"]
    assert [found.cell for found in findings] == ["A1", "A4"]


def test_files_without_legacy_fonts_have_none(tmp_path: Path) -> None:
    assert legacy_fonts(written(tmp_path / "tep.xlsx", [("Số", "Times New Roman")]).read_bytes()) == {}
    assert legacy_fonts(b"\xd0\xcf\x11\xe0") == {}
    assert legacy_fonts(b"") == {}
    assert legacy_fonts(b"PK\x03\x04 broken") == {}
