"""The browser tests stand on this: Chromium opens a local page, and its absence is never quiet."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent


def test_a_local_page_opens(chromium: Browser, tmp_path: Path) -> None:
    page_file = tmp_path / "trang.html"
    page_file.write_text("<!doctype html><meta charset=utf-8><title>Xin chào</title>", encoding="utf-8")
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    assert page.title() == "Xin chào"
    page.close()


def without_browser(**settings: str) -> subprocess.CompletedProcess[str]:
    hidden = {key: value for key, value in os.environ.items() if key not in ("REQUIRE_BROWSER", "CHROMIUM")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-p",
        "no:cacheprovider",
        f"{__file__}::test_a_local_page_opens",
    ]
    environment = {**hidden, "PATH": "", "PYTHONUTF8": "1", **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_no_browser_skips_loudly() -> None:
    done = without_browser()
    assert done.returncode == 0, done.stdout
    assert "BROWSER TESTS DID NOT RUN" in done.stdout
    assert "1 skipped, no Chromium found: install" in done.stdout


def test_no_browser_fails_where_one_is_required() -> None:
    done = without_browser(REQUIRE_BROWSER="1")
    assert done.returncode == 1
    assert "REQUIRE_BROWSER is set but no Chromium found" in done.stdout
