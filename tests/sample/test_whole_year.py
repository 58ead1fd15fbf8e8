"""A year contains its half: the same rows and later ones, and no flow that shrinks."""

import datetime as dt
from collections import Counter

import pytest
from sample.reading import BANK, LABOUR, YEARS, book, commune, files, number, registers, rows
from sample.test_rows import day

EVERY = pytest.mark.parametrize("year", YEARS)
LISTS = {
    BANK: ("Cho vay",),
    LABOUR: ("Nhà tiêu hộ nghèo", "Phiên giao dịch", "Trợ giúp đột xuất", "Hộ chính sách", "Văn bản"),
    "UBMTTQ huyen.xlsx": ("Hỗ trợ nhà ở", "Hỗ trợ sinh kế"),
    "Hoi Nong dan.xlsx": ("Nhà ở hội viên",),
    "BHXH huyen.xlsx": ("Khám chữa bệnh",),
    "Trung tam VHTT-TT.xlsx": ("Chương trình", "Tin, bài"),
    "TT DVNN.xlsx": ("Dự án, mô hình",),
}
"""Sheets whose rows a year repeats."""
SPOKEN = {"tien do", "xa, thi tran", "xa"}
"""Columns in which the same thing may be written otherwise: houses get finished, places are spelt in many ways."""


def contents(period: str, file: str, sheet: str) -> Counter[tuple[object, ...]]:
    """The rows of a sheet, numbers and days read, whatever is spelt out left aside."""
    return Counter(
        (row.group, *(plain_value(value) for head, value in row.cells.items() if head not in SPOKEN and head != ""))
        for row in rows(period, file, sheet)
    )


def plain_value(value: object) -> object:
    try:
        return day(value) if isinstance(value, dt.datetime) or str(value).count("/") == 2 else number(value, 10)
    except (ArithmeticError, AssertionError, ValueError):
        return value


@EVERY
@pytest.mark.parametrize("file", LISTS)
def test_every_row_of_the_half_year_is_there(year: str, file: str) -> None:
    for sheet in LISTS[file]:
        before, now = contents(YEARS[year], file, sheet), contents(year, file, sheet)
        assert before <= now, (file, sheet, list((before - now).keys())[:3])


@EVERY
def test_communes_keep_their_lists_and_add_to_them(year: str) -> None:
    for file in [name for name in files(year) if name[0].isdigit()][:2]:
        assert contents(year, file, "Danh sách hộ") == contents(YEARS[year], file, "Danh sách hộ")
        for sheet in book(year, file):
            codes, before = ({row.cells.get("ma ho") for row in rows(of, file, sheet)} for of in (year, YEARS[year]))
            assert before <= codes, (file, sheet)


@EVERY
def test_no_sum_shrinks(year: str) -> None:
    shrunk = []
    for file in (name for name in files(YEARS[year]) if not name[0].isdigit()):
        for sheet in book(year, file):
            sums = [column_sums(of, file, sheet) for of in (YEARS[year], year)]
            shrunk += [(file, sheet, head) for head, value in sums[0].items() if sums[1].get(head, 0) < value]
    # Cards stand as of a day, and two groups of them grew smaller.
    assert {sheet for _, sheet, _ in shrunk} <= {"Cấp thẻ"}


def column_sums(period: str, file: str, sheet: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in rows(period, file, sheet):
        for head, value in row.cells.items():
            if not isinstance(value, dt.datetime) and isinstance(plain_value(value), int):
                sums[head] += number(value, 10) or 0
    return dict(sums)


@EVERY
def test_later_rows_lie_in_the_later_months(year: str) -> None:
    closes = dt.date(int(year[:4]), 6, 14)
    days = [day(row.cells["ngay giai ngan"]) for row in rows(year, BANK, "Cho vay")]
    before = rows(YEARS[year], BANK, "Cho vay")
    assert sum(each <= closes for each in days) == len(before)
    assert max(days) <= dt.date(int(year[:4]), 12, 14)
    loans = rows(year, BANK, "Cho vay")
    assert len({row.text("Mã món vay") for row in loans}) == len({row.text("Mã hộ") for row in loans}) == len(loans)
    visits = rows(year, "BHXH huyen.xlsx", "Khám chữa bệnh")
    assert len({row.text("Tháng") for row in visits}) == 12
    assert all(row.count("Số tháng") == 12 for row in rows(year, LABOUR, "Tiền điện"))


REVIEW = "Ban chi dao ra soat.xlsx"
OF_CLASS = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}


@EVERY
def test_the_review_begins_with_the_registers(year: str) -> None:
    reviewed = rows(year, REVIEW, "Rà soát")
    start = {row.text("Mã hộ"): row.text("Phân loại > Đầu năm") for row in reviewed}
    assert len(start) == len(reviewed)
    for code, (_, status) in registers(YEARS[year]).items():
        assert start.get(code) == OF_CLASS.get(status), code


def test_a_year_ends_where_the_next_begins() -> None:
    first, second = (rows(year, REVIEW, "Rà soát") for year in sorted(YEARS))
    for label in OF_CLASS.values():
        ends = Counter(
            commune(row.text("Xã, thị trấn"))[0] for row in first if row.text("Phân loại > Cuối năm") == label
        )
        starts = Counter(
            commune(row.text("Xã, thị trấn"))[0] for row in second if row.text("Phân loại > Đầu năm") == label
        )
        assert ends == starts
