"""Schemas: both libraries that read them give the same verdict."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lib.facts.schema import SchemaError, check
from lib.intake.folders import REPOSITORY

SCHEMAS = sorted((REPOSITORY / "lib").rglob("*.schema.json"))
KNOWN = {
    *("$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "const", "pattern", "minLength"),
    *("properties", "additionalProperties", "propertyNames", "patternProperties", "required", "minProperties"),
    *("items", "minItems", "uniqueItems", "minimum", "maximum", "exclusiveMinimum", "oneOf", "anyOf", "allOf", "not"),
    *("maxProperties", "maxItems", "maxLength", "if", "then", "else"),
}
"""Keywords that mean the same in draft 7, which fastjsonschema knows, and in draft 2020-12."""


def keywords(schema: Any) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    for name, value in schema.items():
        yield name
        if name in ("properties", "$defs", "patternProperties"):
            for each in value.values():
                yield from keywords(each)
        elif name in ("oneOf", "anyOf", "allOf"):
            for each in value:
                yield from keywords(each)
        elif name not in ("enum", "const"):
            yield from keywords(value)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schemas_keep_to_what_both_drafts_say_alike(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(keywords(schema)) <= KNOWN


def test_a_refusal_names_the_place_and_the_reason() -> None:
    good = {"title": "Số hộ", "unit": "household", "definition": "Hộ nghèo có vay."}
    check({"a": good}, "lib.facts", "metadata.schema.json")
    with pytest.raises(SchemaError, match="'mile' is not one of") as refused:
        check({"a": good, "b": {**good, "unit": "mile"}}, "lib.facts", "metadata.schema.json")
    assert refused.value.path == ("b", "unit")
