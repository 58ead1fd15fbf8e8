"""What is said about a fact beside its value: title, unit, decimals, definition. YAML beside the indicators,
schema-checked."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.domain.levels import Level
from lib.domain.reading import read_yaml
from lib.facts.schema import SchemaError, check

SCHEMA = "metadata.schema.json"


@dataclass(frozen=True)
class Metadata:
    """One fact's metadata.

    `unit` is the unit of measure (household, person, VND, percent, text …); `decimals` how many are printed;
    `hedge` the step a count is floored to ("trên 350"); `definition` what is counted; `norms` ids of the amounts it is
    computed by; `relations` what must hold, evaluated by the checks; `target` the name of the fact of the same group
    that it is measured against.
    """

    title: str
    unit: str
    definition: str
    decimals: int = 0
    hedge: int | None = None
    legal_basis: str | None = None
    target: str | None = None
    norms: tuple[str, ...] = ()
    relations: tuple[dict[str, Any], ...] = field(default=())

    def said(self, level: Level) -> "Metadata":
        """The same in the words of a level of government."""
        unit = "village" if self.unit == "commune" and level.of_villages else self.unit
        return replace(self, title=level.said(self.title), definition=level.said(self.definition), unit=unit)


def read_metadata(path: Path) -> dict[str, Metadata]:
    """The metadata of one group of facts by name, in file order. Raises ReportError where the file breaks its
    schema or names a fact twice."""
    entries = read_yaml(path)
    try:
        check(entries, "lib.facts", SCHEMA)
    except SchemaError as error:
        place = " › ".join(error.path)
        raise ReportError(f"siêu dữ liệu sai: {error.message}", file=path.name, cell=place or None) from error
    return {name: Metadata(**{**entry, **_listed(entry)}) for name, entry in entries.items()}


def _listed(entry: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The lists of an entry; norms that its relations compute it by are its norms too."""
    relations = tuple(entry.get("relations", ()))
    given = [relation[kind] for relation in relations for kind in ("norm", "multiple") if kind in relation]
    named = [by["norm"] for by in given if not by.get("least")]
    return {"relations": relations, "norms": tuple(dict.fromkeys([*entry.get("norms", ()), *named]))}
