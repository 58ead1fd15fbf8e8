"""What the preloaded process does before the first child: builds its kernel and imports what most notebooks use. And
what it does while nobody calls: goes on with what draws, assembles and writes."""

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# Slow to import and not needed: checks of international addresses, and the debugger. Cells may still import them.
SPARED = ("rfc3987_syntax", "debugpy")
MODULES = (
    *("pandas", "pandas.io.formats.html", "pandas.core.methods.to_dict"),
    *("pyarrow.parquet", "pyarrow.dataset", "pyarrow.acero", "pyarrow.pandas_compat"),
    *("IPython.core.magics.extension", "tornado.platform.asyncio", "encodings.utf_8_sig", "encodings.unicode_escape"),
)
FLOORS = ("lib.narrative.cell", "lib.checks.relations", "lib.runs.planning")
DRAWING = (
    *("matplotlib.font_manager", "matplotlib.image", "matplotlib.axes", "matplotlib.figure"),
    *("matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg"),
)
OUTPUTS = (
    *("lib.report.coverage", "lib.report.charts", "lib.report.places", "lib.report.changes", "lib.report.assemble"),
    *("nbconvert.exporters.templateexporter", "lib.runs.set_aside", "lib.runs.outputs"),
)


def prepare() -> None:
    """Leaves this process as a kernel is when its first cell has imported everything, and nothing has run."""
    with _importing(*MODULES), suppress(Exception):  # lib being edited: the cell that needs it says what is wrong
        for name in FLOORS:
            importlib.import_module(name)
        _read_once()


def go_on() -> Iterator[None]:
    """Imports and does once what draws, what assembles, what writes and checks the outputs, at last what other people's
    notebooks draw with: in steps of a tenth of a second or two, between which children may be forked."""
    for step in (*DRAWING, _draw_once, *OUTPUTS, _warm, "matplotlib.pyplot"):
        # A notebook is not to see what outputs would have warnings ignored.
        with _importing(), suppress(Exception), warnings.catch_warnings():
            importlib.import_module(step) if isinstance(step, str) else step()
        yield


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
    from lib.report.drawing import draw

    def paint(figure: Any) -> None:
        axes = figure.add_subplot()
        axes.bar_label(axes.barh([0, 1], [1, 2], label="Hộ nghèo"), padding=3, fontsize=8)
        axes.set_yticks([0, 1], ["Xã", "Thị trấn"])
        figure.legend()

    draw("chart", 1.0, paint)


def _warm() -> None:
    """What each process that writes outputs or plans a run would do once."""
    from lib.editions.manifest import versions
    from lib.runs.dependencies import know_imports
    from lib.runs.outputs import warm

    warm()
    versions()
    know_imports()


def _read_once() -> None:
    """The indicators and their metadata, which are part of `lib`, and the repository's reference data."""
    from lib.domain.reference import Reference
    from lib.indicators.registry import group_metadata, groups
    from lib.intake.clean import code_read
    from lib.intake.folders import data_folder

    code_read()
    Reference.load(data_folder("").reference)
    for group in groups():
        importlib.import_module(f"lib.indicators.{group}")
        group_metadata(group)
