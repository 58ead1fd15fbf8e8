"""Notebooks through papermill: each in a process of its own, several at a time, one clear line when a cell fails."""

import logging
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from lib.domain.errors import ReportError
from lib.runs.children import SUPPORTED
from lib.runs.engine import FreshEngine
from lib.runs.plan import ENGINE

if SUPPORTED:
    import lib.runs.client  # noqa: F401 by the first notebook it is there

KERNEL = "python3"
CELL_SECONDS = 1800
"""A cell that takes longer is taken for one that never ends."""

papermill_engines.register("fresh", FreshEngine)  # for an installation older than the entry point


@dataclass(frozen=True)
class Job:
    """One notebook to run: where it is, where its executed copy goes, its parameters."""

    notebook: Path
    output: Path
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Executed:
    """A notebook that ran to its end, and how many seconds it took."""

    name: str
    output: Path
    seconds: float


class NotebookFailed(ReportError):
    """A cell failed. `output` is the executed notebook, kept as far as it came."""

    def __init__(self, job: Job, cell: int, reason: str) -> None:
        super().__init__(reason, file=job.notebook.name, cell=f"ô {cell}", remedy=f"xem {job.output.name} đã chạy dở")
        self.output = job.output


def execute(job: Job, engine: str = ENGINE) -> Executed:
    """Runs one notebook. Raises NotebookFailed naming the cell and its reason."""
    started = time.perf_counter()
    job.output.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            str(job.notebook),
            str(job.output),
            parameters=dict(job.parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            execution_timeout=CELL_SECONDS,
            **({"engine_name": engine} if engine == "fresh" else _kernel_options()),
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(job, error.cell_index + 1, _reason(error)) from error
    except (DeadKernelError, CellTimeoutError) as error:
        raise ReportError("nhân chạy sổ tay đã dừng hoặc chạy quá lâu", file=job.notebook.name) from error
    return Executed(job.notebook.name, job.output, time.perf_counter() - started)


def _kernel_options() -> dict[str, Any]:
    """For papermill's own engine: one save, no waiting at the end. On POSIX each kernel talks over sockets in a folder
    of its own, since TCP ports collide when many start at once."""
    options: dict[str, Any] = {"request_save_on_cell_execute": False, "shutdown_kernel": "immediate"}
    return options if os.name == "nt" else {**options, "kernel_manager_class": SocketKernelManager}


class SocketKernelManager(AsyncKernelManager):
    """A kernel that listens on sockets in a temporary folder of its own."""

    def __init__(self, **options: Any) -> None:
        folder = Path(tempfile.mkdtemp(prefix="kernel-"))
        super().__init__(transport="ipc", ip=str(folder / "k"), **options)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def _reason(error: PapermillExecutionError) -> str:
    """The last words of the failure: ours are Vietnamese already, others get their kind before them."""
    if error.ename in ("ReportError", "NotebookFailed", "DeadKernelError", "CellTimeoutError"):
        return str(error.evalue)
    return f"lỗi chương trình {error.ename}: {error.evalue}"


def execute_all(
    jobs: Sequence[Job], workers: int, done: Callable[[Executed], None], engine: str = ENGINE
) -> list[Executed]:
    """Runs independent notebooks, `workers` at a time, in any order; the result is in the order given.

    The first failure is raised after the notebooks already running have ended; those not begun are not started.
    """
    results: dict[Path, Executed] = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = {pool.submit(execute, job, engine): job for job in jobs}
        try:
            for future in as_completed(futures):
                executed = future.result()
                results[futures[future].notebook] = executed
                done(executed)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return [results[job.notebook] for job in jobs]


logging.getLogger("papermill").setLevel(logging.WARNING)
