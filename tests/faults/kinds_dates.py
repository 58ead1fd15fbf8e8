"""Faults of days, months and what cells show."""

import datetime as dt
import re
from typing import Any

from faults.judge import CAUGHT, MISSED, REPAIRED, Fault
from faults.kinds import changed, kind, number
from faults.sample import Case, Spot


def day_of(value: Any) -> dt.date | None:
    """The day a cell of the sample holds."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", str(value))
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None


def day_spot(case: Case, fits: Any = lambda day: True, windowed: bool = False) -> tuple[Spot, dt.date]:
    def good(value: Any) -> bool:
        day = day_of(value)
        return day is not None and bool(fits(day))

    spot = case.spot(("date",), good, where=lambda f: not windowed or f.table.window)
    day = day_of(case.value(spot))
    assert day is not None
    return spot, day


def serial(day: dt.date) -> float:
    return float((day - dt.date(1899, 12, 30)).days)


@kind(REPAIRED)
def day_typed_otherwise(case: Case) -> Fault:
    """Ngày gõ thành chữ (12/5/2021, 12-05-2021, 12.5.2021, 2021-05-12)."""
    spot, day = day_spot(case)
    ways = [
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y-%m-%d}",
    ]
    return changed(case, spot, case.rng.choice(ways))


@kind(REPAIRED, CAUGHT)
def day_in_words(case: Case) -> Fault:
    """Ngày viết bằng chữ (ngày 12 tháng 5 năm 2021)."""
    spot, day = day_spot(case)
    return changed(case, spot, f"ngày {day.day} tháng {day.month} năm {day.year}")


@kind(REPAIRED)
def day_as_serial(case: Case) -> Fault:
    """Ngày là số thứ tự của Excel trong ô không định dạng."""
    spot, day = day_spot(case)
    return changed(case, spot, serial(day))


@kind(REPAIRED)
def day_with_a_time(case: Case) -> Fault:
    """Ngày có kèm giờ."""
    spot, day = day_spot(case)
    return changed(case, spot, dt.datetime.combine(day, dt.time(7, 30)))


@kind(REPAIRED)
def calendar_from_1904(case: Case) -> Fault:
    """Tệp đếm ngày từ năm 1904, ngày là ngày hoặc là số."""
    spot, _ = day_spot(case)
    frame = case.frame_of(spot)
    book, page = case.open(spot)
    book.from_1904 = True
    if case.rng.random() < 0.5:
        for row in frame.data:
            day = day_of(page.get(row, spot.place))
            if day is not None:
                page.put(row, spot.place, serial(day) - 1462)
    return Fault({spot.file: book.content()}, spot.sheet, about=spot.table.name)


@kind(CAUGHT)
def day_of_the_other_calendar(case: Case) -> Fault:
    """Ngày chép từ tệp đếm từ năm 1904, lệch bốn năm một ngày."""
    spot, day = day_spot(case, windowed=True)
    return changed(case, spot, dt.datetime.combine(day - dt.timedelta(days=1462), dt.time()))


@kind(CAUGHT)
def american_order(case: Case) -> Fault:
    """Ngày gõ theo thứ tự Mỹ (tháng/ngày/năm), không thể là ngày/tháng."""
    spot, day = day_spot(case, lambda day: day.day > 12)
    return changed(case, spot, f"{day.month}/{day.day}/{day.year}")


@kind(CAUGHT, REPAIRED)
def american_excel(case: Case) -> Fault:
    """Cả cột gõ trên máy đặt kiểu Mỹ: ngày đến 12 bị đổi chỗ với tháng, ngày sau 12 còn là chữ."""
    spot, _ = day_spot(case, windowed=True)
    frame = case.frame_of(spot)
    book, page = case.open(spot)
    for row in frame.data:
        day = day_of(page.get(row, spot.place))
        if day is None:
            continue
        if day.day > 12:
            page.put(row, spot.place, f"{day.day}/{day.month}/{day.year}")
        else:
            page.put(row, spot.place, dt.datetime(day.year, day.day, day.month))
    return Fault({spot.file: book.content()}, spot.sheet, columns={spot.letter}, about=spot.table.name)


@kind(
    MISSED,
    REPAIRED,
    unknowable="ngày và tháng đều đến 12 và ngày đổi chỗ vẫn nằm trong kỳ: cả hai ngày đều có thể đúng",
)
def day_and_month_swapped(case: Case) -> Fault:
    """Một ngày bị đổi chỗ với tháng mà vẫn nằm trong kỳ."""
    inside = case.sample.period.contains

    def swaps(day: dt.date) -> bool:
        return day.day <= 12 and day.day != day.month and inside(dt.date(day.year, day.day, day.month))

    spot, day = day_spot(case, swaps, windowed=True)
    return changed(case, spot, f"{day.month}/{day.day}/{day.year}")


@kind(CAUGHT)
def day_outside_the_window(case: Case) -> Fault:
    """Ngày ngoài kỳ báo cáo."""
    spot, day = day_spot(case, windowed=True)
    period = case.sample.period
    wrong = case.rng.choice(
        [
            period.end + dt.timedelta(days=1),
            period.start - dt.timedelta(days=1),
            day.replace(year=day.year + 1, day=min(day.day, 28)),
        ]
    )
    return changed(case, spot, dt.datetime.combine(wrong, dt.time()))


@kind(CAUGHT)
def impossible_day(case: Case) -> Fault:
    """Ngày không có trong lịch."""
    spot, day = day_spot(case)
    return changed(
        case,
        spot,
        case.rng.choice([f"31/2/{day.year}", f"30/02/{day.year}", f"0/3/{day.year}", f"12/13/{day.year}", "31/4/2021"]),
    )


@kind(CAUGHT)
def part_of_a_day(case: Case) -> Fault:
    """Chỉ có năm, chỉ có tháng, hoặc năm viết hai chữ số."""
    spot, day = day_spot(case)
    return changed(
        case,
        spot,
        case.rng.choice(
            [str(day.year), float(day.year), f"{day.month}/{day.year}", f"{day:%d/%m/%y}", f"năm {day.year}"]
        ),
    )


def month_spot(case: Case) -> tuple[Spot, int, int]:
    spot = case.spot(("month",), lambda v: re.fullmatch(r"\d{1,2}/\d{4}", str(v)))
    month, year = map(int, str(case.value(spot)).split("/"))
    return spot, month, year


@kind(REPAIRED, CAUGHT)
def month_typed_otherwise(case: Case) -> Fault:
    """Tháng viết kiểu khác (3/2021, Tháng 3/2021, T3/2021, tháng 3 năm 2021, ô ngày)."""
    spot, month, year = month_spot(case)
    ways: list[Any] = [f"{month}/{year}", f"Tháng {month:02d}/{year}", f"{month:02d}-{year}", f"T{month}/{year}"]
    ways += [f"tháng {month} năm {year}", dt.datetime(year, month, 1)]
    return changed(case, spot, case.rng.choice(ways))


@kind(CAUGHT)
def wrong_month(case: Case) -> Fault:
    """Tháng ngoài kỳ, tháng không có, thiếu năm."""
    spot, month, year = month_spot(case)
    return changed(
        case,
        spot,
        case.rng.choice([f"{month}/{year - 1}", f"13/{year}", f"Tháng {month}", float(month), f"{month}/{year % 100}"]),
    )


# --- what a cell shows


def whole_spot(case: Case, least: int, types: tuple[str, ...] = ("count",)) -> tuple[Spot, int]:
    def good(value: Any) -> bool:
        found = number(value)
        return isinstance(value, float) and found is not None and found >= least and found == int(found)

    spot = case.spot(types, good)
    return spot, int(case.value(spot))


@kind(CAUGHT)
def shown_rounded(case: Case) -> Fault:
    """Số lẻ hiển thị như số nguyên (1.779,4 hiện 1.779)."""
    spot, value = whole_spot(case, 10)
    return changed(case, spot, value + 0.4, case.rng.choice(["#,##0", "0"]))


@kind(CAUGHT)
def shown_in_thousands(case: Case) -> Fault:
    """Định dạng thu nhỏ nghìn lần (dấu phẩy ở cuối): ô giữ 1.779.000 mà hiện 1.779."""
    spot, value = whole_spot(case, 1, ("count", "money"))
    return changed(case, spot, float(value * 1000), case.rng.choice(["#,##0,", "0,", '#,##0, "nghìn"']))


@kind(CAUGHT)
def shown_with_other_digits(case: Case) -> Fault:
    """Định dạng thêm chữ số vào số (0\"000\" hiện 50 thành 50000)."""
    spot, value = whole_spot(case, 1, ("count", "money"))
    return changed(case, spot, float(value), case.rng.choice(['0"000"', '0".000"', '"1"0', '0" triệu đồng"']))


@kind(CAUGHT)
def shown_as_nothing(case: Case) -> Fault:
    """Định dạng giấu số (;;;), hoặc hiện số bằng chữ khác."""
    spot, value = whole_spot(case, 1, ("count", "money"))
    return changed(case, spot, float(value), case.rng.choice([";;;", '"-"', '"đã gửi"']))


@kind(CAUGHT)
def shown_as_percent(case: Case) -> Fault:
    """Số đếm trong ô định dạng phần trăm."""
    spot, value = whole_spot(case, 1)
    return changed(case, spot, float(value), case.rng.choice(["0%", "0.0%"]))


@kind(CAUGHT)
def shown_as_thousands(case: Case) -> Fault:
    """Số tiền lẻ ba chữ số hiện như có dấu chấm hàng nghìn (1,779 triệu định dạng 0.000)."""

    def good(value: Any) -> bool:
        found = number(value)
        return found is not None and found >= 1

    spot = case.spot(("money",), good, where=lambda f: any(scale > 1 for scale in f.scales.values()))
    return changed(case, spot, 1.0 + case.rng.randrange(101, 999) / 1000, "0.000")


@kind(CAUGHT)
def shown_with_three_decimals(case: Case) -> Fault:
    """Số nguyên hiện ba chữ số thập phân (5 hiện 5,000)."""
    spot, value = whole_spot(case, 1, ("count", "money"))
    return changed(case, spot, float(value), case.rng.choice(["0.000", "#,##0.000"]))


@kind(REPAIRED)
def shown_the_usual_ways(case: Case) -> Fault:
    """Định dạng quen thuộc không đổi số (chữ đậm, 0.00, dấu chấm hàng nghìn, đơn vị đếm sau số)."""
    spot, value = whole_spot(case, 1, ("count", "money"))
    ways = [
        "0",
        "#,##0",
        "#,##0.00",
        r"#\.##0",
        "General",
        "@",
        "0_);(0)",
        '0" hộ"',
        "_-* #,##0_-;-* #,##0_-",
        "[Red]0",
        "00000",
    ]
    return changed(case, spot, float(value), case.rng.choice(ways))
