"""The %%narrative cell: a template over facts, its rendered text right under it."""

import difflib
from collections.abc import Mapping
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, magics_class

from lib.domain.errors import ReportError
from lib.indicators.section import SectionFacts
from lib.narrative.narrate import Narrative, narrate

PARAMETERS = ("unit", "period", "data", "build")
"""Every parameter a notebook may have; all are text."""

SHELL = frozenset({"In", "Out", "exit", "quit", "open", "get_ipython"})
PLAIN = (str, int, float, bool, list, tuple, dict, set, type(None))


@magics_class
class NarrativeMagics(Magics):
    """Registers %%narrative with the shell."""

    @cell_magic
    def narrative(self, line: str, cell: str) -> Narrative:
        """%%narrative [part]: renders the cell over the notebook's `facts`. `part` names a piece of the report
        ("opening") and the variable that holds it."""
        assert self.shell is not None
        facts = self.shell.user_ns.get("facts")
        if not isinstance(facts, SectionFacts):
            raise ReportError("chưa có biến facts", remedy="chạy ô facts = section(…) trước")
        part = line.strip()
        narrative = narrate(cell, facts.context, facts.section.number, part)
        if part:
            self.shell.user_ns[part] = narrative
        return narrative


def prepare(shell: InteractiveShell) -> None:
    """Gives a notebook's shell the %%narrative cell.

    Refuses parameters that no notebook has; errors made for readers are shown as one line, without a traceback.
    """
    shell.register_magics(NarrativeMagics)
    shell.set_custom_exc((ReportError,), _show_report_error)
    check_parameters(shell.user_ns)


def check_parameters(names: Mapping[str, Any]) -> None:
    """Raises ReportError where a notebook was given a parameter it does not have, or one that is not text.

    Papermill itself only warns of the first and turns 010 into the number 10.
    """
    for name, value in names.items():
        if name.startswith("_") or name in SHELL or not isinstance(value, PLAIN):
            continue
        if name not in PARAMETERS:
            near = difflib.get_close_matches(name, PARAMETERS, 1)
            hint = f"có phải là {near[0]}?" if near else f"sổ tay nhận: {', '.join(PARAMETERS)}"
            raise ReportError(f"không có tham số {name}", remedy=hint)
        if not isinstance(value, str):
            raise ReportError(
                f"tham số {name} phải là chữ, không phải {value!r}", remedy=f"papermill -r {name} … giữ nguyên chữ"
            )


def _show_report_error(shell: Any, kind: type, error: Exception, trace: Any, tb_offset: int | None = None) -> list[str]:
    line = f"Lỗi: {error}"
    shell._showtraceback(kind, error, [line])
    return [line]
