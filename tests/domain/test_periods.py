"""The legal calendar: windows, words, codes; every day in exactly one month and one quarter."""

import pickle
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.periods import Period, Periods

PERIODS = Periods.load(Path(__file__).parents[2] / "data" / "reference")
years = st.integers(PERIODS.first_year + 1, PERIODS.last_year - 1)
all_codes = st.builds(
    lambda year, kind, pick: kind.period(year, 1 + pick % kind.count).code,
    years,
    st.sampled_from(PERIODS.kinds),
    st.integers(0, 11),
)


def of_kind(year: int, kind: str) -> list[Period]:
    definition = next(each for each in PERIODS.kinds if each.name == kind)
    return [definition.period(year, number) for number in range(1, definition.count + 1)]


@pytest.mark.parametrize(
    ("code", "start", "end", "title", "rest", "span", "quarters"),
    [
        ("2021-06", "2021-05-15", "2021-06-14", "tháng 6 năm 2021", "6 tháng cuối năm 2021", "tháng 6", ""),
        ("2021-01", "2020-12-15", "2021-01-14", "tháng 1 năm 2021", "11 tháng cuối năm 2021", "tháng 1", ""),
        ("2021-11", "2021-10-15", "2021-11-14", "tháng 11 năm 2021", "tháng 12 năm 2021", "tháng 11", ""),
        ("2021-12", "2021-11-15", "2021-12-14", "tháng 12 năm 2021", None, "tháng 12", ""),
        (
            "2021-Q2",
            "2021-03-15",
            "2021-06-14",
            "quý II năm 2021",
            "6 tháng cuối năm 2021",
            "quý II",
            "quý II",
        ),
        ("2021-Q4", "2021-09-15", "2021-12-14", "quý IV năm 2021", None, "quý IV", "quý IV"),
        (
            *(
                "2021-H1",
                "2020-12-15",
                "2021-06-14",
                "6 tháng đầu năm 2021",
                "6 tháng cuối năm 2021",
                "6 tháng",
            ),
            "quý I, quý II",
        ),
        (
            *(
                "2021-9M",
                "2020-12-15",
                "2021-09-14",
                "9 tháng đầu năm 2021",
                "3 tháng cuối năm 2021",
                "9 tháng",
            ),
            "quý I, quý II, quý III",
        ),
        ("2021-Y", "2020-12-15", "2021-12-14", "năm 2021", None, "năm", "quý I, quý II, quý III, quý IV"),
    ],
)
def test_windows_and_words(
    code: str, start: str, end: str, title: str, rest: str | None, span: str, quarters: str
) -> None:
    period = PERIODS.parse(code)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.title, period.rest_title, period.span) == (title, rest, span)
    assert period.quarters_title == quarters
    assert period.year_title == "năm 2021"
    assert str(period) == title
    assert period.cut_off == period.end


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.sampled_from(["month", "quarter"]))
def test_a_day_belongs_to_exactly_one_month_and_one_quarter(day: date, kind: str) -> None:
    candidates = of_kind(day.year, kind) + of_kind(day.year + 1, kind)
    assert sum(period.contains(day) for period in candidates) == 1


@given(years, st.sampled_from(["quarter", "half_year", "nine_months", "year"]))
def test_longer_periods_are_their_months(year: int, kind: str) -> None:
    months = {period.months[0]: period for period in of_kind(year, "month")}
    for period in of_kind(year, kind):
        parts = [months[month] for month in period.months]
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)
        assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in pairwise(parts))


@given(all_codes)
def test_codes_round_trip_and_last_year_is_a_year_before(code: str) -> None:
    period = PERIODS.parse(code)
    assert period.code == code
    before = period.same_last_year()
    assert (before.kind, before.number, before.year) == (period.kind, period.number, period.year - 1)
    assert before.end.replace(year=period.year) == period.end
    assert pickle.loads(pickle.dumps(period)) == period


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ReportError):
        PERIODS.parse(f"x{text}")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2021",
        "2021-H2",
        "2021-h1",
        "2021-Q5",
        "2021-Q0",
        "2021-13",
        "2021-6",
        "1021-H1",
        "２０２１-H1",
        "2021-H1 ",
    ],
)
def test_the_refusal_lists_every_shape(code: str) -> None:
    with pytest.raises(ReportError) as caught:
        PERIODS.parse(code)
    message = str(caught.value)
    assert f'"{code}" không phải là mã kỳ báo cáo' in message
    assert all(shape in message for shape in ("-12 (tháng)", "-Q4 (quý)", "-H1 (6 tháng)", "-9M (9 tháng)", "-Y (năm)"))


def test_a_moment_counts_as_its_day() -> None:
    period = PERIODS.parse("2021-H1")
    assert period.contains(datetime(2021, 6, 14, 23, 59))
    assert not period.contains(datetime(2021, 6, 15, 0, 0))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("label: quý\n    ", "", 'quarter: thiếu "label"'),
        ("count: 4", "count: bốn", 'quarter: giá trị của "count" phải là số nguyên'),
        ("label: quý\n", "label: quý\n    nhan: quý\n", 'quarter: khóa lạ "nhan"'),
        ("label: quý\n", "label: quý\n    label: quý\n", 'khóa "label" ghi hai lần'),
        ("window: {opens: 15, closes: 14}", "window: [15, 14]", "window: cần các cặp"),
        ("kinds:", "kinds: [", "YAML sai (dòng "),
        ("code: Q{number}", "code: Q{numbr}", 'quarter: không dựng được kỳ: "numbr"'),
        ("count: 4", "count: 5", "quarter: dài hơn một năm"),
        ("opens: 15", "opens: 31", "window: ngày phải từ 1 đến 28"),
        ("last_year: 2099", "last_year: 99", "năm phải"),
    ],
)
def test_a_broken_file_is_named(reference_dir: Path, tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (reference_dir / "periods.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "periods.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        Periods.load(tmp_path)
    assert str(caught.value).startswith("periods.yaml: ")
    assert reason in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"periods\.yaml: không mở được tệp"):
        Periods.load(tmp_path / "none")
