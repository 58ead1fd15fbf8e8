"""A period prepared: its raw folder, blank forms, report.yaml and commentary to start from.

    python -m lib new --unit … --period …

What people wrote last time is copied with what cannot hold again taken out (number, date) or marked (`status`). Nothing
that stands is ever replaced.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.text import nfc
from lib.domain.units import Unit
from lib.domain.written import FENCE, STALE, child, compose, replaced
from lib.intake.folders import DataFolder, data_folder
from lib.intake.forms import make_forms
from lib.intake.last_period import last_period

REPORT, COMMENTARY = "report.yaml", "commentary"


@dataclass(frozen=True)
class Written:
    """A file of the new period: its path, and what was done, in Vietnamese."""

    path: Path
    what: str


def prepare(data: DataFolder, reference: Reference, unit: Unit, period: Period) -> Iterator[Written]:
    """Makes what a period starts with, telling each file; what stands there already is left alone and told.

    Raises ReportError when a file of the last period cannot be read.
    """
    raw = data.raw(unit.slug, period.code)
    before = last_period(data, reference.periods, unit.slug, period)
    source = data.raw(unit.slug, before.code) if before else None
    raw.mkdir(parents=True, exist_ok=True)
    old_report = source / REPORT if source and (source / REPORT).is_file() else None
    origin = f"kỳ {before.code}" if before else ""
    if old_report:
        text = f"# Chép từ {origin}: điền số, ngày khi ban hành; xem lại căn cứ, nơi nhận, người ký, ghi chú.\n"
        yield _write(raw / REPORT, text + emptied(_read(old_report)), f"chép từ {origin}, để trống số và ngày")
    else:
        yield _write(raw / REPORT, _first_report(reference, unit, period), "lập mới; điền chỗ có dấu …")
    for path in sorted((source / COMMENTARY).glob("*.md")) if source else []:
        yield _write(raw / COMMENTARY / path.name, marked_stale(_read(path)), f"chép từ {origin}, status: {STALE}")


def emptied(report: str) -> str:
    """A report.yaml without the number and date of its document, and without what it says of sample data and of a
    report that it replaces; everything else, comments too, as it stands.

    >>> emptied("document: {number: 7, symbol: BC-UBND, date: 2023-06-15}  # as issued")
    'document: {number: null, symbol: BC-UBND, date: null}  # as issued'
    """
    whole = compose(report, REPORT)
    document = child(whole, "document")
    of_the_report = (child(whole, key) for key in ("made_up", "notice", "replaces"))
    found = [*(child(document, key) for key in ("number", "date")), *of_the_report]
    return replaced(report, [(value, "null") for value in found if value is not None])


def marked_stale(commentary: str) -> str:
    r"""A commentary whose front matter says that it is last period's.

    >>> marked_stale("---\nauthor: A\nstatus: done\n---\nText.").splitlines()
    ['---', 'author: A', 'status: cũ, cần viết lại', '---', 'Text.']
    >>> marked_stale("Text.").splitlines()
    ['---', 'status: cũ, cần viết lại', '---', 'Text.']
    """
    lines = commentary.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if lines[0].rstrip() != FENCE or not end:
        return f"{FENCE}\nstatus: {STALE}\n{FENCE}\n{commentary}"
    front = "\n".join(lines[1:end]) + "\n"
    status = child(compose(front, COMMENTARY), "status")
    front = replaced(front, [(status, STALE)]) if status is not None else f"{front}status: {STALE}\n"
    return "\n".join([FENCE, front + FENCE, *lines[end + 1 :]])


def _first_report(reference: Reference, unit: Unit, period: Period) -> str:
    """A report.yaml for a unit that has none yet."""
    head: dict[str, Any] = {
        "document": {"number": None, "symbol": "BC-UBND", "place": unit.name, "date": None},
        "addressee": _addressee(reference, unit, period),
        "legal_bases": [],
        "recipients": ["Như trên;", "Lưu: VT."],
        "signatory": {"authority": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": "…"},
    }
    text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    return f"# Lập mới: xem lại nơi nhận báo cáo, thêm căn cứ, nơi nhận, tên người ký.\n{text}"


def _addressee(reference: Reference, unit: Unit, period: Period) -> str:
    receiver, above = reference.level(unit, period.end).receiver, reference.units.parent(unit, period.end)
    return f"{receiver} {reference.level(above, period.end).place(above.name)}" if above else receiver


def _read(path: Path) -> str:
    try:
        return nfc(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ReportError("tệp không phải UTF-8", file=path.name, remedy="lưu lại tệp ở dạng UTF-8") from None


def _write(path: Path, text: str, what: str) -> Written:
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return Written(path, "đã có, giữ nguyên")
    return Written(path, what)


def main_new(unit: str, period: str, data: str = "") -> int:
    """The command: prepares a period and says what it made."""
    folder = data_folder(data)
    reference = Reference.load(folder.reference)
    when = reference.periods.parse(period)
    whose = reference.reporting(unit, when)
    raw = folder.raw(whose.slug, when.code)
    print(f"{whose.official_name}, {when.title}: {raw}")
    for written in prepare(folder, reference, whose, when):
        print(f"  {written.path.relative_to(raw).as_posix()}: {written.what}")
    print(make_forms(folder, reference, whose, when, folder.processed(whose.slug, when.code) / "forms"))
    print(f"Gửi biểu mẫu đi; tệp gửi về chép vào {raw}.")
    return 0
