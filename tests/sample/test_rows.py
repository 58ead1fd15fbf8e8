"""The made-up rows are plausible: they obey the arithmetic of the time and agree with one another."""

import datetime as dt
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from sample.reading import (
    BANK,
    FRONT,
    LABOUR,
    MILLION,
    PERIODS,
    SCHOOLS,
    Row,
    commune,
    of_communes,
    registers,
    rows,
    spellings,
    targets,
    total,
)
from sample.recompute import TARGETS

from lib.domain.numbers import round_half_up

EVERY = pytest.mark.parametrize("period", PERIODS)
STATUSES = {"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor", "Hộ mới thoát nghèo": "exited"}
CODES = {code for code, _ in spellings().values()}


def place(row: Row, header: str = "Xã, thị trấn") -> str:
    return commune(row.text(header))[0]


def day(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    numbers = [int(part) for part in str(value).split("/")]
    return dt.date(numbers[2], numbers[1], numbers[0])


def window(period: str) -> tuple[dt.date, dt.date]:
    year = int(period[:4])
    return dt.date(year - 1, 12, 15), dt.date(year, 6, 14)


@EVERY
def test_registers(period: str) -> None:
    listed = of_communes(period, "Danh sách hộ")
    assert {code for code, _ in listed} == CODES
    for code, row in listed:
        assert row.text("Mã hộ").startswith(f"{code}-")
        assert 0 <= row.count("Nhân khẩu > Trong đó nữ") <= row.count("Nhân khẩu > Tổng số") <= 12
    by_commune = Counter(code for code, _ in listed)
    people = {place(row): row for row in rows(period, "Chi cuc Thong ke.xlsx", "Dân số, số hộ")}
    for code, count in by_commune.items():
        assert count < people[code].count("Tổng số hộ > Cuối năm trước")
        assert people[code].count("Tổng số hộ > Cuối năm trước") <= people[code].count("Tổng số hộ > Ước cuối năm nay")


@EVERY
@pytest.mark.parametrize("sheet", ["Đăng ký thoát nghèo", "Nhu cầu nhà ở"])
def test_signed_up_and_in_need_are_poor_households_of_the_commune(period: str, sheet: str) -> None:
    known = registers(period)
    listed = of_communes(period, sheet)
    assert len({row.text("Mã hộ") for _, row in listed}) == len(listed)
    assert all(known[row.text("Mã hộ")] == (code, "poor") for code, row in listed)


@EVERY
def test_declared_rates_come_out_of_the_formula(period: str) -> None:
    people = rows(period, "Chi cuc Thong ke.xlsx", "Dân số, số hộ")
    start, end = (total(people, f"Tổng số hộ > {name}") for name in ("Cuối năm trước", "Ước cuối năm nay"))
    facts = targets(period)
    poor = int(facts["credit.poor_total"]["value"])
    for name in ("resolution", "plan", "adjusted"):
        declared = facts[f"direction.{name}_rate"]
        if declared["value"]:
            cut = int(facts[f"direction.{name}_households"]["value"])
            reached = 100 * (Fraction(poor, start) - Fraction(poor - cut, end))
            assert round_half_up(reached, int(declared["decimals"])) == Fraction(declared["value"])


@EVERY
def test_targets_by_commune(period: str) -> None:
    signed = Counter(code for code, _ in of_communes(period, "Đăng ký thoát nghèo"))
    poor = Counter(code for code, status in registers(period).values() if status == "poor")
    for row in rows(period, LABOUR, "Chỉ tiêu"):
        code = place(row)
        adjusted = row.known(TARGETS + "Điều chỉnh, bổ sung")
        last = row.count(TARGETS + ("Điều chỉnh, bổ sung" if adjusted else "Giao theo kế hoạch"))
        assert 0 < row.count(TARGETS + "Giao đầu năm") <= last < poor[code]
        assert abs(signed[code] - last) <= 10
        if row.text("Hoàn thành điều chỉnh") == "Chưa hoàn thành":
            assert signed[code] < last


@EVERY
def test_loans(period: str) -> None:
    loans, known = rows(period, BANK, "Cho vay"), registers(period)
    assert len({row.text("Mã món vay") for row in loans}) == len({row.text("Mã hộ") for row in loans}) == len(loans)
    first, last = window(period)
    for row in loans:
        amount, household = row.count("Số tiền cho vay", MILLION), row.text("Mã hộ")
        status = STATUSES.get(row.text("Đối tượng"))
        assert amount % 500_000 == 0
        assert amount <= (20 if "nước sạch" in str(row.group) else 100) * MILLION
        assert first <= day(row.cells["ngay giai ngan"]) <= last
        assert household.startswith(place(row))
        assert known.get(household) == ((place(row), status) if status else None)
        assert row.known("Số lao động được tạo việc làm") == ("việc làm" in str(row.group))


@EVERY
def test_helped_households_are_on_the_registers(period: str) -> None:
    known = registers(period)
    front, farmers = rows(period, FRONT, "Hỗ trợ nhà ở"), rows(period, "Hoi Nong dan.xlsx", "Nhà ở hội viên")
    houses = [*front, *farmers]
    assert len({row.text("Mã hộ") for row in houses}) == len(houses)
    assert all(known[row.text("Mã hộ")] == (place(row), "poor") for row in houses)
    for row in rows(period, LABOUR, "Nhà tiêu hộ nghèo"):
        assert known[row.text("Mã hộ")] == (place(row, "Xã"), STATUSES[row.text("Đối tượng")])
    for row in rows(period, LABOUR, "Hộ chính sách"):
        assert known[row.text("Mã hộ")] == (place(row), "near_poor")
    assert {place(row, "Xã, thị trấn phụ trách") for row in rows(period, LABOUR, "Phân công")} == CODES


@EVERY
def test_arithmetic_of_the_time(period: str) -> None:
    poor = Counter(code for code, status in registers(period).values() if status == "poor")
    for row in rows(period, LABOUR, "Gạo cứu đói"):
        for name in ("Tết Nguyên đán", "Giáp hạt"):
            assert row.count(f"{name} > Số gạo") == 15 * row.count(f"{name} > Số khẩu")
            assert row.count(f"{name} > Số hộ") <= poor[place(row)]
    for row in rows(period, LABOUR, "Tiền điện"):
        assert row.count("Số tháng") == 6
        assert row.count("Kinh phí") == row.count("Số hộ") * 6 * 49_000
        assert row.count("Số hộ") <= poor[place(row)]
    for row in rows(period, SCHOOLS, "Bán trú"):
        months = row.count("Số tháng - học sinh")
        assert row.count("Số học sinh") <= months <= 6 * row.count("Số học sinh")
        assert row.count("Kinh phí") == 596_000 * months
    for row in rows(period, SCHOOLS, "Ăn trưa"):
        new, old = row.count("Số tháng - trẻ > Mức mới"), row.count("Số tháng - trẻ > Mức cũ")
        assert row.count("Kinh phí") == 160_000 * new + 149_000 * old
        assert new + old <= 6 * row.count("Số trẻ")
    for row in rows(period, SCHOOLS, "Miễn giảm học phí"):
        for part in ("Số học sinh", "Kinh phí"):
            assert row.count(f"Trong đó: hộ nghèo > {part}") <= row.count(f"Tổng số > {part}")


@EVERY
def test_study_costs_keep_their_oddity(period: str) -> None:
    schools = rows(period, SCHOOLS, "Chi phí học tập")
    odd = [row for row in schools if row.count("Kinh phí") % 100_000]
    assert len(odd) == (1 if period == "2021-H1" else 0)
    assert all(row.count("Kinh phí") < 100_000 * (9 * row.count("Số học sinh") + 1) for row in schools)


@EVERY
def test_cards_and_months(period: str) -> None:
    people = {
        place(row): row.count("Dân số trung bình") for row in rows(period, "Chi cuc Thong ke.xlsx", "Dân số, số hộ")
    }
    for row in rows(period, "BHXH huyen.xlsx", "Cấp thẻ"):
        assert row.count("Tổng số thẻ") <= people[place(row)]
    year = period[:4]
    by_facility = defaultdict(list)
    for row in rows(period, "BHXH huyen.xlsx", "Khám chữa bệnh"):
        by_facility[row.group].append(row.text("Tháng"))
    assert set(map(tuple, by_facility.values())) == {tuple(f"{month:02d}/{year}" for month in range(1, 7))}
    first, last = window(period)
    for row in rows(period, "Trung tam VHTT-TT.xlsx", "Chương trình"):
        assert first <= day(row.cells["ngay phat song"]) <= last
