"""Runs killed at any moment over an existing edition: what stands is whole, old or new; the next run just works.

KILLS=200 takes the full dose; a dozen, from a fixed seed, otherwise.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.intake.folders import REPOSITORY
from lib.runs.run import run_report

UNIT, PERIOD = "krong-pa", "2021-H1"
KILLS = int(os.environ.get("KILLS", "12"))
OUTPUTS = ("report.html", "facts.json", "facts.csv", "annex.xlsx")
RUN = "import sys; from lib.runs.run import run_report; run_report(*sys.argv[1:5], force=True)"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="POSIX signals")]


def started(data: Path, reports: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, UNIT, PERIOD, str(data), str(reports)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def whole(edition: Path) -> dict[str, str]:
    """The digests of an edition's outputs, which must be those its manifest names."""
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    found = {name: hashlib.sha256((edition / name).read_bytes()).hexdigest() for name in OUTPUTS}
    assert found == {name: manifest["outputs"][name] for name in OUTPUTS}
    assert len(list((edition / "notebooks").glob("*.ipynb"))) == 16
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    raw = REPOSITORY / "data" / "raw" / UNIT / PERIOD
    shutil.copytree(raw, tmp_path / "data" / "raw" / UNIT / PERIOD)
    return tmp_path


def test_killed_runs_leave_a_whole_edition(place: Path) -> None:
    data, reports = place / "data", place / "reports"
    seconds = time.perf_counter()
    edition = run_report(UNIT, PERIOD, str(data), str(reports)).parent
    seconds = time.perf_counter() - seconds
    old = whole(edition)
    closing = data / "raw" / UNIT / PERIOD / "commentary" / "IV.md"
    closing.write_text(closing.read_text(encoding="utf-8") + "\nĐề nghị sớm trả lời.\n", encoding="utf-8")
    chosen = random.Random(KILLS)
    seen = set()
    for _ in range(KILLS):
        process = started(data, reports)
        time.sleep(chosen.uniform(0.2, 1.3 * seconds + 2))
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        seen.add(tuple(sorted(whole(edition).items())))
    assert len(seen) <= 2
    last = run_report(UNIT, PERIOD, str(data), str(reports)).parent
    new = whole(last)
    assert new != old
    assert seen <= {tuple(sorted(old.items())), tuple(sorted(new.items()))}
    undisturbed = run_report(UNIT, PERIOD, str(data), str(place / "other"), force=True).parent
    assert whole(undisturbed) == new
    assert not list(reports.glob(".building-*"))


def test_a_second_run_is_refused_or_waits(place: Path) -> None:
    from lib.domain.errors import ReportError
    from lib.runs.building import building

    quiet: Callable[[str], None] = lambda line: None  # noqa: E731
    reports = place / "reports"
    with building(reports, UNIT, PERIOD, False, quiet), pytest.raises(ReportError, match="chưa xong"):  # noqa: SIM117
        with building(reports, UNIT, PERIOD, False, quiet):
            pass
    with building(reports, UNIT, "2020-H1", False, quiet), building(reports, UNIT, PERIOD, False, quiet):
        pass


def test_a_lock_left_by_a_dead_run_is_free(place: Path) -> None:
    process = started(place / "data", place / "reports")
    deadline = time.monotonic() + 60
    while not list((place / "reports").glob(".building-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait(30)
    run_report(UNIT, PERIOD, str(place / "data"), str(place / "reports"))
    assert not list((place / "reports").glob(".building-*"))


LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000));"
    "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); sys.argv[0] = 'lib';"
    "from lib.cli import main; sys.exit(main(sys.argv[1:]))"
)


def test_a_disk_that_takes_no_more_is_said_in_one_line(place: Path) -> None:
    """Files cannot grow past a limit, as on a full disk: nothing is published, nothing is left lying about."""
    result = subprocess.run(
        [sys.executable, "-c", LIMITED, "run", "--unit", UNIT, "--period", PERIOD, "--data", str(place / "data"),
         "--reports", str(place / "reports")],
        cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == 1, result.stderr[-1500:]
    assert "Traceback" not in result.stderr
    assert "Lỗi" in result.stderr
    assert not (place / "reports" / UNIT / PERIOD).exists()
    assert not list((place / "reports").glob(".building-*"))


def test_a_folder_that_cannot_be_written_is_said_in_one_line(place: Path) -> None:
    blocked = place / "reports"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "lib", "run", "--unit", UNIT, "--period", PERIOD, "--data", str(place / "data"),
         "--reports", str(blocked)],
        cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "không ghi được" in result.stderr
