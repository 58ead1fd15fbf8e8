"""`make lab` in a real browser: the start page, exploring in a few clicks, a section's notebook.

SCREENSHOTS=folder keeps what was seen.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from lib import cli

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60_000
"""Milliseconds a busy machine may take for one step."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab started as `make lab` starts it, with settings of its own."""
    home = tmp_path_factory.mktemp("jupyter")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = ("--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")  # JupyterLab saves by itself
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cli.pins, "ROOT", home)
        patched.setattr(cli, "_tool", lambda *words: asked.extend(words) or 0)
        cli.lab(cli._parse(["lab", *settings]))
    command = [sys.executable, "-m", *asked]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, env={**os.environ, **places}, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, (home / "log").read_text(encoding="utf-8")
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 1000})
    opened.set_default_timeout(PATIENCE)
    opened.outside = []
    opened.on("request", lambda request: opened.outside.append(request.url) if "127.0.0.1" not in request.url else None)
    yield opened
    keep(opened, "last.png")
    opened.close()


def run_all(page: Any) -> None:
    """Run ▸ Run All Cells, as the start page says; a page that is still settling may lose the first click."""
    shown = page.locator(".jp-NotebookPanel:visible")
    shown.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    begun = shown.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]"))
    for _ in range(5):
        page.locator("#jp-MainMenu").get_by_text("Run", exact=True).click()
        page.locator(".lm-Menu:visible").get_by_text("Run All Cells", exact=True).click()
        try:
            begun.first.wait_for(timeout=PATIENCE / 5)
        except TimeoutError:
            continue
        return


def keep(page: Any, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.wait_for_timeout(800)
        page.screenshot(path=str(Path(folder, name)))


def test_an_analyst_finds_the_way(lab: str, page: Any) -> None:
    page.goto(lab)
    shown = page.locator(".jp-NotebookPanel:visible")
    shown.get_by_role("heading", name="Bắt đầu").wait_for()
    run_all(page)
    shown.get_by_role("button", name="Lập báo cáo").wait_for()
    assert shown.get_by_text("nơi đã gửi: xem từng nơi").first.is_visible()
    keep(page, "start.png")

    page.goto(f"{lab}/lab/workspaces/explore/tree/notebooks/explore.ipynb")
    run_all(page)
    choices = shown.locator(".widget-dropdown select")
    shown.locator(".sortable").first.wait_for()
    choices.nth(3).select_option(label="Uar")
    answer = shown.locator(".widget-output")
    answer.get_by_text("Muốn bằng mức chung").wait_for()
    answer.locator("summary").first.click()
    rows = answer.locator("details .sortable").first
    rows.get_by_role("searchbox").fill("gia rai")
    whole = int(rows.locator("output").inner_text().split("/")[1].split()[0])
    assert rows.locator("tbody tr:visible").count() <= whole
    keep(page, "explore.png")
    choices.nth(2).select_option(label="mọi kỳ, cạnh nhau")
    table = answer.locator(".sortable").last
    table.get_by_role("button", name="2020-H1").wait_for()
    table.get_by_role("button", name="Xã, thị trấn").click()
    assert table.locator("tbody tr").first.inner_text().startswith("Chư Drăng")

    page.goto(f"{lab}/lab/workspaces/section/tree/notebooks/I.3.1-credit.ipynb")
    run_all(page)
    said = shown.locator(".jp-OutputArea p", has_text=re.compile(r"giải ngân qua\s+8\s+chương trình"))
    said.first.wait_for()
    assert shown.locator("svg[aria-hidden]").first.is_visible()
    assert page.outside == []
