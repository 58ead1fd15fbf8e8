"""The commands review, sign and amend."""

from argparse import Namespace

from lib.domain.dates import format_date
from lib.domain.workdays import parse_day
from lib.editions.approvals import edition_of
from lib.editions.statuses import Action
from lib.indicators.context import REPORT_FILE, open_context
from lib.intake.folders import reports_folder
from lib.intake.official import rewrite
from lib.runs.amend import begin_amendment
from lib.runs.approve import (
    Signing,
    act_on,
    approving,
    check_number,
    edition_signed,
    review_edition,
    settle,
    write_head,
)
from lib.runs.index import refresh_index
from lib.runs.run import run_report


def main_review(options: Namespace) -> int:
    """Records that somebody has reviewed the edition that stands."""
    unit, period = options.unit, options.period
    folder = reports_folder(options.reports)
    with approving(folder, unit, period):
        act = review_edition(folder, unit, period, options.who)
    refresh_index(folder)
    print(f"{unit}/{period}: đã rà soát, {act.who}. Bản {act.edition[:12]}; lập lại thì phải rà soát lại.")
    return 0


def main_sign(options: Namespace) -> int:
    """Puts number, date and signatory in, and seals the reviewed edition; report.yaml is as before where that fails."""
    places = (options.unit, options.period, options.data)
    folder, context = reports_folder(options.reports), open_context(*places)
    day = parse_day(options.date) if options.date else None
    path, place = context.raw / REPORT_FILE, (context.unit.slug, context.period.code)
    with approving(folder, *place):
        signing = Signing(context, folder, options.who)
        before = write_head(path, options.number, day, options.signatory)
        try:
            check_number(folder, open_context(*places), options.number)
            page = run_report(*places, options.reports, wait=True, accept=signing.accept)
            if signing.refused is not None:
                raise signing.refused
        except BaseException:
            if edition_of(signing.folder) == signing.reviewed:  # else it is signed, whatever went wrong afterwards
                rewrite(path, before)
            raise
        settle(folder, *place)
        act = edition_signed(folder, *place)
    refresh_index(folder)
    print(f"Đã ký số {act.number} ngày {format_date(parse_day(act.date))}, {act.signatory}; khóa {len(act.files)} tệp.")
    print(f"Dấu vết con dấu (SHA-256): {act.digest}")
    print(page)
    return 0


def main_amend(options: Namespace) -> int:
    """Begins an edition that amends the signed one, which is kept."""
    places = (options.unit, options.period, options.data)
    folder, context = reports_folder(options.reports), open_context(*places)
    place = (context.unit.slug, context.period.code)
    with approving(folder, *place):
        act_on(folder, *place, Action.AMEND)
        act = edition_signed(folder, *place)
        begin_amendment(folder, context.raw, act, options.who, options.reason)
    page = run_report(*places, options.reports, wait=True)
    print(f"Bản sửa đổi, thay thế số {act.number} ngày {format_date(parse_day(act.date))} (bản đã ký được giữ nguyên).")
    print(page)
    return 0
