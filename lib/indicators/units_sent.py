"""The ledgers a unit has received from its units: `units/<slug>.json` in the period's raw folder, checked one by one.

`units/received.json` says of each what was collected (`python -m lib collect`): its SHA-256 and status. A ledger that
is no longer what was collected, or is of another period, poverty standard or unit, stops the run by name: a wrong total
would look like a right one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit, Units
from lib.facts.rollup import UNITS
from lib.facts.sent import Sent, read_sent
from lib.intake.clean import Cleaned

RECEIVED = "received.json"


@dataclass(frozen=True)
class UnitsSent:
    """What the units of a unit sent for a period: `folder` holds their ledgers, `units` are all that should send."""

    folder: Path
    unit: Unit
    period: Period
    units: tuple[Unit, ...]
    reference: Reference

    @cached_property
    def received(self) -> Mapping[str, Mapping[str, str]]:
        """What was collected, by slug: sha256, status, edition. None yet: an error that says how."""
        try:
            found: dict[str, dict[str, str]] = json.loads((self.folder / RECEIVED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        if not found:
            command = f"python -m lib collect --unit {self.unit.slug} --period {self.period.code}"
            place = f"raw/{self.unit.slug}/{self.period.code}/{UNITS}"
            raise ReportError("chưa thu sổ số liệu của đơn vị nào", file=place, remedy=f"chạy {command}")
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the units that should send, by code."""
        return {unit.code: unit.name for unit in self.units}

    @cached_property
    def came(self) -> tuple[Unit, ...]:
        """The units whose ledgers are there, in the order of their codes."""
        assert self.received  # none yet: its error says how to collect
        found = {path.stem for path in self.folder.glob("*.json") if path.name != RECEIVED}
        own = {unit.slug for unit in self.units}
        for slug in sorted(found - own):
            raise stranger(self.reference.units, self.unit, slug, self.period, f"{UNITS}/{slug}.json")
        return tuple(unit for unit in self.units if unit.slug in found)

    @cached_property
    def missing(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit not in self.came)

    @cached_property
    def files(self) -> dict[str, str]:
        """SHA-256 by file, each the one that was collected."""
        return {f"{UNITS}/{unit.slug}.json": self._collected(unit) for unit in self.came}

    def _collected(self, unit: Unit) -> str:
        found = self.received.get(unit.slug)
        if found is None:
            raise _changed(unit, "không rõ thu từ đâu")
        digest = sha256((self.folder / f"{unit.slug}.json").read_bytes()).hexdigest()
        if digest != found["sha256"]:
            raise _changed(unit, "đã bị sửa sau khi thu")
        return digest

    def ledgers(self) -> Iterator[Sent]:
        """Each ledger once, checked. Raises ReportError for one that may not be added."""
        for unit in self.came:
            file = f"{UNITS}/{unit.slug}.json"
            sent = read_sent(self.folder / f"{unit.slug}.json", file)
            check_sent(sent, unit, self.period, self.reference)
            if sent.sha256 != self.files[file]:
                raise _changed(unit, "đã bị sửa sau khi thu")
            yield sent


def _changed(unit: Unit, why: str) -> ReportError:
    return ReportError(f"sổ số liệu {why}", file=f"{UNITS}/{unit.slug}.json", remedy="thu lại: python -m lib collect …")


def check_sent(sent: Sent, unit: Unit, period: Period, reference: Reference) -> None:
    """Raises ReportError where a ledger is not the unit's, not the period's, or counts by another poverty standard."""
    entity, standard = sent.head["entity"], reference.poverty.at(period.end).legal_basis
    if (entity["code"], entity["slug"]) != (unit.code, unit.slug):
        told = f"sổ của {entity['name']} (mã {entity['code']}), không phải của {unit.name} (mã {unit.code})"
        raise ReportError(told, file=sent.file, remedy="mỗi đơn vị chỉ được một sổ, đặt theo tên đơn vị đó")
    if sent.head["period"]["code"] != period.code:
        told = f"sổ của kỳ {sent.head['period']['code']}, không phải kỳ {period.code}"
        raise ReportError(told, file=sent.file, remedy="thu đúng sổ của kỳ này")
    if sent.head.get("standard", standard) != standard:
        told = f"sổ đếm theo chuẩn nghèo {sent.head['standard']}, kỳ này theo {standard}"
        raise ReportError(told, file=sent.file, remedy="lập lại báo cáo của đơn vị theo chuẩn đang áp dụng rồi thu lại")


def stranger(units: Units, above: Unit, slug: str, period: Period, file: str) -> ReportError:
    """Why a unit's figures may not be added to those above it: below one that is added already, ended, or elsewhere."""
    day = period.end
    try:
        unit = units.get(slug, day)
    except ReportError as error:
        twice = "; cộng cả mã cũ và mã mới của một vùng đất là tính hai lần" if slug in units.by_slug else ""
        return ReportError(error.reason + twice, file=file, remedy=f"bỏ tệp này; {error.remedy}")
    for within, over in pairwise(units.above(unit, day)):
        if over.key == above.key:
            told = f"{unit.official_name} nằm trong {within.official_name}; cộng cả hai là tính hai lần"
            return ReportError(told, file=file, remedy=f"chỉ thu sổ của {within.slug}")
    told = f"{unit.official_name} không phải đơn vị ngay dưới {above.official_name} vào ngày {format_date(day)}"
    return ReportError(told, file=file, remedy="bỏ tệp này")


@dataclass(frozen=True)
class CleanedUnits(Cleaned):
    """The clean tables of a unit that has none: what came and what is missing are its units' ledgers."""

    sent: UnitsSent | None = None

    @cached_property
    def intake(self) -> dict[str, Any]:
        assert self.sent is not None
        came = [
            {
                "file": f"{UNITS}/{unit.slug}.json",
                "office": UNITS,
                "sender": unit.code,
                "sha256": self.sent.files[f"{UNITS}/{unit.slug}.json"],
                "received": "",
                "status": "",
            }
            for unit in self.sent.came
        ]
        missing = [[UNITS, unit.code] for unit in self.sent.missing]
        read = Cleaned(self.folder, self.unit, self.period).intake
        return {**read, "receipts": came, "missing": missing, "files": self.sent.files}

    def owing(self, communes: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
        return tuple((UNITS, code) for code in communes)
