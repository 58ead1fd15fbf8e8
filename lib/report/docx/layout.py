"""The layout of official documents as data: decree30.yaml read into records, each with the decree's paragraph."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.domain.reading import mapping, read_yaml, record, records

FILE = Path(__file__).with_name("decree30.yaml")


@dataclass(frozen=True)
class Page:
    """The sheet and its margins in mm; `header` is from the upper edge to the page number."""

    basis: str
    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int

    @property
    def text_width(self) -> int:
        """What is left for text, in mm."""
        return self.width - self.left - self.right


@dataclass(frozen=True)
class Font:
    """The one font, and fonts of the same widths for machines that lack it."""

    basis: str
    name: str
    substitutes: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A rule under a line of the head; its length as percent of the line's, from `least` to `most`."""

    part: str
    basis: str
    least: int
    most: int


@dataclass(frozen=True)
class Style:
    """A paragraph style; what is None is whatever `based` says.

    Sizes and gaps in points, `indent` of the first line and of both `sides` in mm, `line` in percent of a line. `next`
    keeps the paragraph with the one after it; `level` is its place in the outline. Neighbours that are
    `framed` share one frame.
    """

    id: str
    name: str
    basis: str
    based: str | None = None
    size: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    align: str | None = None
    indent: float | None = None
    sides: int | None = None
    before: int | None = None
    after: int | None = None
    line: int | None = None
    next: bool | None = None
    level: int | None = None
    framed: bool | None = None


@dataclass(frozen=True)
class Layout:
    """Everything decree30.yaml says."""

    page: Page
    font: Font
    rules: dict[str, Rule]
    styles: tuple[Style, ...]


@cache
def layout() -> Layout:
    """The layout, read once. Raises ReportError where decree30.yaml is not as its records say."""
    data = mapping(read_yaml(FILE), FILE)
    rules = records(data.get("rules"), Rule, FILE, "rules")
    return Layout(
        record(data.get("page"), Page, FILE, "page"),
        record(data.get("font"), Font, FILE, "font"),
        {rule.part: rule for rule in rules},
        records(data.get("styles"), Style, FILE, "styles"),
    )
