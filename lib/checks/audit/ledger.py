"""The edition a text is held against: its ledger, its prose as published, and older ledgers."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lib.checks.audit.align import Sentence, sentences
from lib.checks.audit.document import ANNEX, FOOT, HEAD, PROSE, TABLE, Document, structured
from lib.checks.audit.figures import numbers
from lib.checks.audit.findings import Finding
from lib.checks.audit.number import Number
from lib.checks.audit.read_html import html_blocks
from lib.checks.audit.rules import check_genre
from lib.checks.audit.units import PERCENT
from lib.domain.errors import ReportError
from lib.facts.fact import UNIT_LABELS
from lib.facts.ledger import fact_record
from lib.indicators.context import open_context

_UNITS: Final = {"VND": "VND", "percent": "%", "percentage_point": "điểm %"}
TEXTUAL: Final = ("list", "state", "document")


@dataclass(frozen=True)
class Reported:
    """One fact of a ledger: what it is, its exact value in the unit it prints, and its printed form as a number."""

    id: str
    section: str
    title: str
    definition: str
    kind: str
    printed: str
    exact: Fraction | None
    number: Number | None

    @property
    def words(self) -> str:
        return f"{self.title} {self.definition}"


@dataclass(frozen=True)
class Edition:
    """A ledger with the prose it was published in (None: facts computed, nothing published), the values of its facts'
    parts, and older ledgers by name."""

    unit: str
    period: str
    facts: Mapping[str, Reported]
    published: Document | None
    parts: Collection[Fraction]
    older: Mapping[str, Mapping[str, Reported]]

    def stale(self, fact: str, number: Number) -> str:
        """Which older ledger has this value for a fact, "" for none."""
        for name, facts in self.older.items():
            old = facts.get(fact)
            if old is not None and old.number is not None and old.number.value == number.value:
                return name
        return ""

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The published text in sentences."""
        regions = (HEAD, PROSE, FOOT, TABLE, ANNEX)
        return [] if self.published is None else sentences(self.published, regions)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the published text itself would be found guilty of."""
        return [] if self.published is None else check_genre(self.published)


def open_edition(unit: str, period: str, data: str, reports: Path) -> Edition:
    """The published edition of a unit and period; where there is none, its facts computed from the data.

    Raises ReportError for an unknown unit or period, data that cannot be read, or a damaged edition.
    """
    folder = reports / unit / period
    if (folder / "facts.json").is_file() and (folder / "report.html").is_file():
        records = _records(folder / "facts.json")
        page = (folder / "report.html").read_text(encoding="utf-8")
        published = structured("report.html", html_blocks(page))
    else:
        records = [fact_record(fact) for fact in open_context(unit, period, data).all_facts()]
        published = None
    return Edition(unit, period, reported(records), published, _parts(records), _older(folder))


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        facts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["facts"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportError("không đọc được sổ chỉ tiêu", file=path, remedy="lập lại báo cáo của kỳ này") from None
    return facts


def reported(records: Collection[Mapping[str, Any]]) -> dict[str, Reported]:
    """The facts of a ledger that have a value, by id."""
    return {record["id"]: _reported(record) for record in records if record["value"] is not None}


def _reported(record: Mapping[str, Any]) -> Reported:
    unit = _UNITS.get(record["unit"], "")
    exact = None if record["kind"] in TEXTUAL or record["unit"] == "text" else _exact(record["value"], unit)
    found = [] if exact is None else [each for each in numbers(record["printed"]) if each.is_figure]
    told = {name: record[name] for name in ("id", "section", "title", "definition", "kind", "printed")}
    number = found[0] if found else None
    if number is not None and not number.unit:
        number = replace(number, unit=UNIT_LABELS.get(record["unit"], "").partition(",")[0])
    return Reported(**told, exact=exact, number=number)


def _exact(value: object, unit: str) -> Fraction | None:
    """The value in the unit that is printed: a share as a percentage. None for names."""
    if not isinstance(value, str):
        return None
    try:
        exact = Fraction(value)
    except ValueError:
        return None
    return 100 * exact if unit == PERCENT and "/" in value else exact


def _parts(records: Collection[Mapping[str, Any]]) -> set[Fraction]:
    parts = (number for record in records for values in record["dimensions"].values() for number in values.values())
    return {Fraction(number) for number in parts}


def _older(folder: Path) -> dict[str, dict[str, Reported]]:
    """The edition before this one, and those of the unit's other periods."""
    before = folder.parent / ".previous" / folder.name / "facts.json"
    found = {"bản trước của kỳ này": before} if before.is_file() else {}
    for path in sorted(folder.parent.glob("*/facts.json")):
        if path.parent.name not in (folder.name, ".previous"):
            found[f"kỳ {path.parent.name}"] = path
    return {name: reported(_records(path)) for name, path in found.items()}
