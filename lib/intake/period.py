"""A period's folder read whole: which file is whose, every table, duplicates, who has not sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.contracts import CONTRACTS, Contract, TableContract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.text import match_key
from lib.domain.units import Unit, match, suggest
from lib.intake.cells import Places
from lib.intake.headers import Header
from lib.intake.tables import Finding, Reject, TableReading, locate, read_table
from lib.intake.workbook import Sheet, Workbook, cell_name, read_workbook

SUFFIXES = {".xlsx", ".xls", ".xlsm", ".ods"}
DEBRIS = ("~$", ".")


@dataclass(frozen=True)
class Receipt:
    """One file received: whose it is (office and, for a commune's, its code) and the SHA-256 of its bytes."""

    file: str
    office: str
    sender: str | None
    sha256: str


@dataclass(frozen=True)
class Intake:
    """Everything read from one period's folder.

    `missing` lists the senders that owe a workbook and sent none, as (office, commune code or None).
    """

    period: Period
    communes: tuple[Unit, ...]
    receipts: tuple[Receipt, ...]
    readings: tuple[TableReading, ...]
    ignored: tuple[str, ...]
    missing: tuple[tuple[str, str | None], ...]

    @cached_property
    def rejects(self) -> tuple[Reject, ...]:
        return tuple(reject for reading in self.readings for reject in reading.rejects)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for reading in self.readings for finding in reading.findings)

    def records(self, table: str) -> list[dict[str, Any]]:
        """The clean rows of one table, from all its files, each with its file and sheet."""
        return [
            {**row, "source_file": reading.file, "source_sheet": reading.sheet}
            for reading in self.readings
            if reading.contract.name == table
            for row in reading.rows
        ]


def workbooks_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The workbooks of a period's folder in name order, and the names of files passed over (locks, thumbnails)."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    debris = [path.name for path in files if path.name.startswith(DEBRIS) or path.name == "Thumbs.db"]
    books = [path for path in files if path.suffix.lower() in SUFFIXES and path.name not in debris]
    return books, debris


def read_period(folder: Path, period: Period, communes: tuple[Unit, ...]) -> Intake:
    """Reads every workbook in `folder` by its contract.

    Raises ReportError for what cannot be set aside: an unreadable workbook, one that is nobody's, a missing
    table or column, two workbooks of one sender.
    """
    books, ignored = workbooks_in(folder)
    receipts: dict[tuple[str, str | None], Receipt] = {}
    readings: list[TableReading] = []
    for path in books:
        book = read_workbook(path, path.name)
        contract, places = _contract_of(book)
        sender = _sender(book, contract, places, communes)
        receipt = Receipt(book.file, contract.office, sender, book.sha256)
        _refuse_second(receipts, receipt)
        receipts[contract.office, sender] = receipt
        for table, (sheet, header) in zip(contract.tables, places, strict=True):
            readings.append(read_table(book.file, sheet, header, table, period, Places(communes), sender))
    _set_duplicates_aside(readings)
    owed: list[tuple[str, str | None]] = [
        (c.office, unit.code) for c in CONTRACTS if c.per_commune for unit in communes
    ]
    owed += [(c.office, None) for c in CONTRACTS if not c.per_commune]
    missing = tuple(sender for sender in owed if sender not in receipts)
    return Intake(period, communes, tuple(receipts.values()), tuple(readings), tuple(ignored), missing)


def _contract_of(book: Workbook) -> tuple[Contract, list[tuple[Sheet, Header]]]:
    """Whose workbook this is, told by its sheets and headers, never by its file name."""
    names = {match_key(sheet.name) for sheet in book.sheets}
    likely = sorted(CONTRACTS, key=lambda c: -sum(match_key(table.sheet) in names for table in c.tables))
    best: tuple[int, Contract, list[tuple[Sheet, Header] | None]] | None = None
    for contract in likely:
        found = [locate(book.sheets, table) for table in contract.tables]
        complete = [pair for pair in found if pair is not None]
        if len(complete) == len(contract.tables) and not any(header.missing for _, header in complete):
            return contract, complete
        score = sum(pair is not None for pair in found)
        if score and (best is None or score > best[0]):
            best = (score, contract, found)
    if best is None:
        raise ReportError(
            "không nhận ra đây là báo cáo của cơ quan nào",
            file=book.file,
            remedy="dùng đúng biểu mẫu, hoặc đưa tệp này ra khỏi thư mục kỳ báo cáo",
        )
    return best[1], _complete(book, best[1], best[2])


def _complete(
    book: Workbook, contract: Contract, found: list[tuple[Sheet, Header] | None]
) -> list[tuple[Sheet, Header]]:
    complete: list[tuple[Sheet, Header]] = []
    for table, pair in zip(contract.tables, found, strict=True):
        if pair is None:
            raise ReportError(
                f"thiếu bảng {table.title}",
                file=book.file,
                sheet=table.sheet,
                remedy=f"thêm trang «{table.sheet}» theo biểu mẫu, kể cả khi không có số liệu",
            )
        complete.append(pair)
    return complete


def _sender(
    book: Workbook, contract: Contract, places: Iterable[tuple[Sheet, Header]], communes: tuple[Unit, ...]
) -> str | None:
    """The commune that sent a per-commune workbook, read from the title lines above its tables."""
    if not contract.per_commune:
        return None
    near: list[str] = []
    where = ""
    for sheet, header in places:
        for row in range(header.first):
            for column in range(len(sheet.rows[row])):
                text = sheet.text(row, column)
                if match_key(text).startswith("uybannhandan"):
                    where = where or f"{sheet.name}!{cell_name(row, column)}"
                    unit = match(_after_body(text), communes)
                    if unit is not None:
                        return unit.code
                    near += [unit.name for unit in suggest(_after_body(text), communes)]
    hint = f"có phải là {', '.join(dict.fromkeys(near))}?" if near else "ghi tên xã ở dòng đầu trang"
    sheet_name, _, cell = where.partition("!")
    reason = "không nhận ra tên xã, thị trấn ở dòng đầu trang"
    raise ReportError(reason, file=book.file, sheet=sheet_name or None, cell=cell or None, remedy=hint)


def _after_body(text: str) -> str:
    """What follows "ỦY BAN NHÂN DÂN" in a title."""
    return " ".join(text.split()[4:])


def _refuse_second(receipts: dict[tuple[str, str | None], Receipt], receipt: Receipt) -> None:
    first = receipts.get((receipt.office, receipt.sender))
    if first is not None:
        raise ReportError(
            f"cùng nơi gửi với tệp {first.file}; không biết tệp nào là bản cuối",
            file=receipt.file,
            remedy="giữ lại bản cuối, đưa bản kia ra khỏi thư mục",
        )


def _set_duplicates_aside(readings: list[TableReading]) -> None:
    """A key that appears again, in any file, is set aside; the first stays. Values of keys are not repeated in
    messages."""
    seen: dict[tuple[str, tuple[Any, ...]], TableReading] = {}
    for index, reading in enumerate(readings):
        table = reading.contract
        if not table.key:
            continue
        kept = []
        for row in reading.rows:
            key = (table.name, tuple(row[name] for name in table.key))
            first = seen.get(key)
            if first is None:
                seen[key] = reading
                kept.append(row)
            else:
                reading.rejects.append(_duplicate(table, reading, row, first))
        readings[index] = replace(reading, rows=kept)


def _duplicate(table: TableContract, reading: TableReading, row: dict[str, Any], first: TableReading) -> Reject:
    titles = ", ".join(table.column(name).title for name in table.key)
    letter = reading.letters.get(table.key[0], "A")
    return Reject(
        reading.file,
        reading.sheet,
        f"{letter}{row['source_row']}",
        table.name,
        "duplicate",
        "",
        f"trùng «{titles}» với một dòng ở {first.file} › {first.sheet}",
        "giữ một dòng, xóa dòng trùng",
    )
