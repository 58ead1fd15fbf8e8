"""Units by date: codes and names are reused, and no name is ever matched outside its candidates."""

import pickle
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.units import Unit, Units, match, suggest

DIRECTORY = Path(__file__).parents[2] / "data" / "reference"
UNITS = Units.load(DIRECTORY)
BEFORE, AFTER = date(2021, 6, 14), date(2026, 6, 14)
DISTRICT = UNITS.get("krong-pa", BEFORE)
OLD = UNITS.children(DISTRICT, BEFORE)
NEW = UNITS.children(UNITS.get("gia-lai", AFTER), AFTER)

old_units = st.sampled_from(OLD)
PREFIXES = [
    "",
    "xã ",
    "Xã ",
    "XÃ ",
    "xa ",
    "thị trấn ",
    "Thị Trấn ",
    "TT. ",
    "TT.",
    "tt ",
    "X. ",
    "UBND xã ",
    "Ủy ban nhân dân xã ",
]


def test_the_district_and_its_fourteen_communes() -> None:
    assert (DISTRICT.code, DISTRICT.type, DISTRICT.official_name) == ("637", "district", "Huyện Krông Pa")
    assert [unit.name for unit in OLD] == [
        *("Phú Túc", "Ia Rsai", "Ia Rsươm", "Chư Gu", "Đất Bằng", "Ia Mlah", "Chư Drăng"),
        *("Phú Cần", "Ia Hdreh", "Ia Rmok", "Chư Ngọc", "Uar", "Chư Rcăm", "Krông Năng"),
    ]
    assert [unit.type for unit in OLD] == ["township"] + ["commune"] * 13
    assert UNITS.parent(DISTRICT, BEFORE) == UNITS.get("gia-lai", BEFORE)
    assert UNITS.parent(OLD[0], BEFORE) == DISTRICT
    assert UNITS.parent(UNITS.get("gia-lai", BEFORE), BEFORE) == UNITS.get("viet-nam", BEFORE)
    assert UNITS.parent(UNITS.get("viet-nam", BEFORE), BEFORE) is None


def test_the_communes_since_july_2025() -> None:
    here = {unit.key for unit in UNITS.successors(DISTRICT)}
    assert [(unit.code, unit.name, unit.type) for unit in NEW if unit.key in here] == [
        ("24076", "Phú Túc", "commune"),
        ("24100", "Ia Dreh", "commune"),
        ("24109", "Uar", "commune"),
        ("24112", "Ia Rsai", "commune"),
    ]
    assert UNITS.get("uar", date(2025, 6, 30)).valid_to == date(2025, 6, 30)
    assert UNITS.get("uar", date(2025, 7, 1)).valid_from == date(2025, 7, 1)
    assert UNITS.get("gia-lai", BEFORE).code == "64"
    assert UNITS.get("gia-lai", AFTER).code == "52"
    assert all(unit.lat and unit.lon for unit in (*OLD, *UNITS.successors(DISTRICT)))


def test_the_whole_lists_are_there() -> None:
    """A coverage counted against a part of a province's communes would be a wrong one."""
    country = UNITS.get("viet-nam", AFTER)
    assert len(UNITS.children(country, AFTER)) == 34
    assert Counter(unit.type for unit in NEW) == {"commune": 110, "ward": 25}
    districts = UNITS.children(UNITS.get("gia-lai", BEFORE), BEFORE)
    assert Counter(unit.type for unit in districts) == {"district": 14, "town": 2, "city": 1}
    assert len({unit.slug for unit in NEW}) == len(NEW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phường An Bình", "An Bình"),
        ("xã An Bình", "An Bình"),
        ("P. Quy Nhơn", "Quy Nhơn"),
        ("thị xã An Khê", None),
        ("TP. Pleiku", None),
    ],
)
def test_the_word_before_a_name_tells_the_level(text: str, found: str | None) -> None:
    unit = match(text, NEW)
    assert (unit and unit.name) == found


def test_the_land_of_a_commune_before_the_merger() -> None:
    today = UNITS.get("uar", AFTER)
    assert [unit.slug for unit in UNITS.predecessors(today, BEFORE)] == ["ia-rsuom", "chu-drang", "uar"]
    assert UNITS.predecessors(today, AFTER) == (today,)
    heirs = UNITS.successors(DISTRICT)
    assert sorted(old.code for heir in heirs for old in UNITS.predecessors(heir, BEFORE)) == [u.code for u in OLD]


def test_a_unit_asked_for_when_it_did_not_exist_is_refused_with_its_successors() -> None:
    with pytest.raises(ReportError) as caught:
        UNITS.get("krong-pa", AFTER)
    message = str(caught.value)
    assert message.startswith("Huyện Krông Pa không có vào ngày 14/6/2026 (đến hết 30/6/2025)")
    assert all(slug in message for slug in ("phu-tuc", "ia-dreh", "uar", "ia-rsai"))


@pytest.mark.parametrize(
    ("slug", "told"), [("krongpa", "krong-pa"), ("krong-pa/", "krong-pa"), ("", "units.csv"), ("../x", "units.csv")]
)
def test_an_unknown_slug_is_refused_with_what_there_is(slug: str, told: str) -> None:
    with pytest.raises(ReportError, match="không có đơn vị") as caught:
        UNITS.get(slug, BEFORE)
    assert told in str(caught.value)


@given(old_units, st.data())
def test_every_spelling_in_any_dress_finds_its_unit(unit: Unit, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from((unit.name, *unit.spellings)))
    text = data.draw(st.sampled_from([unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)]))
    text = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))(text)
    text = text.replace(" ", data.draw(st.sampled_from([" ", "  ", "\u00a0", "-", ""])))
    text = text.replace("’", data.draw(st.sampled_from(["'", "`", "ʼ", "‘", ""])))
    prefixes = [""] if name.startswith(("TT", "Thị trấn")) else PREFIXES
    text = data.draw(st.sampled_from(prefixes)) + text + data.draw(st.sampled_from(["", " ", ".", ","]))
    assert match(text, OLD) is unit


@given(old_units, st.sampled_from(PREFIXES))
def test_names_without_marks_find_their_unit(unit: Unit, prefix: str) -> None:
    plain = "".join(char for char in unicodedata.normalize("NFD", unit.name) if not unicodedata.combining(char))
    assert match(prefix + plain.replace("Đ", "D").replace("đ", "d"), OLD) is unit


@given(st.text(max_size=12))
def test_other_text_matches_only_by_its_key(text: str) -> None:
    found = match(text, OLD)
    assert found is None or found in OLD


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "xã",
        "TT.",
        "Chư Prông",
        "Ia Rsa",
        "Ia Rsaii",
        "Phú",
        "Tổng cộng",
        "1",
        "Xà Uar",
        "Ia Rm\u094bk",
        "U\u0430r",
    ],
)
def test_what_is_no_candidate_never_matches(text: str) -> None:
    assert match(text, OLD) is None


def test_homonyms_outside_the_candidates_never_match() -> None:
    without = [unit for unit in OLD if unit.name != "Krông Năng"]
    assert match("Krông Năng", without) is None
    assert match("Krông Pa", OLD) is None
    assert match("huyện Krông Năng", OLD) is None  # a district of another province
    assert match("tỉnh Uar", OLD) is None
    assert match("H. Krông Pa", [DISTRICT]) is DISTRICT
    assert match("Phú Túc", []) is None


def test_a_name_means_the_unit_of_its_time() -> None:
    assert match("Ia Dreh", OLD) == UNITS.get("ia-hdreh", BEFORE)
    assert match("Ia Dreh", NEW) == UNITS.get("ia-dreh", AFTER)
    assert match("Ia Hdreh", NEW) is None
    assert match("Chư Rcăm", NEW) is None  # its code lives on as Ia Rsai


def test_two_candidates_of_one_name_are_told_apart_by_type_or_not_at_all() -> None:
    town = Unit(code="1", slug="a", name="Phú Túc", official_name="Thị trấn Phú Túc", type="township")
    rural = Unit(code="2", slug="b", name="Phú Túc", official_name="Xã Phú Túc", type="commune")
    assert match("Phú Túc", [town, rural]) is None
    assert match("TT. Phú Túc", [town, rural]) is town
    assert match("xã Phú Túc", [town, rural]) is rural


def test_siblings_share_no_key() -> None:
    for family in (OLD, NEW):
        keys = [key for unit in family for key in unit.match_keys]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ia Rsia", "Ia Rsai"),
        ("xã Chư Rcam B", "Chư Rcăm"),
        ("Krong Nag", "Krông Năng"),
        ("Phú Tức 2", "Phú Túc"),
    ],
)
def test_near_misses_are_proposed_not_taken(text: str, name: str) -> None:
    assert match(text, OLD) is None
    near = suggest(text, OLD)
    assert near[0].name == name
    assert len(near) <= 3


def test_nothing_near_proposes_nothing() -> None:
    assert suggest("Tổng cộng", OLD) == []
    assert suggest("", OLD) == []


def test_units_survive_a_process_boundary() -> None:
    assert pickle.loads(pickle.dumps(UNITS)) == UNITS


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("code,", "ma,", "sai hàng tiêu đề"),
        ("district", "quận", "dòng 41: thiếu mã, slug hoặc tên, hoặc loại lạ"),
        ("2025-06-30", "30/6/2025", "ngày (năm-tháng-ngày) hoặc tọa độ sai"),
        ("637,,2025-06-30", "637,2025-07-01,2025-06-30", "hết hiệu lực trước khi có hiệu lực"),
        ("637,,2025-06-30,krong-pa", "636,,2025-06-30,krong-pa", "không có đơn vị cấp trên 637"),
        ("52,2025-07-01", "53,2025-07-01", "không có đơn vị kế tiếp 52"),
        ("64,,2025-06-30,gia-lai", "64,,2025-06-30,krong-pa", "cùng hiệu lực"),
    ],
)
def test_a_broken_list_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (DIRECTORY / "units.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "units.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        Units.load(tmp_path)
    assert str(caught.value).startswith("units.csv: ")
    assert reason in str(caught.value)
