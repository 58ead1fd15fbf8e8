"""The page in a real browser: self-contained, readable at every width, prints as an official document."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from e2e.conftest import PERIODS

WIDTHS = (390, 768, 1440)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("period", PERIODS)
def test_fits_its_width_and_asks_for_nothing(
    opened: Callable[..., Any], period: str, width: int, tmp_path: Path
) -> None:
    page = opened(period, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [note for note in page.noted if not note[1].startswith("file:")] == []
    assert page.evaluate("document.documentElement.lang") == "vi"
    page.screenshot(path=tmp_path / f"{period}-{width}.png", full_page=True)


def test_the_contents_lead_to_every_section(opened: Callable[..., Any]) -> None:
    page = opened(PERIODS[0], 768)
    page.locator("nav summary").focus()
    page.keyboard.press("Enter")
    links = page.locator("nav a")
    assert links.count() == 19
    for index in range(links.count()):
        target = links.nth(index).get_attribute("href")
        assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_charts_are_drawn_and_have_a_table(opened: Callable[..., Any]) -> None:
    page = opened(PERIODS[0], 390)
    figures = page.locator("figure")
    assert figures.count() >= 4
    for index in range(figures.count()):
        box = figures.nth(index).locator("svg").bounding_box()
        assert box["width"] > 300
        assert box["height"] > 45
        assert figures.nth(index).locator("table").count() == 1
        assert figures.nth(index).locator("figcaption").inner_text().strip()
    small = page.evaluate(
        "Math.min(...[...document.querySelectorAll('figure svg text')].map(t => t.getBoundingClientRect().height))"
    )
    assert small >= 7, "text in charts is too small to read on a phone"


def test_reads_with_script_off(opened: Callable[..., Any]) -> None:
    page = opened(PERIODS[0], 768, java_script_enabled=False)
    assert "1.779" in page.locator("main").inner_text()


def test_prints_on_a4_with_a_page_number_but_no_contents(opened: Callable[..., Any]) -> None:
    page = opened(PERIODS[0], 1024)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator("figure details").first.is_visible()
    content = page.pdf(prefer_css_page_size=True)
    assert content.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in content or b"595" in content


def test_a_table_is_copied_cell_by_cell(opened: Callable[..., Any]) -> None:
    """What Excel gets: a row per row, a tab between cells."""
    page = opened(PERIODS[0], 1024)
    page.locator("main figure details summary").first.click()
    text = page.locator("main figure table").first.inner_text()
    assert "Phú Túc\t" in text


@pytest.mark.parametrize("period", PERIODS)
def test_names_on_the_map_are_all_there_and_cover_nothing(
    opened: Callable[..., Any], edition: Callable[[str], Any], period: str
) -> None:
    page = opened(period, 390)
    figure = page.locator("figure[id^='chart-map-']")
    names = figure.locator("svg text").filter(has_text=re.compile(r"\d"))
    texts = names.all_text_contents()
    facts = edition(period).facts
    by_commune = facts["direction.registered_exit"]["dimensions"]["commune"]
    assert sorted(int(text.split()[-1]) for text in texts) == sorted(map(int, by_commune.values()))
    aims = facts["direction.target_households"]["dimensions"]["commune"]
    short = [code for code in by_commune if int(by_commune[code]) < int(aims[code])]
    assert 0 < len(short) < len(aims) / 2
    assert len(short) == len(re.split(", | và ", figure.locator("figcaption .ref").inner_text()))
    figure.locator("summary").click()
    assert figure.locator("tbody tr").count() == len(by_commune)
    boxes = [names.nth(index).bounding_box() for index in range(names.count())]
    circles = figure.locator("svg use")
    boxes += [circles.nth(index).bounding_box() for index in range(circles.count())]
    shrunk = [(b["x"] + 1, b["y"] + 1, b["x"] + b["width"] - 1, b["y"] + b["height"] - 1) for b in boxes]
    words = shrunk[: names.count()]
    for at, one in enumerate(words):
        for other in shrunk[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
