"""How charts are drawn: one house style, as SVG that a page may hold and as dots for formats that cannot hold it.

Sized for a phone (360 pt wide, text at 9 pt) so that a page can enlarge but never has to shrink them. Colours keep
apart in grey and for the colour-blind.
"""

import base64
import io
import re
import textwrap
from collections.abc import Callable
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

WIDTH = 5.0
ROW = {1: 0.32, 2: 0.36, 3: 0.5}
"""Inches per label, by the number of bars beside it."""
COLOURS = ("#0b5394", "#e69f00", "#5f6b76")
INK = "#222222"
DPI = 300
SHADES = 64
"""Dots per inch and colours of the drawing for print: three colours, ink and white, and what lies between them."""
ROOT = 'aria-hidden="true" focusable="false" stroke-linejoin="round"'
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.fonttype": "none",
    "text.color": INK,
    "axes.edgecolor": "#999999",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.bottom": False,
    "ytick.color": INK,
}


def draw(chart_id: str, height: float, paint: Callable[[Figure], None], dots: bool = True) -> tuple[str, str]:
    """What `paint` draws on a figure `height` inches high, as SVG text and as PNG in Base64 ('' without `dots`); the
    same bytes for the same input."""
    settings: Any = {**STYLE, "svg.hashsalt": chart_id}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(WIDTH, height))
        paint(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
        return _inline(buffer.getvalue(), chart_id), _printable(figure) if dots else ""


def _printable(figure: Figure) -> str:
    """The drawing in dots, for formats that cannot hold SVG: as fine as a printer draws, in few colours."""
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    with matplotlib.rc_context({"text.hinting": "no_hinting", "text.hinting_factor": 1}):  # for screens, and slow
        canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    buffer = io.BytesIO()
    few = image.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(buffer, "png", dpi=(DPI, DPI))
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def fit(figure: Figure, axes: Axes, largest: float) -> None:
    """Leaves room at the left for the longest label and at the right for the longest number."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    room = beside_labels(figure, axes, renderer)
    right = max((text.get_window_extent(renderer).width for text in axes.texts), default=0) + 8
    axes.set_xlim(0, max(largest, 1) * room / max(room - right, room * 0.2))


def beside_labels(figure: Figure, axes: Axes, renderer: Any) -> float:
    """Moves the axes to the right of their longest label, and says how wide they are then."""
    width = figure.bbox.width
    left = max(label.get_window_extent(renderer).width for label in axes.get_yticklabels()) + 8
    box = axes.get_position()
    axes.set_position((left / width, box.y0, 1 - left / width, box.height))
    return width - left


def wrapped(label: str, most: int = 26) -> str:
    """A long label over lines of about the same length, broken at spaces.

    >>> wrapped("Cho vay giải quyết việc làm")
    'Cho vay giải\\nquyết việc làm'
    """
    count = -(-len(label) // most)
    return "\n".join(textwrap.wrap(label, max(-(-len(label) // count) + 3, 1))) if count > 1 else label


def _inline(svg: str, chart_id: str) -> str:
    """The drawing fit to stand in a page: no XML prolog, ids of its own and only where they are needed, size by the
    page's style, hidden from screen readers (the table says the same); no style that a strict policy would forbid."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<style\b.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="[^"]*"', "<g", body)
    body = re.sub(r'\bid="', f'id="{chart_id}-', body)
    body = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{chart_id}-", body)
    body = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), body)
    body = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", body)
    body = re.sub(r'(<svg\b[^>]*?) height="[^"]*"', r"\1", body, count=1)
    body = re.sub(r'(<svg\b[^>]*?) width="[^"]*"', rf"\1 {ROOT}", body, count=1)
    body = re.sub(
        r"<[^>]+>", lambda tag: re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", tag[0]), body
    )
    return re.sub(r">\s+<", ">\n<", body).strip()


def _attributes(style: str) -> str:
    """A style as attributes of the same names, which need no leave of the page's policy.

    >>> _attributes("font-size: 9px; font-family: 'DejaVu Sans'; fill: #222222")
    ' font-size="9px" font-family="DejaVu Sans, Arial, sans-serif" fill="#222222"'
    """
    pairs = [part.split(":", 1) for part in style.split(";") if part.strip()]
    told = {name.strip(): value.strip().replace("'", "").replace("&apos;", "") for name, value in pairs}
    if "font-family" in told:
        told["font-family"] += ", Arial, sans-serif"
    return "".join(f' {name}="{value}"' for name, value in told.items())
