"""One table, many kinds of file: each is read by the same contracts to the same rows."""

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter
from intake.sheets import Layout, full_book, numbered, write

from lib.contracts import CONTRACTS, table_contract
from lib.contracts.model import Column
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.cells import CellError, Places, read_cell
from lib.intake.csv_file import delimiter_of
from lib.intake.folders import REPOSITORY
from lib.intake.period import Intake, read_period
from lib.intake.workbook import Serial1904, Sheet, read_workbook

SAMPLE = REPOSITORY / "data" / "raw" / "krong-pa" / "2021-H1"
ONE_TABLE = ["Chi cuc Thong ke.xlsx", "NHCSXH huyen - cho vay.xlsx", "P. Tai chinh - Ke hoach.xlsx", "P. Noi vu.xlsx"]
DOCX = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def said(sheet: Sheet, row: int, column: int) -> str:
    """What a person who copies the cell by hand types."""
    value = sheet.value(row, column)
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else sheet.text(row, column)


def texts(sheet: Sheet) -> list[list[str]]:
    return [[said(sheet, row, column) for column in range(len(line))] for row, line in enumerate(sheet.rows)]


def csv_text(sheet: Sheet, delimiter: str = ",") -> str:
    def quoted(cell: str) -> str:
        plain = not set(cell) & set(f'{delimiter}"\n')
        return cell if plain else '"' + cell.replace('"', '""') + '"'

    return "".join(delimiter.join(map(quoted, line)) + "\r\n" for line in texts(sheet))


def docx(sheets: Sequence[Sheet], header: Callable[[Sheet], int]) -> bytes:
    """The sheets as a Word file: rows above each header as paragraphs, the rest as a table with its merged cells."""
    body = "".join(_docx_sheet(sheet, header(sheet)) for sheet in sheets)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{DOCX}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _docx_sheet(sheet: Sheet, first: int) -> str:
    lines = texts(sheet)
    titles = [cell for line in lines[:first] for cell in line if cell]
    spans = {(top, left): right - left + 1 for (top, left), (_, right) in sheet.merged}
    below = {
        (row, left): "continue" if row > top else "restart"
        for (top, left), (low, _) in sheet.merged
        if low > top
        for row in range(top, low + 1)
    }
    wide = {(row, left): right - left + 1 for (top, left), (low, right) in sheet.merged for row in range(top, low + 1)}
    rows = []
    for row, line in enumerate(lines[first:], first):
        cells, column = [], 0
        while column < len(line):
            span = wide.get((row, column), spans.get((row, column), 1))
            merge = f'<w:vMerge w:val="{below[row, column]}"/>' if (row, column) in below else ""
            wider = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{wider}{merge}</w:tcPr>{_paragraph(line[column])}</w:tc>")
            column += span
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return "".join(map(_paragraph, [*titles, sheet.name])) + f"<w:tbl>{''.join(rows)}</w:tbl>"


def ods(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an OpenDocument file, every cell text."""
    tables = "".join(
        f'<table:table table:name="{escape(sheet.name)}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                if cell
                else "<table:table-cell/>"
                for cell in line
            )
            + "</table:table-row>"
            for line in texts(sheet)
        )
        + "</table:table>"
        for sheet in sheets
    )
    names = "".join(f' xmlns:{each}="{ODS}{each}:1.0"' for each in ("office", "table", "text"))
    content = f"<office:document-content{names}><office:body><office:spreadsheet>{tables}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def records(intake: Intake) -> list[dict[str, object]]:
    """Every clean row, without where it stood."""
    return [
        {name: value for name, value in row.items() if name not in ("source_row",)}
        for reading in intake.readings
        for row in reading.rows
    ]


def header_row(sheet: Sheet) -> int:
    return next(
        row for row in range(len(sheet.rows)) if any(cell in ("STT", "TT", "Số TT") for cell in texts(sheet)[row])
    )


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, period: Period, communes: tuple[Unit, ...]) -> Callable:
    def reading(name: str) -> Intake:
        folder = tmp_path_factory.mktemp("goc")
        shutil.copy(SAMPLE / name, folder)
        return read_period(folder, period, communes)

    return reading


@pytest.mark.parametrize("name", ONE_TABLE)
@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), ("|", "cp1258"), (";", "utf-16-be")],
)
def test_an_office_s_table_as_csv_gives_the_same_rows(
    name: str, delimiter: str, encoding: str, expected: Callable, tmp_path: Path, period: Period, communes: tuple
) -> None:
    (sheet,) = read_workbook(SAMPLE / name, name).sheets
    text = csv_text(sheet, delimiter)
    (tmp_path / "tep.csv").write_bytes(in_1258(text) if encoding == "cp1258" else text.encode(encoding))
    intake = read_period(tmp_path, period, communes)
    assert not intake.rejects
    assert records(intake) == records(expected(name))


def in_1258(text: str) -> bytes:
    """Text as Windows-1258 keeps it: letters with their shape, tones as marks of their own."""
    import unicodedata

    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
            if not tone:  # ŭ of Jrai words: the encoding has none, offices write u
                out.append(parts[:1].encode())
                continue
            rest = unicodedata.normalize("NFC", parts.replace(tone, "", 1))
            out.append(rest.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize("name", [*ONE_TABLE, "P. GDDT.xlsx", "P. LDTBXH.xlsx", "2. Ia Rsai.xlsx", "TT DVNN.xlsx"])
@pytest.mark.parametrize("kind", ["docx", "ods"])
def test_a_workbook_as_word_or_opendocument_gives_the_same_rows(
    name: str, kind: str, expected: Callable, tmp_path: Path, period: Period, communes: tuple
) -> None:
    sheets = read_workbook(SAMPLE / name, name).sheets
    content = docx(sheets, header_row) if kind == "docx" else ods(sheets)
    (tmp_path / f"tep.{kind}").write_bytes(content)
    intake = read_period(tmp_path, period, communes)
    assert not intake.rejects
    assert records(intake) == records(expected(name))


def test_a_csv_of_an_office_that_owes_several_tables_is_refused_with_what_to_send(
    tmp_path: Path, period: Period, communes: tuple
) -> None:
    name = "P. GDDT.xlsx"
    sheet = read_workbook(SAMPLE / name, name).sheets[0]
    (tmp_path / "tep.csv").write_text(csv_text(sheet), encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_period(tmp_path, period, communes)
    assert "tệp CSV chỉ chứa được một bảng" in str(caught.value)


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"<html><table></table></html>", b'a,"' + b"b" * 200_000])
def test_what_is_no_text_table_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tep.csv"
    path.write_bytes(content)
    with pytest.raises(ReportError, match=r"^tep\.csv: .*Cách sửa"):
        read_workbook(path, path.name)


def test_excel_s_own_line_about_the_delimiter_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "tep.csv"
    path.write_text("sep=|\r\nSTT|Xã\r\n1|a;b\r\n", encoding="utf-8")
    assert read_workbook(path, "tep.csv").sheets[0].rows == [["", ""], ["STT", "Xã"], ["1", "a;b"]]


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    assert delimiter_of("Báo cáo\n" + "1,5;2,5;3,5\n" * 5) == ";"


def test_a_word_letterhead_is_title_lines(tmp_path: Path) -> None:
    path = tmp_path / "tep.docx"
    table = table_contract("relief_rice")
    sheet = Layout(table, numbered(table, 2)).sheet()
    content = docx([sheet], header_row)
    head = (
        "<w:tbl><w:tr><w:tc>"
        + _paragraph("PHÒNG X")
        + "</w:tc><w:tc>"
        + _paragraph("CỘNG HÒA")
        + "</w:tc></w:tr></w:tbl>"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = archive.read("word/document.xml").decode().replace("<w:body>", "<w:body>" + head)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", document)
    (read,) = read_workbook(path, path.name).sheets
    assert read.rows[0][:2] == ["PHÒNG X", "CỘNG HÒA"]
    assert read.name == table.sheet


def test_hidden_rows_and_columns_are_read_and_said(tmp_path: Path, period: Period, communes: tuple) -> None:
    contract = next(each for each in CONTRACTS if each.office == "statistics")
    path = write(tmp_path / "tep.xlsx", full_book(contract))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page.row_dimensions[5].hidden = True
    page.column_dimensions["B"].hidden = True
    book.save(path)
    intake = read_period(tmp_path, period, communes)
    assert len(records(intake)) == 3
    assert [finding.reason for finding in intake.findings if "ẩn" in finding.reason] == [
        "dòng 5 bị ẩn; số liệu vẫn được đọc",
        "cột B bị ẩn; số liệu vẫn được đọc",
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_serial_numbers_count_from_the_workbook_s_own_day(from_1904: bool, tmp_path: Path, places: Places) -> None:
    path = tmp_path / "tep.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": from_1904}) as book:
        page = book.add_worksheet()
        page.write_datetime(0, 0, date(2021, 5, 12))
        page.write_datetime(0, 1, date(2021, 5, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
    bare, formatted = read_workbook(path, path.name).sheets[0].rows[0]
    assert isinstance(bare, float)
    assert isinstance(bare, Serial1904) == from_1904
    day, month = Column("date", "Ngày", "date"), Column("month", "Tháng", "month")
    for value in (bare, formatted):
        assert read_cell(value, day, 1, places) == date(2021, 5, 12)
        assert read_cell(value, month, 1, places) == "2021-05"


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (2021.0, "year_only"), ("2021", "year_only"), ("năm 2021", "year_only"), ("12/5/21", "short_year"),
        ("31/6/2021", "bad_date"), (12.0, "bad_date"), (2.1e9, "bad_date"), (-5.0, "bad_date"),
        ("5/13/2021", "bad_date"), (True, "bad_date"), (float("nan"), "bad_date"), (float("inf"), "bad_date"),
    ],
)  # fmt: skip
def test_what_is_not_one_day_is_refused(value: object, rule: str, places: Places) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(value, Column("date", "Ngày", "date"), 1, places)  # type: ignore[arg-type]
    assert caught.value.rule == rule


@pytest.mark.parametrize("value", ["12/5/2021", "12-05-2021", "2021-05-12", "2021-05-12 00:00:00", "12.5.2021"])
def test_days_as_text_are_read_day_first(value: str, places: Places) -> None:
    assert read_cell(value, Column("date", "Ngày", "date"), 1, places) == date(2021, 5, 12)
