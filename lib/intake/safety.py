"""What a file may cost: limits held before anything is unpacked, so that a hostile file ends in one line.

Archives are unpacked here and nowhere else, each part no further than the size it declares.
"""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

from lib.domain.errors import ReportError

MIB = 1024 * 1024
LARGEST_FILE = 100 * MIB
LARGEST_UNPACKED = 200 * MIB
LARGEST_RATIO = 200
RATIO_FROM = 4 * MIB
"""What unpacks to less than this may be packed as tightly as it likes."""
MOST_PARTS = 5000
LARGEST_AREA = 20_000_000
"""Cells of the rectangle from A1 to the last filled cell: a register of a million rows has fewer."""

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_NOT_NARROW = re.compile(rb'<c\b(?! r="[A-Z]\d)')
_WIDE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{2,3})\d")
_ROWS = re.compile(rb"<row\b[^>]*?\sr\s*=\s*[\"'](\d+)")
_PREFIXED = re.compile(rb":(?:row|c)\b")
_PREFIXED_ROWS = re.compile(rb"<\w+:row\b[^>]*?\sr\s*=\s*[\"'](\d+)")
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d+)[\"'](?:[^>]*[^/])?>")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*[^/])>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*office:value-type[^>]*)>")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d+)")


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises ReportError when it is larger than LARGEST_FILE; OSError when it cannot be read."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ReportError(
            f"tệp nặng {size // MIB} MiB, quá giới hạn {LARGEST_FILE // MIB} MiB",
            file=name,
            remedy="bỏ ảnh và các trang thừa rồi lưu lại",
        )
    return path.read_bytes()


def unpack(content: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of an archive by name (others are left packed).

    Raises ReportError for what would unpack to too much, has a password, or declares a document type or entities;
    zipfile.BadZipFile and zlib.error for what is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.infolist()
    total = sum(part.file_size for part in listed)
    packed = sum(part.compress_size for part in listed)
    names = {part.filename for part in listed}
    if len(listed) > MOST_PARTS or total > LARGEST_UNPACKED or (total > RATIO_FROM and total > LARGEST_RATIO * packed):
        raise _bomb(name)
    if len(names) < len(listed):
        raise zipfile.BadZipFile("two parts of one name")
    if any(part.flag_bits & 1 for part in listed):
        raise locked(name)
    parts = {p.filename: _unpacked(content, p, name) for p in listed if p.filename.endswith((".xml", ".rels"))}
    for part_name, data in parts.items():
        if part_name.startswith("META-INF/"):
            continue  # old manifests name their DTD; nothing is read from them
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:200]:
            raise ReportError(
                "trong tệp có khai báo DTD hoặc thực thể XML, có thể gây hại nên không đọc",
                file=name,
                remedy="mở tệp bằng Excel, lưu lại dạng .xlsx rồi chạy lại",
            )
    return parts


def _unpacked(content: bytes, part: zipfile.ZipInfo, name: str) -> bytes:
    mark, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, part.header_offset)
    if mark != b"PK\3\4" or part.compress_type not in (_STORED, _DEFLATED):
        raise zipfile.BadZipFile("no part begins here")
    start = part.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == _STORED:
        data = bytes(packed)
    else:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    if len(data) > part.file_size:
        raise _bomb(name)
    if len(data) < part.file_size or zlib.crc32(data) != part.CRC:
        raise zipfile.BadZipFile("a part is damaged")
    return data


def check_area(xml: bytes, file: str, sheet: str) -> None:
    """Refuses a sheet of an .xlsx whose filled cells span more than LARGEST_AREA, such as one cell at XFD1048576.

    Raises ReportError. What only has a format does not count.
    """
    prefixed = _PREFIXED.search(xml) is not None
    rows = _ROWS.findall(xml) + (_PREFIXED_ROWS.findall(xml) if prefixed else [])
    last = max(map(int, rows), default=0)
    if last * 18278 <= LARGEST_AREA:
        return
    unusual = prefixed or _NOT_NARROW.search(xml) is not None
    if last * 26 <= LARGEST_AREA and not (unusual and _WIDE.search(xml)):
        return
    bottom = right = 0
    for found in _FILLED.finditer(xml):
        bottom = max(bottom, int(found[2]))
        right = max(right, column_number(found[1]))
    if bottom * right > LARGEST_AREA:
        raise _spread_out(file, sheet)


def check_repeats(content_xml: bytes, file: str) -> None:
    """Refuses an .ods that fills more than LARGEST_AREA by repeating filled rows or cells. Raises ReportError."""
    for row in _ODS_ROW.finditer(content_xml):
        rows = max(map(int, _ODS_REPEATED.findall(row[1])), default=1)
        for cell in _ODS_CELL.finditer(row[2]):
            times = max(map(int, _ODS_REPEATED.findall(cell[1])), default=1)
            if rows * times > LARGEST_AREA or (rows > 1 and rows * 26 > LARGEST_AREA):
                raise _spread_out(file, None)


def column_number(letters: bytes) -> int:
    """Excel's column letters as a number from one.

    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def locked(name: str) -> ReportError:
    """The error for a file with a password."""
    return ReportError("tệp được đặt mật khẩu", file=name, remedy="mở bằng Excel, bỏ mật khẩu, lưu lại rồi chạy lại")


def _bomb(name: str) -> ReportError:
    return ReportError(
        f"tệp nén giải ra quá lớn (quá {LARGEST_UNPACKED // MIB} MiB hoặc quá {LARGEST_RATIO} lần), không phải báo cáo",
        file=name,
        remedy="mở tệp bằng Excel, xóa các dòng, cột thừa, lưu lại rồi chạy lại",
    )


def _spread_out(file: str, sheet: str | None) -> ReportError:
    return ReportError(
        "có ô nằm quá xa bảng số liệu, trang quá rộng để đọc",
        file=file,
        sheet=sheet,
        remedy="chọn các dòng, cột thừa ở cuối và bên phải, xóa hẳn rồi lưu lại",
    )
