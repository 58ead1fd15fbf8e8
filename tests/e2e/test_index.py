"""The page of all editions in a real browser, after two periods: from a stick, on a phone, on paper, without script."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from e2e.conftest import PERIODS, UNIT, Make

from lib.runs.index import write_index


@pytest.fixture(scope="module")
def stick(edition: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports as somebody carries it away, under a name with odd letters."""
    root = tmp_path_factory.mktemp("thẻ nhớ #1") / "reports"
    for period in PERIODS:
        shutil.copytree(edition(period).folder, root / UNIT / period)
    return write_index(root)


@pytest.fixture
def opened(chromium: Any, stick: Path) -> Iterator[Callable[..., Any]]:
    pages = []

    def load(width: int = 1024, **options: Any) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
        page.noted = []
        page.on("request", lambda request: page.noted.append(request.url))
        page.on("console", lambda message: page.noted.append(message.text))
        page.on("pageerror", lambda error: page.noted.append(str(error)))
        page.goto(stick.as_uri())
        pages.append(page)
        return page

    yield load
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_fits_its_width_and_asks_for_nothing(
    opened: Callable[..., Any], stick: Path, width: int, tmp_path: Path
) -> None:
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.noted == [stick.as_uri()]
    page.screenshot(path=tmp_path / f"index-{width}.png", full_page=True)


def test_every_link_leads_to_a_file(opened: Callable[..., Any]) -> None:
    page = opened()
    links = page.eval_on_selector_all("main a", "all => all.map(each => each.href)")
    files = [Path(unquote(urlparse(link).path)) for link in links]
    assert all(path.is_file() for path in files)
    names = {path.name for path in files}
    assert names >= {"report.html", "report.docx", "annex.xlsx", "facts.csv", "facts.json", "manifest.json"}
    assert {path.parent.name for path in files} == {*PERIODS, "forms"}
    assert page.locator("article").count() == len(PERIODS)


def test_says_status_senders_and_headlines_beside_their_targets(opened: Callable[..., Any], edition: Make) -> None:
    page = opened(java_script_enabled=False)
    latest = page.locator("article").first.inner_text()
    facts = edition(PERIODS[0]).facts
    assert "chính thức" in latest
    assert facts["header.report_number"]["printed"] in latest
    assert "27/27 nơi gửi" in latest
    row = page.locator("article").first.locator("tbody tr").first.inner_text()
    for name in ("direction.registered_exit", "direction.target_households"):
        assert f"{facts[name]['printed']} hộ" in row
    assert "dự thảo" in page.locator("article").nth(1).inner_text()
    assert "Có dữ liệu mẫu." in page.locator(".notice").inner_text()


def test_prints_every_periods_figures(opened: Callable[..., Any]) -> None:
    page = opened()
    page.emulate_media(media="print")
    tables = page.locator("table.headlines")
    assert tables.count() == len(PERIODS)
    assert all(tables.nth(index).is_visible() for index in range(len(PERIODS)))
    assert not page.locator(".links").first.is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_everybody_can_read_it(opened: Callable[..., Any], width: int) -> None:
    page = opened(width)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []
