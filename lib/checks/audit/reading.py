"""A finished text from a file: .html, .docx, .txt or .md, also one that a person edited."""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from lib.checks.audit.document import Block, Document, structured
from lib.checks.audit.read_docx import docx_blocks
from lib.checks.audit.read_html import html_blocks
from lib.checks.audit.read_text import markdown_blocks, text_blocks
from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.intake.safety import read_bytes, unpack

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_TEXT_READERS: Final[dict[str, Callable[[str], list[Block]]]] = {
    ".html": html_blocks,
    ".htm": html_blocks,
    ".txt": text_blocks,
    ".md": markdown_blocks,
}
SUFFIXES: Final = (*_TEXT_READERS, ".docx")


def read_document(path: Path) -> Document:
    """The text of a file, with sections, regions and numbers.

    Raises ReportError, in one line: no such file, a kind of file it does not read, a damaged or hostile one, no text.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        raise ReportError(
            "không kiểm tra được loại tệp này", file=path, remedy=f"lưu lại ở một trong các dạng: {kinds}"
        )
    try:
        content = read_bytes(path, path.name)
    except OSError:
        raise ReportError("không mở được tệp", file=path, remedy="kiểm tra tên tệp và thư mục") from None
    blocks = _docx(content, path.name) if suffix == ".docx" else _TEXT_READERS[suffix](_decoded(content, path.name))
    if not blocks:
        raise ReportError("tệp không có chữ nào để kiểm tra", file=path)
    return structured(path.name, blocks)


def _docx(content: bytes, name: str) -> list[Block]:
    try:
        return docx_blocks(unpack(content, name))
    except (zipfile.BadZipFile, zlib.error, struct.error, ParseError, KeyError):
        raise ReportError(
            "không đọc được tệp này như một văn bản Word", file=name, remedy="mở bằng Word, lưu lại dạng .docx"
        ) from None


def _decoded(content: bytes, name: str) -> str:
    """The text, NFC: a byte order mark tells, else UTF-8 if it is, else what the page declares, else Windows-1258."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(content[len(mark) :], encoding, name)
    declared = _CHARSET.search(content[:2000])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "cp1258"):
        try:
            return nfc(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _in(content, "cp1258", name)


def _in(content: bytes, encoding: str, name: str) -> str:
    try:
        return nfc(content.decode(encoding))
    except UnicodeDecodeError:
        raise ReportError("không rõ bảng mã chữ của tệp", file=name, remedy="lưu lại tệp ở dạng UTF-8") from None
