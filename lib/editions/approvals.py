"""Who reviewed, signed and amended which edition, and when: `<period>.approvals.jsonl` beside the edition.

A line per act, only ever appended to. Each names its edition by content (the SHA-256 of its manifest, and for a signed
one of every file), and the SHA-256 of the line before it, so that a line that was changed or taken out shows. The line
of a signature also stands in the signed edition itself, as `seal.json`, and goes wherever the edition goes.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from lib.editions.manifest import file_sha256
from lib.editions.statuses import Status

SEAL, MANIFEST = "seal.json", "manifest.json"
SIGNED_FOLDER = ".signed"
REVIEW, SIGN, AMEND = "review", "sign", "amend"


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One act.

    Attributes:
        act: review, sign or amend; unit, period: whose edition.
        edition: SHA-256 of the edition's manifest.
        who: name and post; at: when, in UTC (ISO 8601).
        number, date, signatory: of the signed document ("209/BC-UBND", ISO date, name); reason: of an amendment.
        replaces: the edition that a signed one takes the place of.
        files: SHA-256 by file of all a signed edition consists of, but for its seal.
        previous: SHA-256 of the line before; "" for the first.
    """

    act: str
    unit: str
    period: str
    edition: str
    who: str
    at: str
    number: str = ""
    date: str = ""
    signatory: str = ""
    reason: str = ""
    replaces: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""

    @property
    def line(self) -> bytes:
        """The act as it is written down."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"

    @property
    def digest(self) -> str:
        return sha256(self.line).hexdigest()


@dataclass(frozen=True)
class Approvals:
    """The acts of one unit and period in order; `faults` says in Vietnamese where the file is not what was written."""

    acts: tuple[Approval, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """What the next line has to name: the SHA-256 of the last one."""
        return self.acts[-1].digest if self.acts else ""

    def of(self, edition: str, act: str) -> Approval | None:
        """The latest act of a kind on an edition."""
        return next((each for each in reversed(self.acts) if (each.act, each.edition) == (act, edition)), None)

    @property
    def signed(self) -> tuple[Approval, ...]:
        """Every signature, in order."""
        return tuple(each for each in self.acts if each.act == SIGN)

    def replacing(self, edition: str) -> Approval | None:
        """The signature of the edition that took this one's place."""
        return next((each for each in self.signed if edition and each.replaces == edition), None)

    def status(self, edition: str | None) -> Status:
        """How far an edition has come; None is no edition."""
        if edition is None:
            return Status.NONE
        if self.of(edition, SIGN):
            return Status.REPLACED if self.replacing(edition) else Status.SIGNED
        return Status.REVIEWED if self.of(edition, REVIEW) else Status.DRAFT


def approvals_file(reports: Path, unit: str, period: str) -> Path:
    """Where the acts of a unit and period are written down."""
    return reports / unit / f"{period}.approvals.jsonl"


def signed_folder(reports: Path, act: Approval) -> Path:
    """Where the signed edition of a signature is kept, whatever takes its place."""
    return reports / act.unit / SIGNED_FOLDER / act.period / act.edition[:16]


def edition_of(folder: Path) -> str | None:
    """What an edition is known by: the SHA-256 of its manifest, or as its seal names it, so that a signed edition is
    still known to be one when its manifest was changed. None where there is no edition."""
    sealed = read_seal(folder)
    if sealed is not None:
        return sealed.edition
    try:
        return file_sha256(folder / MANIFEST)
    except OSError:
        return None


def read_seal(folder: Path) -> Approval | None:
    """The seal of a signed edition; None where there is none that can be read."""
    try:
        return parsed((folder / SEAL).read_bytes())
    except OSError:
        return None


def parsed(line: bytes) -> Approval | None:
    """An act from its line; None for anything else, one byte's difference included."""
    try:
        values: dict[str, Any] = json.loads(line)
        act = Approval(**values)
        return act if act.line == line.rstrip(b"\n") + b"\n" else None
    except (ValueError, TypeError):
        return None


def read_approvals(reports: Path, unit: str, period: str) -> Approvals:
    """The acts of a unit and period; none where nobody has done anything."""
    path = approvals_file(reports, unit, period)
    try:
        lines = path.read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return Approvals()
    acts: list[Approval] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        act = parsed(line)
        if act is None:
            faults.append(f"{path.name} dòng {number}: không đọc được hoặc đã bị sửa")
            continue
        if act.previous != (acts[-1].digest if acts else ""):
            faults.append(f"{path.name} dòng {number}: không nối tiếp dòng trước, có dòng bị sửa, thêm hoặc xóa")
        acts.append(act)
    return Approvals(tuple(acts), tuple(faults))


def append(reports: Path, act: Approval) -> None:
    """Adds one line. Raises OSError where it could not be written whole."""
    path = approvals_file(reports, act.unit, act.period)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o644)
    try:
        size = os.fstat(handle).st_size
        os.lseek(handle, max(size - 1, 0), os.SEEK_SET)
        torn = size > 0 and os.read(handle, 1) != b"\n"
        line = (b"\n" if torn else b"") + act.line
        if os.write(handle, line) != len(line):
            raise OSError(f"{path.name}: the line was not written whole")
        os.fsync(handle)
    finally:
        os.close(handle)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 by relative path of every file of an edition but its seal."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: file_sha256(path) for name, path in named.items() if name != SEAL}


def broken(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Where a folder differs from the files that were sealed, a line in Vietnamese for each: changed, missing or more.

    Empty when it is the same to the byte.
    """
    found = digests(folder)
    changed = [f"{name}: nội dung đã đổi sau khi ký" for name in files if name in found and found[name] != files[name]]
    missing = [f"{name}: đã mất" for name in files if name not in found]
    more = [f"{name}: không có khi ký" for name in found if name not in files]
    return [*changed, *missing, *more]
