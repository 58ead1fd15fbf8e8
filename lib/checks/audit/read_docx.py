"""Paragraphs of a Word file: with Word's own list numbers, as a reader sees them; tracked deletions and hidden text are
left out, content controls that carry a fact's id are kept."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lib.checks.audit.document import TABLE, Block
from lib.checks.audit.pieces import Pieces

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT: Final = frozenset(
    f"{_W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "instrText")
)
_FACT = re.compile(r"[a-z_]+\.[a-z0-9_]+")
_ROMANS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LAYOUT = re.compile(r"độc lập|nơi nhận|cộng h[oò]", re.IGNORECASE)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_OUTLINES: Final = tuple("012345678")
_BULLETS: Final = {"bullet", "none"}


def docx_blocks(parts: Mapping[str, bytes]) -> list[Block]:
    """The paragraphs of a document's parts, footnotes last. Raises KeyError, ParseError for what is no document."""
    body = ElementTree.fromstring(parts["word/document.xml"]).find(f"{_W}body")
    reader = _Reader(_styles(parts), _Numbering.read(parts))
    blocks = list(reader.blocks(body if body is not None else Element("none"), ""))
    for name, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        for note in ElementTree.fromstring(parts[name]).iter(f"{_W}{tag}") if name in parts else ():
            if _value(note, "type") in ("", "normal"):
                blocks += reader.blocks(note, "")
    return blocks


def _value(element: Element | None, attribute: str = "val") -> str:
    return "" if element is None else element.get(f"{_W}{attribute}", "")


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says, those it is based on included: its outline level (0: none) and its list."""

    level: int = 0
    list: Element | None = None


def _styles(parts: Mapping[str, bytes]) -> dict[str, _Style]:
    """The styles by id."""
    if "word/styles.xml" not in parts:
        return {}
    found = {
        _value(each, "styleId"): each for each in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{_W}style")
    }
    return {name: _style(name, found, 0) for name in found}


def _style(name: str, found: Mapping[str, Element], depth: int) -> _Style:
    style = found.get(name)
    if style is None or depth > len(found):
        return _Style()
    base = _style(_value(style.find(f"{_W}basedOn")), found, depth + 1)
    outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
    named = _HEADING.fullmatch(_value(style.find(f"{_W}name")))
    level = int(outline) + 1 if outline in _OUTLINES else int(named[1]) if named else base.level
    listed = style.find(f"{_W}pPr/{_W}numPr")
    return _Style(level, base.list if listed is None else listed)


class _Reader:
    def __init__(self, styles: Mapping[str, _Style], numbering: "_Numbering") -> None:
        self.styles, self.numbering = styles, numbering

    def blocks(self, parent: Element, region: str) -> Iterator[Block]:
        """The paragraphs under an element, tables and content controls included."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self.paragraph(child, region)
            elif child.tag == f"{_W}tbl":
                layout = _LAYOUT.search("".join(child.itertext()))
                yield from self.blocks(child, region if layout else TABLE)
            elif child.tag not in _LEFT_OUT:
                yield from self.blocks(child, region)

    def paragraph(self, paragraph: Element, region: str) -> Iterator[Block]:
        pieces, boxes = Pieces(), list[Element]()
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            properties = Element("none")
        style = self.styles.get(_value(properties.find(f"{_W}pStyle")), _Style())
        listed = properties.find(f"{_W}numPr")
        pieces.add(self.numbering.mark(style.list if listed is None else listed))
        marked = bool(pieces.text)
        _collect(paragraph, pieces, boxes)
        outline = _value(properties.find(f"{_W}outlineLvl"))
        level = int(outline) + 1 if outline in _OUTLINES else style.level
        blank = marked and len(pieces.text.split()) <= 1
        block = pieces.block(level, region, marked)
        if block and not blank:
            yield block
        for box in boxes:
            yield from self.blocks(box, region)


def _collect(element: Element, pieces: Pieces, boxes: list[Element]) -> None:
    """The words of a paragraph in order; text boxes are set aside."""
    for child in element:
        if child.tag == f"{_W}t":
            pieces.add(child.text)
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.add(" ")
        elif child.tag == f"{_W}noBreakHyphen":
            pieces.add("-")
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}sdt":
            _control(child, pieces, boxes)
        elif child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        elif child.tag not in _LEFT_OUT and not child.tag.endswith("}Fallback"):
            _collect(child, pieces, boxes)


def _control(control: Element, pieces: Pieces, boxes: list[Element]) -> None:
    fact = _value(control.find(f"{_W}sdtPr/{_W}tag"))
    if not _FACT.fullmatch(fact):
        _collect(control, pieces, boxes)
        return
    pieces.begin(fact)
    _collect(control, pieces, boxes)
    pieces.finish()


@dataclass
class _Numbering:
    """Word's lists: the levels of each, and how far each has counted."""

    lists: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, parts: Mapping[str, bytes]) -> "_Numbering":
        """The lists by number: for each level its format, its text ("%1.%2.") and its start."""
        numbering = cls()
        if "word/numbering.xml" not in parts:
            return numbering
        root = ElementTree.fromstring(parts["word/numbering.xml"])
        kinds = {_value(each, "abstractNumId"): each for each in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            kind = _value(number.find(f"{_W}abstractNumId"))
            name = _value(number, "numId")
            numbering.shared[name] = kind
            numbering.lists[name] = {
                int(_value(level, "ilvl") or 0): (
                    _value(level.find(f"{_W}numFmt")),
                    _value(level.find(f"{_W}lvlText")),
                    int(_value(level.find(f"{_W}start")) or 1),
                )
                for level in (kinds[kind].iter(f"{_W}lvl") if kind in kinds else ())
            }
        return numbering

    def mark(self, listed: Element | None) -> str:
        """What Word prints before a paragraph of a list: "1. ", "- " for bullets, "" outside lists."""
        name = _value(listed.find(f"{_W}numId")) if listed is not None else ""
        levels = self.lists.get(name)
        if listed is None or not levels:
            return ""
        depth = int(_value(listed.find(f"{_W}ilvl")) or 0)
        style, text, _ = levels.get(depth, ("none", "", 1))
        if style in _BULLETS:
            return "- " if style == "bullet" else ""
        counts = self.counts[self.shared[name]]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _written(text, levels, counts) + " "


def _written(text: str, levels: Mapping[int, tuple[str, str, int]], counts: Mapping[int, int]) -> str:
    """A level's text with its numbers put in: "%1.%2." → "3.1."."""

    def number(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        style, _, start = levels.get(depth, ("decimal", "", 1))
        value = counts.get(depth, start)
        if style in ("lowerRoman", "upperRoman") and value < len(_ROMANS):
            return _ROMANS[value].upper() if style == "upperRoman" else _ROMANS[value]
        if style in ("lowerLetter", "upperLetter") and 0 < value <= len(_ALPHABET):
            letter = _ALPHABET[value - 1]
            return letter.upper() if style == "upperLetter" else letter
        return f"{value:02d}" if style == "decimalZero" else str(value)

    return re.sub(r"%([1-9])", number, text)
