"""One cell, read by its contract: text to a typed value, or a reason why not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.contracts.model import NUMERIC, Column
from lib.domain.numbers import is_nothing, parse_count, parse_money, parse_percent
from lib.domain.text import match_key, nfc
from lib.domain.units import Unit, match, suggest
from lib.intake.workbook import Value


class CellError(ValueError):
    """A cell that cannot be read. `rule` is a short code for counting; the message is the Vietnamese reason."""

    def __init__(self, rule: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.remedy = remedy


@dataclass(frozen=True)
class Places:
    """The closed list of communes a place name may mean: the reporting unit's children at the period's end."""

    units: tuple[Unit, ...]


def read_cell(value: Value, column: Column, scale: int, places: Places) -> Any:
    """The typed value of a raw cell: int, Decimal, date, code or text; None where the contract allows nothing.

    `scale` is đồng per unit for a money column. Raises CellError.
    """
    if column.type == "presence":
        return not is_nothing(value)
    if is_nothing(value):
        return _nothing(value, column)
    if isinstance(value, str) and value.startswith("#"):
        raise CellError("error_cell", f"ô lỗi công thức {value}", "sửa công thức hoặc gõ giá trị vào ô")
    try:
        return _READERS[column.type](value, column, scale, places)
    except CellError:
        raise
    except ValueError as error:
        raise CellError(f"bad_{column.type}", str(error), f"gõ lại cột «{column.title}» đúng kiểu") from error


def _nothing(value: Value, column: Column) -> Any:
    dashed = value is not None and str(value).strip() != ""
    if column.type in NUMERIC and dashed and column.dash == "zero":
        return 0
    if column.required:
        raise CellError(
            "missing_value", f"thiếu giá trị cột «{column.title}»", "điền giá trị, hoặc dấu - nếu bằng không"
        )
    return None


def _text(value: Value, column: Column, scale: int, places: Places) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s+", " ", nfc(str(value))).strip()


def _count(value: Value, column: Column, scale: int, places: Places) -> int:
    return _not_negative(parse_count(_number_like(value)), value)


def _money(value: Value, column: Column, scale: int, places: Places) -> int:
    return _not_negative(parse_money(_number_like(value), scale), value)


def _not_negative(number: int, value: Value) -> int:
    if number < 0:
        raise CellError("negative", f'"{value}" là số âm', "kiểm tra dấu; số liệu của kỳ không được âm")
    return number


def _number_like(value: Value) -> str | float | int:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f'"{value}" không phải là số')
    return value


def _percent(value: Value, column: Column, scale: int, places: Places) -> Any:
    return parse_percent(_number_like(value))


def _date(value: Value, column: Column, scale: int, places: Places) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", str(value).strip())
    if not found:
        raise ValueError(f'"{value}" không phải là ngày dạng ngày/tháng/năm')
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f'"{value}" không có trong lịch') from error


def _month(value: Value, column: Column, scale: int, places: Places) -> str:
    """A calendar month as "2021-03", from 03/2021, "Tháng 3/2021" or a date cell."""
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}"
    found = re.fullmatch(r"(?:tháng)?\s*(\d{1,2})\s*[/.-]\s*(\d{4})", nfc(str(value)).strip().lower())
    if not found or not 1 <= int(found[1]) <= 12:
        raise ValueError(f'"{value}" không phải là tháng dạng tháng/năm')
    return f"{int(found[2]):04d}-{int(found[1]):02d}"


def _commune(value: Value, column: Column, scale: int, places: Places) -> str:
    unit = match(str(value), places.units)
    if unit is None:
        near = suggest(str(value), places.units)
        hint = f"có phải là {', '.join(u.name for u in near)}?" if near else "viết đúng tên trong danh mục"
        raise CellError("unknown_commune", f'"{value}" không có trong danh sách xã, thị trấn', hint)
    return unit.code


def _choice(value: Value, column: Column, scale: int, places: Places) -> str:
    return choose(str(value), column.choices)


def choose(text: str, choices: Mapping[str, str]) -> str:
    """The code of a label, compared by match key. Raises CellError naming what is allowed.

    >>> choose("hộ NGHÈO", {"Hộ nghèo": "poor"})
    'poor'
    """
    key = match_key(text)
    for label, code in choices.items():
        if match_key(label) == key:
            return code
    raise CellError("unknown_choice", f'"{text}" không có trong danh mục', f"dùng một trong: {'; '.join(choices)}")


_READERS: dict[str, Callable[[Value, Column, int, Places], Any]] = {
    "text": _text,
    "code": _text,
    "personal": _text,
    "count": _count,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "month": _month,
    "commune": _commune,
    "choice": _choice,
}
