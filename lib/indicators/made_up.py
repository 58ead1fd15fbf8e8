"""Which figures of a period are made up: a sample's, a training's. report.yaml says so under `made_up`.

`all`, or `facts` (ids) with all that is computed from them, but for those known to be `published`; and `parts` (values
of a dimension by its name, or `all` of them), since a total may be published while the rows beneath it are not.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.domain.errors import ReportError

ALL = "all"
SHAPE: dict[str, type] = {"facts": list, "published": list, "parts": dict}


@dataclass(frozen=True)
class MadeUp:
    """What is made up; nothing where report.yaml does not say."""

    everything: bool = False
    facts: frozenset[str] = frozenset()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    published: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """The same text for the same content, in whatever order sets hold theirs."""
        parts = {dimension: sorted(values) for dimension, values in sorted(self.parts.items())}
        return f"{self.everything} {sorted(self.facts)} {parts} {sorted(self.published)}"

    def fact(self, fact_id: str) -> bool:
        """Whether a fact's value is made up."""
        return self.everything or fact_id in self.facts

    def part(self, dimension: str, value: str) -> bool:
        """Whether one part of a breakdown is."""
        known = self.parts.get(dimension, frozenset())
        return self.everything or ALL in known or value in known


def read_made_up(said: Any, known: Collection[str], file: str) -> MadeUp:
    """What `made_up` of report.yaml says; `known` are the ids of all facts.

    Raises ReportError for a fact nobody reports and for any other shape.
    """
    if said is None or said == ALL:
        return MadeUp(everything=said == ALL)
    known_keys = isinstance(said, dict) and set(said) <= set(SHAPE)
    if not known_keys or not all(isinstance(of, SHAPE[key] | None) for key, of in said.items()):
        raise ReportError("made_up sai dạng", file=file, remedy="ghi all, hoặc facts, published, parts")
    facts, published, parts = (said.get(key) or kind() for key, kind in SHAPE.items())
    for name in [*facts, *published]:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            raise ReportError(f"made_up: không có chỉ tiêu {name}", file=file, remedy=_hint(near))
    listed = {str(name): frozenset(map(str, [of] if of == ALL else of or [])) for name, of in parts.items()}
    return MadeUp(False, frozenset(facts), listed, frozenset(published))


def _hint(near: list[str]) -> str | None:
    return f"có phải là {near[0]}?" if near else None
