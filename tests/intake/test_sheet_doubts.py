"""What a sheet says of itself against how it is read: period, unit, days turned round, numbers shown as others."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from intake.sheets import Layout, numbered, row

from lib.contracts import table_contract
from lib.domain.periods import Period
from lib.intake.headers import find_header
from lib.intake.sheet_doubts import names_another, sheet_doubts
from lib.intake.workbook import Sheet

LOANS = table_contract("loans")
GROUP = ["I", "Cho vay hộ nghèo"]


def said(sheet: Sheet, period: Period, table: str = "loans") -> list[tuple[str, str]]:
    contract = table_contract(table)
    header = find_header(sheet, contract)
    assert header is not None
    return [(each.cell, each.reason) for each in sheet_doubts("tep.xlsx", sheet, header, contract, period)]


def loans(*titles: str, lines: Any = None, unit: str = "") -> Sheet:
    body = [GROUP, *(lines or numbered(LOANS, 3))]
    return Layout(LOANS, body, titles=[[title] for title in titles], units={"amount": unit}).sheet()


@pytest.mark.parametrize(
    "words",
    [
        "Kỳ báo cáo: 6 tháng đầu năm 2021", "KỲ BÁO CÁO: SÁU THÁNG ĐẦU NĂM 2021",
        "Kỳ báo cáo 6 tháng đầu năm 2021 (lần 2)",
        "Kỳ báo cáo: từ 15/12/2020 đến 14/6/2021", "Kỳ báo cáo: đợt 1", "So với 6 tháng đầu năm 2020", "Năm 2020",
    ],
)  # fmt: skip
def test_what_may_be_this_period_is_believed(words: str, period: Period) -> None:
    assert said(loans("BÁO CÁO", words), period) == []


@pytest.mark.parametrize(
    "words",
    ["6 tháng đầu năm 2020", "6 tháng cuối năm 2021", "Quý I/2021", "quý IV năm 2021", "Tháng 5/2021", "năm 2021",
     "9 tháng năm 2021", "cả năm 2021", "từ 15/12/2019 đến 14/6/2020"],
)  # fmt: skip
def test_another_period_in_the_titles_is_said_at_its_cell(words: str, period: Period) -> None:
    ((cell, reason),) = said(loans("BÁO CÁO", f"Kỳ báo cáo: {words}"), period)
    assert cell == "A2"
    assert reason.startswith("dòng này ghi kỳ báo cáo khác với 6 tháng đầu năm 2021")
    assert names_another(words.casefold(), period)


def test_a_unit_line_that_is_not_the_headers_is_said(period: Period) -> None:
    assert said(loans("ĐVT: triệu đồng", unit=" (triệu đồng)"), period) == []
    assert said(loans("ĐVT: triệu đồng"), period) == []
    assert said(loans("ĐVT: hộ", unit=" (đồng)"), period) == []
    ((cell, reason),) = said(loans("ĐVT: nghìn đồng", unit=" (triệu đồng)"), period)
    assert cell == "H2"
    assert reason == (
        "tiêu đề cột «Số tiền cho vay» ghi triệu đồng, dòng đơn vị tính ở ô A1 ghi nghìn đồng; đã tính theo tiêu đề cột"
    )


def test_days_that_an_american_program_turned_round_are_said(period: Period) -> None:
    turned = [datetime(2021, 5, 3), datetime(2021, 4, 12), datetime(2021, 2, 1), "15/3/2021", "28/4/2021", "13/5/2021"]
    lines = [(n, row(LOANS, n, date=day)) for n, day in enumerate(turned, 1)]
    ((cell, reason),) = said(loans("B", lines=lines), period)
    assert cell == "G3"
    assert "máy đặt kiểu Mỹ đã đổi chỗ ngày và tháng" in reason
    for fine in ([*turned, datetime(2021, 5, 20)], [*turned, "1/3/2021"], turned[:5], turned[1:]):
        assert said(loans("B", lines=[(n, row(LOANS, n, date=day)) for n, day in enumerate(fine, 1)]), period) == []


def shown(sheet: Sheet, **formats: str) -> Sheet:
    """The sheet with number formats at "column_row", such as H_5."""
    places = {(int(name[2:]) - 1, ord(name[0]) - 65): code for name, code in formats.items()}
    return replace(sheet, formats=places)


def test_a_number_shown_as_another_is_said(period: Period) -> None:
    lines = [(1, row(LOANS, 1, amount=1779.4)), (2, row(LOANS, 2, amount=50.0)), (3, row(LOANS, 3, amount=50.0))]
    sheet = loans("B", lines=lines, unit=" (triệu đồng)")
    assert said(shown(sheet, H_4="#,##0"), period) == [
        ("H4", "ô giữ số 1.779,4 nhưng hiển thị 1.779; đã tính theo số ô giữ")
    ]
    assert said(shown(sheet, H_5='0" đồng"'), period) == [
        ("H5", "ô giữ số 50 nhưng hiển thị 50 đồng; đã tính theo số ô giữ")
    ]
    assert said(shown(sheet, H_5='0" triệu"', H_6='0" triệu đồng"', H_4="#,##0.0"), period) == []
    assert said(shown(sheet, H_5=";;;"), period) == [("H5", "ô giữ số 50 nhưng không hiện số; đã tính theo số ô giữ")]
    ((_, reason),) = said(shown(sheet, H_5="0.000"), period)
    assert "dễ đọc nhầm dấu phẩy là dấu chấm hàng nghìn" in reason


def test_many_of_one_column_are_said_once_and_other_columns_do_not_matter(period: Period) -> None:
    lines = [(n, row(LOANS, n, amount=50_000.0)) for n in range(1, 8)]
    sheet = loans("B", lines=lines)
    ((cell, reason),) = said(shown(sheet, **{f"H_{n}": "#,##0," for n in range(4, 11)}), period)
    assert (cell, "7 ô như vậy" in reason) == ("H4", True)
    assert said(shown(sheet, A_5="0000,", B_5="0,"), period) == []
