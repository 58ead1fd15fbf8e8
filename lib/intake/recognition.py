"""Whose workbook is this? Told by its sheets, headers and title lines, never by its file name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lib.contracts import DISTRICT, Contract, Contracts, TableContract
from lib.domain.errors import ReportError
from lib.domain.text import match_key, nfc
from lib.domain.units import VILLAGE, Unit, match, suggest
from lib.domain.villages import village_word
from lib.intake.cells import Places
from lib.intake.headers import Header, find_header
from lib.intake.workbook import Sheet, Workbook, cell_name

Place = tuple[Sheet, Header]

_BODY = re.compile(r"(?:ủy ban nhân dân|uỷ ban nhân dân|uy ban nhan dan|ubnd)\b[\s:.]*", re.IGNORECASE)
_HIGHER = ("huyen", "quan", "tinh", "thanhpho", "thixa")


@dataclass(frozen=True)
class Recognised:
    """A workbook's contract, where each of its tables stands (in the contract's order), and the sheets none uses."""

    contract: Contract
    places: tuple[Place, ...]
    unused: tuple[Sheet, ...]


def recognise(book: Workbook, contracts: Contracts = DISTRICT) -> Recognised:
    """The contract a workbook fulfils. Raises ReportError when it is nobody's, or lacks a table or a column."""
    names = {match_key(sheet.name) for sheet in book.sheets}
    likely = sorted(contracts.sent, key=lambda each: -sum(match_key(table.sheet) in names for table in each.tables))
    best: tuple[int, Contract, list[Place | None]] | None = None
    for contract in likely:
        found = locate_all(book.sheets, contract.tables)
        complete = [pair for pair in found if pair is not None]
        if len(complete) == len(found) and not any(header.missing for _, header in complete):
            return _recognised(book, contract, complete)
        score = len(complete)
        if score and (best is None or score > best[0]):
            best = (score, contract, found)
    if best is None:
        raise ReportError(
            "không nhận ra đây là báo cáo của cơ quan nào",
            file=book.file,
            remedy="dùng đúng biểu mẫu, hoặc đưa tệp này ra khỏi thư mục kỳ báo cáo",
        )
    return _recognised(book, best[1], list(_required(book, best[1], best[2])))


def _recognised(book: Workbook, contract: Contract, places: Sequence[Place]) -> Recognised:
    used = {id(sheet) for sheet, _ in places}
    return Recognised(contract, tuple(places), tuple(sheet for sheet in book.sheets if id(sheet) not in used))


def locate_all(sheets: Sequence[Sheet], tables: Sequence[TableContract]) -> list[Place | None]:
    """The sheet and header of each table. A sheet of its usual name comes first; among the others a table with more
    columns chooses first, and no sheet serves two tables."""
    found: dict[str, Place] = {}
    for usual in (True, False):
        for table in sorted(tables, key=lambda each: -len(each.columns)):
            if table.name in found:
                continue
            taken = {id(sheet) for sheet, _ in found.values()}
            free = [s for s in sheets if id(s) not in taken and (match_key(s.name) == match_key(table.sheet)) == usual]
            pairs = [(sheet, header) for sheet in free if (header := find_header(sheet, table))]
            complete = [pair for pair in pairs if not pair[1].missing]
            if complete:
                found[table.name] = complete[0]
            elif pairs and usual:
                found[table.name] = pairs[0]
    return [found.get(table.name) for table in tables]


def _required(book: Workbook, contract: Contract, found: Iterable[Place | None]) -> Iterator[Place]:
    names = {match_key(sheet.name) for sheet in book.sheets}
    for table, pair in zip(contract.tables, found, strict=True):
        if pair is not None:
            yield pair
            continue
        there = match_key(table.sheet) in names
        if book.file.lower().endswith(".csv"):
            raise ReportError(
                f"tệp CSV chỉ chứa được một bảng, mà báo cáo này có {len(contract.tables)} bảng",
                file=book.file,
                remedy="gửi mọi bảng trong một tệp .xlsx, .ods hoặc .docx",
            )
        raise ReportError(
            f"không thấy hàng tiêu đề của bảng {table.title}" if there else f"thiếu bảng {table.title}",
            file=book.file,
            sheet=table.sheet,
            remedy=f"lập trang «{table.sheet}» theo biểu mẫu, kể cả khi không có số liệu",
        )


def sender_of(book: Workbook, tables: Iterable[Place], places: Places) -> str:
    """The code of the unit's part that sent a workbook, read from the title lines above its tables.

    Raises ReportError when no title names a part, or titles of two sheets name two.
    """
    named: dict[str, tuple[Unit, str, str]] = {}
    unknown: list[tuple[str, str, str]] = []
    for sheet, header in tables:
        for text, cell in _bodies(sheet, header, places):
            unit = match(text, places.units)
            if unit is None:
                unknown.append((text, sheet.name, cell))
            else:
                named.setdefault(unit.code, (unit, sheet.name, cell))
    if len(named) == 1:
        return next(iter(named))
    if named:
        (first, *_), (second, sheet_name, cell) = list(named.values())[:2]
        raise ReportError(
            f"trang này ghi {second.name}, trang khác ghi {first.name}",
            file=book.file,
            sheet=sheet_name,
            cell=cell,
            remedy=f"sửa tên {places.children} ở dòng đầu các trang cho thống nhất",
        )
    near = [unit.name for text, _, _ in unknown for unit in suggest(text, places.units)]
    place = unknown[0][1:] if unknown else (None, None)
    raise ReportError(
        f"không nhận ra tên {places.children} ở dòng đầu trang",
        file=book.file,
        sheet=place[0],
        cell=place[1],
        remedy=f"có phải là {', '.join(dict.fromkeys(near))}?" if near else f"ghi tên {places.child} ở dòng đầu trang",
    )


def _bodies(sheet: Sheet, header: Header, places: Places) -> Iterator[tuple[str, str]]:
    """What names a sender in the title lines, with its cell: what stands after "ỦY BAN NHÂN DÂN", or in the cell under
    it, bodies of higher levels left out; where the senders are villages, a cell that begins with a word for one."""
    villages = any(unit.type == VILLAGE for unit in places.units)
    for row in range(header.first):
        for column in range(len(sheet.rows[row])):
            text = " ".join(nfc(sheet.text(row, column)).split())
            if villages:
                if village_word(text)[0] and village_word(text)[1]:
                    yield text, cell_name(row, column)
                continue
            body = _BODY.match(text)
            if body is None:
                continue
            name = text[body.end() :]
            below = row + 1 if not name and row + 1 < header.first else row
            name = name or " ".join(nfc(sheet.text(below, column)).split())
            if name and not match_key(name).startswith(_HIGHER):
                yield name, cell_name(below, column)
