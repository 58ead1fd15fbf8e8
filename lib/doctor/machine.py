"""The machine around the Python: fonts, programs, encodings, the clock, the disk. Standard library alone."""

import ctypes
import locale
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.bootstrap import VENV
from lib.doctor.check import Check
from lib.pins import ROOT
from lib.programs import BROWSER, OFFICE

SERIFS = ("Times New Roman", "Tinos", "Liberation Serif")
"""The typeface of official documents, and two of the same measures."""
SERIF_FILES = ("times.ttf", "Times New Roman.ttf", "Tinos-Regular.ttf", "LiberationSerif-Regular.ttf")
FONT_FOLDERS = ("C:/Windows/Fonts", "/System/Library/Fonts/Supplemental", "/Library/Fonts", "/usr/share/fonts")
ENVIRONMENT_MB, SPARE_MB = 1400, 500
"""Room for a new environment; and for running: clean tables, an edition, the one before it."""
SLACK = timedelta(days=1)
UTF8 = 65001
"""The number of UTF-8 among Windows' code pages."""


def fonts() -> Check:
    """Whether a page or a PDF made on this machine has the lines that the decree's typeface gives."""
    found = _serif()
    if found:
        return Check("fonts", "Phông chữ", "ok", found)
    remedy = (
        "cài Times New Roman, hoặc phông cùng khổ chữ (Debian, Ubuntu: apt install fonts-croscore fonts-liberation)"
    )
    return Check("fonts", "Phông chữ", "warn", "không thấy Times New Roman: PDF lập ở máy này ngắt dòng khác", remedy)


def _serif() -> str:
    fc = shutil.which("fc-list")
    if fc:
        asked = subprocess.run([fc, ":", "family"], capture_output=True, text=True, errors="replace", check=False)
        families = {name.strip() for line in asked.stdout.splitlines() for name in line.split(",")}
        return next((name for name in SERIFS if name in families), "")
    wanted = {name.lower() for name in SERIF_FILES}
    files = (path for folder in FONT_FOLDERS if Path(folder).is_dir() for path in Path(folder).rglob("*.[to]t[fc]"))
    return next((path.name for path in files if path.name.lower() in wanted), "")


def programs() -> Check:
    """Whether the machine has what makes a PDF; nothing else needs it."""
    found = {program.title: program.find() for program in (OFFICE, BROWSER)}
    named = "; ".join(f"{title}: {path or 'không có'}" for title, path in found.items())
    if any(found.values()):
        return Check("programs", "Lập PDF", "ok", named)
    remedy = "chỉ cần khi lập PDF: cài LibreOffice, Chrome, Edge hoặc Chromium"
    return Check("programs", "Lập PDF", "warn", named, remedy)


def encoding() -> Check:
    """Whether other tools on this machine will keep Vietnamese letters; commands here speak UTF-8 whatever it says."""
    files, spoken = sys.getfilesystemencoding(), locale.getencoding()
    found = f"tên tệp {files}, hệ thống {spoken}"
    if sys.platform == "win32":
        page = _code_page()
        found += f", cửa sổ lệnh {page}"
        if page not in (0, UTF8):
            remedy = "chữ ở cửa sổ lệnh bị vỡ thì gõ chcp 65001, hoặc dùng Windows Terminal"
            return Check("encoding", "Bảng mã", "warn", found, remedy)
    elif _plain(spoken) != "utf8":
        remedy = "lệnh ở đây tự chuyển sang UTF-8; công cụ khác thì cần: export LANG=C.UTF-8"
        return Check("encoding", "Bảng mã", "warn", found, remedy)
    if _plain(files) != "utf8":
        return Check("encoding", "Bảng mã", "warn", found, "đặt biến môi trường PYTHONUTF8=1")
    return Check("encoding", "Bảng mã", "ok", found)


def _code_page() -> int:
    """The code page of the console on Windows; 0 where there is none."""
    return int(getattr(ctypes, "windll").kernel32.GetConsoleOutputCP())  # noqa: B009


def _plain(encoding: str) -> str:
    return encoding.lower().replace("-", "").replace("_", "")


def clock(data: Path, now: datetime | None = None) -> Check:
    """Whether the clock can be right: not before this clone was made, not behind the files that were sent.

    Periods, cut-offs and days for sending go by legal time in Viet Nam, whatever the zone of the machine.
    """
    now = now or datetime.now().astimezone()
    offset = now.strftime("%z")
    found = f"{now:%d/%m/%Y %H:%M}, múi giờ {offset[:3]}:{offset[3:]}"
    newest = _newest([Path(__file__), *data.glob("raw/*/*/*")])
    if now + SLACK < newest:
        remedy = "chỉnh lại ngày giờ của máy: kỳ đến hạn và hạn gửi tính theo đồng hồ này"
        return Check("clock", "Đồng hồ", "fail", f"{found}; chậm hơn tệp mới nhất ({newest:%d/%m/%Y})", remedy)
    return Check("clock", "Đồng hồ", "ok", f"{found}; hạn gửi tính theo giờ Việt Nam")


def _newest(paths: Iterable[Path]) -> datetime:
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)


def disk(folders: Iterable[Path]) -> Check:
    """Whether there is room for what a run writes, and for the environment where there is none yet."""
    needed = SPARE_MB + (0 if VENV.exists() else ENVIRONMENT_MB)
    free = {_existing(folder): 0 for folder in (*folders, ROOT, Path(tempfile.gettempdir()))}
    free = {folder: shutil.disk_usage(folder).free // 2**20 for folder in free}
    least = min(free, key=lambda folder: free[folder])
    found = f"còn {free[least] / 1024:.1f} GB ({least})".replace(".", ",", 1)
    if free[least] < SPARE_MB // 5:
        return Check(
            "disk",
            "Đĩa",
            "fail",
            found,
            f"xóa bớt tệp: cần ít nhất {needed} MB; python -m lib clean xóa phần tạo lại được",
        )
    if free[least] < needed:
        return Check(
            "disk", "Đĩa", "warn", found, f"nên còn ít nhất {needed} MB; python -m lib clean xóa phần tạo lại được"
        )
    return Check("disk", "Đĩa", "ok", found)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def system() -> str:
    """The machine in one line, without its name."""
    names = {"win32": "Windows", "darwin": "macOS", "linux": "Linux"}
    return f"{names.get(sys.platform, sys.platform)}, {os.cpu_count() or '?'} lõi"
