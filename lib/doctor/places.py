"""The folders a run reads and writes: may they be written, does the file system keep names, are paths too long?"""

import os
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path, PurePath

from lib.bootstrap import exclusive
from lib.doctor.check import Check
from lib.pins import ROOT

WINDOWS_PATH, LONGEST_BELOW = 259, 165
"""Longest path Windows takes unless it is told otherwise, and the longest one an environment makes below its clone."""
SOCKET_PATH, SOCKET_BELOW = 107, 24
"""Longest path of a socket, and what a kernel adds to the temporary folder for its own."""
NAME = "Kỳ 1 – Báo cáo Đắk Ơ"
"""Letters with one mark, with two, and one that is a letter of its own."""
SYNCED = ("onedrive", "google drive", "googledrive", "dropbox", "icloud")


def writing(folders: Sequence[Path]) -> Check:
    """Whether each folder takes, renames, locks and gives up a file."""
    title = "Quyền ghi"
    for folder in dict.fromkeys((*folders, ROOT, Path(tempfile.gettempdir()))):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        try:
            _try(existing)
        except OSError as error:
            reason = f"{existing}: {error.strerror or error}"
            return Check(
                "writing", title, "fail", reason, "xin quyền ghi thư mục này, hoặc chuyển kho tới thư mục của mình"
            )
    return Check("writing", title, "ok", "ghi, đổi tên, khóa tệp được ở mọi thư mục cần")


def _try(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".thu-") as made:
        first, second = Path(made, "a"), Path(made, "b")
        first.write_text("thử", encoding="utf-8")
        with exclusive(first):
            pass
        first.replace(second)


def names(folder: Path) -> Check:
    """Whether file names with Vietnamese letters come back as they were given."""
    title = "Tên có dấu"
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryDirectory(dir=existing, prefix=".thu-") as made:
            Path(made, NAME).write_bytes(b"")
            (seen,) = _listed(Path(made))
    except (OSError, UnicodeError) as error:
        return Check("names", title, "fail", f"{existing}: {error}", "chuyển kho tới ổ đĩa của máy (NTFS, APFS, ext4)")
    if unicodedata.normalize("NFC", seen) != NAME:
        remedy = "chuyển kho tới ổ đĩa của máy (NTFS, APFS, ext4), đặt LANG=C.UTF-8"
        return Check("names", title, "fail", f"tên tệp ghi ra bị đổi: {seen!a}", remedy)
    return Check("names", title, "ok", "giữ nguyên" if seen == NAME else "máy tách dấu khi ghi tên; đọc lại vẫn đúng")


def _listed(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def paths(root: PurePath = ROOT) -> Check:
    """Whether anything made below the clone gets a path that the system or its sockets refuse, or that a program
    synchronises while it is being written."""
    title, found = "Đường dẫn", f"{root} ({len(str(root))} ký tự)"
    if sys.platform == "win32" and len(str(root)) + LONGEST_BELOW > WINDOWS_PATH and not _long_paths():
        short = WINDOWS_PATH - LONGEST_BELOW
        remedy = f"chuyển kho tới đường dẫn không quá {short} ký tự (ví dụ C:\\bao-cao), hoặc bật LongPathsEnabled"
        return Check("paths", title, "fail", found, remedy)
    scratch = tempfile.gettempdir()
    if os.name == "posix" and len(os.fsencode(scratch)) + SOCKET_BELOW > SOCKET_PATH:
        return Check(
            "paths", title, "fail", f"thư mục tạm quá dài: {scratch}", "đặt TMPDIR là thư mục ngắn, ví dụ /tmp"
        )
    if any(name in part.lower() for part in root.parts for name in SYNCED):
        remedy = "chuyển kho ra khỏi thư mục đồng bộ: tệp bị khóa hoặc nhân đôi khi đang ghi"
        return Check("paths", title, "warn", found, remedy)
    if str(root).startswith("\\\\"):
        return Check(
            "paths", title, "warn", f"{found}; ổ mạng", "chuyển kho về ổ đĩa của máy: nhanh hơn và khóa tệp chắc hơn"
        )
    return Check("paths", title, "ok", found)


def _long_paths() -> bool:
    """Whether Windows was told to take long paths."""
    try:
        winreg = import_module("winreg")
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False
