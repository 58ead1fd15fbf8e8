"""Executed notebooks kept by what they rest on. Safe to delete; never stale, since the name is the content's digest."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from lib.editions.manifest import file_sha256

Components = dict[str, str]
"""Everything a notebook's result rests on: a digest by a readable name, "module:lib.facts.fact", "table:loans"."""
KEPT = 200
"""Executed notebooks kept for one unit and period; the least recently used go first."""


def digest(*parts: str | bytes) -> str:
    """One digest of several texts."""
    made = hashlib.sha256()
    for part in parts:
        made.update(part.encode() if isinstance(part, str) else part)
        made.update(b"\0")
    return made.hexdigest()


class NotebookCache:
    """The executed notebooks of one unit and period, and what the last run's rested on; kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, rests_on: Components) -> str:
        return digest(json.dumps(rests_on, sort_keys=True))[:40]

    def fetch(self, rests_on: Components, output: Path) -> bool:
        """Copies the kept notebook for exactly these dependencies to `output`; False when there is none, or it is
        damaged."""
        kept = self.folder / f"{self.key(rests_on)}.ipynb"
        try:
            check, _, content = kept.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return False
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
        if file_sha256(output).encode() != check:
            output.unlink()
            return False
        os.utime(kept)
        return True

    def store(self, rests_on: Components, executed: Path) -> None:
        """Keeps an executed notebook, whole or not at all; its own digest stands before it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = f"{file_sha256(executed)}\n".encode() + executed.read_bytes()
        self._write(f"{self.key(rests_on)}.ipynb", content)

    def remember(self, run: dict[str, Components]) -> None:
        """Writes down what each notebook of this run rested on, and forgets the notebooks used longest ago."""
        self._write("last.json", json.dumps(run).encode())
        by_use = sorted(self.folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_use[KEPT:]:
            path.unlink(missing_ok=True)

    def last(self) -> dict[str, Components]:
        """What each notebook of the last run rested on; empty before the first."""
        try:
            remembered: dict[str, Components] = json.loads((self.folder / "last.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return remembered

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self.folder, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            shutil.move(aside, self.folder / name)
        finally:
            Path(aside).unlink(missing_ok=True)


KINDS = {
    "notebook": "sổ tay",
    "parameters": "tham số",
    "packages": "phiên bản gói",
    "reference": "dữ liệu tham chiếu",
    "made_up": "số dựng ghi ở report.yaml",
    "module": "mã",
    "group": "chỉ tiêu",
    "table": "bảng số liệu",
    "commentary": "lời viết",
    "report.yaml": "report.yaml",
    "overrides.yaml": "lời, số sửa tay ở overrides.yaml",
    "intake": "số liệu nhận được",
    "sending": "hạn gửi",
    "earlier": "số liệu kỳ trước",
    "section": "mục",
}


def why(now: Components, before: Components | None) -> str:
    """Why a notebook runs again, in words: what changed since the last run.

    >>> why({"table:loans": "2"}, {"table:loans": "1"})
    'bảng số liệu loans'
    """
    if before is None:
        return "chưa chạy lần nào"
    changed = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    words = []
    for name in changed:
        kind, _, what = name.partition(":")
        words.append(f"{KINDS.get(kind, kind)} {what}".strip())
    return ", ".join(words) or "kết quả cũ đã bị xóa"
