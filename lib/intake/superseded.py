"""What a later file of a sender changed against the one it replaces: counts and row numbers, no names, no codes."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from lib.contracts.model import NUMERIC, TableContract
from lib.domain.ranges import row_ranges
from lib.intake.tables import Finding, TableReading

Row = dict[str, Any]
ORIGIN = ("source_row", "source_number")


def replaced(old: list[TableReading], new: list[TableReading], why: str) -> Iterator[Finding]:
    """The finding that a file was replaced, then one for each of its tables whose rows differ. Tables stand in
    the contract's order."""
    differences = [
        Finding(before.file, before.sheet, "", words)
        for before, after in zip(old, new, strict=True)
        if (words := difference(before, after))
    ]
    same = "" if differences else "; các dòng số liệu không đổi"
    yield Finding(old[0].file, "", "", f"được thay bằng tệp {new[0].file} ({why}), không tính vào báo cáo{same}")
    yield from differences


def difference(before: TableReading, after: TableReading) -> str:
    """How the rows of a table differ from those of an earlier file, in Vietnamese; '' where they do not."""
    removed, added, changed = changed_rows(before.contract, before.rows, after.rows)
    parts = [
        f"{verb} {len(rows)} dòng (dòng {row_ranges(rows)} của {which})"
        for verb, rows, which in (("thêm", added, "tệp mới"), ("bớt", removed, "tệp này"), ("sửa", changed, "tệp mới"))
        if rows
    ]
    return f"tệp thay thế {', '.join(parts)}" if parts else ""


def changed_rows(
    table: TableContract, before: Iterable[Row], after: Iterable[Row]
) -> tuple[list[int], list[int], list[int]]:
    """Row numbers (removed, added, changed): the first of the earlier file, the others of the later.

    Equal rows are set off against each other first; the rest are paired by key, or by their words where a table has
    no key.
    """
    was, now = list(before), list(after)
    common = Counter(map(_content, was)) & Counter(map(_content, now))
    old, new = _rest(was, common), _rest(now, common)
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for row in old:
        waiting[_identity(table, row)].append(row)
    added, changed = [], []
    for row in new:
        partners = waiting[_identity(table, row)]
        if partners:
            partners.pop(0)
            changed.append(row["source_row"])
        else:
            added.append(row["source_row"])
    removed = [row["source_row"] for rows in waiting.values() for row in rows]
    return sorted(removed), added, changed


def _rest(rows: list[Row], common: Counter[Hashable]) -> list[Row]:
    left = Counter(common)
    rest = []
    for row in rows:
        content = _content(row)
        if left[content]:
            left[content] -= 1
        else:
            rest.append(row)
    return rest


def _content(row: Row) -> Hashable:
    return tuple(sorted((name, str(value)) for name, value in row.items() if name not in ORIGIN))


def _identity(table: TableContract, row: Row) -> Hashable:
    if table.key:
        return tuple(row[name] for name in table.key)
    names = [column.name for column in table.columns if column.stored and column.type not in NUMERIC]
    return tuple(str(row[name]) for name in (*names, *((table.group.name,) if table.group else ())))
