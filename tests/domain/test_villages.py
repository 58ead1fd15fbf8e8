"""A commune's villages: dated parts of it, and names matched within its own list alone."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.text import match_key
from lib.domain.units import VILLAGE, Unit, Units, match, suggest
from lib.domain.villages import COLUMNS, WORDS, village_word

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
UNITS = Units.load(REFERENCE)
DAY = date(2026, 6, 14)
COMMUNE = UNITS.get("uar", DAY)
VILLAGES = UNITS.children(COMMUNE, DAY)
villages = st.sampled_from(VILLAGES)


def village(name: str, number: int = 1) -> Unit:
    code = f"1.{number:02d}"
    return Unit(code=code, slug=code, name=name, official_name=name, type=VILLAGE, parent="1")


def test_a_commune_has_its_villages_from_the_day_they_are_its_own() -> None:
    assert {each.type for each in VILLAGES} == {VILLAGE}
    assert [each.code for each in VILLAGES] == [f"24109.{number:02d}" for number in range(1, len(VILLAGES) + 1)]
    assert UNITS.children(UNITS.get("uar", date(2025, 6, 30)), date(2025, 6, 30)) == ()
    assert {each.type for each in UNITS.children(UNITS.get("gia-lai", DAY), DAY)} == {"commune", "ward"}


def test_no_village_is_a_reporting_unit() -> None:
    assert not {each.slug for each in VILLAGES} & UNITS.by_slug.keys()


@given(villages, st.sampled_from(["upper", "title", "lower", "plain", "spaced", "bare"]))
def test_however_it_is_typed_a_village_is_itself(wanted: Unit, how: str) -> None:
    word, bare = wanted.name.split(" ", 1)
    typed = {
        "upper": wanted.name.upper(),
        "title": wanted.name.title(),
        "lower": wanted.name.lower(),
        "plain": " ".join(match_key(part) for part in wanted.name.split()),
        "spaced": f"  {word}:   {bare} ",
        "bare": bare,
    }[how]
    assert match(typed, VILLAGES) == wanted


@given(villages, st.sampled_from(WORDS))
def test_another_word_before_the_name_is_another_village(wanted: Unit, word: str) -> None:
    own, bare = village_word(wanted.name)
    found = match(f"{word} {bare}", VILLAGES)
    assert found == (wanted if village_word(f"{word} x")[0] == own else None)


@given(st.text(max_size=25))
def test_what_is_matched_answers_to_the_text(text: str) -> None:
    found = match(text, VILLAGES)
    assert found is None or match_key(village_word(text)[1]) in found.match_keys or match_key(text) in found.match_keys
    assert all(each in VILLAGES for each in suggest(text, VILLAGES))


def test_numbers_and_short_words_stand_for_what_they_mean() -> None:
    listed = [village("Thôn 1"), village("Tổ dân phố 1", 2), village("Tổ dân phố 2", 3)]
    assert [match(text, listed) for text in ("Thôn 1", "TDP 1", "tổ dân phố 01", "2", "1", "Buôn 2")] == [
        *(listed[0], listed[1], None, listed[2], None, None),
    ]


def test_a_name_that_begins_like_a_word_is_still_its_own() -> None:
    listed = [village("Buôn Bản Nong"), village("Buôn Nong", 2)]
    assert match("Bản Nong", listed) == listed[0]
    assert match("Buôn Nong", listed) == listed[1]


def test_a_near_name_is_proposed_and_never_taken() -> None:
    assert match("Buôn Tiengg", VILLAGES) is None
    assert suggest("Buôn Tiengg", VILLAGES)[0].name == "Buôn Tieng"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["24109,1,2025-07-01,,,,"], "thiếu mã xã hoặc tên"),
        (["24109,x,2025-07-01,,Buôn A,,"], "số thứ tự"),
        (["24109,1,2025-07-01,2025-06-30,Buôn A,,"], "ngày"),
        (["24109,1,2025-07-01,,Buôn A,,", "24109,1,2025-07-01,,Buôn B,,"], "cùng hiệu lực"),
        (["99999,1,2025-07-01,,Buôn A,,"], "không có đơn vị cấp trên 99999"),
    ],
)
def test_a_broken_list_is_named(tmp_path: Path, rows: list[str], reason: str) -> None:
    (tmp_path / "units.csv").write_bytes((REFERENCE / "units.csv").read_bytes())
    (tmp_path / "villages.csv").write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        Units.load(tmp_path)
    assert str(caught.value).startswith("villages.csv: ")
    assert reason in str(caught.value)
