"""One unit and period opened: its tables, its reference data, and its facts, each group computed when first asked
for."""

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from lib.contracts import OWNERS, Contract, contracts_of
from lib.domain.cards import card
from lib.domain.errors import ReportError
from lib.domain.levels import Level
from lib.domain.reference import Reference
from lib.facts.algebra import Facts
from lib.facts.caveats import joined_notes
from lib.facts.fact import Fact, make_fact
from lib.facts.metadata import Metadata
from lib.facts.rollup import UNITS, RolledUp
from lib.facts.table import Table, table_of
from lib.facts.values import Coverage, Measure, Origin, Sender, Written, carried
from lib.indicators.adopted import as_adopted
from lib.indicators.beside import beside, taken
from lib.indicators.made_up import MadeUp, read_made_up
from lib.indicators.neighbours import Neighbours
from lib.indicators.registry import group_metadata, groups, groups_of, indicator, section_of
from lib.indicators.rolled import adds_up, counted_level, roll_up, rolled_facts
from lib.indicators.units_sent import CleanedUnits, UnitsSent
from lib.intake.clean import Cleaned, cleaned
from lib.intake.entered import ENTERED
from lib.intake.folders import DataFolder, data_folder
from lib.intake.official import read_report
from lib.intake.overrides import OVERRIDES, Overrides, read_overrides
from lib.intake.unlike_last import unlike_last

REPORT_FILE = "report.yaml"


class Context(Neighbours):
    """Everything a section may lean on for one unit and period.

    Opening it checks unit and period and makes sure the clean tables exist. Indicator functions get what their
    parameters name: a clean table, or `report`, `unit`, `period`, `standard` (of poverty, at the period's end).
    """

    def __init__(self, unit: str, period: str, data: DataFolder) -> None:
        self.data = data
        self.reference = Reference.load(data.reference)
        self.period = self.reference.periods.parse(period)
        self.unit = self.reference.reporting(unit, self.period)
        self.communes = self.reference.units.children(self.unit, self.period.end)
        self.level = self.reference.level(self.unit, self.period.end)
        self.contracts = contracts_of(self.reference, self.unit, self.period.end)
        self._groups: dict[str, dict[str, Fact]] = {}

    def _repr_html_(self) -> str:
        parts = [("Đơn vị", self.unit.official_name), ("Mã", f"{self.unit.slug}, {self.period.code}")]
        return card(self.period.title, [*parts, (self.level.said("Xã, thị trấn"), len(self.communes))])

    @cached_property
    def cleaned(self) -> Cleaned:
        found = cleaned(self.data, self.reference, self.unit, self.period)
        return CleanedUnits(found.folder, found.unit, found.period, found.contracts, self.sent) if self.sent else found

    @cached_property
    def counted(self) -> Level:
        """The words of the level by whose parts facts are counted: of units' figures added, those of the lowest."""
        return counted_level(self.reference, self.unit, self.period.end) if self.sent else self.level

    @cached_property
    def sent(self) -> UnitsSent | None:
        """The ledgers of the units below, where report.yaml says that the figures come from them."""
        if not (self.raw / REPORT_FILE).is_file() or self.report.get("source") != UNITS:
            return None
        return UnitsSent(self.raw / UNITS, self.unit, self.period, self.communes, self.reference)

    @cached_property
    def rolled_up(self) -> RolledUp:
        """The units' measures added. Raises ValueError where there are no ledgers to add."""
        if self.sent is None:
            raise ValueError("this unit's figures come from its own tables")
        return roll_up(self.sent.ledgers(), self.sent.names, self.reference, self.period)

    @cached_property
    def findings(self) -> list[dict[str, str]]:
        """What looks odd in the workbooks, and in their amounts beside those of the period they are compared with."""
        found: list[dict[str, str]] = list(self.cleaned.intake["findings"])
        try:
            return [*found, *(unlike_last(self.cleaned, self.earlier.cleaned) if self.earlier else ())]
        except ReportError:
            return found  # the earlier period cannot be read: who sent what says so

    @property
    def raw(self) -> Path:
        """The period's raw folder: workbooks, report.yaml, commentary."""
        return self.data.raw(self.unit.slug, self.period.code)

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """What people decided about the report itself: addressee, legal bases, number, place and date, recipients,
        signatory."""
        return read_report(self.raw)

    @property
    def written(self) -> Written:
        """report.yaml as the source of what is taken from it."""
        return Written(self.report, REPORT_FILE, hashlib.sha256((self.raw / REPORT_FILE).read_bytes()).hexdigest())

    @cached_property
    def made_up(self) -> MadeUp:
        """Which of the period's figures are made up; none where there is no report.yaml."""
        if not (self.raw / REPORT_FILE).is_file():
            return MadeUp()
        ids = [f"{group}.{name}" for group in groups() for name in group_metadata(group)]
        return read_made_up(self.report.get("made_up"), ids, REPORT_FILE)

    @cached_property
    def overrides(self) -> Overrides:
        """Words and figures changed by hand in the finished text; none where there is no overrides.yaml."""
        return read_overrides(self.raw)

    @cached_property
    def commune_names(self) -> dict[str, str]:
        """Display names of the unit's parts (its communes, or a commune's villages) by code, in official order."""
        return {unit.code: unit.name for unit in self.communes}

    def label(self, column: str, code: str) -> str:
        """What offices call a code of a column, by the first contract that lists it; the code where none does."""
        return self.contracts.choice_label(column, code)

    def column_title(self, column: str) -> str:
        """What offices call a column, by the first contract that has it; its name where none does."""
        return next((each.title for each in self.contracts.columns_called(column)), column)

    def codes(self, column: str) -> list[str]:
        """The codes a column may hold, in the order offices list them; none for free text."""
        return list(
            dict.fromkeys(code for each in self.contracts.columns_called(column) for code in each.choices.values())
        )

    def table(self, name: str) -> Table:
        """One clean table with its senders and sources."""
        intake = self.cleaned.intake
        readings = [each for each in intake["readings"] if each["table"] == name]
        by_hand = [each for each in readings if each["file"] == ENTERED]
        told = [(OWNERS[name].office, each["sender"]) for each in by_hand if each["clean"]]
        missing = tuple(sender for sender in self._unsent(OWNERS[name]) if sender not in told)
        origins: dict[tuple[str, str], Origin] = {}
        for each in readings:
            if each not in by_hand or each["clean"]:
                place = (each["file"], each["sheet"])
                origins[place] = _origin(each, origins.get(place))
        rows = self.cleaned.table(name)
        table = table_of(name, rows, self.commune_names, missing, intake["files"], origins, self.contracts)
        provisional = {each.file: (each.office, each.sender) for each in self.cleaned.receipts if each.provisional}
        return replace(table, provisional=provisional)

    def _unsent(self, contract: Contract) -> tuple[Sender, ...]:
        """Who has not sent a workbook; nobody has one that this kind of period does not ask for."""
        if contract.owed(self.period.kind) or any(each.office == contract.office for each in self.cleaned.receipts):
            return self.cleaned.missing
        return ((contract.office, None), *((contract.office, code) for code in self.commune_names))

    def group(self, name: str) -> dict[str, Fact]:
        """The facts of one group by name. Raises KeyError for a group nobody reports."""
        if name not in self._groups:
            self._groups[name] = self._compute(name)
        return self._groups[name]

    def metadata(self, group: str) -> dict[str, Metadata]:
        """The metadata of a group of facts, its words those of the unit's level."""
        return {name: each.said(self.counted) for name, each in group_metadata(group).items()}

    def _compute(self, group: str) -> dict[str, Fact]:
        section = section_of(group)
        metadata = self.metadata(group)
        built = self._built(group)
        unknown = set(built) ^ set(metadata)
        if unknown:
            raise ValueError(f"{group}: facts without metadata or metadata without facts: {sorted(unknown)}")
        measures = carried(built, {name: self._own_caveats(f"{group}.{name}", metadata[name]) for name in metadata})
        titles = {name: entry.title for name, entry in metadata.items()}
        return {
            name: self._adopted(metadata[name], made)
            for name, made in self._made(group, section.number, metadata, measures, titles).items()
        }

    def _built(self, group: str) -> Facts:
        """A group's facts: added up from the units' ledgers, or computed from the tables."""
        if self.sent is not None and adds_up(group):
            return rolled_facts(group, self._argument("standard"), self.rolled_up)
        function = indicator(group)
        return function(**{name: self._argument(name) for name in inspect.signature(function).parameters})

    def _made(
        self,
        group: str,
        section: str,
        metadata: Mapping[str, Metadata],
        measures: Mapping[str, Measure],
        titles: Mapping[str, str],
    ) -> dict[str, Fact]:
        return {
            name: make_fact(
                group,
                name,
                self._as_made_up(f"{group}.{name}", measures[name]),
                metadata[name],
                titles,
                section=section,
                entity=self.unit.slug,
                period=self.period.code,
            )
            for name in metadata
        }

    def _adopted(self, metadata: Metadata, fact: Fact) -> Fact:
        """The fact, or what overrides.yaml puts in its place."""
        given = self.overrides.figure(fact.id)
        if given is None:
            return fact
        return as_adopted(fact, metadata, given, hashlib.sha256((self.raw / OVERRIDES).read_bytes()).hexdigest())

    def _own_caveats(self, fact_id: str, metadata: Metadata) -> Coverage:
        """What to know of a fact for its own sake: norms that may be out of date, a made-up value."""
        norms = tuple(norm for norm in metadata.norms if self.reference.norms.in_doubt(norm, self.period.end))
        return Coverage(1, noted=("made_up",) if self.made_up.fact(fact_id) else (), norms=norms)

    def _as_made_up(self, fact_id: str, measure: Measure) -> Measure:
        """The measure with its made-up parts noted, itself unmarked where its value is known to be published."""
        found = {
            dimension: {value: ("made_up",) for value in parts if self.made_up.part(dimension, value)}
            for dimension, parts in measure.parts.items()
        }
        coverage = measure.coverage
        if coverage is not None and fact_id in self.made_up.published:
            coverage = replace(coverage, noted=tuple(code for code in coverage.noted if code != "made_up"))
        return replace(measure, coverage=coverage, notes=joined_notes([measure.notes, found], measure.parts))

    def _argument(self, name: str) -> Any:
        if name in OWNERS:
            return self.table(name)
        given: dict[str, Callable[[], Any]] = {
            "report": lambda: self.written,
            "unit": lambda: self.unit,
            "period": lambda: self.period,
            "standard": lambda: self.reference.poverty.at(self.period.end),
            "this_period": lambda: partial(taken, self),
            "same_last_year": lambda: partial(beside, self, self.last_year, self.period.same_last_year()),
            "last_period": lambda: partial(beside, self, self.last_period, self.period.previous()),
            "earlier_this_year": lambda: partial(beside, self, *self.part),
        }
        return given[name]()

    def fact(self, fact_id: str) -> Fact:
        """One fact by its id. Raises KeyError for an id nobody reports."""
        group, _, name = fact_id.partition(".")
        return self.group(group)[name]

    def all_facts(self) -> list[Fact]:
        """Every fact of the sections that this kind of period has, in the report's order."""
        return [fact for name in groups_of(self.period.kind) for fact in self.group(name).values()]


def _origin(reading: Mapping[str, Any], before: Origin | None) -> Origin:
    """How a sheet was read, from intake's summary; several senders' lines of one file are put together."""

    def by_row(values: Mapping[str, Any]) -> dict[int, Any]:
        return {int(row): value for row, value in values.items()}

    lines = {name: by_row(rows) for name, rows in reading["lines"].items()}
    for name, rows in (before.lines if before else {}).items():
        lines[name] = {**rows, **lines.get(name, {})}
    return Origin(
        reading["columns"], reading["scales"], by_row(reading["headings"]), by_row(reading["corrected"]), lines
    )


def open_context(unit: str, period: str, data: str = "") -> Context:
    """Opens a unit and period. `data` is a data folder; empty means the repository's.

    Raises ReportError for an unknown unit or period, in Vietnamese.
    """
    for name, value in (("unit", unit), ("period", period), ("data", data)):
        if not isinstance(value, str):
            raise ReportError(f"tham số {name} phải là chữ, không phải {value!r}", remedy=f'viết {name}="…"')
    return Context(unit, period, data_folder(data))
