"""Sending days: weekends, holidays, the long Tết; days as people type them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.workdays import VIETNAM, Workdays, parse_day, today


@pytest.fixture(scope="module")
def workdays(reference_dir: Path) -> Workdays:
    return Workdays.load(reference_dir)


@pytest.mark.parametrize(
    ("cut_off", "count", "sent"),
    [
        ("2021-06-14", 0, "2021-06-14"),
        ("2021-06-14", 1, "2021-06-15"),
        ("2021-06-14", 2, "2021-06-16"),
        ("2024-06-14", 1, "2024-06-17"),  # a Friday
        ("2020-06-14", 1, "2020-06-15"),  # a Sunday
        ("2021-02-09", 1, "2021-02-17"),  # Tết
        ("2021-04-29", 1, "2021-05-03"),  # 30/4, 1/5 and a weekend
        ("2023-12-29", 1, "2024-01-02"),
    ],
)
def test_working_days_after_a_day(workdays: Workdays, cut_off: str, count: int, sent: str) -> None:
    assert workdays.after(date.fromisoformat(cut_off), count) == date.fromisoformat(sent)


def test_every_year_of_the_data_has_tet(workdays: Workdays) -> None:
    tet = [holiday for holiday in workdays.days if holiday.name.startswith("Tết")]
    assert [holiday.first.year for holiday in tet] == list(range(tet[0].first.year, tet[-1].first.year + 1))
    assert all(5 <= (holiday.last - holiday.first).days + 1 <= 9 for holiday in tet)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sending_days: 2", "sending_days: -1", "sending_days"),
        ("[saturday, sunday]", "[saturday, chunhat]", "weekend"),
        ('"01-01"', '"13-01"', "13-01"),
        ("last: 2020-01-29", "last: 2020-01-02", "Tết"),
        ("weekend:", "wekend:", "wekend"),
    ],
)
def test_a_wrong_calendar_is_refused(reference_dir: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (reference_dir / "workdays.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "workdays.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ReportError, match=said) as caught:
        Workdays.load(tmp_path)
    assert str(caught.value).startswith("workdays.yaml")


def test_it_loads_from_any_folder(reference_dir: Path, tmp_path: Path, workdays: Workdays) -> None:
    shutil.copy(reference_dir / "workdays.yaml", tmp_path)
    assert Workdays.load(tmp_path) == workdays
    with pytest.raises(ReportError, match="không mở được"):
        Workdays.load(tmp_path / "none")


@pytest.mark.parametrize("typed", ["2023-06-15", "15/6/2023", " 15/06/2023 "])
def test_a_day_as_people_type_it(typed: str) -> None:
    assert parse_day(typed) == date(2023, 6, 15)


@pytest.mark.parametrize("typed", ["", "2023-02-29", "hôm nay", "15.6.2023", "2023-06-15T00:00"])
def test_no_day(typed: str) -> None:
    with pytest.raises(ReportError, match="không phải là ngày"):
        parse_day(typed)


def test_today_is_viet_nams_wherever_the_machine_stands() -> None:
    assert VIETNAM.utcoffset(None).total_seconds() == 7 * 3600
    assert isinstance(today(), date)
