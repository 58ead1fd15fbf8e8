"""What became of a fault: caught, repaired, flagged as implausible, or missed."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from faults.sample import UNIT, Sample, rows_of, sample

from lib.contracts import OWNERS
from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.indicators import Context, open_context
from lib.intake import clean
from lib.intake.clean import Cleaned
from lib.intake.period import Intake
from lib.intake.plausible import IMPLAUSIBLE

CAUGHT, REPAIRED, FLAGGED, MISSED = "caught", "repaired", "implausible", "missed"
OUTCOMES = (CAUGHT, REPAIRED, FLAGGED, MISSED)


@dataclass(frozen=True)
class Fault:
    """What was done to a period: `files` gives the files that are no longer as they were (None: gone).

    A message names the place when it is of one of these files, on `sheet` (any, if empty) and in one of `rows` (as
    Excel numbers them) or `columns` (letters); with neither given, anywhere on the sheet.
    """

    files: Mapping[str, bytes | None]
    sheet: str = ""
    rows: Collection[int] = ()
    columns: Collection[str] = ()
    about: str = ""

    def within(self, file: str | None, sheet: str | None) -> bool:
        """Whether a message about this file and sheet (none: all of it) can mean the fault."""
        if file is None or nfc(file) not in map(nfc, self.files):
            return False
        return not (self.sheet and sheet) or nfc(sheet) == nfc(self.sheet)

    def names(self, file: str, sheet: str, cell: str) -> bool:
        """Whether a message about this cell names the place of the fault."""
        if not self.within(file, sheet):
            return False
        if not (self.rows or self.columns):
            return True
        letters = cell.rstrip("0123456789")
        number = cell[len(letters) :]
        return (number.isdigit() and int(number) in self.rows) or letters in self.columns


@dataclass(frozen=True)
class Verdict:
    """The outcome, and the message or difference that decided it."""

    outcome: str
    why: str


def judge(period: str, fault: Fault) -> Verdict:
    """Reads the touched files with the fault and without, and compares."""
    one = sample(period)
    before = one.clean([name for name in fault.files if name in one.files])
    with tempfile.TemporaryDirectory() as folder:
        for name, content in fault.files.items():
            if content is not None:
                Path(folder, name).write_bytes(content)
        try:
            after = one.read(Path(folder))
        except ReportError as error:
            named = fault.within(error.file, error.sheet)
            return Verdict(CAUGHT if named else MISSED, str(error))
    said = list(_messages(one.second_look(before), one.second_look(after), fault))
    lost = [f"{office} {sender} chưa gửi" for office, sender in after.missing if (office, sender) not in before.missing]
    if said:
        certain = [words for rule, words in said if rule != IMPLAUSIBLE]
        return Verdict(CAUGHT, certain[0]) if certain else Verdict(FLAGGED, said[0][1])
    if _content(before) == _content(after) and not lost:
        return Verdict(REPAIRED, "")
    if lost:
        return Verdict(CAUGHT, lost[0])
    changed = different(facts_of(one, after), _clean_facts(period))
    return Verdict(MISSED, f"{fault.about}: {', '.join(changed)}") if changed else Verdict(REPAIRED, "")


def _messages(before: Intake, after: Intake, fault: Fault) -> Iterator[tuple[str, str]]:
    """New rejects and findings that name the place: (rule, words)."""
    known = Counter((each.sheet, each.reason) for each in before.findings)
    for finding in after.findings:
        key = (finding.sheet, finding.reason)
        known[key] -= 1
        if known[key] < 0 and fault.names(finding.file, finding.sheet, finding.cell):
            yield finding.rule, f"{finding.file} › {finding.sheet} › {finding.cell}: {finding.reason}"
    refused = Counter((each.sheet, each.reason) for each in before.rejects)
    for reject in after.rejects:
        key = (reject.sheet, reject.reason)
        refused[key] -= 1
        if refused[key] < 0 and fault.names(reject.file, reject.sheet, reject.cell):
            yield reject.rule, str(reject)


def _content(intake: Intake) -> Counter[str]:
    return Counter(repr((name, sender, sorted(row.items()))) for name, sender, row in rows_of(intake))


def different(now: Mapping[str, Any], clean: Mapping[str, Any]) -> list[str]:
    """The ids of facts that are not the same."""
    return sorted(name for name in now.keys() | clean.keys() if now.get(name) != clean.get(name))


def facts_of(one: Sample, after: Intake) -> dict[str, Any]:
    """What readers see of every fact, by id, once the tables of `after` stand in the place of the period's own."""
    touched = {(receipt.office, receipt.sender) for receipt in after.receipts}
    kept = [each for each in one.intake.readings if (OWNERS[each.contract.name].office, each.sender) not in touched]
    merged = replace(one.intake, readings=(*kept, *after.readings), notes=())
    with tempfile.TemporaryDirectory() as root:
        target = Path(root, "processed", "tables")
        clean._publish(merged, target)
        context = open_context(UNIT, one.period.code)
        context.__dict__["cleaned"] = Cleaned(target, one.unit, one.period)
        return seen(context)


def facts_from(one: Sample, fault: Fault) -> dict[str, Any]:
    """The same the long way, from a data folder of its own: what `facts_of` is held against."""
    with tempfile.TemporaryDirectory() as root:
        raw = Path(root, "raw", UNIT, one.period.code)
        shutil.copytree(one.folder, raw)
        for name, content in fault.files.items():
            (raw / name).unlink(missing_ok=True)
            if content is not None:
                (raw / name).write_bytes(content)
        return seen(open_context(UNIT, one.period.code, root))


def seen(context: Context) -> dict[str, Any]:
    """What readers see of every fact, by id."""
    return {fact.id: (fact.value, fact.absence, fact.printed, repr(fact.parts)) for fact in context.all_facts()}


@cache
def _clean_facts(period: str) -> dict[str, Any]:
    one = sample(period)
    return facts_of(one, replace(one.intake, receipts=(), readings=()))
