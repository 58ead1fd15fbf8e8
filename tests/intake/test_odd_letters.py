"""Characters that have no place in Vietnamese are found where they stand; only what nobody sees is taken out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.legacy_text import LETTERS

from lib.intake.folders import REPOSITORY
from lib.intake.odd_letters import (
    BROKEN,
    CONTROL,
    DIRECTION,
    INVISIBLE,
    LOST,
    PRIVATE,
    SOFT_HYPHEN,
    cleaned,
    odd_letters,
)
from lib.intake.workbook import read_workbook

vietnamese = st.text(LETTERS + "abcdeghiklmnopqrstuvxyzčñŏĭĕŭ ABC 0123456789.,;:-–—“”‘’…()/%«»°²×−\n\t")


@pytest.mark.parametrize(
    ("char", "what"),
    [
        ("о", "chữ Kirin (Nga)"),
        ("ο", "chữ Hy Lạp"),
        ("\u094b", "chữ Devanagari (Ấn Độ)"),
        ("क", "chữ Devanagari (Ấn Độ)"),
        ("中", "chữ Hán"),
        ("ð", "chữ Latinh không có trong tiếng Việt"),
        ("Ꮛ", "chữ Cherokee"),
        ("ጀ", "chữ cái không thuộc tiếng Việt"),
        ("\u200b", INVISIBLE),
        ("\u200d", INVISIBLE),
        ("\ufeff", INVISIBLE),
        ("\u202e", DIRECTION),
        ("\u200f", DIRECTION),
        ("\u2066", DIRECTION),
        ("\u00ad", SOFT_HYPHEN),
        ("\ufffd", LOST),
        ("\ufdd0", BROKEN),
        ("\uffff", BROKEN),
        ("\ue000", PRIVATE),
        ("\x07", CONTROL),
    ],
)
def test_each_kind_is_found_where_it_stands(char: str, what: str) -> None:
    assert odd_letters(f"Ia Rm{char}k") == [(5, char, what)]
    gone = what in (INVISIBLE, DIRECTION, SOFT_HYPHEN)
    assert cleaned(f"Ia Rm{char}k") == ("Ia Rmk" if gone else f"Ia Rm{char}k")


def test_the_published_name_with_two_letters_of_devanagari() -> None:
    text = "Ia Rm\u094b\u0915"
    assert [(at, char) for at, char, _ in odd_letters(text)] == [(5, "\u094b"), (6, "\u0915")]
    assert cleaned(text) == text


@given(vietnamese)
def test_good_text_has_none(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert odd_letters(unicodedata.normalize(form, text)) == []
        assert cleaned(unicodedata.normalize(form, text)) == unicodedata.normalize(form, text)


@given(st.text())
def test_cleaning_takes_out_only_what_it_reports(text: str) -> None:
    odd = {at: what for at, _, what in odd_letters(text)}
    unseen = (INVISIBLE, DIRECTION, SOFT_HYPHEN)
    kept = "".join(char for at, char in enumerate(text) if odd.get(at) not in unseen)
    assert cleaned(kept) == cleaned(text)
    assert set(cleaned(text)) <= set(text)
    assert cleaned(cleaned(text)) == cleaned(text)
    assert [char for char in text if char in cleaned(text)] == list(cleaned(text))


def test_the_sample_has_none() -> None:
    for path in sorted((REPOSITORY / "data" / "raw").rglob("*.xlsx")):
        for sheet in read_workbook(path, path.name).sheets:
            found = [text for row in sheet.rows for text in row if isinstance(text, str) and odd_letters(text)]
            assert found == [], (path.name, sheet.name)
