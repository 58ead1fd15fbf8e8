"""Units made by a Dask cluster that stands already.

Dask gives units to its workers and, when one is lost, to others; each worker has them made by a station, a process of
its own that outlives no worker. So a worker may be a daemon, may have several threads, and forks nothing itself.

What is needed: the same version of this repository and its packages at every worker, and the folders of data and
reports under the same path everywhere, on a file system that honours locks (NFS 4 does).
"""

import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from distributed import Client, Future, get_worker

from lib.domain.errors import ReportError
from lib.editions.fresh import basis
from lib.runs.building import LOCKS
from lib.runs.many.stations import GRACE, Lost, Station
from lib.runs.many.unit import FAILED, STOPPED, Result, Task

CONNECT_SECONDS = 15
ALONE_SECONDS = 60.0
"""How long a batch waits for a worker when the cluster has none."""
LOST = "máy trạm đang lập báo cáo đã mất"

# --- in the worker ----------------------------------------------------------------------------------------

_guard = threading.Lock()
_idle: list[Station] = []
_busy: dict[str, set[Station]] = {}


def at_worker(task: Task, batch: str) -> Result | Lost:
    """What a worker does for a unit: says that it begins, then has one of its stations make it."""
    get_worker().log_event(batch, {"unit": task.unit})
    with _guard:
        station = _idle.pop() if _idle else Station()
        _busy.setdefault(batch, set()).add(station)
    said = station.run(task)
    with _guard:
        _busy.get(batch, set()).discard(station)
        if not station.stopped:
            _idle.append(station)
    return said


def stop_at_worker(batch: str) -> None:
    """Asks the stations at work on a batch to stop, and those without work, and waits for them."""
    with _guard:
        stations = [*_busy.pop(batch, ()), *_idle]
        _idle.clear()
    for station in stations:
        station.stop()
    for station in stations:
        station.close()


def look_at_worker(data: str, reports: str, token: str) -> dict[str, Any]:
    """What a worker sees: the code it has, the data folder, the token left in the folder of reports."""
    return {
        "code": basis(Path(data), "", "")["code"],
        "data": Path(data, "raw").is_dir(),
        "reports": Path(reports, LOCKS, token).is_file(),
    }


# --- in the one who asks ----------------------------------------------------------------------------------


class Cluster:
    """A cluster as the engine of a batch. Raises ReportError if it cannot be reached or its workers are not fit."""

    def __init__(self, address: str, data: Path, reports: Path) -> None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by us, in one line
        self._batch = f"units-{secrets.token_hex(6)}"
        self._said: queue.SimpleQueue[Result | Lost] = queue.SimpleQueue()
        self._begun: dict[str, int] = {}
        self._futures: dict[str, Future] = {}
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            remedy = "kiểm tra địa chỉ, và dask scheduler có đang chạy không"
            raise ReportError(f"không nối được với cụm Dask {address}", remedy=remedy) from error
        try:
            self._workers = self._fit(data, reports)
        except BaseException:
            self._client.close()
            raise
        self._address, self._alone = address, 0.0
        self._client.subscribe_topic(self._batch, self._heard)

    @property
    def where(self) -> str:
        """Where units are made, in words."""
        return f"{self._workers} máy trạm Dask"

    def submit(self, task: Task) -> None:
        """Queues a unit."""
        self._begun[task.unit] = 0
        future = self._client.submit(at_worker, task, self._batch, pure=False, key=f"{self._batch}-{task.unit}")
        self._futures[task.unit] = future
        future.add_done_callback(self._ended(task.unit))

    def next(self) -> Result | Lost:
        """What became of the next unit that has ended, or was lost."""
        while True:
            with suppress(queue.Empty):
                return self._said.get(timeout=1)
            self._require_company()

    def drop(self, unit: str) -> None:
        """Calls off a unit that Dask has given to another worker."""
        self._futures[unit].cancel(force=True)

    def close(self) -> None:
        """Calls off what waits, stops what runs, and leaves the cluster as it was."""
        waiting = [future for future in self._futures.values() if not future.done()]
        with suppress(Exception):  # the cluster itself may have gone
            if waiting:
                self._client.cancel(waiting, force=True)
            self._client.run(stop_at_worker, self._batch, on_error="ignore")
        self._client.close(timeout=GRACE)

    def _heard(self, event: tuple[float, Mapping[str, str]]) -> None:
        """A worker has begun with a unit; where one had before, that one was lost."""
        unit = event[1]["unit"]
        self._begun[unit] = self._begun.get(unit, 0) + 1
        if self._begun[unit] > 1:
            self._said.put(Lost(unit, LOST, resumed=True))

    def _ended(self, unit: str) -> Callable[[Future], None]:
        def done(future: Future) -> None:
            if future.status == "finished":
                self._said.put(future.result())
            elif future.status == "error":
                self._said.put(Result(unit, FAILED, _why(future.exception())))
            else:
                self._said.put(Result(unit, STOPPED))

        return done

    def _require_company(self) -> None:
        """Raises ReportError when the cluster has gone, or has had no worker for too long."""
        if self._client.status == "closed" or not self._count():
            self._alone = self._alone or time.monotonic()
            if time.monotonic() - self._alone > ALONE_SECONDS:
                remedy = "khởi động lại rồi chạy lại lệnh này: báo cáo đã lập không phải lập lại"
                raise ReportError(f"cụm Dask {self._address} không còn máy trạm nào", remedy=remedy)
        else:
            self._alone = 0.0

    def _count(self) -> int:
        try:
            return len(self._client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, RuntimeError):
            return 0

    def _fit(self, data: Path, reports: Path) -> int:
        """How many workers there are, all of which have this code and see both folders."""
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        token = reports / LOCKS / f"{self._batch}.token"
        token.parent.mkdir(parents=True, exist_ok=True)
        token.touch()
        try:
            seen = self._client.run(look_at_worker, str(data), str(reports), token.name, on_error="return")
        finally:
            token.unlink()
        if not seen:
            raise ReportError("cụm Dask chưa có máy trạm nào", remedy="chạy dask worker trên các máy trạm")
        mine = basis(data, "", "")["code"]
        for worker, found in seen.items():
            if fault := _fault(found, mine, data, reports):
                raise ReportError(f"máy trạm {worker}: {fault[0]}", remedy=fault[1])
        return len(seen)


def _fault(found: Any, mine: str, data: Path, reports: Path) -> tuple[str, str] | None:
    """What makes a worker unfit, and what to do about it."""
    if not isinstance(found, dict):
        return f"không chạy được mã của kho này ({found})", "chạy dask worker bằng .venv của kho mã trên máy đó"
    if found["code"] != mine:
        return "có bản mã khác", "đưa kho mã trên máy đó về cùng phiên bản rồi chạy lại dask worker"
    if not found["data"]:
        return f"không thấy {data / 'raw'}", "dùng thư mục chung, cùng đường dẫn trên mọi máy"
    if not found["reports"]:
        return f"không thấy thư mục báo cáo {reports}", "dùng thư mục chung, cùng đường dẫn trên mọi máy"
    return None


def _why(error: BaseException | None) -> str:
    """Why Dask gave a unit up."""
    if type(error).__name__ == "KilledWorker":
        return f"{LOST} nhiều lần; có thể do hết bộ nhớ"
    return f"lỗi chương trình {type(error).__name__}: {' '.join(str(error).split())}"
