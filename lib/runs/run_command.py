"""`python -m lib run`: one unit and period, whatever is due, or many units. Standard library only until something has
to be run: being told that nothing changed costs next to nothing."""

import gc
from argparse import Namespace

from lib.editions.fresh import standing
from lib.editions.history import record_unchanged
from lib.editions.owed import require_closed
from lib.runs.progress import speaking


def main_run(options: Namespace) -> int:
    """Makes what is asked for; nothing changed since the last run is told at once."""
    _agree(options)
    if options.due:
        return _due(options)
    require_closed(options.period, options.data, options.today)
    if options.units:
        from lib.runs.many.command import main_run_units

        return main_run_units(options)
    return _one(options)


def _one(options: Namespace) -> int:
    unit, period, data, reports = places = (options.unit, options.period, options.data, options.reports)
    progress = speaking(options.quiet, options.verbose, options.json)
    if not (options.force or options.explain) and (page := standing(data, reports, unit, period)):
        if record_unchanged(page.parent, unit, period):
            from lib.runs.index import refresh_index

            refresh_index(page.parents[2])
        progress.unchanged(unit, period, page)
        return 0
    from lib.runs.children import preload_early

    preload_early(options.engine)
    gc.disable()  # much is imported, nothing thrown away
    from lib.runs.run import main_run

    gc.freeze()
    gc.enable()
    how = {"force": options.force, "wait": options.wait, "explain": options.explain, "engine": options.engine}
    return main_run(*places, progress=progress, **how)


def _due(options: Namespace) -> int:
    from lib.runs.commands import main_run_due

    places = (options.unit, options.period, options.data, options.reports)
    progress = speaking(options.quiet, options.verbose, options.json)
    how = {"force": options.force, "wait": options.wait, "explain": options.explain, "engine": options.engine}
    return main_run_due(options.today, *places, progress=progress, **how)


def _agree(options: Namespace) -> None:
    """Refuses options that do not go together, as a mistyped command."""
    together = {
        "--units": bool(options.units),
        "--unit": options.unit is not None,
        "--due": options.due,
        "--explain": options.explain,
        "--cluster": bool(options.cluster),
        "--workers": options.workers is not None,
    }
    for first, second in (("--units", "--unit"), ("--units", "--due"), ("--units", "--explain")):
        if together[first] and together[second]:
            options.parser.error(f"{first} không dùng cùng {second}")
    for name in ("--cluster", "--workers"):
        if together[name] and not options.units:
            options.parser.error(f"{name} chỉ dùng với --units")
    if together["--cluster"] and together["--workers"]:
        options.parser.error("--workers không dùng cùng --cluster: số tiến trình do cụm quyết định")
    if options.workers is not None and options.workers < 1:
        options.parser.error("--workers cần một số từ 1 trở lên")
