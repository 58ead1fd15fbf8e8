"""One key, one row: a household or loan that appears again, in any file, is set aside."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from lib.intake.records import Row
from lib.intake.tables import Reject, TableReading

Key = Hashable
"""What a row is told by: the value of its key's column, or the values of several."""


def set_duplicates_aside(readings: list[TableReading]) -> None:
    """A key that appears again, in any file, is set aside; the first stays: the first sender's in the official order,
    in a file the first by group and number (STT), wherever rows and groups stand. Keys are not repeated in messages."""
    times: dict[str, Counter[Key]] = defaultdict(Counter)
    for reading in readings:
        times[reading.contract.name].update(_keys(reading))
    seen: dict[tuple[str, Key], tuple[TableReading, Row]] = {}
    for index, reading in enumerate(readings):
        again = set()
        for place, key in _repeated(reading, times[reading.contract.name]):
            row = reading.rows[place]
            first = seen.setdefault((reading.contract.name, key), (reading, row))
            if first[1] is not row:
                again.add(place)
                reading.rejects.append(_duplicate(reading, row, *first))
        if again:
            readings[index] = replace(reading, rows=reading.rows.without(again))


def _keys(reading: TableReading) -> Iterable[Key]:
    """The key of each row; none where the table has no key."""
    columns = [reading.rows.column(name) for name in reading.contract.key]
    return columns[0] if len(columns) == 1 else zip(*columns, strict=True)


def _repeated(reading: TableReading, times: Counter[Key]) -> list[tuple[int, Key]]:
    """The places of rows whose key stands more than once anywhere, with the key, in the official order."""
    if len(times) == times.total():
        return []
    repeated = [(place, key) for place, key in enumerate(_keys(reading)) if times[key] > 1]
    return sorted(repeated, key=lambda each: _official_place(reading, reading.rows[each[0]]))


def _official_place(reading: TableReading, row: Row) -> tuple[int, str, int, int]:
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


def _duplicate(reading: TableReading, row: Row, where: TableReading, first: Row) -> Reject:
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
