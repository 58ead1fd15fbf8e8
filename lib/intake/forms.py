"""Blank forms, made from the contracts: one workbook for each office and commune, for one unit and period.

    python -m lib forms --unit … --period …

What a form asks for is what the reader reads, because both come from the same contract. Cells are written one by one as
texts, numbers or blanks: nothing in a form is a formula except the rules of its validation.
"""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import xlsxwriter

from lib.contracts import contracts_of
from lib.contracts.model import SENDER, Contract, TableContract
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake.clean import cleaned
from lib.intake.folders import DataFolder, data_folder
from lib.intake.form_names import collector, commune_form, office_form
from lib.intake.form_version import stamp
from lib.intake.forms_cells import Lists
from lib.intake.forms_sheet import FormSheet, Words, listed
from lib.intake.last_period import last_period
from lib.intake.safe_cells import CREATED
from lib.intake.sending import send_by

ROOM = 15
"""Rows to fill in a group, or in a table without groups, at least; more where the last period needed more."""
Room = Mapping[tuple[str, str, str], int]
"""How many rows a table had, by table, sender (a commune's code or "") and group (a code or "")."""


@dataclass(frozen=True)
class Forms:
    """What was made: the folder, new files, files that stood there already and were left alone, and the offices that
    have none because nobody entered a name of theirs for that day."""

    folder: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...]
    nameless: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"Đã lập {len(self.made)} biểu mẫu trong {self.folder}"]
        lines += [f"Giữ nguyên {len(self.kept)} tệp đã có (muốn lập lại thì xóa đi)"] if self.kept else []
        if self.nameless:
            lines.append(
                f"Chưa lập biểu mẫu cho {len(self.nameless)} cơ quan chưa có tên vào ngày chốt số liệu: "
                f"{', '.join(self.nameless)}. Cách sửa: thêm tên vào reference/offices.yaml"
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class _Maker:
    """Makes forms for one unit and period."""

    reference: Reference
    unit: Unit
    period: Period
    communes: tuple[Unit, ...]
    send_by: date
    room: Room

    def forms(self) -> Iterator[tuple[str, bytes | None]]:
        """File name and content of each form; the office's id and None where it has no name on that day."""
        owed = contracts_of(self.reference, self.unit, self.period.end).sent
        for contract in (each for each in owed if each.owed(self.period.kind)):
            if contract.per_commune:
                for commune in self.communes:
                    yield commune_form(self.communes, commune.code), self._commune_form(contract, commune)
                continue
            try:
                office = self.reference.office(contract.office, self.unit, self.period.end)
            except ReportError:
                yield contract.office, None
                continue
            name = office_form(self.reference, self.unit, self.period.end, contract.office)
            yield name, self._office_form(contract, office.name)

    def _commune_form(self, contract: Contract, commune: Unit) -> bytes:
        level = self.reference.level(commune, self.period.end)
        if not level.body:  # a village: no body of its own, so the commune's stands above it
            above = self.reference.level(self.unit, self.period.end)
            issuer = (" ".join(above.head(self.unit.name)), commune.name.upper())
            return self._book(contract, issuer, ("NGƯỜI LẬP DANH SÁCH",), self._receiver, commune.code)
        issuer = level.head(commune.name)
        signer = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        return self._book(contract, issuer, signer, self._receiver, commune.code)

    def _office_form(self, contract: Contract, name: str) -> bytes:
        word = self.reference.level(self.unit, self.period.end).word
        placed = (name.removesuffix(word).rstrip().upper(), f"{word} {self.unit.name}".upper())
        issuer = placed if name.endswith(word) else (name.upper(), "")
        own = self._receiver.startswith(name)
        return self._book(contract, issuer, ("THỦ TRƯỞNG ĐƠN VỊ",), "" if own else self._receiver)

    @property
    def _receiver(self) -> str:
        return collector(self.reference, self.unit, self.period.end, self.communes)

    def _book(
        self, contract: Contract, issuer: tuple[str, str], signer: tuple[str, ...], receiver: str, sender: str = ""
    ) -> bytes:
        content = io.BytesIO()
        start, end = format_date(self.period.start), format_date(self.period.end)
        period_line = f"Kỳ báo cáo: {self.period.title} (từ {start} đến hết {end})"
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            book.set_properties({"title": contract.title, "created": CREATED})
            lists = Lists(book, self.period, date(self.reference.periods.first_year, 1, 1), self._names())
            for table in contract.tables:
                notes = (*_notes(table), self._deadline(receiver))
                words = Words(issuer, period_line, signer, notes)
                FormSheet(book, table, words, lists, self._rows(table, sender)).write()
            lists.write(stamp(contract, self.period.code))
        return content.getvalue()

    def _rows(self, table: TableContract, sender: str) -> dict[str, int]:
        """Rows to fill by the group's label, "" for a table without named groups: a quarter more than last time."""
        if table.group is not None and not table.group.choices:
            return {"": len(self.period.months) if table.window else ROOM}
        codes = table.group.choices.items() if table.group else [("", "")]
        needed = {label: self.room.get((table.name, sender, code), 0) for label, code in codes}
        return {label: max(ROOM, -(-rows * 5 // 40) * 10) for label, rows in needed.items()}

    def _names(self) -> tuple[str, ...]:
        """The communes' names in official order; with "xã", "thị trấn" before names that two of them bear."""
        times = Counter(commune.name for commune in self.communes)
        return tuple(each.name if times[each.name] == 1 else each.official_name for each in self.communes)

    def _deadline(self, receiver: str) -> str:
        done = f"Gửi tệp này về {receiver}" if receiver else "Hoàn thành"
        return f"{done} chậm nhất ngày {format_date(self.send_by)}."


def _notes(table: TableContract) -> Iterator[str]:
    """What whoever fills a table in has to know, under it."""
    columns = table.columns
    yield "Ghi chú: gõ vào các ô trắng; không đổi tên trang, tên cột." + (
        " Thiếu dòng thì chèn thêm vào giữa bảng, thừa thì để trống; không có số liệu thì vẫn gửi trang này, để trống."
        if listed(table) is None
        else " Mỗi dòng đã in sẵn đều cần số liệu."
    )
    if table.group and not table.group.choices:
        name = table.group.title[0].lower() + table.group.title[1:]
        yield f"Ở các dòng I, II, III … ghi tên {name}, các dòng bên dưới là số liệu của {name} đó."
    numeric = [column for column in columns if column.type in ("count", "money", "percent")]
    absent = [f"«{column.title}»" for column in numeric if column.dash == "absent"]
    zero = "dấu - nghĩa là không phát sinh, bằng 0" if len(absent) < len(numeric) else ""
    unknown = f"ở cột {', '.join(absent)} dấu - nghĩa là chưa có, chưa giao, khác với số 0" if absent else ""
    if numeric:
        said = "; ".join(filter(None, (zero, unknown)))
        yield f"{said[0].upper()}{said[1:]}. Ô số để trống là chưa báo cáo."
    if any(column.type in ("count", "money") and column.adds for column in columns):
        yield "Dòng Tổng cộng không bắt buộc; nếu ghi, số tổng được đối chiếu với các dòng."
    if any(column.type in ("personal", "presence") for column in columns):
        yield "Họ tên người chỉ để nơi gửi đối chiếu, không đưa vào báo cáo."


def make_forms(data: DataFolder, reference: Reference, unit: Unit, period: Period, folder: Path) -> Forms:
    """Writes every form that is not yet in `folder`; a file that is there may have been filled in and stays."""
    communes = reference.units.children(unit, period.end)
    maker = _Maker(reference, unit, period, communes, send_by(data, unit, period), _room(data, reference, unit, period))
    folder.mkdir(parents=True, exist_ok=True)
    made, kept, nameless = [], [], []
    for name, content in maker.forms():
        if content is None:
            nameless.append(name)
            continue
        path = folder / name
        if path.exists():
            kept.append(path)
            continue
        aside = path.with_name(f".{path.name}.part")
        aside.write_bytes(content)
        aside.replace(path)
        made.append(path)
    return Forms(folder, tuple(made), tuple(kept), tuple(nameless))


def _room(data: DataFolder, reference: Reference, unit: Unit, period: Period) -> Room:
    """How many rows the last period had; nothing where there was none, or where it cannot be read."""
    before = last_period(data, reference.periods, unit.slug, period)
    if before is None:
        return {}
    try:
        known = cleaned(data, reference, reference.units.get(unit.slug, before.end), before)
    except ReportError:
        return {}  # its own run says why; these forms then have the usual room
    room: dict[tuple[str, str, str], int] = {}
    for contract in known.contracts.sent:
        for table in contract.tables:
            frame = known.table(table.name)
            senders = frame[SENDER.name] if contract.per_commune else pd.Series("", index=frame.index)
            named = table.group is not None and table.group.choices
            groups = frame[table.group.name] if table.group and named else pd.Series("", index=frame.index)
            for (sender, group), rows in Counter(zip(senders, groups, strict=True)).items():
                room[table.name, sender, group] = rows
    return room


def main_forms(unit: str, period: str, data: str = "", to: str = "") -> int:
    """The command: makes the forms and says where; `to` is a folder (empty: data/processed/<unit>/<period>/forms)."""
    folder = data_folder(data)
    reference = Reference.load(folder.reference)
    when = reference.periods.parse(period)
    whose = reference.reporting(unit, when)
    target = Path(to).resolve() if to else folder.processed(whose.slug, when.code) / "forms"
    print(make_forms(folder, reference, whose, when, target))
    return 0
