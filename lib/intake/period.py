"""A period's folder read whole: which file is whose, every table, duplicates, who has not sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.contracts import DISTRICT, Contracts
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.text import match_key
from lib.domain.units import Unit
from lib.intake import form_version
from lib.intake.cells import Places
from lib.intake.corrections import CORRECTIONS, Corrections, read_corrections
from lib.intake.duplicates import set_duplicates_aside
from lib.intake.entered import ENTERED, Told, read_entered
from lib.intake.fonts import legacy_fonts
from lib.intake.overrides import OVERRIDES
from lib.intake.plain_text import plain_workbook
from lib.intake.receipts import RECEIPTS, Receipt, Written, final_of, read_receipts
from lib.intake.recognition import Recognised, recognise, sender_of
from lib.intake.sheet_doubts import sheet_doubts
from lib.intake.sheet_notes import hidden_notes
from lib.intake.superseded import replaced
from lib.intake.tables import Finding, Reject, TableReading, read_table
from lib.intake.workbook import SUFFIXES, Sheet, cell_name, holds_a_table, read_first

LOCKS = ("~$", ".")
NONE = ("khong", "chuaphatsinh", "chuaco")
"""How offices begin when they say that a table is empty."""
ACCEPTED = "accepted.yaml"
WRITTEN = ("report.yaml", RECEIPTS, ENTERED, CORRECTIONS, ACCEPTED, OVERRIDES)
"""What people write into the folder beside the workbooks."""

Sender = tuple[str, str | None]
"""An office and, for a commune's workbook, the commune's code."""


@dataclass(frozen=True)
class Intake:
    """Everything read from one period's folder.

    Receipts and readings stand in the order of the contracts and the communes' codes, whatever the files are called.
    `ignored` names files passed over; `notes` are findings about whole files and sheets; `missing` lists the senders
    that owe a workbook and sent none; `files` gives the SHA-256 of every file read, replaced ones too; `told` says who
    told the figures that were entered by hand; `contracts` is what it was read by. A sender is missing until every
    table of its was sent or entered.
    """

    period: Period
    communes: tuple[Unit, ...]
    receipts: tuple[Receipt, ...]
    readings: tuple[TableReading, ...]
    ignored: tuple[str, ...]
    missing: tuple[Sender, ...]
    notes: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    contracts: Contracts = DISTRICT

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
    books = [path for path in books if holds_a_table(path)]
    return books, [path.name for path in files if path not in books]


def read_period(folder: Path, period: Period, communes: tuple[Unit, ...], contracts: Contracts = DISTRICT) -> Intake:
    """Reads every workbook in `folder` by its contract.

    Raises ReportError for what cannot be set aside: an unreadable workbook, one that is nobody's, a missing
    table or column, two workbooks of one sender where nothing tells which is final.
    """
    books, ignored = workbooks_in(folder)
    written = read_receipts(folder, [path.name for path in books])
    corrections = read_corrections(folder)
    sent: dict[Sender, list[_Sent]] = {}
    for at in range(len(books)):
        one = _read(books[at:], period, Places(communes, contracts.children), written, corrections, contracts)
        sent.setdefault((one.receipt.office, one.receipt.sender), []).append(one)
    received = {sender: _counted(folder, several, written) for sender, several in sent.items()}
    corrections.finish({one.receipt.file for one in received.values()})
    owed = list(contracts.owing(period.kind, (unit.code for unit in communes)))
    owed += [each for each in received if each not in owed]
    came = [received[each] for each in owed if each in received]
    entered = read_entered(folder, period, Places(communes, contracts.children), received, contracts)
    tables = {**entered.readings, **{sender: one.tables for sender, one in received.items()}}
    readings = [reading for each in owed for reading in tables.get(each, [])]
    set_duplicates_aside(readings)
    files = {one.receipt.file: one.receipt.sha256 for several in sent.values() for one in several}
    return Intake(
        period=period,
        communes=communes,
        receipts=tuple(one.receipt for one in came),
        readings=tuple(readings),
        ignored=tuple(ignored),
        missing=tuple(each for each in owed if each not in received and not entered.covers(each)),
        notes=(*(finding for one in received.values() for finding in one.notes), *entered.notes),
        files={**files, **({ENTERED: entered.sha256} if entered.sha256 else {})},
        told=entered.told,
        contracts=contracts,
    )


@dataclass(frozen=True)
class _Sent:
    """One workbook read: its receipt, its tables in the contract's order, what is odd about its sheets."""

    receipt: Receipt
    tables: list[TableReading]
    notes: list[Finding]


def _read(
    paths: list[Path],
    period: Period,
    places: Places,
    written: Mapping[str, Written],
    corrections: Corrections,
    contracts: Contracts,
) -> _Sent:
    readable, mended = plain_workbook(read_first(paths), legacy_fonts(paths[0].read_bytes()))
    book = corrections.applied(readable)
    known = recognise(book, contracts)
    office = known.contract.office
    sender = sender_of(book, known.places, places) if known.contract.per_commune else None
    said = written.get(book.file)
    if said is not None and said.office != office:
        reason = f"ghi nơi gửi của tệp {book.file} là «{said.office}», nhưng nội dung tệp là của «{office}»"
        raise ReportError(reason, file=RECEIPTS, remedy="sửa office của mục này")
    received, status = (said.received.isoformat(), said.status) if said else ("", "")
    receipt = Receipt(book.file, office, sender, book.sha256, received, status)
    tables = _tables(book.file, known, period, places, sender)
    corrections.mark(tables)
    notes = [*mended, *_notes(book.file, known, period), *_empty(known, tables), *corrections.findings(book.file)]
    return _Sent(receipt, tables, notes)


def _counted(folder: Path, several: list[_Sent], written: Mapping[str, Written]) -> _Sent:
    """The file of one sender that counts, its notes telling of the others: the same bytes again, or replaced."""
    distinct: dict[str, _Sent] = {}
    notes: list[Finding] = []
    for one in sorted(several, key=lambda each: (len(each.receipt.file), each.receipt.file)):
        first = distinct.setdefault(one.receipt.sha256, one)
        if first is not one:
            notes.append(Finding(one.receipt.file, "", "", f"giống hệt tệp {first.receipt.file}; chỉ tính một lần"))
    by_file = {one.receipt.file: one for one in distinct.values()}
    if len(by_file) == 1:
        (final,) = by_file.values()
        return replace(final, notes=[*final.notes, *notes])
    file, why = final_of(folder, list(by_file), written)
    final = by_file.pop(file)
    for other in by_file.values():
        notes += replaced(other.tables, final.tables, why)
    return replace(final, notes=[*final.notes, *notes])


def _tables(file: str, known: Recognised, period: Period, places: Places, sender: str | None) -> list[TableReading]:
    pairs = zip(known.contract.tables, known.places, strict=True)
    return [read_table(file, sheet, header, table, period, places, sender) for table, (sheet, header) in pairs]


def _notes(file: str, known: Recognised, period: Period) -> Iterator[Finding]:
    """Sheets that are read although hidden or at odds with what they say, sheets that hold something and are not read,
    forms of other days."""
    for table, (sheet, header) in zip(known.contract.tables, known.places, strict=True):
        yield from hidden_notes(file, sheet, header.first)
        yield from sheet_doubts(file, sheet, header, table, period)
    for sheet in known.unused:
        if sheet.name == form_version.SHEET:
            why = form_version.outdated(sheet, known.contract, period.code)
            if why:
                yield Finding(file, known.places[0][0].name, "A1", why)
        elif any(_filled(sheet)):
            yield Finding(file, sheet.name, "A1", "trang này không thuộc biểu mẫu nên không được đọc")


def _empty(known: Recognised, tables: Sequence[TableReading]) -> Iterator[Finding]:
    """Tables without a row that nobody says is empty: what was not written down is not zero."""
    for (sheet, header), reading in zip(known.places, tables, strict=True):
        below = range(header.last + 1, len(sheet.rows))
        said = (match_key(sheet.text(row, column)) for row in below for column in range(len(sheet.rows[row])))
        if not reading.rows and not reading.rejects and not any(words.startswith(NONE) for words in said):
            words = f"bảng {reading.contract.title} không có dòng số liệu nào; hỏi lại xem có đúng là không phát sinh"
            yield Finding(reading.file, reading.sheet, cell_name(header.last, 0), words)


def _filled(sheet: Sheet) -> Iterator[bool]:
    return (sheet.text(row, column) != "" for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row])))
