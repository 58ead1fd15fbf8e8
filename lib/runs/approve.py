"""An edition's way from draft to signed, and from signed to amended: review, sign, amend, and what a run does where a
signed edition stands."""

import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import nbformat

from lib.bootstrap import exclusive
from lib.domain.errors import ReportError
from lib.editions.approvals import (
    AMEND,
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
from lib.intake.official import Replaced, amending, numbered, rewrite
from lib.narrative.runs import DOCUMENT_MIME, plain_text
from lib.report.executed import outputs
from lib.runs.building import LOCKS

BY_A_RUN = "lần chạy tự động"
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
        who=_named(who),
        at=now(),
        previous=known.last,
    )
    append(reports, act)
    return act


def _named(who: str) -> str:
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
        self.unit, self.period, self.who = context.unit.slug, context.period.code, _named(who)
        self.reports, self.written = reports, context.raw / REPORT_FILE
        act_on(reports, self.unit, self.period, Action.SIGN)
        _intact(reports, self.unit, self.period)
        self.folder = reports / self.unit / self.period
        self.reviewed = edition_of(self.folder) or ""
        self.document = _document(self.folder)

    def seal(self, build: Path) -> bool:
        """Seals the edition in the folder `build`. Raises ReportError where it is still a draft, or says anything else
        than what was reviewed."""
        made = _document(build)
        if edition_of(self.folder) != self.reviewed:
            raise ReportError("bản báo cáo vừa được lập lại", file=self.place, remedy="rà soát lại rồi ký")
        if made["draft"]:
            raise ReportError(plain_text(made["draft_note"]), file=self.place, remedy="bổ sung rồi rà soát lại")
        if changed := _differs(self.document, made):
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
        return True

    @property
    def place(self) -> str:
        return f"{self.unit}/{self.period}"


def _document(folder: Path) -> dict[str, Any]:
    """The assembled document of an edition."""
    try:
        notebook = nbformat.read(folder / "notebooks" / "report.ipynb", as_version=4)
        document: dict[str, Any] = list(outputs(notebook, DOCUMENT_MIME))[-1]
    except (OSError, ValueError, IndexError, nbformat.reader.NotJSONError):
        raise ReportError(
            "bản này thiếu sổ tay report.ipynb", file=folder.name, remedy="chạy lại, rà soát lại rồi ký"
        ) from None
    return document


def _differs(reviewed: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """What of a document differs besides its head: facts by id, or parts; "" when nothing does."""
    before, now = ({each["id"]: each for each in document["facts"]} for document in (reviewed, made))
    own = {name for name, fact in {**before, **now}.items() if fact["section"] != HEADER.number}
    facts = sorted(name for name in own if _told(before.get(name)) != _told(now.get(name)))
    words, said = _words(reviewed), _words(made)
    return ", ".join(facts[:5]) or ", ".join(sorted(name for name in words | said if words.get(name) != said.get(name)))


def _words(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document without its head, and without the drawing of charts, which are facts and words drawn."""
    sections = [{name: part for name, part in each.items() if name != "charts"} for each in document["sections"]]
    return {**{name: part for name, part in document.items() if name not in OFFICIAL}, "sections": sections}


def _told(fact: Mapping[str, Any] | None) -> object:
    """A fact without the hash of report.yaml, which signing writes into."""
    if fact is None:
        return None
    sources = [{**each, "sha256": ""} if each["file"] == REPORT_FILE else each for each in fact["sources"]]
    return {**fact, "sources": sources}


def write_head(path: Path, number: str, day: date | None, signatory: str) -> str:
    """Writes the head of a document about to be signed, and returns what report.yaml was."""
    before = path.read_text(encoding="utf-8-sig")
    return rewrite(path, numbered(before, number=number, day=day, signatory=signatory))


def says_the_same(signed: Path, made: Path) -> bool:
    """Whether a build says what the signed edition says: figures, words and head; looks may differ."""
    before, now = _document(signed), _document(made)
    heads = all(before.get(name) == now.get(name) for name in ("number", "place_date", "signatory"))
    return heads and not _differs(before, now)


class Guard:
    """What a run does where a signed edition stands: leaves it where nothing it says has changed, else amends it."""

    def __init__(self, context: Context, reports: Path) -> None:
        self.reports, self.raw = reports, context.raw
        unit, period = context.unit.slug, context.period.code
        self.folder = reports / unit / period
        with approving(reports, unit, period):
            settle(reports, unit, period)
        edition, known = edition_of(self.folder), read_approvals(reports, unit, period)
        self.signature = known.of(edition, SIGN) if edition else None
        if self.signature and context.raw.is_dir():
            old = Replaced.read(context.report)
            if old and old.edition == self.signature.edition:  # already being amended
                self.signature = None
        self.amended = False

    @property
    def stands(self) -> bool:
        return self.signature is not None

    def accept(self, build: Path) -> bool:
        """Whether a build is published at once: never, over a signed edition."""
        self.amended = not says_the_same(self.folder, build)
        return False

    def amend(self) -> str:
        """Begins the amended edition, and says so in one line."""
        assert self.signature is not None
        with approving(self.reports, self.signature.unit, self.signature.period):
            begin_amendment(self.reports, self.raw, self.signature, BY_A_RUN, "có thay đổi sau khi ký")
        return f"Bản số {self.signature.number} đã ký được giữ nguyên; lập bản sửa đổi thay thế, là dự thảo chưa có số."


def begin_amendment(reports: Path, raw: Path, signed: Approval, who: str, reason: str) -> None:
    """Writes into report.yaml that the next edition replaces a signed one, and records who began it and why."""
    path, who, reason = raw / REPORT_FILE, _named(who), " ".join(reason.split())
    if not reason:
        raise ReportError("chưa nói vì sao sửa đổi", remedy='--reason "lý do"')
    old = Replaced(number=signed.number, date=date.fromisoformat(signed.date), reason=reason, edition=signed.edition)
    rewrite(path, amending(path.read_text(encoding="utf-8-sig"), old))
    known = read_approvals(reports, signed.unit, signed.period)
    append(
        reports,
        Approval(
            act=AMEND,
            unit=signed.unit,
            period=signed.period,
            edition=signed.edition,
            who=who,
            at=now(),
            reason=reason,
            previous=known.last,
        ),
    )


def edition_signed(reports: Path, unit: str, period: str) -> Approval:
    """The signature of the edition that stands. Raises ReportError where it is not signed."""
    edition = edition_of(reports / unit / period)
    act = read_approvals(reports, unit, period).of(edition, SIGN) if edition else None
    if act is None:
        raise ReportError("bản này chưa ký", file=f"{unit}/{period}")
    return act
