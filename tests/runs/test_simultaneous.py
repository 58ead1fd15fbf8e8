"""Runs at the same time: of one period with different data, of different periods. No mixture, no failure.

CROWD=64 takes the full dose, four at a time; a handful otherwise.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from runs.test_kills import whole

from lib.intake.folders import REPOSITORY

UNIT, PERIODS = "krong-pa", ("2021-H1", "2020-H1")
CROWD = int(os.environ.get("CROWD", "6"))
RUN = "import sys; from lib.runs.run import run_report; run_report(*sys.argv[1:5], force=True, wait=True)"

pytestmark = pytest.mark.slow


def marked(place: Path, number: int, period: str) -> Path:
    """A data folder whose people's words name it, and which lacks one office in every second case."""
    root = place / f"data-{number}"
    raw = root / "raw" / UNIT / period
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / period, raw)
    words = "".join("abcdefghij"[int(digit)] for digit in str(number))
    text = (raw / "commentary" / "IV.md").read_text(encoding="utf-8")
    (raw / "commentary" / "IV.md").write_text(f"{text}\nDấu riêng {words}.\n", encoding="utf-8")
    if number % 2:
        (raw / "P. Noi vu.xlsx").unlink()
    return root


def run(data: Path, reports: Path, period: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, UNIT, period, str(data), str(reports)],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-1500:]


def mark_of(edition: Path) -> str:
    page = (edition / "report.html").read_text(encoding="utf-8")
    return page.partition("Dấu riêng ")[2].partition(".")[0]


def test_each_run_keeps_to_its_own_data(tmp_path: Path) -> None:
    """Different data of one period, and of two periods, into folders of their own."""
    chosen = {number: PERIODS[number % 3 == 2] for number in range(CROWD)}
    places = {number: marked(tmp_path, number, period) for number, period in chosen.items()}
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(run, places[n], tmp_path / f"reports-{n}", period) for n, period in chosen.items()]
        for job in jobs:
            job.result()
    for number, period in chosen.items():
        edition = tmp_path / f"reports-{number}" / UNIT / period
        whole(edition)
        assert mark_of(edition) == "".join("abcdefghij"[int(digit)] for digit in str(number))
        facts = {f["id"]: f for f in json.loads((edition / "facts.json").read_text(encoding="utf-8"))["facts"]}
        assert (facts["jobs.by_recruitment"]["value"] is None) == bool(number % 2)


def test_runs_into_one_place_take_turns(tmp_path: Path) -> None:
    """What stands at the end is one of them, whole."""
    places = [marked(tmp_path, number, PERIODS[0]) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(run, place, tmp_path / "reports", PERIODS[0]) for place in places]:
            job.result()
    edition = tmp_path / "reports" / UNIT / PERIODS[0]
    whole(edition)
    assert mark_of(edition) in set("abcd")
    assert not list((tmp_path / "reports").glob(".building-*"))


def test_same_bytes_under_another_sky(tmp_path: Path) -> None:
    """Time zone, language, hash seed and working directory change nothing in page and ledger."""
    data = marked(tmp_path, 0, PERIODS[0])
    skies = (
        {"TZ": "America/Noronha", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "4711"},
    )
    found = []
    for index, sky in enumerate(skies):
        run(data, tmp_path / f"reports-{index}", PERIODS[0], **sky)
        found.append(whole(tmp_path / f"reports-{index}" / UNIT / PERIODS[0]))
    assert found[0] == found[1]
