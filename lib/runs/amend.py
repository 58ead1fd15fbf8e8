"""What becomes of a signed edition when something has changed since: it stands, and another one amends it."""

from datetime import date
from pathlib import Path

from lib.domain.errors import ReportError
from lib.editions.approvals import AMEND, SIGN, Approval, append, edition_of, read_approvals
from lib.indicators.context import REPORT_FILE
from lib.intake.official import Replaced, amending, read_report, rewrite
from lib.report.executed import read_document
from lib.runs.approve import approving, differs, named, now, settle

BY_A_RUN = "lần chạy tự động"


def says_the_same(signed: Path, made: Path) -> bool:
    """Whether a build says what the signed edition says: figures, words and head; looks may differ."""
    before, now = read_document(signed), read_document(made)
    heads = all(before.get(name) == now.get(name) for name in ("number", "place_date", "signatory"))
    return heads and not differs(before, now)


class Guard:
    """What a run does where a signed edition stands: leaves it where nothing it says has changed, else amends it."""

    def __init__(self, reports: Path, unit: str, period: str, raw: Path) -> None:
        self.reports, self.raw = reports, raw
        self.folder = reports / unit / period
        if self.folder.is_dir():
            with approving(reports, unit, period):
                settle(reports, unit, period)
        edition, known = edition_of(self.folder), read_approvals(reports, unit, period)
        self.signature = known.of(edition, SIGN) if edition else None
        if self.signature and raw.is_dir():
            old = Replaced.read(read_report(raw))
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
    path, who, reason = raw / REPORT_FILE, named(who), " ".join(reason.split())
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
