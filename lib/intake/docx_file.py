"""Tables in a .docx: each is a sheet, with the paragraphs above it as title lines and those below the last as notes.

A letterhead set as a small table (the office left, the motto right) counts as title lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from lib.contracts import CONTRACTS
from lib.domain.errors import ReportError
from lib.domain.text import match_key

DOCUMENT = "word/document.xml"
LETTERHEAD = (4, 2)
"""Rows and columns that a letterhead has at most."""
WIDEST = 1000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "smartTag", "customXml")}

Merged = tuple[tuple[int, int], tuple[int, int]]
Row = list[str | None]


@dataclass
class Grid:
    """One table as a sheet: its name (a contract's where a title line says it), rows of text, merged ranges."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)


def read_docx(document: bytes, name: str) -> list[Grid]:
    """The tables of a document's main part. Raises ReportError where there is none, ParseError where it is damaged."""
    body = ElementTree.fromstring(document).find(f"{_W}body")
    grids: list[Grid] = []
    titles: list[Row] = []
    for block in _children(body) if body is not None else ():
        if block.tag == f"{_W}p":
            titles.append([_words(block)])
        elif block.tag == f"{_W}tbl":
            rows, merged = _table(block, name)
            if len(rows) <= LETTERHEAD[0] and max(map(len, rows), default=0) <= LETTERHEAD[1]:
                titles += rows
                continue
            below = [((top + len(titles), left), (low + len(titles), right)) for (top, left), (low, right) in merged]
            grids.append(Grid(_name(titles, len(grids)), titles + rows, below))
            titles = []
    if not grids:
        raise ReportError("tệp Word không có bảng nào", file=name, remedy="lập bảng theo biểu mẫu rồi gửi lại")
    grids[-1].rows += titles
    for grid in grids:
        width = max(map(len, grid.rows))
        grid.rows = [row + [None] * (width - len(row)) for row in grid.rows]
    return grids


def _name(titles: list[Row], number: int) -> str:
    known = {match_key(table.sheet): table.sheet for contract in CONTRACTS for table in contract.tables}
    said = [known[key] for row in titles for text in row if text and (key := match_key(text)) in known]
    return said[-1] if said else f"Bảng {number + 1}"


def _children(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The children, those inside content controls and tracked insertions included."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _table(table: ElementTree.Element, name: str) -> tuple[list[Row], list[Merged]]:
    rows: list[Row] = []
    merged: list[Merged] = []
    begun: set[int] = set()
    for line in (child for child in _children(table) if child.tag == f"{_W}tr"):
        row: Row = [None] * _number(line, "trPr/gridBefore", 0, name)
        for cell in (child for child in _children(line) if child.tag == f"{_W}tc"):
            left, width = len(row), _number(cell, "tcPr/gridSpan", 1, name)
            row += [None] * width
            vertical = cell.find(f"{_W}tcPr/{_W}vMerge")
            if vertical is not None and vertical.get(f"{_W}val") != "restart" and left in begun:
                continue
            row[left] = " ".join(filter(None, (_words(each) for each in _children(cell) if each.tag == f"{_W}p")))
            if width > 1:
                merged.append(((len(rows), left), (len(rows), left + width - 1)))
            begun = begun | {left} if vertical is not None else begun - {left}
        if len(row) > WIDEST:
            raise _too_wide(name)
        rows.append(row)
    return rows, merged


def _number(element: ElementTree.Element, path: str, default: int, name: str) -> int:
    found = element.find("/".join(f"{_W}{part}" for part in path.split("/")))
    said = "" if found is None else found.get(f"{_W}val", "")
    number = int(said) if said.isdigit() and len(said) < 10 else default
    if number > WIDEST:
        raise _too_wide(name)
    return number


def _too_wide(name: str) -> ReportError:
    return ReportError("bảng trong tệp Word quá rộng để đọc", file=name, remedy="lập bảng theo biểu mẫu rồi gửi lại")


def _words(paragraph: ElementTree.Element) -> str:
    return " ".join("".join(_pieces(paragraph)).split())


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    """Words in order; deleted ones, field codes and the fallbacks of drawings left out."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif not child.tag.endswith("}Fallback") and child.tag not in (f"{_W}pPr", f"{_W}rPr"):
            yield from _pieces(child)
