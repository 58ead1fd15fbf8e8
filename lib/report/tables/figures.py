"""What a cell says of a fact: an exact number with its marks, or words. Workbooks are made from the records of the
ledger and have no figures of their own, but for the attainment of a target.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from lib.domain.numbers import format_count, format_decimal, format_percent
from lib.facts.caveats import CAVEATS, marks, ordered
from lib.facts.fact import ABSENCES, UNIT_LABELS
from lib.indicators.context import Context
from lib.narrative.notes import Note, joined_notes, legend
from lib.narrative.phrases import capital, senders_text
from lib.narrative.runs import plain_text

COMMUNE = "commune"
NOT_SENT = "chưa có báo cáo"
NONE = "không có"
SHARED = ("stale_norm", "made_up")
"""Caveats of a value that each of its parts has too."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """What one cell says: an exact `number` (a percentage as a share), or `words` where there is none. `nothing` is a
    zero that no row stands behind."""

    number: int | Fraction | None = None
    words: str = ""
    decimals: int = 0
    percent: bool = False
    nothing: bool = False
    caveats: tuple[str, ...] = ()

    def without(self, codes: Collection[str]) -> "Value":
        """The same without caveats that are said elsewhere."""
        if not (self.caveats and codes):
            return self
        kept = tuple(code for code in self.caveats if code not in codes)
        return self if kept == self.caveats else replace(self, caveats=kept)

    @property
    def shown(self) -> str:
        """What readers see in the cell."""
        if self.number is None:
            return self.words
        if self.nothing:
            return "–"
        if self.percent:
            return format_percent(100 * self.number, self.decimals) + marks(self.caveats)
        plain = format_decimal(self.number, self.decimals) if self.decimals else format_count(int(self.number))
        return plain + marks(self.caveats)


EMPTY = Value()
"""A cell that has nothing to say."""


@dataclass(frozen=True)
class Figures:
    """The facts of one edition by id, in the report's order, with the words for the codes in them."""

    context: Context
    document: Mapping[str, Any]
    facts: Mapping[str, Record] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context, document: Mapping[str, Any]) -> "Figures":
        """The figures of an assembled document."""
        return cls(context, document, {fact["id"]: fact for fact in document["facts"]})

    # --- values

    def applies(self, fact: Record) -> bool:
        """Whether units of this level report the fact at all: not where they lack the office it would come from."""
        absence = fact["absence"]
        return absence is None or absence["reason"] not in self.context.contracts.absent.values()

    def value(self, fact: Record) -> Value:
        """The fact's own value."""
        value, caveats = fact["value"], tuple(fact["caveats"])
        if value is None:
            return Value(words=ABSENCES[fact["absence"]["kind"]])
        if fact["kind"] == "state":
            return Value(words=self.state(value), caveats=caveats)
        if isinstance(value, list) or fact["unit"] == "text":
            return Value(words=fact["printed"] or NONE, caveats=caveats)
        share = "/" in value
        percent = share or fact["unit"] == "percent"
        number = int(value) if value.isdigit() else Fraction(value)
        number = number if share or not percent else Fraction(number, 100)
        return Value(number, decimals=fact["decimals"], percent=percent, caveats=caveats)

    def part(self, fact: Record, dimension: str, member: str) -> Value:
        """The fact's value for one member of a dimension; words where there is no value, or for a commune that has not
        sent; nothing to say where it is not broken down so."""
        if fact["value"] is None:
            return self.value(fact)
        parts = fact["dimensions"].get(dimension)
        if parts is None:
            return EMPTY
        missing = (fact["coverage"] or {}).get("missing", [])
        if dimension == COMMUNE and any(sender["commune"] in (member, None) for sender in missing):
            return Value(words=NOT_SENT)
        told = fact.get("part_caveats", {}).get(dimension, {}).get(member, ())
        shared = [code for code in fact["caveats"] if code in SHARED]
        caveats = ordered([*told, *shared]) if told or shared else ()
        return Value(int(parts.get(member, 0)), nothing=member not in parts, caveats=caveats)

    def target(self, fact: Record) -> Record | None:
        """The fact it is measured against, if any."""
        return self.facts[fact["target"]] if fact["target"] else None

    def attainment(self, fact: Record, dimension: str = "", member: str = "") -> Value:
        """How much of its target a value, or one part of it, has attained; nothing to say where either is missing, or
        nothing was aimed at."""
        target = self.target(fact)
        if target is None:
            return EMPTY
        done, aim = (self.part(one, dimension, member) if dimension else self.value(one) for one in (fact, target))
        if done.number is None or not aim.number:
            return EMPTY
        return Value(
            Fraction(done.number) / aim.number, decimals=1, percent=True, caveats=ordered([*done.caveats, *aim.caveats])
        )

    # --- words

    def state(self, value: str) -> str:
        """A stage and its reason: "chưa triển khai do ảnh hưởng của thời tiết"."""
        stage, _, reason = value.partition(":")
        words = self.context.label("state", stage)
        return f"{words} do {self.context.reference.reasons.wording(reason)}" if reason else words

    def unit(self, fact: Record) -> str:
        """The unit of measure; '' for texts and lists of names."""
        return "" if fact["kind"] in ("list", "state", "document") else UNIT_LABELS[fact["unit"]]

    def label(self, dimension: str, member: str) -> str:
        """What readers call a member of a dimension."""
        if dimension == COMMUNE:
            return self.context.commune_names.get(member, member)
        return self.context.label(dimension, member)

    def members(self, dimension: str, facts: Iterable[Record]) -> list[str]:
        """The members of a dimension: all communes in official order, but of units whose ledgers are added those that
        sent one; of others those that occur, in the order offices list them."""
        found = dict.fromkeys(member for fact in facts for member in fact["dimensions"].get(dimension, ()))
        if dimension == COMMUNE:
            sent = self.context.sent
            known = [unit.code for unit in sent.came] if sent else list(self.context.commune_names)
        else:
            known = [code for code in self.context.codes(dimension) if code in found]
        return [*known, *(member for member in found if member not in known)]

    def remark(self, fact: Record) -> str:
        """What to know beside the value: why there is none, how many have sent, how the report says it, its caveats."""
        told = [self.absence(fact)]
        coverage = fact["coverage"]
        if coverage and fact["value"] is not None and coverage["missing"]:
            sent = coverage["expected"] - len(coverage["missing"])
            told.append(f"{sent}/{coverage['expected']} nơi đã gửi")
        if fact["hedge"]:
            told.append(f"báo cáo ghi «{fact['printed']}»")
        told += [f"{CAVEATS[code].mark} {CAVEATS[code].short}" for code in fact["caveats"] if code not in self.common]
        told += [self._uneven(fact, dimension) for dimension in fact["dimensions"]]
        return capital("; ".join(each for each in told if each))

    def absence(self, fact: Record) -> str:
        """Why there is no value; '' where there is one."""
        if fact["value"] is not None:
            return ""
        absence = fact["absence"]
        if absence["offices"]:
            return f"chưa có báo cáo của {senders_text(self.context, _senders(absence['offices']))}"
        known = self.context.reference.reasons
        return f"do {known.wording(absence['reason'])}" if absence["reason"] in known else absence["reason"]

    def _uneven(self, fact: Record, dimension: str) -> str:
        """That parts do not add up to the value, which happens where one thing is counted in several."""
        parts = fact["dimensions"][dimension]
        added, value = sum(map(int, parts.values())), Fraction(fact["value"] or 0)
        if not parts or value == added:
            return ""
        title = self.context.column_title(dimension).lower()
        why = "có phần tính ở nhiều dòng" if added > value else f"có phần không ghi {title}"
        return f"cộng theo {title} được {format_count(added)}, khác giá trị chung vì {why}"

    @cached_property
    def common(self) -> tuple[str, ...]:
        """Caveats that every number of the edition carries: they are said once."""
        return _on_every(fact["caveats"] for fact in self.facts.values() if self.value(fact).number is not None)

    @cached_property
    def common_parts(self) -> dict[str, tuple[str, ...]]:
        """Caveats that every part of each dimension carries."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for fact in self.facts.values():
            for dimension, parts in fact["dimensions"].items():
                found.setdefault(dimension, []).extend(self.part(fact, dimension, each).caveats for each in parts)
        return {dimension: _on_every(codes) for dimension, codes in found.items()}

    def legend(self, facts: Iterable[Record], codes: Iterable[str]) -> list[str]:
        """What marks mean: a line for each of `codes`, naming whom of the facts it concerns."""
        codes = list(codes)
        if not codes:
            return []
        about = {note["code"]: note for note in joined_notes(map(_notes, facts))}
        notes = [about.get(code, {"code": code, "about": []}) for code in ordered(codes)]
        return [
            f"{line['mark']} {''.join(run['text'] for run in line['runs'])}" for line in legend(self.context, notes)
        ]

    @cached_property
    def whole_legend(self) -> list[str]:
        """The same of the caveats that every number carries."""
        about = joined_notes(map(_notes, self.facts.values()))
        notes = [note for note in about if note["code"] in self.common]
        lines = legend(self.context, notes, self.common, "Toàn bộ số liệu")
        return ["".join(run["text"] for run in line["runs"]) for line in lines]

    # --- the edition

    @property
    def title(self) -> str:
        """The report's title."""
        return plain_text(self.document["title"])

    @property
    def status(self) -> str:
        """Draft, or the number under which it was issued."""
        if self.document["draft"]:
            return "Dự thảo"
        return f"Chính thức, số {self.document['number']}"

    @property
    def place_and_period(self) -> str:
        return f"{self.context.unit.official_name}, {self.context.period.title}"


def _on_every(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The codes that each of several has."""
    carried = [set(codes) for codes in several]
    return ordered(set.intersection(*carried)) if carried else ()


def _senders(senders: Iterable[Record]) -> list[tuple[str, str | None]]:
    return [(each["office"], each["commune"]) for each in senders]


def _notes(fact: Record) -> list[Note]:
    """The notes of a fact's record, as `lib.narrative.notes` has those of facts."""
    coverage = fact["coverage"] or {}
    about: dict[str, list[Any]] = {
        "incomplete": [list(each) for each in _senders(coverage.get("missing", []))],
        "provisional": [list(each) for each in _senders(coverage.get("provisional", []))],
        "stale_norm": [[norm] for norm in coverage.get("norms", [])],
    }
    return [{"code": code, "about": about.get(code, [])} for code in fact["caveats"]]
