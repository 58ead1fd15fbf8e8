"""Days: how official documents write them, and records that hold from one day to another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from lib.domain.errors import ReportError


def format_date(day: date) -> str:
    """A day in figures as official documents have it: days below 10 and months 1 and 2 carry a zero.

    Example:
        >>> format_date(date(2023, 5, 7)), format_date(date(2023, 2, 28)), format_date(date(2023, 12, 31))
        ('07/5/2023', '28/02/2023', '31/12/2023')
    """
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def format_long_date(day: date) -> str:
    """A day in words, for the head of a document.

    Example:
        >>> format_long_date(date(2023, 2, 5)), format_long_date(date(2023, 6, 15))
        ('ngày 05 tháng 02 năm 2023', 'ngày 15 tháng 6 năm 2023')
    """
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


@dataclass(frozen=True, kw_only=True)
class Effective:
    """A record in force from `valid_from` to `valid_to`, both days included; None leaves that end open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the record holds on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def validity(self) -> str:
        """The days in words: "từ 01/7/2025", "đến hết 30/6/2025", both, or "không thời hạn"."""
        start = f"từ {format_date(self.valid_from)}" if self.valid_from else ""
        end = f"đến hết {format_date(self.valid_to)}" if self.valid_to else ""
        return f"{start} {end}".strip() or "không thời hạn"


E = TypeVar("E", bound=Effective)


def timelines(records: Iterable[E], key: Callable[[E], str], file: Path) -> dict[str, tuple[E, ...]]:
    """The records of each key in the order of time; no two of one key may hold on the same day.

    Raises:
        ReportError: a record ends before it begins, or two records of a key overlap.
    """
    grouped: dict[str, list[E]] = {}
    for record in records:
        if record.valid_from and record.valid_to and record.valid_to < record.valid_from:
            raise ReportError(f'"{key(record)}" hết hiệu lực trước khi có hiệu lực ({record.validity})', file=file)
        grouped.setdefault(key(record), []).append(record)
    for name, versions in grouped.items():
        versions.sort(key=lambda record: record.valid_from or date.min)
        for earlier, later in pairwise(versions):
            if later.valid_from is None or earlier.in_force(later.valid_from):
                raise ReportError(
                    f'hai dòng của "{name}" cùng hiệu lực: {earlier.validity} và {later.validity}',
                    file=file,
                    remedy="ghi ngày hết hiệu lực của dòng trước",
                )
    return {name: tuple(versions) for name, versions in grouped.items()}


def require(versions: Mapping[str, tuple[E, ...]], key: str, on: date, what: str) -> E:
    """The version of a key in force on that day; `what` names such a thing in Vietnamese.

    Raises:
        ReportError: nothing goes by that key, or nothing did on that day; it lists what there is.
    """
    if key not in versions:
        raise ReportError(f'không có {what} "{key}"', remedy=f"dùng một trong: {', '.join(versions)}")
    version = version_on(versions[key], on)
    if version is None:
        known = "; ".join(each.validity for each in versions[key])
        raise ReportError(f'{what} "{key}" không có vào ngày {format_date(on)}', remedy=f"thời hạn đã ghi: {known}")
    return version


def version_on(versions: Iterable[E], on: date) -> E | None:
    """The version in force on that day, or None."""
    return next((version for version in versions if version.in_force(on)), None)
