"""What a cell of a blank form may hold: formats and validation by the contract's types, lists on a hidden sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from lib.contracts.model import Column, TableContract
from lib.domain.dates import format_date
from lib.domain.periods import Period
from lib.intake.cells import LARGEST
from lib.intake.form_version import SHEET
from lib.intake.workbook import column_letter

VIETNAMESE = "[$-42A]"
FORMATS = {"count": f"{VIETNAMESE}#,##0", "money": f"{VIETNAMESE}#,##0", "date": "dd/mm/yyyy"}
LISTS_FROM = 3
"""The hidden sheet's first column that holds a list; before it stand the form's version and period."""


def number_format(column: Column) -> str:
    """The format of a column's cells; text where a spreadsheet would read something else into what is typed ("3/4",
    "03/2021", "3,30%")."""
    return FORMATS.get(column.type, "@")


@dataclass
class Lists:
    """The lists of one form and its cell formats, each written once. `communes` are names in official order."""

    book: Any
    period: Period
    earliest: date
    communes: tuple[str, ...]
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    _styles: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    _warned: dict[int, tuple[Any, list[str]]] = field(default_factory=dict)

    def style(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format(properties)
        return self._styles[key]

    def labels(self, column: Column) -> list[str]:
        """What may stand in a column with a closed list."""
        return list(self.communes if column.type == "commune" else column.choices)

    def months(self) -> list[str]:
        return [f"{month:02d}/{year}" for year, month in self.period.months]

    def range_of(self, labels: Sequence[str]) -> str:
        """Where these labels stand on the hidden sheet."""
        key = tuple(labels)
        if key not in self._lists:
            letter = column_letter(LISTS_FROM + len(self._lists))
            self._lists[key] = f"='{SHEET}'!${letter}$1:${letter}${len(key)}"
        return self._lists[key]

    def numbers_as_text(self, sheet: Any, area: str) -> None:
        """No green corner where numbers are meant to be text."""
        areas = self._warned.setdefault(id(sheet), (sheet, []))[1]
        areas.append(area)
        sheet.ignore_errors({"number_stored_as_text": " ".join(areas)})

    def write(self, stamp: Sequence[tuple[str, str]]) -> None:
        """The hidden sheet itself: the stamp, then one column a list."""
        sheet = self.book.add_worksheet(SHEET)
        for row, pair in enumerate(stamp):
            for place, text in enumerate(pair):
                sheet.write_string(row, place, text)
        for place, labels in enumerate(self._lists, LISTS_FROM):
            for row, label in enumerate(labels):
                sheet.write_string(row, place, label)
        sheet.protect("")
        sheet.very_hidden()


def guard(column: Column, table: TableContract, lists: Lists, row: int, place: int) -> dict[str, Any] | None:
    """The validation of a column's cells, the first at zero-based (row, place); None where anything may stand."""
    cell = f"{column_letter(place)}{row + 1}"
    if column.type in ("commune", "choice"):
        labels = lists.labels(column)
        return _list(lists.range_of(labels if column.required else [*labels, "-"]), "Chọn một mục trong danh sách.")
    if column.type == "month":
        if table.window == column.name:
            return _list(lists.range_of(lists.months()), "Chọn một tháng của kỳ báo cáo.")
        return None
    if column.type in ("count", "money"):
        return _number(column, cell)
    if column.type == "percent":
        words = "Ghi kèm dấu %, phần thập phân sau dấu phẩy, ví dụ 3,30%. Không có thì ghi dấu -."
        return _custom(f'=OR({cell}="-",RIGHT({cell},1)="%")', "Cần tỷ lệ %", words)
    if column.type == "date":
        return _date(column, table, lists, cell)
    return None


def _list(source: str, words: str) -> dict[str, Any]:
    return {"validate": "list", "source": source, **_refusal("Chọn trong danh sách", words), "input_message": ""}


def _number(column: Column, cell: str) -> dict[str, Any]:
    dash = "chưa có, chưa giao" if column.dash == "absent" else "không phát sinh (bằng không)"
    what = "Số tiền bằng đồng, ví dụ 50.000.000" if column.type == "money" else "Số nguyên, từ 0 trở lên"
    rule = f'=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell}),{cell}<={LARGEST}),{cell}="-")'
    return _custom(rule, "Cần số nguyên", f"{what}; dấu - là {dash}.", told=column.type == "money")


def _date(column: Column, table: TableContract, lists: Lists, cell: str) -> dict[str, Any]:
    start, end = lists.period.start, lists.period.end
    if table.window == column.name:
        words = f"Ngày/tháng/năm, từ {format_date(start)} đến {format_date(end)}."
        first, last = (datetime.combine(day, time()) for day in (start, end))
        refusal = _refusal("Cần ngày trong kỳ báo cáo", words)
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, **refusal}
    day = lists.earliest
    dash = "" if column.required else f',{cell}="-"'
    rule = f"=IF(ISNUMBER({cell}),{cell}>=DATE({day.year},{day.month},{day.day}){dash or ',FALSE'})"
    words = "Ngày/tháng/năm, ví dụ 07/5/" + str(end.year) + ("." if column.required else "; không có thì ghi dấu -.")
    return _custom(rule, "Cần ngày/tháng/năm", words)


def _custom(rule: str, title: str, words: str, told: bool = True) -> dict[str, Any]:
    """A rule in a formula; `told` says its words already when the cell is chosen."""
    return {"validate": "custom", "value": rule, **_refusal(title, words), **({} if told else {"input_message": ""})}


def _refusal(title: str, words: str) -> dict[str, str]:
    return {"input_message": words, "error_title": title, "error_message": words, "error_type": "stop"}
