"""Numbers of Vietnamese prose: figures with unit and hedge, and everything with digits that is no figure."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.audit.figures import numbers
from lib.checks.audit.number import FIGURE, Number
from lib.checks.audit.references import CONTACT, DATE, DOCUMENT, LABEL, LAW, NAME, PERIOD, TIME
from lib.checks.audit.units import MONEY, PERCENT, POINTS
from lib.domain.number_words import number_words
from lib.domain.numbers import format_count, format_decimal, format_money, format_percent


def figures(text: str) -> list[Number]:
    return [each for each in numbers(text) if each.is_figure and each.sure]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Có 1.779 hộ vay", [(1779, "hộ", "")]),
        ("kinh phí 113 tỷ đồng", [(113 * 10**9, MONEY, "")]),
        ("5.155.540.000đ, 500 triệu đồng đồng uỷ thác", [(5155540000, MONEY, ""), (500 * 10**6, MONEY, "")]),
        ("2 tỷ 350 triệu đồng", [(2_350_000_000, MONEY, "")]),
        ("350 triệu đồng đồng thời hỗ trợ", [(350 * 10**6, MONEY, "")]),
        ("27 triệu hộ dân", [(27 * 10**6, "hộ dân", "")]),
        ("giảm 3,68%, 0,5 điểm %", [(Fraction(368, 100), PERCENT, ""), (Fraction(1, 2), POINTS, "")]),
        ("trên 350 lao động", [(350, "lao động", "trên")]),
        ("gần 12% số hộ, khoảng 40 xã", [(12, PERCENT, "gần"), (40, "xã", "khoảng")]),
        ("đạt từ 3% trở lên, từ 5 hộ nghèo trở lên, từ 2 xã", [(3, PERCENT, "từ"), (5, "hộ", "từ"), (2, "xã", "")]),
        ("cao hơn 3%, nhiều hơn 25 hộ", [(3, PERCENT, ""), (25, "hộ", "")]),
        ("586 trên 603 hộ", [(586, "", ""), (603, "hộ", "")]),
        ("5–7 triệu đồng, 3/14 xã", [(5 * 10**6, MONEY, ""), (7 * 10**6, MONEY, ""), (3, "xã", ""), (14, "xã", "")]),
        ("42.495kg gạo, 15 kg/người/tháng", [(42495, "kg", ""), (15, "kg", "")]),
        ("05 (năm) xã", [(5, "xã", "")]),
        ("01 với số tiền", [(1, "", "")]),
        # in words
        ("ba xã, mười bốn thôn", [(3, "xã", ""), (14, "thôn", "")]),
        ("hai phần ba số hộ được hai trăm triệu đồng", [(Fraction(2, 3), "số", ""), (200 * 10**6, MONEY, "")]),
        ("một phẩy năm tỷ đồng", [(1_500_000_000, MONEY, "")]),
        ("Hai xã chưa xong. Ba Vì có năm hộ", [(2, "xã", ""), (5, "hộ", "")]),
        ("Số trẻ em chết: một.", [(1, "", "")]),
        ("trong năm xã đã làm; cuối năm hộ nghèo giảm; một số hộ; mỗi xã một cách; thứ hai; cấp hai", []),
        ("tỷ lệ hộ nghèo, đầu tư, vật tư, không có hộ nào", []),
    ],
)  # fmt: skip
def test_figures(text: str, told: list[tuple[Fraction, str, str]]) -> None:
    assert [(each.value, each.unit, each.hedge) for each in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ngày 15 tháng 6 năm 2021, 07/5/2021, từ ngày 15/12 đến 14/6/2021", [DATE, DATE, DATE, DATE]),
        ("tháng 12/2020, tháng 3, tháng 5", [DATE, DATE]),
        ("6 tháng đầu năm 2021, năm 2021, giai đoạn 2021-2025, quý I, quý II năm 2021", [PERIOD] * 4),
        ("Trong 6 tháng, huyện làm tốt", [PERIOD]),
        ("Số: 209 /BC-UBND", [DOCUMENT]),
        ("số 30/2019/TT-BLĐTBXH, 100/2015/QH13, 05-CT/TW, Nghị quyết 76", [DOCUMENT] * 4),
        ("điểm a khoản 2 Điều 5, Biểu số 02, phụ lục 3", [LAW] * 4),
        ("dịch Covid-19, Chương trình 135, Nghị quyết 30a, thôn 3, Tiểu dự án 1, trường Mầm non số 2",
         [NAME, NAME, DOCUMENT, NAME, NAME, NAME]),
        ("gồm: (1) vốn; (2) đất", [LABEL, LABEL]),
        ("ĐT: 0269.3853.123; lúc 7 giờ 30", [CONTACT, TIME]),
        # what looks like one and is none
        ("cấp 740 hộ, lớp 30 học sinh, mức 3,30%, số 4 xã, tổng số 677 hộ, mỗi ngày 15 lượt", [FIGURE] * 6),
        ("nhóm 5 hộ, đợt 2 triệu đồng, tổ 3 người", [FIGURE] * 3),
    ],
)  # fmt: skip
def test_references(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in numbers(text)] == kinds


@pytest.mark.parametrize(
    ("text", "odd"),
    [("3.3% số hộ", "dấu chấm"), ("5,155,540,000 đồng", "dấu phẩy"), ("15.5580 người", "không phải là số"),
     ("1.779 hộ; 11,5%; 3.3.3 hộ", "không phải là số")],
)  # fmt: skip
def test_digits_written_another_way_are_said(text: str, odd: str) -> None:
    assert [odd in each.odd for each in figures(text) if each.odd] == [True]


@settings(max_examples=150)
@given(st.integers(0, 10**13))
def test_what_the_printer_prints_is_read_back(value: int) -> None:
    count, money = figures(f"có {format_count(value)} hộ, {format_money(value)}.")
    assert (count.value, count.unit, money.value, money.unit) == (value, "hộ", value, MONEY)
    words = figures(f"có {number_words(value)} hộ nghèo.")
    assert [each.value for each in words] == ([value] if value > 1 else [])


@settings(max_examples=100)
@given(st.decimals(0, 999, places=3), st.integers(0, 3))
def test_shares_are_read_back_with_their_precision(value: Fraction, decimals: int) -> None:
    text = format_percent(value, decimals)
    (read,) = figures(f"đạt {text} kế hoạch")
    assert format_decimal(read.value or Fraction(0), decimals) + "%" == text
    assert read.step == Fraction(1, 10**decimals)
    low, high = read.interval
    assert low <= Fraction(value) <= high or decimals == 0


@given(st.text(st.sampled_from("0123456789.,/%-–() đtnăhộxãtrêmkgIV:"), max_size=40))
@settings(max_examples=300)
def test_any_text_is_read_without_a_hitch(text: str) -> None:
    found = numbers(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    covered = {place for each in found for place in range(each.start, each.end)}
    assert all(place in covered for place, char in enumerate(text) if char.isdecimal())
