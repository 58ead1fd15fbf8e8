"""What a sheet says of itself beside its table, held against how the table is read: the period in its titles, the unit
line above it, days that a program has turned round, numbers that are shown as others."""

import re
from collections.abc import Iterator
from datetime import date

from lib.contracts.model import NUMERIC, Column, TableContract
from lib.domain.numbers import format_count
from lib.domain.periods import Period
from lib.domain.text import match_key, nfc
from lib.intake.displays import differs, display
from lib.intake.headers import SCALES, Header, scale_of
from lib.intake.quoting import rough
from lib.intake.tables import Finding
from lib.intake.workbook import Sheet, Value, cell_name, column_letter

_PERIOD_LINE = re.compile(r"k[ỳì]\s+báo\s+cáo\s*[:.\-–]?\s*(.+)")
_SOME_PERIOD = re.compile(
    r"((\d+|sáu|chín|mười hai) tháng( (đầu|cuối))?|quý (\d|i{1,3}|iv)|tháng \d{1,2}|cả)?[ ,/]*(năm )?[12]\d{3}\W*"
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_DAY_AS_TEXT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_UNITS = {1: "đồng", 10**3: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}
MANY = 3
"""So many days of each sort tell a habit of the program that wrote them."""


def sheet_doubts(file: str, sheet: Sheet, header: Header, contract: TableContract, period: Period) -> Iterator[Finding]:
    """Findings about one table's sheet as it was sent."""
    yield from _another_period(file, sheet, header, period)
    yield from _another_unit(file, sheet, header, contract)
    yield from _days_turned_round(file, sheet, header, contract)
    if sheet.formats:
        yield from _shown_otherwise(file, sheet, header, contract)


def _titles(sheet: Sheet, header: Header) -> Iterator[tuple[int, int, str]]:
    """The texts above the table with their places."""
    for row in range(header.first):
        for column in range(len(sheet.rows[row])):
            text = sheet.text(row, column)
            if text:
                yield row, column, nfc(text)


def _another_period(file: str, sheet: Sheet, header: Header, period: Period) -> Iterator[Finding]:
    for row, column, text in _titles(sheet, header):
        line = _PERIOD_LINE.search(text.casefold())
        if line is not None and names_another(line[1], period):
            words = f"dòng này ghi kỳ báo cáo khác với {period.title}; có thể là tệp của kỳ khác gửi lại"
            yield Finding(file, sheet.name, cell_name(row, column), words)
            return


def names_another(words: str, period: Period) -> bool:
    """Whether what stands after "Kỳ báo cáo:" (lower case) is the name of another period; what is no period's name in
    so many words is believed, unless none of its years is the period's.

    >>> from lib.domain.periods import Periods
    >>> half = Periods.load("data/reference").parse("2023-H1")
    >>> [names_another(words, half) for words in ("6 tháng đầu năm 2023 (đến 14/6)", "quý i/2023", "6t/2023")]
    [False, True, False]
    >>> names_another("6 tháng đầu năm 2022", half), names_another("sáu tháng đầu năm 2023", half)
    (True, False)
    """
    if match_key(period.title) in match_key(words.replace("sáu", "6").replace("chín", "9")):
        return False
    years = _YEAR.findall(words)
    return _SOME_PERIOD.fullmatch(words.strip()) is not None or bool(years and str(period.year) not in years)


def _another_unit(file: str, sheet: Sheet, header: Header, contract: TableContract) -> Iterator[Finding]:
    """A unit of money in the line above the table that is not the one in a column's own header."""
    above = next(((scale, cell_name(r, c)) for r, c, text in _titles(sheet, header) if (scale := scale_of(text))), None)
    if above is None:
        return
    for column in contract.columns:
        if column.type != "money":
            continue
        place = header.columns[column.name]
        rows = range(header.last, header.first - 1, -1)
        own = next((scale for row in rows if (scale := scale_of(sheet.text(row, place)))), None)
        if own is not None and own != above[0]:
            reason = (
                f"tiêu đề cột «{column.title}» ghi {_UNITS[own]}, dòng đơn vị tính ở ô {above[1]} ghi "
                f"{_UNITS[above[0]]}; đã tính theo tiêu đề cột"
            )
            yield Finding(file, sheet.name, cell_name(header.last, place), reason)


def _days_turned_round(file: str, sheet: Sheet, header: Header, contract: TableContract) -> Iterator[Finding]:
    """Columns in which every day up to the twelfth is a date and every later one is text: a program set to the American
    order took 5/3 for 3 May, and left 15/3 as it was."""
    for column in contract.columns:
        if column.type != "date":
            continue
        place = header.columns[column.name]
        cells = [sheet.value(row, place) for row in range(header.last + 1, len(sheet.rows))]
        dates = [cell.day for cell in cells if isinstance(cell, date)]
        texts = [int(found[1]) for cell in cells if (found := _day_text(cell))]
        if len(dates) >= MANY and len(texts) >= MANY and max(dates) <= 12 < min(texts):
            reason = (
                f"cột «{column.title}»: mọi ngày đến 12 là ô ngày, mọi ngày sau 12 là chữ; "
                "có lẽ máy đặt kiểu Mỹ đã đổi chỗ ngày và tháng của các ô ngày"
            )
            yield Finding(file, sheet.name, f"{column_letter(place)}{header.last + 2}", reason)


def _day_text(cell: Value) -> re.Match[str] | None:
    return _DAY_AS_TEXT.fullmatch(cell.strip()) if isinstance(cell, str) else None


def _shown_otherwise(file: str, sheet: Sheet, header: Header, contract: TableContract) -> Iterator[Finding]:
    """Numbers whose format shows another number, another unit, or none of them."""
    for column in contract.columns:
        if column.type not in NUMERIC:
            continue
        place = header.columns[column.name]
        scale = header.scales.get(column.name, 1)
        cells = (
            (row, sheet.value(row, place)) for row, at in sorted(sheet.formats) if at == place and row > header.last
        )
        found = [
            (row, words)
            for row, value in cells
            if isinstance(value, float) and (words := _shown(value, sheet.formats[row, place], column, scale))
        ]
        several = f" ({format_count(len(found))} ô như vậy trong cột «{column.title}»)" if len(found) > MANY else ""
        for row, words in found[: 1 if several else MANY]:
            yield Finding(file, sheet.name, cell_name(row, place), f"{words}{several}; đã tính theo số ô giữ")


def _shown(value: float, code: str, column: Column, scale: int) -> str:
    """How a cell shows something else than it holds, in Vietnamese; "" where it does not."""
    seen = display(value, code)
    if seen is None:
        return ""
    unit = match_key(seen.words)
    named = SCALES.get(unit) or SCALES.get(f"{unit}dong")
    other_unit = bool(unit) and named is not None and (column.type != "money" or named != scale)
    if not other_unit and not differs(value, seen):
        return ""
    if seen.number is None:
        return f"ô giữ số {rough(value)} nhưng không hiện số"
    if float(seen.number) == value and not seen.words.strip():
        return (
            f"ô giữ số {rough(value)}, hiển thị đủ ba chữ số thập phân nên dễ đọc nhầm dấu phẩy là dấu chấm hàng nghìn"
        )
    return f"ô giữ số {rough(value)} nhưng hiển thị {rough(float(seen.number))}{seen.words.rstrip()}"
