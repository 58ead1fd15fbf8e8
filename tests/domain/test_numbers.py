"""What is printed parses back; what is unclear is refused with a Vietnamese reason."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.numbers import (
    BILLION,
    MILLION,
    Hedge,
    NumberError,
    floor_hedge,
    format_count,
    format_decimal,
    format_money,
    format_percent,
    is_nothing,
    parse_count,
    parse_decimal,
    parse_hedge,
    parse_money,
    parse_percent,
    round_half_up,
)

whole = st.integers(-(10**30), 10**30)
small = st.integers(-(10**6), 10**6)
places = st.integers(0, 6)
money = st.one_of(whole, small.map(lambda n: n * MILLION), small.map(lambda n: n * BILLION // 10))
exact = st.one_of(
    whole,
    st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15),
)


# --- round trips


@given(whole)
def test_counts_round_trip(value: int) -> None:
    printed = format_count(value)
    assert parse_count(printed) == value
    for space in " \u00a0\u202f\u2009":
        assert parse_count(printed.replace(".", space)) == value
    assert parse_count(printed.replace(".", ",")) == value
    assert parse_count(str(value)) == value
    assert parse_count(_full_width(printed)) == value
    assert parse_decimal(printed) == value


@given(exact, places)
def test_decimals_and_percents_round_trip(value: int | Decimal | Fraction, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    assert parse_decimal(format_decimal(value, decimals)) == rounded
    assert parse_percent(format_percent(value, decimals)) == rounded
    assert parse_percent(format_percent(value, decimals).replace("%", " %")) == rounded


@given(money)
def test_money_round_trips_whatever_the_columns_unit(value: int) -> None:
    for scale in (1, 1000, MILLION, BILLION):
        assert parse_money(format_money(value), scale) == value
    assert parse_money(format_money(value).replace("đồng", "đ")) == value
    assert parse_money(format_money(value).upper()) == value


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_hedges_round_trip_and_never_overstate(value: int, step: int) -> None:
    hedge = floor_hedge(value, step)
    assert parse_hedge(str(hedge)) == hedge
    assert hedge.floor <= value < hedge.floor + step
    assert (hedge.word == "trên") == (hedge.floor < value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_read_as_excel_shows_them(value: float) -> None:
    read = parse_decimal(value)
    assert read == Decimal(repr(value)) or read == Decimal(f"{value:.15g}") or read == int(value)


def _full_width(text: str) -> str:
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


# --- rounding


@given(exact, places)
def test_rounding_is_nearest_with_halves_up(value: int | Decimal | Fraction, decimals: int) -> None:
    error = abs(Fraction(round_half_up(value, decimals))) - abs(Fraction(value))
    half = Fraction(1, 2 * 10**decimals)
    assert -half < error <= half


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(100 * 229, 2000), 1, "11,5"),  # 11,45: half-even would print 11,4
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("3.3"), 2, "3,30"),
        (Fraction(1, 3), 4, "0,3333"),
        (999_999_999, 0, "999.999.999"),
        (Decimal("999.995"), 2, "1.000,00"),
    ],
)
def test_printed_decimals(value: int | Decimal | Fraction, decimals: int, printed: str) -> None:
    assert format_decimal(value, decimals) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0 đồng"),
        (999, "999 đồng"),
        (5_400_000, "5.400.000 đồng"),
        (94_000_000, "94 triệu đồng"),
        (999_900_000_000, "999,9 tỷ đồng"),
        (1_000_000_000, "1 tỷ đồng"),
        (999_000_000, "999 triệu đồng"),
        (1_350_000_000, "1.350 triệu đồng"),
        (1_350_000_001, "1.350.000.001 đồng"),
        (12_345_600_000_000, "12.345,6 tỷ đồng"),
        (-1_500_000_000, "-1,5 tỷ đồng"),
    ],
)
def test_printed_money(value: int, printed: str) -> None:
    assert format_money(value) == printed


def test_hedge_says_nothing_it_cannot() -> None:
    assert floor_hedge(355, step=50) == Hedge(350, "trên")
    assert str(floor_hedge(350, step=50)) == "350"
    assert str(floor_hedge(349, step=50)) == "trên 300"
    assert str(floor_hedge(0, step=50)) == "0"
    with pytest.raises(ValueError, match="step"):
        floor_hedge(355, step=0)


# --- reading


@pytest.mark.parametrize("value", [None, "", " ", "\u00a0", "-", " – ", "—", "−", "---"])
def test_nothing(value: object) -> None:
    assert is_nothing(value)


@pytest.mark.parametrize("value", [0, 0.0, "0", "x", "-1", "#REF!"])
def test_something(value: object) -> None:
    assert not is_nothing(value)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("1.779", 1779),
        ("1,779", 1779),
        ("1 779", 1779),
        ("01", 1),
        ("１．７７９", 1779),
        (1779.0, 1779),
        ("1.779,00", 1779),
        ("-5", -5),
        ("−5", -5),
        (" 12 ", 12),
        (1779.0000000000002, 1779),
        (Decimal("12.0"), 12),
        ("1,350,000", 1350000),
    ],
)
def test_counts(value: object, count: int) -> None:
    assert parse_count(value) == count


@pytest.mark.parametrize(
    "value",
    [
        "1.7.79",
        "1.77",
        "1,77",
        "17.79",
        "0.779",
        "1.779 000",
        "1 77",
        "1..779",
        ".779",
        "1.779.",
        "12²",
        "½",
        "٣",
        "५",
        "abc",
        "1e3",
        "0x1F",
        "(5)",
        "+5",
        "5 hộ",
        "trên 350",
        "#REF!",
        "1_000",
        "9" * 5000,
        "1" + ",000" * 2000,
        "",
        "-",
        None,
        True,
        False,
        float("nan"),
        float("inf"),
        0.5,
        3.14159,
        1500.5,
        [1],
        object(),
    ],
)
def test_what_is_no_count_is_refused_in_one_short_line(value: object) -> None:
    with pytest.raises(NumberError) as caught:
        parse_count(value)
    assert "không phải" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_broken_grouping_is_named() -> None:
    with pytest.raises(NumberError) as caught:
        parse_count("1.7.79")
    assert str(caught.value) == '"1.7.79" không phải là số'
    assert caught.value.remedy


@pytest.mark.parametrize(("value", "meant"), [(1.779, "1.779"), (2.5, "2.500"), (-1.25, "-1.250")])
def test_a_count_that_excel_took_for_a_fraction_is_refused_with_its_cause(value: float, meant: str) -> None:
    with pytest.raises(NumberError, match="Excel hiểu thành dấu thập phân") as caught:
        parse_count(value)
    assert meant in str(caught.value)
    with pytest.raises(NumberError, match="Excel hiểu thành dấu thập phân"):
        parse_money(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("3,30", "3.30"),
        ("1.779", "1779"),
        ("1,779", "1.779"),
        ("1.250,5", "1250.5"),
        ("1,250.5", "1250.5"),
        ("1,350,000", "1350000"),
        ("0,5", "0.5"),
        ("-0,5", "-0.5"),
        (0.1 + 0.2, "0.3"),
        (3.3, "3.3"),
        (7, "7"),
    ],
)
def test_decimals(value: object, number: str) -> None:
    assert parse_decimal(value) == Decimal(number)


@pytest.mark.parametrize("value", ["3.3", "1,7,79", "1.250.5", "1,2.3", True, None, "11,5%", float("nan")])
def test_what_is_no_decimal_is_refused(value: object) -> None:
    with pytest.raises(NumberError):
        parse_decimal(value)


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        ("3,30%", "3.30"),
        ("3,30", "3.30"),
        (3.3, "3.3"),
        (0.033, "0.033"),
        ("3.3%", "3.3"),
        ("96.75 %", "96.75"),
        ("11,5％", "11.5"),
        ("100%", "100"),
        (3, "3"),
        ("1.779%", "1779"),
        ("-2,5%", "-2.5"),
    ],
)
def test_percents(value: object, percent: str) -> None:
    assert parse_percent(value) == Decimal(percent)


@pytest.mark.parametrize("value", ["%", "3,30%%", "3,3 phần", "3.3.3%", True, None])
def test_what_is_no_percent_is_refused(value: object) -> None:
    with pytest.raises(NumberError):
        parse_percent(value)


@pytest.mark.parametrize(
    ("value", "scale", "amount"),
    [
        ("113 tỷ đồng", 1, 113 * BILLION),
        ("1.350 triệu đồng", 1000, 1350 * MILLION),
        ("5.155.540.000đ", 1, 5_155_540_000),
        ("5.400.000 ₫", MILLION, 5_400_000),
        ("5.400.000 VNĐ", 1, 5_400_000),
        ("94 tr.đ", 1, 94 * MILLION),
        (94, MILLION, 94 * MILLION),
        ("1,5", MILLION, 1_500_000),
        (1.5, MILLION, 1_500_000),
        (113.10000000000001, MILLION, 113_100_000),
        ("500 nghìn", 1, 500_000),
        ("5,400", 1, 5400),
        ("306,127,000", 1, 306_127_000),
        ("0,350", MILLION, 350_000),
        ("-50", MILLION, -50 * MILLION),
    ],
)
def test_money(value: object, scale: int, amount: int) -> None:
    assert parse_money(value, scale) == amount


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        ("1,350", MILLION),
        ("1,350 triệu đồng", 1),
        ("1 tỷ 350 triệu", 1),
        ("50 đô la", 1),
        ("50 kg", 1),
        ("đồng", 1),
        ("0,5", 1),
        (0.0000001, MILLION),
        ("0,0000001", MILLION),
        (True, 1),
        (None, 1),
        ("", 1),
        ("50 đ/hộ", 1),
        ("50 \u0434", 1),
        ("x50", 1),
    ],
)
def test_unclear_money_is_refused(value: object, scale: int) -> None:
    with pytest.raises(NumberError):
        parse_money(value, scale)


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.none(), st.text("0123456789.,-% đtỷriệu")))
def test_any_cell_is_read_or_refused(value: object) -> None:
    for parse in (parse_count, parse_decimal, parse_percent, parse_money):
        with contextlib.suppress(NumberError):
            assert type(parse(value)) in (int, Decimal)
