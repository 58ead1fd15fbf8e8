"""I.3.4: need, houses by source, communes, progress; wording at every boundary."""

import pandas as pd
import pytest
from indicators.conftest import (
    PERIODS,
    Change,
    Opened,
    Rows,
    chart,
    differences,
    emptied,
    keep,
    narrative,
    setting,
    tiny,
)

from lib.facts import Facts
from lib.indicators.housing import housing

FRONT: Rows = [
    {"fund": "relief_fund", "household": "1", "commune": "b", "work": "build", "amount": 50, "progress": "finished"},
    {"fund": "relief_fund", "household": "2", "commune": "a", "work": "build", "amount": 50, "progress": "in_progress"},
    {"fund": "relief_fund", "household": "3", "commune": "b", "work": "build", "amount": 50, "progress": "in_progress"},
    {"fund": "relief_fund", "household": "4", "commune": "c", "work": "repair", "amount": 10, "progress": "finished"},
    {"fund": "poor_fund", "household": "5", "commune": "c", "work": "build", "amount": 40, "progress": "in_progress"},
]
FARMERS: Rows = [{"household": "6", "commune": "a", "work": "repair", "amount": 7, "progress": "finished"}]


def facts(front: Rows = FRONT, missing: tuple[tuple[str, str | None], ...] = ()) -> Facts:
    need = tiny("housing_need", [{"commune": "a", "household": "1", "need": "build"}], missing)
    return housing(need, tiny("houses_front", front, missing), tiny("houses_farmers", FARMERS, missing))


@pytest.mark.parametrize("period", PERIODS)
def test_figures_as_published(opened: Opened, period: str) -> None:
    assert differences(opened(period), "housing") == []


def test_houses_and_money_by_source() -> None:
    found = facts()
    expected = {
        "need_build": 1, "need_repair": 0, "assisted": 6, "built": 4, "repaired": 2, "total_amount": 207,
        "relief_fund_built": 3, "relief_fund_communes": 2, "relief_fund_finished": 1, "relief_fund_amount": 160,
        "poor_fund_built": 1, "poor_fund_amount": 40, "farmers_built": 0, "farmers_repaired": 1, "farmers_amount": 7,
    }  # fmt: skip
    assert {name: found[name].value for name in expected} == expected


def test_communes_are_named_in_the_order_of_the_list() -> None:
    assert facts()["relief_fund_commune_names"].value == ("Ba Hai", "Ba Một")
    assert facts(FRONT[3:])["relief_fund_commune_names"].value == ()


def test_sums_over_sources_wait_for_all_of_them() -> None:
    found = facts(missing=(("farmers", None),))
    for name in ("assisted", "built", "total_amount", "farmers_amount"):
        absence = found[name].absence
        assert absence is not None
        assert absence.offices == (("farmers", None),)
    assert found["relief_fund_amount"].value == 160


def front(fund: str, work: str, number: int) -> Change:
    """Leaves so many houses of one kind of work of one fund."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = (frame["fund"] == fund) & (frame["work"] == work)
        return pd.concat([frame[chosen][:number], frame[~chosen]])

    return change


BUILT = "Quỹ cứu trợ thiên tai tỉnh: 7 nhà xây mới"


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        (front("relief_fund", "build", 0), ["10 nhà sửa chữa", "4 nhà xây mới"], ["tỉnh: 7 nhà", "đến nay"]),
        (front("relief_fund", "build", 1), ["1 nhà xây mới tại Phú Cần, số tiền 50 triệu"], ["nơi ("]),
        (front("relief_fund", "build", 2), ["tại 2 nơi (Phú Cần, Ia Rsươm)", "chưa nhà nào xong"], []),
        (front("relief_fund", "repair", 0), [BUILT, "gồm 11 nhà xây mới, tổng số"], ["sửa chữa, số tiền 100"]),
        (front("poor_fund", "build", 0), [BUILT], ["Quỹ Vì người nghèo"]),
        (setting(progress="finished"), ["đến nay xong cả 7 nhà"], []),
        (setting(progress="in_progress"), ["đến nay chưa nhà nào xong"], ["đến nay xong"]),
        (setting(fund="poor_fund"), ["Quỹ Vì người nghèo huyện: 10 nhà xây mới và 10 nhà sửa chữa"], ["thiên tai"]),
    ],
)
def test_what_each_fund_did(opened: Opened, change: Change, said: list[str], unsaid: list[str]) -> None:
    text = narrative("housing", opened(tables={"houses_front": change}))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_one_house_that_is_finished(opened: Opened) -> None:
    finished = keep(lambda frame: (frame["fund"] == "relief_fund") & (frame["household"] == "24079-26039"))
    assert "đến nay xong 1 nhà." in narrative("housing", opened(tables={"houses_front": finished}))


def test_nobody_in_need_and_nobody_helped(opened: Opened) -> None:
    context = opened(tables={"housing_need": emptied, "houses_front": emptied, "houses_farmers": emptied})
    assert narrative("housing", context).splitlines() == [
        "Theo rà soát của các xã, thị trấn, huyện không còn hộ nghèo khó khăn về nhà ở.",
        "Trong 6 tháng, chưa có hộ nào được hỗ trợ xây mới hoặc sửa chữa nhà.",
    ]
    title = chart("housing", context)._repr_mimebundle_()["text/plain"]
    assert title == "Chưa có kinh phí hỗ trợ nhà ở trong kỳ"


def test_who_has_not_sent_is_named_and_the_others_stay(opened: Opened) -> None:
    text = narrative("housing", opened(missing=["fatherland_front"]))
    assert text.count("do Ủy ban Mặt trận Tổ quốc Việt Nam huyện chưa gửi báo cáo") == 2
    assert "Hội Nông dân huyện: 1 nhà xây mới" in text
    text = narrative("housing", opened(missing=["farmers"]))
    assert text.count("do Hội Nông dân huyện chưa gửi báo cáo") == 2
    assert BUILT in text
    text = narrative("housing", opened(missing=["commune"]))
    assert "khó khăn về nhà ở do các xã, thị trấn chưa gửi báo cáo" in text
    assert "21 hộ được hỗ trợ nhà ở" in text


@pytest.mark.parametrize("office", ["fatherland_front", "farmers"])
def test_no_chart_without_every_source(opened: Opened, office: str) -> None:
    assert "chưa có số liệu" in chart("housing", opened(missing=[office]))._repr_mimebundle_()["text/plain"]
