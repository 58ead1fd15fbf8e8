"""The house stands as drawn: floors import one way, no period and no place in code, thin clean notebooks."""

import ast
import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "lib"
FLOORS = "domain contracts intake facts indicators narrative checks report editions runs explore cli".split()  # noqa: SIM905
# Beside the flow: what each may import of lib. They run before anything is installed, or never in a report.
BESIDE = {
    "__main__": {"cli"},
    "arguments": set(),
    "options": set(),
    "programs": {"domain"},
    "doctor": {"bootstrap", "pins", "programs", "domain"},
    "bootstrap": {"domain", "pins"},
    "pins": set(),
    "sample": {"domain"},
}
MAY_IMPORT_BESIDE = {
    "cli": {"arguments", "bootstrap", "doctor", "options", "pins", "sample"},
    "runs": {"bootstrap"},
    "report": {"programs"},
}

MODULES = sorted(LIB.rglob("*.py"))
METADATA = sorted(path for path in LIB.rglob("*.yaml") if "sample" not in path.parts)
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
IN_FLOW = [path for path in MODULES if path.relative_to(LIB).parts[0] != "sample"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def floor(path: Path) -> str:
    """The first part under lib/: a floor's folder or a single file."""
    return path.relative_to(LIB).parts[0].removesuffix(".py")


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


# --- floors -----------------------------------------------------------------------------------------------


def imported(tree: ast.Module, package: list[str]) -> Iterator[str]:
    """The floors of lib that a module imports, anywhere in it: plain, relative, or by name at run time."""
    for node in ast.walk(tree):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            targets = [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__", "run_module"):
                targets = [str(node.args[0].value)]
        for target in targets:
            parts = target.split(".")
            if parts[0] == "lib" and len(parts) > 1:
                yield parts[1]


def allowed(own: str) -> set[str]:
    if own in BESIDE:
        return BESIDE[own] | {own}
    return set(FLOORS[: FLOORS.index(own) + 1]) | MAY_IMPORT_BESIDE.get(own, set())


def test_lib_holds_the_floors_and_nothing_else() -> None:
    found = {floor(path) for path in MODULES} - {"__init__"}
    assert found <= {*FLOORS, *BESIDE}


@pytest.mark.parametrize("path", [path for path in MODULES if floor(path) != "__init__"], ids=name)
def test_a_floor_imports_only_the_floors_before_it(path: Path) -> None:
    package = list(path.relative_to(ROOT).parts[:-1])
    assert set(imported(parse(path), package)) <= allowed(floor(path))


@pytest.mark.parametrize(
    ("source", "floors"),
    [
        ("import lib.runs.run", ["runs"]),
        ("from lib.facts import fact", ["facts"]),
        ("from lib import report", ["report"]),
        ("from ..checks import audit", ["checks"]),
        ("from .. import checks", ["checks"]),
        ("from . import fact", ["facts"]),
        ("def f():\n    from lib.cli import main", ["cli"]),
        ("importlib.import_module('lib.editions.manifest')", ["editions"]),
        ("import pandas", []),
    ],
)
def test_every_way_of_importing_is_seen(source: str, floors: list[str]) -> None:
    assert list(imported(ast.parse(source), ["lib", "facts"])) == floors


def test_cli_imports_the_sample_only_when_asked_for_it() -> None:
    tree = parse(LIB / "cli.py")
    at_once = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert set(imported(at_once, ["lib"])) <= {"arguments", "bootstrap", "options", "pins", "domain"}


# --- sizes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name)
def test_no_file_is_two_rooms_in_one(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


# --- no period, no place, no target in the flow -----------------------------------------------------------


ABOVE_DISTRICTS = ("country", "province", "municipality")


def places() -> set[str]:
    """Names and slugs of the units in the reference data, but for the country and provinces, which name laws and
    offices."""
    with (ROOT / "data" / "reference" / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] not in ABOVE_DISTRICTS]
    assert rows, "units.csv names no unit"
    return {unicodedata.normalize("NFC", row[column]) for row in rows for column in ("name", "slug")}


# A document's number (07/2021/NĐ-CP) and a schema's draft carry a year that is part of their name.
NUMBERED = re.compile(r"\b\d+/20\d\d/[A-ZĐ][\w-]*|\bdraft/20\d\d-\d\d")
YEARS = re.compile(r"(?<!\d)(2020|2021)(?!\d)")
PLACES = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, places()), key=len, reverse=True)) + r")(?!\w)")
TARGETS = re.compile(r"\btargets\.csv\b|\blib/sample\b")


def told(text: str) -> list[str]:
    """What a text says that only data may say: a period's year, a unit's name, the generator's targets."""
    text = NUMBERED.sub("", unicodedata.normalize("NFC", text))
    return [found[0] for pattern in (YEARS, PLACES, TARGETS) for found in pattern.finditer(text)]


def constants(tree: ast.Module) -> Iterator[str]:
    """A module's strings and numbers; docstrings, being statements of their own, are left out."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docs:
            yield str(node.value)


@pytest.mark.parametrize("path", IN_FLOW, ids=name)
def test_code_names_no_period_and_no_place(path: Path) -> None:
    assert [word for constant in constants(parse(path)) for word in told(constant)] == []


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (str(key), *scalars(item))
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item)
    else:
        yield str(value)


@pytest.mark.parametrize("path", METADATA, ids=name)
def test_metadata_names_no_period_and_no_place(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [word for scalar in scalars(content) for word in told(scalar)] == []


def test_what_only_data_may_say_is_recognised() -> None:
    village = sorted(places() - {""}, key=len)[-1]
    assert told(f"xã {village} năm 2021, 14/6/2021") == ["2021", "2021", village]
    assert told("Nghị định số 07/2021/NĐ-CP; 12021 hộ; https://json-schema.org/draft/2020-12/schema") == []
    assert list(constants(ast.parse('"""2021"""\nX = 2021\ndef f():\n    "2020"\n    return "2020"'))) == [
        "2021",
        "2020",
    ]


# --- notebooks --------------------------------------------------------------------------------------------


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def is_parameters(cell: dict[str, Any]) -> bool:
    return "parameters" in cell["metadata"].get("tags", ())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_committed_clean(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert [text(cell) for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_thin_and_takes_parameters_once(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert sum(map(is_parameters, cells(path))) == 1
    assert [text(cell) for cell in code if len(text(cell).splitlines()) > 25] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_names_no_period_and_no_place(path: Path) -> None:
    assert [word for cell in cells(path) if not is_parameters(cell) for word in told(text(cell))] == []


def published() -> set[str]:
    """Published figures that cannot stand in code by chance: four digits or more, not a round number."""
    with (ROOT / "lib" / "sample" / "targets.csv").open(encoding="utf-8", newline="") as file:
        values = {part for row in csv.DictReader(file) for part in row["value"].split("/")}
    return {value for value in values if value.isdigit() and len(value) >= 4 and not value.endswith("000")}


def test_no_published_figure_is_typed_into_code_metadata_or_notebooks() -> None:
    figures = published()
    assert len(figures) > 40
    typed = []
    for path in [path for path in MODULES if floor(path) != "sample"]:
        constants = [node.value for node in ast.walk(parse(path)) if isinstance(node, ast.Constant)]
        docstrings = {
            ast.get_docstring(node, clean=False) for node in ast.walk(parse(path)) if isinstance(node, DOCUMENTED)
        }
        for value in constants:
            if value not in docstrings and figures & set(re.findall(r"\d+", str(value).replace(".", ""))):
                typed.append((name(path), value))
    texts = [
        path
        for path in (ROOT / "lib").rglob("*")
        if path.suffix in (".yaml", ".json", ".j2") and "sample" not in path.parts
    ]
    for path in [*texts, *(ROOT / "notebooks").glob("*.ipynb")]:
        found = figures & set(re.findall(r"\d+", path.read_text(encoding="utf-8")))
        typed += [(path.name, value) for value in found]
    assert typed == []


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
