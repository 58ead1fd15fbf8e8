"""`schedule show|install|remove`: puts a daily `run --due` where the machine keeps such things, and takes it away.

Only entries of this clone, marked as such, are ever touched; doing it twice is doing it once.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lib.domain.errors import ReportError
from lib.intake.folders import REPOSITORY
from lib.runs.failure import write_whole
from lib.runs.schedule_entries import (
    Job,
    cron_block,
    cron_marks,
    parse_time,
    systemd_files,
    windows_xml,
    without_block,
)

COMMAND_SECONDS = 60


class Facility(Protocol):
    """One way of running something every day. `install` and `remove` raise ReportError when the system refuses."""

    @property
    def title(self) -> str: ...
    def available(self) -> bool: ...
    def text(self) -> str: ...
    def installed(self) -> bool: ...
    def install(self) -> None: ...
    def remove(self) -> None: ...


@dataclass(frozen=True)
class Cron:
    """The user's crontab."""

    job: Job
    title: str = "cron (crontab của người dùng)"

    def available(self) -> bool:
        return shutil.which("crontab") is not None

    def text(self) -> str:
        return cron_block(self.job)

    def installed(self) -> bool:
        return cron_marks(self.job)[0] in self._read().splitlines()

    def install(self) -> None:
        others = without_block(self._read(), self.job)
        self._write(others + ("\n" if others and not others.endswith("\n") else "") + self.text())

    def remove(self) -> None:
        crontab = self._read()
        others = without_block(crontab, self.job)
        if others != crontab:
            self._write(others)

    def _read(self) -> str:
        """The crontab as it is; "" only if there surely is none, for it is written back."""
        done = _call("crontab", "-l")
        if done.returncode == 0:
            return _decode(done.stdout)
        if b"no crontab" in done.stderr.lower():
            return ""
        raise _refused("crontab -l", done)

    def _write(self, text: str) -> None:
        done = _call("crontab", "-", given=text.encode(errors="surrogateescape"))
        if done.returncode:
            raise _refused("crontab", done)


@dataclass(frozen=True)
class Systemd:
    """A timer of the user's systemd."""

    job: Job
    title: str = "systemd (timer của người dùng)"

    @property
    def folder(self) -> Path:
        home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Path(home) / "systemd" / "user"

    @property
    def timer(self) -> str:
        return f"{self.job.name}.timer"

    def available(self) -> bool:
        return (
            shutil.which("systemctl") is not None and _call("systemctl", "--user", "show-environment").returncode == 0
        )

    def text(self) -> str:
        return "\n".join(f"# {self.folder / name}\n{text}" for name, text in systemd_files(self.job).items())

    def installed(self) -> bool:
        return any((self.folder / name).is_file() for name in systemd_files(self.job))

    def install(self) -> None:
        files = systemd_files(self.job)
        for name in files:
            self._ours(self.folder / name)
        for name, text in files.items():
            write_whole(self.folder / name, text)
        self._systemctl("daemon-reload")
        self._systemctl("enable", "--now", self.timer)

    def remove(self) -> None:
        present = [path for name in systemd_files(self.job) if self._ours(path := self.folder / name)]
        if not present:
            return
        if self.folder / self.timer in present:
            self._systemctl("disable", "--now", self.timer)
        for path in present:
            path.unlink()
        self._systemctl("daemon-reload")

    def _ours(self, path: Path) -> bool:
        """Whether the file is there; ReportError if it is somebody else's."""
        if not path.is_file():
            return False
        if path.read_text(encoding="utf-8").splitlines()[:1] != [self.job.mark]:
            raise ReportError(
                "tệp này không do lệnh schedule ghi", file=str(path), remedy="đổi tên tệp đó rồi chạy lại"
            )
        return True

    def _systemctl(self, *arguments: str) -> None:
        done = _call("systemctl", "--user", *arguments)
        if done.returncode:
            raise _refused(f"systemctl --user {' '.join(arguments)}", done)


@dataclass(frozen=True)
class Windows:
    """Windows Task Scheduler."""

    job: Job
    title: str = "Windows Task Scheduler"

    def available(self) -> bool:
        return shutil.which("schtasks") is not None

    def text(self) -> str:
        return windows_xml(self.job)

    def installed(self) -> bool:
        return _call("schtasks", "/Query", "/TN", self.job.name).returncode == 0

    def install(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "task.xml")
            file.write_text(self.text(), encoding="utf-16")
            self._schtasks("/Create", "/TN", self.job.name, "/XML", str(file), "/F")

    def remove(self) -> None:
        if self.installed():
            self._schtasks("/Delete", "/TN", self.job.name, "/F")

    def _schtasks(self, *arguments: str) -> None:
        done = _call("schtasks", *arguments)
        if done.returncode:
            raise _refused(f"schtasks {arguments[0]}", done)


FACILITIES: dict[str, Callable[[Job], Facility]] = {"systemd": Systemd, "cron": Cron, "windows": Windows}
BY_HAND = {
    "cron": "Chạy crontab -e rồi dán các dòng trên.",
    "systemd": "Ghi hai tệp trên, rồi: systemctl --user daemon-reload && systemctl --user enable --now {name}.timer",
    "windows": "Lưu đoạn trên thành task.xml (UTF-16), rồi: schtasks /Create /TN {name} /XML task.xml /F",
}
ADVICE = {
    "cron": "cron không chạy bù lúc máy tắt; các kỳ bị lỡ được lập ở lần chạy kế tiếp.",
    "systemd": "Để chạy cả khi chưa đăng nhập: loginctl enable-linger",
    "windows": "Máy tắt lúc đó thì chạy bù khi mở máy và đăng nhập.",
}


def main_schedule(action: str, kind: str = "", at: str = "07:30", data: str = "", reports: str = "") -> int:
    """The command. `kind` is cron, systemd, windows or "" for what the machine has; returns the exit code.

    Raises:
        ReportError: the system refused, or `at` is no time.
    """
    job = daily_job(at, data, reports)
    name = kind or _first_available(job)
    facility = FACILITIES[name](job)
    if action == "show":
        return _show(name, facility, job)
    if action == "remove":
        return _remove([kind] if kind else list(FACILITIES), job)
    if not facility.available():
        print(facility.text())
        print(f"{facility.title}: máy này không có, chưa đặt được lịch. {BY_HAND[name].format(name=job.name)}")
        return 1
    facility.install()
    print(f"{facility.title}: đã đặt lịch {job.name}, hằng ngày lúc {job.at:%H:%M} giờ Việt Nam.\n{ADVICE[name]}")
    _remove([other for other in FACILITIES if other != name], job, quiet=True)
    return 0


def _remove(names: Sequence[str], job: Job, quiet: bool = False) -> int:
    """Takes the entries away wherever they are; one place is enough for a schedule."""
    removed = False
    for facility in (FACILITIES[name](job) for name in names):
        if facility.available() and facility.installed():
            facility.remove()
            print(f"{facility.title}: đã gỡ lịch {job.name}.")
            removed = True
    if not removed and not quiet:
        print(f"Không có lịch {job.name} nào để gỡ.")
    return 0


def daily_job(at: str, data: str = "", reports: str = "") -> Job:
    """What this clone runs every day. The interpreter is the one outside `.venv`, which may be made anew at any
    time."""
    arguments = ["run", "--due", "--quiet"]
    for option, value in (("--data", data), ("--reports", reports)):
        arguments += [option, str(Path(value).resolve())] if value else []
    python = getattr(sys, "_base_executable", "") or sys.executable
    return Job(REPOSITORY, python, tuple(arguments), parse_time(at))


def _first_available(job: Job) -> str:
    """The facility this machine has; what its system usually has, if none."""
    if sys.platform == "win32":
        return "windows"
    return next((name for name in ("systemd", "cron") if FACILITIES[name](job).available()), "cron")


def _show(name: str, facility: Facility, job: Job) -> int:
    if facility.available():
        state = "đã đặt" if facility.installed() else "chưa đặt (python -m lib schedule install)"
    else:
        state = f"máy này không có. {BY_HAND[name].format(name=job.name)}"
    print(f"{facility.text()}\n{facility.title}: {state}")
    return 0


def _call(*command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0]) or command[0]
    environment = {**os.environ, "LC_ALL": "C"}  # its messages are read
    try:
        return subprocess.run(
            [program, *command[1:]],
            input=given,
            env=environment,
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"không chạy được {command[0]}: {error}") from error


def _refused(command: str, done: subprocess.CompletedProcess[bytes]) -> ReportError:
    said: Sequence[str] = _decode(done.stderr or done.stdout).strip().splitlines()
    return ReportError(f"{command} báo lỗi: {said[-1] if said else f'mã {done.returncode}'}")


def _decode(text: bytes) -> str:
    return text.decode(errors="surrogateescape")
