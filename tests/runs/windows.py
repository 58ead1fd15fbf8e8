"""Linux with what Windows lacks taken away: what a test runs in a process of its own.

`python windows.py import` reads every module of `lib`; `python windows.py run NOTEBOOK OUTPUT` runs a notebook.
"""

import builtins
import importlib
import os
import pkgutil
import signal
import sys
import types
from pathlib import Path
from typing import Any

ABSENT = {
    os: ("fork", "forkpty", "killpg", "setsid", "register_at_fork", "wait4", "mkfifo"),
    signal: ("SIGCHLD", "SIGALRM", "SIGHUP", "SIGUSR1", "set_wakeup_fd"),
}
MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog")
"""Modules of the standard library that Windows does not have. Others' packages may ask for them here; lib may not."""


def leave_windows() -> None:
    """Take away from this process what Windows does not have, and give it what its locks are made of."""
    for module, names in ABSENT.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    plain = builtins.__import__

    def without(name: str, globals: Any = None, *rest: Any, **named: Any) -> Any:
        if name in MODULES and str((globals or {}).get("__name__", "")).startswith("lib"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return plain(name, globals, *rest, **named)

    builtins.__import__ = without
    for name in ("lib.pins", "lib.domain.errors", "subprocess", "shutil", "tomllib"):  # so that only ours is read anew
        importlib.import_module(name)
    locks = types.ModuleType("msvcrt")
    vars(locks).update(LK_NBLCK=2, locking=lambda handle, mode, size: None)
    real, sys.platform, sys.modules["msvcrt"] = sys.platform, "win32", locks
    try:
        importlib.import_module("lib.bootstrap")
    finally:
        sys.platform = real
        del sys.modules["msvcrt"]


def main() -> None:
    """Do what the command line asks for."""
    leave_windows()
    import lib

    if sys.argv[1] == "import":
        names = [found.name for found in pkgutil.walk_packages(lib.__path__, "lib.")]
        for name in names:
            if not name.endswith("__main__"):
                importlib.import_module(name)
        print(len(names))
        return
    from lib.runs.execute import ENGINE, Job, execute

    notebook, output, *given = sys.argv[2:]
    names = ("unit", "period", "data")
    execute(Job(Path(notebook), Path(output), dict(zip(names, given, strict=True))))
    print(ENGINE)


if __name__ == "__main__":
    main()
