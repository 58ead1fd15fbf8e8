"""Many units for real: a process killed under way costs its unit a retry, here and on a cluster; failures are named."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from lib.intake.folders import REPOSITORY, data_folder
from lib.runs.many.bench_units import main_bench_units
from lib.runs.many.small_units import small_units

UNIT, PERIOD, AFTER = "uar", "2026-H1", "2026-07-01"
SOON = 240
"""Seconds that anything may take on a machine that is busy with other tests."""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="POSIX signals")]


@pytest.fixture(scope="session")
def small(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A data folder of two small made-up units that have sent, and one whose workbook is none."""
    made = once_per_run("small-units", lambda to: small_units(UNIT, PERIOD, data_folder(""), to / "data", 4, (2,)))
    return made / "data"


@pytest.fixture
def place(small: Path, tmp_path: Path) -> Path:
    """The same to be run in: the third unit's workbook is damaged, the fourth has not sent."""
    shutil.copytree(small, tmp_path / "data")
    raw = tmp_path / "data" / "raw"
    next((raw / "thu-0003" / PERIOD).glob("*.xlsx")).write_bytes(b"%PDF-1.4")
    shutil.rmtree(raw / "thu-0004")
    return tmp_path


def started(place: Path, *more: str) -> subprocess.Popen[str]:
    folders = ("--data", str(place / "data"), "--reports", str(place / "reports"))
    return subprocess.Popen(
        [sys.executable, "-m", "lib", "run", "--units", "tinh-thu/*", "--period", PERIOD, "--today", AFTER, *folders,
         "--json", *more],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def until(true: Callable[[], Any], what: str, while_runs: subprocess.Popen[Any] | None = None) -> Any:
    """What `true` returns once it is something, while a process runs."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if while_runs and while_runs.poll() is not None:
            pytest.fail(f"ended before {what}: {while_runs.communicate()}")
        if found := true():
            return found
        time.sleep(0.02)
    pytest.fail(f"not within {SOON} seconds: {what}")


def both_under_way(place: Path) -> bool:
    """Whether an edition of either good unit is being built."""
    return all(list((place / "reports").glob(f".building-thu-{number}-*")) for number in ("0001", "0002"))


def stations(process: subprocess.Popen[Any]) -> list[psutil.Process]:
    return [child for child in psutil.Process(process.pid).children() if "many.station" in " ".join(child.cmdline())]


def ended(process: subprocess.Popen[str]) -> tuple[list[dict[str, Any]], str]:
    """The events of a batch, and what was said to people."""
    try:
        out, err = process.communicate(timeout=SOON)
    finally:
        process.kill()
    assert "Traceback" not in err, err
    return [json.loads(line) for line in out.splitlines()], err


def assert_whole(place: Path, events: list[dict[str, Any]]) -> None:
    """One unit was made again; both stand, the damaged one is named, the silent one listed."""
    states = {event["unit"]: event["state"] for event in events if event["event"] == "unit"}
    assert states == {
        "thu-0001": "published", "thu-0002": "published", "thu-0003": "failed", "thu-0004": "not_sent",
    }  # fmt: skip
    retries = [event["unit"] for event in events if event["event"] == "retry"]
    assert len(retries) == 1
    assert retries[0] in ("thu-0001", "thu-0002")
    assert events[-1]["retried"] == 1
    page = Path(events[-1]["page"])
    told = page.read_text(encoding="utf-8")
    for words in ("Phải chạy lại", "Đã lập (2)", "Lỗi (1)", "tệp này là PDF", "Chưa gửi số liệu (1)"):
        assert words in told
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["counts"] == events[-1]["counts"]
    for unit in ("thu-0001", "thu-0002"):
        manifest = json.loads((place / "reports" / unit / PERIOD / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["report"]["unit"] in (place / "reports" / "index.html").read_text(encoding="utf-8")
    assert not list((place / "reports").glob(".building-*"))


def test_a_killed_process_costs_its_unit_a_retry_and_a_second_batch_nothing(place: Path) -> None:
    batch = started(place, "-j", "2")
    until(lambda: both_under_way(place), "both units under way", batch)
    stations(batch)[0].kill()
    events, said = ended(batch)
    assert batch.returncode == 1, said
    assert_whole(place, events)
    [retry] = [event for event in events if event["event"] == "retry"]
    assert "SIGKILL" in retry["reason"]
    again = started(place)
    events, _ = ended(again)
    assert events[-1]["counts"] == {"unchanged": 2, "failed": 1, "not_sent": 1}


def test_ctrl_c_stops_everything_and_says_what_is_left(place: Path) -> None:
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)  # what starts the tests may ignore it
    batch = started(place, "-j", "2")
    signal.signal(signal.SIGINT, kept)
    until(lambda: both_under_way(place), "both units under way", batch)
    below = psutil.Process(batch.pid).children(recursive=True)
    batch.send_signal(signal.SIGINT)
    _, said = ended(batch)
    assert batch.returncode == 130, said
    assert "Đã dừng theo yêu cầu." in said
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []
    assert not list((place / "reports").glob(".building-*"))
    [page] = (place / "reports" / "batches").glob("*.html")
    assert "Chưa xong (" in page.read_text(encoding="utf-8")
    outcomes = [json.loads(line)["outcome"] for line in (place / "reports" / "history.jsonl").read_text().splitlines()]
    assert "stopped" in outcomes


def test_nothing_outlives_a_batch_that_is_killed(place: Path) -> None:
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)  # what starts the tests may ignore it
    batch = started(place, "-j", "2")
    signal.signal(signal.SIGINT, kept)
    until(lambda: both_under_way(place), "both units under way", batch)
    below = psutil.Process(batch.pid).children(recursive=True)
    batch.kill()
    batch.communicate(timeout=SOON)
    _, alive = psutil.wait_procs(below, timeout=20)
    assert alive == []


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, processes of their own: its address, and the workers."""
    file, none = tmp_path / "scheduler.json", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    shared = ("--scheduler-file", str(file))
    running = [subprocess.Popen([*scheduler, "--no-dashboard", *shared], cwd=tmp_path, **none)]
    try:
        address = until(lambda: file.is_file() and _address(file), "a scheduler", running[0])
        for number in (1, 2):
            own = ("--local-directory", str(tmp_path / f"worker-{number}"))
            running.append(subprocess.Popen([*worker, *shared, *own], cwd=tmp_path, **none))
        until(lambda: _both(address), "two workers", running[0])
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait(30)


def _address(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError):
        return ""  # it is being written


def _both(address: str) -> bool:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.scheduler_info(n_workers=-1)["workers"]) == 2


def test_a_cluster_loses_a_worker_and_the_batch_comes_to_its_end(
    place: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    batch = started(place, "--cluster", address)
    until(lambda: both_under_way(place), "both units under way", batch)
    workers[0].kill()
    events, said = ended(batch)
    assert batch.returncode == 1, said
    assert events[0]["where"] == "2 máy trạm Dask"
    assert_whole(place, events)


def test_a_cluster_that_is_not_there_is_said_in_one_line(place: Path) -> None:
    batch = started(place, "--cluster", "tcp://127.0.0.1:1")
    events, said = ended(batch)
    assert (batch.returncode, events) == (1, [])
    assert said.startswith("Lỗi: không nối được với cụm Dask tcp://127.0.0.1:1. Cách sửa:")
    assert len(said.splitlines()) == 1


def test_the_benchmark_measures_batches_and_a_roll_up(capsys: pytest.CaptureFixture[str]) -> None:
    options = Namespace(unit=UNIT, period=PERIOD, counts="1", sample=0, country=20)
    assert main_bench_units(options) == 0
    said = capsys.readouterr().out
    for words in ("mỗi đơn vị", "Từ 1 lên 1 đơn vị: mỗi đơn vị mất 1.000 lần", "2 thôn, buôn: ", "Tổng hợp 20 sổ"):
        assert words in said
