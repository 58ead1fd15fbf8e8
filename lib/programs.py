"""Programs of this machine that are not ours: a Chromium or an office suite, found and run with an end in sight."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.domain.errors import ReportError

SECONDS = 180
"""Longest a program may take."""


@dataclass(frozen=True)
class Program:
    """A program by what it may be called: an environment variable that names it, commands, usual places."""

    title: str
    variable: str
    commands: tuple[str, ...]
    places: tuple[str, ...]

    def find(self) -> str | None:
        """Its path on this machine, None where it is not installed."""
        named = os.environ.get(self.variable)
        known = (shutil.which(command) for command in self.commands)
        usual = (place for place in self.places if Path(place).is_file())
        return named or next((path for path in (*known, *usual) if path), None)


BROWSER = Program(
    "Chromium (hoặc Chrome, Edge)",
    "CHROMIUM",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome"),
    (
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
)
OFFICE = Program(
    "LibreOffice",
    "SOFFICE",
    ("soffice", "libreoffice"),
    ("C:/Program Files/LibreOffice/program/soffice.com", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)


def run(program: Program, command: Sequence[str], seconds: float = SECONDS) -> None:
    """Runs a command to its end; what it started does not outlive it. Raises ReportError when it fails, cannot be
    started or takes too long."""
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except OSError as error:
        reason = f"không chạy được {program.title} ({error.strerror})"
        raise ReportError(reason, file=command[0], remedy=f"kiểm tra biến {program.variable} hoặc cài lại") from error
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReportError(
            f"{program.title} chạy quá {seconds:.0f} giây", remedy="đóng bớt chương trình rồi thử lại"
        ) from None
    finally:
        _end(process)
    if code != 0:
        raise ReportError(f"{program.title} dừng với mã {code}", remedy="mở thử tệp bằng chính chương trình đó")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the process and whatever it left running."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # all of them have ended
    else:
        process.kill()
    process.wait()
