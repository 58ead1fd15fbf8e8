"""Match keys ignore marks, case, spaces and punctuation, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.text import foreign_letters, match_key, nfc

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
words = st.text(VIETNAMESE + VIETNAMESE.upper() + " '’-0123456789")


def test_known_keys() -> None:
    assert match_key("Tổng cộng") == "tongcong"
    assert match_key("ĐẮK R’LẤP") == "dakrlap"
    assert match_key("Ðăk Ðoa") == "dakdoa"  # typed with the Icelandic letter
    assert match_key("hòa") == match_key("hoà")
    assert match_key("") == ""


@given(words)
def test_form_and_case_do_not_matter(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert match_key(unicodedata.normalize(form, text)) == match_key(text)
    assert match_key(text.upper()) == match_key(text) == match_key(text.lower())
    assert not foreign_letters(text)


@given(st.text())
def test_any_text_gives_ascii_and_is_stable(text: str) -> None:
    key = match_key(text)
    assert key.isascii()
    assert key == "".join(letter for letter in key if letter.isalnum()).lower()
    assert match_key(key) == key


@given(words, st.text(" \t\u00a0.,;:-'’`()/"))
def test_spaces_and_punctuation_do_not_matter(text: str, noise: str) -> None:
    assert match_key(noise.join(nfc(text))) == match_key(text)


@pytest.mark.parametrize("char", ["о", "\u0915", "\u094b", "\u0947", "α", "ð", "中", "각", "й"])
def test_foreign_letters_are_found(char: str) -> None:
    assert foreign_letters(f"Ia Rm{char}k") == char


def test_letters_of_the_highlands_are_not_foreign() -> None:
    for form in ("NFC", "NFD"):
        assert foreign_letters(unicodedata.normalize(form, "Čư Sê, Ñuăi, Ayŭn, Pơlĕ, Rŏh, Kĭ")) == ""


def test_apostrophes_are_not_letters() -> None:
    assert foreign_letters("Ia H’Dreh Ia Hʼdreh Ia H'Dreh") == ""
