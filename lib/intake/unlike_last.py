"""Money columns held against the same column of an earlier period: a unit gone wrong in a whole table shows there."""

from collections.abc import Iterator
from dataclasses import asdict
from statistics import median
from typing import Any

from lib.contracts import OWNERS
from lib.contracts.model import Column
from lib.domain.numbers import format_money
from lib.intake.clean import Cleaned
from lib.intake.plausible import AROUND_THE_MIDDLE, IMPLAUSIBLE
from lib.intake.tables import Finding

Row = dict[str, Any]
PLACE = {"source_file", "source_sheet", "source_row"}


def unlike_last(now: Cleaned, before: Cleaned) -> Iterator[dict[str, str]]:
    """Findings, as `intake.json` holds them, about money columns whose middle is far from that of the same column in
    the earlier period, with both numbers."""
    for name in OWNERS:
        columns = [column for column in now.contracts.table(name).columns if column.type == "money"]
        if not columns:
            continue
        wanted = {name for column in columns for name in (column.name, *(column.worth.per if column.worth else ()))}
        rows, others = _rows(now, name, wanted | PLACE), _rows(before, name, wanted)
        for column in columns:
            here, there = usual_value(rows, column), usual_value(others, column)
            if here and there and not there / AROUND_THE_MIDDLE <= here <= there * AROUND_THE_MIDDLE:
                yield asdict(_finding(now, rows[0], column, here, there))


def usual_value(rows: list[Row], column: Column) -> float:
    """The middle of what units of a money column come to; 0 where no row says."""
    worth = column.worth
    pairs = [(row[column.name] or 0, worth.units(row) if worth else 1) for row in rows]
    return median([value / units for value, units in pairs if value and units] or [0])


def _rows(cleaned: Cleaned, name: str, columns: set[str]) -> list[Row]:
    rows: list[Row] = cleaned.columns(name, columns).to_pylist()
    return rows


def _finding(now: Cleaned, row: Row, column: Column, here: float, there: float) -> Finding:
    file, sheet = row["source_file"], row["source_sheet"]
    places = {(each["file"], each["sheet"]): each["columns"] for each in now.intake["readings"]}
    letter = places.get((file, sheet), {}).get(column.name, "A")
    words = (
        f"cột «{column.title}» khó tin: mức giữa là {format_money(round(here))}, "
        f"kỳ trước {format_money(round(there))}; xem lại đơn vị tính"
    )
    return Finding(file, sheet, f"{letter}{row['source_row']}", words, IMPLAUSIBLE)
