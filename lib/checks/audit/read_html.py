"""Paragraphs of an HTML page: this project's own, one saved by a browser or by Word, one that a person edited.

What a reader does not see is left out: scripts, styles, hidden elements, popovers, and what is marked
data-audit="skip".
"""

import re
from typing import Final

import lxml.html

from lib.checks.audit.document import ANNEX, FOOT, HEAD, PROSE, TABLE, Block
from lib.checks.audit.pieces import Pieces
from lib.checks.audit.visible import unseen
from lib.checks.audit.vocabulary import words

_INLINE: Final = words(
    """a abbr acronym b bdi bdo big
    button cite code data del dfn em font i ins kbd label mark q s samp small span strike
    strong sub sup time tt u var wbr tspan output"""
)
_HEADING = re.compile(r"h([1-6])")
_FOOTNOTE_SIGN = re.compile(r"[^\w\s]+")
_LAYOUT = re.compile(r"độc lập|nơi nhận|cộng h[oò]", re.IGNORECASE)


def html_blocks(page: str) -> list[Block]:
    """The paragraphs of a page in reading order."""
    page = re.sub(r"^\s*<\?xml[^>]*>", "", page)
    if not page.strip():
        return []
    root = lxml.html.document_fromstring(page)
    walk = _Walk()
    body = root.find("body")
    walk.element(root if body is None else body, "")
    walk.flush("")
    return walk.blocks


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces = Pieces()
        self.in_item = False

    def flush(self, region: str, level: int = 0) -> None:
        if block := self.pieces.block(level, region, self.in_item):
            self.blocks.append(block)

    def element(self, node: lxml.html.HtmlElement, region: str) -> None:
        """Reads an element and what follows it inside its parent is left to the caller."""
        tag = node.tag
        if not isinstance(tag, str) or unseen(node):
            return
        if tag == "sup" and _FOOTNOTE_SIGN.fullmatch((node.text_content() or "").strip()):
            return
        region = _region(node, tag) or region
        if tag in _INLINE:
            self._inline(node, region)
            return
        heading = _HEADING.fullmatch(tag)
        self.flush(region)
        outside = self.in_item
        if tag == "li":
            self.in_item = True
            self.pieces.add(_mark(node))
        self._content(node, region)
        self.flush(region, int(heading[1]) if heading else 0)
        self.in_item = outside

    def _inline(self, node: lxml.html.HtmlElement, region: str) -> None:
        fact = node.get("value") if node.tag == "data" else None
        if fact:
            self.pieces.begin(fact)
        self._content(node, region)
        if fact:
            self.pieces.finish()

    def _content(self, node: lxml.html.HtmlElement, region: str) -> None:
        self.pieces.add(node.text)
        for child in node:
            self.element(child, region)
            self.pieces.add(child.tail)


def _region(node: lxml.html.HtmlElement, tag: str) -> str:
    """The region an element opens, where the page itself says so. A page's summary is its figures once more."""
    classes = (node.get("class") or "").split()
    if tag in ("figure", "svg") or "summary" in classes:
        return TABLE
    if tag == "table" and not _LAYOUT.search(node.text_content()):
        return TABLE
    if "annex" in classes:
        return ANNEX
    if "foot" in classes or tag == "footer":
        return FOOT
    if "closing" in classes:
        return PROSE
    return HEAD if tag in ("header", "aside") else ""


def _mark(node: lxml.html.HtmlElement) -> str:
    """What a browser prints before a list item that is numbered; nothing before a bullet."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    number = (int(start) if start.isdigit() else 1) + sum(1 for _ in node.itersiblings("li", preceding=True))
    return f"{number}. "
