"""Small notebooks run by both engines, and what of the result must be equal."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from lib.runs.engine import FreshEngine
from lib.runs.execute import _kernel_options

KERNELSPEC = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
papermill_engines.register("fresh", FreshEngine)


def notebook(cells: Sequence[str | tuple[str, str]]) -> Any:
    """A notebook of code cells; a cell may come with a tag."""
    pairs = [(cell, "") if isinstance(cell, str) else cell for cell in cells]
    code = [
        new_code_cell(source, id=f"cell-{number}", metadata={"tags": [tag]} if tag else {})
        for number, (source, tag) in enumerate(pairs)
    ]
    return new_notebook(cells=code, metadata={"kernelspec": KERNELSPEC})


STOCK_SECONDS = 60
"""nbclient answers an output widget over the socket it waits on, and then, rarely, never notices the reply that came
meanwhile: the stock engine is asked again, from the start."""


def run(source: Any, output: Path, engine: str, **options: Any) -> tuple[Any, PapermillExecutionError | None]:
    """The executed notebook as saved, and the failure if it failed."""
    if engine == "kernel":
        options = {"shutdown_kernel": "immediate", "execution_timeout": STOCK_SECONDS, **_kernel_options(), **options}
    failure = None
    name = engine if engine == "fresh" else None
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # a kernel that sees it leaves alone what C code prints
        try:
            try:
                papermill.execute_notebook(source, output, engine_name=name, progress_bar=False, **options)
            except CellTimeoutError:
                if engine != "kernel":
                    raise
                papermill.execute_notebook(source, output, engine_name=name, progress_bar=False, **options)
        except PapermillExecutionError as error:
            failure = error
    return nbformat.read(output, as_version=4), failure


# What differs from run to run under one engine too: times, processes, addresses, ids made up anew.
CHANCE = [
    (r"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)?", "TIME"),
    (r"ipykernel_\d+", "ipykernel_PID"),
    (r"0x[0-9a-f]{6,}|\b7f[0-9a-f]{10}\b", "ADDRESS"),
    (r"\b[0-9a-f]{32}\b", "UUID"),
    (r"\bT_[0-9a-f]{5}", "T_STYLE"),
    (r"Thread-\d+", "Thread-N"),
    (r"(CPU times|Wall time).*", "TIMES"),
    (r"(\d+%\|).*?it/s\]", r"\1"),
    (r"-(fresh|kernel)\.ipynb", ".ipynb"),
    (r"/[^\s\"']*/\.building-[^/\"']*", "BUILDING"),
]


def settled(value: Any) -> Any:
    """A notebook without what chance decides; text printed in a row is one piece however it arrived."""
    if isinstance(value, dict):
        made = {settled(key): settled(item) for key, item in value.items()}
        if "duration" in made:
            made["duration"] = made["duration"] is not None
        if {"papermill-error-cell-tag", "injected-parameters"} & {*made.get("metadata", {}).get("tags", ())}:
            made["id"] = "ID"
        return made
    if isinstance(value, list):
        items: list[Any] = []
        for item in map(settled, value):
            if items and is_stream(item) and is_stream(items[-1]) and item["name"] == items[-1]["name"]:
                items[-1]["text"] += item["text"]
            else:
                items.append(item)
        return items
    if isinstance(value, str):
        for pattern, word in CHANCE:
            value = re.sub(pattern, word, value)
    return value


def is_stream(item: Any) -> bool:
    return isinstance(item, dict) and item.get("output_type") == "stream"


def differences(first: Any, second: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place where two settled notebooks are not the same."""
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted({*first, *second}):
            yield from differences(first.get(key, "ABSENT"), second.get(key, "ABSENT"), f"{place}.{key}")
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, pair in enumerate(zip(first, second, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif first != second:
        yield place, first, second


def same(source: Any, folder: Path, **options: Any) -> Any:
    """Asserts that both engines leave the same notebook and the same failure; returns the notebook."""
    made, failures = zip(
        *(run(source, folder / f"out-{engine}.ipynb", engine, **options) for engine in ("kernel", "fresh")),
        strict=True,
    )
    told = [None if f is None else (f.cell_index, f.exec_count, f.ename, settled(f.evalue)) for f in failures]
    assert told[0] == told[1]
    found = list(differences(settled(made[0]), settled(made[1])))
    assert not found, found
    return made[1]
