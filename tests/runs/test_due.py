"""What is due by the legal calendar, and `run --due`: what was missed is caught up, nothing is done twice."""

import json
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from runs.offices import UNIT, Office, office

from lib import cli
from lib.domain.errors import ReportError
from lib.editions.history import failure_page
from lib.editions.owed import calendar, raw_inputs
from lib.intake.folders import REPOSITORY, data_folder
from lib.runs.building import Busy
from lib.runs.due import Need, run_due
from lib.runs.failure import HOOK_VARIABLE

HALF_YEARS = "{kinds: [half_year, year], first: 2021-H1}"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.delenv(HOOK_VARIABLE, raising=False)
    return office(tmp_path)


def needs(place: Office, day: str) -> dict[str, Need]:
    return {each.owed.period.code: each.need for each in place.due(day).due}


def go(place: Office, day: str) -> tuple[int, list[tuple[str, str]]]:
    """One `run --due`: its exit code and what it ran."""
    place.ran.clear()
    code = run_due(place.due(day), place.run, lambda line: None)
    return code, list(place.ran)


# --- the calendar -------------------------------------------------------------------------------------------


def test_a_period_is_due_the_day_after_its_cut_off(place: Office) -> None:
    place.receive("2021-H1")
    assert needs(place, "2021-06-14") == {}
    assert needs(place, "2021-06-15") == {"2021-H1": Need.FIRST}


@pytest.mark.parametrize(
    ("kinds", "first", "day", "codes"),
    [
        ("half_year, year", "2021-H1", "2022-12-15", ["2021-H1", "2021-Y", "2022-H1", "2022-Y"]),
        ("half_year, year", "2021-Y", "2022-06-20", ["2021-Y", "2022-H1"]),
        ("quarter", "2021-Q2", "2022-03-15", ["2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1"]),
        ("month", "2021-11", "2022-02-15", ["2021-11", "2021-12", "2022-01", "2022-02"]),
        ("nine_months", "2021-9M", "2022-09-14", ["2021-9M"]),
        ("quarter, half_year", "2021-H1", "2021-06-15", ["2021-Q2", "2021-H1"]),  # one cut-off, the shorter first
    ],
)
def test_a_schedule_names_periods_whether_or_not_their_data_came(
    place: Office, kinds: str, first: str, day: str, codes: list[str]
) -> None:
    place.plan(f'{{kinds: [{kinds}], first: "{first}"}}')
    assert needs(place, day) == dict.fromkeys(codes, Need.DATA)
    assert list(needs(place, day)) == codes


def test_sending_days_are_the_units_own_or_the_usual(place: Office) -> None:
    place.plan("{kinds: [half_year], first: 2021-H1, sending_days: 5}")
    place.receive("2021-H1", unit="gia-lai")
    by_unit = {each.owed.unit.slug: each.owed.send_by for each in place.due("2021-07-01").due}
    assert by_unit == {UNIT: date(2021, 6, 21), "gia-lai": date(2021, 6, 16)}


def test_a_schedule_ends_with_its_unit_or_where_it_says(place: Office) -> None:
    place.plan(HALF_YEARS)
    assert list(needs(place, "2031-01-01"))[-1] == "2025-H1"  # the districts ended on 30 June 2025
    place.plan("{kinds: [half_year], first: 2021-H1, last: 2022-H1}")
    assert list(needs(place, "2031-01-01")) == ["2021-H1", "2022-H1"]


def test_what_comes_next_is_said(place: Office) -> None:
    place.plan(HALF_YEARS)
    assert [owed.period.code for owed in place.due("2021-06-14").calendar.coming] == ["2021-H1"]
    assert "Kỳ tới: krong-pa 2021-Y (năm 2021; chốt 14/12/2021" in str(place.due("2021-06-15"))


def test_folders_beside_the_schedule_are_owed_too_and_others_are_named(place: Office) -> None:
    place.plan(HALF_YEARS)
    for period in ("2020-H1", "2021-h1", "cũ"):
        place.receive(period)
    place.receive("2021-H1", unit="noi-khac")
    listed = place.due("2021-06-15")
    assert list(needs(place, "2021-06-15")) == ["2020-H1", "2021-H1"]
    passed_over = [str(fault) for fault in listed.calendar.passed_over]
    assert [text.partition(":")[0] for text in passed_over] == [
        "raw/krong-pa/2021-h1", "raw/krong-pa/cũ", "raw/noi-khac/2021-H1",
    ]  # fmt: skip
    assert str(listed).count("Bỏ qua: ") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{kinds: [half_year]}", 'thiếu "first"'),
        ("{kinds: [nua_nam], first: 2021-H1}", "nua_nam"),
        ("{kinds: [half_year], first: 2021-H3}", "2021-H3"),
        ("{kinds: [half_year], first: 2021-H1, lats: 2022-H1}", "lats"),
        ("{kinds: half_year, first: 2021-H1}", "kinds"),
        ("{kinds: [half_year", "YAML"),
    ],
)
def test_a_wrong_schedule_is_told_and_stops_nobody_else(
    place: Office, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    place.plan(text)
    place.receive("2021-H1", unit="gia-lai")
    (fault,) = place.due("2021-06-15").calendar.faults
    assert said in str(fault)
    assert str(fault).startswith("raw/krong-pa/schedule.yaml")
    assert go(place, "2021-06-15") == (1, [("gia-lai", "2021-H1")])
    assert "schedule.yaml" in capsys.readouterr().err


def test_a_missing_data_folder_is_an_error_and_not_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="không có thư mục số liệu"):
        calendar(data_folder(str(tmp_path / "unplugged")), date(2021, 6, 15))


# --- running what is due ------------------------------------------------------------------------------------


def test_what_was_missed_is_caught_up_and_nothing_is_run_twice(place: Office) -> None:
    for period in ("2020-H1", "2020-Y", "2021-H1"):
        place.receive(period)
    assert go(place, "2021-06-15") == (0, [(UNIT, period) for period in ("2020-H1", "2020-Y", "2021-H1")])
    assert go(place, "2021-06-15") == (0, [])
    assert go(place, "2022-01-01") == (0, [])


def test_changed_data_are_run_again_once(place: Office) -> None:
    place.receive("2020-H1")
    place.receive("2021-H1")
    go(place, "2021-06-15")
    place.receive("2021-H1", "corrected")
    assert needs(place, "2021-06-16") == {"2020-H1": Need.NOTHING, "2021-H1": Need.CHANGED}
    assert go(place, "2021-06-16") == (0, [(UNIT, "2021-H1")])
    assert go(place, "2021-06-16") == (0, [])


def test_a_failure_stops_no_other_and_is_tried_again(place: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for period in ("2020-H1", "2020-Y", "2021-H1"):
        place.receive(period)
    place.fail("2020-H1", "P. GDDT.xlsx: hỏng")
    place.failing[UNIT, "2020-Y"] = ZeroDivisionError("division by zero")
    assert go(place, "2021-06-15")[0] == 1
    assert len(place.ran) == 3
    said = capsys.readouterr().err
    assert "Lỗi: krong-pa 2020-H1: P. GDDT.xlsx: hỏng\n" in said
    assert "Lỗi: krong-pa 2020-Y: lỗi chương trình ZeroDivisionError" in said
    assert "Traceback" in said  # a fault of the program is shown whole
    assert needs(place, "2021-06-15")["2020-H1"] is Need.AGAIN
    assert "cần lập lại: lần trước lỗi (P. GDDT.xlsx: hỏng)" in str(place.due("2021-06-15"))
    place.failing.clear()
    assert go(place, "2021-06-15") == (0, [(UNIT, "2020-H1"), (UNIT, "2020-Y")])


def test_a_period_without_data_waits_then_fails_once(place: Office) -> None:
    place.plan("{kinds: [half_year], first: 2021-H1}")
    assert go(place, "2021-06-16") == (0, [])
    page = failure_page(place.reports, UNIT, "2021-H1")
    assert not page.exists()
    assert go(place, "2021-06-17") == (1, [])
    assert "quá hạn gửi 16/6/2021 mà chưa có số liệu" in page.read_text(encoding="utf-8")
    assert go(place, "2021-06-18") == (0, [])
    place.receive("2021-H1")
    assert go(place, "2021-06-18") == (0, [(UNIT, "2021-H1")])
    assert not page.exists()


def test_an_edition_whose_raw_folder_was_put_away_is_left_alone(place: Office) -> None:
    place.receive("2021-H1")
    go(place, "2021-06-15")
    (place.data.raw(UNIT, "2021-H1") / "P. LDTBXH.xlsx").unlink()
    assert go(place, "2022-01-01") == (0, [])


def test_a_period_another_run_is_busy_with_is_left_to_it(place: Office) -> None:
    place.receive("2021-H1")
    place.failing[UNIT, "2021-H1"] = Busy("một lần chạy khác chưa xong")
    said: list[str] = []
    run_due(place.due("2021-06-15"), place.run, said.append)
    assert said == ["krong-pa 2021-H1: một lần chạy khác chưa xong"]
    assert place.history().runs == ()


def test_only_one_unit_or_period_may_be_asked_for(place: Office) -> None:
    for unit in (UNIT, "gia-lai"):
        for period in ("2020-H1", "2021-H1"):
            place.receive(period, unit=unit)
    listed = place.due("2021-06-15")
    assert len(listed.only(None, None).due) == 4
    assert [each.owed.unit.slug for each in listed.only("gia-lai", None).due] == ["gia-lai"] * 2
    assert len(listed.only("gia-lai", "2021-H1").due) == 1


# --- the commands -------------------------------------------------------------------------------------------


def test_the_commands_list_what_is_due_and_how_it_stands(place: Office, capsys: pytest.CaptureFixture[str]) -> None:
    place.receive("2021-H1")
    folders = ["--data", str(place.data.root), "--reports", str(place.reports)]
    arguments = cli._parse(["due", "--today", "15/6/2021", *folders])
    assert arguments.function(arguments) == 0
    assert "krong-pa 2021-H1 (6 tháng đầu năm 2021; chốt 14/6/2021, gửi chậm nhất 16/6/2021): cần lập" in (
        capsys.readouterr().out
    )
    arguments = cli._parse(["status", "--today", "2021-06-17", *folders])
    assert arguments.function(arguments) == 0
    assert "quá hạn" in capsys.readouterr().out
    place.plan("{")
    assert arguments.function(arguments) == 1


def test_run_asks_for_unit_and_period_unless_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._parse(["run", "--due"]).due
    with pytest.raises(SystemExit):
        cli._parse(["run"])
    assert "còn thiếu --unit, --period" in capsys.readouterr().err


def test_what_is_listed_as_input_is_what_a_manifest_names() -> None:
    """The sample's own folder, by the two ways; else every period would seem changed."""
    from lib.indicators.context import open_context
    from lib.runs.planning import inputs

    context = open_context(UNIT, "2021-H1")
    assert raw_inputs(REPOSITORY / "data" / "raw" / UNIT / "2021-H1") == inputs(context)


@pytest.mark.slow
def test_run_due_for_real(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of the sample's periods, by the command, twice: JSON lines, an edition, then nothing to do."""
    root = tmp_path / "data"
    (root / "raw" / UNIT).mkdir(parents=True)
    (root / "raw" / UNIT / "2021-H1").symlink_to(REPOSITORY / "data" / "raw" / UNIT / "2021-H1")
    command = ["run", "--due", "--today", "2021-06-15", "--data", str(root), "--reports", str(tmp_path / "reports")]
    options = cli._parse([*command, "--json"])
    assert options.function(options) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in (events[0], events[-1])] == ["begin", "published"]
    assert events[-1]["page"] == str(tmp_path / "reports" / UNIT / "2021-H1" / "report.html")
    assert Path(events[-1]["page"]).is_file()
    notebooks = [event for event in events if event["event"] == "notebook"]
    assert len(notebooks) == events[0]["total"] == notebooks[-1]["done"]
    assert options.function(options) == 0
    assert capsys.readouterr().out == ""
    (line,) = (tmp_path / "reports" / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["run"] == events[-1]["run"]


def test_what_the_guide_says_is_so(place: Office) -> None:
    guide = (REPOSITORY / "docs" / "how-to" / "schedule.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) for line in block.splitlines()]
    commands += re.findall(r"`(python -m lib [^`]+)`", guide)
    assert len(commands) > 7
    for command in commands:
        if command != "python -m lib run":
            assert cli._parse(shlex.split(command)[3:]).function
    (example,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    place.plan(example)
    listed = place.due("2021-12-20")
    assert listed.calendar.faults == ()
    assert [each.owed.period.code for each in listed.due] == ["2021-H1", "2021-Y"]
    assert listed.due[0].owed.on_failure == ("python3", "/opt/bao-loi.py")
    for code in re.findall(r"```python\n(.*?)```", guide, re.DOTALL):
        compile(code, "guide", "exec")


def test_the_module_needs_nothing_heavy() -> None:
    """`due` and `status` answer at once: neither opens a notebook nor a table."""
    code = (
        "import sys; import lib.runs.commands; print([m for m in ('pandas', 'papermill', 'tqdm') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
