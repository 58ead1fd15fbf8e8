"""A row held against its contract's window and rules, wherever the row came from."""

from collections.abc import Mapping, Sequence
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


def broken_rules(
    values: Mapping[str, Sequence[Any]], contract: TableContract, period: Period
) -> dict[int, tuple[Column, CellError]]:
    """What `broken_rule` says of rows given as columns, by their place, where it says anything. Rows alike in what the
    conditions look at are asked about once; rows with a cell that cannot be read are left out."""
    names = (
        *((contract.window,) if contract.window else ()),
        *(name for rule in contract.rules for name in rule.reads),
    )
    columns = [values[name] for name in names]
    broken = {
        row: found
        for row in dict.fromkeys(zip(*columns, strict=True))
        if not any(isinstance(value, CellError) for value in row)
        and (found := broken_rule(dict(zip(names, row, strict=True)), contract, period)) is not None
    }
    if not broken:
        return {}
    return {place: broken[row] for place, row in enumerate(zip(*columns, strict=True)) if row in broken}


def _in_window(moment: date | str | None, period: Period) -> bool:
    if moment is None or isinstance(moment, date):
        return moment is None or period.contains(moment)
    year, month = (int(part) for part in moment.split("-"))
    return (year, month) in period.months
