"""I.1: the ladder of targets, registers, helpers; wording at every boundary."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

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
from lib.indicators.direction import direction

COUNCIL = {"role": "council", "type": "Nghị quyết", "rate": Decimal("2.0000")}
PLAN = {"role": "plan", "type": "Quyết định", "number": "1/QĐ", "rate": Decimal("3.1000")}
TARGETS: Rows = [
    {"commune": "a", "initial": 3, "plan": 4},
    {"commune": "b", "initial": 5, "plan": 6},
]
LABOUR = ("documents", "targets", "assignments", "policy_families")


def facts(missing: tuple[tuple[str, str | None], ...] = (), **tables: Rows) -> Facts:
    rows: dict[str, Rows] = {
        "documents": [COUNCIL, PLAN],
        "targets": TARGETS,
        "exit_register": [{"commune": "a", "household": f"a{n}", "has_helper": n > 1} for n in range(8)],
        "assignments": [{"agency": "Một", "commune": "a"}, {"agency": "Một", "commune": "b"}],
        "policy_families": [],
        "households": [{"commune": "a", "household": f"a{n}", "status": "poor"} for n in range(20)],
        "population": [{"commune": "a", "households_start": 100, "households_end": 125}],
    }
    given = {**rows, **tables}
    return direction(**{name: tiny(name, given[name], missing) for name in rows})


@pytest.mark.parametrize("period", PERIODS)
def test_figures_as_published(opened: Opened, period: str) -> None:
    assert differences(opened(period), "direction") == []


def test_rungs_that_do_not_exist_do_not_apply() -> None:
    found = facts()
    for name in ("province_rate", "province_plan", "adjusted_rate", "adjusted_decision", "adjusted_households"):
        absence = found[name].absence
        assert absence is not None
        assert absence.kind == "not_applicable"
    assert found["council_floor"].value == 2
    assert found["plan_decision"].value == "Quyết định số 1/QĐ"


def test_the_target_in_force_is_the_latest_rung() -> None:
    assert facts()["target_households"].value == 10
    adjusted = [{**row, "adjusted": 7, "adjustment": "done"} for row in TARGETS]
    found = facts(targets=adjusted)
    assert (found["target_households"].value, found["target_households"].inputs[0]) == (14, "adjusted_households")
    assert found["target_households"].parts["commune"] == {"a": 7, "b": 7}


def test_registers_helpers_and_agencies() -> None:
    found = facts()
    assert [found[name].value for name in ("registered_exit", "registered_gap")] == [8, 2]
    assert [found[name].value for name in ("exit_with_helper", "exit_without_helper")] == [6, 2]
    assert [found[name].value for name in ("agencies_assigned", "communes_total")] == [1, 2]
    assert found["policy_families_near_poor"].value == 0


def test_a_cut_compares_two_year_ends() -> None:
    value: Any = facts()["registered_cut"].value
    assert value.fraction == Fraction(20, 100) - Fraction(12, 125)


def test_labour_unsent_leaves_registers_but_no_target() -> None:
    found = facts(missing=(("labour", None),))
    assert found["registered_exit"].value == 8
    for name in ("plan_rate", "target_households", "registered_gap", "communes_incomplete", "agencies_assigned"):
        absence = found[name].absence
        assert absence is not None
        assert (absence.kind, absence.offices) == ("not_reported", (("labour", None),))


def test_one_commune_unsent_makes_its_sums_incomplete() -> None:
    coverage = facts(missing=(("commune", "b"),))["registered_exit"].coverage
    assert coverage is not None
    assert (coverage.reported, coverage.expected) == (2, 3)


def roles(*wanted: str) -> Change:
    return keep(lambda frame: frame["role"].isin(wanted))


def rate(role: str, value: str) -> Change:
    return lambda frame: frame.assign(rate=frame["rate"].where(frame["role"] != role, Decimal(value)))


ALL = ("council", "initial", "plan_document", "plan", "province", "adjusted")
UNADJUSTED = setting(adjusted=pd.NA)


@pytest.mark.parametrize(
    ("documents", "targets", "said", "unsaid"),
    [
        (rate("plan", "3.3"), None, ["nâng mức giảm lên 3,30%"], ["không giao chỉ tiêu bổ sung"]),
        (rate("plan", "3"), None, ["giữ mức giảm 3,00%"], []),
        (rate("plan", "2.5"), None, ["đưa mức giảm về 2,50%"], []),
        (rate("province", "3.3"), None, ["3,30%, bằng mức huyện đã đề ra"], []),
        (rate("province", "3.2"), None, ["3,20%, thấp hơn mức huyện đã đề ra"], []),
        (roles(*ALL[:4]), UNADJUSTED, ["UBND tỉnh không giao chỉ tiêu bổ sung", "không phải điều chỉnh"], ["sau điều"]),
        (roles(*ALL[:5]), UNADJUSTED, ["cao hơn mức", "chưa điều chỉnh chỉ tiêu"], ["sau điều chỉnh", "không phải"]),
        (roles("council", "plan"), UNADJUSTED, ["các xã, thị trấn mức giảm 3,30%"], ["đầu năm", "Để thực hiện"]),
        (roles("initial", "plan"), UNADJUSTED, ["Theo Quyết định"], ["Nghị quyết"]),
        (roles("council"), UNADJUSTED, ["chưa giao chỉ tiêu giảm nghèo"], ["không phải điều chỉnh", "UBND tỉnh"]),
        (emptied, None, ["đã được điều chỉnh, tổng cộng 702 hộ"], ["Nghị quyết"]),
    ],
)
def test_the_ladder_tells_the_rungs_there_are(
    opened: Opened, documents: Change, targets: Change | None, said: list[str], unsaid: list[str]
) -> None:
    tables = {"documents": documents, **({"targets": targets} if targets else {})}
    text = narrative("direction", opened(tables=tables))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def pending(number: int) -> Change:
    return lambda frame: frame.assign(adjustment=["pending" if row < number else "done" for row in range(len(frame))])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "cả 14 xã, thị trấn đã điều chỉnh xong"),
        (1, "13 xã, thị trấn đã điều chỉnh xong chỉ tiêu và danh sách đăng ký thoát nghèo; riêng Phú Túc chưa xong"),
        (2, "; 2 nơi chưa xong là Phú Túc, Ia Rsai."),
        (14, "cả 14 xã, thị trấn đều chưa điều chỉnh xong"),
    ],
)
def test_communes_that_have_not_finished(opened: Opened, number: int, said: str) -> None:
    assert said in narrative("direction", opened(tables={"targets": pending(number)}))


def test_without_an_adjustment_nobody_has_finished_one(opened: Opened) -> None:
    text = narrative("direction", opened(tables={"targets": UNADJUSTED, "documents": roles(*ALL[:4])}))
    assert "4 nơi chưa xong" in text
    text = narrative("direction", opened(PERIODS[1]))
    assert "điều chỉnh xong" not in text


def registered(number: int) -> Change:
    return lambda frame: pd.concat([frame, frame])[:number]


@pytest.mark.parametrize(
    ("number", "kind", "said", "title"),
    [
        (701, "", "còn 1 hộ cần vận động đăng ký thêm trong 6 tháng cuối năm", "ít hơn chỉ tiêu 1 hộ"),
        (701, "9M", "còn 1 hộ cần vận động đăng ký thêm trong 3 tháng cuối năm", "ít hơn chỉ tiêu 1 hộ"),
        (701, "Y", "Hết năm, số đăng ký vẫn ít hơn chỉ tiêu 702 hộ được giao là 1 hộ", "ít hơn chỉ tiêu 1 hộ"),
        (702, "", "Số đăng ký vừa bằng chỉ tiêu đang thực hiện là 702 hộ", "bằng chỉ tiêu"),
        (702, "Y", "Số đăng ký vừa bằng chỉ tiêu đang thực hiện là 702 hộ", "bằng chỉ tiêu"),
        (703, "", "chỉ tiêu đang thực hiện là 702 hộ, số đăng ký nhiều hơn 1 hộ", "nhiều hơn chỉ tiêu 1 hộ"),
        (0, "", "chưa có hộ nghèo nào đăng ký", "ít hơn chỉ tiêu 702 hộ"),
    ],
)
def test_registers_against_the_target(opened: Opened, number: int, kind: str, said: str, title: str) -> None:
    context = opened(tables={"exit_register": registered(number)}, kind=kind)
    text = narrative("direction", context)
    assert said in text
    assert ("ước giảm" in text) == (number > 0 and kind != "Y")  # a year's end has the review itself
    assert repr(chart("direction", context)._repr_mimebundle_()["text/plain"]).strip("'").endswith(title)


def helped(number: int) -> Change:
    return lambda frame: frame.assign(has_helper=[row < number for row in range(len(frame))])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (677, "Cả 677 hộ đăng ký đều đã có người được phân công giúp đỡ"),
        (676, "676 hộ đã có người được phân công giúp đỡ, còn 1 hộ chưa có"),
        (0, "Chưa hộ đăng ký nào có người được phân công giúp đỡ"),
    ],
)
def test_helpers(opened: Opened, number: int, said: str) -> None:
    assert said in narrative("direction", opened(tables={"exit_register": helped(number)}))


def test_agencies_and_families(opened: Opened) -> None:
    none = narrative("direction", opened(tables={"assignments": emptied, "policy_families": emptied}))
    assert "chưa giao cơ quan nào phụ trách" in none
    assert "Chưa có hộ gia đình chính sách nào" in none
    few = narrative("direction", opened(tables={"assignments": keep(lambda frame: frame["commune"] == "24076")}))
    assert "giao 1 cơ quan, ban ngành theo dõi, kiểm tra và giúp 1 xã, thị trấn" in few


def test_who_has_not_sent_is_named_where_it_is_missing(opened: Opened) -> None:
    text = narrative("direction", opened(missing=["labour"]))
    assert text.count("Phòng Lao động – Thương binh và Xã hội huyện chưa gửi báo cáo") == 3
    assert "có 677 hộ nghèo đăng ký thoát nghèo" in text
    assert "chỉ tiêu 702" not in text
    text = narrative("direction", opened(missing=["statistics"]))
    assert "đều thoát nghèo do Chi cục Thống kê huyện chưa gửi báo cáo. Cả 677 hộ đăng ký" in text
    text = narrative("direction", opened(missing=["commune"]))
    assert text.count("do các xã, thị trấn chưa gửi báo cáo") == 1
    assert "ước giảm" not in text
    assert "702 hộ" in text


def test_part_of_the_communes_is_not_held_against_the_whole_target(opened: Opened) -> None:
    context = opened(missing=[("commune", "24076")])
    text = narrative("direction", context)
    assert "Do còn nơi chưa gửi danh sách, số này chưa được so với chỉ tiêu" in text
    assert "cần vận động" not in text
    assert "ước giảm" not in text
    table = chart("direction", context).table
    assert table[1] == ("Phú Túc", "24", "chưa có số liệu")


def test_empty_sheets_say_that_nothing_is_there(opened: Opened) -> None:
    context = opened(tables=dict.fromkeys((*LABOUR, "exit_register", "households", "population"), emptied))
    text = narrative("direction", context)
    assert "chưa giao chỉ tiêu giảm nghèo cho các xã, thị trấn" in text
    assert "chưa có hộ nghèo nào đăng ký thoát nghèo" in text
    assert " 0 " not in text
    assert "ước giảm" not in narrative("direction", opened(tables={"population": emptied}))


@pytest.mark.parametrize("missing", ["labour", "commune"])
def test_no_chart_without_both_series(opened: Opened, missing: str) -> None:
    assert "chưa có số liệu" in chart("direction", opened(missing=[missing]))._repr_mimebundle_()["text/plain"]
