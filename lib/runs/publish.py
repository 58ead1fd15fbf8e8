"""Published whole or not at all: an edition is built aside, checked, and moved into place in one step."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def publish(build: Path, target: Path) -> None:
    """Puts the finished folder `build` where `target` is. An earlier edition stays until the new one stands in its
    place.

    On Linux the two folders are exchanged in one system call; elsewhere the old one is moved aside first and moved
    back if the second move fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        build.replace(target)
        return
    if not _exchange(build, target):
        _replace(build, target)
    shutil.rmtree(build, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Swaps two folders atomically where the system can."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)


def _replace(build: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.previous")
    shutil.rmtree(aside, ignore_errors=True)
    target.replace(aside)
    try:
        build.replace(target)
    except OSError:
        aside.replace(target)
        raise
    aside.replace(build)
