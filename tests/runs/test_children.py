"""Children are fresh, die alone, and take with them what they started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.runs import children
from lib.runs.children import SUPPORTED, Child, Ended, Preloaded

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="no fork on this system")
WORKS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def preloaded() -> Iterator[Preloaded]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(WORKS))
        made = Preloaded(["numpy.random", "runs.works"])
        yield made
        made.close()


def said(child: Child) -> list[str]:
    return [part.decode() for part in child.receive(30)]


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether a process ends within some seconds; one that only waits to be reaped has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_a_conversation_of_any_size(preloaded: Preloaded) -> None:
    child = preloaded.child("runs.works:echo")
    for parts in ([b"a"], [b""], [], [b"x" * 5_000_000, b"y"], [b"\x00\xff"] * 1000):
        child.send(parts)
        assert child.receive(30) == parts
    assert child.leave().code == 0


def test_two_that_both_speak_never_block_each_other(preloaded: Preloaded) -> None:
    child = preloaded.child("runs.works:babble")
    child.send([bytes(32 << 20)])
    for _ in range(64):
        assert len(child.receive(30)[0]) == 1 << 20
    assert said(child) == ["heard", str(32 << 20)]
    assert child.leave().code == 0


def test_each_child_is_fresh(preloaded: Preloaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    born = []
    for mark in ("first", "second", "third"):
        monkeypatch.setenv("MARK", mark)
        child = preloaded.child("runs.works:surroundings")
        born.append(said(child))
        child.leave()
    assert [told[:3] for told in born] == [[str(tmp_path), mark, ""] for mark in ("first", "second", "third")]
    assert len({told[3] for told in born}) == 3, "children draw the same random numbers (numpy)"
    assert len({told[4] for told in born}) == 3, "children draw the same random numbers"
    assert len({tuple(told[5:]) for told in born}) == 1, "another parent, other open files or another path"
    assert "spoilt" not in born[0][7]


@pytest.mark.parametrize(
    ("way", "code", "words"),
    [
        ("exit", 3, "mã 3"),
        ("sys.exit", 4, "mã 4"),
        ("raise", 1, "mã 1"),
        ("abort", -signal.SIGABRT, "SIGABRT"),
        ("segfault", -signal.SIGSEGV, "SIGSEGV"),
        ("kill", -signal.SIGKILL, "hết bộ nhớ"),
        ("memory", 1, "mã 1"),
    ],
)
def test_a_death_is_told_after_the_last_words(preloaded: Preloaded, way: str, code: int, words: str) -> None:
    child = preloaded.child("runs.works:die", {"way": way}, memory=1 << 29)
    assert said(child) == ["last words"]
    with pytest.raises(Ended, match=words) as ended:
        child.receive(30)
    assert ended.value.exit.code == code
    assert child.printed(1) == b"printed"
    assert child.printed(2).startswith(b"under Python")
    assert child.printed(2, 6)[:6] == b"Python"
    assert (b"kaput" in child.printed(2)) == (way == "raise")
    assert (b"MemoryError" in child.printed(2)) == (way == "memory")
    with pytest.raises(Ended):
        child.send([b"too late"])
    assert child.leave() == ended.value.exit
    assert preloaded.memory >= ended.value.exit.memory > 0
    assert said_by_another(preloaded)


def said_by_another(preloaded: Preloaded) -> bool:
    child = preloaded.child("runs.works:echo")
    child.send([b"well"])
    heard = said(child)
    return heard == ["well"] and child.leave().code == 0


@pytest.mark.parametrize("idle", [True, False])
def test_a_child_without_end_is_killed_with_what_it_started(preloaded: Preloaded, idle: bool) -> None:
    child = preloaded.child("runs.works:hang", {"idle": idle})
    pids = [int(pid) for pid in said(child)]
    with pytest.raises(TimeoutError):
        child.receive(0.1)
    assert child.leave(0.1).code == -signal.SIGKILL
    assert all(map(gone, pids))


def test_a_child_that_closed_its_end_is_given_up(preloaded: Preloaded) -> None:
    child = preloaded.child("runs.works:hang", {"deaf": True, "idle": True})
    pids = [int(pid) for pid in said(child)]
    with pytest.raises(Ended):
        child.receive(30)
    child.leave()
    assert all(map(gone, pids))


def test_what_a_child_left_running_is_killed(preloaded: Preloaded) -> None:
    child = preloaded.child("runs.works:leave_running")
    [pid] = said(child)
    assert child.leave().code == 0
    assert gone(int(pid))


def test_files_are_written_out_and_threads_waited_for(preloaded: Preloaded, tmp_path: Path) -> None:
    child = preloaded.child("runs.works:long_write", {"path": str(tmp_path / "file")})
    assert child.leave().code == 0
    assert (tmp_path / "file").read_text() == "buffered and late"


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_death_is_told_while_the_preloaded_process_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(WORKS))
    made = Preloaded(["runs.works"], "runs.works:long_step")
    child = made.child("runs.works:echo")
    child.send([b"a"])
    assert child.receive(30) == [b"a"]
    time.sleep(0.3)  # the step has begun
    started = time.monotonic()
    assert child.leave(grace=60).code == 0
    assert time.monotonic() - started < 4
    made.close()


def test_nothing_stays_open_here(preloaded: Preloaded) -> None:
    said_by_another(preloaded)
    before = open_files()
    for _ in range(20):
        assert said_by_another(preloaded)
    assert open_files() == before


def test_many_at_once(preloaded: Preloaded) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(said_by_another, [preloaded] * 64))


def parent_of(preloaded: Preloaded) -> str:
    child = preloaded.child("runs.works:surroundings")
    parent = said(child)[5]
    child.leave()
    return parent


def test_started_anew_when_out_of_date_and_only_then(preloaded: Preloaded, monkeypatch: pytest.MonkeyPatch) -> None:
    old = preloaded.child("runs.works:echo")
    parent = parent_of(preloaded)
    monkeypatch.setenv("ANY", "thing")
    assert parent_of(preloaded) == parent
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    other = parent_of(preloaded)
    assert other != parent
    monkeypatch.setattr(children, "_lib_files", lambda: {"lib/some.py": (1, 2)})
    assert parent_of(preloaded) not in (parent, other)
    assert gone(int(other))
    old.send([b"still here"])
    assert said(old) == ["still here"]
    assert old.leave().code == 0
    assert gone(int(parent))


def test_the_preloaded_process_may_be_killed(preloaded: Preloaded) -> None:
    child = preloaded.child("runs.works:hang", {"idle": True})
    pids = [int(pid) for pid in said(child)]
    os.kill(int(Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[1]), signal.SIGKILL)
    with pytest.raises(Ended):
        child.receive(30)
    child.leave()
    assert all(map(gone, pids))
    assert said_by_another(preloaded)


CALLER = """
import os, signal
from lib.runs.children import Preloaded
preloaded = Preloaded(["runs.works"])
child = preloaded.child("runs.works:hang")
print(*(part.decode() for part in child.receive()), flush=True)
os.kill(os.getpid(), signal.{signal})
"""


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_nobody_outlives_the_caller(name: str) -> None:
    code = CALLER.format(signal=name)
    environment = {**os.environ, "PYTHONPATH": str(WORKS)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode < 0, run.stderr
    hanging, _ = (int(pid) for pid in run.stdout.split())
    assert gone(hanging)


def test_a_failed_preloading_is_one_error(capfd: pytest.CaptureFixture[str]) -> None:
    broken = Preloaded(["no.such.module"])
    with pytest.raises(children.ReportError, match="nạp sẵn"):
        broken.child("runs.works:echo")
    assert "No module named 'no'" in capfd.readouterr().err
    broken.close()
