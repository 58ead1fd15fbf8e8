"""The offices of a commune: the district's workbooks under the names of the bodies of today, by village.

A commune's scenario says which workbook goes out under which name (`books`) and what is worded otherwise (`words`);
where the place of a row is a village, a column that names the village beside it is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .context import Context
from .workbook import Book, Column, Sheet

VILLAGE, PLACE = "Thôn, buôn", "Xã"


def reissued(context: Context, books: Sequence[Book]) -> list[Book]:
    """The workbooks of a commune's offices; those of a district as they are."""
    names = context.scenario.get("books")
    if names is None:
        return list(books)
    return [_reissued(context, book, names.get(book.file)) for book in books]


def _reissued(context: Context, book: Book, named: dict[str, Any] | None) -> Book:
    issuer = named["issuer"] if named else (context.scenario["issuer"], book.issuer[-1])
    file = named["file"] if named else book.file
    return replace(book, file=file, issuer=tuple(issuer), sheets=tuple(_sheet(context, each) for each in book.sheets))


def _sheet(context: Context, sheet: Sheet) -> Sheet:
    by_place = any(column.kind == "place" for column in sheet.columns) or sheet.name in context.scenario["by_village"]
    kept = [at for at, column in enumerate(sheet.columns) if not (by_place and _names_village(column))]
    columns = tuple(replace(each, header=_header(context, each)) for each in (sheet.columns[at] for at in kept))
    groups = [
        (group and _worded(context, group), [tuple(_worded(context, row[at]) for at in kept) for row in rows])
        for group, rows in sheet.groups
    ]
    return replace(sheet, title=_worded(context, sheet.title), columns=columns, groups=groups)


def _header(context: Context, column: Column) -> str:
    return VILLAGE if column.header == PLACE else str(_worded(context, column.header))


def _names_village(column: Column) -> bool:
    return column.kind == "text" and column.header.startswith(VILLAGE)


def _worded(context: Context, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    for words in context.scenario["words"]:
        value = value.replace(*words)
    return value


def left_out(context: Context) -> Iterator[str]:
    """The offices that a commune does not have."""
    yield from context.scenario.get("without_offices", ())
