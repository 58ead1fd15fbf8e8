"""The manifest of an edition: what it was made from and by, and how long it took (the only place with durations)."""

import importlib.metadata
import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

FORMAT = "poverty-report-manifest/1"
PACKAGES = (
    "pandas",
    "pyarrow",
    "python-calamine",
    "matplotlib",
    "papermill",
    "nbconvert",
    "nbclient",
    "jinja2",
    "ipykernel",
)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def manifest(
    parameters: Mapping[str, str],
    inputs: Mapping[str, str],
    rows: Mapping[str, Mapping[str, int]],
    notebooks: Mapping[str, Mapping[str, Any]],
    edition: Path,
    run: Mapping[str, Any],
    state: str,
) -> dict[str, Any]:
    """The manifest of the edition built in folder `edition`.

    `inputs` maps file names to SHA-256; `rows` gives read, clean and rejected rows by table; `notebooks` the
    source hash and seconds of each; `run` what the run knows of itself (id, started, seconds, peak memory, status).
    """
    return {
        "format": FORMAT,
        "parameters": dict(parameters),
        "state": state,
        "run": dict(run),
        "versions": dict(versions()),
        "inputs": dict(inputs),
        "rows": {table: dict(counts) for table, counts in rows.items()},
        "notebooks": {name: dict(entry) for name, entry in notebooks.items()},
        "outputs": {path.relative_to(edition).as_posix(): file_sha256(path) for path in _outputs(edition)},
    }


def _outputs(edition: Path) -> list[Path]:
    """What an edition hands out: every file but the executed notebooks."""
    files = (path for path in sorted(edition.rglob("*")) if path.is_file())
    return [path for path in files if path.relative_to(edition).parts[0] != "notebooks"]


@cache
def versions() -> Mapping[str, str]:
    """Python's version and those of the packages a report depends on."""
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in PACKAGES}}
