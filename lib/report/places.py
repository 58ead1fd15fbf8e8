"""A map without borders: what communes report against their targets, each as a circle at its centre point.

Where borders ran is not known openly, so none are drawn; names stand where there is room for them.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from lib.domain.units import Unit
from lib.facts.fact import Fact
from lib.indicators.section import SectionFacts
from lib.narrative.narrate import Narrative
from lib.narrative.phrases import joined, level_words
from lib.narrative.runs import Run
from lib.report.charts import Cell, Chart, Missing, by_dimension, in_unit, tabled
from lib.report.drawing import COLOURS, INK, WIDTH, draw

REACHED, SHORT, UNHEARD = "đủ chỉ tiêu", "chưa đủ chỉ tiêu", "chưa có số liệu"
WHERE = "Mỗi vòng tròn đặt ở điểm giữa của nơi đó, diện tích theo số lượng; bản đồ không vẽ ranh giới."
BIGGEST = 11.0
"""Radius of the largest circle, in points; areas are in proportion."""
EDGE = 0.16
"""Room around the outermost points, as part of the map's width."""
STEPS = tuple((math.cos(turn), math.sin(turn)) for turn in (0, math.pi, -math.pi / 2, math.pi / 2))
TRIES = [(across, up, far) for far in (2, 7, 14, 22) for across, up in STEPS]
"""Where a name is tried: right, left, below, above its circle, then farther off; points from the circle."""


def places(facts: SectionFacts, name: str, target: str) -> Chart | Missing | None:
    """A circle for each commune, its area by the fact `name`; filled where that reaches the commune's part of `target`,
    hollow where it does not, a cross where the commune has not sent. The title names those that do not. No map
    where nobody knows the places: villages have no official centre points."""
    chosen = [facts[name], facts[target]]
    absent = tuple(fact.title for fact in chosen if not fact.present)
    units = {unit.name: unit for unit in facts.context.communes}
    if absent:
        return Missing(facts.section.number, absent)
    unknown = [unit for unit in units.values() if unit.lat is None or unit.lon is None]
    if len(unknown) == len(units):
        return None
    if unknown:
        return Missing(facts.section.number, (f"Vị trí các {facts.context.level.children}",))
    labels, cells = by_dimension(facts.context, chosen, "commune")
    points = [_point(units[label]) for label in labels]
    chart_id = f"chart-map-{name.replace('.', '-')}"
    short = [label for label, row in zip(labels, cells, strict=True) if _kind(row) == SHORT]

    def drawn(printed: list[list[str]]) -> tuple[str, str]:
        texts = [f"{label} {row[0]}" for label, row in zip(labels, printed, strict=True)]
        return _draw(chart_id, points, cells, texts)

    heading = Narrative(
        facts.section.number, [{"block": "paragraph", "runs": _finding(facts, chosen[0], short, len(labels))}]
    )
    columns = in_unit([fact.title for fact in chosen], chosen[0])
    made = tabled(facts, chosen, chart_id, heading, (labels, cells), columns, drawn)
    return replace(made, legend=(*made.legend, {"code": "place", "mark": "", "runs": [{"text": WHERE}]}))


def _finding(facts: SectionFacts, fact: Fact, short: Sequence[str], count: int) -> list[Run]:
    """What the map shows: who is short of the target, by name unless that is most of them."""
    children = level_words(facts.context)["children"]
    if not short:
        return [{"text": f"{fact.title}: không {children} nào thấp hơn chỉ tiêu"}]
    if len(short) > count / 2:
        return [{"text": f"{fact.title}: phần lớn {children} còn thấp hơn chỉ tiêu"}]
    return [{"text": f"{fact.title} còn thấp hơn chỉ tiêu ở "}, {"text": joined(short), "ref": "name"}]


def _point(unit: Unit) -> tuple[float, float]:
    """Kilometres east and north of the meridian and the equator; near enough within a district."""
    lat, lon = unit.lat or 0.0, unit.lon or 0.0
    return lon * 111.32 * math.cos(math.radians(lat)), lat * 110.57


def _draw(
    chart_id: str, points: Sequence[tuple[float, float]], cells: Sequence[Sequence[Cell]], texts: Sequence[str]
) -> tuple[str, str]:
    across, up = ([point[side] for point in points] for side in (0, 1))
    span = max(max(across) - min(across), 1.0) * (1 + 2 * EDGE)
    tall = (max(up) - min(up)) * 1.08 + 0.03 * span
    head = 0.25
    height = WIDTH * tall / span + head

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1 - head / height))
        middle = (max(up) + min(up)) / 2
        axes.set_xlim(min(across) - span * EDGE / (1 + 2 * EDGE), max(across) + span * EDGE / (1 + 2 * EDGE))
        axes.set_ylim(middle - tall / 2, middle + tall / 2)
        axes.axis("off")
        radii = _circles(axes, points, cells)
        legend = figure.legend(loc="upper left", ncols=3, frameon=False, fontsize=8, borderaxespad=0, handletextpad=0.3)
        for handle in legend.legend_handles:
            handle.set_sizes([40])  # type: ignore[union-attr]
        _names(figure, axes, points, radii, texts)

    return draw(chart_id, height, paint)


def _circles(axes: Axes, points: Sequence[tuple[float, float]], cells: Sequence[Sequence[Cell]]) -> list[float]:
    """Draws the circles, the largest first, and gives their radii in points."""
    values = [row[0].value for row in cells]
    largest = max((value or 0 for value in values), default=0) or 1
    radii = [2.5 if value is None else max(BIGGEST * math.sqrt(value / largest), 1.5) for value in values]
    kinds: dict[str, dict[str, Any]] = {
        REACHED: {"facecolor": COLOURS[0], "edgecolor": "white"},
        SHORT: {"facecolor": "white", "edgecolor": COLOURS[1], "linewidth": 2.5},
        UNHEARD: {"marker": "x", "color": INK},
    }
    told = [_kind(row) for row in cells]
    for kind, look in kinds.items():
        here = sorted((at for at, one in enumerate(told) if one == kind), key=lambda at: -radii[at])
        if here:
            sizes = [(2 * radii[at]) ** 2 for at in here]
            axes.scatter([points[at][0] for at in here], [points[at][1] for at in here], s=sizes, label=kind, **look)
    return radii


def _kind(row: Sequence[Cell]) -> str:
    done, aim = row[0].value, row[1].value
    if done is None or aim is None:
        return UNHEARD
    return REACHED if done >= aim else SHORT


def _names(
    figure: Figure, axes: Axes, points: Sequence[tuple[float, float]], radii: Sequence[float], texts: Sequence[str]
) -> None:
    """Writes each name at the first place where it covers no circle and no other name, with a line where that is not
    beside its circle."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    dot, back = figure.dpi / 72, axes.transData.inverted()
    spots = [_pair(axes.transData.transform(point)) for point in points]
    taken = [_box(x, y, radius * dot, radius * dot) for (x, y), radius in zip(spots, radii, strict=True)]
    sheet = Bbox.from_extents(0, 0, figure.bbox.width, axes.get_window_extent(renderer).height)
    for at in sorted(range(len(texts)), key=lambda one: (-spots[one][1], spots[one][0])):
        label = axes.annotate(texts[at], points[at], fontsize=9, ha="center", va="center")
        size = label.get_window_extent(renderer)
        half = (size.width / 2 + dot, size.height / 2)
        tries = [_place(spots[at], radii[at] * dot, half, each, dot) for each in TRIES]
        free = [box for box in tries if _inside(box, sheet) and not any(box.overlaps(other) for other in taken)]
        box = free[0] if free else tries[0]
        taken.append(box)
        label.set_position(_pair(back.transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))))
        if tries.index(box) >= len(STEPS):
            x, y = _pair(back.transform(_nearest(spots[at], box)))
            axes.plot([points[at][0], x], [points[at][1], y], color=INK, linewidth=0.5, zorder=0)


def _pair(values: Any) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _place(
    spot: tuple[float, ...], radius: float, half: tuple[float, float], way: tuple[float, float, int], dot: float
) -> Bbox:
    across, up, far = way
    x = spot[0] + across * (radius + far * dot + half[0])
    y = spot[1] + up * (radius + far * dot + half[1])
    return _box(x, y, *half)


def _box(x: float, y: float, across: float, up: float) -> Bbox:
    return Bbox.from_extents(x - across, y - up, x + across, y + up)


def _inside(box: Bbox, sheet: Bbox) -> bool:
    return bool(sheet.x0 <= box.x0 and box.x1 <= sheet.x1 and sheet.y0 <= box.y0 and box.y1 <= sheet.y1)


def _nearest(spot: tuple[float, ...], box: Bbox) -> tuple[float, float]:
    """The point of a box nearest to a spot."""
    return min(max(spot[0], box.x0), box.x1), min(max(spot[1], box.y0), box.y1)
