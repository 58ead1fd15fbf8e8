"""Reminders to those whose workbook has not come, came late or is not final: one text each, offices only, no people.

python -m lib remind --unit … --period …
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.contracts.model import Contract
from lib.domain.dates import format_date
from lib.domain.workdays import parse_day, today
from lib.facts.rollup import UNITS
from lib.indicators.context import Context, open_context
from lib.intake.form_names import collector, commune_form, office_form
from lib.intake.receipts import RECEIPTS
from lib.intake.sending import Sending, send_by, sendings
from lib.narrative.phrases import lower_first

FOLDER = "reminders"
YOU = "quý cơ quan"
"""How a letter speaks to an office."""


@dataclass(frozen=True)
class Reminder:
    """One text: the name of its file and what it says."""

    file: str
    text: str


def reminders(context: Context, on: date) -> list[Reminder]:
    """A text for every sender that is missing, late or provisional on a day, in the order of senders."""
    deadline = send_by(context.data, context.unit, context.period)
    writer = _Writer(context, deadline, on)
    found = sendings(context.cleaned, context.communes, deadline)
    return [writer.reminder(each) for each in found if each.late or each.provisional]


@dataclass(frozen=True)
class _Writer:
    """Writes the reminders of one unit and period."""

    context: Context
    deadline: date
    on: date

    def reminder(self, sending: Sending) -> Reminder:
        office, commune = sending.sender
        if office == UNITS:
            return self._unit(str(commune))
        contract = self.context.contracts.of(office)
        form = self._form(office, commune)
        came = sending.state not in ("missing", "told")
        body = self._came(sending) if came else self._waited(sending, contract, form)
        lines = [
            f"V/v gửi số liệu báo cáo giảm nghèo {self.context.period.title}",
            f"Kính gửi: {self._name(office, commune)}.",
            *(line.replace(YOU, self._you(commune)) for line in body),
            "Trân trọng./.",
            self._asker(office)[0],
        ]
        return Reminder(f"{Path(form).stem}.txt", "\n\n".join(lines) + "\n")

    def _unit(self, code: str) -> Reminder:
        """To a unit whose ledger is added: what it owes is its own report."""
        context, day = self.context, format_date(self.deadline)
        unit = next(each for each in context.communes if each.code == code)
        body = context.reference.level(unit, context.period.end).short_body
        asker = f"{context.level.short_body} {context.unit.name}"
        lines = [
            f"V/v gửi báo cáo giảm nghèo {context.period.title}",
            f"Kính gửi: {body} {unit.name}.",
            f"Để tổng hợp báo cáo kết quả thực hiện Chương trình mục tiêu quốc gia Giảm nghèo bền vững "
            f"{context.period.title}, {asker} đề nghị quý cơ quan gửi báo cáo của mình cùng sổ số liệu "
            f"(cả thư mục báo cáo, có facts.json và manifest.json). Hạn gửi: chậm nhất ngày {day}. "
            f"Đến ngày {format_date(self.on)}, báo cáo của quý cơ quan chưa có ở nơi tổng hợp.",
            "Trân trọng./.",
            asker,
        ]
        return Reminder(f"{unit.slug}.txt", "\n\n".join(lines) + "\n")

    def _waited(self, sending: Sending, contract: Contract, form: str) -> Iterator[str]:
        """What is owed, on which form, until when; that it has not come."""
        period, (asker, own) = self.context.period, self._asker(contract.office)
        start, end = format_date(period.start), format_date(period.end)
        tables = "\n".join(f"- {table.title};" for table in contract.tables).removesuffix(";")
        yield (
            f"Để tổng hợp báo cáo kết quả thực hiện Chương trình mục tiêu quốc gia Giảm nghèo bền vững {period.title} "
            f"(số liệu từ ngày {start} đến hết ngày {end}), {lower_first(asker) if own else asker} đề nghị quý cơ quan "
            f"gửi «{contract.title}» theo biểu mẫu «{form}», gồm {len(contract.tables)} bảng:\n{tables}."
        )
        over = (self.on - self.deadline).days
        passed = f", đã quá hạn {over} ngày; đề nghị gửi ngay" if over > 0 else ""
        yield (
            f"Hạn gửi: chậm nhất ngày {format_date(self.deadline)}. Đến ngày {format_date(self.on)}, báo cáo của "
            f"quý cơ quan chưa về đến nơi tổng hợp{passed}."
        )
        if sending.told:
            names = ", ".join(f"«{self.context.contracts.table(name).title}»" for name in sending.told)
            yield (
                f"Số liệu của bảng {names} hiện chỉ nghe qua điện thoại và nhập tay; "
                "cần tệp báo cáo để đối chiếu và thay thế."
            )
        yield (
            "Bảng nào trong kỳ không phát sinh số liệu thì vẫn gửi, để trống. Khi chưa có báo cáo của quý cơ quan, các "
            "nội dung liên quan trong báo cáo chung phải ghi là chưa có số liệu."
        )

    def _came(self, sending: Sending) -> Iterator[str]:
        """That it came, and what is still wrong: too late, not final."""
        told = f"Nơi tổng hợp đã nhận tệp «{sending.file}» của quý cơ quan"
        cutoff = self.context.period.end
        if sending.received is not None and sending.late:
            days, over = (sending.received - cutoff).days, (sending.received - self.deadline).days
            late = f", quá hạn gửi ({format_date(self.deadline)}) {over} ngày" if over > 0 else ""
            yield (
                f"{told} ngày {format_date(sending.received)}, sau ngày chốt số liệu ({format_date(cutoff)}) "
                f"{days} ngày{late}. Đề nghị quý cơ quan gửi sớm hơn ở các kỳ sau để kịp tổng hợp, kiểm tra."
            )
        if sending.provisional:
            which = "Tệp này" if sending.late else f"{told}; tệp này"
            due = "ngay" if self.on > self.deadline else f"chậm nhất ngày {format_date(self.deadline)}"
            yield (
                f"{which} là bản tạm, số liệu lấy từ đó được ghi chú là số tạm. Đề nghị quý cơ quan gửi bản chính thức "
                f"{due}, hoặc xác nhận bằng văn bản rằng số liệu không thay đổi."
            )

    def _asker(self, office: str) -> tuple[str, bool]:
        """Who asks, and whether it asks itself: then it is the people who collect."""
        context, end = self.context, self.context.period.end
        name = collector(context.reference, context.unit, end, context.communes)
        itself = name == self._name(office, None)
        return ("Bộ phận tổng hợp báo cáo giảm nghèo", True) if itself else (name, False)

    def _name(self, office: str, commune: str | None) -> str:
        """What a sender is called in a letter: with its place."""
        context, end = self.context, self.context.period.end
        unit = next((each for each in context.communes if each.code == commune), context.unit)
        name = context.reference.office(office, unit, end).name
        word = context.reference.level(unit, end).word
        return f"{name} {unit.name}" if word and name.endswith(word) else name

    def _you(self, commune: str | None) -> str:
        """How a letter speaks to a sender: a village is no office."""
        context = self.context
        unit = next((each for each in context.communes if each.code == commune), context.unit)
        return YOU if context.reference.level(unit, context.period.end).body else unit.name

    def _form(self, office: str, commune: str | None) -> str:
        context = self.context
        if commune is not None:
            return commune_form(context.communes, commune)
        return office_form(context.reference, context.unit, context.period.end, office)


def write_reminders(context: Context, on: date) -> list[Path]:
    """Writes the reminders of a day into data/processed/…/reminders; those of an earlier day go, answered or not."""
    folder = context.data.processed(context.unit.slug, context.period.code) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.txt"):
        path.unlink()
    written = []
    for reminder in reminders(context, on):
        written.append(folder / reminder.file)
        written[-1].write_text(reminder.text, encoding="utf-8", newline="\n")
    return written


def main_remind(unit: str, period: str, day: str = "", data: str = "") -> int:
    """The command: writes and prints the reminders of a day ("" is today)."""
    context = open_context(unit, period, data)
    written = write_reminders(context, parse_day(day) if day else today())
    for path in written:
        print(f"── {path}\n\n{path.read_text(encoding='utf-8')}")
    print(f"{len(written)} nơi cần nhắc." if written else "Không phải nhắc nơi nào.")
    if undated := [receipt for receipt in context.cleaned.receipts if not receipt.received]:
        print(f"{len(undated)} tệp chưa ghi ngày nhận vào {RECEIPTS}, nên không biết có gửi muộn không.")
    return 0
