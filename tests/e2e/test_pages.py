"""Every page that leaves a run, in a real browser: a strict policy that nothing breaks, no request, no error, nothing
wider than the screen, no barrier; and pictures of them to look at.

With SCREENSHOTS=<folder> the pictures are kept there: each page at three widths and as printed.
"""

import os
import re
import shutil
import subprocess
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from e2e.conftest import PERIODS, UNIT, Make

from lib.domain.pages import policy
from lib.domain.periods import Periods
from lib.domain.unit_patterns import chosen_units
from lib.domain.units import Units
from lib.editions.diff import Difference, diff_page, find_side
from lib.editions.rebuild import main_rebuild
from lib.runs.failure import show_failure
from lib.runs.index import write_index
from lib.runs.many.batch import Batch, Outcome, State
from lib.runs.many.page import write_batch

FINAL, DRAFT = PERIODS
PAGES = {
    "report": f"{UNIT}/{FINAL}/report.html",
    "draft": f"{UNIT}/{DRAFT}/report.html",
    "review": f"{UNIT}/{FINAL}/review.html",
    "index": "index.html",
    "batch": f"batches/{FINAL}-{UNIT}_all+{UNIT}.html",
    "diff": "diff.html",
    "failure": f"{UNIT}/{DRAFT}.failed.html",
    "rebuilt": f"uar/{FINAL}.rebuilt.html",
}
WIDTHS = (390, 768, 1440)
REASON = "P. GDDT.xlsx: tệp này là PDF, không phải bảng tính. Cách sửa: xin nơi gửi bảng tính gốc, dạng .xlsx"
LOST = "tiến trình dừng đột ngột (SIGKILL, thường do hết bộ nhớ)"
VIOLATIONS = "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), bar = document.querySelector('nav.contents');
  const stuck = bar && !bar.contains(at) && getComputedStyle(bar).position === 'sticky';
  const under = stuck && box.bottom <= bar.getBoundingClientRect().bottom;
  const seen = at.matches('.f button') ? at.parentElement.querySelector('data') : at;
  return {at: stops.indexOf(at), ring: getComputedStyle(seen).outlineStyle, under};
}"""
MOVING = """document.getAnimations().length + [...document.querySelectorAll('*')].filter(
  each => parseFloat(getComputedStyle(each).transitionDuration) > 0).length"""
STOPS = """() => {
  window.stops = [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')].filter(
    each => !each.closest('[popover]') && each.checkVisibility({contentVisibilityAuto: true}));
  return stops.length;
}"""


def batch_of(root: Path) -> Batch:
    """A batch with a unit in every state there is, failures with long reasons and lost processes among them."""
    period = Periods.load("data/reference").parse(FINAL)
    scope = (f"{UNIT}/*", UNIT)
    made = Batch(period, scope, root, chosen_units(scope, Units.load("data/reference"), period.end), "2 máy trạm Dask")
    states = [*State, State.PUBLISHED, State.NOT_SENT, State.FAILED]
    for unit, state in zip(made.units, states, strict=False):
        reason = REASON if state is State.FAILED else ""
        made.outcomes[unit.slug] = Outcome(unit, state, reason, seconds=3.25, lost=(LOST,) * (state is State.PUBLISHED))
    made.outcomes[UNIT] = Outcome(made.units[-1], State.FAILED, REASON * 3, seconds=754, lost=(LOST, LOST, LOST))
    return made


@pytest.fixture(scope="module")
def site(edition: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports: a final edition, a draft, and a period whose last run failed."""
    root = tmp_path_factory.mktemp("reports")
    for period in PERIODS:
        shutil.copytree(edition(period).folder, root / UNIT / period)
    show_failure(root, UNIT, DRAFT, REASON, datetime(2026, 1, 5, 1, tzinfo=UTC))
    write_index(root)
    write_batch(batch_of(root)).rename(root / PAGES["batch"])
    found = Difference(*(find_side(period, UNIT, root) for period in (DRAFT, FINAL)))
    (root / "diff.html").write_text(diff_page(found), encoding="utf-8")
    main_rebuild(Namespace(unit="uar", period=FINAL, data="", reports=str(root)))
    return root


@pytest.fixture
def opened(chromium: Any, site: Path) -> Iterator[Callable[..., Any]]:
    """Return `opened(name, width)`: one of PAGES, with what it asked for and complained of in `page.noted`."""
    pages = []

    def load(name: str, width: int = 1024, **options: Any) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
        page.noted = []
        page.on("request", lambda request: page.noted.append(request.url))
        page.on("console", lambda message: page.noted.append(message.text))
        page.on("pageerror", lambda error: page.noted.append(str(error)))
        page.add_init_script(VIOLATIONS)
        page.goto((site / PAGES[name]).as_uri())
        pages.append(page)
        return page

    yield load
    for page in pages:
        page.close()


def keep(name: str) -> Path | None:
    """Where a picture is kept; None where nobody asked for it."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / name


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_breaks_no_policy_asks_for_nothing_and_fits(
    opened: Callable[..., Any], site: Path, name: str, width: int
) -> None:
    page = opened(name, width)
    if kept := keep(f"{name}-{width}.png"):
        page.screenshot(path=kept, full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unfold(page)
    page.mouse.wheel(0, 5000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("broken") == []
    assert page.noted == [(site / PAGES[name]).as_uri()]


@pytest.mark.parametrize("name", PAGES)
def test_its_policy_allows_its_own_style_and_script_and_nothing_else(opened: Callable[..., Any], name: str) -> None:
    page = opened(name)
    told = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    style = page.locator("style").evaluate_all("all => all.map(each => each.textContent)")
    script = page.locator("script").evaluate_all("all => all.map(each => each.textContent)")
    assert len(style) == 1
    assert len(script) == (1 if name in ("report", "draft") else 0)
    assert told == policy(style[0], *script)
    assert "unsafe" not in told
    assert "default-src 'none'" in told
    assert page.locator("[style], [onclick], [onload], iframe, object, embed, form, link, img").count() == 0
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b id=x style=color:red onclick=1>x</b>')")
    assert page.evaluate("getComputedStyle(document.getElementById('x')).color") != "rgb(255, 0, 0)"
    page.wait_for_function("broken.length > 0")


@pytest.mark.parametrize("name", PAGES)
def test_reads_the_same_with_script_off(opened: Callable[..., Any], name: str) -> None:
    words = [
        " ".join(" ".join(opened(name, **options).locator("body > :not(nav)").all_inner_texts()).split())
        for options in ({}, {"java_script_enabled": False})
    ]
    assert words[0] == words[1]
    assert len(words[0]) > 200


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened: Callable[..., Any], name: str, width: int) -> None:
    page = opened(name, width)
    if width == 1440:
        unfold(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("name", "width"), [("report", 390), ("draft", 1440), ("review", 768), ("index", 390)])
def test_a_keyboard_reaches_everything_in_order_and_always_shows_where_it_is(
    opened: Callable[..., Any], name: str, width: int
) -> None:
    page = opened(name, width, reduced_motion="reduce")
    count = page.evaluate(STOPS)
    assert count > 10
    for step in range(count):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        assert found["at"] == step
        assert found["ring"] != "none"
        assert not found["under"]
    assert page.evaluate(MOVING) == 0


@pytest.mark.parametrize("name", PAGES)
def test_prints_without_what_only_a_screen_needs(opened: Callable[..., Any], name: str, tmp_path: Path) -> None:
    page = opened(name)
    pdf = keep(f"{name}.pdf") or tmp_path / f"{name}.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45]\S* 84[12]\S*\]", pdf.read_bytes())
    page.emulate_media(media="print")
    assert page.locator("nav:visible, .skip:visible, button:visible").count() == 0
    if keep(name) and shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", pdf, pdf.with_name(f"{name}-print")], check=True, timeout=60)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_contents_follow_the_reader(opened: Callable[..., Any], width: int) -> None:
    page = opened("report", width)
    summary = page.locator("nav.contents summary")
    current = page.locator("nav.contents [aria-current]")
    sections = page.locator("main > section[id]").evaluate_all("all => all.map(each => each.id)")
    for name in (sections[3], sections[-1], sections[0]):
        page.evaluate("name => document.getElementById(name).scrollIntoView()", name)
        page.wait_for_function(
            "name => document.querySelector('nav.contents [aria-current]')?.hash === '#' + name", arg=name
        )
        assert current.count() == 1
        if width == 390:
            assert current.text_content() in summary.inner_text()
    if width == 390:
        summary.click()
        assert current.is_visible()
        page.locator("nav.contents a", has_text="Đánh giá").click()
        assert not current.is_visible()
        assert page.url.endswith("#s-II")
    else:
        assert current.is_visible()
