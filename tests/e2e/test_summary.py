"""The summary for leaders: it repeats the report, beside targets, and prints as one page of its own."""

import re
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from e2e.conftest import PERIODS, Make
from e2e.test_prose import Prose

from lib.domain.numbers import format_percent
from lib.indicators.registry import headlines

Opened = Callable[..., Any]


@pytest.mark.parametrize("period", PERIODS)
def test_every_headline_stands_there_with_its_target_and_what_came_of_it(
    opened: Opened, edition: Make, period: str
) -> None:
    page, facts = opened(period, 1024), edition(period).facts
    tiles = page.locator("#tom-tat .figures li")
    shown = {tile.locator("data").first.get_attribute("value"): tile for tile in tiles.all()}
    assert set(shown) == set(headlines("half_year")) & set(facts)
    aimed = [name for name in shown if facts[name]["target"]]
    assert aimed
    for name, tile in shown.items():
        assert tile.locator(".value data").inner_text() == facts[name]["printed"]
        assert (tile.locator(".aim").count() == 1) == (name in aimed)
    for name in aimed:
        target = facts[facts[name]["target"]]
        done, aim = exact(facts[name]), exact(target)
        said = shown[name].locator(".aim").inner_text().replace("\n", " ")
        assert target["printed"] in said
        assert format_percent(100 * done / aim, 1) in said
        assert said.endswith("Đã đạt" if done >= aim else "Chưa đến hạn")


@pytest.mark.parametrize("period", PERIODS)
def test_its_sentences_are_the_reports(opened: Opened, edition: Make, period: str) -> None:
    page = opened(period, 1024)
    report = " ".join(Prose(edition(period).page).lines)
    found = page.locator("#tom-tat .findings li")
    assert found.count() >= 6
    for item in found.all():
        words = re.sub(r"\s*Mục \S+$", "", " ".join(item.text_content().split()))
        assert words.endswith(".")
        assert words in report
        place = item.locator("a").get_attribute("href")
        assert words in " ".join(page.locator(f"[id='{place[1:]}']").text_content().split())


def test_its_numbers_open_as_elsewhere(opened: Opened) -> None:
    page = opened(PERIODS[0], 390)
    page.locator("#tom-tat .value label").first.click()
    assert page.locator("[popover]:popover-open").count() == 1
    assert page.locator("#tom-tat data").count() == page.locator("#tom-tat label.f data").count() > 20


@pytest.mark.parametrize("period", PERIODS)
def test_it_prints_as_one_page_before_the_report(opened: Opened, period: str, tmp_path: Path) -> None:
    page = opened(period, 1024)
    page.emulate_media(media="print")
    assert page.locator("#tom-tat figure svg").is_visible()
    page.evaluate("document.body.replaceChildren(document.getElementById('tom-tat'))")
    assert pages(page.pdf(prefer_css_page_size=True)) == 1


def exact(fact: dict[str, Any]) -> Fraction:
    """The value; a share as a percentage, as targets have it."""
    return Fraction(fact["value"]) * (100 if "/" in fact["value"] else 1)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class Chart(HTMLParser):
    """The texts of the ladder's drawing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.texts = False, [""]
        self.feed(page[page.index('id="chart-targets"') : page.index("</svg>")])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = tag in ("text", "tspan")
        self.texts += [""] if tag == "text" else []

    def handle_data(self, data: str) -> None:
        self.texts[-1] += f" {data.strip()}" if self.inside else ""


@pytest.mark.parametrize("period", PERIODS)
def test_the_ladder_shows_every_target_and_says_which_are_not_set(edition: Make, period: str) -> None:
    made = edition(period)
    drawn = " ".join(Chart(made.page).texts)
    for fact in (fact for fact in made.facts.values() if fact["target"]):
        assert fact["title"].split()[-1] in drawn
        if fact["value"] and made.facts[fact["target"]]["value"]:
            assert format_percent(100 * exact(fact) / exact(made.facts[fact["target"]]), 1) in drawn
    without = [f for f in made.facts.values() if f["target"] and made.facts[f["target"]]["value"] is None]
    assert drawn.count("chưa giao chỉ tiêu") == len(without) == 1
