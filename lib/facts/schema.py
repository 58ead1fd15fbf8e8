"""JSON schemas of the project's own files: fastjsonschema gives the verdict in milliseconds, jsonschema the words of a
refusal."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema


class SchemaError(ValueError):
    """What breaks a schema: the first place in the content's order, and why."""

    def __init__(self, message: str, path: tuple[str, ...]) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def check(content: Any, package: str, name: str) -> None:
    """Raises SchemaError where content breaks the schema `name` (draft 2020-12) that stands in a package.

    Example:
        >>> check({"credit.x": 5}, "lib.facts", "metadata.schema.json")
        Traceback (most recent call last):
            ...
        lib.facts.schema.SchemaError: 'credit.x' does not match '^[a-z][a-z0-9_]*$'
    """
    try:
        compiled(package, name)(content)
    except fastjsonschema.JsonSchemaException as error:
        raise _refusal(content, package, name) or SchemaError(str(error), ()) from error


@cache
def _schema(package: str, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    return schema


@cache
def compiled(package: str, name: str) -> Callable[[Any], Any]:
    """What gives the verdict on content, made once in a process."""
    made: Callable[[Any], Any] = fastjsonschema.compile(_schema(package, name), use_default=False)
    return made


def _refusal(content: Any, package: str, name: str) -> SchemaError | None:
    import jsonschema  # a sixth of a second to import, for a case that seldom comes

    errors = jsonschema.Draft202012Validator(_schema(package, name)).iter_errors(content)
    found = sorted(errors, key=lambda error: list(map(str, error.absolute_path)))
    return SchemaError(found[0].message, tuple(map(str, found[0].absolute_path))) if found else None
