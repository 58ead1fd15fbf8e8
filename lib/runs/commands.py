"""The commands around a run: what is due, how everything stands, running what is due, an edition's PDF."""

from pathlib import Path

from lib.domain.workdays import parse_day, today
from lib.editions import history
from lib.editions.history import pdf_of
from lib.editions.owed import calendar
from lib.editions.status import status, table
from lib.intake.folders import data_folder, reports_folder
from lib.runs.children import preload_early
from lib.runs.due import due, run_due
from lib.runs.index import write_index
from lib.runs.progress import Progress


def main_due(day: str = "", data: str = "", reports: str = "") -> int:
    """Prints what is due on a day ("" is today); 1 if a schedule cannot be understood."""
    listed = due(data_folder(data), reports_folder(reports), parse_day(day) if day else today())
    print(listed)
    for fault in listed.calendar.faults:
        print(f"Lỗi: {fault}")
    return 1 if listed.calendar.faults else 0


def main_status(day: str = "", data: str = "", reports: str = "") -> int:
    """Prints units × periods × state on a day ("" is today)."""
    folder, on = reports_folder(reports), parse_day(day) if day else today()
    known, runs = calendar(data_folder(data), on), history.read(folder)
    print(table([status(owed, folder, runs, on) for owed in known.owed], runs))
    for fault in known.faults:
        print(f"Lỗi: {fault}")
    return 1 if known.faults else 0


def main_index(reports: str = "") -> int:
    """Makes the page of all editions anew and prints where it is."""
    print(write_index(reports_folder(reports)))
    return 0


def main_pdf(unit: str, period: str, reports: str = "", source: str = "", to: str = "") -> int:
    """Makes a PDF of the edition and prints its path. `to` is a file or an existing folder; without it
    <unit>/<period>.pdf beside the edition, where the page of all editions links it."""
    from lib.report.pdf import make_pdf  # brings pandas, which due and status do without

    folder = reports_folder(reports)
    target = Path(to).resolve() if to else pdf_of(folder, unit, period)
    if to and target.is_dir():
        target /= f"{unit}-{period}.pdf"
    made = make_pdf(folder / unit / period, target, source)
    if not to:
        write_index(folder)
    print(made)
    return 0


def main_run_due(
    day: str,
    unit: str | None,
    period: str | None,
    data: str,
    reports: str,
    *,
    progress: Progress,
    force: bool = False,
    wait: bool = False,
    explain: bool = False,
    engine: str = "",
) -> int:
    """Runs what is due on a day ("" is today), of one unit or period only if given; 1 if any of it failed."""
    listed = due(data_folder(data), reports_folder(reports), parse_day(day) if day else today())

    def run(unit: str, period: str) -> None:
        preload_early(engine)
        from lib.runs.run import main_run

        how = {"force": force, "wait": wait, "explain": explain}
        main_run(unit, period, data, reports, progress=progress, engine=engine, **how)

    return run_due(listed.only(unit, period), run, progress.told)
