"""A row held against its contract's window and rules, wherever the row came from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib.contracts.model import Column, TableContract
from lib.domain.periods import Period
from lib.intake.cells import CellError


def broken_rule(record: Mapping[str, Any], contract: TableContract, period: Period) -> tuple[Column, CellError] | None:
    """The first condition a row of typed values does not meet, with the column at fault; None where it meets all."""
    if contract.window is not None and not _in_window(record[contract.window], period):
        outside = f"thời điểm nằm ngoài kỳ báo cáo ({period.start:%d/%m/%Y} – {period.end:%d/%m/%Y})"
        remedy = "chuyển dòng sang đúng kỳ hoặc sửa ngày"
        return contract.column(contract.window), CellError("outside_period", outside, remedy)
    for rule in contract.rules:
        if not rule.holds(record):
            return contract.column(rule.column), CellError("rule", rule.broken, "kiểm tra lại dòng này với nơi gửi")
    return None


def _in_window(moment: date | str | None, period: Period) -> bool:
    if moment is None or isinstance(moment, date):
        return moment is None or period.contains(moment)
    year, month = (int(part) for part in moment.split("-"))
    return (year, month) in period.months
