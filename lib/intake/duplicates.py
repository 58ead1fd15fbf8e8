"""One key, one row: a household or loan that appears again, in any file, is set aside."""

from dataclasses import replace
from typing import Any

from lib.intake.tables import Reject, TableReading


def set_duplicates_aside(readings: list[TableReading]) -> None:
    """A key that appears again, in any file, is set aside; the first stays: the first sender's in the official order,
    in a file the first by group and number (STT), wherever rows and groups stand. Keys are not repeated in messages."""
    seen: dict[tuple[str, tuple[Any, ...]], tuple[TableReading, dict[str, Any]]] = {}
    for index, reading in enumerate(readings):
        table = reading.contract
        if not table.key:
            continue
        again = set()
        for row in sorted(reading.rows, key=lambda each: _official_place(reading, each)):
            key = (table.name, tuple(row[name] for name in table.key))
            first = seen.setdefault(key, (reading, row))
            if first[1] is not row:
                again.add(row["source_row"])
                reading.rejects.append(_duplicate(reading, row, *first))
        readings[index] = replace(reading, rows=[row for row in reading.rows if row["source_row"] not in again])


def _official_place(reading: TableReading, row: dict[str, Any]) -> tuple[int, str, int, int]:
    """What orders rows of one sheet however they are shuffled: group, then number; else as they stand."""
    group = reading.contract.group
    label = str(row[group.name]) if group else ""
    codes = list(group.choices.values()) if group else []
    number = row["source_number"]
    return (
        codes.index(label) if label in codes else len(codes),
        label,
        number if number is not None else 10**9,
        row["source_row"],
    )


def _duplicate(reading: TableReading, row: dict[str, Any], where: TableReading, first: dict[str, Any]) -> Reject:
    table = reading.contract
    titles = ", ".join(table.column(name).title for name in table.key)
    letter = next((reading.letters[name] for name in table.key if name in reading.letters), "A")
    same_sheet = "" if where is reading else f" ở {where.file} › {where.sheet}"
    return Reject(
        reading.file,
        reading.sheet,
        f"{letter}{row['source_row']}",
        table.name,
        "duplicate",
        "",
        f"trùng «{titles}» với dòng {first['source_row']}{same_sheet}",
        "giữ một dòng, xóa dòng trùng",
    )
