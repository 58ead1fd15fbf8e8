"""What an indicator stands on: facts it is computed from, rows these were counted over. Codes are there, names never
were."""

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import replace

from lib.contracts import OWNERS
from lib.contracts.model import Column
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, format_money
from lib.explore.grid import Cell, sortable
from lib.facts import Fact, Source, Table
from lib.indicators.context import Context

YES_NO = {True: "có", False: "không"}


def fact_of(context: Context, indicator: str) -> Fact:
    """One fact by its id. Raises ReportError for an id that nobody reports."""
    try:
        return context.fact(indicator)
    except (KeyError, ModuleNotFoundError):
        raise ReportError(f"không có chỉ tiêu «{indicator}»", remedy="xem indicators() để biết các mã") from None


def facts_beneath(context: Context, indicator: str) -> list[Fact]:
    """The facts an indicator is computed from that rest on rows themselves; itself where it does."""
    fact = fact_of(context, indicator)
    below = [each for needed in fact.inputs for each in facts_beneath(context, needed)]
    return list({each.id: each for each in ([fact] if fact.sources else below)}.values())


def rests_on_tables(context: Context, indicator: str) -> bool:
    """Whether all an indicator rests on are rows of tables: what is stated in report.yaml has none."""
    return all(
        _tables_with(context, fact, source) for fact in facts_beneath(context, indicator) for source in fact.sources
    )


def rows_beneath(context: Context, indicator: str) -> dict[str, Table]:
    """The rows an indicator was computed over, by table: each a Table with these rows only.

    Example:
        >>> from lib.indicators import open_context
        >>> found = rows_beneath(open_context("krong-pa", "2021-H1"), "credit.poor_share")
        >>> {name: len(table.rows) for name, table in found.items()}
        {'loans': 269, 'households': 2342}
    """
    wanted: dict[str, set[tuple[str, str, int]]] = {}
    tables: dict[str, Table] = {}
    for fact in facts_beneath(context, indicator):
        for source in fact.sources:
            for name in _tables_with(context, fact, source):
                tables.setdefault(name, context.table(name))
                places = ((source.file, source.sheet, row) for row in numbers(source.rows))
                wanted.setdefault(name, set()).update(places)
    return {name: replace(table, rows=table.rows[_among(table, wanted[name])]) for name, table in tables.items()}


def _among(table: Table, wanted: set[tuple[str, str, int]]) -> list[bool]:
    """Which rows stand at wanted places; of a row told line by line (entered.csv), any of its lines."""
    found = []
    for file, sheet, row in table.rows[["source_file", "source_sheet", "source_row"]].itertuples(index=False):
        origin = table.origins.get((file, sheet))
        lines = [row, *(by[row] for by in (origin.lines.values() if origin else ()) if row in by)]
        found.append(any((file, sheet, line) in wanted for line in lines))
    return found


def _tables_with(context: Context, fact: Fact, source: Source) -> list[str]:
    """The tables of a fact's group that a sheet holds."""
    readings = context.cleaned.intake["readings"]
    held = {each["table"] for each in readings if (each["file"], each["sheet"]) == (source.file, source.sheet)}
    return [name for name in tables_of_group(fact.id) if name in held]


def tables_of_group(indicator: str) -> list[str]:
    """The tables that the function of an indicator's group takes."""
    group = indicator.partition(".")[0]
    function = getattr(importlib.import_module(f"lib.indicators.{group}"), group)
    return [name for name in inspect.signature(function).parameters if name in OWNERS]


def numbers(ranges: str) -> Iterator[int]:
    """The row numbers of ranges.

    >>> list(numbers("8-10,12"))
    [8, 9, 10, 12]
    """
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def unreached(context: Context, indicator: str) -> Table | None:
    """Of a share whose part and whole are told apart by the same code: the rows of the whole that are not in the part.
    None where the indicator is no such share."""
    fact = fact_of(context, indicator)
    if len(fact.inputs) != 2 or fact.kind != "computed":
        return None
    part, whole = (list(rows_beneath(context, name).values()) for name in fact.inputs)
    if len(part) != 1 or len(whole) != 1 or part[0].contract.name == whole[0].contract.name:
        return None
    codes = [
        each.name for each in whole[0].contract.columns if each.type == "code" and each.name in part[0].rows.columns
    ]
    if not codes:
        return None
    reached = part[0].rows[codes[0]]
    return replace(whole[0], rows=whole[0].rows[~whole[0].rows[codes[0]].isin(list(reached))])


def rows_html(table: Table, caption: str = "") -> str:
    """The rows of a table as they were sent, with where each stands: it sorts and filters."""
    names = [name for name in table.rows.columns if not name.startswith("source_")]
    columns = [table.contract.column(name) for name in names]
    heads = [*(column.title for column in columns), "Tệp › trang › dòng"]
    records = table.rows[[*names, "source_file", "source_sheet", "source_row"]].itertuples(index=False)
    rows = [
        [*(_shown(table, *pair) for pair in zip(columns, each[:-3], strict=True)), Cell(_place(*each[-3:]))]
        for each in records
    ]
    return sortable(heads, rows, caption)


def _place(file: str, sheet: str, row: int) -> str:
    return f"{file} › {sheet} › {row}"


def _shown(table: Table, column: Column, value: object) -> Cell:
    if value is None or value != value or str(value) == "<NA>":
        return Cell("")
    if isinstance(value, bool):
        return Cell(YES_NO[value])
    if column.type == "money":
        return Cell(format_money(int(str(value))), str(value))
    if column.type == "count":
        return Cell(format_count(int(str(value))), str(value))
    if column.type == "date":
        return Cell(format_date(value), str(value))  # type: ignore[arg-type]
    return Cell(label(table, column, value))


def label(table: Table, column: Column, value: object) -> str:
    """What readers call a value of a column: a commune's name, an office's word for a code."""
    return YES_NO[value] if isinstance(value, bool) else table.names.get(str(value), column.label(str(value)))
