"""Facts: what is printed, and what may be compared."""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from facts.conftest import fact
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.numbers import parse_count, parse_hedge, parse_money, parse_percent
from lib.domain.ranges import row_ranges
from lib.facts import Absence, Coverage, Measure, Share
from lib.facts.fact import UNIT_LABELS, print_value
from lib.facts.metadata import Metadata
from lib.facts.values import joined_coverage


def measure(value: Any, **other: Any) -> Measure:
    return Measure("counted", value, "…", **other)


def missing(kind: str = "not_reported", **other: Any) -> Measure:
    return Measure("counted", None, "…", Absence(kind, "", (("labour", None),)), **other)  # type: ignore[arg-type]


def said(unit: str = "household", **other: Any) -> Metadata:
    return Metadata("Tên", unit, "Định nghĩa.", **other)


@pytest.mark.parametrize(
    ("value", "metadata", "printed"),
    [
        (1779, said(), "1.779"),
        (0, said(), "0"),
        (-5, said(), "-5"),
        (5_155_540_000, said("VND"), "5.155.540.000 đồng"),
        (113_000_000_000, said("VND"), "113 tỷ đồng"),
        (1_350_000_000, said("VND"), "1.350 triệu đồng"),
        (Share(269, 2342), said("percent", decimals=1), "11,5%"),
        (Share(1, 8), said("percent", decimals=1), "12,5%"),
        (Share(1, 1), said("percent", decimals=2), "100,00%"),
        (Share(-1, 200), said("percentage_point", decimals=2), "-0,50"),
        (Decimal("3.3"), said("percent", decimals=2), "3,30%"),
        (Decimal("3.3"), said("kg", decimals=1), "3,3"),
        (355, said("worker", hedge=50), "trên 350"),
        (350, said("worker", hedge=50), "350"),
        (349, said("worker", hedge=50), "trên 300"),
        (30, said("worker", hedge=50), "30"),
        (-30, said("worker", hedge=50), "-30"),
        (("Ba Hai", "Ba Một"), said("commune"), "Ba Hai, Ba Một"),
        ((), said("commune"), ""),
        (("2023-01", "2023-11"), said("month"), "tháng 1, tháng 11"),
        ("Quyết định số 7", said("text"), "Quyết định số 7"),
    ],
)
def test_values_print_by_rule(value: Any, metadata: Metadata, printed: str) -> None:
    assert print_value(value, metadata)[0] == printed


@given(st.integers(0, 10**13), st.integers(2, 1000))
def test_what_is_printed_reads_back(value: int, step: int) -> None:
    assert parse_count(print_value(value, said())[0]) == value
    assert parse_money(print_value(value, said("VND"))[0]) == value
    printed, word = print_value(value, said(hedge=step))
    hedge = parse_hedge(printed)
    assert hedge.word == word
    assert hedge.floor <= value < hedge.floor + step
    assert (hedge.floor == value) == (word == "")


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_share_is_rounded_once_half_up(part: int, whole: int, decimals: int) -> None:
    printed = parse_percent(print_value(Share(part, whole), said("percent", decimals=decimals))[0])
    error = Fraction(printed) - 100 * Fraction(part, whole)
    assert -Fraction(1, 2) < error * 10**decimals <= Fraction(1, 2)


def test_a_fact_says_everything_about_itself() -> None:
    made = fact(measure(355, inputs=("x",), parts={"commune": {"a": 355}}), "worker", hedge=50, legal_basis="Luật")
    assert (made.id, made.section, made.entity, made.period) == ("nhom.chi_tieu", "I.1", "ba-vi", "2023-H1")
    assert (made.value, made.printed, made.hedge, str(made)) == (355, "trên 350", "trên", "trên 350")
    assert (made.inputs, made.legal_basis, made.present, made.reported) == (("nhom.x",), "Luật", True, True)


def test_formulas_name_their_inputs_by_title() -> None:
    made = fact(Measure("computed", Share(1, 2), "{0} ÷ {1}", inputs=("a", "b")), "percent")
    assert made.formula == "Đầu vào ÷ Đầu vào"
    assert fact(Measure("counted", 1, "Đếm {…} dòng")).formula == "Đếm {…} dòng"


def test_a_declared_rate_keeps_the_decimals_it_is_printed_with() -> None:
    assert str(fact(measure(Decimal("3.3000")), "percent", decimals=2).value) == "3.30"
    assert str(fact(measure(Decimal("3.3456000")), "percent", decimals=2).value) == "3.3456"


# --- comparing

COMPARISONS: list[Callable[[Any, Any], bool]] = [eq, ne, lt, le, gt, ge]


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9))
def test_facts_compare_by_exact_value_with_facts_and_numbers(a: int, b: int, whole: int) -> None:
    for compare in COMPARISONS:
        assert compare(fact(measure(Share(a, whole)), "percent"), fact(measure(Share(b, whole)), "percent")) == compare(
            a, b
        )
        assert compare(fact(measure(a)), b) == compare(a, b)
        assert compare(fact(measure(a)), Fraction(b, whole)) == compare(a, Fraction(b, whole))
        assert compare(fact(measure(Decimal(a))), fact(measure(b))) == compare(a, b)


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize("kind", ["not_reported", "not_applicable", "not_started"])
def test_comparing_with_an_absent_fact_is_an_error(compare: Any, kind: str) -> None:
    absent, zero = fact(missing(kind)), fact(measure(0))
    for one, other in ((absent, 0), (absent, zero), (zero, absent), (absent, "finished"), (absent, absent)):
        if isinstance(other, str) and compare not in (eq, ne):
            continue
        with pytest.raises(ReportError, match="không có giá trị ở kỳ này"):
            compare(one, other)


def test_an_absent_fact_is_false_and_has_neither_length_nor_names() -> None:
    absent = fact(missing())
    assert not absent
    assert (absent.present, absent.reported, absent.printed, absent.incomplete) == (False, False, "", False)
    with pytest.raises(ReportError):
        len(absent)
    with pytest.raises(ReportError) as caught:
        list(absent)
    assert str(caught.value).endswith("đặt trong {% if nhom.chi_tieu %} … {% endif %}")
    assert fact(missing("not_applicable")).reported


@pytest.mark.parametrize(
    ("value", "truth", "length"),
    [(0, False, 1), (3, True, 1), (Share(0, 5), False, 1), (Decimal(0), False, 1), ((), False, 0), (("a",), True, 1),
     ("finished", True, 1), (Share(1, 9), True, 1)],
)  # fmt: skip
def test_a_fact_is_true_where_there_is_something(value: Any, truth: bool, length: int) -> None:
    assert bool(fact(measure(value))) is truth
    assert len(fact(measure(value))) == length


def test_texts_and_lists_are_no_numbers() -> None:
    state, names = fact(measure("finished")), fact(measure(("a", "b")))
    assert state == "finished"
    assert state != "mixed"
    assert list(names) == ["a", "b"]
    with pytest.raises(ReportError, match="không có giá trị số"):
        assert state > 5
    with pytest.raises(ReportError, match="không phải là danh sách"):
        list(state)


def test_a_fact_is_nothing_else() -> None:
    assert fact(measure(5)) != 5.0  # floats are not exact; nothing equals them
    assert fact(measure(5)) is not None
    with pytest.raises(TypeError):
        assert fact(measure(5)) < 5.5
    assert len({fact(measure(5)), fact(measure(5))}) == 1


def test_incomplete_is_a_value_that_waits_for_somebody() -> None:
    assert fact(measure(5, coverage=Coverage(14, (("commune", "a"),)))).incomplete
    assert not fact(measure(5, coverage=Coverage(14))).incomplete
    assert not fact(missing(coverage=Coverage(14, (("commune", "a"),)))).incomplete


# --- small things


@given(st.sets(st.integers(1, 60)))
def test_row_ranges_say_the_same_rows_shortly(rows: set[int]) -> None:
    read: set[int] = set()
    text = row_ranges(rows)
    for part in text.split(",") if text else []:
        first, _, last = part.partition("-")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == rows
    assert text.count(",") < max(1, len(rows))


def test_coverage_joins_what_is_missing() -> None:
    a, b = Coverage(14, (("commune", "x"),)), Coverage(1)
    assert joined_coverage([a, None, b]) == Coverage(14, (("commune", "x"),))
    assert joined_coverage([None, None]) is None
    assert joined_coverage([]) is None


def test_every_unit_of_measure_has_a_word_for_readers() -> None:
    schema = json.loads(files("lib.facts").joinpath("metadata.schema.json").read_text(encoding="utf-8"))
    assert set(schema["additionalProperties"]["properties"]["unit"]["enum"]) == set(UNIT_LABELS)
