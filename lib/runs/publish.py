"""Published whole or not at all: an edition is built aside, checked, and moved into place in one step.

The edition that stood before is kept beside it, and `restore` puts it back.
"""

import ctypes
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from lib.domain.errors import ReportError
from lib.editions.history import pdf_of

PREVIOUS = ".previous"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def publish(build: Path, target: Path) -> None:
    """Puts the finished folder `build` where `target` is; what stood there becomes the previous edition.

    On Linux the two folders are exchanged in one system call; elsewhere the old one is moved aside first and moved back
    if the second move fails.
    """
    flush(build)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        build.replace(target)
        return
    exchange(build, target)
    _drop_pdf(target)
    previous = previous_of(target)
    shutil.rmtree(previous, ignore_errors=True)
    previous.parent.mkdir(exist_ok=True)
    build.replace(previous)


def previous_of(target: Path) -> Path:
    """Where the edition before `target` is kept."""
    return target.parent / PREVIOUS / target.name


def restore(target: Path) -> None:
    """Exchanges an edition with the one before it. Raises ReportError when there is none."""
    previous = previous_of(target)
    if not previous.is_dir():
        raise ReportError("không có bản trước để khôi phục", file=f"{target.parent.name}/{target.name}")
    if target.exists():
        exchange(previous, target)
    else:
        previous.replace(target)
    _drop_pdf(target)


def _drop_pdf(target: Path) -> None:
    """Removes the PDF of an edition that no longer stands, or somebody would send it. One that is open stays."""
    with suppress(OSError):
        pdf_of(target.parents[1], target.parent.name, target.name).unlink()


def flush(folder: Path) -> None:
    """Asks the system to write every file of a folder to disk, so that a power cut leaves it whole."""
    for path in [*folder.rglob("*"), folder]:
        if os.name == "nt" and path.is_dir():
            continue
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:  # a file system without it
            return
        finally:
            os.close(descriptor)


def exchange(first: Path, second: Path) -> None:
    """Swaps two folders, atomically where the system can."""
    if sys.platform.startswith("linux"):
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        names = (os.fsencode(first), os.fsencode(second))
        if rename and rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
            return
    aside = second.with_name(f".{second.name}.moving")
    shutil.rmtree(aside, ignore_errors=True)
    second.replace(aside)
    try:
        first.replace(second)
    except OSError:
        aside.replace(second)
        raise
    aside.replace(first)
