"""The environment: from a fresh clone to a Python that has every locked package, once.

`enter` answers one question before a command runs: is this Python the one to work in?

- Inside `.venv` of this clone: yes, if its stamp is current.
- In any other environment (conda, a container) with this clone installed in editable mode and every locked
  package in its locked version: yes, and nothing is created.
- Otherwise `.venv` is made or brought up to date and the command starts again inside it.

The stamp is written last: it names the lock, the project's metadata, this folder and the Python installed
for. Where it is missing, an installation was interrupted and is redone from nothing; where it names another
lock, pip changes what changed. Standard library only. pip is called plainly, so that the user's own pip
configuration decides where packages come from.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lib.domain.errors import ReportError
from lib.pins import LOCK, ROOT, installed_as_locked, read_lock

VENV = ROOT / ".venv"
STAMP = VENV / "installed.stamp"
LOG = VENV / "setup.log"
_DOOR = VENV / ".lock"
_TAG = "import sys; print(sys.implementation.cache_tag)"


def enter(arguments: Sequence[str]) -> int | None:
    """Make sure the command runs in a ready environment.

    Returns:
        None when the running Python is ready; otherwise the command has run in `.venv` and this is its exit
        code (on POSIX the process is replaced and this never returns).

    Raises:
        ReportError: the environment could not be made; the message says why and what to do.
    """
    if _inside() and current(sys.implementation.cache_tag):
        return None
    if not _inside() and installed_as_locked():
        return None
    if _inside():
        _renew_from_outside()
    else:
        install()
    return start_again(arguments, python())


def python(venv: Path = VENV) -> Path:
    """Return where an environment keeps its Python."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def fingerprint() -> str:
    """Return what the environment depends on as one hash: the lock, how to install the project, and where."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    own = [settings["build-system"], settings["project"], settings["tool"]["setuptools"], str(ROOT)]
    return hashlib.sha256(LOCK.read_bytes() + json.dumps(own, sort_keys=True).encode()).hexdigest()


def install() -> None:
    """Bring `.venv` up to date with the lock; of several callers at once, one works and the others wait.

    Raises:
        ReportError: Python cannot make environments, or pip failed.
    """
    if current() and python().exists():
        return
    try:
        VENV.mkdir(exist_ok=True)
        with exclusive(_DOOR, waiting="Đang chờ một lần cài đặt khác kết thúc…"):
            if not (current() and python().exists()):  # another may have done it meanwhile
                _install()
    except OSError as error:
        raise ReportError(
            f"không chuẩn bị được môi trường .venv ({error})",
            remedy="kiểm tra quyền ghi và dung lượng đĩa, đóng các chương trình đang dùng .venv rồi chạy lại",
        ) from error


@contextmanager
def exclusive(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold a lock file: one process at a time, the others wait, saying so; its holder's death frees it."""
    with path.open("a+b") as door:
        if not try_lock(door.fileno()):
            if waiting:
                _say(waiting)
            while not try_lock(door.fileno()):
                time.sleep(0.2)
        yield


def _inside() -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(VENV)


def _stamp() -> tuple[str, str]:
    """Return (fingerprint, Python's tag) of the last finished installation, blank when there is none."""
    lines = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
    return (lines[0], lines[1]) if len(lines) == 2 else ("", "")


def current(tag: str | None = None) -> bool:
    """Tell whether the last installation finished and was for this lock, folder and, where given, Python's tag."""
    done, done_tag = _stamp()
    return done == fingerprint() and tag in (None, done_tag)


def _renew_from_outside() -> None:
    """An environment cannot be rebuilt from inside itself: the Python it was made from does it."""
    if current():  # stamped for another Python, which has since been replaced underneath
        STAMP.unlink(missing_ok=True)
    base = getattr(sys, "_base_executable", sys.executable)
    if subprocess.call([base, "-m", "lib", "setup"], cwd=ROOT) != 0:
        raise ReportError("không làm mới được môi trường .venv", remedy="xem dòng lỗi ngay trên")


def _install() -> None:
    started = time.monotonic()
    _say("Đang chuẩn bị môi trường trong .venv (lần đầu mất khoảng một phút)…")
    finished, tag = _stamp()[1], _tag()
    STAMP.unlink(missing_ok=True)
    if not tag or tag != finished:
        _create()
    _pip("--require-hashes", "-r", str(LOCK))
    _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    aside = STAMP.with_suffix(".new")
    aside.write_text(f"{fingerprint()}\n{_tag()}\n", encoding="utf-8")
    aside.replace(STAMP)
    _say(f"Môi trường đã sẵn sàng sau {time.monotonic() - started:.0f} giây.")


def _tag() -> str:
    """Ask the environment's Python which it is; blank when it does not start."""
    if not python().exists():
        return ""
    asked = subprocess.run([python(), "-c", _TAG], capture_output=True, text=True, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _create() -> None:
    """Make `.venv` anew; the lock file alone stays, because it is being held."""
    for entry in VENV.iterdir():
        if entry == _DOOR:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    if _works(sys.executable, "-m", "venv", str(VENV)):
        return
    # Debian splits ensurepip off: there `.venv` borrows the pip of the Python that makes it.
    if _has_pip(sys.executable) and _works(sys.executable, "-m", "venv", "--without-pip", str(VENV)):
        return
    raise ReportError(
        f"{sys.executable} không tạo được môi trường ảo (thiếu mô-đun venv hoặc pip)",
        remedy="cài các gói đó (Debian, Ubuntu: apt install python3-venv python3-pip) rồi chạy lại",
    )


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _has_pip(interpreter: str) -> bool:
    return _works(interpreter, "-c", "import pip")


def _pip(*arguments: str) -> None:
    """Run `pip install` for `.venv`, its output kept in setup.log; a failure becomes one line."""
    target = str(python())
    borrowed = [sys.executable, "-m", "pip", "--python", target]
    command = [target, "-m", "pip"] if _has_pip(target) else borrowed
    command += ["install", "--no-input", "--no-user", "--compile", *arguments]
    # Bytecode is written now or never: without it every later run imports for seconds longer.
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    environment = {key: value for key, value in os.environ.items() if key not in dropped}
    pip = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment | {"PYTHONUTF8": "1"},
        cwd=ROOT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        failure = _follow(pip.stdout or ())
        pip.wait()
    finally:
        pip.kill()  # when interrupted; nothing when it has ended
    if pip.returncode != 0:
        raise ReportError(
            f"không cài được thư viện; pip báo: {failure or f'mã lỗi {pip.returncode}'}",
            remedy=f"kiểm tra mạng và cấu hình pip rồi chạy lại lệnh (nhật ký: {LOG.relative_to(ROOT)})",
        )


def _follow(lines: Iterable[str]) -> str:
    """Write pip's lines to the log, count the packages on a terminal, return pip's first error or ""."""
    total, seen, failure = len(read_lock(LOCK.read_text(encoding="utf-8"))), 0, ""
    with LOG.open("a", encoding="utf-8") as log:
        for line in lines:
            log.write(line)
            if line.startswith("Collecting ") and sys.stderr.isatty():
                seen += 1
                print(f"\r  {seen}/{total} gói", end="", file=sys.stderr, flush=True)
            if line.startswith("ERROR:") and not failure:
                failure = line.removeprefix("ERROR:").strip()[:200]
    if seen:
        print(file=sys.stderr)
    return failure


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def start_again(arguments: Sequence[str], interpreter: str | Path) -> int:
    """Run the command anew under a Python, with UTF-8 for everything; on POSIX this never returns."""
    command = [str(interpreter), "-X", "utf8", "-m", "lib", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if sys.platform == "win32":  # exec would give the prompt back at once there
        child = subprocess.Popen(command, env=environment)
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:  # the child was sent it too, and answers it
                continue
    return os.execve(command[0], command, environment)


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Take the lock on an open file if it is free; closing the file gives it back."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Take the lock on an open file if it is free; closing the file gives it back."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
