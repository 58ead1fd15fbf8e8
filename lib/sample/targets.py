"""The totals that a period's made-up rows must add up to: the one file of targets, read.

Only the sample's generator and the tests open it; the flow from workbooks to report never does.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TARGETS = Path(__file__).parent / "targets.csv"


@dataclass(frozen=True)
class Targets:
    """One period's targets by fact id: exact `values` as text, and as the report has them `printed`."""

    values: Mapping[str, str]
    printed: Mapping[str, str]

    def number(self, fact: str) -> int:
        """A count, or money in đồng.

        >>> Targets({"a.b": "1779"}, {}).number("a.b")
        1779
        """
        return int(self.values[fact])

    def has(self, fact: str) -> bool:
        """Whether the period has a value for it at all."""
        return self.values[fact] != ""

    def names(self, fact: str) -> list[str]:
        """A list of names, in the order of the list.

        >>> Targets({"a.b": "x;y"}, {}).names("a.b")
        ['x', 'y']
        """
        return [name for name in self.values[fact].split(";") if name]

    def with_values(self, values: Mapping[str, object]) -> "Targets":
        """These targets with other values in some places."""
        return Targets({**self.values, **{fact: str(value) for fact, value in values.items()}}, self.printed)


def load(period: str) -> Targets:
    """The targets of one period, by its code."""
    rows = [row for row in _rows() if row["period"] == period]
    if not rows:
        raise ValueError(f"no targets for {period}")
    return Targets({row["id"]: row["value"] for row in rows}, {row["id"]: row["printed"] for row in rows})


def _rows() -> list[dict[str, str]]:
    with TARGETS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
