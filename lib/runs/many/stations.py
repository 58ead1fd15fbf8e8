"""Stations as those who start them see them, and a set of them on this computer. Standard library only."""

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lib.runs.many.station import STOP
from lib.runs.many.unit import STOPPED, Result, Task

LIB = Path(__file__).resolve().parents[2]
GRACE = 20.0
"""Seconds a run has for ending when it is asked to stop; notebooks at work are not cut off."""
SERVE = f"import sys; sys.path[0] = {str(LIB.parent)!r}; from lib.runs.many.station import main; main()"


@dataclass(frozen=True)
class Lost:
    """The process at work on a unit has gone; `resumed`: the engine has given the unit to another by itself."""

    unit: str
    reason: str
    resumed: bool = False


class Station:
    """A process that makes one report at a time, started when first needed and anew after it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()
        self.stopped = False

    @property
    def pid(self) -> int | None:
        """Its process, if there is one."""
        return self._process.pid if self._process else None

    def run(self, task: Task) -> Result | Lost:
        """Has a unit made and waits for what becomes of it."""
        with self._guard:
            if self.stopped:
                return Result(task.unit, STOPPED)
            process = self._process = self._process or _started()
        assert process.stdin
        assert process.stdout
        line = b""
        with suppress(OSError):  # it has died: said below
            process.stdin.write(task.packed())
            process.stdin.flush()
            line = process.stdout.readline()
        if line.endswith(b"\n"):
            return Result.unpacked(line)
        code = _ended(process)
        with self._guard:
            self._process = None
            return Result(task.unit, STOPPED) if self.stopped else Lost(task.unit, _how(code))

    def stop(self) -> None:
        """Asks it to stop, from any thread: the run at hand ends as on Ctrl-C. It takes no more."""
        with self._guard:
            self.stopped = True
            if self._process and self._process.stdin:
                with suppress(OSError):
                    self._process.stdin.write(STOP)
                    self._process.stdin.flush()

    def close(self, grace: float = GRACE) -> None:
        """Ends it: stopped, and killed if that takes longer than `grace` seconds."""
        self.stop()
        if process := self._process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(grace)
            _ended(process)


def _started() -> subprocess.Popen[bytes]:
    """A new station, out of reach of the terminal's Ctrl-C: whoever started it decides."""
    command = [sys.executable, "-X", "utf8", "-c", SERVE]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that has no more to say, and of its group nothing is left."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(1)
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    code = process.wait()
    for end in (process.stdin, process.stdout):
        if end:
            with suppress(OSError):
                end.close()
    return code


def _how(code: int) -> str:
    from lib.runs.children import Exit

    return str(Exit(code))


class Local:
    """So many stations on this computer, each making one unit at a time.

    `submit` units, then take what becomes of each from `next`, in the order they end.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.stations: list[Station] = []
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._said: queue.SimpleQueue[Result | Lost] = queue.SimpleQueue()

    @property
    def where(self) -> str:
        """Where units are made, in words."""
        return f"{self.workers} tiến trình trên máy này"

    def submit(self, task: Task) -> None:
        """Queues a unit."""
        self._tasks.put(task)
        if len(self.stations) < self.workers:
            self.stations.append(Station())
            threading.Thread(target=self._serve, args=(self.stations[-1],), daemon=True).start()

    def next(self) -> Result | Lost:
        """What became of the next unit that has ended, or was lost."""
        while True:
            with suppress(queue.Empty):  # a wait without end would not hear Ctrl-C on Windows
                return self._said.get(timeout=1)

    def drop(self, unit: str) -> None:
        """Nothing is to be called off here: what is lost has not been given to another."""

    def close(self) -> None:
        """Stops what is running and ends every station."""
        for station in self.stations:
            station.stop()
        for station in self.stations:
            station.close()

    def _serve(self, station: Station) -> None:
        while True:
            self._said.put(station.run(self._tasks.get()))
