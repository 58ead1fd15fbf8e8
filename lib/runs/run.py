"""One period's report from end to end: clean, sections, assembly, page, ledger, manifest, published together."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.domain.errors import ReportError
from lib.editions.statuses import Action
from lib.indicators.context import Context, open_context
from lib.intake.folders import reports_folder
from lib.runs.amend import Guard
from lib.runs.approve import act_on
from lib.runs.building import building
from lib.runs.execute import ENGINE, NotebookFailed
from lib.runs.index import refresh_index
from lib.runs.notebooks import Plan, execute_period
from lib.runs.progress import Progress
from lib.runs.publish import publish, restore
from lib.runs.record import reason_of, recorded
from lib.runs.written import Begun, output, write_edition

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
    folder = reports_folder(reports)
    says = progress or Progress()

    def once(context: Context, accept: Accept | None) -> Path:
        plan = Plan(context, data, folder, workers, force, told, says, engine)
        return _run_once(plan, wait, accept)

    context = open_context(unit, period, data)
    signed = Guard(context, folder) if accept is None else None
    page = once(context, signed.accept if signed and signed.stands else accept)
    if signed and signed.amended:
        says.told(signed.amend())
        page = once(open_context(unit, period, data), None)  # report.yaml now says what is replaced
    return page


def _run_once(plan: Plan, wait: bool, accept: Accept | None) -> Path:
    context, told = plan.context, plan.progress.told
    place = (context.unit.slug, context.period.code)
    with recorded(*place, context.raw, plan.reports):
        begun = Begun.now(context)
        with building(plan.reports, *place, wait, told) as build:
            try:
                with ThreadPoolExecutor() as pool:
                    set_aside = pool.submit(output, plan, "lib.runs.set_aside:write_set_aside")
                    executed = execute_period(plan, build / "notebooks")
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
    context = plan.context
    folder = context.data.processed(context.unit.slug, context.period.code) / "failed"
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
    target = reports_folder(reports) / unit / period
    act_on(target.parents[1], unit, period, Action.RESTORE)
    restore(target)
    refresh_index(target.parents[1])
    print(target / "report.html")
    return 0
