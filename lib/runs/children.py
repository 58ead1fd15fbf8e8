"""Fresh processes in milliseconds: children forked from one process that has everything imported. POSIX only.

    child = preloaded().child("package.module:work", {"any": "setting"})

`work(wire, request, spoken)` runs in a process of its own that no earlier child has touched. The caller is told when it
dies, however it dies, and what it had printed by then; nothing it started outlives it. Standard library only.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.runs.wire import ENDED, STARTED, Wire, scratch_file

LIB = Path(__file__).resolve().parents[1]
BIRTH = 90.0
"""Seconds for a child to be born, the preloading before the first included."""
GRACE = 5.0
"""Seconds a child has for leaving when asked; a kernel has as many."""

# Read when Python or a library starts: a process that started under other values cannot stand in.
READ_AT_START = (
    *("PYTHON", "MPL", "MATPLOTLIB", "IPYTHON", "JUPYTER", "HOME", "XDG_", "TMP", "TEMP"),
    *("TZ", "LANG", "LC_", "LD_", "OMP_", "OPENBLAS_", "MKL_", "NUMEXPR_", "ARROW_"),
)

SUPPORTED = hasattr(os, "fork")
"""Whether this system can fork; Windows cannot."""


@dataclass(frozen=True)
class Exit:
    """How a child ended.

    `code` is its exit code, or minus the number of the signal that killed it; `memory` its peak in KiB, `seconds` its
    CPU time.

    Example:
        >>> print(Exit(3))
        tiến trình tự thoát với mã 3
    """

    code: int
    memory: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        if self.code >= 0:
            return f"tiến trình tự thoát với mã {self.code}"
        name = signal.Signals(-self.code).name
        hint = ", thường do hết bộ nhớ" if name == "SIGKILL" else ""
        return f"tiến trình dừng đột ngột ({name}{hint})"


class Ended(Exception):
    """The child has ended and has no more to say."""

    def __init__(self, exit: Exit) -> None:
        super().__init__(str(exit))
        self.exit = exit


class Child:
    """A process at work, as its caller sees it. To be used by one thread at a time, and left in the end."""

    def __init__(
        self, wire: Wire, status: int, printed: tuple[int, ...], ended: Callable[[Exit], None] = lambda exit: None
    ) -> None:
        """`status` is where its start and end are told, `printed` the files of its standard output and error; `ended`
        hears how it ended."""
        self._wire = wire
        self._told = ended
        self._status = status
        self._printed = printed
        self.exit: Exit | None = None
        said = os.read(status, STARTED.size) if wait([status], BIRTH) else b""
        if not said:
            wire.close()
            for handle in (status, *printed):
                os.close(handle)
            raise ReportError("tiến trình nạp sẵn không khởi động được", remedy="chạy lại với --engine kernel")
        (self.pid,) = STARTED.unpack(said)

    def send(self, parts: Sequence[bytes]) -> None:
        """Says something to the child. Raises Ended when it is no more."""
        try:
            self._wire.send_hearing(parts)
        except OSError as error:
            raise Ended(self._ended()) from error

    def receive(self, timeout: float | None = None) -> list[bytes]:
        """The child's next message. Raises TimeoutError after `timeout` seconds, Ended when there will be none."""
        end = None if timeout is None else time.monotonic() + timeout
        while (message := self._wire.waiting()) is None:
            if self.exit is not None:
                raise Ended(self.exit)
            ready = wait([self._wire.fileno(), self._status], None if end is None else max(0.0, end - time.monotonic()))
            if not ready:
                raise TimeoutError
            if self._status in ready:
                self._ended()
                self._wire.read_rest()
            elif not self._wire.read_some():
                self._ended()  # if it lives, it has closed its end and cannot be reached any more
        return message

    def printed(self, number: int, start: int = 0) -> bytes:
        """What it has written to standard output (1) or error (2) so far, from byte `start` on."""
        file = self._printed[number - 1]
        return os.pread(file, max(0, os.fstat(file).st_size - start), start)

    def interrupt(self) -> None:
        """Ctrl-C for the child."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def kill(self) -> Exit:
        """Kills the child and what it started, at once."""
        if self.exit is None:
            self._strike()
        return self._ended()

    def leave(self, grace: float = GRACE) -> Exit:
        """Asks the child to end, kills it after `grace` seconds, and lets go of all that was held for it."""
        self._wire.finish()
        exit = self._ended(grace)
        self._wire.close()
        while self._printed:
            os.close(self._printed[-1])
            self._printed = self._printed[:-1]
        return exit

    def _ended(self, grace: float = 0.5) -> Exit:
        """How it ended; killed if it has not within `grace` seconds."""
        if self.exit is None:
            if not wait([self._status], grace):
                self._strike()
            said = os.read(self._status, ENDED.size)
            os.close(self._status)
            if not said:  # the preloaded process itself was killed
                self._strike()
            self.exit = Exit(*ENDED.unpack(said)) if said else Exit(-signal.SIGKILL)
            self._told(self.exit)
        return self.exit

    def _strike(self) -> None:
        for kill in (os.killpg, os.kill):  # a child just born has no group of its own yet
            with suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)


class Preloaded:
    """The process that children are forked from: started when first needed, and anew when it is out of date, that is
    after a change in `lib` or in the environment as far as it is read at start. Children born before live on.

    It ends with the process that started it, and takes the children along.
    """

    def __init__(self, places: Sequence[str], later: str = "") -> None:
        """`places` are imported ("module") or called ("module:function") once, before the first child; the
        generator `later` ("module:function") is gone through while nobody asks for a child."""
        self._places = (tuple(places), later)
        self._guard = threading.Lock()
        self._state: object = None
        self._owner = 0
        self.memory = 0
        """The most memory any child has had, in KiB."""
        self._running: list[tuple[subprocess.Popen[bytes], socket.socket]] = []  # the last one takes calls

    def warm(self) -> None:
        """Starts the process without waiting for it."""
        with self._guard:
            self._ready()

    def child(self, work: str, settings: Mapping[str, Any] | None = None, memory: int | None = None) -> Child:
        """A new child that runs the function named `work` ("module:name") in this process's folder and environment.

        `settings` reach it in its request; `memory` bounds its data in bytes (default: all this machine has).
        """
        mine, its = socket.socketpair()
        status, tell = os.pipe()
        printed = (scratch_file(), scratch_file())
        try:
            with self._guard:
                self._call([its.fileno(), tell, *printed])
        finally:
            its.close()
            os.close(tell)
        child = Child(Wire(mine), status, printed, self._ended)
        with suppress(Ended):  # it will be told again when asked
            child.send([json.dumps(_request(work, settings or {}, memory)).encode()])
        return child

    def close(self) -> None:
        """Ends the process and its children."""
        with self._guard:
            for process, control in self._running:
                control.close()
                if self._owner == os.getpid():
                    _end(process)
            self._running.clear()

    def _ended(self, exit: Exit) -> None:
        self.memory = max(self.memory, exit.memory)

    def _call(self, handles: list[int]) -> None:
        """Asks for a child; once more if the process has died without its death being noticed."""
        try:
            socket.send_fds(self._ready(), [b"+"], handles)
        except ConnectionError:
            process, _ = self._running[-1]
            process.wait()
            socket.send_fds(self._ready(), [b"+"], handles)

    def _ready(self) -> socket.socket:
        environment = {name: value for name, value in os.environ.items() if name.startswith(READ_AT_START)}
        state = (os.getpid(), environment, _lib_files())
        for pair in [pair for pair in self._running if pair[0].poll() is not None]:
            pair[1].close()
            self._running.remove(pair)
        if not self._running or state != self._state:
            for _, control in self._running:
                with suppress(OSError):
                    control.send(b".")
            self._state, self._owner = state, os.getpid()
            self._running.append(self._start())
        return self._running[-1][1]

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        mine, its = socket.socketpair()
        code = f"import sys; sys.path[0] = {str(LIB.parent)!r}; from lib.runs.forking import main; "
        code += f"main({its.fileno()}, *{self._places!r})"
        with its:
            command = [sys.executable, "-c", code]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[its.fileno()]), mine


def _end(process: subprocess.Popen[bytes]) -> None:
    """Waits for a process that has been told to end; one that is still importing does not hear, and has no children."""
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@cache
def preloaded() -> Preloaded:
    """The preloaded process of this one, which all its notebooks are forked from."""
    made = Preloaded(["lib.runs.preload:prepare"], "lib.runs.preload:go_on")
    atexit.register(made.close)
    return made


def preload_early(engine: str = "") -> None:
    """Has preloading begin while this process is still importing what it needs itself, unless notebooks will run by
    papermill's own engine ("kernel")."""
    if SUPPORTED and engine != "kernel":
        preloaded().warm()


def _request(work: str, settings: Mapping[str, Any], memory: int | None) -> dict[str, Any]:
    """What a child is told first: its work, and the surroundings it is to take on."""
    return {
        "work": work,
        "settings": dict(settings),
        "folder": str(Path.cwd()),
        "environment": dict(os.environ),
        "memory": memory or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
    }


def _lib_files() -> dict[str, tuple[int, int]]:
    """Every file of `lib` with its time and size: what has been imported may have been changed since."""
    found = {}
    folders = [str(LIB)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders += [entry.path] * (entry.name != "__pycache__")
                else:
                    found[entry.path] = (entry.stat().st_mtime_ns, entry.stat().st_size)
    return found
