"""The page in a real browser: self-contained, readable at every width, prints as an official document."""

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
