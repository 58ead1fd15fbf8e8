"""A year's workbooks: those of the half-year it contains, and what came in its later months.

What happened is the same rows and later ones, or sums that have grown; what is counted as of a day is counted anew;
lists that hold all year stay.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from .communes import CODE
from .offices import PROGRESS
from .places import Commune
from .unions import DONE, GOING
from .workbook import Book, Column, Sheet

Row = Sequence[Any]
Group = tuple[str | None, Sequence[Row]]

REGISTERS = ("Danh sách hộ", "Nhu cầu nhà ở")
PUPILS = ("Số học sinh", "Số trẻ")
"""Counts of the same people in both halves of a year: the larger one stands."""
NUMBERS = ("count", "money")
HALVES = 2


def spent(books: Iterable[Book]) -> frozenset[str]:
    """The codes of households that workbooks say something of, beyond listing them: nothing later names them again."""
    sheets = [sheet for book in books for sheet in book.sheets if sheet.name not in REGISTERS]
    return frozenset(
        str(row[place])
        for sheet in sheets
        for place, column in enumerate(sheet.columns)
        if column.header == CODE.header
        for _, rows in sheet.groups
        for row in rows
    )


def joined(before: Sequence[Book], later: Sequence[Book]) -> list[Book]:
    """The workbooks of the whole year, in the later ones' order."""
    return [
        replace(now, sheets=tuple(_sheet(*pair) for pair in zip(then.sheets, now.sheets, strict=True)))
        for then, now in zip(before, later, strict=True)
    ]


def _sheet(before: Sheet, later: Sheet) -> Sheet:
    how = HOW.get(later.name, _kept)
    names = list(dict.fromkeys(name for sheet in (before, later) for name, _ in sheet.groups))
    pairs = [(_rows(before, name), _rows(later, name)) for name in names]
    groups: list[Group] = [
        (name, how(later.columns, then, now)) for name, (then, now) in zip(names, pairs, strict=True)
    ]
    return replace(later, groups=groups)


def _rows(sheet: Sheet, name: str | None) -> list[Row]:
    return [row for known, rows in sheet.groups if known == name for row in rows]


def _kept(columns: Sequence[Column], before: list[Row], later: list[Row]) -> list[Row]:
    """What holds all year."""
    return before


def _anew(columns: Sequence[Column], before: list[Row], later: list[Row]) -> list[Row]:
    """What is counted as of a day."""
    return later


def _followed(columns: Sequence[Column], before: list[Row], later: list[Row]) -> list[Row]:
    """The same rows, what was under way by now done, and later ones."""
    return [tuple(FINISHED.get(_key(value), value) for value in row) for row in before] + later


def _key(value: Any) -> Any:
    return value.code if isinstance(value, Commune) else value


FINISHED = {GOING: DONE} | dict.fromkeys(PROGRESS.values(), PROGRESS["finished"])


def _added(columns: Sequence[Column], before: list[Row], later: list[Row]) -> list[Row]:
    """Rows of the same place, school or thing added up."""
    names = next(place for place, column in enumerate(columns) if column.kind in NUMBERS)
    rows: dict[tuple[Any, ...], Row] = {}
    for row in (*before, *later):
        key = tuple(map(_key, row[:names]))
        rows[key] = _sum(columns, rows[key], row) if key in rows else row
    return [rows[key] for key in (sorted(rows) if columns[0].kind == "place" else rows)]


def _sum(columns: Sequence[Column], first: Row, second: Row) -> Row:
    return tuple(_cell(*values) for values in zip(columns, first, second, strict=True))


def _cell(column: Column, first: Any, second: Any) -> Any:
    if first is None or second is None or column.kind not in NUMBERS:
        return first if second is None else second
    same_people = column.header.rpartition(" > ")[2] in PUPILS
    return max(first, second) if same_people else first + second


def _paid_on(columns: Sequence[Column], before: list[Row], later: list[Row]) -> list[Row]:
    """Households that are paid a norm each month: the same ones, for as many months again."""
    return [(commune, count, months * HALVES, money * HALVES) for commune, count, months, money in before]


HOW: dict[str, Callable[[Sequence[Column], list[Row], list[Row]], list[Row]]] = {
    "Chỉ tiêu": _anew,
    "Cấp thẻ": _anew,
    "Kế hoạch đào tạo": _anew,
    "Tiền điện": _paid_on,
    **dict.fromkeys(
        (
            "Đăng ký thoát nghèo", "Cho vay", "Nhà tiêu hộ nghèo", "Phiên giao dịch", "Trợ giúp đột xuất",
            "Hỗ trợ nhà ở", "Hỗ trợ sinh kế", "Nhà ở hội viên", "Chương trình", "Tin, bài", "Khám chữa bệnh",
            "Dự án, mô hình",
        ),
        _followed,
    ),
    **dict.fromkeys(
        (
            "Việc làm khác", "Tuyên truyền việc làm", "Nhà vệ sinh", "Nhà tiêu", "Giúp đỡ hội viên", "Tuyển dụng",
            "Miễn giảm học phí", "Chi phí học tập", "Bán trú", "Ăn trưa",
        ),
        _added,
    ),
}  # fmt: skip
"""What becomes of each sheet; the others are kept."""
