"""Rows and columns hidden on a sheet of an .xlsx, read off its XML: calamine tells of sheets only."""

import re
from dataclasses import dataclass

_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)")
_LAST_COLUMN = 16384


@dataclass(frozen=True)
class Hidden:
    """What of a sheet is hidden: zero-based rows, and zero-based columns as (first, last)."""

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()


NOTHING_HIDDEN = Hidden()


def hidden_in(xml: bytes) -> Hidden:
    """What one sheet's XML hides. One search for the attribute, so that a sheet that hides nothing costs next to none.

    >>> hidden_in(b'<cols><col min="2" max="3" hidden="1"/></cols><row r="5" hidden="1"><c r="A5"/></row>')
    Hidden(rows=(4,), columns=((1, 2),))
    """
    if b"hidden" not in xml:
        return NOTHING_HIDDEN
    rows: list[int] = []
    columns: list[tuple[int, int]] = []
    for found in _HIDDEN.finditer(xml):
        begin = xml.rfind(b"<", 0, found.start())
        if begin < 0:
            continue
        end = xml.find(b">", found.end())
        tag = xml[begin : end if end >= 0 else len(xml)]
        kind = tag[1:].split(None, 1)[0].rpartition(b":")[2]
        number, span = _NUMBER.search(tag), dict(_SPAN.findall(tag))
        if kind == b"row" and number:
            rows.append(int(number[1]) - 1)
        elif kind == b"col" and len(span) == 2 and int(span[b"min"]) <= _LAST_COLUMN:
            columns.append((int(span[b"min"]) - 1, min(int(span[b"max"]), _LAST_COLUMN) - 1))
    return Hidden(tuple(rows), tuple(columns))
