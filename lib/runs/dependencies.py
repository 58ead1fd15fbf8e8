"""What a notebook's result rests on, each thing with a digest: enough to know whether it must run again.

A section's notebook that keeps to the usual vocabulary (load, say, show) rests on its own groups of facts, the groups
its text names, their tables and its commentary. One that does anything else rests on everything.
"""

import ast
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lib.contracts import OWNERS
from lib.editions.manifest import file_sha256, versions
from lib.indicators.context import REPORT_FILE, Context
from lib.indicators.registry import COMPARISONS, HEADER, groups, sections
from lib.intake.clean import input_digest
from lib.intake.folders import REPOSITORY
from lib.intake.overrides import OVERRIDES
from lib.intake.sending import send_by
from lib.narrative.commentary import FOLDER
from lib.runs.cache import Components, digest

LIB = REPOSITORY / "lib"
LOOK = frozenset({"coverage", "senders", "against_last", "by_commune", "conservation", "rejects", "findings"})
"""Names that show what was sent, and so rest on all of it."""

USUAL = LOOK | {
    "section",
    "checked",
    "charts",
    "bars",
    "places",
    "changes",
    "facts",
    "unit",
    "period",
    "data",
    "text",
    "cited",
    "context",
    "str",
    "open_context",
}
"""Names a notebook may use, beside those it assigns, and still be known to read only through its own section."""

_IMPORT = re.compile(r"^[ \t>.]*(?:import|%load_ext)[ \t]+(.*\blib\b.*)$", re.MULTILINE)
_FROM = re.compile(r"^[ \t>.]*from[ \t]+(lib\b[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|.*)$", re.MULTILINE)


class Digests:
    """Digests of files and of other periods, each taken once: to be used for one look at many notebooks."""

    def __init__(self) -> None:
        self.file = cache(file_sha256)
        self.period = cache(_sent)


def components(notebook: Path, context: Context, known: Digests | None = None) -> Components:
    """Everything a notebook's result rests on. `known` is shared by those that are asked for at once."""
    known = known or Digests()
    sha = known.file
    cells = _code(notebook)
    found = {
        "notebook": digest(*cells),
        "parameters": digest(context.unit.slug, context.period.code),
        "packages": digest(json.dumps(dict(versions()), sort_keys=True)),
        "reference": _folder(sorted(each for each in context.data.reference.iterdir() if each.is_file()), sha),
        "made_up": digest(str(context.made_up)),
        "module:registry.yaml": sha(LIB / "indicators" / "registry.yaml"),
        **{f"module:{name}": sha(path) for name, path in imported(tuple(cells)).items()},
    }
    used = used_groups(notebook, cells, context)
    for group in groups() if used is None else used:
        for suffix in (".py", ".yaml"):
            found[f"group:{group}{suffix}"] = sha(LIB / "indicators" / f"{group}{suffix}")
    for table in OWNERS if used is None else sorted({table for group in used for table in tables_of(group)}):
        found[f"table:{table}"] = table_digest(context, table)
    if context.sent is not None:
        found["units"] = digest(str(context.sent.files))
    written = sorted((context.raw / FOLDER).glob("*.md"))
    own = [path for path in written if used is None or path.stem == notebook.stem.partition("-")[0]]
    found |= {f"{FOLDER}:{path.name}": sha(path) for path in own}
    if (used is None or "header" in used) and (context.raw / REPORT_FILE).is_file():
        found[REPORT_FILE] = sha(context.raw / REPORT_FILE)
    if (context.raw / OVERRIDES).is_file():
        found[OVERRIDES] = sha(context.raw / OVERRIDES)
    if used is None or "header" in used or any(re.search(r"\bimport\b.*\bcoverage\b", cell) for cell in cells):
        found["intake"] = _folder([context.cleaned.folder / name for name in ("intake.json", "rejects.parquet")], sha)
        found["sending"] = digest(str(send_by(context.data, context.unit, context.period)))
        before = context.earlier
        compared = [before, *context.compared_with] if before else context.compared_with
        found["earlier"] = digest(*(known.period(each) for each in compared))
    return found


def _sent(context: Context) -> str:
    """All that another period's figures come from."""
    sent = str(context.sent.files) if context.sent is not None else ""
    return input_digest(context.raw, context.data.reference) + sent


def _code(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _folder(files: Sequence[Path], sha: Callable[[Path], str]) -> str:
    return digest(*(f"{path.name}={sha(path)}" for path in files))


def used_groups(notebook: Path, cells: list[str], context: Context) -> set[str] | None:
    """The groups of facts a notebook can read; None when its code steps outside the usual vocabulary."""
    if not all(_usual(cell) for cell in cells):
        return None
    own = next((entry for entry in (HEADER, *sections()) if entry.key and entry.notebook == notebook.name), None)
    if own is None:
        return set()
    commentary = context.raw / FOLDER / f"{own.number}.md"
    texts = [*cells, commentary.read_text(encoding="utf-8") if commentary.is_file() else ""]
    named = set(re.findall(r"\b([a-z_]+)\s*[.\[]", "\n".join(texts)))
    found = {*own.groups, *(set(groups()) & named)}
    return None if found.intersection(COMPARISONS) else found


def _usual(cell: str) -> bool:
    """Whether a cell only imports from lib, loads its section, narrates or charts."""
    if cell.startswith("%%narrative"):
        return True
    code = "\n".join(line for line in cell.splitlines() if not line.startswith("%load_ext lib."))
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return False
    assigned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        foreign = isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("lib.")
        if foreign or isinstance(node, ast.Import) or (name is not None and name not in USUAL | assigned):
            return False
    return True


@cache
def tables_of(group: str) -> tuple[str, ...]:
    """The clean tables a group of facts is computed from: the names of its function's parameters."""
    tree = ast.parse((LIB / "indicators" / f"{group}.py").read_text(encoding="utf-8"))
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == group)
    return tuple(argument.arg for argument in function.args.args if argument.arg in OWNERS)


def table_digest(context: Context, name: str) -> str:
    """One clean table with what facts take from its origin: rows, file hashes, places of columns, who is missing."""
    contract = OWNERS[name]
    intake: Mapping[str, Any] = context.cleaned.intake
    readings = [reading for reading in intake["readings"] if reading["table"] == name]
    files = {reading["file"] for reading in readings}
    origin = {
        "readings": readings,
        "hashes": sorted((file, sha256) for file, sha256 in intake["files"].items() if file in files),
        "missing": [sender for sender in context.cleaned.missing if sender[0] == contract.office],
        "provisional": [each.file for each in context.cleaned.receipts if each.provisional and each.file in files],
    }
    rows = (context.cleaned.folder / f"{name}.parquet").read_bytes()
    return digest(rows, json.dumps(origin, sort_keys=True, default=str))


@cache
def imported(cells: tuple[str, ...]) -> dict[str, Path]:
    """The modules of `lib` that code imports, at any depth, by dotted name. Groups of indicators are not among them:
    they are loaded by name and counted where they are used."""
    found: dict[str, Path] = {}
    waiting = [name for cell in cells for name in imports_of(cell)]
    while waiting:
        name = waiting.pop()
        if name in found or name not in _modules():
            continue
        path = found[name] = _modules()[name]
        waiting += _module_imports(path)
        waiting.append(name.rpartition(".")[0])
    return found


def imports_of(code: str) -> set[str]:
    """What of `lib` a cell or module may import: the modules it names, and the names taken from them, which may be
    modules themselves. Read from the words, ten times as fast as parsing; an example in a docstring counts too.

    >>> sorted(imports_of("from lib.report import (\\n    charts,\\n)\\nimport os, lib.facts as f"))
    ['lib.facts', 'lib.report', 'lib.report.charts']
    """
    found = {name for listed in _IMPORT.findall(code) for name in re.findall(r"\blib\b[\w.]*", listed)}
    for module, listed in _FROM.findall(code):
        found |= {module, *(f"{module}.{name}" for name in re.findall(r"\w+", listed))}
    return found


def know_imports() -> None:
    """Reads once what each module of `lib` imports."""
    for path in _modules().values():
        _module_imports(path)


@cache
def _module_imports(path: Path) -> frozenset[str]:
    return frozenset(imports_of(path.read_text(encoding="utf-8")))


@cache
def _modules() -> Mapping[str, Path]:
    """Every module and package of `lib` by its dotted name."""
    found = {path.relative_to(REPOSITORY).with_suffix(""): path for path in LIB.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for name, path in found.items()}
