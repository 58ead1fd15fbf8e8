"""One run of a unit and period at a time, in a folder of its own; what a dead run left is swept by the next."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lib.bootstrap import try_lock
from lib.domain.errors import ReportError

LOCKS = ".locks"
POLL = 0.2


class Busy(ReportError):
    """Another run of the same unit and period is under way."""


@contextmanager
def building(reports: Path, unit: str, period: str, wait: bool, told: Callable[[str], None]) -> Iterator[Path]:
    """A new folder under `reports` to build an edition in, removed at the end if it is still there.

    The lock is the system's own, so it falls with the process that held it. When another run of the same unit and
    period is under way: waits for it (`wait`, saying so through `told`), or raises Busy.
    """
    name = f"{unit}-{period}"
    try:
        (reports / LOCKS).mkdir(parents=True, exist_ok=True)
        door = (reports / LOCKS / f"{name}.lock").open("a+b")
    except OSError as error:
        raise _unwritable(reports, error) from error
    with door:
        _take(door, name, wait, told)
        for left in reports.glob(f".building-{name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        try:
            folder = Path(tempfile.mkdtemp(prefix=f".building-{name}-", dir=reports))
        except OSError as error:
            raise _unwritable(reports, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _unwritable(reports: Path, error: OSError) -> ReportError:
    return ReportError(
        f"không ghi được vào thư mục báo cáo ({error.strerror})",
        file=str(reports),
        remedy="kiểm tra quyền ghi và chỗ trống của ổ đĩa, hoặc chọn thư mục khác bằng --reports",
    )


def _take(door: BinaryIO, name: str, wait: bool, told: Callable[[str], None]) -> None:
    if try_lock(door.fileno()):
        return
    if not wait:
        raise Busy(f"một lần chạy khác của {name} chưa xong", remedy="đợi lần chạy đó, hoặc thêm --wait để chờ")
    told(f"Đang chờ một lần chạy khác của {name}…")
    while not try_lock(door.fileno()):
        time.sleep(POLL)
