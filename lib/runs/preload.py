"""What the preloaded process does before the first child: builds its kernel and imports what most notebooks use. And
what it does while nobody calls: imports what draws, then what writes the outputs."""

import importlib
import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Slow to import and not needed: checks of international addresses, and the debugger. Cells may still import them.
SPARED = ("rfc3987_syntax", "debugpy")
MODULES = (
    *("pandas", "pandas.io.formats.html", "pandas.core.methods.to_dict"),
    *("pyarrow.parquet", "pyarrow.dataset", "pyarrow.acero", "pyarrow.pandas_compat"),
    *("IPython.core.magics.extension", "tornado.platform.asyncio", "encodings.utf_8_sig", "encodings.unicode_escape"),
)
FLOORS = ("lib.narrative.cell", "lib.checks.relations")


def prepare() -> None:
    """Leaves this process as a kernel is when its first cell has imported everything, and nothing has run."""
    with _importing(*MODULES), suppress(Exception):  # lib being edited: the cell that needs it says what is wrong
        for name in FLOORS:
            importlib.import_module(name)
        _read_once()


def prepare_charts() -> None:
    """What draws."""
    with _importing("matplotlib.figure", "matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg"):
        _draw_once()


def prepare_assembly() -> None:
    """What puts the report together."""
    with _importing(), suppress(Exception):
        for name in (
            "lib.report.coverage",
            "lib.report.charts",
            "lib.report.ladder",
            "lib.report.places",
            "lib.report.assemble",
        ):
            importlib.import_module(name)


def prepare_outputs() -> None:
    """What writes the outputs and checks them. A notebook never sees it: not what it would have warnings ignored."""
    with _importing(), suppress(Exception), warnings.catch_warnings():
        importlib.import_module("lib.runs.outputs").warm()


def prepare_pyplot() -> None:
    """What other people's notebooks draw with."""
    with _importing("matplotlib.pyplot"):
        pass


@contextmanager
def _importing(*names: str) -> Iterator[None]:
    """Imports modules, and what its body does, as within a kernel: libraries look whether there is one."""
    spared = [name for name in SPARED if sys.modules.get(name) is None]
    sys.modules.update(dict.fromkeys(spared))  # type: ignore[arg-type]
    from lib.runs.kernel import build

    with build().kernel.shell.builtin_trap:
        for name in names:
            importlib.import_module(name)
        yield
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
