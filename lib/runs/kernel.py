"""A notebook's kernel in a fresh child: IPython's own, but for its sockets and threads. POSIX only.

`build` makes it once in the preloaded process, before any child; `work` connects it in a child and answers requests.
Everything between a request and its messages is ipykernel's code, so that a notebook cannot tell the difference.
"""

import asyncio
import codecs
import io
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipykernel_launcher  # type: ignore[import-untyped]
import traitlets
import zmq
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop

from lib.runs.wire import KEY, Wire


class Channel:
    """Stands where a kernel has a socket: each message goes out on the wire, marked with the channel's name."""

    def __init__(self, wire: Wire, name: bytes) -> None:
        self._wire = wire
        self._name = name

    def send_multipart(self, parts: Sequence[bytes], **options: Any) -> None:
        """What a session calls with a message in its parts."""
        self._wire.send([self._name, *parts])


class PrintedStream(OutStream):
    """Standard output or error of a notebook.

    All that is written, by Python or underneath it, goes into one file in the order written; it is sent on at the
    moments a kernel would send it: when asked to, before anything is shown, at the end of a cell, and when text has
    waited for longer than `flush_interval`.
    """

    def __init__(self, number: int) -> None:
        """`number` is the file descriptor, 1 or 2."""
        # Not super().__init__(): that opens a pipe and starts a thread.
        self.session: Session | None = None
        self.number = number
        self.name = ("stdout", "stderr")[number - 1]
        self.topic = b"stream." + self.name.encode()
        self.both: tuple[PrintedStream, ...] = (self,)
        self.waiting_since: float | None = None
        self._sent = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._flushing = threading.RLock()
        self._parent_header = ContextVar("parent_header")
        self._parent_header.set({})
        self._parent_header_global: dict[str, Any] = {}
        self._file = number
        self._isatty = False
        self._local = threading.local()

    def connect(self, session: Session, channel: Any, spoken: int) -> None:
        """From now on what is written is sent. `spoken` is where the descriptor led before it was captured."""
        self.session, self.channel = session, channel
        self._file = os.dup(self.number)  # which stays when a cell leads the descriptor elsewhere
        self._original_stdstream_copy = spoken
        self._master_pid = os.getpid()

    @property
    def closed(self) -> bool:
        return False

    def close(self) -> None:
        self.flush()

    def write(self, string: str) -> int:
        if not isinstance(string, str):
            raise TypeError(f"write() argument must be str, not {type(string)}")
        parent = self.parent_header
        if self.session is None or parent is self._parent_header_global or not self._is_master_process():
            self._flush_stale()
            os.write(self._file, string.encode(errors="backslashreplace"))
        else:  # a task that an earlier cell left running
            content = {"name": self.name, "text": string}
            self.session.send(self.channel, "stream", content, parent, self.topic)
        return len(string)

    def _flush_stale(self) -> None:
        now = time.monotonic()
        stale = [s for s in self.both if s.waiting_since and now - s.waiting_since >= self.flush_interval]
        for stream in sorted(stale, key=lambda s: s.waiting_since or 0):
            stream.flush()
        self.waiting_since = self.waiting_since or now

    def flush(self) -> None:
        if self.session is None or not self._is_master_process():
            return  # not captured yet; or in a process forked by a cell: what it wrote is in the file
        with self._flushing:
            data = os.pread(self._file, os.fstat(self._file).st_size - self._sent, self._sent)
            self._sent += len(data)
            self.waiting_since = None
            if text := self._decoder.decode(data):
                content = {"name": self.name, "text": text}
                heard = {"end": self._sent}
                self.session.send(
                    self.channel, "stream", content, self._parent_header_global, self.topic, metadata=heard
                )


class NotebookKernel(IPythonKernel):
    """IPython's kernel; requests reach it one at a time."""

    shell_stream = traitlets.Any()
    _supports_kernel_subshells = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Asked for the thread that async cells run in, even where there is no other.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits behind a failed cell."""


class NotebookApp(IPKernelApp):
    """The kernel's application without sockets, threads, and anybody's personal settings."""

    def init_heartbeat(self) -> None: ...
    def init_connection_file(self) -> None: ...
    def write_connection_file(self, **options: Any) -> None: ...
    def log_connection_info(self) -> None: ...
    def init_poller(self) -> None: ...
    def init_signal(self) -> None: ...
    def load_config_file(self, *arguments: Any, **options: Any) -> None: ...
    def _run_startup_files(self) -> None: ...

    def init_sockets(self) -> None:
        self.configure_tornado_logger()

    def init_io(self) -> None:
        self.streams = (PrintedStream(1), PrintedStream(2))
        for stream in self.streams:
            stream.both = self.streams
        sys.stdout, sys.stderr = self.streams
        self.patch_io()

    def init_kernel(self) -> None:
        options = {"log": self.log, "profile_dir": self.profile_dir, "user_ns": self.user_ns}
        self.kernel = NotebookKernel.instance(parent=self, **options)

    def connect(self, wire: Wire, spoken: Sequence[int]) -> None:
        """Gives the kernel its ends of the wire and the streams of this process."""
        kernel, shell = self.kernel, self.kernel.shell
        kernel.session = session = Session(parent=self, key=KEY)
        kernel.shell_stream = Channel(wire, b"shell")
        kernel.iopub_socket = iopub = Channel(wire, b"iopub")
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = session, iopub
        for stream, copy in zip(self.streams, spoken, strict=True):
            stream.connect(session, iopub, copy)
        for handler in self.log.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(io.TextIOWrapper(io.FileIO(spoken[1], "w", closefd=False)))
        self.displayhook = sys.displayhook = self._class("displayhook_class")(session, iopub)
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def _class(self, trait: str) -> Any:
        return traitlets.utils.importstring.import_item(str(getattr(self, trait)))


def build() -> NotebookApp:
    """The kernel, made once, before any child is forked."""
    if NotebookApp.initialized():
        return NotebookApp.instance()
    app = NotebookApp.instance()
    app.config.HistoryManager.hist_file = ":memory:"  # as nbclient asks of a kernel
    app.initialize([])
    return app


def work(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """Answers the requests of one notebook until its caller has no more."""
    app = NotebookApp.instance()
    app.connect(wire, spoken)
    shell = app.kernel.shell
    shell.init_environment()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    shell.user_ns["_dh"][:] = [Path.cwd()]
    shell.starting_dir = str(Path.cwd())
    _spare_memory_for_errors(shell)
    sys.argv[:] = [ipykernel_launcher.__file__, "-f", os.devnull]
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    sys.breakpointhook = lambda *arguments, **options: None  # as where a debugger could attach and none has
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(answer(app.kernel, wire))
    except RuntimeError:
        if not shell.exit_now:  # a cell said exit()
            raise


def _spare_memory_for_errors(shell: Any) -> None:
    """Lifts the bound on memory when a cell has run into it: telling the error takes some too."""
    import resource  # there is none on Windows, where this file is at least read

    show = shell.showtraceback

    def showtraceback(*arguments: Any, **options: Any) -> None:
        if isinstance(sys.exception(), MemoryError):
            most = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        show(*arguments, **options)

    shell.showtraceback = showtraceback


async def answer(kernel: NotebookKernel, wire: Wire) -> None:
    """Hands each request to the kernel; between requests, tasks that cells have left behind go on."""
    kernel.io_loop = IOLoop.current()
    own = os.getpid()
    while True:
        while (parts := wire.waiting()) is None:
            await _readable(wire)
            if os.getpid() != own:
                os._exit(0)  # a process forked by a cell that ran past the cell's end
            if not wire.read_some():
                return
        await kernel.shell_main(None, [zmq.Frame(part) for part in parts])


async def _readable(wire: Wire) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(wire, lambda: None if ready.done() else ready.set_result(None))
    try:
        await ready
    finally:
        loop.remove_reader(wire)
