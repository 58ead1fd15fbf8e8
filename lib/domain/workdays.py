"""Working days: when a report has to be sent that is due so many of them after its cut-off.

Weekends, holidays and the usual number of days live in `workdays.yaml` of the reference folder.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, record, records

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Legal time: one zone, no summer time. An offset, because Windows brings no list of zones."""


def today() -> date:
    """The day it is in Viet Nam, wherever the machine stands."""
    return datetime.now(VIETNAM).date()


def parse_day(text: str) -> date:
    """A day typed as 2023-06-15 or 15/6/2023.

    Raises:
        ReportError: it is neither, or no such day exists.

    Example:
        >>> parse_day("2023-06-15") == parse_day("15/6/2023")
        True
    """
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    raise ReportError(f'"{text}" không phải là ngày', remedy="viết năm-tháng-ngày, ví dụ 2023-06-15")


@dataclass(frozen=True)
class Holiday:
    """Days off, the first and the last included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Workdays:
    """The working calendar.

    Attributes:
        sending_days: working days after the cut-off by which a report is sent, unless its unit says otherwise.
        weekend: names of the weekdays off.
        yearly: holidays of every year, as "month-day".
        days: holidays of one year.

    Example:
        >>> workdays = Workdays.load("data/reference")
        >>> workdays.after(date(2023, 6, 14), 2), workdays.after(date(2023, 9, 14), 2)
        (datetime.date(2023, 6, 16), datetime.date(2023, 9, 18))
    """

    legal_basis: str
    sending_days: int
    weekend: tuple[str, ...]
    yearly: tuple[str, ...]
    days: tuple[Holiday, ...]
    note: str | None = None

    @classmethod
    def load(cls, directory: str | Path) -> "Workdays":
        """The calendar of `workdays.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "workdays.yaml")
        data = mapping(read_yaml(file), file)
        days = records(data.pop("days", None), Holiday, file, "days")
        workdays = record(data, cls, file, "tệp", days=days)
        workdays._check(file)
        return workdays

    def works(self, day: date) -> bool:
        """Whether offices are open on that day."""
        return (
            NAMES[day.weekday()] not in self.weekend
            and f"{day:%m-%d}" not in self.yearly
            and not any(holiday.first <= day <= holiday.last for holiday in self.days)
        )

    def after(self, day: date, count: int) -> date:
        """The working day that many working days after `day`; `day` itself for 0."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def _check(self, file: Path) -> None:
        if self.sending_days < 0:
            raise ReportError("sending_days: phải từ 0 trở lên", file=file)
        if not set(self.weekend) < set(NAMES):
            raise ReportError("weekend: tên ngày sai", file=file, remedy=f"dùng tên trong: {', '.join(NAMES)}")
        for text in self.yearly:
            try:
                datetime.strptime(f"2000-{text}", "%Y-%m-%d")
            except ValueError:
                raise ReportError(f'yearly: "{text}" không phải là tháng-ngày', file=file) from None
        for holiday in self.days:
            if holiday.last < holiday.first:
                raise ReportError(
                    f"days: {holiday.name} {format_date(holiday.first)} kết thúc trước khi bắt đầu", file=file
                )
