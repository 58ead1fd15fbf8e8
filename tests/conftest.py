"""What every test may ask for: a browser, and expensive things built once for all workers."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lib.bootstrap import exclusive

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "no Chromium found"
INSTALL = "install one (Debian: apt install chromium fonts-croscore) or name it in CHROMIUM=/path/to/chrome"
NO_PDF = "no program for PDF found"
INSTALL_PDF = "install them (Debian: apt install libreoffice-writer-nogui poppler-utils)"
QUIET = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)


def find_browser() -> str | None:
    """Return the path of the Chromium of this machine, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium through playwright; skips loudly where there is none, fails under REQUIRE_BROWSER=1.

    One per test file, not per session: playwright keeps an event loop running in the thread, which the
    notebooks run by other files would trip over.
    """
    path = find_browser()
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"REQUIRE_BROWSER is set but {NO_BROWSER}: {INSTALL}", pytrace=False)
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def once_per_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return `once(name, build)`: a folder that `build(folder)` fills once, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def once(name: str, build: Callable[[Path], object]) -> Path:
        folder, aside = shared / name, shared / f"{name}.unfinished"
        with exclusive(shared / f"{name}.lock"):
            if not folder.exists():
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                build(aside)
                aside.rename(folder)
        return folder

    return once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `browser` whatever asks for the browser, directly or through other fixtures."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud how many tests did not run for want of a program."""
    for reason, title, remedy in ((NO_BROWSER, "BROWSER TESTS", INSTALL), (NO_PDF, "PDF TESTS", INSTALL_PDF)):
        skipped = [report for report in terminalreporter.stats.get("skipped", ()) if reason in str(report.longrepr)]
        if skipped:
            terminalreporter.section(f"{title} DID NOT RUN", sep="!", red=True, bold=True)
            terminalreporter.write_line(f"{len(skipped)} skipped, {reason}: {remedy}", red=True)
