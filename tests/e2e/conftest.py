"""Editions made once for all tests: real notebooks, raw workbooks to page."""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from lib.intake.folders import REPOSITORY
from lib.runs.run import run_report

UNIT = "krong-pa"
PERIODS = ("2021-H1", "2020-H1")


@dataclass(frozen=True)
class Edition:
    """A published folder."""

    folder: Path

    @cached_property
    def page(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")

    @cached_property
    def ledger(self) -> dict[str, Any]:
        return json.loads((self.folder / "facts.json").read_text(encoding="utf-8"))

    @cached_property
    def facts(self) -> dict[str, dict[str, Any]]:
        return {fact["id"]: fact for fact in self.ledger["facts"]}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))

    @cached_property
    def sections(self) -> dict[str, "Part"]:
        reader = PageReader()
        reader.feed(self.page)
        return reader.parts


@dataclass
class Part:
    """One section of a page: its text and the facts printed in it, as (id, text)."""

    text: str
    facts: list[tuple[str, str]]


class PageReader(HTMLParser):
    """Text and facts by section, read from the page itself; what stands outside any section goes under "header".
    What opens from a number is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, Part] = {"header": Part("", [])}
        self.path: list[str] = ["header"]
        self.fact: str | None = None
        self.hidden = 0
        self.popovers: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            name = (given.get("id") or "").removeprefix("s-") or str(given.get("class"))
            self.path.append(name)
            self.parts.setdefault(name, Part("", []))
        elif tag == "data" and given["class"] == "fact":
            self.fact = given["value"]
            self.parts[self.path[-1]].facts.append((str(self.fact), ""))
        elif tag in ("style", "script", "svg"):
            self.hidden += 1
        elif tag == "div":
            self.popovers.append("popover" in given)
            self.hidden += self.popovers[-1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.path.pop()
        elif tag == "data":
            self.fact = None
        elif tag in ("style", "script", "svg"):
            self.hidden -= 1
        elif tag == "div":
            self.hidden -= self.popovers.pop()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        part = self.parts[self.path[-1]]
        part.text += data
        if self.fact is not None:
            name, text = part.facts.pop()
            part.facts.append((name, text + data))


Make = Callable[..., Edition]


@pytest.fixture(scope="session")
def edition(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> Make:
    """Return `edition(period)`: the repository's own data, run once."""

    def made(period: str) -> Edition:
        folder = once_per_run(f"edition-{period}", lambda target: run_report(UNIT, period, reports=str(target)))
        return Edition(folder / UNIT / period)

    return made


@pytest.fixture
def data_copy(tmp_path: Path) -> Callable[[str], Path]:
    """Return `data_copy(period)`: a data folder of one's own with that period's raw files, free to change."""

    def copied(period: str) -> Path:
        root = tmp_path / "data"
        shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / period, root / "raw" / UNIT / period)
        return root

    return copied


@pytest.fixture
def opened(chromium: Any, edition: Make) -> Callable[[str, int], Any]:
    """Return `opened(period, width)`: the page, with every request and console message it made in `page.noted`."""
    pages = []

    def load(period: str, width: int, **options: Any) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
        page.noted = []
        page.on("request", lambda request: page.noted.append(("request", request.url)))
        page.on("console", lambda message: page.noted.append(("console", message.text)))
        page.on("pageerror", lambda error: page.noted.append(("error", str(error))))
        page.goto((edition(period).folder / "report.html").as_uri())
        pages.append(page)
        return page

    yield load
    for page in pages:
        page.close()


def targets(period: str) -> dict[str, dict[str, str]]:
    """The published (or made-up) figures of a period by id."""
    path = REPOSITORY / "lib" / "sample" / "targets.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["period"] == period}
