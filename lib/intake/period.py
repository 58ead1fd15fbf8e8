"""A period's folder read whole: which file is whose, every table, duplicates, who has not sent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.contracts import CONTRACTS
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake import form_version
from lib.intake.cells import Places
from lib.intake.recognition import Recognised, recognise, sender_of
from lib.intake.tables import Finding, Reject, TableReading, read_table
from lib.intake.workbook import Sheet, read_workbook

SUFFIXES = {".xlsx", ".xls", ".xlsm", ".ods"}
LOCKS = ("~$", ".")
WRITTEN = ("report.yaml",)
"""What people write into the folder beside the workbooks; not read here."""


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

    Receipts and readings stand in the order of the contracts and the communes' codes, whatever the files are called.
    `ignored` names files passed over; `notes` are findings about whole sheets; `missing` lists the senders that owe a
    workbook and sent none, as (office, commune code or None).
    """

    period: Period
    communes: tuple[Unit, ...]
    receipts: tuple[Receipt, ...]
    readings: tuple[TableReading, ...]
    ignored: tuple[str, ...]
    missing: tuple[tuple[str, str | None], ...]
    notes: tuple[Finding, ...] = ()

    @cached_property
    def rejects(self) -> tuple[Reject, ...]:
        return tuple(reject for reading in self.readings for reject in reading.rejects)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.notes, *(finding for reading in self.readings for finding in reading.findings))

    def records(self, table: str) -> list[dict[str, Any]]:
        """The clean rows of one table, from all its files, each with its file and sheet."""
        return [
            {**row, "source_file": reading.file, "source_sheet": reading.sheet}
            for reading in self.readings
            if reading.contract.name == table
            for row in reading.rows
        ]


def workbooks_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The workbooks of a period's folder in name order, and the names of files passed over: locks, thumbnails, whatever
    is no workbook."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name not in WRITTEN)
    books = [path for path in files if path.suffix.lower() in SUFFIXES and not path.name.startswith(LOCKS)]
    return books, [path.name for path in files if path not in books]


def read_period(folder: Path, period: Period, communes: tuple[Unit, ...]) -> Intake:
    """Reads every workbook in `folder` by its contract.

    Raises ReportError for what cannot be set aside: an unreadable workbook, one that is nobody's, a missing
    table or column, two workbooks of one sender.
    """
    books, ignored = workbooks_in(folder)
    received: dict[tuple[str, str | None], tuple[Receipt, list[TableReading]]] = {}
    notes: list[Finding] = []
    for path in books:
        book = read_workbook(path, path.name)
        known = recognise(book)
        sender = sender_of(book, known.places, communes) if known.contract.per_commune else None
        receipt = Receipt(book.file, known.contract.office, sender, book.sha256)
        _refuse_second(received, receipt)
        received[receipt.office, sender] = receipt, _tables(book.file, known, period, Places(communes), sender)
        notes += _notes(book.file, known, period)
    owed = [(c.office, code) for c in CONTRACTS for code in ([u.code for u in communes] if c.per_commune else [None])]
    came = [received[each] for each in owed if each in received]
    readings = [reading for _, tables in came for reading in tables]
    _set_duplicates_aside(readings)
    receipts = tuple(receipt for receipt, _ in came)
    missing = tuple(each for each in owed if each not in received)
    return Intake(period, communes, receipts, tuple(readings), tuple(ignored), missing, tuple(notes))


def _tables(file: str, known: Recognised, period: Period, places: Places, sender: str | None) -> list[TableReading]:
    pairs = zip(known.contract.tables, known.places, strict=True)
    return [read_table(file, sheet, header, table, period, places, sender) for table, (sheet, header) in pairs]


def _notes(file: str, known: Recognised, period: Period) -> Iterator[Finding]:
    """Sheets that are read although hidden, sheets that hold something and are not read, forms of other days."""
    for sheet, header in known.places:
        if sheet.hidden:
            yield Finding(file, sheet.name, f"A{header.first + 1}", "trang bị ẩn trong tệp; số liệu vẫn được đọc")
    for sheet in known.unused:
        if sheet.name == form_version.SHEET:
            why = form_version.outdated(sheet, known.contract, period.code)
            if why:
                yield Finding(file, known.places[0][0].name, "A1", why)
        elif any(_filled(sheet)):
            yield Finding(file, sheet.name, "A1", "trang này không thuộc biểu mẫu nên không được đọc")


def _filled(sheet: Sheet) -> Iterator[bool]:
    return (sheet.text(row, column) != "" for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row])))


def _refuse_second(
    received: dict[tuple[str, str | None], tuple[Receipt, list[TableReading]]], receipt: Receipt
) -> None:
    first = received.get((receipt.office, receipt.sender))
    if first is not None:
        raise ReportError(
            f"cùng nơi gửi với tệp {first[0].file}; không biết tệp nào là bản cuối",
            file=receipt.file,
            remedy="giữ lại bản cuối, đưa bản kia ra khỏi thư mục",
        )


def _set_duplicates_aside(readings: list[TableReading]) -> None:
    """A key that appears again, in any file, is set aside; the first stays: the first sender's in the official order,
    in a file the first by group and number (STT), wherever rows and groups stand. Keys are not repeated in messages."""
    seen: dict[tuple[str, tuple[Any, ...]], tuple[TableReading, dict[str, Any]]] = {}
    for index, reading in enumerate(readings):
        table = reading.contract
        if not table.key:
            continue
        again = set()
        for row in sorted(reading.rows, key=lambda each: _official_place(reading, each)):
            key = (table.name, tuple(row[name] for name in table.key))
            first = seen.setdefault(key, (reading, row))
            if first[1] is not row:
                again.add(row["source_row"])
                reading.rejects.append(_duplicate(reading, row, *first))
        readings[index] = replace(reading, rows=[row for row in reading.rows if row["source_row"] not in again])


def _official_place(reading: TableReading, row: dict[str, Any]) -> tuple[int, str, int, int]:
    """What orders rows of one sheet however they are shuffled: group, then number; else as they stand."""
    group = reading.contract.group
    label = str(row[group.name]) if group else ""
    codes = list(group.choices.values()) if group else []
    number = row["source_number"]
    return (
        codes.index(label) if label in codes else len(codes),
        label,
        number if number is not None else 10**9,
        row["source_row"],
    )


def _duplicate(reading: TableReading, row: dict[str, Any], where: TableReading, first: dict[str, Any]) -> Reject:
    table = reading.contract
    titles = ", ".join(table.column(name).title for name in table.key)
    letter = next((reading.letters[name] for name in table.key if name in reading.letters), "A")
    same_sheet = "" if where is reading else f" ở {where.file} › {where.sheet}"
    return Reject(
        reading.file,
        reading.sheet,
        f"{letter}{row['source_row']}",
        table.name,
        "duplicate",
        "",
        f"trùng «{titles}» với dòng {first['source_row']}{same_sheet}",
        "giữ một dòng, xóa dòng trùng",
    )
