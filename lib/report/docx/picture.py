"""Charts as pictures, with their figures as alternative text for who cannot see them."""

import base64
import io
from collections.abc import Callable, Mapping
from typing import Any

from docx.image.image import Image

from lib.facts.caveats import marks
from lib.narrative.runs import plain_text
from lib.report.docx.text import Text, paragraph
from lib.report.docx.xml import NAMESPACES, el

TALLEST = 180.0
"""The most a chart may take of a page, in mm."""

Place = Callable[[io.BytesIO], tuple[str, Image]]
"""Puts a picture into the file: gives its relation and the picture."""


def chart(content: Mapping[str, Any], text: Text, place: Place, width: float) -> str:
    """A chart's title and picture, at most `width` mm wide; where it could not be drawn, the sentence that says why."""
    if not content["svg"]:
        return text.blocks(content["title"])
    titles = "".join(paragraph("Caption", text.runs(block["runs"])) for block in content["title"])
    relation, image = place(io.BytesIO(base64.b64decode(content["png"])))
    scale = min(1.0, width / image.width.mm, TALLEST / image.height.mm)
    size = {"cx": round(image.width * scale), "cy": round(image.height * scale)}
    number = next(text.numbers)
    drawing = el("w:r", el("w:drawing", _inline(content, relation, size, number)))
    return titles + paragraph("Picture", drawing, keep=bool(content["legend"])) + text.legend(content["legend"])


def _inline(content: Mapping[str, Any], relation: str, size: Mapping[str, int], number: int) -> str:
    name = content["id"]
    blip = el("pic:blipFill", el("a:blip", r_embed=relation), el("a:stretch", el("a:fillRect")))
    shape = el(
        "pic:spPr", el("a:xfrm", el("a:off", x=0, y=0), el("a:ext", **size)),
        el("a:prstGeom", el("a:avLst"), prst="rect"),
    )  # fmt: skip
    known = el("pic:nvPicPr", el("pic:cNvPr", id=number, name=name), el("pic:cNvPicPr"))
    data = el("a:graphicData", el("pic:pic", known, blip, shape), uri=NAMESPACES["pic"])
    return el(
        "wp:inline", el("wp:extent", **size), el("wp:docPr", id=number, name=name, descr=described(content)),
        el("wp:cNvGraphicFramePr", el("a:graphicFrameLocks", noChangeAspect=1)), el("a:graphic", data),
        distT=0, distB=0, distL=0, distR=0,
    )  # fmt: skip


def described(content: Mapping[str, Any]) -> str:
    """The chart in words: its title, then its table line by line.

    >>> table = [["", "Số hộ (hộ)", "Số tiền (đồng)"], ["Hộ nghèo", "269", "12.000"]]
    >>> marks = [[[], [], []], [[], ["entered"], []]]
    >>> described({"title": [{"block": "paragraph", "runs": [{"text": "Ai vay"}]}], "table": table, "marks": marks})
    'Ai vay. Hộ nghèo: 269‡ (Số hộ, hộ); 12.000 (Số tiền, đồng).'
    """
    head, *rows = content["table"]
    several = len(head) > 2
    lines = []
    for (label, *values), codes in zip(rows, content["marks"][1:], strict=True):
        marked = (value + marks(each) for value, each in zip(values, codes[1:], strict=True))
        said = (f"{value} ({_named(name)})" if several else value for value, name in zip(marked, head[1:], strict=True))
        lines.append(f"{label}: {'; '.join(said)}.")
    return " ".join([f"{plain_text(content['title'])}.", *lines])


def _named(head: str) -> str:
    """A column's name with its unit after a comma, since it stands in brackets itself."""
    return head.replace(" (", ", ").removesuffix(")")
