"""What is handed to cron, systemd and Windows Task Scheduler: pure text, one entry per clone of the repository.

All three run `python -m lib run --due` once a day. systemd and Windows make up for a moment the machine was off; for
cron an extra line runs at each start.
"""

import shlex
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from lib.domain.errors import ReportError
from lib.domain.workdays import VIETNAM

TITLE = "Báo cáo giảm nghèo: lập các kỳ đến hạn"


@dataclass(frozen=True)
class Job:
    """What is to run every day.

    Attributes:
        root: the clone; also what tells its entries from another clone's.
        python: the interpreter; arguments: what follows `python -m lib`.
        at: the time of day in Viet Nam.
    """

    root: Path
    python: str
    arguments: tuple[str, ...]
    at: time

    def __post_init__(self) -> None:
        for text in (*self.command, str(self.root)):
            if not text.isprintable():
                raise ReportError("đường dẫn có ký tự không in được, không đặt lịch được", remedy="đổi tên thư mục")

    @property
    def name(self) -> str:
        """The name of its entries."""
        return f"poverty-reports-{sha256(str(self.root).encode()).hexdigest()[:8]}"

    @property
    def command(self) -> tuple[str, ...]:
        return (self.python, "-m", "lib", *self.arguments)

    @property
    def mark(self) -> str:
        """The line that marks a file as ours, and as this clone's."""
        return f"# {self.name}: {self.root} (python -m lib schedule remove)"


def parse_time(text: str) -> time:
    """A time of day such as "07:30".

    Raises:
        ReportError: it is none.
    """
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ReportError(f'"{text}" không phải là giờ', remedy="viết giờ:phút, ví dụ 07:30") from None


# --- cron -----------------------------------------------------------------------------------------------------


def cron_block(job: Job, zone: tzinfo | None = None) -> str:
    """The lines for a crontab, between two marks; the time of day in the machine's zone, which is cron's.

    `zone` stands for the machine's, for tests.
    """
    moment = datetime.now(UTC).astimezone(VIETNAM).replace(hour=job.at.hour, minute=job.at.minute).astimezone(zone)
    line = f"cd {shlex.quote(str(job.root))} && {shlex.join(job.command)}".replace("%", r"\%")
    begin, end = cron_marks(job)
    return f"{begin}\n{moment.minute} {moment.hour} * * * {line}\n@reboot {line}\n{end}\n"


def cron_marks(job: Job) -> tuple[str, str]:
    """The first and the last line of the block."""
    return f"# >>> {job.name} >>> (python -m lib schedule remove)", f"# <<< {job.name} <<<"


def without_block(crontab: str, job: Job) -> str:
    """The crontab without our lines; every other byte as it was.

    Raises:
        ReportError: one of the two marks is missing, so that nobody can say which lines are ours.
    """
    begin, end = cron_marks(job)
    kept: list[str] = []
    inside = False
    for line in crontab.splitlines(keepends=True):
        word = line.rstrip("\r\n")
        if word in (begin, end) and (word == begin) == inside:
            break
        if not inside and word != begin:
            kept.append(line)
        inside = word == begin or (inside and word != end)
    else:
        if not inside:
            return "".join(kept)
    raise ReportError(
        f"đoạn {job.name} trong crontab bị sửa dở", remedy="xóa các dòng của đoạn đó bằng crontab -e rồi chạy lại"
    )


# --- systemd --------------------------------------------------------------------------------------------------


def systemd_files(job: Job) -> dict[str, str]:
    """The service and its timer, by file name."""
    command = " ".join(f'"{_systemd(word, quoted=True)}"' for word in job.command)
    service = (
        f"{job.mark}\n[Unit]\nDescription={TITLE}\n\n[Service]\nType=oneshot\n"
        f"WorkingDirectory={_systemd(str(job.root))}\nExecStart={command}\n"
    )
    timer = (
        f"{job.mark}\n[Unit]\nDescription={TITLE}\n\n[Timer]\n"
        f"OnCalendar=*-*-* {job.at:%H:%M}:00 Asia/Ho_Chi_Minh\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {f"{job.name}.service": service, f"{job.name}.timer": timer}


def _systemd(text: str, quoted: bool = False) -> str:
    text = text.replace("%", "%%")
    return text.replace("\\", r"\\").replace('"', r"\"").replace("$", "$$") if quoted else text


# --- Windows --------------------------------------------------------------------------------------------------


def windows_xml(job: Job) -> str:
    """The task for `schtasks /Create /XML`; to be written in UTF-16."""
    arguments = subprocess.list2cmdline(job.command[1:])
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(f"{TITLE} ({job.name}, {job.root})")}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2000-01-01T{job.at:%H:%M}:00+07:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(job.command[0])}</Command>
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(job.root))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
