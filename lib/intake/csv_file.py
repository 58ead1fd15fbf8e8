"""A table sent as text (.csv): its letters, its delimiter, its rows. Nothing is converted; every cell is text."""

import codecs
import csv
import io
import re
from collections import Counter

from lib.domain.errors import ReportError
from lib.domain.text import nfc

DELIMITERS = ",;\t|"
SNIFFED_ROWS = 2000
MOST_CELLS = 20_000_000

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_csv(content: bytes, name: str) -> list[list[str]]:
    """The rows of a text table, row 0 being the file's first line.

    Raises ReportError when it is no text table: no known encoding, control characters, a page of HTML, one column.
    """
    text = _decoded(content)
    if text is None or _NO_TEXT.search(text) or text.lstrip()[:1] == "<" or text.startswith("%PDF"):
        raise ReportError(
            "không đọc được tệp này như một bảng dạng chữ (CSV)",
            file=name,
            remedy="mở bảng bằng Excel, lưu dạng .xlsx hoặc «CSV UTF-8» rồi chạy lại",
        )
    declared = _DECLARED.match(text)
    try:
        rows = _rows(text, declared[1] if declared else delimiter_of(text))
    except csv.Error:
        raise ReportError("dấu ngoặc kép trong tệp CSV không khép", file=name, remedy="lưu bảng dạng .xlsx") from None
    if declared:
        rows[0] = []
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise ReportError("tệp CSV quá rộng để đọc", file=name, remedy="xóa các cột thừa rồi lưu lại")
    return [row + [""] * (width - len(row)) for row in rows]


def _decoded(content: bytes) -> str | None:
    """The text, NFC: a byte order mark tells, else zero bytes (UTF-16), else UTF-8 if it is, else Windows-1258."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(content[len(mark) :], encoding)
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    if max(even, odd) > len(content[:4000]) // 8:
        return _in(content, "utf-16-le" if odd > even else "utf-16-be")
    text = _in(content, "utf-8")
    return _in(content, "cp1258") if text is None else text


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return nfc(content.decode(encoding))
    except UnicodeDecodeError:
        return None


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells; a comma, which marks decimals too, comes last.

    >>> delimiter_of("STT;Xã;Số hộ\\n1;A;1,5\\n2;B;2,5"), delimiter_of("a|b\\n1|2")
    (';', '|')
    """
    head = "".join(text.splitlines(keepends=True)[:SNIFFED_ROWS])
    return max(DELIMITERS, key=lambda each: _score(head, each))


def _score(text: str, delimiter: str) -> tuple[int, bool, int]:
    try:
        widths = Counter(len(row) for row in _rows(text, delimiter) if len(row) > 1)
    except csv.Error:
        return 0, False, 0
    return max(((count, delimiter != ",", width) for width, count in widths.items()), default=(0, False, 0))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
