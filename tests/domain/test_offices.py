"""The offices that owe workbooks, by id and date."""

from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.offices import Offices

OFFICES = Offices.load(Path(__file__).parents[2] / "data" / "reference")
DAY = date(2021, 6, 14)


def test_the_offices_and_the_communes() -> None:
    assert set(OFFICES.ids) == {
        *(
            "policy_bank",
            "finance",
            "social_insurance",
            "statistics",
            "education",
            "fatherland_front",
            "farmers",
        ),
        *("women", "labour", "vocational", "home_affairs", "radio", "agriculture", "commune", "review_committee"),
    }
    for office_id in OFFICES.ids:
        office = OFFICES.get(office_id, DAY, level="huyện", place="Krông Pa")
        assert office.id == office_id
        assert "huyện" in office.name
        assert "{" not in office.name + office.short_name


def test_names_are_filled_in() -> None:
    bank = OFFICES.get("policy_bank", DAY, level="huyện", place="Krông Pa")
    assert bank.name == "Chi nhánh Ngân hàng Chính sách xã hội huyện"
    commune = OFFICES.get("commune", date(2026, 6, 14), level="xã", place="Uar")
    assert (commune.name, commune.short_name) == ("Ủy ban nhân dân xã Uar", "UBND xã Uar")


def test_an_office_that_is_unknown_or_no_more_is_refused() -> None:
    with pytest.raises(ReportError, match='không có cơ quan "bank"'):
        OFFICES.get("bank", DAY, level="huyện", place="")
    with pytest.raises(ReportError, match="không có vào ngày 01/7/2025"):
        OFFICES.get("policy_bank", date(2025, 7, 1), level="xã", place="")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bank:\n  - {name: A huyen, short_name: '{huyen}'}\n", "tên chỉ được chứa {level} và {place}"),
        ("bank:\n  - {name: A}\n", "bank: ghi name và short_name, hoặc chỉ ghi absent"),
        ("bank: {name: A, short_name: A}\n", "bank: cần một danh sách"),
        ("bank:\n  - {id: b, name: A, short_name: A}\n", 'khóa lạ "id"'),
        ("- 1\n", "tệp: cần các cặp khóa: giá trị"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "offices.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        Offices.load(tmp_path)
    assert str(caught.value).startswith("offices.yaml: ")
    assert reason in str(caught.value)
