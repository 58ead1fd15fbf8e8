"""Days as documents write them; records in force by day, never two at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.dates import Effective, format_date, format_long_date, require, timelines, version_on
from lib.domain.errors import ReportError

FILE = Path("list.yaml")


@dataclass(frozen=True, kw_only=True)
class Name(Effective):
    key: str
    name: str = ""


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2021, 5, 7), "07/5/2021", "ngày 07 tháng 5 năm 2021"),
        (date(2021, 2, 1), "01/02/2021", "ngày 01 tháng 02 năm 2021"),
        (date(2021, 1, 31), "31/01/2021", "ngày 31 tháng 01 năm 2021"),
        (date(2021, 12, 10), "10/12/2021", "ngày 10 tháng 12 năm 2021"),
    ],
)
def test_days_as_documents_write_them(day: date, short: str, long: str) -> None:
    assert format_date(day) == short
    assert format_long_date(day) == long


@given(st.lists(st.dates(date(2000, 1, 1), date(2050, 1, 1)), min_size=1, unique=True), st.dates())
def test_on_any_day_exactly_one_version_of_an_unbroken_line_holds(starts: list[date], day: date) -> None:
    ends = sorted(starts)
    bounds = [None, *ends, None]
    line = [
        Name(key="a", name=str(index), valid_from=first, valid_to=last - timedelta(days=1) if last else None)
        for index, (first, last) in enumerate(pairwise(bounds))
    ]
    versions = timelines(reversed(line), lambda each: each.key, FILE)["a"]
    assert list(versions) == line
    assert sum(each.in_force(day) for each in versions) == 1
    assert version_on(versions, day) == require({"a": versions}, "a", day, "tên")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (date(2025, 7, 1), None)),
        ((None, date(2025, 7, 1)), (date(2025, 7, 1), None)),
        ((None, date(2025, 7, 1)), (None, None)),
        ((date(2020, 1, 1), date(2025, 7, 1)), (date(2021, 1, 1), date(2021, 2, 1))),
    ],
)
def test_two_versions_on_one_day_are_refused(
    first: tuple[date | None, date | None], second: tuple[date | None, date | None]
) -> None:
    line = [Name(key="a", valid_from=start, valid_to=end) for start, end in (first, second)]
    for order in (line, line[::-1]):
        with pytest.raises(ReportError, match=r'list\.yaml: hai dòng của "a" cùng hiệu lực'):
            timelines(order, lambda each: each.key, FILE)


def test_a_version_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ReportError, match="hết hiệu lực trước khi có hiệu lực"):
        timelines(
            [Name(key="a", valid_from=date(2021, 1, 2), valid_to=date(2021, 1, 1))],
            lambda each: each.key,
            FILE,
        )


def test_what_is_not_there_is_refused_with_what_is() -> None:
    versions = {"a": (Name(key="a", valid_from=date(2021, 1, 2), valid_to=date(2021, 12, 31)),)}
    with pytest.raises(ReportError) as unknown:
        require(versions, "b", date(2021, 6, 1), "tên")
    assert str(unknown.value) == 'không có tên "b". Cách sửa: dùng một trong: a'
    with pytest.raises(ReportError) as not_yet:
        require(versions, "a", date(2021, 1, 1), "tên")
    assert "không có vào ngày 01/01/2021" in str(not_yet.value)
    assert "từ 02/01/2021 đến hết 31/12/2021" in str(not_yet.value)


def test_an_open_record_says_so() -> None:
    assert Effective().validity == "không thời hạn"
