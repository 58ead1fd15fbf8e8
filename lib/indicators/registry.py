"""The one ordered registry of sections; numbers of headings come from its order."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lib.domain.reading import SafeLoader
from lib.facts.algebra import Facts
from lib.facts.metadata import Metadata, read_metadata

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
POINTS = "abcdđeghiklmnopqrstuvxy"
"""Letters of points in their Vietnamese order."""
COMPARISONS = ("comparison", "recent")
"""The groups whose facts rest on those of all others, and of other periods."""


@dataclass(frozen=True)
class Section:
    """A section of the report.

    `number` is its full number ("I.3.1"), `level` 1 for the roman ones; a section without a `key` is only a heading.
    `groups` are the groups of facts it reports, `only` the period kinds of those that not all its periods have;
    `periods` are the period kinds it is written for (empty: all).
    """

    number: str
    level: int
    title: str
    key: str | None = None
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def notebook(self) -> str:
        """The notebook that writes this section."""
        return f"{self.number}-{self.key}.ipynb"

    @property
    def label(self) -> str:
        """The number as a heading shows it by Decree 30/2020.

        >>> [Section(number, number.count(".") + 1, "…").label for number in ("II", "I.3", "I.3.5")]
        ['II.', '3.', 'đ)']
        """
        last = self.number.rpartition(".")[2]
        return f"{POINTS[int(last) - 1]})" if self.level > 2 else f"{last}."

    @property
    def place(self) -> str:
        """Where readers find it, by the labels of its headings: "I.3.a"."""
        return f"{self.number.rpartition('.')[0]}.{self.label[:-1]}" if self.level > 2 else self.number

    def applies(self, kind: str) -> bool:
        return not self.periods or kind in self.periods

    def groups_of(self, kind: str) -> tuple[str, ...]:
        """The groups it reports in a kind of period."""
        only = dict(self.only)
        return tuple(each for each in self.groups if self.applies(kind) and kind in only.get(each, (kind,)))


HEADER = Section(number="header", level=0, title="Thể thức", key="header", groups=("header",))
"""The official head and foot: facts that belong to no numbered section."""


@cache
def sections() -> tuple[Section, ...]:
    """Every section in the report's order, headings included."""
    path = Path(__file__).with_name("registry.yaml")
    return tuple(_walk(yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader), ""))


def _walk(entries: list[dict[str, Any]], parent: str) -> Iterator[Section]:
    for position, entry in enumerate(entries):
        number = f"{parent}.{position + 1}" if parent else ROMAN[position]
        yield Section(
            number,
            number.count(".") + 1,
            entry["title"],
            entry.get("key"),
            tuple(entry.get("groups", ())),
            tuple(entry.get("periods", ())),
            tuple((group, tuple(kinds)) for group, kinds in entry.get("only", {}).items()),
        )
        yield from _walk(entry.get("sections", []), number)


def written_sections(kind: str) -> tuple[Section, ...]:
    """The sections that have a notebook and apply to a kind of period."""
    return tuple(section for section in sections() if section.key and section.applies(kind))


def place_of(number: str) -> str:
    """Where readers find the section of a number; a number that no section has now stays as it is."""
    return next((section.place for section in sections() if section.number == number), number)


def section_of(group: str) -> Section:
    """The section that reports a group of facts. Raises KeyError for a group that none does."""
    for section in (HEADER, *sections()):
        if group in section.groups:
            return section
    raise KeyError(group)


@cache
def headlines(kind: str) -> tuple[str, ...]:
    """Ids of the facts that stand for a whole period of a kind, in order."""
    path = Path(__file__).with_name("headlines.yaml")
    lists = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    return tuple(lists.get(kind, lists["other"]))


def groups() -> tuple[str, ...]:
    """Every group of facts in the report's order, the header's first."""
    return HEADER.groups + tuple(group for section in sections() for group in section.groups)


def groups_of(kind: str) -> tuple[str, ...]:
    """Every group of facts that a kind of period reports, in the report's order."""
    return tuple(group for section in (HEADER, *sections()) for group in section.groups_of(kind))


@cache
def group_metadata(group: str) -> dict[str, Metadata]:
    """The metadata of a group of facts, in the order its facts are listed."""
    return read_metadata(Path(__file__).with_name(f"{group}.yaml"))


def indicator(group: str) -> Callable[..., Facts]:
    """The function that builds a group's facts."""
    function: Callable[..., Facts] = getattr(importlib.import_module(f"lib.indicators.{group}"), group)
    return function
