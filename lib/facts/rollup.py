"""Measures of several units made those of all: what a province reports from its units' ledgers, without their rows.

Units are read one after the other; what is kept of each is a number. How a measure adds, it says itself (`Adds`):

- Amounts and counts add. Different things add where none can be in two units (a household, a commune); of a closed list
  (credit programmes) the union is counted, from the parts the ledgers carry.
- Lists follow one another; a name that two units have is told with its unit's. Common stages stay common, or are mixed.
- A rate, a document, a state is its unit's own: it holds for all only where every unit says the same.

What units lack: a value stands where any unit has one, incomplete where another still waits for its own; else it waits
where any unit does; else it has not started where it has not somewhere; else it does not apply.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lib.contracts import DISTRICT
from lib.facts.algebra import MIXED
from lib.facts.caveats import ordered, parts_noted
from lib.facts.sent import Record, Sent
from lib.facts.values import Absence, AbsenceKind, Adds, Coverage, Exact, Kind, Measure, Sender, Source

UNITS = "units"
"""The office that stands for units as senders, and the folder their ledgers are kept in."""
BY_UNIT = "commune"
"""The dimension of the places right below the reporting unit."""
OWN = "là của từng đơn vị, không phải của chung"

_FORMULAS = {
    "sum": "Cộng số của các đơn vị",
    "distinct": "Cộng số của các đơn vị: không đối tượng nào thuộc hai đơn vị",
    "union": "Đếm giá trị khác nhau ở các đơn vị, mỗi giá trị một lần",
    "list": "Ghép danh sách của các đơn vị",
    "in_common": "Trạng thái chung của các đơn vị",
    "same": "Giá trị mọi đơn vị đều có",
}
_KNOWN_TO_ALL = ("stale_norm", "incomplete", "partial", "provisional")
"""Caveats that say whom they concern; the total's are worked out."""


@dataclass(frozen=True)
class Leaf:
    """A measure as the indicators define it: what kind of value, how it adds, what is counted."""

    kind: Kind
    adds: Adds
    definitions: frozenset[str]
    """What is counted, as units of any level may say it."""


@dataclass(frozen=True)
class RolledUp:
    """The measures of all units by fact id, and what was found on the way.

    `waiting` names for each fact, formulas included, the codes of units that wait for it themselves; `unlike` for each
    unit the facts that its ledger defines otherwise, which count as not reported.
    """

    measures: Mapping[str, Measure]
    waiting: Mapping[str, frozenset[str]]
    unlike: Mapping[str, tuple[str, ...]]


@dataclass
class _Total:
    """One measure while units are added to it."""

    fact: str
    leaf: Leaf
    shared: bool
    by_unit: bool
    value: int = 0
    most: int = 0
    words: dict[str, Counter[str]] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    given: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[AbsenceKind, dict[str, None]] = field(default_factory=dict)
    noted: dict[str, None] = field(default_factory=dict)
    norms: dict[str, None] = field(default_factory=dict)
    provisional: list[Sender] = field(default_factory=list)
    partial: list[Sender] = field(default_factory=list)
    keyless: bool = False

    def take(self, sent: Sent, record: Record) -> bool:
        """Adds what a unit has; whether it has, or knows that it has not."""
        absence, coverage, sender = record["absence"], record["coverage"] or {}, (UNITS, sent.code)
        if absence is not None:
            self.kinds.setdefault(absence["kind"], {})[absence["reason"]] = None
            return bool(absence["kind"] != "not_reported")
        self.given.append(sent.place)
        self._add(sent, record)
        own = [code for code in record["caveats"] if code not in _KNOWN_TO_ALL]
        self.noted |= dict.fromkeys(own)
        self.norms |= dict.fromkeys(coverage.get("norms", ()))
        if own:
            self.notes.setdefault(BY_UNIT, {})[sent.code] = own
        if coverage.get("provisional"):
            self.provisional.append(sender)
        if coverage.get("missing") or coverage.get("partial"):
            self.partial.append(sender)
        return True

    def _add(self, sent: Sent, record: Record) -> None:
        value = record["value"]
        if self.leaf.adds.how not in ("sum", "distinct"):
            for word in value if isinstance(value, list) else (value,):
                self.words.setdefault(word, Counter())[sent.code] += 1
            return
        number = int(value)
        self.most = max(self.most, number)
        self.value += number
        if self.by_unit:
            self.units[sent.code] = number
        self.keyless |= self.shared and self.leaf.adds.key not in record["dimensions"]
        for dimension, parts in record["dimensions"].items():
            if dimension != BY_UNIT and _listed(dimension):
                own = self.parts.setdefault(dimension, {})
                for key, number in parts.items():
                    own[key] = own.get(key, 0) + int(number)
                for key, codes in record["part_caveats"].get(dimension, {}).items():
                    self.notes.setdefault(dimension, {}).setdefault(key, []).extend(codes)

    def measure(self, expected: Mapping[str, str], waiting: Sequence[str]) -> Measure:
        """What it came to. `expected` are the units' names by code, `waiting` those that wait."""
        missing = tuple((UNITS, code) for code in waiting)
        how = "union" if self.shared else self.leaf.adds.how
        value = self._value(expected, missing)
        told = isinstance(value, Absence)
        coverage = Coverage(
            max(len(expected), 1),
            missing,
            ordered(self.noted),
            tuple(self.provisional),
            tuple(self.norms),
            tuple(self.partial),
        )
        parts = {} if told else self._parts()
        notes = {name: {key: ordered(codes) for key, codes in by.items()} for name, by in self.notes.items()}
        return Measure(
            "summed" if self.leaf.adds.how in ("sum", "distinct") else self.leaf.kind,
            None if isinstance(value, Absence) else value,
            _FORMULAS[how],
            value if isinstance(value, Absence) else None,
            sources=tuple(Source(file, "", "", self.fact, sha256) for file, sha256 in self.given),
            parts=parts,
            coverage=None if told else coverage,
            notes=parts_noted({name: by for name, by in notes.items() if name in parts}),
            adds=self.leaf.adds,
        )

    def _value(self, expected: Mapping[str, str], missing: tuple[Sender, ...]) -> Exact | Absence:
        how = self.leaf.adds.how
        if how == "same":
            return self._same(missing)
        if not self.given:
            return self._absent(missing)
        if how == "list":
            return tuple(self._names(expected))
        if how == "in_common":
            return next(iter(self.words)) if len(self.words) == 1 else MIXED
        if not self.shared:
            return self.value
        if self.keyless:
            why = f"có đơn vị không ghi từng giá trị, nên chỉ biết ít nhất là {self.most}"
            return Absence("not_applicable", why)
        return len(self.parts.get(self.leaf.adds.key, {}))

    def _same(self, missing: tuple[Sender, ...]) -> Exact | Absence:
        """The one value that every unit has. Where some have none, or others, it is each unit's own."""
        if missing and not (self.given or self.kinds.keys() - {"not_reported"}):
            return self._absent(missing)
        if missing or self.kinds or len(self.words) != 1:
            absent = self._absent(())
            return Absence("not_applicable", absent.reason if not self.given and absent.reason else OWN)
        (word,) = self.words
        return Decimal(word) if self.leaf.kind == "declared" and word.replace(".", "", 1).isdigit() else word

    def _absent(self, missing: tuple[Sender, ...]) -> Absence:
        if missing:
            return Absence("not_reported", offices=missing)
        kind: AbsenceKind = "not_started" if "not_started" in self.kinds else "not_applicable"
        reasons = [reason for reason in self.kinds.get(kind, {}) if reason]
        return Absence(kind, reasons[0] if len(reasons) == 1 else "không áp dụng ở đơn vị nào")

    def _names(self, expected: Mapping[str, str]) -> Iterable[str]:
        """Every name once; places that go by the same name in several units with their units' names."""
        places = not _listed(self.leaf.adds.key) and self.leaf.adds.key in PLACES
        for name, units in self.words.items():
            if places and len(units) > 1:
                yield from (f"{name} ({expected.get(code, code)})" for code in units)
            else:
                yield name

    def _parts(self) -> dict[str, dict[str, int]]:
        """By unit, then by what closed lists name, in the lists' order. A different thing is one, in however many
        units."""
        parts: dict[str, dict[str, int]] = {BY_UNIT: dict(self.units)} if self.units else {}
        for dimension, numbers in self.parts.items():
            order = [key for column in DISTRICT.columns_called(dimension) for key in column.choices.values()]
            keys = [*dict.fromkeys(key for key in order if key in numbers), *sorted(numbers.keys() - set(order))]
            once = self.shared and dimension == self.leaf.adds.key
            parts[dimension] = {key: 1 if once else numbers[key] for key in keys}
        return parts


PLACES = (BY_UNIT, "village")
"""Columns that name places, where two may go by one name."""


def _listed(column: str) -> bool:
    """Whether a column holds codes of a closed list, the same for every unit."""
    if column not in _LISTED:
        _LISTED[column] = any(each.choices for each in DISTRICT.columns_called(column))
    return _LISTED[column]


_LISTED: dict[str, bool] = {}


def rolled(
    ledgers: Iterable[Sent],
    leaves: Mapping[str, Leaf],
    formulas: Mapping[str, frozenset[str]],
    expected: Mapping[str, str],
    *,
    by_unit: bool = True,
) -> RolledUp:
    """The measures of all units from their ledgers, taken one at a time.

    `leaves` are what is added, by fact id; `formulas` the definitions of what is computed afterwards; `expected` the
    names by code of the units that should have sent, in their order; without `by_unit` the parts by unit are left out.
    """
    totals = {fact: _Total(fact, leaf, _shared(leaf), by_unit) for fact, leaf in leaves.items()}
    definitions = {**{fact: leaf.definitions for fact, leaf in leaves.items()}, **formulas}
    late: dict[str, set[str]] = {fact: set() for fact in definitions}
    unlike: dict[str, tuple[str, ...]] = {}
    came: set[str] = set()
    for sent in ledgers:
        came.add(sent.code)
        found = set()
        for record in sent.records(definitions):
            fact = record["id"]
            if record["definition"] not in definitions[fact]:
                continue
            found.add(fact)
            if fact in totals:
                has: Any = totals[fact].take(sent, record)
            else:
                has = record["absence"] is None or record["absence"]["kind"] != "not_reported"
            if not has:
                late[fact].add(sent.code)
        for fact in definitions.keys() - found if len(found) < len(definitions) else ():
            late[fact].add(sent.code)
            unlike[sent.code] = (*unlike.get(sent.code, ()), fact)
    missing = [code for code in expected if code not in came]
    waiting = {fact: _in_order(expected, missing, codes) for fact, codes in late.items()}
    measures = {fact: total.measure(expected, waiting[fact]) for fact, total in totals.items()}
    return RolledUp(measures, {fact: frozenset(codes) for fact, codes in waiting.items()}, unlike)


def _in_order(expected: Mapping[str, str], missing: list[str], late: set[str]) -> list[str]:
    """The units that wait: those that sent nothing, and those that wait for a fact."""
    wanted = late.union(missing)
    return [code for code in expected if code in wanted] if late else missing


def _shared(leaf: Leaf) -> bool:
    """Whether two units may count the same thing."""
    return leaf.adds.how == "distinct" and _listed(leaf.adds.key)
