"""`watch`: makes a preview again whenever a notebook, a workbook, the code or reference data is saved.

The preview is a folder of reports of its own, in `data/processed`: what was published stays as it was.
"""

import errno
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TextIO

from lib.domain.errors import ReportError
from lib.domain.periods import Periods
from lib.domain.units import Units
from lib.intake.folders import REPOSITORY, DataFolder, data_folder
from lib.runs.progress import seconds_in_words
from lib.runs.watch_page import HOST, Preview, serve
from lib.runs.watch_worker import Worker

PORT = 8787
PAUSE = 0.25
"""Seconds between two looks; a file counts as saved when two looks see it the same."""

Snapshot = dict[Path, tuple[int, int]]
"""Time of change in nanoseconds and size in bytes, by file."""

CODE = REPOSITORY / "lib"
SKIPPED_FOLDERS = ("__pycache__", "sample")
SKIPPED_FILES = ("~$", ".", "#")


def snapshot(folders: tuple[Path, ...]) -> Snapshot:
    """How the files of some folders stand; editors' and Excel's own files, and caches, are left out."""
    seen: Snapshot = {}
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner[:] = [name for name in inner if name not in SKIPPED_FOLDERS and not name.startswith(".")]
            for name in files:
                if name.startswith(SKIPPED_FILES) or name.endswith(("~", ".pyc", ".tmp")):
                    continue
                path = Path(place, name)
                try:
                    stat = path.stat()
                except OSError:
                    continue  # replaced at this very moment: the next look sees it
                seen[path] = (stat.st_mtime_ns, stat.st_size)
    return seen


@dataclass(frozen=True)
class Watch:
    """What a watch does, each part replaceable.

    Attributes:
        look: how the files stand; pause: waits between looks.
        run: makes the report and returns its page; restart: forgets the code in memory.
        preview: what is shown; say: where the terminal's lines go.
    """

    look: Callable[[], Snapshot]
    run: Callable[[], Path]
    restart: Callable[[], None]
    pause: Callable[[], None]
    preview: Preview
    say: TextIO

    def forever(self) -> None:
        """Runs at once, then after each change, until `pause` raises."""
        seen: Snapshot | None = None
        while True:
            now = self._settled()
            if now != seen:
                if seen is not None and any(CODE in path.parents for path in _changed(seen, now)):
                    self.restart()
                self._run(_changed(seen, now) if seen is not None else [])
                seen = now
            self.pause()

    def _settled(self) -> Snapshot:
        """The files once nobody is writing them."""
        before = self.look()
        while True:
            self.pause()
            now = self.look()
            if now == before:
                return now
            before = now

    def _run(self, changed: list[Path]) -> None:
        names = ", ".join(path.name for path in changed[:3]) + (" …" if len(changed) > 3 else "")
        self.preview.begin()
        started = time.perf_counter()
        try:
            self.preview.show(self.run())
            line = seconds_in_words(time.perf_counter() - started)
        except ReportError as error:
            self.preview.fail(f"Lỗi: {error}")
            line = f"Lỗi: {error}"
        print(f"{names}: {line}" if names else line, file=self.say, flush=True)


def _changed(before: Snapshot, now: Snapshot) -> list[Path]:
    """Files that are new, gone or different."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def watched(data: DataFolder, unit: str, period: str) -> tuple[Path, ...]:
    """The folders whose files the report of a unit and period is made from.

    Raises:
        ReportError: no such unit or period, or no raw folder.
    """
    when = Periods.load(data.reference).parse(period)
    name = Units.load(data.reference).get(unit, when.end).name
    raw = data.raw(unit, period)
    if not raw.is_dir():
        raise ReportError(f"chưa có số liệu của {name} kỳ {period}", file=f"raw/{unit}/{period}")
    return REPOSITORY / "notebooks", CODE, data.reference, raw


def _pause() -> None:
    time.sleep(PAUSE)


def main_watch(
    unit: str,
    period: str,
    data: str = "",
    reports: str = "",
    port: int | None = None,
    *,
    pause: Callable[[], None] = _pause,
) -> int:
    """The command: serves the preview until Ctrl+C. It is made in `reports`, or in a folder of its own if that is "".

    Raises:
        ReportError: unknown unit or period, no raw folder, or the port is taken.
    """
    places = data_folder(data)
    folders = watched(places, unit, period)
    made_in = Path(reports).resolve() if reports else places.processed(unit, period) / "preview"
    preview, worker = Preview(), Worker()
    server = _listen(preview, port)
    print(f"Xem trước tại http://{HOST}:{server.server_port}/ (Ctrl+C để dừng)", flush=True)
    try:
        Watch(
            look=lambda: snapshot(folders),
            run=lambda: worker.run(unit, period, data and str(places.root), str(made_in)),
            restart=worker.stop,
            pause=pause,
            preview=preview,
            say=sys.stdout,
        ).forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.shutdown()
        server.server_close()
        worker.stop()
    return 0


def _listen(preview: Preview, port: int | None) -> ThreadingHTTPServer:
    """The server on the port asked for; else on the usual one, or any free one if that is taken."""
    for candidate in (PORT, 0) if port is None else (port,):
        try:
            return serve(preview, candidate)
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno == errno.EADDRINUSE and port is None:
                continue
            raise ReportError(f"không mở được cổng {candidate}", remedy="chọn cổng khác bằng --port") from error
    raise ReportError("không còn cổng nào trống")
