"""The schedule: ready entries for cron, systemd and Windows; only our own lines are touched; twice is once.

crontab, systemctl and schtasks are programs made up here; the machine's own are not on the PATH.
"""

import os
import shutil
import subprocess
import sys
from datetime import time, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lib import cli
from lib.domain.errors import ReportError
from lib.intake.folders import REPOSITORY
from lib.runs.schedule import daily_job, main_schedule
from lib.runs.schedule_entries import Job, cron_block, parse_time, systemd_files, windows_xml, without_block

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the made-up programs are shell scripts")

ODD = Path('/srv/bao cao/50% "Đất" $HOME `x`\'s')
JOB = Job(ODD, "/usr/bin/python3", ("run", "--due", "--quiet", "--data", "/mnt/a b/100%"), time(7, 30))
OTHERS = "# của tôi\nMAILTO=me\n*/5 * * * * /usr/bin/true % x\n\n@daily /x"

CRONTAB = """#!/bin/sh
[ -n "$REFUSES" ] && { echo "crontab: you are not allowed" >&2; exit 1; }
case "$1" in
  -l) [ -f "$TABLE" ] && exec cat "$TABLE"; echo "no crontab for somebody" >&2; exit 1 ;;
  -) cat > "$TABLE" ;;
esac
echo "$1" >> "$CALLS"
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >> "$CALLS"
[ -n "$REFUSES" ] && { echo "Failed to connect to bus" >&2; exit 1; }
exit 0
"""
SCHTASKS = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$1" in
  /Query) [ -f "$TABLE" ] ;;
  /Create) cp "$5" "$TABLE" ;;
  /Delete) rm "$TABLE" ;;
esac
"""


class Machine:
    """A machine that has the programs named, and nothing else on its PATH."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin, self.table, self.calls_file, self.home = root / "bin", root / "table", root / "calls", root / "home"
        self.bin.mkdir()
        for name in ("cat", "cp", "rm"):
            (self.bin / name).symlink_to(str(shutil.which(name)))
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.setenv("TABLE", str(self.table))
        monkeypatch.setenv("CALLS", str(self.calls_file))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(self.home))
        monkeypatch.delenv("REFUSES", raising=False)

    def has(self, **programs: str) -> None:
        for name, script in programs.items():
            (self.bin / name).write_text(script, encoding="utf-8")
            (self.bin / name).chmod(0o755)

    def calls(self) -> list[str]:
        return self.calls_file.read_text(encoding="utf-8").splitlines() if self.calls_file.exists() else []

    def units(self) -> list[str]:
        folder = self.home / "systemd" / "user"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


# --- cron -----------------------------------------------------------------------------------------------------


def test_cron_keeps_every_other_line_and_twice_is_once(machine: Machine) -> None:
    machine.has(crontab=CRONTAB)
    machine.table.write_text(OTHERS, encoding="utf-8")
    assert main_schedule("install") == 0
    once = machine.table.read_text(encoding="utf-8")
    assert once.startswith(OTHERS + "\n# >>> poverty-reports-")
    assert main_schedule("install") == 0
    assert machine.table.read_text(encoding="utf-8") == once
    assert main_schedule("install", at="18:15") == 0
    assert machine.table.read_text(encoding="utf-8").count(">>>") == 2
    assert main_schedule("remove") == 0
    assert machine.table.read_text(encoding="utf-8") == OTHERS + "\n"
    calls = machine.calls()
    assert main_schedule("remove") == 0
    assert [call for call in machine.calls()[len(calls) :] if call == "-"] == []  # nothing was written


def test_cron_on_an_empty_crontab(machine: Machine) -> None:
    machine.has(crontab=CRONTAB)
    assert main_schedule("remove") == 0
    assert not machine.table.exists()
    assert main_schedule("install") == 0
    assert machine.table.read_text(encoding="utf-8") == cron_block(daily_job("07:30"))


def test_bytes_of_others_that_are_no_utf8_stay(machine: Machine) -> None:
    machine.has(crontab=CRONTAB)
    machine.table.write_bytes(b"# \xff\xfe caf\xe9\n")
    main_schedule("install")
    main_schedule("remove")
    assert machine.table.read_bytes() == b"# \xff\xfe caf\xe9\n"


def test_a_crontab_that_cannot_be_read_is_never_written(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has(crontab=CRONTAB)
    machine.table.write_text(OTHERS, encoding="utf-8")
    monkeypatch.setenv("REFUSES", "1")
    with pytest.raises(ReportError, match="not allowed"):
        main_schedule("install", "cron")
    assert machine.table.read_text(encoding="utf-8") == OTHERS


@pytest.mark.parametrize("missing", [0, -1])
def test_a_block_somebody_cut_is_left_to_people(missing: int) -> None:
    lines = cron_block(JOB).splitlines(keepends=True)
    del lines[missing]
    with pytest.raises(ReportError, match="sửa dở"):
        without_block("".join(lines) + OTHERS, JOB)


def test_another_clones_block_stays() -> None:
    other = Job(Path("/srv/other"), JOB.python, JOB.arguments, JOB.at)
    both = cron_block(other) + cron_block(JOB)
    assert without_block(both, JOB) == cron_block(other)


@pytest.mark.parametrize(("hours", "clock"), [(0, "30 0"), (7, "30 7"), (-5, "30 19"), (5.5, "0 6")])
def test_cron_is_told_the_machines_time(hours: float, clock: str) -> None:
    assert cron_block(JOB, timezone(timedelta(hours=hours))).splitlines()[1].startswith(f"{clock} * * * cd ")


def test_what_cron_hands_to_the_shell_is_what_was_meant(tmp_path: Path) -> None:
    """cron takes the backslash from \\% and gives the rest to sh."""
    root = tmp_path / ODD.name
    root.mkdir()
    show = "import os, sys; print([os.getcwd(), *sys.argv[1:]])"
    job = Job(root, sys.executable, JOB.arguments, JOB.at)
    line = cron_block(job).splitlines()[2].removeprefix("@reboot ").replace(r"\%", "%")
    done = subprocess.run(
        ["sh", "-c", line.replace(" -m lib ", f" -c '{show}' ")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str([str(root), *JOB.arguments])


def test_a_folder_that_breaks_lines_is_refused() -> None:
    with pytest.raises(ReportError, match="không in được"):
        Job(Path("/srv/a\n* * * * * rm"), JOB.python, JOB.arguments, JOB.at)


# --- systemd --------------------------------------------------------------------------------------------------


def test_systemd_files_are_written_enabled_and_taken_away(machine: Machine) -> None:
    machine.has(systemctl=SYSTEMCTL, crontab=CRONTAB)
    name = daily_job("07:30").name
    assert main_schedule("install") == 0
    assert machine.units() == [f"{name}.service", f"{name}.timer"]
    assert f"--user enable --now {name}.timer" in machine.calls()
    texts = [path.read_text(encoding="utf-8") for path in sorted((machine.home / "systemd" / "user").iterdir())]
    assert main_schedule("install") == 0
    assert texts == [path.read_text(encoding="utf-8") for path in sorted((machine.home / "systemd" / "user").iterdir())]
    other = machine.home / "systemd" / "user" / "mine.timer"
    other.write_text("[Timer]", encoding="utf-8")
    assert main_schedule("remove") == 0
    assert machine.units() == ["mine.timer"]
    assert f"--user disable --now {name}.timer" in machine.calls()
    assert main_schedule("remove") == 0


def test_a_unit_file_of_somebody_else_is_not_touched(machine: Machine) -> None:
    machine.has(systemctl=SYSTEMCTL)
    file = machine.home / "systemd" / "user" / f"{daily_job('07:30').name}.timer"
    file.parent.mkdir(parents=True)
    file.write_text("[Timer]\n", encoding="utf-8")
    for action in ("install", "remove"):
        with pytest.raises(ReportError, match="không do lệnh schedule ghi"):
            main_schedule(action, "systemd")
    assert machine.units() == [file.name]
    assert file.read_text(encoding="utf-8") == "[Timer]\n"


def test_the_timer_runs_in_viet_nams_time_and_makes_up_for_what_was_missed() -> None:
    timer = systemd_files(JOB)[f"{JOB.name}.timer"]
    assert "OnCalendar=*-*-* 07:30:00 Asia/Ho_Chi_Minh\nPersistent=true\n" in timer


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_understands_the_files(tmp_path: Path) -> None:
    root = tmp_path / '50% "Đất" $HOME'
    root.mkdir()
    job = Job(root, sys.executable, JOB.arguments, JOB.at)
    for name, text in systemd_files(job).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in systemd_files(job):
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert job.name not in done.stderr


# --- Windows --------------------------------------------------------------------------------------------------


def test_the_task_for_windows() -> None:
    task = ElementTree.fromstring(windows_xml(JOB).encode("utf-16"))
    found = {element.tag.rpartition("}")[2]: element.text for element in task.iter()}
    assert found["StartBoundary"] == "2000-01-01T07:30:00+07:00"
    assert found["StartWhenAvailable"] == "true"
    assert found["MultipleInstancesPolicy"] == "IgnoreNew"
    assert found["WorkingDirectory"] == str(ODD)
    assert found["Arguments"] == '-m lib run --due --quiet --data "/mnt/a b/100%"'


def test_windows_gets_the_file_in_utf16_and_gives_it_back(machine: Machine) -> None:
    machine.has(schtasks=SCHTASKS)
    assert main_schedule("install", "windows") == 0
    declared = machine.table.read_bytes().decode("utf-16")
    assert declared == windows_xml(daily_job("07:30"))
    assert main_schedule("install", "windows") == 0
    assert main_schedule("remove", "windows") == 0
    assert not machine.table.exists()
    assert main_schedule("remove", "windows") == 0


# --- the command ----------------------------------------------------------------------------------------------


def test_a_machine_with_nothing_is_told_what_to_do(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, by_hand in (("", "crontab -e"), ("systemd", "daemon-reload"), ("windows", "schtasks /Create")):
        assert main_schedule("install", kind) == 1
        said = capsys.readouterr().out
        assert [words for words in ("máy này không có", by_hand, "--due") if words not in said] == []
        assert main_schedule("show", kind) == 0
        assert main_schedule("remove", kind) == 0
        assert "Không có lịch" in capsys.readouterr().out
    assert machine.calls() == []


def test_moving_from_cron_to_systemd_leaves_one_schedule(machine: Machine) -> None:
    machine.has(crontab=CRONTAB)
    machine.table.write_text(OTHERS + "\n", encoding="utf-8")
    main_schedule("install")
    machine.has(systemctl=SYSTEMCTL)
    main_schedule("install")
    assert machine.table.read_text(encoding="utf-8") == OTHERS + "\n"
    assert len(machine.units()) == 2


def test_show_changes_nothing(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.has(crontab=CRONTAB)
    assert main_schedule("show") == 0
    assert "chưa đặt" in capsys.readouterr().out
    assert not machine.table.exists()
    main_schedule("install")
    capsys.readouterr()
    main_schedule("show")
    said = capsys.readouterr().out
    assert said.endswith("đã đặt\n")
    assert cron_block(daily_job("07:30")) in said


def test_what_is_scheduled_is_a_command_that_exists(tmp_path: Path) -> None:
    job = daily_job("07:30", data=str(tmp_path), reports="out")
    options = cli._parse(job.arguments)
    assert (options.due, options.quiet, options.data) == (True, True, str(tmp_path))
    assert Path(options.reports).is_absolute()
    assert job.root == REPOSITORY
    assert os.access(job.python, os.X_OK)
    assert ".venv" not in Path(job.python).parts  # it may be made anew


def test_the_words_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    options = cli._parse(["schedule", "show", "--with", "windows", "--at", "06:00"])
    assert options.function(options) == 0
    assert "T06:00:00+07:00" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli._parse(["schedule"])


@pytest.mark.parametrize("text", ["7h30", "25:00", "", "07:30:00"])
def test_no_time(text: str) -> None:
    with pytest.raises(ReportError, match="không phải là giờ"):
        parse_time(text)
