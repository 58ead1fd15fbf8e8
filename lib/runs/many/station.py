"""The process that makes one unit's report after another: a line of JSON in, a line of JSON out.

It keeps what the first run has loaded, its preloaded process for notebooks among it, so that the next costs little.
When the one who started it is gone it dies at once, with all it has started; asked to stop it lets the run at hand
end as on Ctrl-C. What is printed goes to standard error.
"""

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO, NoReturn

from lib.runs.index import one_index_at_the_end
from lib.runs.many.unit import STOPPED, Result, Task, make

STOP = b"stop\n"


def main() -> NoReturn:
    """Serves until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    unit = ""
    try:
        with one_index_at_the_end():
            while True:
                task = tasks.get()
                unit = task.unit
                answers.write(make(task).packed())
                unit = ""
    except KeyboardInterrupt:
        if unit:
            answers.write(Result(unit, STOPPED).packed())
    sys.exit(0)


def _listen(lines: BinaryIO, tasks: "queue.SimpleQueue[Task]") -> None:
    import json

    for line in lines:
        if line == STOP:
            _interrupt()
            return
        tasks.put(Task(**json.loads(line)))
    _die()


def _interrupt() -> None:
    """Ctrl-C for the main thread, also where it waits for something."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)


def _die() -> NoReturn:
    """Nobody is there to hear: an unfinished edition is never published, and its lock falls now."""
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
