"""Legacy text comes back letter for letter, and nothing that is good already is touched."""

import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.legacy_text import ENCODERS, LETTERS, tcvn3, vni

from lib.domain.text import match_key
from lib.intake.folders import REPOSITORY
from lib.intake.legacy import LEGACY, decode, decode_column, detect_column, transcribe
from lib.intake.legacy_tables import TCVN3, VNI, draws_capitals, encoding_of_font
from lib.intake.syllables import is_highland, is_syllable, syllables
from lib.intake.workbook import Sheet, read_workbook

PLAIN = "abcdeghiklmnopqrstuvxy"
words = st.lists(st.text(LETTERS + PLAIN + PLAIN.upper(), min_size=1, max_size=7), min_size=1, max_size=6).map(" ".join)
real_words = st.lists(st.sampled_from(sorted(syllables())), min_size=1, max_size=8)
WORKBOOKS = sorted((REPOSITORY / "data" / "raw").rglob("*.xlsx"))


@cache
def sheets() -> tuple[tuple[str, Sheet], ...]:
    return tuple((path.name, sheet) for path in WORKBOOKS for sheet in read_workbook(path, path.name).sheets)


def columns(sheet: Sheet) -> list[list[str]]:
    width = max(len(row) for row in sheet.rows)
    return [[text for row in sheet.rows if isinstance(text := row[at], str) and text.strip()] for at in range(width)]


def encodable(text: str) -> bool:
    """Whether the encodings have all its letters: they lack Jrai's ŭ."""
    return all(char in LETTERS or not "\u0100" <= char <= "\u1fff" for char in text)


def test_tables_hold_the_whole_alphabet() -> None:
    assert len(set(LETTERS)) == 134
    assert set(VNI.values()) == set(LETTERS)
    assert set(TCVN3.values()) == set(LETTERS[:67]) | set("ĂÂÊÔƠƯĐ")
    assert len(TCVN3) == 74
    assert all("\xa1" <= code <= "\xfe" for code in TCVN3)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_round_trips(letter: str) -> None:
    assert transcribe(vni(letter), "vni") == letter
    assert decode(tcvn3(letter), font=".VnTimeH" if letter.isupper() else ".VnTime").text == letter


@given(words)
def test_any_words_round_trip_by_font(text: str) -> None:
    assert transcribe(vni(text), "vni") == text
    assert transcribe(tcvn3(text.lower()), "tcvn3") == text.lower()
    assert transcribe(tcvn3(text), "tcvn3").upper() == text.upper()


@given(real_words)
def test_real_words_by_their_letters_or_not_at_all(some: list[str]) -> None:
    text = " ".join(some)
    for encoding, encode in ENCODERS.items():
        found = detect_column([encode(text)])
        assert found in (encoding, "unicode")
        assert decode(encode(text)).text in (text, encode(text))


@given(real_words)
def test_good_vietnamese_is_never_converted(some: list[str]) -> None:
    for form in ("NFC", "NFD"):
        texts = [unicodedata.normalize(form, text) for text in (*some, " ".join(some).title(), " ".join(some).upper())]
        assert detect_column(texts) == "unicode"
        assert [each.text for each in decode_column(texts)] == [unicodedata.normalize("NFC", text) for text in texts]


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize(
    "text",
    ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Người được phân công giúp đỡ", "Tổng cộng"],
)
def test_known_phrases_are_told_by_their_letters(encoding: str, text: str) -> None:
    found = decode(ENCODERS[encoding](text))
    assert (found.text, found.encoding, found.told) == (text, encoding, "letters")


def test_mojibake_as_it_is_known() -> None:
    assert decode("Céng hßa X· héi").text == "Cộng hòa Xã hội"
    assert decode("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert decode("Coäng hoøa xaõ hoäi").text == "Cộng hòa xã hội"
    assert decode("COÄNG HOØA XAÕ HOÄI").text == "CỘNG HÒA XÃ HỘI"
    assert decode("Coäng hoøa Aùnh Saùng").text == "Cộng hòa Ánh Sáng"
    assert decode("Tr\xad\xacng", font=".VnArial").text == "Trương"


def test_fonts_tell_and_draw_capitals() -> None:
    assert [encoding_of_font(name) for name in (".VnTime", ".vnarial narrow", "VNI-Helve", "VNI Times")] == [
        "tcvn3",
        "tcvn3",
        "vni",
        "vni",
    ]
    assert [encoding_of_font(name) for name in ("Arial", "Vnunicode"[1:], "Vivaldi", "", None)] == [None] * 5
    assert draws_capitals(".VnArialH")
    assert not draws_capitals("VNI-AvantH")
    assert decode("hé nghÌo", font=".VnTimeH").text == "HỘ NGHÈO"
    assert decode("Hoä", font="VNI-Times") == decode("Hoä", font="vni-times")
    assert decode("Hoä", font="VNI-Times").told == "font"


def test_unicode_typed_in_a_legacy_font_is_left() -> None:
    for text in ("Số hộ nghèo", "Trường Sơn", "Kinh phí hỗ trợ"):
        assert decode(text, font=".VnTime").text == text
        assert decode(text, font="VNI-Times").text == text
    assert decode("TT", font=".VnTimeH").text == "TT"


@pytest.mark.parametrize(
    "texts",
    [
        ["Hélène", "René", "Café", "Élysée", "Thérèse", "Léa", "Amédée", "fête", "déjà", "où", "Noël", "Zoé", "Chloé"],
        ["Loïc"],
        ["Loïc", "Thaï", "Haï", "Anaïs", "naïve", "maïs"],
        ["Müller", "für", "Käse", "Straße", "größer", "Köln", "Björn", "Ångström", "smörgåsbord", "Øresund"],
        ["El Niño", "São Paulo", "mañana", "João", "Ñandú"],
        ["Niê", "Y Blô", "H'Ñuăi", "Krông Pa", "Ksor", "Rô", "Siu", "Kpă", "Čư Sê", "Rŏh", "Pơlĕ", "Ayŭn", "Kĭ", "Đê"],
        ["Y Ñan", "Y Ñô", "H'Ñit", "Ñang", "Ñai"],
        ["Buôn Ma Thuột", "Ea Súp", "Plei Kơi", "Đắk Lắk", "Ia Rsươm"],
        [
            "5 µm",
            "25 °C",
            "100 m²",
            "§ 5",
            "xã¹",
            "H¹",
            "B¹",
            "«Hộ nghèo»",
            "® ©",
            "1½",
            "· Nam",
            "3×4",
            "a·b",
            "Công ty®",
        ],
        ["Total", "STT", "24079-00012", "", "1.779", "A > B"],
        ["Xã", "Không", "hoà", "toàn", "Bán trú", "Lý do"],
        ["naïve résumé", "coöperate", "façade", "jalapeño", "Brontë", "Zürich", "Citroën"],
    ],
)
def test_text_that_is_good_already_is_left(texts: list[str]) -> None:
    assert detect_column(texts) == "unicode"
    assert [each.text for each in decode_column(texts)] == texts
    for text in texts:
        assert decode(text).text == text


def test_one_doubtful_word_decides_nothing_and_its_neighbours_do() -> None:
    assert decode("Sè hé").text == "Sè hé"
    assert [each.text for each in decode_column(["Sè hé", "X·", "Tæng céng"])] == ["Số hộ", "Xã", "Tổng cộng"]
    assert [each.text for each in decode_column(["Sè hé"], around="tcvn3")] == ["Số hộ"]
    assert [each.text for each in decode_column(["Hộ", "Số hộ nghèo"], around="tcvn3")] == ["Hộ", "Số hộ nghèo"]


def test_a_column_of_several_encodings() -> None:
    texts = ["Xã", "Số hộ nghèo", "§Êt B»ng", "Toång coäng", "Không có", "Hà Nội", "Hòa Bình", "Hé nghÌo, hé cËn nghÌo"]
    found = decode_column(texts)
    assert [each.text for each in found] == [
        *("Xã", "Số hộ nghèo", "Đất Bằng", "Tổng cộng"),
        *("Không có", "Hà Nội", "Hòa Bình", "Hộ nghèo, hộ cận nghèo"),
    ]
    assert [each.encoding for each in found] == [
        *("unicode", "unicode", "tcvn3", "vni"),
        *("unicode", "unicode", "unicode", "tcvn3"),
    ]


def test_tone_placement_is_folded_in_keys_only() -> None:
    assert match_key("hòa") == match_key("hoà") == "hoa"
    assert decode(tcvn3("Hoà thuỷ lợi")).text == "Hoà thuỷ lợi"
    assert decode(tcvn3("Hòa thủy lợi")).text == "Hòa thủy lợi"


def test_nothing_in_the_sample_is_converted() -> None:
    checked = 0
    for file, sheet in sheets():
        for texts in columns(sheet):
            assert detect_column(texts) == "unicode", (file, sheet.name)
            for text, found in zip(texts, decode_column(texts), strict=True):
                assert found.text == text, (file, sheet.name)
                assert decode(text).text == text, (file, sheet.name)
                checked += 1
    assert checked > 10_000


@pytest.mark.parametrize("encoding", LEGACY)
def test_the_whole_sample_comes_back_from_an_encoding(encoding: str) -> None:
    encode = ENCODERS[encoding]
    for file, sheet in sheets():
        pool = [encode(text) for texts in columns(sheet) for text in texts]
        assert detect_column(pool) == encoding, (file, sheet.name)
        for texts in columns(sheet):
            texts = [text for text in texts if encodable(text)]
            back = [each.text for each in decode_column([encode(text) for text in texts], around=encoding)]
            same = back == texts if encoding == "vni" else [b.lower() for b in back] == [t.lower() for t in texts]
            assert same, (file, sheet.name)


@pytest.mark.parametrize("encoding", LEGACY)
def test_most_columns_are_told_by_themselves_and_none_wrongly(encoding: str) -> None:
    told, untold = 0, []
    for file, sheet in sheets():
        for texts in columns(sheet):
            encoded = {ENCODERS[encoding](text) for text in texts if encodable(text)}
            found = detect_column(encoded)
            assert found in (encoding, "unicode")
            words = {word for text in encoded for word in text.split() if not word.isascii()}
            if len(words) < 6:
                continue
            told += found == encoding
            untold += [] if found == encoding else [(file, sheet.name, texts[:9])]
    assert told > 150
    assert untold == []


def test_syllables() -> None:
    good = "gì giếng quý quốc nghĩa khuya ngoằn ngoèo thuở yêu uống ươm hòa hoà thủy thuỷ Đắk Kạn PHƯỜNG ký xoong"
    assert all(is_syllable(word) for word in good.split())
    assert not any(is_syllable(word) for word in ("hèt", "Xaõ", "kà", "ngà ", "nghÌo", "cé", "geà", "Pleiku", "hOa"))
    assert is_highland("Krông")
    assert not is_highland("Króng")
