"""Several files of one sender: which one counts, told by people or by the files themselves, never guessed.

`receipts.yaml` in the period's folder is a person's word: file name → office, received, status (tạm, chính thức).
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, record
from lib.domain.text import match_key, nfc

RECEIPTS = "receipts.yaml"
STATUSES = {"tam": "provisional", "chinhthuc": "final"}
LOCK, LITTER = "~$", ("thumbs.db", ".ds_store", "desktop.ini")
LARGEST_PROPERTIES = 1 << 16

_HINTS = (
    ("version", re.compile(r"[\s._-]*(?:\((\d{1,3})\)|(?<![^\W_])(?:v|ver|version|lần|bản)\s*\.?\s*(\d{1,3}))$")),
    ("final", re.compile(r"[\s._(-]*(?<![^\W_])(?:bản\s+cuối(?:\s+cùng)?|ban\s+cuoi(?:\s+cung)?|final)\)?$")),
    ("revised", re.compile(r"[\s._(-]*(?<![^\W_])(?:(?:đã|bản|da|ban)\s+)?(?:sửa|sua)(?:\s+(?:lại|lai))?\)?$")),
)
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")


@dataclass(frozen=True)
class Receipt:
    """One file received: whose it is (office and, for a commune's, its code) and the SHA-256 of its bytes.

    `received` (a date as text) and `status` ("provisional", "final") are what people wrote of it, '' if nothing.
    """

    file: str
    office: str
    sender: str | None
    sha256: str
    received: str = ""
    status: str = ""

    @property
    def provisional(self) -> bool:
        """Whether its sender has yet to send the final one."""
        return self.status == "provisional"


@dataclass(frozen=True)
class Written:
    """What a person wrote about one file in receipts.yaml."""

    office: str
    received: date
    status: str


@dataclass(frozen=True)
class Hints:
    """What a file's name says of its place among its like: a version (1 where it says none), revised, final."""

    base: str
    version: int = 1
    revised: bool = False
    final: bool = False

    def after(self, other: "Hints") -> bool:
        """Whether this one is the later by every hint, and by one at least."""
        mine, theirs = (self.version, self.revised, self.final), (other.version, other.revised, other.final)
        return self.base == other.base and mine != theirs and all(a >= b for a, b in zip(mine, theirs, strict=True))


def name_hints(file: str) -> Hints:
    """The hints at the end of a file's name; its own leading number is no version.

    >>> name_hints("2. Ba Trại (2) sửa.xlsx")
    Hints(base='2batrai', version=2, revised=True, final=False)
    """
    stem = nfc(Path(file).stem).strip().casefold()
    found: dict[str, int] = {}
    while True:
        for name, pattern in _HINTS:
            hint = pattern.search(stem)
            if hint and hint.start() > 0 and name not in found:
                found[name] = next((int(group) for group in hint.groups() if group), 1)
                stem = stem[: hint.start()]
                break
        else:
            break
    return Hints(match_key(stem), found.get("version", 1), "revised" in found, "final" in found)


def read_receipts(folder: Path, files: Sequence[str]) -> dict[str, Written]:
    """What receipts.yaml says, by file name; nothing where there is no such file.

    Raises ReportError for a file that is not in the folder or a status that is none.
    """
    path = folder / RECEIPTS
    if not path.is_file():
        return {}
    place = Path(RECEIPTS)
    names = {nfc(file): file for file in files}
    found: dict[str, Written] = {}
    for file, data in mapping(read_yaml(path) or {}, place).items():
        written = record(data, Written, place, file)
        status = STATUSES.get(match_key(written.status))
        if status is None:
            raise ReportError(f'{file}: status phải là "tạm" hoặc "chính thức"', file=RECEIPTS)
        if file not in names:
            remedy = "sửa tên cho đúng, hoặc bỏ mục này"
            raise ReportError(f"không có tệp «{file}» trong thư mục", file=RECEIPTS, remedy=remedy)
        found[names[file]] = Written(written.office, written.received, status)
    return found


def final_of(folder: Path, files: Sequence[str], written: Mapping[str, Written]) -> tuple[str, str]:
    """Which of several files of one sender counts, and the Vietnamese reason. Raises ReportError where nobody
    can know."""
    if any(file in written for file in files):
        return _by_people(files, written)
    hints = {file: name_hints(file) for file in files}
    last = [file for file in files if all(hints[file].after(hints[other]) for other in files if other != file)]
    if len(last) != 1:
        raise _unknown(files, "không biết tệp nào là bản cuối")
    times = {file: modified(folder / file) for file in files}
    own = times[last[0]]
    if own and any(time and time > own for time in times.values()):
        raise _unknown(files, f"tên tệp {last[0]} nói là bản sau, nhưng ngày sửa ghi trong tệp lại sớm hơn")
    return last[0], "theo tên tệp"


def _by_people(files: Sequence[str], written: Mapping[str, Written]) -> tuple[str, str]:
    unlisted = [file for file in files if file not in written]
    if unlisted:
        raise _unknown([*files], f"{RECEIPTS} chưa ghi tệp {unlisted[0]}")
    official = [file for file in files if written[file].status == "final"] or list(files)
    latest = max(written[file].received for file in official)
    last = [file for file in official if written[file].received == latest]
    if len(last) != 1:
        raise _unknown(last, f"{RECEIPTS} ghi hai tệp cùng loại, cùng ngày nhận")
    return last[0], f"theo {RECEIPTS}"


def _unknown(files: Sequence[str], why: str) -> ReportError:
    return ReportError(
        f"cùng nơi gửi với tệp {files[0]}; {why}",
        file=files[1],
        remedy=f"ghi tệp nào là chính thức vào {RECEIPTS}, hoặc giữ lại bản cuối, đưa bản kia ra khỏi thư mục",
    )


def modified(path: Path) -> str:
    """When an .xlsx says it was last saved, as ISO text; '' where it does not say."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as properties:
            found = _MODIFIED.search(properties.read(LARGEST_PROPERTIES))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError):
        return ""  # .xls, .ods: other places, or none
    return found[1].decode() if found else ""


def ignored_why(name: str) -> str:
    """Why a file was passed over, in Vietnamese.

    >>> ignored_why("~$Ba Trại.xlsx"), ignored_why("Thumbs.db")
    ('tệp khóa của Excel, bỏ qua', 'tệp của hệ điều hành, bỏ qua')
    """
    if name.startswith(LOCK):
        return "tệp khóa của Excel, bỏ qua"
    if name.casefold() in LITTER:
        return "tệp của hệ điều hành, bỏ qua"
    return "không phải bảng tính, không được đọc"
