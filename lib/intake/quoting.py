"""What of a cell may be repeated in a message, decided here and nowhere else.

A shifted column puts people's names and household codes where numbers and communes belong, so a bad value is quoted
only when it is plausibly of its column's type: it looks like a number, like a date, or lies one slip of the finger
away from a name of a closed list (likeness in general will not do: "Đặng Thị Hiền" is much like "Đang thực hiện").
Otherwise the message gives the cell, and whoever holds the file looks there.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lib.contracts.model import NUMERIC, Column
from lib.domain.numbers import format_count, format_decimal
from lib.domain.text import foreign_letters, match_key, nfc
from lib.intake.workbook import Value

_MONEY_WORDS = r"(?:\s*(?:nghìn|ngàn|triệu|tr|tỷ|tỉ))?(?:\s*(?:đồng|đ|vnđ|vnd|₫|%))?"
# Groups of at most three digits: "1.7.79" is somebody's number, "24079-00469" and "231456789" may be somebody.
_NUMBER = re.compile(rf"[-−–]?\s*\d{{1,3}}(?:[.,\s]+\d{{1,3}})*[.,]?{_MONEY_WORDS}", re.IGNORECASE)
_DATE = re.compile(r"(?:ngày\s*)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng|t)?\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?", re.IGNORECASE)
_PATTERNS = {"date": _DATE, "month": _MONTH} | dict.fromkeys(NUMERIC, _NUMBER)


def may_repeat(value: Value, column: Column, names: Iterable[str] = ()) -> bool:
    """Whether a message about this column may repeat the value. `names` are the match keys of a closed list's entries.

    >>> amount, place = Column("amount", "Số tiền", "money"), Column("commune", "Xã", "commune")
    >>> may_repeat("1.7.79", amount), may_repeat("Nguyễn Văn A", amount), may_repeat("24079-00469", amount)
    (True, False, False)
    >>> may_repeat("Ba Vi'", place, ["bavi"]), may_repeat("Vi Thị Ba", place, ["bavi"])
    (True, False)
    """
    if isinstance(value, bool) or value is None:
        return column.type in _PATTERNS
    if isinstance(value, date | datetime):
        return column.type in ("date", "month")
    if isinstance(value, int | float):
        return column.type in NUMERIC and abs(value) < 10**6
    if isinstance(value, time | timedelta):
        return False
    if column.type in _PATTERNS:
        return _PATTERNS[column.type].fullmatch(nfc(value).strip()) is not None
    if column.type in ("commune", "choice") and not foreign_letters(value):
        key = match_key(value)
        return any(_one_slip(key, name) for name in names)
    return False


def _one_slip(one: str, other: str) -> bool:
    """Whether two keys differ by one letter added, left out, replaced, or by two swapped."""
    if one[:1] == other[:1]:
        start = next(
            (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
        one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def shown(value: Value) -> str:
    """A value as a person sees it in the sheet.

    >>> shown(1779.0), shown(3.3), shown(date(2023, 5, 7)), shown(True)
    ('1779', '3,3', '07/05/2023', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return format(value, ".15g").replace(".", ",")
    return " ".join(nfc(str(value)).split())


DIGITS = 3


def rough(value: float) -> str:
    """A number as it may stand in any message: what is too large to be sure that it is nobody's code is rounded to the
    digits that tell its size.

    >>> rough(1779.4), rough(2407900469.0)
    ('1.779,4', 'khoảng 2.410.000.000')
    """
    if abs(value) < 10**6:
        return format_decimal(*_exact(value))
    whole = round(value)
    rounded = round(whole, DIGITS - len(str(abs(whole))))
    return format_count(rounded) if rounded == value else f"khoảng {format_count(rounded)}"


def _exact(value: float) -> tuple[Decimal, int]:
    number = Decimal(format(value, ".15g"))
    return number, max(0, -int(number.as_tuple().exponent))
