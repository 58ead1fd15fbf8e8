"""What is said of a whole sheet that is read: that it, or rows and columns of it, are hidden."""

from collections.abc import Iterator, Sequence

from lib.domain.numbers import format_count
from lib.intake.tables import Finding
from lib.intake.workbook import Sheet, cell_name, column_letter

NAMED = 3
"""So many hidden rows are named; of more, the first ones and how many there are."""


def hidden_notes(file: str, sheet: Sheet, header_row: int) -> Iterator[Finding]:
    """Findings about what of a sheet is hidden and holds something. `header_row` is zero-based."""
    if sheet.hidden:
        yield Finding(file, sheet.name, f"A{header_row + 1}", "trang bị ẩn trong tệp; số liệu vẫn được đọc")
    rows = [row for row in sheet.unseen.rows if row < len(sheet.rows) and any(_texts(sheet, row))]
    if rows:
        names = _named("dòng", [str(row + 1) for row in rows])
        yield Finding(file, sheet.name, cell_name(rows[0], 0), f"{names} bị ẩn; số liệu vẫn được đọc")
    hidden = {c for first, last in sheet.unseen.columns for c in range(first, min(last + 1, len(sheet.columns)))}
    columns = [c for c in sorted(hidden) if any(sheet.value(row, c) is not None for row in range(len(sheet.rows)))]
    if columns:
        names = _named("cột", [column_letter(column) for column in columns])
        yield Finding(file, sheet.name, cell_name(header_row, columns[0]), f"{names} bị ẩn; số liệu vẫn được đọc")


def _texts(sheet: Sheet, row: int) -> Iterator[str]:
    return (sheet.text(row, column) for column in range(len(sheet.rows[row])))


def _named(word: str, names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return f"{word} {', '.join(names)}"
    return f"{word} {', '.join(names[:NAMED])}… ({format_count(len(names))} {word})"
