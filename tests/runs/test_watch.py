"""`watch`: what a saved file sets off, what the page shows, and that nothing published is touched."""

import http.client
import io
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lib.domain.errors import ReportError
from lib.intake.folders import REPOSITORY, data_folder
from lib.runs import watch as watching
from lib.runs.watch import CODE, Snapshot, Watch, main_watch, snapshot, watched
from lib.runs.watch_page import Preview, serve
from lib.runs.watch_worker import Worker

UNIT, PERIOD = "krong-pa", "2021-H1"


class Over(Exception):
    """The script of looks has come to its end."""


class Script:
    """A watch over looks written down beforehand; records what it did."""

    def __init__(self, looks: list[Snapshot], page: Path, failing: tuple[int, ...] = ()) -> None:
        self.looks, self.page, self.failing = iter(looks), page, failing
        self.did: list[str] = []
        self.preview, self.said = Preview(), io.StringIO()

    def look(self) -> Snapshot:
        try:
            return next(self.looks)
        except StopIteration:
            raise Over from None

    def run(self) -> Path:
        self.did.append("run")
        if self.did.count("run") in self.failing:
            raise ReportError("I.1.ipynb › ô 3: hỏng")
        self.page.write_text(f"<p>{self.did.count('run')}", encoding="utf-8")
        return self.page

    def go(self) -> None:
        watch = Watch(self.look, self.run, lambda: self.did.append("restart"), lambda: None, self.preview, self.said)
        with pytest.raises(Over):
            watch.forever()


NOTEBOOK, BOOK, MODULE = Path("/n/I.1.ipynb"), Path("/raw/1.xlsx"), CODE / "facts" / "fact.py"
A: Snapshot = {NOTEBOOK: (1, 10), BOOK: (1, 10), MODULE: (1, 10)}
B: Snapshot = {**A, NOTEBOOK: (2, 10)}
C: Snapshot = {**A, NOTEBOOK: (2, 12)}


def changed(path: Path) -> Snapshot:
    return {**A, path: (9, 9)}


@pytest.mark.parametrize(
    ("looks", "did"),
    [
        ([A, A], ["run"]),
        ([A, A, A, A, A, A], ["run"]),
        ([A, A, changed(NOTEBOOK), changed(NOTEBOOK)], ["run", "run"]),
        ([A, A, changed(BOOK), changed(BOOK)], ["run", "run"]),
        ([A, A, B, C, C, C, C], ["run", "run"]),  # still being written at the first look
        ([A, A, {NOTEBOOK: (1, 10)}, {NOTEBOOK: (1, 10)}], ["run", "restart", "run"]),  # files gone, code among them
        ([A, A, changed(MODULE), changed(MODULE)], ["run", "restart", "run"]),
        ([A, A, C, C, A, A], ["run", "run", "run"]),
    ],
)
def test_a_saved_file_runs_it_again_once_it_is_whole(looks: list[Snapshot], did: list[str], tmp_path: Path) -> None:
    script = Script(looks, tmp_path / "report.html")
    script.go()
    assert script.did == did


def test_a_failure_keeps_the_page_and_says_why_until_the_next_success(tmp_path: Path) -> None:
    script = Script([A, A, B, B], tmp_path / "report.html", failing=(2,))
    script.go()
    assert script.preview.content == b"<p>1"
    assert script.preview.state() == {"version": 1, "error": "Lỗi: I.1.ipynb › ô 3: hỏng", "busy": False}
    assert script.said.getvalue().splitlines()[1] == "I.1.ipynb: Lỗi: I.1.ipynb › ô 3: hỏng"
    script.looks = iter([A, A, B, B])
    script.go()
    assert script.preview.state()["error"] == ""
    assert script.preview.content == b"<p>4"


def test_looking_leaves_out_what_editors_and_excel_keep_for_themselves(tmp_path: Path) -> None:
    for name in (
        "a.ipynb",
        "b/c.xlsx",
        "~$c.xlsx",
        ".x.swp",
        "d.py~",
        "__pycache__/e.pyc",
        ".ipynb_checkpoints/a.ipynb",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert {path.relative_to(tmp_path).as_posix() for path in snapshot((tmp_path,))} == {"a.ipynb", "b/c.xlsx"}
    assert snapshot((tmp_path / "none",)) == {}


def test_looking_at_the_repository_is_quick() -> None:
    folders = watched(data_folder(), UNIT, PERIOD)
    seen = snapshot(folders)
    assert REPOSITORY / "notebooks" / "I.1-direction.ipynb" in seen
    assert REPOSITORY / "data" / "reference" / "units.csv" in seen
    assert REPOSITORY / "data" / "raw" / UNIT / PERIOD / "report.yaml" in seen
    assert REPOSITORY / "lib" / "facts" / "fact.py" in seen
    assert not [path for path in seen if "sample" in path.parts or "processed" in path.parts]


@pytest.mark.parametrize(
    ("unit", "period", "said"), [("x", PERIOD, "x"), (UNIT, "2021-H3", "2021-H3"), (UNIT, "2019-H1", "chưa có số liệu")]
)
def test_what_cannot_be_watched_is_one_line(unit: str, period: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        main_watch(unit, period)


# --- the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def served() -> Iterator[tuple[Preview, int]]:
    preview = Preview()
    server = serve(preview, 0)
    yield preview, server.server_port
    server.shutdown()
    server.server_close()


def ask(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.headers)
    finally:
        connection.close()


def test_the_page_is_served_byte_for_byte_as_made(served: tuple[Preview, int], tmp_path: Path) -> None:
    preview, port = served
    assert "Đang lập lần đầu" in ask(port, "/page")[1].decode()
    page = tmp_path / "report.html"
    page.write_bytes("<p>Hộ nghèo".encode())
    preview.begin()
    assert json.loads(ask(port, "/state")[1])["busy"]
    preview.show(page)
    assert ask(port, "/page?3")[1] == page.read_bytes()
    assert json.loads(ask(port, "/state")[1]) == {"version": 1, "error": "", "busy": False}
    preview.show(page)
    assert preview.version == 1  # the same bytes: nothing to reload
    frame = ask(port, "/")
    assert b'<iframe src="/page"' in frame[1]
    nonce = re.search(rb'<script nonce="([^"]+)"', frame[1])
    assert nonce
    assert f"script-src 'nonce-{nonce[1].decode()}'" in frame[2]["Content-Security-Policy"]


def test_nothing_else_is_served_and_nobody_else_is_answered(served: tuple[Preview, int]) -> None:
    _, port = served
    for path in ("/report.html", "/../lib/cli.py", "/page/../state", "/favicon.ico"):
        assert ask(port, path)[0] == 404
    assert ask(port, "/page", Host=f"evil.example:{port}")[0] == 403
    assert ask(port, "/page", Host=f"localhost:{port}")[0] == 200


def test_a_taken_port_is_told_or_passed_over(served: tuple[Preview, int], monkeypatch: pytest.MonkeyPatch) -> None:
    _, port = served
    with pytest.raises(ReportError, match=f"không mở được cổng {port}"):
        watching._listen(Preview(), port)
    monkeypatch.setattr(watching, "PORT", port)
    other = watching._listen(Preview(), None)
    other.shutdown()
    other.server_close()
    assert other.server_port not in (0, port)


def test_the_browser_follows_and_shows_errors_over_the_old_page(
    chromium: Browser, served: tuple[Preview, int], tmp_path: Path
) -> None:
    preview, port = served
    made = tmp_path / "report.html"

    def show(text: str) -> None:
        policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        made.write_text(
            f"<!DOCTYPE html><title>{text}</title>{policy}<p style='height:9000px'>{text}", encoding="utf-8"
        )
        preview.show(made)

    show("một")
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    frame = page.frame_locator("iframe")
    frame.get_by_text("một").wait_for()
    page.evaluate("document.querySelector('iframe').contentWindow.scrollTo(0, 4000)")
    show("hai")
    frame.get_by_text("hai").wait_for()
    page.wait_for_function("document.querySelector('iframe').contentWindow.scrollY === 4000")
    page.wait_for_function("document.title === 'hai'")
    preview.fail("Lỗi: <b>I.1</b> › ô 3: hỏng")
    page.get_by_text("Lỗi: <b>I.1</b> › ô 3: hỏng").wait_for()
    assert frame.get_by_text("hai").is_visible()
    show("ba")
    frame.get_by_text("ba").wait_for()
    page.wait_for_function("document.querySelector('#line').textContent === ''")
    page.close()


# --- the worker, for real -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_edited_workbook_is_previewed_and_nothing_published_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole watch in a thread: the first page, an error over it, the page after the repair."""
    raw = tmp_path / "data" / "raw" / UNIT / PERIOD
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, raw)
    book = raw / "BHXH huyen.xlsx"
    whole = book.read_bytes()
    shown, stop = Preview(), threading.Event()
    monkeypatch.setattr(watching, "Preview", lambda: shown)

    def pause() -> None:
        if stop.wait(watching.PAUSE):
            raise KeyboardInterrupt

    arguments = (UNIT, PERIOD, str(tmp_path / "data"), "", 0)
    watch = threading.Thread(target=main_watch, args=arguments, kwargs={"pause": pause}, daemon=True)
    watch.start()
    try:
        until(lambda: shown.version == 1)
        book.write_bytes(b"%PDF-1.7")
        until(lambda: shown.error.startswith("Lỗi: BHXH huyen.xlsx"))
        assert b"</html>" in shown.content
        book.write_bytes(whole)
        until(lambda: not shown.error and not shown.busy)
        assert shown.version == 1  # the same bytes as before the damage
    finally:
        stop.set()
        watch.join(30)
    assert not watch.is_alive()
    assert not (tmp_path / "reports").exists()
    preview = tmp_path / "data" / "processed" / UNIT / PERIOD / "preview"
    assert shown.content == (preview / UNIT / PERIOD / "report.html").read_bytes()


def until(true: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(600):
        if true():
            return
        waiting.wait(0.1)
    raise AssertionError("not within a minute")


@pytest.mark.slow
def test_a_worker_that_dies_is_told_and_started_anew(tmp_path: Path) -> None:
    worker = Worker()
    try:
        with pytest.raises(ReportError, match="không có đơn vị"):
            worker.run("nowhere", PERIOD, "", str(tmp_path))
        assert worker._process is not None
        worker._process.kill()
        with pytest.raises(ReportError, match="dừng đột ngột"):
            worker.run("nowhere", PERIOD, "", str(tmp_path))
        with pytest.raises(ReportError, match="không có đơn vị"):
            worker.run("nowhere", PERIOD, "", str(tmp_path))
    finally:
        worker.stop()
    worker.stop()
