"""A period that is still running is refused on its last day and taken on the next one."""

import pytest

from lib.domain.errors import ReportError
from lib.editions.owed import require_closed


@pytest.mark.parametrize(
    ("period", "last", "closed"),
    [
        ("2021-H1", "2021-06-14", "15/6/2021"),
        ("2021-Y", "2021-12-14", "15/12/2021"),
        ("2021-02", "14/02/2021", "15/02/2021"),
        ("2021-Q3", "2021-09-14", "15/9/2021"),
        ("2021-9M", "2021-01-01", "15/9/2021"),
    ],
)
def test_the_day_it_closes(period: str, last: str, closed: str) -> None:
    with pytest.raises(ReportError, match="chưa chốt số liệu") as caught:
        require_closed(period, day=last)
    assert f"lập từ ngày {closed}" in str(caught.value)
    require_closed(period, day=closed)


def test_without_a_day_it_is_today() -> None:
    require_closed("2021-H1")
    with pytest.raises(ReportError, match="chưa chốt số liệu"):
        require_closed("2099-Y")


def test_a_code_that_is_no_periods_is_refused() -> None:
    with pytest.raises(ReportError, match="không phải là mã kỳ báo cáo"):
        require_closed("2021-H3")
