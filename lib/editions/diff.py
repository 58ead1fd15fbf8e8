"""What changed between two editions or two periods: `python -m lib diff A B`, in the terminal and as a page."""

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.domain.workdays import VIETNAM
from lib.editions.approvals import SIGNED_FOLDER, read_approvals, read_seal
from lib.editions.causes import Cause, Kind, Sides
from lib.editions.status import Published, published
from lib.editions.wording import Changed, changed_sentences, counted
from lib.facts.fact import ABSENCES
from lib.indicators.registry import HEADER, sections
from lib.intake.folders import reports_folder
from lib.report.executed import read_document
from lib.report.pages import side_page

PREVIOUS = ".previous"


@dataclass(frozen=True)
class Side:
    """One of the two: its folder, ledger, manifest, assembled document, and what it is called."""

    folder: Path
    ledger: Mapping[str, Any]
    manifest: Mapping[str, Any]
    document: Mapping[str, Any]
    name: str

    @property
    def period(self) -> tuple[str, str]:
        return self.ledger["entity"]["slug"], self.ledger["period"]["code"]

    @property
    def facts(self) -> dict[str, Mapping[str, Any]]:
        return {fact["id"]: fact for fact in self.ledger["facts"]}


@dataclass(frozen=True)
class Moved:
    """One fact that moved: what it printed, what it prints, why."""

    id: str
    section: str
    title: str
    before: str
    now: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that changed from one side to the other."""

    before: Side
    now: Side

    @cached_property
    def moved(self) -> list[Moved]:
        """The facts that moved, in the report's order."""
        then, here = self.before.facts, self.now.facts
        labels = {**self.before.ledger["labels"], **self.now.ledger["labels"]}
        basis = (self.before.manifest.get("basis") or {}, self.now.manifest.get("basis") or {})
        sides = Sides(then, here, labels, basis, self.before.period == self.now.period)
        return [_moved(name, then.get(name), here.get(name), sides.causes(name)) for name in sides.moved]

    @cached_property
    def sentences(self) -> list[Changed]:
        """The sentences that changed, in order."""
        return changed_sentences(self.before.document, self.now.document)

    @cached_property
    def kinds(self) -> Counter[Kind]:
        """How many facts moved for each kind of cause."""
        return Counter(kind for each in self.moved for kind in {cause.kind for cause in each.causes})


def _moved(name: str, then: Mapping[str, Any] | None, here: Mapping[str, Any] | None, causes: Sequence[Cause]) -> Moved:
    fact = here or then or {}
    return Moved(name, fact["section"], fact["title"], _printed(then), _printed(here), tuple(causes))


def _printed(fact: Mapping[str, Any] | None) -> str:
    if fact is None:
        return "không có chỉ tiêu này"
    return fact["printed"] if fact["absence"] is None else ABSENCES.get(fact["absence"]["kind"], "không có")


def find_side(given: str, unit: str, reports: Path) -> Side:
    """The edition somebody means: a folder, a file in one, a period, or "<period>@previous" and "<period>@<number>" for
    the edition before and for a signed one. Raises ReportError where there is none."""
    path = Path(given)
    if path.exists():
        folder = path.resolve() if path.is_dir() else path.resolve().parent
        return _opened(folder, given)
    period, _, which = given.partition("@")
    if not unit:
        raise ReportError(f"không có tệp hay thư mục «{given}»", remedy="ghi đường dẫn, hoặc mã kỳ cùng với --unit")
    if which == "previous":
        return _opened(reports / unit / PREVIOUS / period, given)
    if which:
        for act in reversed(read_approvals(reports, unit, period).signed):
            if which in (act.number, act.number.partition("/")[0]):
                return _opened(reports / unit / SIGNED_FOLDER / period / act.edition[:16], given)
        raise ReportError(f"không có bản đã ký số {which}", file=f"{unit}/{period}")
    return _opened(reports / unit / period, given)


def _opened(folder: Path, given: str) -> Side:
    try:
        ledger = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        document = read_document(folder)
    except (OSError, ValueError, ReportError):
        remedy = "lập báo cáo trước, hoặc ghi đúng thư mục của bản"
        raise ReportError("không có bản báo cáo đọc được ở đây", file=given, remedy=remedy) from None
    return Side(folder, ledger, manifest, document, _name(folder, ledger, manifest))


def _name(folder: Path, ledger: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """What readers call an edition: its period, then number or the day it was made."""
    seal = read_seal(folder)
    title = str(ledger["period"]["title"])
    head = title[:1].upper() + title[1:]
    if seal is not None:
        return f"{head}, số {seal.number} đã ký"
    edition: Published | None = published(folder.parents[1], folder.parent.name, folder.name)
    return (
        f"{head}, bản lập lúc {edition.started.astimezone(VIETNAM):%H:%M} ngày {format_date(edition.day)}"
        if edition
        else head
    )


def lines(found: Difference) -> list[str]:
    """What the command prints."""
    told = [f"A: {found.before.name}", f"B: {found.now.name}", f"{in_one_line(found)}."]
    for each in found.moved:
        told += [f"{each.section} {each.title} ({each.id}): {each.before} → {each.now}"]
        told += [f"  {cause.kind.value}: {cause.said}" for cause in each.causes]
    return [*told, *(f"{each.section or '–'} {each.line}" for each in found.sentences)]


def in_one_line(found: Difference) -> str:
    """How much changed, and why."""
    why = ", ".join(f"{kind.value} {format_count(number)}" for kind, number in found.kinds.most_common())
    told = f"{format_count(len(found.moved))} số liệu đổi" + (f" ({why})" if why else "")
    return f"{told}; {counted(found.sentences)}"


def record(found: Difference) -> dict[str, Any]:
    """The same as plain data."""
    facts = [
        {
            **{name: getattr(each, name) for name in ("id", "section", "title", "before", "now")},
            "causes": [{"kind": cause.kind.name.lower(), "said": cause.said} for cause in each.causes],
        }
        for each in found.moved
    ]
    prose = [
        {
            "section": each.section,
            "only_figures": each.only_figures,
            "pieces": [[piece.state, piece.text] for piece in each.pieces],
        }
        for each in found.sentences
    ]
    return {"before": found.before.name, "now": found.now.name, "facts": facts, "sentences": prose}


def diff_page(found: Difference) -> str:
    """The page: one file, no request, nothing that runs."""
    titles = {each.number: f"{each.label} {each.title}" for each in (HEADER, *sections())}
    by_section: dict[str, list[Moved]] = {}
    for each in found.moved:
        by_section.setdefault(each.section, []).append(each)
    prose: dict[str, list[Changed]] = {}
    for change in found.sentences:
        prose.setdefault(change.heading, []).append(change)
    rest = found.now.ledger["period"]["title"]
    named = {number: title.replace("{rest}", "").strip() or rest for number, title in titles.items()}
    notice = found.now.document["data"].get("notice", "")
    shown = {"found": found, "facts": by_section, "prose": prose, "titles": named, "notice": notice}
    return side_page("diff", shown)


def main_diff(options: Namespace) -> int:
    """Prints what changed and writes the page; with one period alone: what changed since the edition before."""
    before, now, unit, to, as_json = options.before, options.now, options.unit, options.to, options.json
    folder = reports_folder(options.reports)
    first, second = (before, now) if now else (f"{before}@previous", before)
    found = Difference(find_side(first, unit, folder), find_side(second, unit, folder))
    if to:
        Path(to).write_text(diff_page(found), encoding="utf-8", newline="\n")
    if as_json:
        print(json.dumps(record(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(found)))
    if to and not as_json:
        print(Path(to).resolve())
    return 0
