"""What a run says: the bar's time left, nothing, lines, JSON events; standard output stays for programs."""

import json
from pathlib import Path

import pytest
from runs.offices import UNIT, office

from lib import cli
from lib.runs import run as running
from lib.runs.progress import Events, Progress, Quiet, Verbose, speaking


def play(progress: Progress) -> None:
    """A run of four notebooks, the first two of them kept."""
    with progress.over(4):
        for name, kept in (("a", True), ("b", True), ("c", False), ("d", False)):
            progress.started -= 0 if kept else 3  # seconds go by
            progress.notebook(name, 0.0 if kept else 3.0, kept)


def test_the_time_left_counts_only_what_has_to_run() -> None:
    progress = Quiet()
    with progress.over(4):
        assert progress.left is None
        progress.notebook("a", 0.0, kept=True)
        assert progress.left is None
        progress.started -= 5
        progress.notebook("b", 5.0, kept=False)
        assert progress.left == pytest.approx(10, abs=0.5)
        progress.notebook("c", 5.0, kept=False)
        progress.notebook("d", 5.0, kept=False)
        assert progress.left == 0


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    play(Verbose())
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "[1/4] a: giữ lại", "[2/4] b: giữ lại", "[3/4] c: 3,0 giây, còn khoảng 3 giây", "[4/4] d: 3,0 giây",
    ]  # fmt: skip


def test_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Quiet()
    play(quiet)
    quiet.told("x")
    quiet.published(UNIT, "2021-H1", Path("x"))
    quiet.unchanged(UNIT, "2021-H1", Path("x"))
    assert tuple(capsys.readouterr()) == ("", "")


def test_the_bar_is_for_terminals_and_the_page_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    usual = Progress()
    play(usual)
    assert tuple(capsys.readouterr()) == ("", "")
    usual.unchanged(UNIT, "2021-H1", Path("/r/report.html"))
    assert capsys.readouterr().out == "/r/report.html\n"


def test_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = office(tmp_path)
    place.receive("2021-H1")
    page = place.publish(UNIT, "2021-H1", "final")
    events = Events()
    play(events)
    events.told("vì sao")
    events.unchanged(UNIT, "2021-H1", page)
    events.failed(UNIT, "2021-H1", "hỏng")
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in said] == ["begin", *["notebook"] * 4, "told", "unchanged", "failed"]
    assert (said[3]["name"], said[3]["kept"], said[3]["seconds_left"]) == ("c", False, 3.0)
    assert said[6]["status"] == "final"
    assert set(said[6]["outputs"]) == {"report.html"}


def test_the_way_asked_for() -> None:
    for flags, kind in (((), Progress), (("--quiet",), Quiet), (("--verbose",), Verbose), (("--json",), Events)):
        options = cli._parse(["run", "--due", *flags])
        assert type(speaking(options.quiet, options.verbose, options.json)) is kind


def test_a_failure_is_an_event_and_still_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running, "run_report", broken)
    with pytest.raises(OSError, match="No space"):
        running.main_run(UNIT, "2021-H1", progress=Events())
    (event,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (event["event"], event["reason"]) == ("failed", "máy báo lỗi No space left on device")
