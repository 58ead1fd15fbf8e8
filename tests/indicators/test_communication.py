"""I.2: programmes, items and articles; wording where there are none or nobody has reported."""

from datetime import date

import pytest
from indicators.conftest import PERIODS, Change, Opened, differences, emptied, narrative, setting, tiny

from lib.indicators.communication import communication


@pytest.mark.parametrize("period", PERIODS)
def test_figures_as_published(opened: Opened, period: str) -> None:
    assert differences(opened(period), "communication") == []


def test_programmes_are_counted_items_added() -> None:
    broadcasts = [
        {"date": date(2019, 1, day), "title": "Một", "medium": medium} for day, medium in ((2, "x"), (3, "y"))
    ]
    news = [{"month": "2019-01", "news_items": 3, "articles": 0}, {"month": "2019-02", "news_items": 4, "articles": 1}]
    found = communication(tiny("broadcasts", broadcasts), tiny("news", news))
    assert [found[name].value for name in found] == [2, 7, 1]
    assert found["broadcasts"].parts["medium"] == {"x": 1, "y": 1}


def test_nothing_made_is_zero_and_nothing_sent_is_absent() -> None:
    made = communication(tiny("broadcasts", []), tiny("news", []))
    assert [made[name].value for name in made] == [0, 0, 0]
    missing = [("radio", None)]
    sent = communication(tiny("broadcasts", [], missing), tiny("news", [], missing))
    assert [sent[name].value for name in sent] == [None, None, None]


@pytest.mark.parametrize(
    ("tables", "said", "unsaid"),
    [
        ({"broadcasts": emptied}, ["chưa thực hiện chương trình", "100 tin và 50 bài"], []),
        ({"news": setting(articles=0)}, ["đăng, phát 100 tin."], ["bài."]),
        ({"news": setting(news_items=0)}, ["đăng, phát 50 bài."], ["tin và 50"]),
        ({"news": emptied}, ["thực hiện 6 chương trình", "chưa có tin, bài nào"], ["đã đăng"]),
    ],
)
def test_what_there_is_none_of_is_said(
    opened: Opened, tables: dict[str, Change], said: list[str], unsaid: list[str]
) -> None:
    text = narrative("communication", opened(tables=tables))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_an_office_that_has_not_sent_is_named(opened: Opened) -> None:
    text = narrative("communication", opened(missing=["radio"]))
    assert (
        "số tin về giảm nghèo và số bài về giảm nghèo do Trung tâm Văn hóa, Thông tin và Thể thao huyện chưa gửi"
        in text
    )
    assert "thực hiện" not in text


def test_the_words_follow_the_period(opened: Opened) -> None:
    assert "Trong 6 tháng, " in narrative("communication", opened())
    assert "Trong năm, " in narrative("communication", opened(kind="Y"))
    assert "Trong quý II, " in narrative("communication", opened(kind="Q2"))
