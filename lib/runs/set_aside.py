"""What was set aside, as a workbook, written while the notebooks run. In a file of its own: it needs little of what
the other outputs import."""

from lib.indicators.context import open_context
from lib.intake.rejects_book import write_rejects


def write_set_aside(unit: str, period: str, data: str) -> None:
    """Writes rejects.xlsx beside the clean tables of a unit and period."""
    context = open_context(unit, period, data)
    write_rejects(context.cleaned, context.reference, findings=context.findings)
