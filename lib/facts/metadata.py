"""What is said about a fact beside its value: title, unit, decimals, definition. YAML beside the indicators,
schema-checked."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from lib.domain.errors import ReportError
from lib.domain.reading import read_yaml

SCHEMA = "metadata.schema.json"


@dataclass(frozen=True)
class Metadata:
    """One fact's metadata.

    `unit` is the unit of measure (household, person, VND, percent, text …); `decimals` how many are printed;
    `hedge` the step a count is floored to ("trên 350"); `definition` what is counted; `relations` what must hold,
    evaluated by the checks; `target` the name of the fact of the same group that it is measured against.
    """

    title: str
    unit: str
    definition: str
    decimals: int = 0
    hedge: int | None = None
    legal_basis: str | None = None
    target: str | None = None
    relations: tuple[dict[str, Any], ...] = field(default=())


def read_metadata(path: Path) -> dict[str, Metadata]:
    """The metadata of one group of facts by name, in file order. Raises ReportError where the file breaks its
    schema or names a fact twice."""
    entries = read_yaml(path)
    errors = sorted(_validator().iter_errors(entries), key=lambda error: list(error.absolute_path))
    if errors:
        place = " › ".join(str(step) for step in errors[0].absolute_path)
        raise ReportError(f"siêu dữ liệu sai: {errors[0].message}", file=path.name, cell=place or None)
    return {
        name: Metadata(**{**entry, "relations": tuple(entry.get("relations", ()))}) for name, entry in entries.items()
    }


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(files("lib.facts").joinpath(SCHEMA).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)
