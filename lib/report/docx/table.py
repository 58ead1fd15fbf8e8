"""Tables: columns without lines for head and foot, and tables of data with a head that repeats on every page."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.report.docx.text import line, paragraph, plain
from lib.report.docx.xml import el, twips

NARROWEST, WIDEST = 9, 40
"""Bounds of a column's weight, in characters: none that vanishes, none that takes all."""
CHARACTER = 2
"""About how wide a character is, in mm."""


def table(widths: Sequence[float], rows: Sequence[str], style: str = "TableNormal", above: float = 0) -> str:
    """A table of finished rows; widths, and the room `above` the text of each cell, in mm."""
    margins = (el(f"w:{side}", w=w, type="dxa") for side, w in (("top", twips(above)), ("left", 0), ("right", 0)))
    properties = el(
        "w:tblPr", el("w:tblStyle", val=style), el("w:tblW", w=twips(sum(widths)), type="dxa"),
        el("w:tblLayout", type="fixed"), el("w:tblCellMar", *margins) if style == "TableNormal" else "",
    )  # fmt: skip
    grid = el("w:tblGrid", *(el("w:gridCol", w=twips(width)) for width in widths))
    return el("w:tbl", properties, grid, *rows)


def row(cells: Sequence[str], widths: Sequence[float], head: bool = False) -> str:
    """A row that no page parts, of cells that are finished paragraphs; `head` repeats it on every page."""
    properties = el("w:trPr", el("w:cantSplit"), el("w:tblHeader") if head else "")
    made = (
        el("w:tc", el("w:tcPr", el("w:tcW", w=twips(width), type="dxa")), cell)
        for cell, width in zip(cells, widths, strict=True)
    )
    return el("w:tr", properties, *made)


def data_table(part: Mapping[str, Any], width: float) -> str:
    """A table of the annex, `width` mm wide: columns in "numbers" are set to the right, cells in "strong" are bold."""
    head, rows = part["head"], part["rows"]
    widths = _widths([head, *rows], width)
    styles = ["CellNumber" if column in part["numbers"] else "Cell" for column in range(len(head))]
    strong = {tuple(place) for place in part["strong"]}
    body = [
        row(
            [
                paragraph(style, plain(text, bold=(at, column) in strong))
                for column, (style, text) in enumerate(zip(styles, texts, strict=True))
            ],
            widths,
        )
        for at, texts in enumerate(rows)
    ]
    return table(widths, [row([line("CellHead", text) for text in head], widths, head=True), *body], "TableGrid")


def _widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Columns wide enough for the longest word in each; what is left goes to those with the longest texts, within
    bounds.

    >>> _widths([["Nơi gửi", "Dòng"], ["Trung tâm giáo dục", "7"]], 96)
    [70.9, 25.1]
    """
    columns = list(zip(*rows, strict=True))
    words = [max(len(word) for text in column for word in (text.split() or [""])) + 2 for column in columns]
    texts = [min(max(max(map(len, column)) + 2, NARROWEST), WIDEST) for column in columns]
    more = [max(text - word, 1) for text, word in zip(texts, words, strict=True)]
    left = max(width / CHARACTER - sum(words), 0)
    weights = [word + left * each / sum(more) for word, each in zip(words, more, strict=True)]
    return [round(width * weight / sum(weights), 1) for weight in weights]
