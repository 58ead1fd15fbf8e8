"""Charts: horizontal bars drawn as SVG (`drawing`), with a finding for a title and the figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, format_money
from lib.facts.caveats import marks, ordered
from lib.facts.fact import UNIT_LABELS, Fact
from lib.indicators.context import Context
from lib.indicators.section import SectionFacts
from lib.narrative.html import blocks_html, legend_html, runs_html
from lib.narrative.narrate import Narrative, narrate
from lib.narrative.notes import Note, joined_notes, legend, noted, without_marks
from lib.narrative.phrases import joined, lower_first
from lib.narrative.runs import CHART_MIME, Block, plain_text
from lib.report.drawing import COLOURS, ROW, draw, fit, wrapped


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its title as narrative, the drawing for pages and for print (PNG in Base64), its figures
    as a table (a header row, then rows).

    `cites` says what each cell of the table prints: a fact's id, or a part of it, "id/dimension/value"; '' for words.
    `marks` has the codes of caveats of each cell; `legend` says what they mean.
    """

    id: str
    section: str
    title: list[Block]
    svg: str
    png: str
    table: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[tuple[str, ...], ...], ...]
    legend: tuple[dict[str, Any], ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        content = {
            "id": self.id,
            "section": self.section,
            "title": self.title,
            "svg": self.svg,
            "png": self.png,
            "table": [list(row) for row in self.table],
            "cites": [list(row) for row in self.cites],
            "marks": [[list(codes) for codes in row] for row in self.marks],
            "legend": list(self.legend),
        }
        heading = "".join(runs_html(block["runs"]) for block in self.title)
        inside = f"<figcaption><b>{heading}</b></figcaption>{self.svg}{legend_html(self.legend)}"
        shown = f"<figure style='max-width:38rem'>{inside}</figure>"
        return {CHART_MIME: content, "text/html": shown, "text/plain": plain_text(self.title)}


@dataclass(frozen=True)
class Missing:
    """What stands where a chart cannot be drawn, and why."""

    section: str
    titles: tuple[str, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        text = f"Không vẽ được biểu đồ: chưa có số liệu về {joined([lower_first(title) for title in self.titles])}."
        title = [{"block": "paragraph", "runs": [{"text": text, "gap": []}]}]
        nothing: dict[str, Any] = {"svg": "", "png": "", "table": [], "cites": [], "marks": [], "legend": []}
        content = {"id": "", "section": self.section, "title": title, **nothing}
        return {CHART_MIME: content, "text/html": blocks_html(title), "text/plain": text}


def bars(facts: SectionFacts, names: Sequence[str], title: str, by: str | None = None) -> Chart | Missing:
    """Horizontal bars: one bar per fact, or with `by` one group per value of that dimension and one bar per fact
    in it.

    `names` are ids of facts in this section; all must share a unit of measure. `title` is a narrative template
    that says the finding. Facts that were not reported leave a note instead of a chart.
    """
    chosen = [facts[name] for name in names]
    absent = tuple(fact.title for fact in chosen if not fact.present)
    if absent:
        return Missing(facts.section.number, absent)
    if len({fact.unit for fact in chosen}) > 1:
        raise ReportError(f"biểu đồ so sánh các đơn vị tính khác nhau: {', '.join(names)}")
    context = facts.context
    labels, cells = _by_fact(chosen) if by is None else by_dimension(context, chosen, by)
    if not labels:
        return Missing(facts.section.number, tuple(fact.title for fact in chosen))
    series = ["Giá trị"] if by is None else [fact.title for fact in chosen]
    chart_id = f"chart-{names[0].replace('.', '-')}"
    heading = narrate(title, context, facts.section.number, where=f"tên biểu đồ {chart_id}")

    def drawn(printed: list[list[str]]) -> tuple[str, str]:
        return _draw(chart_id, labels, [[cell.value or 0 for cell in row] for row in cells], printed, series)

    return tabled(facts, chosen, chart_id, heading, (labels, cells), in_unit(series, chosen[0]), drawn)


def tabled(
    facts: SectionFacts,
    chosen: Sequence[Fact],
    chart_id: str,
    heading: Narrative,
    rows: tuple[list[str], list[list["Cell"]]],
    columns: Sequence[str],
    drawn: Callable[[list[list[str]]], tuple[str, str]],
) -> Chart:
    """A chart of `chosen` facts with its table: labels and a cell for each of `columns`; `drawn` draws it (as SVG and
    PNG), given what each cell prints with its marks."""
    labels, cells = rows
    whole = _on_every([cell for row in cells for cell in row])
    marked = [[tuple(code for code in cell.caveats if code not in whole) for cell in row] for row in cells]
    printed = [[cell.text for cell in row] for row in cells]
    texts = [
        [text + marks(codes) for text, codes in zip(*row, strict=True)] for row in zip(printed, marked, strict=True)
    ]
    head = ("", *columns)
    noted_all = joined_notes([_notes(chosen, cells), heading.notes])
    return Chart(
        chart_id,
        facts.section.number,
        without_marks(heading.blocks, whole),
        *drawn(texts),
        (head, *((label, *row) for label, row in zip(labels, printed, strict=True))),
        (("",) * len(head), *(("", *(cell.cites for cell in row)) for row in cells)),
        (((),) * len(head), *(((), *row) for row in marked)),
        tuple(legend(facts.context, noted_all, whole, "Toàn bộ biểu đồ")),
    )


def in_unit(series: Sequence[str], fact: Fact) -> list[str]:
    """Columns called after series, with the unit that they have in common."""
    return [f"{name} ({UNIT_LABELS[fact.unit]})" for name in series]


@dataclass(frozen=True)
class Cell:
    """One bar: its value (None: a commune that has not sent, which is no zero), how it is printed, what it cites, and
    its caveats."""

    value: int | None
    text: str
    cites: str = ""
    caveats: tuple[str, ...] = ()


def _on_every(cells: Sequence[Cell]) -> set[str]:
    """The caveats that every bar with a value carries: they are said once for the chart."""
    carried = [set(cell.caveats) for cell in cells if cell.value is not None]
    return set.intersection(*carried) if carried else set()


def _notes(facts: Sequence[Fact], cells: list[list[Cell]]) -> list[Note]:
    """What the bars' marks mean: the caveats they carry, and whom of all the facts' these concern."""
    carried = {code for row in cells for cell in row for code in cell.caveats}
    about = {note["code"]: note["about"] for note in noted(facts)}
    return [{"code": code, "about": about.get(code, [])} for code in ordered(carried)]


def _by_fact(facts: Sequence[Fact]) -> tuple[list[str], list[list[Cell]]]:
    return [fact.title for fact in facts], [
        [Cell(int(fact.exact), fact.printed, fact.id, fact.caveats)] for fact in facts
    ]


def by_dimension(context: Context, facts: Sequence[Fact], by: str) -> tuple[list[str], list[list[Cell]]]:
    """Labels and one bar per fact for each value of a dimension; communes in official order, the rest as they come."""
    keys = list(dict.fromkeys(key for fact in facts for key in fact.parts[by]))
    unsent = [{code for _, code in fact.coverage.missing} if fact.coverage else set() for fact in facts]
    if by == "commune":
        late = set() if context.sent else set().union(*unsent)  # a hundred units without a bar are named in the legend
        keys = [code for code in context.commune_names if code in keys or code in late]
    labels = [dimension_label(context, facts[0], by, key) for key in keys]
    cells = [
        [
            _part(fact, by, key) if key not in late else Cell(None, "chưa có số liệu")
            for fact, late in zip(facts, unsent, strict=True)
        ]
        for key in keys
    ]
    return labels, cells


def dimension_label(context: Context, fact: Fact, dimension: str, key: str) -> str:
    """What readers call a value of a dimension: a commune's name, or the contract's label of a code."""
    if dimension == "commune":
        return context.commune_names.get(key, key)
    return context.label(dimension, key)


def _part(fact: Fact, by: str, key: str) -> Cell:
    value = fact.parts[by].get(key, 0)
    printed = format_money(value) if fact.unit == "VND" else format_count(value)
    return Cell(value, printed, f"{fact.id}/{by}/{key}", fact.caveats_of(by, key))


def _draw(
    chart_id: str, labels: list[str], values: list[list[int]], printed: list[list[str]], series: list[str]
) -> tuple[str, str]:
    """The drawing as SVG text and as PNG in Base64."""
    count = len(series)
    legend = 0.22 * count + 0.05 if count > 1 else 0
    height = ROW[count] * len(labels) + 0.1 + legend

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1 - (legend / height if legend else 0)))
        _bars(axes, values, printed, series)
        axes.set_yticks(range(len(labels)), [wrapped(label) for label in labels])
        axes.invert_yaxis()
        if count > 1:
            figure.legend(loc="upper left", ncols=1, frameon=False, bbox_to_anchor=(0, 1), borderaxespad=0)
        fit(figure, axes, max(max(row) for row in values))

    return draw(chart_id, height, paint)


def _bars(axes: Axes, values: list[list[int]], printed: list[list[str]], series: list[str]) -> None:
    thickness = 0.75 / len(series)
    for index, name in enumerate(series):
        places = [row + (index - (len(series) - 1) / 2) * thickness for row in range(len(values))]
        drawn = axes.barh(places, [row[index] for row in values], thickness * 0.92, color=COLOURS[index], label=name)
        axes.bar_label(drawn, [row[index] for row in printed], padding=3, fontsize=8 if len(series) == 1 else 7)
    axes.set_xticks([])
    axes.tick_params(left=False)
    axes.margins(y=0.01)
