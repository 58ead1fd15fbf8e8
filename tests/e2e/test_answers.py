"""Numbers that open: by mouse, touch and keyboard, without script, for screen readers; never in print."""

from collections.abc import Callable
from html import unescape
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from e2e.conftest import PERIODS, Make

from lib.report.assemble import DOCUMENT_MIME
from lib.report.executed import outputs
from lib.report.exporter import ReportExporter

PERIOD = PERIODS[0]
SHARE = "credit.poor_share"
OPEN = "[...document.querySelectorAll(':popover-open')].map(each => each.id)"
Opened = Callable[..., Any]


def number(page: Any, fact: str) -> Any:
    """The first place in the text where a fact is printed."""
    return page.locator(f"main label:has(button[popovertarget='f-{fact}'])").first


def answer(page: Any, fact: str) -> Any:
    return page.locator(f"[id='f-{fact}']")


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_has_one_answer(opened: Opened, period: str) -> None:
    page = opened(period, 1440)
    shut = page.evaluate(
        "[...document.querySelectorAll('data.fact, data.part')].filter(each => !each.closest('label.f')).length"
    )
    lost = page.evaluate(
        "[...document.querySelectorAll('[popovertarget]')].map(each => each.getAttribute('popovertarget'))"
        ".filter(id => document.querySelectorAll(`[popover][id='${id}']`).length !== 1)"
    )
    assert (shut, lost) == (0, [])
    assert page.locator("main data").count() > 150
    links = page.locator("[popover] a").evaluate_all("all => all.map(each => each.getAttribute('href').slice(1))")
    assert links
    assert page.evaluate("ids => ids.filter(id => !document.getElementById(id))", links) == []


def test_an_answer_says_what_how_by_whom_and_where_from(opened: Opened) -> None:
    page = opened(PERIOD, 1440)
    number(page, SHARE).click()
    words = answer(page, SHARE).inner_text()
    for said in ("Tỷ lệ hộ nghèo được vay vốn", "chia cho tổng số hộ nghèo", "269 ÷ 2.342 = 11,4859…% → 11,5%", "Uar"):
        assert said in words
    answer(page, SHARE).locator("summary").click()
    listed = answer(page, SHARE).locator("li").all_inner_texts()
    assert "NHCSXH huyen - cho vay.xlsx › Cho vay › C10:C278 (lọc theo cột F)" in listed
    assert len(listed) == 15
    page.keyboard.press("Escape")
    number(page, "credit.poor_total").click()
    assert "14. Krông Năng.xlsx › Danh sách hộ › dòng 11–215 (dưới dòng nhóm B10)" in listed
    assert answer(page, "credit.poor_total").locator("tr").count() == 14


def test_by_keyboard_into_the_formula_and_back(opened: Opened) -> None:
    page = opened(PERIOD, 768)
    button = number(page, SHARE).locator("button")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(OPEN) == [f"f-{SHARE}"]
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('[popover]')"
    assert page.evaluate(f"document.getElementById({inside}.getAttribute('aria-labelledby')).textContent") == (
        "Tỷ lệ hộ nghèo được vay vốn"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "269"
    page.keyboard.press("Space")
    assert page.evaluate(OPEN) == ["f-credit.poor_borrowers", f"f-{SHARE}"]
    page.keyboard.press("Escape")
    assert page.evaluate(OPEN) == [f"f-{SHARE}"]
    page.keyboard.press("Escape")
    assert page.evaluate(OPEN) == []
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == f"f-{SHARE}"
    assert page.evaluate("getComputedStyle(document.activeElement.parentElement.firstChild).outlineStyle") == "solid"


def test_by_touch_and_shut_again(opened: Opened) -> None:
    page = opened(PERIOD, 390, has_touch=True)
    number(page, "jobs.created").tap()
    assert page.evaluate(OPEN) == ["f-jobs.created"]
    answer(page, "jobs.created").locator(".close").tap()
    assert page.evaluate(OPEN) == []
    names = number(page, "direction.communes_incomplete_names")
    names.scroll_into_view_if_needed()
    names.tap()
    assert page.evaluate(OPEN) == ["f-direction.communes_incomplete_names"]
    page.touchscreen.tap(5, 5)
    assert page.evaluate(OPEN) == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_an_answer_stays_on_the_screen(opened: Opened, width: int) -> None:
    page = opened(PERIOD, width)
    for fact in ("direction.adjusted_households", SHARE, "education.total_amount", "relief.electricity_amount"):
        number(page, fact).click()
        box = answer(page, fact).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
        assert box["height"] > 150
        assert answer(page, fact).evaluate("each => each.scrollWidth <= each.clientWidth")
        page.keyboard.press("Escape")


def test_parts_in_a_charts_table_open_their_fact(opened: Opened) -> None:
    page = opened(PERIOD, 768)
    figure = page.locator("figure[id='chart-credit-households']")
    figure.locator("summary").click()
    figure.locator("data.part").first.click()
    assert page.evaluate(OPEN) == ["f-credit.households"]


def test_the_appendix_is_shut_until_an_answer_leads_there(opened: Opened) -> None:
    page = opened(PERIOD, 768)
    article = page.locator(f"[id='c-{SHARE}']")
    assert page.locator("#tinh-toan details[open]").count() == 0
    assert not article.is_visible()
    number(page, SHARE).click()
    answer(page, SHARE).locator("a").click()
    assert article.is_visible()
    assert "credit.poor_share" in article.inner_text()
    assert not answer(page, SHARE).is_visible() or answer(page, SHARE).bounding_box()["y"] < 0
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("period", PERIODS)
def test_the_appendix_shows_every_fact(edition: Make, period: str) -> None:
    made = edition(period)
    appendix = made.sections["tinh-toan"].text
    for name, fact in made.facts.items():
        assert name in appendix
        assert fact["formula"] in appendix
    for sha256 in {source["sha256"] for fact in made.facts.values() for source in fact["sources"]}:
        assert sha256 in appendix


def test_without_script_numbers_open_too(opened: Opened) -> None:
    page = opened(PERIOD, 768, java_script_enabled=False)
    assert not answer(page, SHARE).is_visible()
    number(page, SHARE).click()
    assert answer(page, SHARE).is_visible()


def test_nothing_of_it_is_printed(opened: Opened) -> None:
    page = opened(PERIOD, 1024)
    number(page, SHARE).click()
    assert answer(page, SHARE).is_visible()
    page.emulate_media(media="print")
    assert not answer(page, SHARE).is_visible()
    assert not page.locator("#tinh-toan").is_visible()
    assert page.locator("label.f button:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('label.f data')).textDecorationLine") == "none"
    assert number(page, SHARE).is_visible()


def test_text_is_selected_and_copied_as_text(opened: Opened) -> None:
    page = opened(PERIOD, 1024)
    paragraph = page.locator("main p", has_text="Vốn vay đã đến với").first
    copied = paragraph.evaluate(
        "each => { getSelection().selectAllChildren(each); return getSelection().toString().replaceAll('*', '') }"
    )
    assert copied.startswith("Vốn vay đã đến với 269 hộ nghèo, bằng 11,5% trong tổng số 2.342 hộ nghèo;")
    page.evaluate("getSelection().removeAllRanges()")
    number(page, "credit.households").scroll_into_view_if_needed()
    box = number(page, "credit.households").bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") == "1.779"
    assert page.evaluate(OPEN) == [], "selecting a number does not open it"


@pytest.mark.slow
@pytest.mark.parametrize(("period", "width"), [(PERIODS[0], 390), (PERIODS[1], 1440)])
def test_axe_finds_nothing(opened: Opened, period: str, width: int) -> None:
    page = opened(period, width)
    number(page, SHARE).click()
    page.evaluate(
        "unfold => document.querySelectorAll('details').forEach(each => { each.open = unfold })", width == 390
    )
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("period", PERIODS)
def test_the_file_stays_small(edition: Make, period: str) -> None:
    assert (edition(period).folder / "report.html").stat().st_size < 1_000_000


def test_words_of_facts_never_become_markup(edition: Make) -> None:
    notebook = nbformat.read(edition(PERIOD).folder / "notebooks" / "report.ipynb", as_version=4)
    hostile = "<img src=x onerror=alert(1)>\"'{{ 1 }}"
    document = list(outputs(notebook, DOCUMENT_MIME))[-1]
    for fact in document["facts"]:
        fact |= dict.fromkeys(("title", "definition", "formula", "legal_basis"), hostile)
        fact["sources"] = [{**source, "file": hostile, "sheet": hostile} for source in fact["sources"]]
    for names in document["labels"].values():
        names |= dict.fromkeys(names, hostile)
    page, _ = ReportExporter().from_notebook_node(notebook)
    assert "<img" not in page
    assert page.count(hostile) == 0
    assert unescape(page).count(hostile) > 500
