"""The run history: one line a run, whoever else is writing, whatever was torn; pages of failures beside editions."""

import json
import multiprocessing
from pathlib import Path

import pytest
from runs.offices import UNIT, Office, office

from lib.domain.errors import ReportError
from lib.editions import history
from lib.editions.history import FILE, History, Run, append, failure_page, read, record_unchanged
from lib.runs.building import Busy
from lib.runs.record import recorded

PERIOD = "2021-H1"


def a_run(name: str, outcome: str = "final", period: str = PERIOD) -> Run:
    return Run(
        run=name, unit=UNIT, period=period, outcome=outcome, started="2026-01-05T01:00:00+00:00", seconds=2.5,
        inputs="abc", notebooks={"I.1.ipynb": 0.2}, outputs={"report.html": "f" * 64},
    )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Office:
    made = office(tmp_path)
    made.receive(PERIOD)
    return made


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    assert read(tmp_path) == History(())
    runs = (a_run("a"), a_run("b", "failed"), a_run("c", "stopped"), a_run("d", period="2020-H1"))
    for run in runs:
        append(tmp_path / "reports", run)
    found = read(tmp_path / "reports")
    assert found == History(runs)
    assert found.last(UNIT, PERIOD) == runs[1]
    assert found.last_success(UNIT, PERIOD) == runs[0]
    assert found.last("gia-lai", PERIOD) is None


def test_a_line_is_one_json_object_whatever_the_reason_holds(tmp_path: Path) -> None:
    run = Run(run="x", unit=UNIT, period=PERIOD, outcome="failed", started="2026-01-05T01:00:00+00:00", seconds=0.1,
              reason='dòng\nhai "\u2028 Đất Bằng' + "x" * 5000)  # fmt: skip
    append(tmp_path, run)
    text = (tmp_path / FILE).read_bytes()
    assert text.count(b"\n") == 1
    assert "Đất Bằng" in text.decode()
    assert read(tmp_path).runs[0].reason == (run.reason or "")[: history.LONGEST_REASON]


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_torn_last_line_is_passed_over_and_the_next_stands_on_its_own(tmp_path: Path, kept: int) -> None:
    append(tmp_path, a_run("a"))
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole + whole[:kept])  # -1: all but the line's end, which is a whole record
    torn = read(tmp_path)
    assert (len(torn.runs), torn.damaged) == ((2, 0) if kept == -1 else (1, 1))
    append(tmp_path, a_run("b"))
    assert read(tmp_path).runs[-1].run == "b"
    assert (tmp_path / FILE).read_bytes().startswith(whole)


@pytest.mark.parametrize("line", [b"[]", b'"x"', b"{}", b'{"run": 1}', b"\xff\xfe", b'{"outcome": "odd"}', b"null"])
def test_what_is_no_record_is_counted(tmp_path: Path, line: bytes) -> None:
    append(tmp_path, a_run("a"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(line + b"\n")
    assert read(tmp_path) == History((a_run("a"),), 1)


def test_a_field_of_a_later_version_is_no_hindrance(tmp_path: Path) -> None:
    append(tmp_path, a_run("a"))
    values = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**values, "host": "x"}) + "\n", encoding="utf-8")
    assert read(tmp_path) == History((a_run("a"),))


def write_many(folder: str, writer: int) -> None:
    for number in range(50):
        append(Path(folder), a_run(f"{writer}-{number}"))


def test_appenders_at_once_lose_nothing(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    writers = [start.Process(target=write_many, args=(str(tmp_path), writer)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = read(tmp_path)
    assert found.damaged == 0
    assert sorted(run.run for run in found.runs) == sorted(f"{writer}-{n}" for writer in range(4) for n in range(50))


# --- what a run records -------------------------------------------------------------------------------------


def test_a_success_is_recorded_with_what_it_published(place: Office) -> None:
    place.run(UNIT, PERIOD)
    (run,) = place.history().runs
    assert (run.run, run.outcome, run.reason) == ("run-1", "draft", None)
    assert run.notebooks == {"00_clean.ipynb": 0.5}
    assert set(run.outputs) == {"report.html"}
    assert run.inputs


def test_a_failure_is_recorded_and_shown_beside_the_edition_until_the_next_success(place: Office) -> None:
    published = place.publish(UNIT, PERIOD)
    before = published.read_bytes()
    place.fail(PERIOD, 'Bieu <b> & "x"')
    with pytest.raises(ReportError):
        place.run(UNIT, PERIOD)
    page = failure_page(place.reports, UNIT, PERIOD)
    assert page == place.reports / UNIT / f"{PERIOD}.failed.html"
    text = page.read_text(encoding="utf-8")
    assert "Bieu &lt;b&gt; &amp; &quot;x&quot;" in text
    assert f'href="{PERIOD}/report.html"' in text
    assert "http" not in text.replace("http-equiv", "")
    assert published.read_bytes() == before
    (run,) = place.history().runs
    assert (run.outcome, run.reason, run.outputs) == ("failed", 'Bieu <b> & "x"', {})
    assert sorted(path.name for path in page.parent.iterdir()) == [PERIOD, page.name]
    place.failing.clear()
    place.run(UNIT, PERIOD)
    assert not page.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/x/report.html"), "report.html: máy báo lỗi No space left on device"),
        (ZeroDivisionError("division\nby zero"), "lỗi chương trình ZeroDivisionError: division by zero"),
    ],
)
def test_any_failure_is_one_line(place: Office, error: Exception, said: str) -> None:
    place.failing[UNIT, PERIOD] = error
    with pytest.raises(type(error)):
        place.run(UNIT, PERIOD)
    assert place.history().runs[0].reason == said


def test_a_run_that_a_person_stopped_is_no_failure(place: Office) -> None:
    with pytest.raises(KeyboardInterrupt), recorded(UNIT, PERIOD, place.data.raw(UNIT, PERIOD), place.reports):
        raise KeyboardInterrupt
    assert [run.outcome for run in place.history().runs] == ["stopped"]
    assert not failure_page(place.reports, UNIT, PERIOD).exists()


def test_a_slip_of_the_keyboard_and_a_busy_period_leave_no_trace(place: Office) -> None:
    with pytest.raises(ReportError), recorded(UNIT, "2019-H1", place.data.raw(UNIT, "2019-H1"), place.reports):
        raise ReportError("chưa có số liệu")
    with pytest.raises(Busy), recorded(UNIT, PERIOD, place.data.raw(UNIT, PERIOD), place.reports):
        raise Busy("chưa xong")
    assert not place.reports.exists()


def test_nothing_to_do_is_recorded_and_ends_a_failure(place: Office) -> None:
    place.run(UNIT, PERIOD)
    place.fail(PERIOD)
    with pytest.raises(ReportError):
        place.run(UNIT, PERIOD)
    record_unchanged(place.reports / UNIT / PERIOD, UNIT, PERIOD)
    assert [run.outcome for run in place.history().runs] == ["draft", "failed", "unchanged"]
    assert not failure_page(place.reports, UNIT, PERIOD).exists()
    assert place.history().last_success(UNIT, PERIOD) == place.history().runs[-1]


def test_a_history_that_cannot_be_written_does_not_undo_a_run(
    place: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    (place.reports / FILE).mkdir(parents=True)
    assert place.run(UNIT, PERIOD).is_file()
    assert capsys.readouterr().err.count("Cảnh báo: không ghi được nhật ký chạy") == 1
