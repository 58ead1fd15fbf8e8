"""What the preloaded process does before the first notebook: builds its kernel and imports what notebooks use."""

import importlib
import io
import sys
from contextlib import suppress

# Slow to import and not needed: checks of international addresses, and the debugger. Cells may still import them.
SPARED = ("rfc3987_syntax", "debugpy")
MODULES = (
    *("pandas", "pandas.io.formats.html", "pandas.core.methods.to_dict"),
    *("pyarrow.parquet", "pyarrow.dataset", "pyarrow.acero", "pyarrow.pandas_compat"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_svg"),
    *("IPython.core.magics.extension", "tornado.platform.asyncio", "encodings.utf_8_sig", "encodings.unicode_escape"),
)
FLOORS = (
    *("lib.narrative.cell", "lib.report.assemble", "lib.report.charts", "lib.report.coverage", "lib.report.ladder"),
    "lib.checks.relations",
)


def prepare() -> None:
    """Leaves this process as a kernel is when its first cell has imported everything, and nothing has run."""
    spared = [name for name in SPARED if sys.modules.get(name) is None]
    sys.modules.update(dict.fromkeys(spared))  # type: ignore[arg-type]
    from lib.runs.kernel import build

    with build().kernel.shell.builtin_trap:  # libraries look whether they are imported in a kernel
        for name in MODULES:
            importlib.import_module(name)
        _draw_once()
        with suppress(Exception):  # lib being edited: the cell that needs it will say what is wrong with it
            for name in FLOORS:
                importlib.import_module(name)
            _read_once()
    for name in spared:
        del sys.modules[name]


def _draw_once() -> None:
    """Fonts and late imports are there before any child draws."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    figure.add_subplot().barh([0], [1], label="a")
    for kind in ("svg", "png"):
        figure.savefig(io.BytesIO(), format=kind)


def _read_once() -> None:
    """The indicators and their metadata, which are part of `lib`, and the repository's reference data."""
    from lib.domain.reference import Reference
    from lib.indicators.registry import group_metadata, groups
    from lib.intake.folders import data_folder

    Reference.load(data_folder("").reference)
    for group in groups():
        importlib.import_module(f"lib.indicators.{group}")
        group_metadata(group)
