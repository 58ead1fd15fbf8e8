"""Messages between a run and its child processes: lists of byte strings over one socket. Standard library only."""

import os
import selectors
import socket
import struct
import tempfile
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

CHUNK = 1 << 20
KEY = b"wire"
"""What Jupyter's messages are signed with; the wire has no third end, so it keeps no secret."""
STARTED = struct.Struct(">q")
"""What is said when a child has been forked: its process id."""
ENDED = struct.Struct(">qqd")
"""What is said when it has ended: exit code (minus the signal's number if killed), peak memory in KiB, CPU seconds."""


class Wire:
    """One end of a conversation: each message is a list of byte strings and arrives whole, in order.

    Example:
        >>> here, there = (Wire(end) for end in socket.socketpair())
        >>> here.send([b"xin", "chào".encode()])
        >>> [part.decode() for part in there.receive()]
        ['xin', 'chào']
        >>> here.close()
        >>> there.receive()
        Traceback (most recent call last):
            ...
        EOFError
        >>> there.close()
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._lock = threading.Lock()
        self._bytes = bytearray()
        self._arrived: deque[list[bytes]] = deque()

    def fileno(self) -> int:
        return self._end.fileno()

    def finish(self) -> None:
        """Says that no more will be sent; the other end may still speak."""
        with suppress(OSError):  # there is no other end any more
            self._end.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._end.close()

    def send(self, parts: Sequence[bytes]) -> None:
        """Sends one message, from any thread. OSError when nobody listens any more."""
        message = _packed(parts)
        with self._lock:
            self._end.sendall(message)

    def send_hearing(self, parts: Sequence[bytes]) -> None:
        """Sends one message and takes in what arrives meanwhile: two ends that both speak never block each other."""
        message = memoryview(_packed(parts))
        with selectors.DefaultSelector() as ready:
            ready.register(self._end, selectors.EVENT_READ | selectors.EVENT_WRITE)
            while message:
                [(_, events)] = ready.select()
                if events & selectors.EVENT_READ and not self.read_some():
                    raise BrokenPipeError
                if events & selectors.EVENT_WRITE:
                    with suppress(BlockingIOError):
                        message = message[self._end.send(message, socket.MSG_DONTWAIT) :]

    def receive(self) -> list[bytes]:
        """The next message, waited for. EOFError when the other end has closed."""
        while not self._arrived:
            if not self.read_some():
                raise EOFError
        return self._arrived.popleft()

    def waiting(self) -> list[bytes] | None:
        """The next message among what has been read already."""
        return self._arrived.popleft() if self._arrived else None

    def read_some(self) -> bool:
        """Reads what is there, waiting for the first byte; False when the other end has closed."""
        try:
            chunk = self._end.recv(CHUNK)
        except ConnectionError:
            return False
        self._bytes += chunk
        while (message := self._cut()) is not None:
            self._arrived.append(message)
        return bool(chunk)

    def read_rest(self) -> None:
        """Reads all that is there without waiting: the last words of an end that will say no more."""
        self._end.setblocking(False)
        with suppress(BlockingIOError):
            while self.read_some():
                pass

    def _cut(self) -> list[bytes] | None:
        """Takes one whole message off what has arrived; None when it is not whole yet."""
        if len(self._bytes) < 4:
            return None
        (count,) = struct.unpack_from(">I", self._bytes)
        start = 4 + 8 * count
        if len(self._bytes) < start:
            return None
        sizes = struct.unpack_from(f">{count}Q", self._bytes, 4)
        if len(self._bytes) < start + sum(sizes):
            return None
        message = []
        for size in sizes:
            message.append(bytes(self._bytes[start : start + size]))
            start += size
        del self._bytes[:start]
        return message


def _packed(parts: Sequence[bytes]) -> bytes:
    """A message as it travels: how many parts, the size of each, the parts."""
    sizes = [memoryview(part).nbytes for part in parts]
    return b"".join([struct.pack(f">I{len(sizes)}Q", len(sizes), *sizes), *parts])


def scratch_file() -> int:
    """A file without a name, by number: in memory where the system has such files.

    What a process prints goes there, so that it is still there after the process has died.
    """
    if hasattr(os, "memfd_create"):
        return os.memfd_create("printed")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
