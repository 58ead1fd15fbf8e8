"""The preloaded process: it imports everything once, then forks a child for each call. POSIX only.

It never runs anything itself, so a child starts from modules just imported and nothing else. Started and spoken to by
`lib.runs.children`; standard library only, but for what it is told to import.
"""

import atexit
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, NoReturn

from lib.runs.wire import ENDED, STARTED, Wire

Work = Callable[[Wire, Mapping[str, Any], Sequence[int]], None]
PR_SET_PDEATHSIG = 1
END = object()


@dataclass(frozen=True)
class Birth:
    """What a child is born with: its end of the conversation, its standard output and error."""

    wire: Wire
    streams: tuple[int, int]


def main(control: int, places: Sequence[str], later: str = "") -> NoReturn:
    """Imports every module in `places`, calls every "module:function", then forks until the caller goes away, and goes
    a step further in the generator `later` ("module:function") while nobody asks for a child."""
    gc.disable()  # much is made, nothing is thrown away
    sys.path.pop(0)  # where lib is, put there for this process to start; children have Python's own path
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for place in places:
        _prepare(place)
    gc.freeze()
    with socket.socket(fileno=control) as caller:
        birth = attend(caller, _named(later)() if later else iter(()))
    if birth is None:
        os._exit(0)
    gc.enable()
    live(birth)


def _prepare(place: str) -> None:
    if ":" in place:
        _named(place)()
    else:
        importlib.import_module(place)


def attend(caller: socket.socket, later: Iterator[None]) -> Birth | None:
    """Forks a child for each call and tells how it ended, until told to stop taking calls. Goes a step
    further in `later` while there is nothing else to do.

    Returns twice as it were: None here, once the last child has ended (killed, if the caller has gone); and in each
    child what it is born with.
    """
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    living: dict[int, int] = {}
    signal.signal(signal.SIGCHLD, lambda *_: _bury(living))  # at once, also while something is being imported
    retired = done = False
    while living or not retired:
        ready = wait([caller, woken], None if done or retired else 0)
        if not ready:
            done = next(later, END) is END
            gc.freeze()
        if woken in ready:
            os.read(woken, 4096)
        if caller in ready:
            said, handles, _, _ = socket.recv_fds(caller, 1, 4)
            if not said:
                for pid in list(living):
                    kill_group(pid)
                return None
            retired = retired or not handles
            if handles and (birth := _fork(handles, living)):
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for handle in (woken, wake):
                    os.close(handle)
                return birth
    return None


def _fork(handles: Sequence[int], living: dict[int, int]) -> Birth | None:
    """Forks one child; in it, what it is born with, and nothing of its siblings'."""
    for handle in handles:
        os.set_inheritable(handle, False)
    conversation, tell, output, error = handles
    with _not_hearing(signal.SIGCHLD):  # a death is to be heard of when the birth has been told
        pid = os.fork()
        if pid:
            living[pid] = tell
            _tell(tell, STARTED.pack(pid))
    if pid == 0:
        for handle in (tell, *living.values()):
            os.close(handle)
        return Birth(Wire(socket.socket(fileno=conversation)), (output, error))
    for handle in (conversation, output, error):
        os.close(handle)
    return None


@contextmanager
def _not_hearing(number: int) -> Iterator[None]:
    """Holds a signal back meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _bury(living: dict[int, int]) -> None:
    """Reaps children that have ended, kills what they left running, and says how each ended. May interrupt itself."""
    for pid in list(living):
        try:
            done, status, usage = os.wait4(pid, os.WNOHANG)
        except ChildProcessError:  # told of by what has interrupted this
            continue
        if done:
            kill_group(pid)
            tell = living.pop(pid)
            kib = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
            _tell(tell, ENDED.pack(os.waitstatus_to_exitcode(status), kib, usage.ru_utime + usage.ru_stime))
            os.close(tell)


def _tell(handle: int, words: bytes) -> None:
    with suppress(BrokenPipeError):  # nobody waits for this child any more
        os.write(handle, words)


def kill_group(pid: int) -> None:
    """Kills a child and every process it started that has not left its session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def live(birth: Birth) -> NoReturn:
    """The life of a child: a session and standard streams of its own, the caller's surroundings, then its work."""
    code = 1
    try:
        os.setsid()
        _die_with_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        atexit._clear()  # what the preloaded process would do at its end is not for this one to do
        spoken = [os.dup(number) for number in (1, 2)]
        for number, handle in enumerate(birth.streams, 1):
            os.dup2(handle, number)
            os.close(handle)
        request = json.loads(birth.wire.receive()[0])
        _settle(request)
        work: Work = _named(request["work"])
        work(birth.wire, request, spoken)
        code = _finish()
    except EOFError:
        code = 0  # called off before it began
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:  # noqa: BLE001 - the last of this process; its words go where its output goes
        sys.__excepthook__(*sys.exc_info())
    finally:
        os._exit(code)


def _named(place: str) -> Any:
    """What "package.module:name" names."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def _settle(request: Mapping[str, Any]) -> None:
    """Takes on the caller's folder and environment, a random state of its own, and a bound on memory."""
    import resource  # there is none on Windows, where this file is at least read

    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()  # or every child would draw the same numbers
    if sys.platform == "linux":
        with suppress(OSError):  # when memory runs out, a notebook goes before anything else of the user's
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (request["memory"], resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _die_with_parent() -> None:
    """On Linux the child is killed with the preloaded process, even where that is killed itself."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _finish() -> int:
    """What Python does at its end, but for taking itself apart: threads waited for, exit functions, buffers."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()
    return 0
