"""Collecting the units' ledgers for a roll-up: from a folder of reports into `units/` of the period's raw folder.

Raw stays the one place where inputs live. What is collected is checked against the edition it comes from: the hash its
manifest names, the seal where it is signed, the unit, the period, the poverty standard, the definitions. All of it is
put in place at once; units that this folder does not have keep what was collected before.
"""

import json
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.units import Unit
from lib.editions.approvals import edition_of, read_seal
from lib.editions.manifest import file_sha256
from lib.editions.verify import Verdict, genuine
from lib.facts.rollup import UNITS
from lib.facts.sent import Record, read_sent
from lib.indicators.context import REPORT_FILE, Context, open_context
from lib.indicators.rolled import plan
from lib.indicators.units_sent import RECEIVED, UnitsSent, check_sent
from lib.intake.folders import reports_folder

LEDGER, MANIFEST = "facts.json", "manifest.json"
SHOWN = 12
"""Names listed before the rest is counted."""


@dataclass(frozen=True)
class Collected:
    """What came of collecting: units by what happened to their ledgers."""

    sent: UnitsSent
    new: tuple[Unit, ...]
    changed: tuple[Unit, ...]
    same: tuple[Unit, ...]
    kept: tuple[Unit, ...]
    drafts: tuple[Unit, ...]

    @property
    def missing(self) -> tuple[Unit, ...]:
        return self.sent.missing


def collect(context: Context, folders: list[Path]) -> Collected:
    """Collects the ledgers of a unit's units from folders of reports; where several have one, the last counts.

    Raises ReportError where report.yaml does not say that figures come from units, and for a ledger that may not be
    added; nothing is changed then.
    """
    sent = context.sent
    if sent is None:
        told = "kỳ này không tổng hợp từ đơn vị cấp dưới"
        raise ReportError(told, file=REPORT_FILE, remedy=f"ghi thêm dòng source: {UNITS}")
    before = json.loads((sent.folder / RECEIVED).read_text("utf-8")) if (sent.folder / RECEIVED).is_file() else {}
    found = {unit.slug: edition for unit in sent.units for edition in _editions(folders, unit, context)}
    here, definitions = {unit.slug: unit for unit in sent.units}, plan(context.reference, context.period).definitions
    checked = {slug: _received(edition, context, here[slug], definitions) for slug, edition in found.items()}
    received = {**before, **checked}
    if not received:
        looked = ", ".join(str(folder) for folder in folders)
        remedy = "lập báo cáo của từng đơn vị trước, hoặc chỉ đúng thư mục bằng --from"
        raise ReportError(f"không có báo cáo kỳ {context.period.code} của đơn vị nào trong {looked}", remedy=remedy)
    _put(sent.folder, {slug: edition / LEDGER for slug, edition in found.items()}, received)
    again = {slug for slug in found if slug in before}
    same = {slug for slug in again if before[slug]["sha256"] == received[slug]["sha256"]}

    def units(slugs: Collection[str]) -> tuple[Unit, ...]:
        return tuple(unit for unit in sent.units if unit.slug in slugs)

    return Collected(
        replace(sent),
        units(found.keys() - again),
        units(again - same),
        units(same),
        units(before.keys() - found.keys()),
        units({slug for slug in received if received[slug]["status"] != "signed"}),
    )


def _editions(folders: list[Path], unit: Unit, context: Context) -> Iterator[Path]:
    for folder in folders:
        edition = folder / unit.slug / context.period.code
        if (edition / LEDGER).is_file():
            yield edition


def _received(edition: Path, context: Context, unit: Unit, definitions: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """What is written down of one ledger, once it is found to be what its edition says."""
    name = f"{unit.slug}/{context.period.code}/{LEDGER}"
    ledger = read_sent(edition / LEDGER, name)
    check_sent(ledger, unit, context.period, context.reference)
    try:
        made = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))["outputs"][LEDGER]
    except (OSError, ValueError, KeyError):
        remedy = "lấy cả thư mục báo cáo của đơn vị, không chỉ tệp này"
        raise ReportError("không có manifest.json đi cùng sổ số liệu", file=name, remedy=remedy) from None
    seal = read_seal(edition)
    answer = genuine(edition, edition.parents[1]) if seal else None
    if made != ledger.sha256 or (answer and answer.verdict is Verdict.BAD):
        after = "sau khi ký" if seal else "sau khi lập"
        remedy = "lấy lại bản nguyên vẹn của đơn vị"
        raise ReportError(f"sổ số liệu hoặc bản báo cáo đã bị sửa {after}", file=name, remedy=remedy)
    _defined_alike(ledger.records(definitions), definitions, name)
    return {
        "sha256": ledger.sha256,
        "status": "signed" if seal else "draft",
        "number": seal.number if seal else "",
        "edition": edition_of(edition) or file_sha256(edition / MANIFEST),
    }


def _defined_alike(records: Iterable[Record], definitions: Mapping[str, frozenset[str]], name: str) -> None:
    """Raises ReportError where a ledger lacks a fact or counts something else under its name."""
    found = {record["id"]: record["definition"] for record in records}
    other = [fact for fact, said in definitions.items() if found.get(fact) not in said]
    if other:
        shown = ", ".join(other[:3]) + (f" và {len(other) - 3} chỉ tiêu nữa" if len(other) > 3 else "")
        remedy = "lập lại báo cáo của đơn vị bằng phiên bản đang dùng rồi thu lại"
        raise ReportError(f"sổ không có hoặc định nghĩa khác chỉ tiêu {shown}", file=name, remedy=remedy)


def _put(folder: Path, ledgers: dict[str, Path], received: dict[str, dict[str, str]]) -> None:
    """Puts everything in place at once: a killed command leaves what was there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{UNITS}-", dir=folder.parent))
    try:
        kept = (path for path in folder.glob("*.json") if path.name != RECEIVED and path.stem not in ledgers)
        for source in kept:
            shutil.copyfile(source, aside / source.name)
        for slug, source in ledgers.items():
            shutil.copyfile(source, aside / f"{slug}.json")
        text = json.dumps(dict(sorted(received.items())), ensure_ascii=False, indent=1) + "\n"
        (aside / RECEIVED).write_text(text, encoding="utf-8", newline="\n")
        aside.chmod(0o755)
        old = aside.with_name(f"{aside.name}-old")
        if folder.is_dir():
            folder.replace(old)
        aside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _names(units: tuple[Unit, ...]) -> str:
    listed = ", ".join(unit.name for unit in units[:SHOWN])
    return listed + (f" và {len(units) - SHOWN} đơn vị nữa" if len(units) > SHOWN else "")


def main_collect(options: Namespace) -> int:
    """The command: collects, and says who came, who is missing and what changed."""
    context = open_context(options.unit, options.period, options.data)
    folders = [Path(folder).resolve() for folder in options.source] or [reports_folder("")]
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise ReportError("không có thư mục báo cáo này", file=str(missing[0]))
    found = collect(context, folders)
    sent = found.sent
    print(f"Đã có sổ của {len(sent.came)}/{len(sent.units)} đơn vị: {_names(sent.came)}.")
    told = (
        ("Mới thu", found.new),
        ("Khác lần thu trước", found.changed),
        ("Như lần thu trước", found.same),
        ("Giữ bản thu trước, lần này không thấy", found.kept),
        ("Còn là bản dự thảo, chưa ký", found.drafts),
        ("Chưa có", found.missing),
    )
    for words, units in told:
        if units:
            print(f"{words}: {_names(units)}.")
    return 0
