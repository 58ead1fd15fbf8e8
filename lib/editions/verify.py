"""Whether an edition is genuine, and whether its figures still come out of the raw files.

Genuine means: every file has the bytes that were sealed, and the seal is in the record of approvals. That proves that
nothing was changed by somebody who could not also change the record; there is no key, so it proves no more.
"""

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from lib.checks.edition import check_edition
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.workdays import VIETNAM, parse_day
from lib.editions.approvals import (
    SEAL,
    SIGN,
    Approval,
    Approvals,
    approvals_file,
    broken,
    edition_of,
    read_approvals,
    read_seal,
    signed_folder,
)
from lib.editions.manifest import file_sha256
from lib.editions.owed import raw_inputs
from lib.editions.statuses import Status
from lib.facts.ledger import fact_record
from lib.indicators.context import open_context
from lib.indicators.registry import HEADER
from lib.intake.folders import data_folder, reports_folder


class Verdict(Enum):
    """What came of one question; the value is what people read."""

    GOOD = "ĐÚNG"
    BAD = "SAI"
    UNKNOWN = "KHÔNG RÕ"


@dataclass(frozen=True)
class Answer:
    """One question's answer: what is said, and its details, one a line."""

    verdict: Verdict
    said: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = [*self.details[:12], *([f"… và {len(self.details) - 12} điều nữa"] if len(self.details) > 12 else [])]
        return "\n".join([f"{self.verdict.value}: {self.said}", *(f"  - {each}" for each in shown)])


@dataclass(frozen=True)
class Edition:
    """The edition a path belongs to. `folder` is None for a copied file whose edition is nowhere here;"""

    path: Path
    folder: Path | None
    reports: Path

    @property
    def copied(self) -> bool:
        """Whether the file stands outside its edition."""
        return self.folder is None or self.folder not in (self.path, *self.path.parents)


def verified(path: Path, data: str, reports: Path) -> list[Answer]:
    """The answers about a page, a Word file or a folder, in the order they are told.

    Raises ReportError where there is no such file, or it is no part of an edition and of none that is known.
    """
    path = path.resolve()
    if not path.exists():
        raise ReportError("không có tệp hay thư mục này", file=str(path))
    edition = _found(path, reports)
    first = _genuine(edition)
    return [first, *([_consistent(edition.folder), _reproduced(edition.folder, data)] if edition.folder else [])]


def genuine(path: Path, reports: Path) -> Answer:
    """The first question alone: whether every byte is as it was sealed."""
    return _genuine(_found(path.resolve(), reports))


def _found(path: Path, reports: Path) -> Edition:
    """The edition of a path: the folder it stands in, else the one here that has a file of these bytes."""
    for folder in (path, *path.parents) if path.is_dir() else path.parents:
        if (folder / "manifest.json").is_file() or (folder / SEAL).is_file():
            return Edition(path, folder, _reports_of(folder) or reports)
    if path.is_dir():
        raise ReportError("thư mục này không có bản báo cáo", file=str(path))
    digest = file_sha256(path)
    for file in sorted(reports.glob("*/*.approvals.jsonl")):
        unit, period = file.parent.name, file.name.removesuffix(".approvals.jsonl")
        for act in reversed(read_approvals(reports, unit, period).signed):
            if digest in act.files.values():
                return Edition(path, signed_folder(reports, act), reports)
    for manifest in sorted(reports.glob("*/*/manifest.json")):
        if digest in _json(manifest).get("outputs", {}).values():
            return Edition(path, manifest.parent, reports)
    return Edition(path, None, reports)


def _reports_of(folder: Path) -> Path | None:
    """The folder of reports an edition stands in, by where its record is; None for a copy somewhere else."""
    for up in folder.parents[:4]:
        if any(up.glob("*/*.approvals.jsonl")):
            return up
    return None


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _genuine(edition: Edition) -> Answer:
    folder = edition.folder
    if folder is None:
        told = "tệp không giống bản đã ký hay bản đang có nào; đã bị sửa, hoặc của nơi khác"
        return Answer(Verdict.BAD, told, (f"SHA-256 {file_sha256(edition.path)}",))
    seal = read_seal(folder)
    if seal is None and (folder / SEAL).exists():
        return Answer(Verdict.BAD, "con dấu (seal.json) đã bị sửa, không đọc được")
    if seal is None:
        return _unsigned(edition, folder)
    known = read_approvals(edition.reports, seal.unit, seal.period)
    faults = [*broken(folder, seal.files), *known.faults]
    if not edition.copied and edition.path.is_file() and edition.path.name != SEAL:
        faults.sort(key=lambda line: not line.startswith(edition.path.name))
    recorded = known.of(seal.edition, SIGN)
    if recorded is not None and recorded.digest != seal.digest:
        faults.insert(0, "seal.json: khác với dòng ghi khi ký")
    elif recorded is None and approvals_file(edition.reports, seal.unit, seal.period).exists():
        faults.insert(0, "seal.json: sổ ký duyệt không có lần ký này")
    if faults:
        return Answer(Verdict.BAD, f"không còn nguyên như khi ký ({_head(seal)})", tuple(faults))
    if recorded is None:
        told = "các tệp khớp con dấu đi kèm, nhưng ở đây không có sổ ký duyệt để đối chiếu"
        return Answer(Verdict.UNKNOWN, f"{told} ({_head(seal)})", (f"SHA-256 của con dấu: {seal.digest}",))
    return Answer(
        Verdict.GOOD, f"bản đã ký, còn nguyên từng byte cả {len(seal.files)} tệp ({_head(seal)})", _history(known, seal)
    )


def _head(seal: Approval) -> str:
    return f"số {seal.number} ngày {format_date(parse_day(seal.date))}, {seal.signatory}"


def _history(known: Approvals, seal: Approval) -> tuple[str, ...]:
    """What else the record says of a signed edition."""
    lines = [f"Con dấu SHA-256 {seal.digest}, ghi {_when(seal)}, {seal.who}"]
    if old := known.of(seal.replaces, SIGN):
        lines.append(f"Thay thế {_head(old)}")
    if new := known.replacing(seal.edition):
        lines.append(f"Đã bị thay thế bằng {_head(new)}")
    return tuple(lines)


def _when(act: Approval) -> str:
    return f"{datetime.fromisoformat(act.at).astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _unsigned(edition: Edition, folder: Path) -> Answer:
    manifest = _json(folder / "manifest.json")
    outputs: Mapping[str, str] = manifest.get("outputs") or {}
    if not outputs:
        return Answer(Verdict.BAD, "bản kê khai (manifest.json) hỏng hoặc đã mất")
    wrong = [
        f"{name}: {'nội dung khác với khi lập' if (folder / name).is_file() else 'đã mất'}"
        for name, digest in outputs.items()
        if not (folder / name).is_file() or file_sha256(folder / name) != digest
    ]
    unit, period = manifest["parameters"]["unit"], manifest["parameters"]["period"]
    known = read_approvals(edition.reports, unit, period)
    if lost := [act for act in known.signed if act.edition == edition_of(folder)]:
        wrong.insert(0, f"seal.json: đã mất, bản này đã ký ({_head(lost[-1])})")
    status = known.status(edition_of(folder))
    if wrong or known.faults:
        return Answer(Verdict.BAD, "có tệp đã bị sửa sau khi lập", (*wrong, *known.faults))
    said = f"bản chưa ký ({status.value}), các tệp xuất ra còn như khi lập" if status is not Status.NONE else ""
    return Answer(Verdict.UNKNOWN, f"{said}; chưa ký thì chưa khóa, không nói được là bản chính thức")


def _consistent(folder: Path) -> Answer:
    """Whether page, Word file and ledger of an edition say the same."""
    try:
        check_edition(folder)
    except (ReportError, ValueError, KeyError, OSError) as error:
        said = str(error) if isinstance(error, ReportError) else f"có tệp hỏng ({type(error).__name__})"
        return Answer(Verdict.BAD, "trang, tệp Word và sổ chỉ tiêu không nói cùng một điều", (said,))
    return Answer(Verdict.GOOD, "trang, tệp Word và sổ chỉ tiêu in cùng những con số")


def _reproduced(folder: Path, data: str) -> Answer:
    """Whether the facts, computed again from the raw files, are those of the edition; the document's number is no
    figure, and signing or amending may have changed it since."""
    ledger, manifest = _json(folder / "facts.json"), _json(folder / "manifest.json")
    try:
        unit, period = ledger["entity"]["slug"], ledger["period"]["code"]
        before = {fact["id"]: fact for fact in ledger["facts"]}
    except (KeyError, TypeError):
        return Answer(Verdict.BAD, "không đọc được sổ chỉ tiêu (facts.json) để tính lại")
    raw = data_folder(data).raw(unit, period)
    if not raw.is_dir():
        return Answer(Verdict.UNKNOWN, f"không tính lại được: ở đây không có số liệu gốc của {unit}, kỳ {period}")
    files = tuple(_files(manifest.get("inputs", {}), raw_inputs(raw)))
    try:
        now = {fact.id: fact_record(fact) for fact in open_context(unit, period, data).all_facts()}
    except ReportError as error:
        return Answer(Verdict.BAD, "số liệu gốc nay không đọc được", (str(error), *files))
    moved = [
        f"{name}: bản này ghi {_shown(before.get(name))}, tính lại là {_shown(now.get(name))}"
        for name in [*before, *(name for name in now if name not in before)]
        if _value(before.get(name)) != _value(now.get(name)) and not name.startswith(f"{HEADER.groups[0]}.")
    ]
    if moved:
        return Answer(Verdict.BAD, f"{len(moved)} số liệu không tính lại được từ số liệu gốc", (*moved, *files))
    told = f"tính lại từ số liệu gốc, cả {len(before)} số liệu đều như bản này"
    return Answer(Verdict.GOOD, f"{told}, tuy có tệp đã đổi" if files else told, files)


def _files(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*then, *now}):
        if name not in now:
            yield f"số liệu gốc: {name} nay không còn"
        elif name not in then:
            yield f"số liệu gốc: {name} thêm sau khi lập"
        elif then[name] != now[name]:
            yield f"số liệu gốc: {name} đã đổi từ khi lập"


def _value(fact: Mapping[str, Any] | None) -> object:
    """What of a fact has to come out again: its value to the last digit, its parts, why it has none, its print."""
    return fact and tuple(fact[name] for name in ("value", "absence", "dimensions", "printed", "unit"))


def _shown(fact: Mapping[str, Any] | None) -> str:
    return "không có" if fact is None else fact["printed"] or "không có giá trị"


def main_verify(options: Namespace) -> int:
    """Prints the answers; 1 if one of them is bad, else 0."""
    reports = reports_folder(options.reports)
    answers = verified(Path(options.file), options.data, reports)
    for answer in answers:
        print(answer)
    return int(any(answer.verdict is Verdict.BAD for answer in answers))
