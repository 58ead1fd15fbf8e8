"""An edition's way from draft to signed, and from signed to amended: review, sign, amend, and what a run does where a
signed edition stands."""

import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lib.bootstrap import exclusive
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.editions.approvals import (
    REVIEW,
    SEAL,
    SIGN,
    Approval,
    append,
    broken,
    digests,
    edition_of,
    read_approvals,
    read_seal,
    signed_folder,
)
from lib.editions.manifest import file_sha256
from lib.editions.status import Published, published
from lib.editions.statuses import Action, Status, after
from lib.indicators.context import REPORT_FILE, Context, open_context
from lib.indicators.registry import HEADER
from lib.intake.official import Replaced, numbered, rewrite
from lib.narrative.runs import plain_text
from lib.report.executed import read_document
from lib.runs.building import LOCKS

NUMBER = re.compile(r"\d+[a-zđ]?", re.IGNORECASE)
OFFICIAL = frozenset(
    ("number", "number_line", "place_date", "place_date_line", "signatory", "draft", "draft_note", "reasons", "facts")
)
"""What signing changes in the assembled document: all else has to be what was reviewed."""


@contextmanager
def approving(reports: Path, unit: str, period: str) -> Iterator[None]:
    """One at a time writes down who did what to a unit's period."""
    (reports / LOCKS).mkdir(parents=True, exist_ok=True)
    with exclusive(reports / LOCKS / f"{unit}-{period}.approvals.lock"):
        yield


def now() -> str:
    """The time that is written down: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def act_on(reports: Path, unit: str, period: str, action: Action) -> tuple[Status, Published | None]:
    """The status of the edition that stands, and the edition. Raises ReportError where the action is not allowed."""
    settle(reports, unit, period)
    standing = published(reports, unit, period)
    edition = edition_of(reports / unit / period) if standing else None
    status = read_approvals(reports, unit, period).status(edition)
    after(status, action, f"{unit}/{period}")
    return status, standing


def settle(reports: Path, unit: str, period: str) -> None:
    """Finishes what a signing that was killed left undone: a sealed edition that stands gets its line, and its copy."""
    folder = reports / unit / period
    seal = read_seal(folder)
    if seal is None or broken(folder, seal.files):
        return
    known = read_approvals(reports, unit, period)
    if known.of(seal.edition, SIGN) is None and seal.previous == known.last and not known.faults:
        append(reports, seal)
    keep = signed_folder(reports, seal)
    if read_approvals(reports, unit, period).of(seal.edition, SIGN) and not keep.exists():
        aside = keep.with_name(f".{keep.name}.copying")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(folder, aside)
        for path in aside.rglob("*"):
            if path.is_file():
                path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        aside.rename(keep)


def review_edition(reports: Path, unit: str, period: str, who: str) -> Approval:
    """Records that somebody has reviewed exactly the edition that stands. Raises ReportError where there is none, it is
    signed, or a file of it is not what its manifest names."""
    act_on(reports, unit, period, Action.REVIEW)
    folder = reports / unit / period
    _intact(reports, unit, period)
    known = read_approvals(reports, unit, period)
    act = Approval(
        act=REVIEW,
        unit=unit,
        period=period,
        edition=edition_of(folder) or "",
        who=named(who),
        at=now(),
        previous=known.last,
    )
    append(reports, act)
    return act


def named(who: str) -> str:
    """A name with its spaces folded. Raises ReportError for none."""
    if not who.strip():
        raise ReportError("chưa nói ai", remedy='--who "họ tên, chức vụ"')
    return " ".join(who.split())


def _intact(reports: Path, unit: str, period: str) -> Published:
    """The edition, every file of it as its manifest names it, and its approvals as they were written."""
    edition = published(reports, unit, period)
    if edition is None:
        raise ReportError(
            "không đọc được bản kê khai", file=f"{unit}/{period}/manifest.json", remedy="chạy lại báo cáo"
        )
    folder = reports / unit / period
    for name, digest in edition.manifest["outputs"].items():
        if not (folder / name).is_file() or file_sha256(folder / name) != digest:
            raise ReportError("tệp khác với khi lập", file=f"{unit}/{period}/{name}", remedy="chạy lại báo cáo")
    if faults := read_approvals(reports, unit, period).faults:
        raise ReportError(faults[0], remedy="tìm bản sao còn nguyên của tệp này trước khi ký tiếp")
    return edition


class Signing:
    """One signing under way: writes the head into report.yaml, and seals the edition a run then builds of it, if it is
    the reviewed one but for its head."""

    def __init__(self, context: Context, reports: Path, who: str) -> None:
        self.unit, self.period, self.who = context.unit.slug, context.period.code, named(who)
        self.reports, self.written = reports, context.raw / REPORT_FILE
        act_on(reports, self.unit, self.period, Action.SIGN)
        _intact(reports, self.unit, self.period)
        self.folder = reports / self.unit / self.period
        self.reviewed = edition_of(self.folder) or ""
        self.document = read_document(self.folder)
        self.refused: ReportError | None = None

    def accept(self, build: Path) -> bool:
        """Seals the edition in the folder `build`; False where it is refused, `refused` then says why: the run itself
        did not fail."""
        try:
            self.seal(build)
        except ReportError as error:
            self.refused = error
        return self.refused is None

    def seal(self, build: Path) -> None:
        """Seals a build. Raises ReportError where it is still a draft, or says anything else than what was reviewed."""
        made = read_document(build)
        if edition_of(self.folder) != self.reviewed:
            raise ReportError("bản báo cáo vừa được lập lại", file=self.place, remedy="rà soát lại rồi ký")
        if made["draft"]:
            raise ReportError(plain_text(made["draft_note"]), file=self.place, remedy="bổ sung rồi rà soát lại")
        if changed := differs(self.document, made):
            remedy = "chạy lại (python -m lib run), rà soát lại rồi ký"
            raise ReportError(f"số liệu hay lời đã đổi từ khi rà soát: {changed}", file=self.place, remedy=remedy)
        known = read_approvals(self.reports, self.unit, self.period)
        report = open_context(self.unit, self.period, str(self.written.parents[3])).report
        old = Replaced.read(report)
        act = Approval(
            act=SIGN,
            unit=self.unit,
            period=self.period,
            edition=edition_of(build) or "",
            who=self.who,
            at=now(),
            number=made["number"],
            date=report["document"]["date"].isoformat(),
            signatory=str(made["signatory"]["name"]),
            replaces=old.edition if old else "",
            files=digests(build),
            previous=known.last,
        )
        (build / SEAL).write_bytes(act.line)

    @property
    def place(self) -> str:
        return f"{self.unit}/{self.period}"


def differs(reviewed: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """What of a document differs besides its head: facts by id, or parts; "" when nothing does."""
    before, now = ({each["id"]: each for each in document["facts"]} for document in (reviewed, made))
    own = {name for name, fact in {**before, **now}.items() if fact["section"] != HEADER.number}
    facts = sorted(name for name in own if _told(before.get(name)) != _told(now.get(name)))
    words, said = _words(reviewed), _words(made)
    return ", ".join(facts[:5]) or ", ".join(sorted(name for name in words | said if words.get(name) != said.get(name)))


def _words(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document without its head, and without the drawing of charts, which are facts and words drawn; the summary
    for leaders repeats the head and draws too."""
    sections = [{name: part for name, part in each.items() if name != "charts"} for each in document["sections"]]
    summary = {name: part for name, part in document.get("summary", {}).items() if name not in ("dated", "chart")}
    own = {name: part for name, part in document.items() if name not in OFFICIAL}
    return {**own, "sections": sections, "summary": summary}


def _told(fact: Mapping[str, Any] | None) -> object:
    """A fact without the hash of report.yaml, which signing writes into."""
    if fact is None:
        return None
    sources = [{**each, "sha256": ""} if each["file"] == REPORT_FILE else each for each in fact["sources"]]
    return {**fact, "sources": sources}


def check_number(reports: Path, context: Context, given: str) -> None:
    """Raises ReportError for a number that is none, that another signed report of the unit has in the same year, or for
    a day before that of the report that is replaced."""
    if given and not NUMBER.fullmatch(given):
        raise ReportError(f"số văn bản «{given}» không đúng dạng", remedy="chỉ ghi số, ví dụ 12 hoặc 12a")
    document, old = context.report.get("document") or {}, Replaced.read(context.report)
    number, day = f"{document.get('number')}/{document.get('symbol')}", document.get("date")
    if type(day) is not date:
        return  # a draft, which says so itself
    if old and day < old.date:
        told = f"ngày {format_date(day)} trước ngày của báo cáo bị thay thế ({format_date(old.date)})"
        raise ReportError(told, file=REPORT_FILE, remedy="xem lại --date")
    for file in sorted((reports / context.unit.slug).glob("*.approvals.jsonl")):
        period = file.name.removesuffix(".approvals.jsonl")
        for act in read_approvals(reports, context.unit.slug, period).signed:
            if act.number == number and act.date[:4] == str(day.year):
                told = f"số {number} năm {day.year} đã dùng cho báo cáo kỳ {period} ký ngày"
                raise ReportError(f"{told} {format_date(date.fromisoformat(act.date))}", remedy="lấy số khác ở văn thư")


def write_head(path: Path, number: str, day: date | None, signatory: str) -> str:
    """Writes the head of a document about to be signed, and returns what report.yaml was."""
    before = path.read_text(encoding="utf-8-sig")
    return rewrite(path, numbered(before, number=number, day=day, signatory=signatory))


def edition_signed(reports: Path, unit: str, period: str) -> Approval:
    """The signature of the edition that stands. Raises ReportError where it is not signed."""
    edition = edition_of(reports / unit / period)
    act = read_approvals(reports, unit, period).of(edition, SIGN) if edition else None
    if act is None:
        raise ReportError("bản này chưa ký", file=f"{unit}/{period}")
    return act
