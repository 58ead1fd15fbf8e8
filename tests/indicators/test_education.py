"""I.3.3: four supports by pupils and money; wording where there are none or nobody has reported."""

import pytest
from indicators.conftest import PERIODS, Opened, chart, differences, emptied, narrative, setting, tiny

from lib.indicators.education import education

SUPPORTS = {
    "tuition": ("học phí: 6.824 học sinh", "học phí: không phát sinh;"),
    "study_costs": ("Chi phí học tập: 2.309 học sinh hộ nghèo", "Chi phí học tập: không phát sinh;"),
    "boarding": ("Bán trú, nội trú: 732 học sinh", "Bán trú, nội trú: không phát sinh;"),
    "lunch": ("Ăn trưa: 3.833 trẻ mẫu giáo", "Ăn trưa: không phát sinh."),
}


@pytest.mark.parametrize("period", PERIODS)
def test_figures_as_published(opened: Opened, period: str) -> None:
    assert differences(opened(period), "education") == []


def test_money_is_added_over_supports_and_pupils_are_not() -> None:
    school = {"school": "Một", "commune": "a", "level": "Mầm non"}
    tuition = {**school, "students": 9, "amount": 100, "poor_students": 2, "poor_amount": 30}
    found = education(
        tiny("tuition", [tuition, {**tuition, "school": "Hai", "level": "Tiểu học"}]),
        tiny("study_costs", [{**school, "students": 1, "amount": 20}]),
        tiny("boarding", [{**school, "students": 1, "pupil_months": 4, "amount": 3}]),
        tiny("lunch", []),
    )
    assert [found[name].value for name in ("fee_students", "fee_amount", "fee_poor_amount")] == [18, 200, 60]
    assert found["fee_students"].parts["level"] == {"Mầm non": 9, "Tiểu học": 9}
    assert (found["boarding_months"].value, found["lunch_students"].value) == (4, 0)
    assert found["total_amount"].value == 223
    assert not any(name.startswith("total_students") for name in found)


@pytest.mark.parametrize("table", SUPPORTS)
def test_a_support_nobody_got_is_said_and_the_others_stay(opened: Opened, table: str) -> None:
    text = narrative("education", opened(tables={table: emptied}))
    for name, (some, none) in SUPPORTS.items():
        assert (none in text) == (name == table)
        assert (some in text) == (name != table)


def test_no_support_at_all(opened: Opened) -> None:
    context = opened(tables=dict.fromkeys(SUPPORTS, emptied))
    text = narrative("education", context)
    assert "chưa phát sinh kinh phí thực hiện các chính sách hỗ trợ học sinh" in text
    assert "cụ thể" not in text
    assert chart("education", context)._repr_mimebundle_()["text/plain"] == "Chưa phát sinh kinh phí hỗ trợ học sinh"


def test_no_poor_pupils_among_those_exempted(opened: Opened) -> None:
    text = narrative("education", opened(tables={"tuition": setting(poor_students=0, poor_amount=0)}))
    assert "số tiền 306.127.000 đồng;" in text
    assert "riêng học sinh hộ nghèo" not in text


def test_an_office_that_has_not_sent_is_named_once(opened: Opened) -> None:
    context = opened(missing=["education"])
    text = narrative("education", context)
    assert text.count("do Phòng Giáo dục và Đào tạo huyện chưa gửi báo cáo") == 1
    assert "không phát sinh" not in text
    assert "chưa có số liệu" in chart("education", context)._repr_mimebundle_()["text/plain"]


def test_the_chart_names_the_largest_support(opened: Opened) -> None:
    titles = [chart("education", opened(period))._repr_mimebundle_()["text/plain"] for period in PERIODS]
    assert titles[0].startswith("Kinh phí hỗ trợ học sinh bán trú, nội trú lớn nhất")
    assert titles[1].startswith("Kinh phí hỗ trợ ăn trưa lớn nhất")
