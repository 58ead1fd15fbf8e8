"""Corrections are data: `corrections.yaml` changes raw cells before anything is read from them, and says so.

Each says what the cell must hold now; once the source has been fixed the run stops until the entry is taken out.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.reading import read_yaml, records
from lib.domain.text import nfc
from lib.intake.formulas import UNCOMPUTED
from lib.intake.quoting import shown
from lib.intake.tables import Finding, TableReading
from lib.intake.workbook import Sheet, Value, Workbook

CORRECTIONS = "corrections.yaml"
PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
REMEDY = f"xem lại tệp; nguồn đã đúng thì bỏ mục này khỏi {CORRECTIONS}"


@dataclass(frozen=True)
class Correction:
    """One cell: where, what it holds, what it should hold, why, who says so (a role), when."""

    file: str
    sheet: str
    cell: str
    old: str | int | float | date | None
    new: str | int | float | date | None
    reason: str
    who: str
    date: date

    @property
    def row(self) -> int:
        """Its zero-based row."""
        return self._parts[1]

    @property
    def column(self) -> int:
        """Its zero-based column."""
        return self._parts[0]

    @property
    def _parts(self) -> tuple[int, int]:
        found = PLACE.fullmatch(self.cell)
        if found is None:
            raise ReportError(f"«{self.cell}» không phải là tên ô", file=CORRECTIONS, remedy="viết như D14")
        number = 0
        for letter in found[1]:
            number = number * 26 + ord(letter) - 64
        return number - 1, int(found[2]) - 1


@dataclass
class Corrections:
    """The corrections of one period; `used` are the files they were applied to."""

    entries: tuple[Correction, ...] = ()
    used: set[str] = field(default_factory=set)

    def _of(self, file: str) -> list[Correction]:
        return [each for each in self.entries if nfc(each.file) == nfc(file)]

    def applied(self, book: Workbook) -> Workbook:
        """The workbook with its cells corrected. Raises ReportError where a cell does not hold what it should."""
        for each in self._of(book.file):
            self.used.add(book.file)
            if all(sheet.name != each.sheet for sheet in book.sheets):
                raise _stop(each, "không có trang này trong tệp")
            book = replace(book, sheets=tuple(_corrected(s, each) if s.name == each.sheet else s for s in book.sheets))
        return book

    def findings(self, file: str) -> Iterator[Finding]:
        """What was corrected in a file; values are not repeated."""
        for each in self._of(file):
            why = f"lý do: {each.reason}; người sửa: {each.who}"
            words = f"ô đã sửa theo {CORRECTIONS} ngày {format_date(each.date)}; {why}"
            yield Finding(file, each.sheet, each.cell, words)

    def mark(self, readings: Iterable[TableReading]) -> None:
        """Notes which clean rows rest on a correction: the row itself, or every row below a corrected header, group or
        title."""
        for reading in readings:
            numbers = reading.rows.column("source_row")
            aside = {int(found[1]) for each in reading.rejects if (found := re.search(r"(\d+)$", each.cell))}
            for each in self._of(reading.file):
                own = each.row + 1
                if each.sheet != reading.sheet or own in aside:
                    continue
                for number in [own] if own in numbers else [number for number in numbers if number > own]:
                    before = reading.corrected.get(number)
                    reading.corrected[number] = f"{before},{each.cell}" if before else each.cell

    def finish(self, counted: Collection[str]) -> None:
        """Raises ReportError for a correction of a file that is not there, or that another has replaced."""
        for each in self.entries:
            if nfc(each.file) not in map(nfc, self.used):
                raise ReportError(f"không có tệp «{each.file}» trong thư mục", file=CORRECTIONS, remedy=REMEDY)
            if nfc(each.file) not in map(nfc, counted):
                raise _stop(each, "tệp này đã được thay bằng tệp khác, không tính vào báo cáo")


def read_corrections(folder: Path) -> Corrections:
    """What corrections.yaml says; none where there is no such file. Raises ReportError for one that says it wrong."""
    path = folder / CORRECTIONS
    if not path.is_file():
        return Corrections()
    entries = records(read_yaml(path) or [], Correction, Path(CORRECTIONS), "tệp")
    seen: set[tuple[str, str, str]] = set()
    for each in entries:
        place = (each.file, each.sheet, each.cell)
        if place in seen or each.row < 0:
            raise _stop(each, f"{CORRECTIONS} ghi ô này hai lần")
        seen.add(place)
    return Corrections(entries)


def _stop(each: Correction, reason: str) -> ReportError:
    return ReportError(reason, file=each.file, sheet=each.sheet, cell=each.cell, remedy=REMEDY)


def _plain(value: Value) -> str:
    return "" if value == UNCOMPUTED else shown(value)


def _corrected(sheet: Sheet, each: Correction) -> Sheet:
    now = _plain(sheet.value(each.row, each.column))
    if now != _plain(each.old):
        fixed = "nguồn đã được sửa" if now == _plain(each.new) else "nguồn đã được sửa, hoặc chưa từng có giá trị này"
        raise _stop(each, f"ô không giữ giá trị cũ ghi trong {CORRECTIONS}: {fixed}")
    rows = [list(row) for row in sheet.rows]
    if each.row >= len(rows):
        raise _stop(each, "ô nằm ngoài vùng số liệu của trang")
    rows[each.row] += [None] * (each.column + 1 - len(rows[each.row]))
    rows[each.row][each.column] = each.new
    return replace(sheet, rows=rows)
