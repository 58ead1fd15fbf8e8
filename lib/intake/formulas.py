"""Cells of an .xlsx that calamine gives as empty although they are not: errors (#REF!) and formulas nobody computed.

Their places are found in the sheets' XML directly: one search for what such cells cannot be without, so that a file
without them costs next to nothing.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from itertools import chain
from xml.etree import ElementTree

ERROR_VALUES = frozenset(
    ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
UNCOMPUTED = "#CHUA-TINH!"
"""Stands in a grid where a formula has no stored result."""

DAMAGED = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, RuntimeError, OSError)
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

_HINTS = (re.compile(rb't="e"'), re.compile(rb"<f[\s>/]"))
_START = re.compile(rb"<c\s([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]+)</v>")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def troubled_cells(content: bytes) -> list[dict[tuple[int, int], str]]:
    """For each sheet in order, its error and uncomputed cells by zero-based (row, column). [] if it is no .xlsx.

    Raises one of DAMAGED where an archive is broken, even if a reader that checks less could still get something out.
    """
    if not content.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return [troubled(xml) for xml in sheet_parts(parts)]


def sheet_parts(parts: Mapping[str, bytes]) -> list[bytes]:
    """The XML of each sheet of an unpacked .xlsx in order, b"" where a part is missing; [] if it is no .xlsx."""
    if WORKBOOK not in parts or RELATIONS not in parts:
        return []
    return [parts.get(name, b"") for name in _sheet_files(parts)]


def _sheet_files(parts: Mapping[str, bytes]) -> list[str]:
    related = ElementTree.fromstring(parts[RELATIONS])
    targets = {each.get("Id"): each.get("Target", "") for each in related}
    book = ElementTree.fromstring(parts[WORKBOOK])
    listed = [targets.get(each.get(_RELATED), "") for each in book.iter() if each.tag.endswith("}sheet")]
    return [posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for target in listed]


def troubled(xml: bytes) -> dict[tuple[int, int], str]:
    """The error and uncomputed cells of one sheet's XML by zero-based (row, column)."""
    found: dict[tuple[int, int], str] = {}
    for hint in chain.from_iterable(hint.finditer(xml) for hint in _HINTS):
        start = _START.match(xml, xml.rfind(b"<c ", 0, hint.end()))
        place = start and _PLACE.search(start[1])
        if not start or not place:
            continue
        value = _VALUE.search(xml, start.end(), xml.find(b"</c>", start.end()))
        error = b't="e"' in start[1]
        if error or (value is None and b't="str"' not in start[1]):
            words = value[1].decode("utf-8", "replace") if error and value else ""
            found[int(place[2]) - 1, _column(place[1])] = words if words in ERROR_VALUES else UNCOMPUTED
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
