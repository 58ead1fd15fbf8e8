"""Files that would do harm: one line that names the file, within seconds, and nothing unpacked beyond the limits."""

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lib.domain.errors import ReportError
from lib.intake.workbook import read_first, read_workbook

SECONDS = 10
"""Of the processor, not of the clock: other work on the machine does not count."""


def small(name: str = "Trang") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet(name).write_row(0, 0, ["STT", "Xã", 1])
    return buffer.getvalue()


def changed(content: bytes, part: str, data: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
        target.writestr(part, data)
    return out.getvalue()


def sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def lying() -> bytes:
    """A part that declares a hundredth of what it unpacks to."""
    content = bytearray(changed(small(), "xl/worksheets/sheet1.xml", sheet(b" " * 3_000_000)))
    size = struct.pack("<I", len(sheet(b" " * 3_000_000)))
    return bytes(content).replace(size, struct.pack("<I", 30_000))


PART = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "a bomb": (lambda: changed(small(), PART, sheet(b" " * 60_000_000)), "giải ra quá lớn"),
    "a bomb beside the sheets": (lambda: changed(small(), "xl/media/a.png", bytes(60_000_000)), "giải ra quá lớn"),
    "a size that lies": (lying, "giải ra quá lớn"),
    "entities": (
        lambda: changed(small(), PART, b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(b"")), "DTD",
    ),
    "a cell at the end of the world": (
        lambda: changed(
            small(), PART, sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
                                 b'<c r="XFD1048576"><v>1</v></c></row>')
        ),
        "quá xa bảng",
    ),
    "a password": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512),
        "mật khẩu",
    ),
    "a PDF": (lambda: b"%PDF-1.7\n", "PDF"),
    "a truncated file": (lambda: small()[:-400], "không đọc được"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_ends_in_one_line_that_names_the_file(kind: str, tmp_path: Path) -> None:
    make, words = HOSTILE[kind]
    path = tmp_path / "Ia Rsai.xlsx"
    path.write_bytes(make())
    began = time.process_time()
    with pytest.raises(ReportError) as caught:
        read_workbook(path, path.name)
    assert time.process_time() - began < SECONDS
    assert str(caught.value).startswith("Ia Rsai.xlsx")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_that_only_have_a_format_cost_little(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(2, 1_000_001))
    path = tmp_path / "tep.xlsx"
    path.write_bytes(changed(small(), PART, sheet(b'<row r="1"><c r="A1"><v>7</v></c></row>' + rows)))
    began = time.process_time()
    assert read_workbook(path, path.name).sheets[0].rows == [[7.0]]
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "../../etc/passwd", "{{ 7*7 }}", "<script>"])
def test_text_that_looks_like_a_command_is_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "tep.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet(".. .. etc").write_string(0, 0, text)
    (read,) = read_workbook(path, path.name).sheets
    assert (read.name, read.rows) == (".. .. etc", [[text]])


def test_macros_and_links_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "tep.xlsm"
    content = changed(changed(small(), "xl/vbaProject.bin", b"macro"), "xl/externalLinks/externalLink1.xml", b"<a/>")
    path.write_bytes(content)
    assert read_workbook(path, path.name).sheets[0].rows == [["STT", "Xã", 1.0]]


def test_the_first_bad_file_is_named_and_the_others_counted(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(4)]
    for path in paths:
        path.write_bytes(b"x")
    paths[2].write_bytes(small())
    with pytest.raises(ReportError, match=r"^0\.xlsx: .*và 2 tệp sau nó cũng không đọc được"):
        read_first(paths)
