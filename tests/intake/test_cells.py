"""One cell by its contract: a typed value, or a Vietnamese reason and remedy."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.contracts.model import Column
from lib.domain.numbers import format_count, format_money
from lib.intake.cells import LARGEST, CellError, Places, choose, read_cell
from lib.intake.workbook import UNCOMPUTED

COUNT = Column("persons", "Số khẩu", "count")
MONEY = Column("amount", "Kinh phí", "money")
PERCENT = Column("rate", "Tỷ lệ", "percent")
DATE = Column("date", "Ngày", "date")
MONTH = Column("month", "Tháng", "month")
TEXT = Column("village", "Thôn", "text")
CODE = Column("household", "Mã hộ", "code")
PERSON = Column("head", "Họ và tên", "personal")
HELPER = Column("has_helper", "Người giúp", "presence", required=False)
COMMUNE = Column("commune", "Xã", "commune")
STATUS = Column("status", "Đối tượng", "choice", choices={"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor"})


def optional(column: Column, dash: str = "zero") -> Column:
    return Column(column.name, column.header, column.type, choices=column.choices, required=False, dash=dash)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        (COUNT, 5.0, 5),
        (COUNT, "1.779", 1779),
        (COUNT, " 01 ", 1),
        (COUNT, "-", 0),
        (COUNT, "–", 0),
        (COUNT, 0.0, 0),
        (MONEY, 30.0, 30),
        (MONEY, "1.350 triệu đồng", 1_350_000_000),
        (PERCENT, "3,30%", Decimal("3.30")),
        (PERCENT, 3.3, Decimal("3.3")),
        (PERCENT, "0,5%", Decimal("0.5")),
        (PERCENT, 0.0, Decimal(0)),
        (DATE, datetime(2021, 3, 1, 0, 0), date(2021, 3, 1)),
        (DATE, date(2021, 3, 1), date(2021, 3, 1)),
        (DATE, "12/5/2021", date(2021, 5, 12)),
        (DATE, "12-05-2021", date(2021, 5, 12)),
        (MONTH, "03/2021", "2021-03"),
        (MONTH, "Tháng 3/2021", "2021-03"),
        (MONTH, "THÁNG 12 / 2020", "2020-12"),
        (MONTH, datetime(2021, 3, 1), "2021-03"),
        (TEXT, " Buôn \n Pan ", "Buôn Pan"),
        (TEXT, 12.0, "12"),
        (TEXT, "So\u0302\u0301", "Số"),
        (TEXT, "#1 Buôn Pan", "#1 Buôn Pan"),
        (CODE, "24079 - 00469", "24079-00469"),
        (CODE, "24079–00469", "24079-00469"),
        (CODE, "２４０７９-00469", "24079-00469"),
        (CODE, 2407900469.0, "2407900469"),
        (COMMUNE, "TT. Phú Túc", "24076"),
        (COMMUNE, "xã  IA RSAI", "24079"),
        (STATUS, "HỘ CẬN NGHÈO", "near_poor"),
        (HELPER, "Kpă Y Nao", True),
        (HELPER, "-", False),
        (HELPER, None, False),
        (HELPER, "Chưa có", False),
        (HELPER, "không", False),
        (HELPER, 0.0, False),
        (HELPER, "x", True),
        (optional(COUNT), None, None),
        (optional(COUNT), "-", 0),
        (optional(COUNT, "absent"), "-", None),
        (optional(STATUS), "-", None),
        (optional(DATE), "-", None),
    ],
)
def test_a_good_cell_is_read(column: Column, value: Any, read: Any, places: Places) -> None:
    result = read_cell(value, column, 1, places)
    assert result == read
    assert type(result) is type(read)


def test_the_headers_unit_scales_bare_numbers_only(places: Places) -> None:
    assert read_cell("1,5", MONEY, 10**6, places) == 1_500_000
    assert read_cell(30.0, MONEY, 10**6, places) == 30_000_000
    assert read_cell("70 triệu đồng", MONEY, 10**6, places) == 70_000_000


@pytest.mark.parametrize(
    ("column", "value", "rule", "words"),
    [
        (COUNT, "1.7.79", "bad_count", '"1.7.79" không phải là số'),
        (COUNT, "mười hai", "bad_count", "«Số khẩu» không phải là số nguyên"),
        (COUNT, 1.779, "bad_count", "có lẽ dấu chấm hàng nghìn của 1.779"),
        (COUNT, True, "bad_count", '"TRUE" không phải là số'),
        (COUNT, date(2021, 5, 1), "bad_count", "không phải là số nguyên"),
        (COUNT, time(1, 2), "bad_count", "không phải là số nguyên"),
        (COUNT, timedelta(hours=30), "bad_count", "không phải là số nguyên"),
        (COUNT, -5.0, "negative", '"-5" là số âm'),
        (COUNT, float("nan"), "bad_count", "không phải là số"),
        (COUNT, float("inf"), "bad_count", "không phải là số"),
        (COUNT, "9" * 25, "too_large", "lớn đến mức không thể có"),
        (COUNT, None, "missing_value", "thiếu giá trị cột «Số khẩu»"),
        (COUNT, "  ", "missing_value", "thiếu giá trị"),
        (MONEY, "-1.500.000", "negative", '"-1.500.000" là số âm'),
        (MONEY, "1,350 triệu", "bad_money", "không rõ là 1.350 hay 1,35"),
        (MONEY, 1e18, "too_large", "lớn đến mức không thể có"),
        (PERCENT, 0.033, "unclear_percent", '"0,033" là 0,033% hay 3,3%'),
        (PERCENT, "3.3.0", "bad_percent", '"3.3.0" không phải là số'),
        (PERCENT, "12345%", "bad_percent", "không phải là tỷ lệ phần trăm"),
        (PERCENT, "1,123456789012", "bad_percent", "không phải là tỷ lệ phần trăm"),
        (DATE, "31/2/2021", "bad_date", '"31/2/2021" không có trong lịch'),
        (DATE, "2021", "year_only", "chỉ ghi năm, thiếu ngày và tháng"),
        (DATE, 442560.0, "bad_date", "không phải là ngày"),
        (MONTH, "13/2021", "bad_month", '"13/2021" không phải là tháng'),
        (MONTH, "3", "bad_month", '"3" không phải là tháng dạng tháng/năm'),
        (COMMUNE, "Ia Rsay", "unknown_commune", '"Ia Rsay" không có trong danh sách xã, thị trấn'),
        (COMMUNE, "Huyện Phú Túc", "unknown_commune", "không có trong danh sách"),
        (STATUS, "Hộ nghèoo", "unknown_choice", '"Hộ nghèoo" không có trong danh mục'),
        (STATUS, "Khá giả", "unknown_choice", "nội dung cột «Đối tượng» không có trong danh mục"),
        (CODE, "-", "missing_value", "thiếu giá trị cột «Mã hộ»"),
        (CODE, "2,4079E+09", "bad_code", "đã bị Excel đổi thành số dạng mũ"),
        (PERSON, None, "missing_value", "thiếu giá trị cột «Họ và tên»"),
        (COUNT, "#REF!", "error_cell", "ô báo lỗi #REF!"),
        (TEXT, "#N/A", "error_cell", "ô báo lỗi #N/A"),
        (HELPER, "#VALUE!", "error_cell", "ô báo lỗi #VALUE!"),
        (COUNT, UNCOMPUTED, "uncomputed", "công thức nhưng chưa tính ra giá trị"),
    ],
)
def test_a_bad_cell_is_refused_with_reason_and_remedy(
    column: Column, value: Any, rule: str, words: str, places: Places
) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(value, column, 1, places)
    assert caught.value.rule == rule
    assert words in str(caught.value)
    assert len(caught.value.remedy) > 10
    assert caught.value.__cause__ is None, "a chained message would repeat the value in a traceback"


def test_a_near_miss_is_proposed_and_never_taken(places: Places) -> None:
    with pytest.raises(CellError) as caught:
        read_cell("Ia Rsay", COMMUNE, 1, places)
    assert "có phải là" in caught.value.remedy
    assert "Ia Rsai" in caught.value.remedy


def test_an_unknown_choice_names_what_is_allowed(places: Places) -> None:
    with pytest.raises(CellError) as caught:
        choose("Khá giả", STATUS)
    assert caught.value.remedy == "dùng một trong: Hộ nghèo; Hộ cận nghèo"


@given(st.integers(0, LARGEST))
def test_whatever_is_printed_as_a_count_or_amount_reads_back(value: int) -> None:
    nobody = Places(())
    assert read_cell(format_count(value), COUNT, 1, nobody) == value
    assert read_cell(format_money(value), MONEY, 10**6, nobody) == value
    if value < 2**53:
        assert read_cell(float(value), COUNT, 1, nobody) == value


ANYTHING = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(ANYTHING, st.sampled_from([COUNT, MONEY, PERCENT, DATE, MONTH, TEXT, CODE, PERSON, HELPER, COMMUNE, STATUS]))
def test_any_cell_is_read_or_refused_never_anything_else(value: Any, column: Column) -> None:
    try:
        result = read_cell(value, column, 1000, Places(()))
    except CellError:
        return
    if column.type in ("count", "money"):
        assert type(result) is int
        assert 0 <= result <= LARGEST
