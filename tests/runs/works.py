"""What children do in the tests of children: functions named by place, run in a process of their own."""

import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.runs.wire import Wire

touched: list[str] = []


def echo(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Says back what it is told, until told no more."""
    while True:
        try:
            wire.send(wire.receive())
        except EOFError:
            return


def surroundings(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Tells what it was born with, then spoils what it can."""
    import numpy as np

    told = [
        str(Path.cwd()),
        os.environ.get("MARK", ""),
        ",".join(touched),
        str(np.random.random()),
        str(random.random()),
    ]
    told += [str(os.getppid()), str(sorted(Path("/proc/self/fd").iterdir())), str(sys.path)]
    wire.send([part.encode() for part in told])
    touched.append("spoilt")
    os.environ["MARK"] = "spoilt"
    os.chdir("/")
    sys.path.insert(0, "spoilt")


def die(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Prints, speaks, and dies in the way asked for."""
    print("printed", end="", flush=True)
    os.write(2, b"under Python")
    wire.send([b"last words"])
    way = request["settings"]["way"]
    if way == "abort":
        os.abort()
    elif way == "segfault":
        ctypes.string_at(0)
    elif way == "exit":
        os._exit(3)
    elif way == "sys.exit":
        sys.exit(4)
    elif way == "raise":
        raise ValueError("kaput")
    elif way == "kill":
        os.kill(os.getpid(), 9)
    elif way == "memory":
        held = []
        while True:
            held.append(bytearray(1 << 24))


def hang(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Never ends, and starts another process that never does."""
    other = subprocess.Popen(["sleep", "1000"])
    wire.send([str(os.getpid()).encode(), str(other.pid).encode()])
    if request["settings"].get("deaf"):
        os.closerange(3, 100)
    while True:
        time.sleep(0.01) if request["settings"].get("idle") else None


def leave_running(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Ends at once, but something it started does not."""
    wire.send([str(subprocess.Popen(["sleep", "1000"]).pid).encode()])


def babble(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Says much before it listens."""
    for _ in range(64):
        wire.send([bytes(1 << 20)])
    wire.send([b"heard", str(len(wire.receive()[0])).encode()])


def prepare_broken() -> None:
    """Prepares for notebooks where a floor of `lib` cannot be imported."""
    from lib.runs import preload

    preload.FLOORS = ("lib.no_such_floor",)
    preload.prepare()


def long_write(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Leaves a file half written by Python's measure, and a thread that is not done."""
    import threading

    file = Path(request["settings"]["path"]).open("w")  # noqa: SIM115 - left open on purpose
    file.write("buffered")
    globals()["kept"] = file
    threading.Thread(target=lambda: (time.sleep(0.2), file.write(" and late"), file.flush())).start()


def refuse(reason: str) -> None:
    """Raises an error for people."""
    raise ReportError(reason, file="a.xlsx", sheet="Trang 1", remedy="sửa")


def warn(words: str) -> None:
    """Says something on standard error."""
    print(words, file=sys.stderr)


def be_killed() -> None:
    """Is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


class Unpicklable(Exception):
    """Cannot be made again from what it says."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def raise_strangely() -> None:
    """Raises an error that does not travel."""
    raise Unpicklable("l", "ạ")


def long_step() -> Iterator[None]:
    """What is gone through while nobody calls, in one step of ten seconds."""
    time.sleep(10)
    yield
