"""One period's report from end to end: clean, sections, assembly, page, ledger, manifest, published together."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.editions.approvals import approvals_file, read_seal
from lib.intake.folders import data_folder, reports_folder
from lib.runs.building import building
from lib.runs.execute import NotebookFailed
from lib.runs.index import refresh_index
from lib.runs.notebooks import execute_period
from lib.runs.plan import ENGINE, Plan
from lib.runs.progress import Progress
from lib.runs.publish import publish, restore
from lib.runs.record import reason_of, recorded
from lib.runs.written import Begun, output, write_edition

if TYPE_CHECKING:  # slow to import
    from lib.runs.amend import Guard

Accept = Callable[[Path], bool]


def run_report(
    unit: str,
    period: str,
    data: str = "",
    reports: str = "",
    *,
    workers: int = 2,
    force: bool = False,
    wait: bool = False,
    told: Callable[[str], None] = lambda line: None,
    progress: Progress | None = None,
    engine: str = ENGINE,
    accept: Accept | None = None,
) -> Path:
    """Makes one period's report and returns the path of its page.

    `data` and `reports` are folders (empty: the repository's). `force` runs every notebook, whatever is kept; `wait`
    waits for another run of the same unit and period instead of refusing. `told` hears why each notebook runs,
    `progress` how far it has come. `engine` is "fresh", or "kernel" for papermill's own. `accept` sees the checked
    build last, and may add to it, raise, or return False to leave what stands. Over a signed edition: one that says the
    same is not published; what says anything else becomes an amended draft. Raises ReportError for anything that stops
    it; the edition that stood before then stands unchanged. The history gets a line either way.
    """
    says = progress or Progress()
    plan = Plan(*resolved(unit, period, data), data, reports_folder(reports), workers, force, told, says, engine)
    signed = None if accept else _guard(plan)
    page = _run_once(plan, wait, signed.accept if signed else accept)
    if signed and signed.amended:
        says.told(signed.amend())
        page = _run_once(plan, wait, None)  # report.yaml now says what is replaced
    return page


def resolved(unit: str, period: str, data: str) -> tuple[str, str]:
    """A unit's slug and a period's code. Raises ReportError where there is no such period, or no such unit reports for
    it."""
    reference = Reference.load(data_folder(data).reference)
    parsed = reference.periods.parse(period)
    return reference.reporting(unit, parsed).slug, parsed.code


def _guard(plan: Plan) -> "Guard | None":
    """What guards a signed edition, where one stands; most runs need not import it."""
    if not approvals_file(plan.reports, plan.unit, plan.period).exists() and read_seal(plan.target) is None:
        return None
    from lib.runs.amend import Guard

    guard = Guard(plan.reports, plan.unit, plan.period, plan.raw)
    return guard if guard.stands else None


def _run_once(plan: Plan, wait: bool, accept: Accept | None) -> Path:
    place, told = (plan.unit, plan.period), plan.progress.told
    with recorded(*place, plan.raw, plan.reports):
        begun = Begun.now(plan)
        with building(plan.reports, *place, wait, told) as build:
            try:
                with ThreadPoolExecutor() as pool:
                    set_aside = pool.submit(output, plan, "lib.runs.set_aside:write_set_aside")
                    executed = execute_period(plan, begun.planned.rests_on, build / "notebooks")
                    set_aside.result()
                says = write_edition(plan, build, executed, begun)
                build.chmod(0o755)
                if accept is None or accept(build):
                    publish(build, plan.target)
                told(f"{says}: {plan.target / 'review.html'}")
            except NotebookFailed as error:
                raise _kept(plan, error) from error
    return plan.target / "report.html"


def _kept(plan: Plan, error: NotebookFailed) -> ReportError:
    """The failed notebook, moved where it can be looked at; the error then says where."""
    folder = plan.processed / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / error.output.name
    shutil.copyfile(error.output, kept)
    return ReportError(error.reason, file=error.file, cell=error.cell, remedy=f"mở {kept} để xem ô lỗi")


def main_run(
    unit: str,
    period: str,
    data: str = "",
    reports: str = "",
    *,
    force: bool = False,
    wait: bool = False,
    explain: bool = False,
    progress: Progress | None = None,
    engine: str = "",
) -> int:
    """The command: runs and prints the page's path as the last line, or what `progress` says instead; `explain` says
    why each notebook runs."""
    says = progress or Progress()
    told = says.told if explain else lambda line: None
    try:
        page = run_report(
            unit, period, data, reports, force=force, wait=wait, told=told, progress=says, engine=engine or ENGINE
        )
    except Exception as error:
        says.failed(unit, period, reason_of(error))
        raise
    says.published(unit, period, page)
    return 0


def main_restore(unit: str, period: str, reports: str = "") -> int:
    """The command: puts the edition before the present one back, and keeps the present one as the one before."""
    from lib.editions.statuses import Action
    from lib.runs.approve import act_on

    target = reports_folder(reports) / unit / period
    act_on(target.parents[1], unit, period, Action.RESTORE)
    restore(target)
    refresh_index(target.parents[1])
    print(target / "report.html")
    return 0
