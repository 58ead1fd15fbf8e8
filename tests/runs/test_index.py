"""The page of all editions: made from what stands, whole, by every run; nothing in it is more than text."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from runs.offices import UNIT, Office, office

from lib import cli
from lib.domain.errors import ReportError
from lib.editions.history import INDEX, record_unchanged
from lib.editions.index import index_page
from lib.intake.folders import REPOSITORY
from lib.runs.index import write_index
from lib.runs.run import main_restore

BAD = "<script>alert(1)</script>\"'onclick=x {{ 7*7 }}"
WRITER = """
import json, sys
from pathlib import Path
from lib.runs.index import write_index
reports, unit, period = Path(sys.argv[1]), *sys.argv[2:]
folder = reports / unit / period
folder.mkdir(parents=True)
run = {"id": "x", "started": "2026-01-05T01:00:00+00:00", "status": "final"}
(folder / "manifest.json").write_text(json.dumps({"run": run, "inputs": {}}))
(folder / "report.html").write_text("<p>")
print("ready", flush=True)
sys.stdin.readline()
write_index(reports)
"""


class Page(HTMLParser):
    """Links, texts by tag, tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def made(tmp_path: Path) -> Office:
    return office(tmp_path)


def said(place: Office, folder: str, **report: Any) -> None:
    """The manifest of the edition in that folder says this of the report."""
    path = place.reports / UNIT / folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "report": report}), encoding="utf-8")


def shown(place: Office) -> Page:
    return Page((place.reports / INDEX).read_text(encoding="utf-8"))


def test_every_run_leaves_a_page_of_all_that_stands(made: Office) -> None:
    for period in ("2023-H1", "2023-Y"):
        made.receive(period)
        made.run(UNIT, period)
    page = shown(made)
    assert "2023-H1" in page.text
    assert "2023-Y" in page.text
    assert page.text.count("dự thảo") >= 2
    files = [link for link in page.links if not link.startswith("#")]
    assert f"{UNIT}/2023-H1/report.html" in files
    assert all((made.reports / unquote(link)).is_file() for link in files)
    assert not any(re.match(r"[a-z]+:|/", link) for link in files)


def test_a_failure_is_named_until_it_is_over(made: Office) -> None:
    made.receive("2023-H1")
    made.run(UNIT, "2023-H1")
    made.fail("2023-H1")
    with pytest.raises(ReportError):
        made.run(UNIT, "2023-H1")
    page = shown(made)
    assert "Lần chạy gần nhất bị lỗi" in page.text
    assert f"{UNIT}/2023-H1.failed.html" in page.links
    made.failing.clear()
    made.run(UNIT, "2023-H1")
    assert "bị lỗi" not in shown(made).text


def test_a_period_that_only_failed_is_listed_as_not_made(made: Office) -> None:
    made.receive("2023-H1")
    made.fail("2023-H1")
    with pytest.raises(ReportError):
        made.run(UNIT, "2023-H1")
    page = shown(made)
    assert "chưa lập" in page.text
    assert f"{UNIT}/2023-H1.failed.html" in page.links


def test_an_unchanged_run_makes_the_page_only_where_it_has_to(made: Office) -> None:
    made.receive("2023-H1")
    made.run(UNIT, "2023-H1")
    edition = made.reports / UNIT / "2023-H1"
    assert not record_unchanged(edition, UNIT, "2023-H1")
    (made.reports / UNIT / "2023-H1.failed.html").write_text("", encoding="utf-8")
    assert record_unchanged(edition, UNIT, "2023-H1")
    (made.reports / INDEX).unlink()
    assert record_unchanged(edition, UNIT, "2023-H1")


def test_what_manifests_say_is_only_text(made: Office) -> None:
    made.publish(UNIT, "2023-H1")
    secret = made.root / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    row = dict.fromkeys(("id", "title", "value", "target", "attainment", "standing"), BAD)
    said(
        made,
        "2023-H1",
        unit=BAD,
        period=BAD,
        number=BAD,
        draft=BAD,
        notice=BAD,
        expected=3,
        missing=[BAD],
        headlines=[row],
        legend=[BAD],
        forms={"../../../secret.txt": BAD, str(secret): BAD, "report.html": BAD, "\0": BAD},
    )
    page = Page(index_page(made.reports))
    assert "script" not in page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    assert page.text.count("<script>alert(1)</script>") >= 9
    assert "{{ 7*7 }}" in page.text
    assert not [link for link in page.links if "secret" in link]


@pytest.mark.parametrize("report", [None, [], "x", {"headlines": 3, "missing": "x", "expected": "y", "forms": []}])
def test_an_old_or_odd_manifest_is_listed_all_the_same(made: Office, report: Any) -> None:
    made.publish(UNIT, "2023-H1", "final")
    path = made.reports / UNIT / "2023-H1" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "report": report}), encoding="utf-8")
    page = Page(index_page(made.reports))
    assert "2023-H1" in page.text
    assert "chính thức" in page.text


def test_odd_names_of_folders_lead_where_they_should(made: Office) -> None:
    made.publish("a b#c%", "2023-H1?")
    made.publish(".hidden", "2023-H1")
    page = Page(index_page(made.reports))
    files = [unquote(link) for link in page.links if not link.startswith("#")]
    assert files == ["a b#c%/2023-H1?/report.html", "a b#c%/2023-H1?/manifest.json"]


def test_an_empty_folder_has_a_page_too(tmp_path: Path) -> None:
    assert "Chưa có báo cáo nào" in index_page(tmp_path / "nothing")


def test_latest_period_first_and_the_one_before_it_kept(made: Office) -> None:
    for period, end in (("2022-H1", "2022-06-14"), ("2023-H1", "2023-06-14"), ("2022-Y", "2022-12-14")):
        made.publish(UNIT, period)
        said(made, period, period=f"kỳ {period}", end=end)
    made.publish(f"{UNIT}/.previous", "2022-Y", "final")
    page = Page(index_page(made.reports))
    places = [page.text.rindex(f"Kỳ {period}") for period in ("2023-H1", "2022-Y", "2022-H1")]
    assert places == sorted(places)
    assert f"{UNIT}/.previous/2022-Y/report.html" in page.links
    assert "Bản trước: chính thức, lập ngày 05/01/2026." in page.text
    assert "Các kỳ" not in page.tags


def test_runs_that_end_at_once_lose_none_of_each_other(tmp_path: Path) -> None:
    """Each writes its edition, then all make the page in one moment: the last one has seen them all."""
    places = [(f"don-vi-{number % 2}", f"202{number}-H1") for number in range(4)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), *place],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for place in places
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        writer.communicate(b"\n", timeout=120)
        assert writer.returncode == 0
    page = Page((tmp_path / INDEX).read_text(encoding="utf-8"))
    assert {f"{unit}/{period}/report.html" for unit, period in places} <= set(page.links)
    assert not list(tmp_path.glob(".*.new"))


def test_a_page_that_cannot_be_written_stops_no_run(made: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (made.reports / INDEX).mkdir(parents=True)
    (made.reports / INDEX / "x").write_text("", encoding="utf-8")
    made.receive("2023-H1")
    assert made.run(UNIT, "2023-H1").is_file()
    assert "Cảnh báo" in capsys.readouterr().err


def test_restoring_and_the_command_make_it_anew(made: Office, capsys: pytest.CaptureFixture[str]) -> None:
    made.publish(UNIT, "2023-H1", "draft")
    made.publish(f"{UNIT}/.previous", "2023-H1", "final")
    assert main_restore(UNIT, "2023-H1", str(made.reports)) == 0
    assert "chính thức" in shown(made).text.partition("Bản trước")[0]
    (made.reports / INDEX).unlink()
    assert cli.main(["index", "--reports", str(made.reports)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(made.reports / INDEX)
    assert write_index(made.reports).is_file()
