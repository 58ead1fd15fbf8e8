"""A Word file read from its own XML, without the code that wrote it: paragraphs with the look they end up with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
}
MM = 1440 / 25.4


def q(name: str) -> str:
    """A qualified name: "w:p"."""
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


def attribute(element: Any, path: str, name: str = "w:val") -> str | None:
    found = element.find(path, NS)
    return None if found is None else found.get(q(name))


@dataclass(frozen=True)
class Look:
    """How a paragraph's first text ends up: points, mm, lines."""

    size: float
    bold: bool
    italic: bool
    align: str
    indent: float
    before: float
    after: float
    line: float
    keep: bool


class Paragraph:
    """One paragraph of a file, with its styles."""

    def __init__(self, element: Any, file: "WordFile") -> None:
        self.element, self.file = element, file

    @property
    def text(self) -> str:
        return "".join(each.text or "" for each in self.element.iter(q("w:t")))

    @property
    def style(self) -> str:
        return attribute(self.element, "w:pPr/w:pStyle") or "Normal"

    @property
    def lengths(self) -> list[Any]:
        """Where properties may stand, the nearest first: the first run, the paragraph, its style and those below."""
        run = next((each for each in self.element.iter(q("w:r")) if each.find("w:t", NS) is not None), None)
        return [*([run] if run is not None else []), self.element, *self.file.chain(self.style), self.file.defaults]

    def said(self, path: str, name: str = "w:val") -> str | None:
        """The nearest value of a property; "" for one that is only there."""
        for place in self.lengths:
            found = place.find(path, NS)
            if found is not None and (name == "w:val" or found.get(q(name)) is not None):
                return found.get(q(name)) or ""
        return None

    @property
    def look(self) -> Look:
        def number(path: str, name: str = "w:val") -> float:
            return float(self.said(path, name) or 0)

        return Look(
            size=number("w:rPr/w:sz") / 2,
            bold=self.said("w:rPr/w:b") == "",
            italic=self.said("w:rPr/w:i") == "",
            align=self.said("w:pPr/w:jc") or "left",
            indent=number("w:pPr/w:ind", "w:firstLine") / MM,
            before=number("w:pPr/w:spacing", "w:before") / 20,
            after=number("w:pPr/w:spacing", "w:after") / 20,
            line=number("w:pPr/w:spacing", "w:line") / 240,
            keep=self.said("w:pPr/w:keepNext") == "",
        )


class WordFile:
    """The parts of a .docx, read anew."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as file:
            self.members = file.infolist()
            self.parts = {name: file.read(name) for name in file.namelist()}

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    @cached_property
    def body(self) -> Any:
        return self.xml("word/document.xml").find("w:body", NS)

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {each.get(q("w:styleId")): each for each in self.xml("word/styles.xml").findall("w:style", NS)}

    @cached_property
    def defaults(self) -> Any:
        """The defaults of run and paragraph as one element, shaped like a style."""
        found = self.xml("word/styles.xml").find("w:docDefaults", NS)
        joined = etree.Element(q("w:style"))
        joined.extend([found.find("w:rPrDefault/w:rPr", NS), found.find("w:pPrDefault/w:pPr", NS)])
        return joined

    def chain(self, style: str | None) -> Iterator[Any]:
        while style:
            yield self.styles[style]
            style = attribute(self.styles[style], "w:basedOn")

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return [Paragraph(each, self) for each in self.body.iter(q("w:p"))]

    def found(self, start: str) -> Paragraph:
        """The first paragraph that begins with a text."""
        return next(each for each in self.paragraphs if each.text.startswith(start))

    def styled(self, *styles: str) -> list[Paragraph]:
        return [each for each in self.paragraphs if each.style in styles]

    @cached_property
    def sections(self) -> list[Any]:
        return list(self.body.iter(q("w:sectPr")))

    @cached_property
    def controls(self) -> list[tuple[str, str]]:
        """Content controls in reading order: tag and text."""
        return [
            (str(attribute(each, "w:sdtPr/w:tag")), "".join(t.text or "" for t in each.iter(q("w:t"))))
            for each in self.body.iter(q("w:sdt"))
        ]

    def header(self, kind: str) -> Any:
        """The header of the first section's first page ("first") or of the others ("default")."""
        reference = next(
            each for each in self.sections[0].findall("w:headerReference", NS) if each.get(q("w:type")) == kind
        )
        relations = self.xml("word/_rels/document.xml.rels")
        target = next(each.get("Target") for each in relations if each.get("Id") == reference.get(q("r:id")))
        return self.xml(f"word/{target}")

    @cached_property
    def lines(self) -> list[str]:
        """What a reader reads, a line per paragraph, spaces folded."""
        return [text for each in self.paragraphs if (text := " ".join(each.text.split()))]
