"""Departments' forms: filled by a mapping alone, refused where the mapping names what no fact has."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from report.conftest import HOSTILE, Figured

from lib.domain.errors import ReportError
from lib.intake.folders import REPOSITORY
from lib.report.tables.figures import Figures
from lib.report.tables.forms import forms_of
from lib.report.tables.forms_book import form_book

OWN = REPOSITORY / "data" / "reference"
SMALL = """
code: Biểu A
title: Thử
sheets:
  - name: Một
    title: ["KẾT QUẢ", "{period}"]
    by: commune
    label: Địa phương
    total: Tổng số
    columns:
      - {head: [Vay vốn, Hộ], fact: credit.households}
      - {head: [Vay vốn, Tiền], fact: credit.amount}
      - {head: Đạt, fact: direction.registered_exit, take: attainment}
  - name: Hai
    title: [HAI]
    label: Chương trình
    columns:
      - head: Hộ
      - head: Tiền
    rows:
      - label: Cho vay
      - label: Hộ nghèo
        number: a
        cells:
          - {fact: credit.households, part: {programme: poor}}
          - {fact: credit.amount, part: {programme: poor}}
      - {label: Cả kỳ, cells: [credit.households, null]}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return `write(text, name)`: the reference folder with that mapping in it."""

    def written(text: str, name: str = "so-lao-dong/bieu-a.yaml") -> Path:
        path = tmp_path / "forms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return written


def filled(reference: Path, figures: Figures) -> Any:
    (form,) = forms_of(reference, figures)
    return openpyxl.load_workbook(io.BytesIO(form_book(form, figures)))


def lines(sheet: Any) -> dict[Any, list[Any]]:
    """The cells of each row by its label."""
    return {row[1].value: list(row[2:]) for row in sheet.iter_rows() if row[1].value}


def test_a_new_form_needs_no_code(write: Write, figures: Figured) -> None:
    made = figures("2021-H1")
    book = filled(write(SMALL), made)
    assert book.sheetnames == ["Một", "Hai"]
    one, two = lines(book["Một"]), lines(book["Hai"])
    credit = made.facts["credit.households"]
    communes = made.context.commune_names
    assert [name for name in one if name in communes.values()] == list(communes.values())
    for code, name in communes.items():
        assert one[name][0].value == int(credit["dimensions"]["commune"][code])
    assert [cell.value for cell in one["Tổng số"][:2]] == [
        int(credit["value"]),
        int(made.facts["credit.amount"]["value"]),
    ]
    assert one["Tổng số"][0].font.b
    assert one["Tổng số"][2].number_format == "[$-42A]#,##0.0%"
    assert two["Hộ nghèo"][0].value == int(credit["dimensions"]["programme"]["poor"])
    assert [cell.value for cell in two["Cả kỳ"]] == [int(credit["value"]), None]
    assert [cell.value for cell in two["Cho vay"]] == [None, None]
    head = [cell.value for cell in next(row for row in book["Một"].iter_rows() if row[0].value == "STT")]
    assert head[:3] == ["STT", "Địa phương*", "Vay vốn"]  # the sample's communes are made up
    assert {str(each) for each in book["Một"].merged_cells.ranges} >= {"C7:D7", "E7:E8"}


def test_the_form_of_the_sample_is_filled_and_says_that_it_is_made_up(figures: Figured) -> None:
    made = figures("2021-H1")
    (form,) = forms_of(OWN, made)
    book = openpyxl.load_workbook(io.BytesIO(form_book(form, made)))
    assert form.output == "labour-department-poverty-results.xlsx"
    for sheet in book:
        words = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "không phải biểu mẫu đã được ban hành" in words
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    total = [cell.value for cell in lines(book.worksheets[0])["Tổng cộng"]]
    assert total[0] == int(made.facts["direction.poor_households"]["value"])
    assert all(isinstance(value, int | float) for value in total)
    assert form_book(form, made) == form_book(form, figures("2021-H1"))


def test_what_is_absent_is_said_at_its_cell_and_at_the_foot(write: Write, figures: Figured) -> None:
    late = figures("2021-H1", missing=["policy_bank", ("commune", "24076")])
    book = filled(write(SMALL), late)
    one = lines(book["Một"])
    assert [cell.value for cell in one["Tổng số"]][:2] == ["chưa có báo cáo"] * 2
    assert [cell.value for cell in one["Ia Rsai"]][:2] == ["chưa có báo cáo"] * 2
    assert one["Phú Túc"][2].value is None
    words = " ".join(str(cell.value) for row in book["Hai"].iter_rows() for cell in row)
    assert "Số hộ được vay vốn: chưa có báo cáo của Chi nhánh Ngân hàng Chính sách xã hội huyện." in words


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            "fact: credit.households",
            "fact: credit.household",
            ("columns › mục 1", "credit.household", "credit.households"),
        ),
        ("by: commune", "by: communes", ("columns › mục 1", "communes", "commune, programme")),
        (
            "programme: poor}}\n          - {fact: credit.a",
            "programme: por}}\n          - {fact: credit.a",
            ("por", "poor"),
        ),
        (
            "{programme: poor}}\n      - {l",
            "{level: poor}}\n      - {l",
            ("rows › mục 2 › ô 2", "level", "commune, programme"),
        ),
        ("take: attainment", "take: attain", ("mục 3", "attain", "value, target")),
        ("fact: direction.registered_exit", "fact: credit.households", ("mục 3", "không có mục tiêu")),
        ("cells: [credit.households, null]", "cells: [credit.households]", ("rows › mục 3", "có 1 ô, cần 2")),
        ("head: Tiền", "heads: Tiền", ("columns › mục 2", "heads", "head, fact")),
        ("name: Hai", "name: Một", ("hai trang cùng tên",)),
        ("name: Hai", 'name: "Hai/Ba"', ("mục 2", "tên trang")),
        ("{period}", "{perod}", ("mục 1", "{perod}", "{period}")),
        ("    by: commune\n", "", ("mục 1", "rows hoặc by")),
        ("    title: [HAI]", "    title: [HAI]\n    by: commune", ("mục 2", "rows hoặc by")),
        ("code: Biểu A", "cod: Biểu A", ("cod", "code")),
        ("fact: credit.amount, part", "fact: [1], part", ("fact",)),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_refused(
    write: Write, figures: Figured, was: str, now: str, said: tuple[str, ...]
) -> None:
    assert was in SMALL
    with pytest.raises(ReportError) as refused:
        forms_of(write(SMALL.replace(was, now, 1)), figures("2021-H1"))
    line = str(refused.value)
    assert line.startswith("forms/so-lao-dong/bieu-a.yaml: ")
    for word in said:
        assert word in line


def test_forms_hold_from_day_to_day(write: Write, figures: Figured) -> None:
    made = figures("2021-H1")
    assert made.context.period.end == date(2021, 6, 14)
    assert forms_of(write(SMALL + "valid_from: 2021-06-15\n"), made) == []
    assert forms_of(write(SMALL + "valid_to: 2021-06-13\n"), made) == []
    assert len(forms_of(write(SMALL + "valid_from: 2021-06-14\n"), made)) == 1
    assert forms_of(write(SMALL + "units: [commune]\n"), made) == []
    assert forms_of(write(SMALL + "periods: [year]\n"), made) == []
    with pytest.raises(ReportError, match="cùng hiệu lực"):
        forms_of(write(SMALL, "so-lao-dong/bieu-b.yaml"), made)


def test_names_of_files_are_plain(write: Write, figures: Figured) -> None:
    with pytest.raises(ReportError, match="chữ thường không dấu"):
        forms_of(write(SMALL, "Sở/bieu.yaml"), figures("2021-H1"))


def test_hostile_mapping_and_notice_stay_text(write: Write, figures: Figured) -> None:
    said = {"data": {"received": [], "missing": [], "notice": HOSTILE}, "issuer": [HOSTILE, HOSTILE]}
    made = figures("2021-H1", said=said)
    text = SMALL.replace("KẾT QUẢ", "=1+1").replace("Cả kỳ", "'=2+2'")
    (form,) = forms_of(write(text), made)
    book = openpyxl.load_workbook(io.BytesIO(form_book(replace(form, note="@x", signed=("=a", "b")), made)))
    typed = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    bare = [cell for cell in typed if cell.value.startswith(("=", "@"))]
    assert len(bare) >= 7
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in bare)
