"""Many units: what is lost is made again, what fails is named, and neither stops the others. The engine is a stub."""

import json
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

import pytest
from runs.offices import UNIT, office

from lib import cli
from lib.domain.errors import ReportError
from lib.domain.periods import Periods
from lib.domain.unit_patterns import chosen_units
from lib.domain.units import Units
from lib.editions import history
from lib.runs.index import one_index_at_the_end, refresh_index
from lib.runs.many.batch import RETRIES, Batch, How, Outcome, State, as_json, run_batch
from lib.runs.many.page import batch_file, batch_page, write_batch
from lib.runs.many.progress import BatchEvents, BatchProgress, QuietBatch, VerboseBatch, batch_speaking
from lib.runs.many.stations import Lost
from lib.runs.many.unit import FAILED, PUBLISHED, STOPPED, UNCHANGED, Result, Task, make

PERIOD = Periods.load("data/reference").parse("2021-H1")
UNITS = Units.load("data/reference")
NAMES = ["phu-tuc", "uar", "ia-rsai", "chu-gu"]


def batch(reports: Path, *scope: str) -> Batch:
    scope = scope or (",".join(NAMES),)
    made = Batch(PERIOD, tuple(scope), reports, chosen_units(scope, UNITS, PERIOD.end))
    made.started = datetime(2026, 1, 5, 1, tzinfo=UTC)
    return made


class Played:
    """An engine that says what a test tells it to, unit by unit, then lets each end well."""

    where = "máy thử"

    def __init__(self, **script: list[str | Lost | Result]) -> None:
        self.script = {name.replace("_", "-"): deque(said) for name, said in script.items()}
        self.waiting: deque[Task] = deque()
        self.submitted: list[Task] = []
        self.dropped: list[str] = []
        self.closed = False

    def submit(self, task: Task) -> None:
        self.submitted.append(task)
        self.waiting.append(task)

    def next(self) -> Result | Lost:
        unit = self.waiting[0].unit
        said = self.script[unit].popleft() if self.script.get(unit) else PUBLISHED
        if isinstance(said, Lost) and said.resumed:
            return said
        self.waiting.popleft()
        return Result(unit, said, seconds=1.0, status="draft") if isinstance(said, str) else said

    def drop(self, unit: str) -> None:
        self.dropped.append(unit)
        self.waiting = deque(task for task in self.waiting if task.unit != unit)

    def close(self) -> None:
        self.closed = True


def played(made: Batch, engine: Played, sent: list[str] | None = None) -> list[Outcome]:
    heard: list[Outcome] = []
    run_batch(made, [unit for unit in made.units if unit.slug in (sent or NAMES)], How(), engine, heard.append)
    assert engine.closed
    return heard


def test_each_unit_ends_in_its_own_way(tmp_path: Path) -> None:
    made = batch(tmp_path)
    engine = Played(uar=[Result("uar", FAILED, "P. GDDT.xlsx: hỏng")], ia_rsai=[UNCHANGED])
    played(made, engine, sent=NAMES[:3])
    assert {outcome.unit.slug: outcome.state for outcome in made.outcomes.values()} == {
        "phu-tuc": State.PUBLISHED, "uar": State.FAILED, "ia-rsai": State.UNCHANGED, "chu-gu": State.NOT_SENT,
    }  # fmt: skip
    assert made.outcomes["uar"].reason == "P. GDDT.xlsx: hỏng"
    assert made.summary == "4 đơn vị: 1 đã lập, 1 không đổi, 1 lỗi, 1 chưa gửi"


def test_a_lost_process_costs_its_unit_a_retry_and_nothing_else(tmp_path: Path) -> None:
    made = batch(tmp_path)
    engine = Played(uar=[Lost("uar", "mất"), Lost("uar", "mất nữa")])
    heard = played(made, engine)
    assert [outcome.state for outcome in made.outcomes.values()] == [State.PUBLISHED] * 4
    assert made.outcomes["uar"].lost == ("mất", "mất nữa")
    assert [(outcome.unit.slug, len(outcome.lost)) for outcome in heard if outcome.state is State.WAITING] == [
        ("uar", 1), ("uar", 2),
    ]  # fmt: skip
    mine = [task for task in engine.submitted if task.unit == "uar"]
    assert [task.wait for task in mine] == [False, True, True]  # what the lost one held is waited for
    assert made.summary.endswith("1 phải chạy lại")


@pytest.mark.parametrize("resumed", [False, True])
def test_retries_are_bounded_and_giving_up_is_written_down(tmp_path: Path, resumed: bool) -> None:
    made = batch(tmp_path)
    engine = Played(uar=[Lost("uar", "tiến trình dừng", resumed) for _ in range(RETRIES + 5)])
    with one_index_at_the_end():
        played(made, engine)
    assert made.outcomes["uar"].state is State.FAILED
    assert made.outcomes["uar"].reason == "tiến trình dừng; đã thử 3 lần"
    assert len(made.of(State.PUBLISHED)) == 3
    assert len([task for task in engine.submitted if task.unit == "uar"]) == (1 if resumed else RETRIES + 1)
    assert engine.dropped == ["uar"]
    [run] = history.read(tmp_path).runs
    assert (run.unit, run.outcome, run.reason) == ("uar", history.FAILED, "tiến trình dừng; đã thử 3 lần")
    assert (tmp_path / "uar" / "2021-H1.failed.html").is_file()


def test_whoever_listens_and_stops_finds_the_engine_closed(tmp_path: Path) -> None:
    made, engine = batch(tmp_path), Played()

    def interrupted(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(made, made.units, How(), engine, interrupted)
    assert engine.closed
    assert (len(made.of(State.PUBLISHED)), len(made.of(State.WAITING))) == (1, 3)


def test_a_stopped_unit_is_not_done(tmp_path: Path) -> None:
    made = batch(tmp_path)
    played(made, Played(uar=[STOPPED]))
    assert [outcome.unit.slug for outcome in made.of(State.WAITING)] == ["uar"]


def test_page_and_json_say_the_same(tmp_path: Path) -> None:
    made = batch(tmp_path)
    reason = "P. GDDT.xlsx: <b>hỏng</b> & thiếu"
    place = office(tmp_path)
    place.reports.mkdir()
    made.reports = place.reports
    place.receive("2021-H1", unit="phu-tuc")
    place.publish("phu-tuc", "2021-H1")
    engine = Played(uar=[Result("uar", FAILED, reason)], ia_rsai=[Lost("ia-rsai", "mất máy")])
    played(made, engine, sent=NAMES[:3])
    path = write_batch(made)
    page, found = path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert found["counts"] == {"published": 2, "failed": 1, "not_sent": 1}
    assert found["retried"] == 1
    assert [unit["lost"] for unit in found["units"]] == [[], [], ["mất máy"], []]
    assert "P. GDDT.xlsx: &lt;b&gt;hỏng&lt;/b&gt; &amp; thiếu" in page
    assert 'href="../phu-tuc/2021-H1/report.html">Thị trấn Phú Túc</a>' in page
    for told in ("Lỗi (1)", "Chưa gửi số liệu (1)", "Đã lập (2)", "Phải chạy lại", "1 lần, mất máy", "trên máy thử"):
        assert told in page
    assert str(tmp_path) not in page
    assert batch_page(made) == page


def test_a_page_for_each_period_and_patterns(tmp_path: Path) -> None:
    def name(*scope: str) -> str:
        return batch_file(Batch(PERIOD, scope, tmp_path, ())).name

    assert name("gia-lai/*") == "2021-H1-gia-lai_all.html"
    assert name("viet-nam/*/*") == "2021-H1-viet-nam_all_all.html"
    assert name("uar") == "2021-H1-uar.html"
    others = [("uar", "phu-tuc"), ("phu-tuc", "uar"), ("gia-lai/u*",), ("gia-lai/*u",), ("gia-lai/[u]*",), ("../x",)]
    names = [name(*scope) for scope in others] + [name(*(f"xa-{number}" for number in range(200)))]
    assert len({*names}) == len(names)
    assert all(len(found) < 100 and ".." not in found and "/" not in found for found in names)


def test_the_index_is_left_to_the_end(tmp_path: Path) -> None:
    with one_index_at_the_end():
        refresh_index(tmp_path)
        assert not (tmp_path / "index.html").exists()
    refresh_index(tmp_path)
    assert (tmp_path / "index.html").exists()


# --- what is said -----------------------------------------------------------------------------------------


def say(speaking: BatchProgress, made: Batch) -> None:
    made.outcomes = {unit.slug: Outcome(unit) for unit in made.units}
    speaking.begin(made, 3)
    told = [
        Outcome(made.units[3], State.NOT_SENT),
        Outcome(made.units[1], lost=("mất",)),
        Outcome(made.units[0], State.PUBLISHED, seconds=2.0, status="draft"),
        Outcome(made.units[2], State.UNCHANGED, seconds=0.05),
        Outcome(made.units[1], State.FAILED, "hỏng", lost=("mất",)),
    ]
    for outcome in told:
        made.outcomes[outcome.unit.slug] = outcome
        speaking.started -= 10
        speaking.heard(made, outcome)
    made.seconds = 754
    speaking.end(made, Path("/r/b.html"))


def test_usually_failures_and_counts_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(BatchProgress(), batch(tmp_path))
    said = capsys.readouterr()
    assert said.out == "/r/b.html\n"
    assert said.err.splitlines() == [
        "chu-gu: chưa gửi", "uar: mất; chạy lại", "Lỗi: uar: hỏng",
        "4 đơn vị: 1 đã lập, 1 không đổi, 1 lỗi, 1 chưa gửi, 1 phải chạy lại; 13 phút.",
    ]  # fmt: skip


def test_quiet_says_failures_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(QuietBatch(), batch(tmp_path))
    assert tuple(capsys.readouterr()) == ("", "Lỗi: uar: hỏng\n")


def test_lines_with_the_time_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(VerboseBatch(), batch(tmp_path))
    lines = capsys.readouterr().err.splitlines()
    assert lines[2] == "[1/3] phu-tuc: đã lập, 2,0 giây, còn khoảng 1 phút"  # one in 30 seconds, two to go
    assert lines[4] == "[3/3] uar: lỗi: hỏng"


def test_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(BatchEvents(), batch(tmp_path))
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in said] == ["begin", "unit", "retry", "unit", "unit", "unit", "end"]
    assert said[2] == {"event": "retry", "unit": "uar", "reason": "mất", "lost": 1}
    assert (said[3]["unit"], said[3]["state"], said[3]["done"], said[3]["total"]) == ("phu-tuc", "published", 1, 3)
    assert 59 < said[3]["seconds_left"] < 61
    assert said[6]["counts"] == {"published": 1, "unchanged": 1, "failed": 1, "not_sent": 1}


def test_the_way_asked_for() -> None:
    ways = (((), BatchProgress), (("--quiet",), QuietBatch), (("--verbose",), VerboseBatch), (("--json",), BatchEvents))
    for flags, kind in ways:
        options = cli._parse(["run", "--units", "uar", "--period", "2021-H1", *flags])
        assert type(batch_speaking(options.quiet, options.verbose, options.json)) is kind


# --- one unit, and the command ----------------------------------------------------------------------------


def test_what_stops_a_unit_is_told_in_its_result(tmp_path: Path) -> None:
    result = make(Task("uar-nao", "2021-H1", reports=str(tmp_path)))
    assert (result.state, result.run) == (FAILED, "")
    assert result.reason.startswith('không có đơn vị "uar-nao"')
    assert Result.unpacked(result.packed()) == result
    for line in (b"{}", b'{"unit": "x", "state": "odd"}', b"[1]", b""):
        with pytest.raises(ValueError):
            Result.unpacked(line)


def command(*arguments: str) -> int:
    return cli._parse(["run", *arguments]).function(cli._parse(["run", *arguments]))


def test_options_that_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    period = ("--period", "2021-H1")
    for arguments, told in (
        (("--units", "uar", "--unit", "uar", *period), "--units không dùng cùng --unit"),
        (("--units", "uar", "--due", *period), "--units không dùng cùng --due"),
        (("--units", "uar", "--explain", *period), "--units không dùng cùng --explain"),
        (("--units", "uar"), "còn thiếu --period"),
        (("--unit", "uar", "-j", "2", *period), "--workers chỉ dùng với --units"),
        (("--unit", "uar", "--cluster", "tcp://x:1", *period), "--cluster chỉ dùng với --units"),
        (("--units", "uar", "-j", "0", *period), "--workers cần một số từ 1 trở lên"),
        (("--units", "uar", "-j", "2", "--cluster", "tcp://x:1", *period), "--workers không dùng cùng --cluster"),
    ):
        with pytest.raises(SystemExit) as stopped:
            command(*arguments)
        assert stopped.value.code == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--units", "krong-pa/*"), "chưa đơn vị nào trong 14 đơn vị có thư mục số liệu"),
        (("--units", "krong-pa/nao"), 'không có đơn vị "nao"'),
        (("--units", "uar", "--reports", "s3://kho/bao-cao"), "chỉ nhận thư mục mà mọi máy cùng thấy"),
        (("--units", "uar", "--today", "2021-06-01"), "chưa chốt số liệu"),
    ],
)
def test_a_batch_that_cannot_be_begun_is_refused(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(ReportError, match=told):
        command("--period", "2021-H1", "--data", str(tmp_path), "--reports", str(tmp_path / "reports"), *arguments)
    assert not (tmp_path / "reports").exists()


def test_units_without_workbooks_have_not_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = office(tmp_path)
    place.receive("2021-H1", "không phải bảng", unit=UNIT)
    place.receive("2021-H1", "notice: x", unit="uar", name="report.yaml")
    arguments = ("--period", "2021-H1", "--data", str(place.data.root), "--reports", str(place.reports))
    assert command("--units", f"{UNIT},uar,phu-tuc", *arguments) == 1
    said = capsys.readouterr()
    assert said.err.splitlines()[:2] == ["uar: chưa gửi", "phu-tuc: chưa gửi"]
    assert "Lỗi: krong-pa: P. LDTBXH.xlsx" in said.err
    found = json.loads(Path(said.out.strip()).with_suffix(".json").read_text(encoding="utf-8"))
    assert found["counts"] == {"failed": 1, "not_sent": 2}
    assert (place.reports / "index.html").is_file()


def test_json_ends_in_a_line(tmp_path: Path) -> None:
    assert as_json(batch(tmp_path)).endswith("}\n")
