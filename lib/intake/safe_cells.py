"""Text as a cell of a workbook may hold it: whole, encodable, and never the start of a formula."""

from datetime import datetime

CREATED = datetime(2000, 1, 1)
"""The date of making in every workbook's properties: the same input gives the same bytes."""
LONGEST = 32_000
"""Characters: what a cell holds, and a little less."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program may take for the start of a formula once a cell is edited or a CSV is opened."""


def cell_text(value: object) -> str:
    """Any text as a cell can hold it: encodable, not too long."""
    return str(value).encode("utf-8", "replace").decode("utf-8")[:LONGEST]


def starts_formula(text: str) -> bool:
    """Whether a text has to be marked as text (`quote_prefix`), or it may one day be calculated.

    >>> starts_formula("=1+1"), starts_formula("Số hộ"), starts_formula("")
    (True, False, False)
    """
    return text.startswith(FORMULA_SIGNS)
