"""Numbers in words: what is written reads back, and words that only look like numerals are left alone."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.number_words import number_words, read_words


@settings(max_examples=300)
@given(st.one_of(st.integers(0, 10**4), st.integers(0, 10**13)))
def test_what_is_written_reads_back(value: int) -> None:
    words = number_words(value).split()
    if value:
        assert read_words([*words, "hộ"]) == (value, len(words))


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("mười bốn", 14, 2), ("mười lăm", 15, 2), ("hai mươi mốt", 21, 3), ("hai mươi tư", 24, 3), ("hai chục", 20, 2),
        ("một trăm linh năm", 105, 4), ("một trăm lẻ ba", 103, 4), ("ba nghìn không trăm năm mươi", 3050, 6),
        ("hai triệu rưỡi", 2_500_000, 3), ("một tỷ rưỡi", 1_500_000_000, 3), ("hai nghìn tỷ", 2 * 10**12, 3),
        ("một nửa", Fraction(1, 2), 2), ("nửa", Fraction(1, 2), 1), ("ba phần tư", Fraction(3, 4), 3),
        ("một phần tư", Fraction(1, 4), 3), ("hai phần trăm", 2, 1), ("một phần năm", Fraction(1, 5), 3),
        ("hai phần mười", Fraction(2, 10), 3),
        ("ba phẩy không ba", Fraction(303, 100), 4), ("năm trăm triệu", 500_000_000, 3),
        ("một nghìn ba trăm năm mươi triệu", 1_350_000_000, 7), ("một phẩy năm tỷ", 1_500_000_000, 4),
        # a word of the next thing, not of the number
        ("mười năm", 10, 1), ("một trăm năm", 100, 2), ("ba tỷ lệ", 3, 1), ("một phần", 1, 1), ("hai trăm hộ", 200, 2),
        ("ba phần", 3, 1), ("hai hai", 2, 1),
    ],
)  # fmt: skip
def test_what_is_read(text: str, value: Fraction | int, used: int) -> None:
    assert read_words(text.split()) == (value, used)


@pytest.mark.parametrize("text", ["tỷ lệ", "lăm", "mốt", "tư", "trăm hộ", "không có", "linh hoạt", "mươi", "", "phần"])
def test_what_is_no_number(text: str) -> None:
    assert read_words(text.split()) is None


def test_negative_numbers_have_no_words() -> None:
    with pytest.raises(ValueError, match="no words"):
        number_words(-1)
