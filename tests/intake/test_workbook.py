"""Files as they arrive: what cannot be read stops with one line, errors and formulas without a result are seen."""

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from intake.sheets import Layout, numbered, write

from lib.contracts import table_contract
from lib.domain.errors import ReportError
from lib.intake.formulas import UNCOMPUTED, troubled_cells
from lib.intake.workbook import Sheet, cell_name, column_letter, read_workbook


@pytest.fixture(scope="module")
def good() -> bytes:
    """The bytes of a small sound workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("Ủy thác")
        for row in range(40):
            page.write_row(row, 0, [row, "Ia Rsai", 1.5])
    return buffer.getvalue()


def without(content: bytes, part: str) -> bytes:
    """A workbook with one part left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            if part not in name:
                target.writestr(name, source.read(name))
    return kept.getvalue()


def cut_part(content: bytes, part: str) -> bytes:
    """A workbook in which one part breaks off."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if part in name else data)
    return kept.getvalue()


BROKEN = {
    "garbage": lambda good: random.Random(1).randbytes(2000),
    "empty": lambda good: b"",
    "a PDF": lambda good: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "truncated": lambda good: good[: len(good) // 2],
    "last bytes lost": lambda good: good[:-40],
    "encrypted": lambda good: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096),
    "a web page": lambda good: b"<html><table><tr><td>1</td></tr></table></html>",
    "another zip": lambda good: without(good, "workbook"),
    "a sheet missing": lambda good: without(good, "sheet1"),
    "a sheet cut": lambda good: cut_part(good, "sheet1"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_file_that_is_no_workbook_stops_with_one_line(kind: str, suffix: str, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"Ia Rsai{suffix}"
    path.write_bytes(BROKEN[kind](good))
    with pytest.raises(ReportError) as caught:
        read_workbook(path, path.name)
    pdf = "tệp này là PDF, không phải bảng tính. Cách sửa: xin nơi gửi bảng tính gốc, dạng .xlsx"
    assert str(caught.value) == f"Ia Rsai{suffix}: " + (
        pdf
        if kind == "a PDF"
        else "không đọc được tệp này như một bảng tính. "
        "Cách sửa: mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx rồi chạy lại"
    )
    assert caught.value.__cause__ is None


def test_a_file_that_cannot_be_opened_stops_too(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="không đọc được"):
        read_workbook(tmp_path / "mat.xlsx", "mat.xlsx")


def test_bytes_changed_at_random_never_end_in_anything_but_a_reading_or_one_line(good: bytes, tmp_path: Path) -> None:
    rng = random.Random(7)
    path = tmp_path / "tep.xlsx"
    for _ in range(150):
        content = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(bytes(content))
        with suppress(ReportError):
            read_workbook(path, path.name)


def test_what_a_file_is_tells_its_content_not_its_ending(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tep.xls"
    path.write_bytes(good)
    assert read_workbook(path, path.name).sheets[0].name == "Ủy thác"


def test_errors_and_formulas_without_a_result_are_no_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "tep.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["#REF!", "=SUM(A2:A9)", "#Nguyễn", 5, "='Trang khác'!A1"])
    page.append(["x", 1, 2, 3, 4])
    chart = book.create_chartsheet("Biểu đồ")
    assert chart is not None
    book.save(path)
    sheets = read_workbook(path, path.name).sheets
    assert [sheet.rows[0] for sheet in sheets] == [["#REF!", UNCOMPUTED, "#Nguyễn", 5.0, UNCOMPUTED]]


def test_a_formula_that_gave_empty_text_is_empty_and_one_that_gave_a_number_is_that_number(tmp_path: Path) -> None:
    path = tmp_path / "tep.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_formula("A1", '=IF(B1="","",1)', None, " ")
        page.write_formula("B1", "=1+1", None, 2)
        page.write_formula("C1", "=1/0", None, "#DIV/0!")
        page.write_string("D1", 't="e" <f>')
    assert [read_workbook(path, "x").sheets[0].text(0, column) for column in range(4)] == [
        "", "2", "#DIV/0!", 't="e" <f>',
    ]  # fmt: skip


def test_troubled_cells_of_what_is_no_xlsx_are_none() -> None:
    assert troubled_cells(b"khong phai") == []


def test_a_sheet_keeps_places_merges_and_whether_it_is_hidden(tmp_path: Path) -> None:
    made = Layout(table_contract("relief_rice"), numbered(table_contract("relief_rice"), 2), top=3, left=2).sheet()
    path = write(tmp_path / "tep.xlsx", [Sheet("Khác", [["x"]]), Sheet(made.name, made.rows, made.merged, hidden=True)])
    other, sheet = read_workbook(path, "tep.xlsx").sheets
    assert (other.hidden, sheet.hidden) == (False, True)
    assert set(sheet.merged) == set(made.merged)
    for row, line in enumerate(made.rows):
        for column, cell in enumerate(line):
            assert sheet.value(row, column) == cell


def test_cells_beyond_the_used_area_are_nothing() -> None:
    sheet = Sheet("x", [["a", " "], [3.0]])
    assert [sheet.value(0, 1), sheet.value(1, 1), sheet.value(9, 0)] == [None, None, None]
    assert [sheet.text(0, 0), sheet.text(1, 0), sheet.text(5, 5)] == ["a", "3", ""]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_cells_are_named_as_excel_names_them(column: int, letters: str) -> None:
    assert column_letter(column) == letters
    assert cell_name(13, column) == f"{letters}14"
    assert openpyxl.utils.column_index_from_string(letters) == column + 1
