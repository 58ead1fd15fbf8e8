"""What grew and what fell beside an earlier period: a bar to the right or the left for each figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lib.facts.fact import UNIT_LABELS, Fact
from lib.indicators.section import SectionFacts
from lib.narrative.narrate import Narrative
from lib.narrative.phrases import PROGRESS, change, lower_first, progress, year_before
from lib.narrative.runs import Run
from lib.narrative.template import to_run
from lib.report.charts import Cell, Chart, tabled
from lib.report.drawing import COLOURS, beside_labels, draw, wrapped

ROW, HEAD = 0.36, 0.27
"""Inches for each bar, and for the line that says what the colours mean."""
ALIKE = "không đánh giá"
KINDS = {PROGRESS["better"]: COLOURS[0], PROGRESS["worse"]: COLOURS[1], ALIKE: COLOURS[2]}


@dataclass(frozen=True)
class Change:
    """A figure of both periods and how far they lie apart, as part of the earlier one; `good` says what is better:
    "more", "less", or "" where neither is."""

    now: Fact
    before: Fact
    growth: Fact
    good: str

    @property
    def comparable(self) -> bool:
        return self.now.present and self.before.present and self.growth.present

    @property
    def word(self) -> str:
        return change(self.now, self.before)

    @property
    def size(self) -> float:
        """The growth, below nothing where the figure fell."""
        return float(self.growth.exact) * (1 if self.now > self.before else -1)

    @property
    def kind(self) -> str:
        told = progress(self.now, self.before, self.good) if self.good else ""
        return PROGRESS[told] if told in ("better", "worse") else ALIKE

    @property
    def label(self) -> str:
        unit = "" if self.now.unit == "VND" else f" ({UNIT_LABELS[self.now.unit]})"
        return f"{self.now.title}{unit}"

    @property
    def cells(self) -> list[Cell]:
        """This period's value, the earlier one, the word for the change, and how much that is."""
        shown = [Cell(1, fact.printed, fact.id, fact.caveats) for fact in (self.now, self.before, self.growth)]
        return [*shown[:2], Cell(None, self.word), shown[2]]


def changes(facts: SectionFacts, good: Mapping[str, str]) -> Chart | None:
    """A bar for each fact in `good` by how far it lies from the same period of the year before.

    `good` are ids of facts in this section with what is better ("more", "less", "" where neither is); beside `x` stand
    `x_before` and `x_growth`. Figures that cannot be compared have no bar; no chart where none can: the text says why.
    """
    every = [Change(facts[name], facts[f"{name}_before"], facts[f"{name}_growth"], told) for name, told in good.items()]
    rows = [each for each in every if each.comparable]
    if not rows:
        return None
    chosen = [fact for row in rows for fact in (row.now, row.before, row.growth)]
    base, chart_id = year_before(facts.context.period), f"chart-changes-{facts.section.key}"
    heading = Narrative(facts.section.number, [{"block": "paragraph", "runs": _finding(rows, base)}])

    def drawn(printed: list[list[str]]) -> tuple[str, str]:
        texts = [f"{row[2]} {row[3]}" if change.size else row[2] for row, change in zip(printed, rows, strict=True)]
        return _draw(chart_id, rows, texts)

    head = ("Kỳ này", base.capitalize(), "Thay đổi", "Mức thay đổi")
    cells = ([row.label for row in rows], [row.cells for row in rows])
    return tabled(facts, chosen, chart_id, heading, cells, head, drawn)


def _finding(rows: Sequence[Change], base: str) -> list[Run]:
    """What changed most."""
    most = max(rows, key=lambda row: abs(row.size))
    if not most.size:
        return [{"text": f"Không số nào thay đổi so với {base}"}]
    told = f"Thay đổi nhiều nhất so với {base}: {lower_first(most.now.title)}, {most.word} "
    return [{"text": told}, to_run(most.growth)]


def _draw(chart_id: str, rows: Sequence[Change], texts: Sequence[str]) -> tuple[str, str]:
    height = ROW * len(rows) + HEAD
    sizes = [row.size for row in rows]

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1 - HEAD / height))
        for kind, colour in KINDS.items():
            here = [at for at, row in enumerate(rows) if row.kind == kind]
            if here:
                axes.barh(here, [sizes[at] for at in here], 0.6, color=colour, label=kind)
        axes.axvline(0, color="#999999", linewidth=0.8)
        axes.spines["left"].set_visible(False)
        axes.set_xticks([])
        axes.tick_params(left=False)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [wrapped(row.now.title) for row in rows])
        figure.legend(loc="upper left", ncols=3, frameon=False, fontsize=8, borderaxespad=0, handlelength=1)
        _fit(figure, axes, sizes, texts)

    return draw(chart_id, height, paint)


def _fit(figure: Figure, axes: Axes, sizes: Sequence[float], texts: Sequence[str]) -> None:
    """Leaves room at the left for the longest label, and on either side of the bars for what is written there."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    beside = {-1: 8.0, 1: 8.0}
    for row, (size, text) in enumerate(zip(sizes, texts, strict=True)):
        side = -1 if size < 0 else 1
        written = axes.annotate(text, (size, row), xytext=(4 * side, 0), textcoords="offset points",
                                va="center", ha="right" if side < 0 else "left", fontsize=8)  # fmt: skip
        beside[side] = max(beside[side], written.get_window_extent(renderer).width + 10)
    width = beside_labels(figure, axes, renderer)
    least, most = min(0.0, *sizes), max(0.0, *sizes)
    room = max(width - beside[-1] - beside[1], figure.bbox.width * 0.1)
    dot = max(most - least, 0.01) / room
    axes.set_xlim(least - beside[-1] * dot, most + beside[1] * dot)
