"""The words of a level on either side of the days they changed."""

from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.levels import Levels
from lib.domain.units import Units

DIRECTORY = Path(__file__).parents[2] / "data" / "reference"
LEVELS = Levels.load(DIRECTORY)


def test_a_district() -> None:
    level = LEVELS.at("district", date(2021, 6, 14))
    assert (level.word, level.body, level.short_body) == ("huyện", "Ủy ban nhân dân huyện", "UBND huyện")
    assert (level.council, level.short_council) == ("Hội đồng nhân dân huyện", "HĐND huyện")
    assert (level.child, level.children, level.child_bodies) == (
        "xã",
        "xã, thị trấn",
        "UBND các xã, thị trấn",
    )
    assert (level.party, level.higher_level, level.higher_body) == ("Huyện ủy", "tỉnh", "UBND tỉnh")
    assert level.head("Krông Pa") == ("ỦY BAN NHÂN DÂN", "HUYỆN KRÔNG PA")
    assert level.place("Krông Pa") == "huyện Krông Pa"


@pytest.mark.parametrize(
    ("kind", "on", "receiver"),
    [
        ("district", date(2021, 6, 14), "Sở Lao động – Thương binh và Xã hội"),
        ("district", date(2025, 2, 28), "Sở Lao động – Thương binh và Xã hội"),
        ("district", date(2025, 3, 1), "Sở Nông nghiệp và Môi trường"),
        ("commune", date(2025, 2, 28), "Phòng Lao động – Thương binh và Xã hội"),
        ("commune", date(2026, 6, 14), "Sở Nông nghiệp và Môi trường"),
        ("province", date(2026, 6, 14), "Bộ Nông nghiệp và Môi trường"),
    ],
)
def test_who_receives_the_report(kind: str, on: date, receiver: str) -> None:
    assert LEVELS.at(kind, on).receiver == receiver


def test_a_commune_stands_below_the_district_and_then_below_the_province() -> None:
    assert LEVELS.at("commune", date(2025, 6, 30)).higher_body == "UBND huyện"
    assert LEVELS.at("commune", date(2025, 7, 1)).higher_body == "UBND tỉnh"
    assert LEVELS.at("township", date(2025, 6, 30)).head("Phú Túc")[1] == "THỊ TRẤN PHÚ TÚC"


@pytest.mark.parametrize(
    ("kind", "on"), [("district", date(2025, 7, 1)), ("township", date(2025, 7, 1)), ("x", date.min)]
)
def test_a_level_that_is_no_more_is_refused(kind: str, on: date) -> None:
    with pytest.raises(ReportError, match="cấp đơn vị"):
        LEVELS.at(kind, on)


def test_every_unit_has_words_on_every_day_of_its_life() -> None:
    for versions in Units.load(DIRECTORY).by_code.values():
        for unit in versions:
            days = [unit.valid_from or date(2016, 1, 1), unit.valid_to or date(2030, 1, 1), date(2025, 3, 1)]
            for day in filter(unit.in_force, days):
                level = LEVELS.at(unit.type, day)
                assert unit.official_name.startswith(level.word.capitalize())
                assert level.receiver


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("type: province", "type: quoc_gia", 'khóa hoặc loại lạ "quoc_gia"'),
        ("\nreceivers:", "\nnguoi_nhan:", "receivers: cần một danh sách"),
        ("    party: Tỉnh ủy\n", "", 'words › mục 3: thiếu "party"'),
        ("valid_to: 2025-06-30", "valid_to: 2025-07-01", 'hai dòng của "province" cùng hiệu lực'),
        ("\nwords:", "\nkhac: 1\nwords:", 'khóa hoặc loại lạ "khac"'),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (DIRECTORY / "levels.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "levels.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        Levels.load(tmp_path)
    assert str(caught.value).startswith("levels.yaml: ")
    assert reason in str(caught.value)
