"""The tables that sort and filter: nothing of the data is executed, nothing is asked for, and they do."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from lib.explore.grid import MOST, Cell, sortable

NASTY = st.sampled_from(
    ["<script>x()</script>", "</td><img src=x onerror=x()>", "</script>", "\"'&<>", "<!--", "Đất Bằng"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(NASTY, st.text(max_size=8)), min_size=2, max_size=2), max_size=4))
def test_no_text_becomes_markup(rows: list[list[str]]) -> None:
    usual = html.fromstring(sortable(("A", "B"), [["a", "b"]] * len(rows), "c"))
    given_rows = html.fromstring(sortable(("A", "B"), rows, "c"))
    assert [node.tag for node in given_rows.iter()] == [node.tag for node in usual.iter()]


def test_long_tables_say_what_they_leave_out() -> None:
    assert "… và 7 dòng nữa" in sortable(("A",), [["x"]] * (MOST + 7))


ROWS = [
    ["Uar", Cell("1.779", "1779")],
    ["Đất Bằng", Cell("98", "98")],
    ["<img src=x onerror=document.title='run'>", Cell("chưa có báo cáo", "")],
    ["Ia Rsai", Cell("12.000", "12000")],
]


@pytest.fixture
def page(chromium: Any, tmp_path: Path) -> Any:
    file = tmp_path / "bảng.html"
    body = sortable(("Xã", "Số hộ"), ROWS) + sortable(("Xã",), [["Uar"]])
    file.write_text(f"<!doctype html><meta charset=utf-8><title>bảng</title>{body}", encoding="utf-8")
    opened = chromium.new_page()
    opened.noted = []
    opened.on("request", lambda request: opened.noted.append(request.url))
    opened.on("pageerror", lambda error: opened.noted.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def column(page: Any, number: int) -> list[str]:
    return page.locator(".sortable >> nth=0").locator(f"tbody tr:visible td:nth-child({number})").all_inner_texts()


def test_it_sorts_numbers_as_numbers_and_filters_without_marks(page: Any) -> None:
    first = page.locator(".sortable >> nth=0")
    first.get_by_role("button", name="Số hộ").click()
    assert [text for text in column(page, 2) if text[0].isdigit()] == ["98", "1.779", "12.000"]
    first.get_by_role("button", name="Số hộ").click()
    assert [text for text in column(page, 2) if text[0].isdigit()] == ["12.000", "1.779", "98"]
    assert first.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    first.get_by_role("searchbox").fill("dat bang")
    assert column(page, 1) == ["Đất Bằng"]
    assert first.locator("output").inner_text() == "1/4 dòng"
    first.get_by_role("searchbox").fill("")
    assert len(column(page, 1)) == 4
    assert page.title() == "bảng"
    assert page.noted == [page.url]
