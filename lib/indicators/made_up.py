"""Which figures of a period are made up: a sample's, a training's. report.yaml says so under `made_up`.

`all`, or `facts` (ids) and `parts` (values of a dimension by its name, or `all` of them): a total may be published
while the rows beneath it are not.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.domain.errors import ReportError

ALL = "all"


@dataclass(frozen=True)
class MadeUp:
    """What is made up; nothing where report.yaml does not say."""

    everything: bool = False
    facts: frozenset[str] = frozenset()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

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
    facts, parts = (said.get("facts") or [], said.get("parts") or {}) if isinstance(said, dict) else (None, None)
    if not isinstance(facts, list) or not isinstance(parts, dict) or set(said) - {"facts", "parts"}:
        raise ReportError("made_up sai dạng", file=file, remedy="ghi all, hoặc facts (danh sách mã) và parts")
    for name in facts:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            raise ReportError(f"made_up: không có chỉ tiêu {name}", file=file, remedy=_hint(near))
    listed = {str(name): frozenset(map(str, [of] if of == ALL else of or [])) for name, of in parts.items()}
    return MadeUp(False, frozenset(facts), listed)


def _hint(near: list[str]) -> str | None:
    return f"có phải là {near[0]}?" if near else None
