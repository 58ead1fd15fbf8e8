"""Functions called in fresh children of the preloaded process, so that what they import is there already and several
work at once; in this process where no process can be forked."""

import importlib
import pickle
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from lib.domain.errors import ReportError
from lib.runs.children import SUPPORTED, Ended, preloaded
from lib.runs.wire import Wire


class Apart(Exception):
    """The traceback of an error in the child that raised it."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def call(place: str, *arguments: Any, apart: bool = SUPPORTED) -> Any:
    """What the function `place` ("package.module:name") returns, called in a child, or here unless `apart`. Arguments
    and result are plain data.

    What the function raises is raised here. A child that dies is a ReportError.
    """
    if not apart:
        return _function(place)(*arguments)
    child = preloaded().child("lib.runs.calls:answer", {})
    try:
        child.send([pickle.dumps((place, arguments))])
        error, value = pickle.loads(child.receive()[0])
    except Ended as ended:
        raise ReportError(f"{ended} khi đang lập báo cáo", remedy="chạy lại") from ended
    except BaseException:
        child.kill()
        raise
    finally:
        sys.stderr.write(child.printed(2).decode(errors="replace"))
        child.leave()
    if error is not None:
        raise error from Apart(value)
    return value


def answer(wire: Wire, request: Mapping[str, Any], spoken: Sequence[int]) -> None:
    """The child's part: calls the function and says what came of it."""
    place, arguments = pickle.loads(wire.receive()[0])
    try:
        said = pickle.dumps((None, _function(place)(*arguments)))
    except Exception as error:  # noqa: BLE001 raised again by the caller
        said = _raised(error)
    wire.send([said])


def _raised(error: Exception) -> bytes:
    told = "".join(traceback.format_exception(error))
    try:
        said = pickle.dumps((error, told))
        pickle.loads(said)
    except Exception:  # noqa: BLE001
        said = pickle.dumps((RuntimeError("".join(traceback.format_exception_only(error)).strip()), told))
    return said


def _function(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
