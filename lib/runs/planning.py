"""Planning a run: cleaning what was sent, and what each notebook rests on. Called in a process of its own, so that the
command need not import what reads tables."""

from lib.editions.manifest import file_sha256
from lib.indicators.context import Context, open_context
from lib.indicators.registry import COMPARISONS, section_of, written_sections
from lib.intake.folders import CLEAN, NOTEBOOKS, REPORT
from lib.intake.period import WRITTEN
from lib.runs.dependencies import Digests, components
from lib.runs.plan import Planned


def planned(unit: str, period: str, data: str) -> Planned:
    """Cleans what was sent, unless it is clean already, and tells what there is to run. Raises ReportError for what
    cannot be read."""
    context = open_context(unit, period, data)
    sections = (section.notebook for section in written_sections(context.period.kind))
    known = Digests()
    rests_on = {name: components(NOTEBOOKS / name, context, known) for name in (CLEAN, *sections, REPORT)}
    return Planned(rests_on, inputs(context), row_counts(context))


def inputs(context: Context) -> dict[str, str]:
    """SHA-256 of everything people put into the period's folder: workbooks, commentary, what is written
    beside them."""
    written = [*(context.raw / name for name in WRITTEN), *sorted((context.raw / "commentary").glob("*.md"))]
    return {
        **_books(context),
        **{f"{each.folder}{name}": sha for each in _compared(context) for name, sha in _books(each).items()},
        **{path.relative_to(context.raw).as_posix(): file_sha256(path) for path in written if path.is_file()},
    }


def _books(context: Context) -> dict[str, str]:
    found: dict[str, str] = context.cleaned.intake["files"]
    return found


def _compared(context: Context) -> tuple[Context, ...]:
    """The periods whose tables this report's comparisons read."""
    return context.compared_with if section_of(COMPARISONS[0]).applies(context.period.kind) else ()


def row_counts(context: Context) -> dict[str, dict[str, int]]:
    """Rows read, clean, rejected and recognised as furniture, by table."""
    counts: dict[str, dict[str, int]] = {}
    for reading in context.cleaned.intake["readings"]:
        table = counts.setdefault(reading["table"], {"read": 0, "clean": 0, "rejected": 0, "furniture": 0})
        for kind in ("read", "clean", "rejected"):
            table[kind] += reading[kind]
        table["furniture"] += sum(reading["furniture"].values())
    return counts
