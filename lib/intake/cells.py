"""One cell, read by its contract: text to a typed value, or a reason why not."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from lib.contracts.model import NUMERIC, Column
from lib.domain.levels import CHILDREN
from lib.domain.numbers import is_nothing, parse_count, parse_money, parse_percent
from lib.domain.text import foreign_letters, match_key, nfc
from lib.domain.units import Unit, match, suggest
from lib.intake.quoting import may_repeat, shown
from lib.intake.workbook import ERROR_VALUES, UNCOMPUTED, Serial1904, Value

LARGEST = 10**15
"""What no count or amount of one cell reaches: the country's yearly product in đồng is ten times that."""

EARLIEST_SERIAL, LATEST_SERIAL = 29221, 73050
"""Excel's numbers of 1980-01-01 and 2099-12-31: what lies outside was never meant as a day of a report."""
NOBODY = frozenset(
    ("0", "k", "ko", "khong", "khongco", "khongcoai", "chua", "chuaco", "chuacoai", "chuaphancong", "chuaduocphancong")
)
"""Match keys of words that say, where somebody's name or a tick belongs, that there is none."""
_DASHES = re.compile("[‐-―−]")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?(\.0+)?$")

_EXPONENT = re.compile(r"\d([.,]\d+)?[Ee]\+?\d+")
_PLAIN_CODE = re.compile(rf"(?!{_EXPONENT.pattern}$)[0-9A-Za-z][!-~]*")
"""A code that holds nothing to be taken out or changed: the quick way through long lists."""

_MEANT = {
    "count": "số nguyên",
    "money": "số tiền",
    "percent": "tỷ lệ phần trăm",
    "date": "ngày dạng ngày/tháng/năm",
    "month": "tháng dạng tháng/năm",
}


class CellError(ValueError):
    """A cell that cannot be read. `rule` is a short code for counting; the message is the Vietnamese reason."""

    def __init__(self, rule: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.remedy = remedy


@dataclass(frozen=True)
class Places:
    """The closed list of places a name may mean: the reporting unit's parts at the period's end, and what such parts
    are called."""

    units: tuple[Unit, ...]
    children: str = CHILDREN

    @property
    def child(self) -> str:
        """One of them: "xã"."""
        return self.children.partition(",")[0]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The match keys of every name and spelling in the list, with and without the word before it."""
        names = [key for unit in self.units for key in unit.match_keys]
        return frozenset(word + name for word in ("", "xa", "tt", "thitran") for name in names)


def read_cell(value: Value, column: Column, scale: int, places: Places) -> Any:
    """The typed value of a raw cell: int, Decimal, date, code or text; None where the contract allows nothing.

    `scale` is đồng per unit for a money column. Raises CellError; its reason repeats the value only where
    `may_repeat` allows it.
    """
    if column.type == "code" and isinstance(value, str) and _PLAIN_CODE.fullmatch(value):
        return value
    if isinstance(value, str) and value in ERROR_VALUES:
        raise CellError("error_cell", f"ô báo lỗi {value}", "sửa công thức hoặc gõ giá trị vào ô")
    if value == UNCOMPUTED:
        raise CellError("uncomputed", "ô có công thức nhưng chưa tính ra giá trị", "mở tệp bằng Excel rồi lưu lại")
    if column.type == "presence":
        return not is_nothing(value) and match_key(_text(value, column, scale, places)) not in NOBODY
    if is_nothing(value):
        return _nothing(value, column)
    try:
        return _READERS[column.type](value, column, scale, places)
    except CellError:
        raise
    except ValueError as error:
        reason = str(error) if repeatable(value, column, places) else _unreadable(column)
        remedy = getattr(error, "remedy", None) or f"gõ lại cột «{column.title}» đúng kiểu"
        raise CellError(f"bad_{column.type}", reason, remedy) from None


def repeatable(value: Value, column: Column, places: Places) -> bool:
    """Whether messages may repeat this value: see `lib.intake.quoting`."""
    return may_repeat(value, column, places.keys if column.type == "commune" else column.codes)


def _unreadable(column: Column) -> str:
    return f"giá trị ở cột «{column.title}» không phải là {_MEANT.get(column.type, 'giá trị đúng kiểu')}"


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
    return " ".join(nfc(str(value)).split())


def _code(value: Value, column: Column, scale: int, places: Places) -> str:
    """A code without what typing adds to it: spaces, other dashes, full-width digits."""
    text = _text(value, column, scale, places)
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if _EXPONENT.fullmatch(plain):
        reason = f"mã ở cột «{column.title}» đã bị Excel đổi thành số dạng mũ, mất chữ số"
        raise CellError("bad_code", reason, "đặt cột ở dạng Văn bản rồi gõ lại mã từ bản gốc")
    plain = "".join(plain.split())
    return plain if plain.isascii() else _DASHES.sub("-", plain)


def _count(value: Value, column: Column, scale: int, places: Places) -> int:
    return _in_bounds(parse_count(_number_like(value)), value, column)


def _money(value: Value, column: Column, scale: int, places: Places) -> int:
    return _in_bounds(parse_money(_number_like(value), scale), value, column)


def _in_bounds(number: int, value: Value, column: Column) -> int:
    if number < 0:
        raise CellError("negative", f'"{shown(value)}" là số âm', "kiểm tra dấu; số liệu của kỳ không được âm")
    if number > LARGEST:
        reason = f"số ở cột «{column.title}» lớn đến mức không thể có"
        raise CellError("too_large", reason, "kiểm tra lại số và đơn vị tính")
    return number


def _number_like(value: Value) -> str | float | int:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f'"{shown(value)}" không phải là số')
    return value


def _percent(value: Value, column: Column, scale: int, places: Places) -> Decimal:
    """The number before the percent sign. A bare number below 1 may be a cell formatted as percent (3,3% is kept as
    0.033): nobody can tell, so it is refused."""
    number = parse_percent(_number_like(value))
    if not isinstance(value, str) and 0 < abs(number) < 1:
        meant = f"{shown(float(number))}% hay {shown(float(number * 100))}%"
        raise CellError("unclear_percent", f'không rõ "{shown(value)}" là {meant}', "gõ lại kèm dấu %, ví dụ 3,30%")
    if abs(number) >= 1000 or number != round(number, 10):
        raise ValueError(f'"{shown(value)}" không phải là tỷ lệ phần trăm')
    return number


def _date(value: Value, column: Column, scale: int, places: Places) -> date:
    """A day from a date cell, a serial number, 12/5/2021 (12 May) or 2021-05-12."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _serial(value, column)
    text = _MIDNIGHT.sub("", str(value).strip())
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if not found and not iso:
        _refuse_part_of_a_date(text, column)
        raise ValueError(f'"{shown(value)}" không phải là {_MEANT["date"]}')
    day, month, year = (int(part) for part in (found.groups() if found else reversed(iso.groups() if iso else ())))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f'"{shown(value)}" không có trong lịch') from None


def _serial(value: float, column: Column) -> date:
    """The day a bare number stands for in Excel's calendar of the workbook (from 1900 or 1904)."""
    if 1900 <= value <= 2200 and value == int(value):
        raise _year_only(column)
    counted = value + 1462 if isinstance(value, Serial1904) else value
    if not EARLIEST_SERIAL <= counted <= LATEST_SERIAL:
        raise ValueError(f'"{shown(value)}" không phải là {_MEANT["date"]}')
    return date(1899, 12, 30) + timedelta(days=int(counted))


def _refuse_part_of_a_date(text: str, column: Column) -> None:
    if re.fullmatch(r"(?:năm\s*)?(?:19|20|21)\d\d", nfc(text).casefold()):
        raise _year_only(column)
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        reason = f'"{text}" chỉ ghi hai chữ số của năm, không rõ là năm nào'
        raise CellError("short_year", reason, "ghi đủ bốn chữ số của năm, dạng ngày/tháng/năm")


def _year_only(column: Column) -> CellError:
    return CellError("year_only", f"cột «{column.title}» chỉ ghi năm, thiếu ngày và tháng", "ghi đủ ngày/tháng/năm")


def _month(value: Value, column: Column, scale: int, places: Places) -> str:
    """A calendar month as "2021-03", from 03/2021, "Tháng 3/2021", a date cell or its serial number."""
    if isinstance(value, float | int) and not isinstance(value, bool) and value >= 1900:
        value = _serial(value, column)
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}"
    text = nfc(str(value)).strip().lower()
    found = re.fullmatch(r"(?:tháng)?\s*(\d{1,2})\s*[/.-]\s*(\d{4})", text)
    if not found or not 1 <= int(found[1]) <= 12:
        if re.fullmatch(r"(?:tháng)?\s*\d{1,2}\s*[/.-]\s*\d{2}", text):
            reason = f"cột «{column.title}» chỉ ghi hai chữ số của năm"
            raise CellError("short_year", reason, "ghi đủ bốn chữ số của năm, dạng tháng/năm")
        raise ValueError(f'"{shown(value)}" không phải là {_MEANT["month"]}')
    return f"{int(found[2]):04d}-{int(found[1]):02d}"


def _commune(value: Value, column: Column, scale: int, places: Places) -> str:
    unit = match(str(value), places.units)
    if unit is None:
        near = suggest(str(value), places.units)
        hint = f"có phải là {', '.join(u.name for u in near)}?" if near else "viết đúng tên trong danh mục"
        name = f'"{shown(value)}"' if repeatable(value, column, places) else f"tên ở cột «{column.title}»"
        odd = ", có lẫn chữ cái không phải của tiếng Việt" if foreign_letters(str(value)) else ""
        raise CellError("unknown_commune", f"{name} không có trong danh sách {places.children}{odd}", hint)
    return unit.code


def _choice(value: Value, column: Column, scale: int, places: Places) -> str:
    return choose(str(value), column)


def choose(text: str, column: Column) -> str:
    """The code of a label, compared by match key. Raises CellError naming what is allowed.

    >>> choose("hộ NGHÈO", Column("status", "Đối tượng", "choice", choices={"Hộ nghèo": "poor"}))
    'poor'
    """
    code = column.codes.get(match_key(text))
    if code is None:
        name = f'"{shown(text)}"' if may_repeat(text, column, column.codes) else f"nội dung cột «{column.title}»"
        allowed = f"dùng một trong: {'; '.join(column.choices)}"
        raise CellError("unknown_choice", f"{name} không có trong danh mục", allowed)
    return code


_READERS: dict[str, Callable[[Value, Column, int, Places], Any]] = {
    "text": _text,
    "code": _code,
    "personal": _text,
    "count": _count,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "month": _month,
    "commune": _commune,
    "choice": _choice,
}
