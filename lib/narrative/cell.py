"""The %%narrative cell: a template over facts, its rendered text right under it."""

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, magics_class

from lib.domain.errors import ReportError
from lib.indicators.section import SectionFacts
from lib.narrative.narrate import Narrative, narrate


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


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Called by ``%load_ext lib.narrative``. Errors made for readers are shown as one line, without a traceback."""
    shell.register_magics(NarrativeMagics)
    shell.set_custom_exc((ReportError,), _show_report_error)


def _show_report_error(shell: Any, kind: type, error: Exception, trace: Any, tb_offset: int | None = None) -> list[str]:
    line = f"Lỗi: {error}"
    shell._showtraceback(kind, error, [line])
    return [line]
