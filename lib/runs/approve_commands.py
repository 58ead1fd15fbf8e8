"""The commands review, sign and amend."""

from lib.domain.dates import format_date
from lib.domain.workdays import parse_day
from lib.editions.statuses import Action
from lib.indicators.context import REPORT_FILE, open_context
from lib.intake.official import rewrite
from lib.runs.approve import (
    Signing,
    act_on,
    approving,
    begin_amendment,
    edition_signed,
    review_edition,
    settle,
    write_head,
)
from lib.runs.due import reports_folder
from lib.runs.index import refresh_index
from lib.runs.progress import Progress
from lib.runs.run import run_report


def main_review(unit: str, period: str, who: str, reports: str = "") -> int:
    """Records that somebody has reviewed the edition that stands."""
    folder = reports_folder(reports)
    with approving(folder, unit, period):
        act = review_edition(folder, unit, period, who)
    refresh_index(folder)
    print(f"{unit}/{period}: đã rà soát, {act.who}. Bản {act.edition[:12]}; lập lại thì phải rà soát lại.")
    return 0


def main_sign(
    unit: str,
    period: str,
    who: str,
    *,
    number: str = "",
    day: str = "",
    signatory: str = "",
    data: str = "",
    reports: str = "",
    progress: Progress | None = None,
) -> int:
    """Puts number, date and signatory in, and seals the reviewed edition; report.yaml is as before where that fails."""
    folder, context = reports_folder(reports), open_context(unit, period, data)
    path, place = context.raw / REPORT_FILE, (context.unit.slug, context.period.code)
    with approving(folder, *place):
        signing = Signing(context, folder, who)
        before = write_head(path, number, parse_day(day) if day else None, signatory)
        try:
            page = run_report(unit, period, data, reports, wait=True, progress=progress, accept=signing.seal)
        except BaseException:
            rewrite(path, before)
            raise
        settle(folder, *place)
        act = edition_signed(folder, *place)
    refresh_index(folder)
    print(f"Đã ký số {act.number} ngày {format_date(parse_day(act.date))}, {act.signatory}; khóa {len(act.files)} tệp.")
    print(f"Dấu vết con dấu (SHA-256): {act.digest}")
    print(page)
    return 0


def main_amend(
    unit: str, period: str, who: str, reason: str, data: str = "", reports: str = "", progress: Progress | None = None
) -> int:
    """Begins an edition that amends the signed one, which is kept."""
    folder, context = reports_folder(reports), open_context(unit, period, data)
    place = (context.unit.slug, context.period.code)
    with approving(folder, *place):
        act_on(folder, *place, Action.AMEND)
        act = edition_signed(folder, *place)
        begin_amendment(folder, context.raw, act, who, reason)
    page = run_report(unit, period, data, reports, wait=True, progress=progress)
    print(f"Bản sửa đổi, thay thế số {act.number} ngày {format_date(parse_day(act.date))} (bản đã ký được giữ nguyên).")
    print(page)
    return 0
