"""Every relation of the metadata, evaluated over one edition's ledger: holds, fails, or cannot be checked, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lib.checks.relations import counts, doubts, law, rates
from lib.checks.relations.figures import Figure
from lib.checks.relations.model import FAILS, UNCHECKED, Applies, Case, Finding, Kind, Verdict
from lib.domain.norms import Norms
from lib.domain.periods import Period
from lib.indicators.registry import group_metadata, groups, groups_of

KINDS: dict[str, Kind] = {
    "sum": counts.SUM,
    "at_least_sum": counts.AT_LEAST_SUM,
    "part": counts.PART,
    "length_of": counts.LENGTH_OF,
    "equal": counts.EQUAL,
    "share": rates.SHARE,
    "implied": rates.IMPLIED,
    "rate_change": rates.RATE_CHANGE,
    "norm": law.NORM,
    "multiple": law.MULTIPLE,
    "not_before": law.NOT_BEFORE,
    "within": law.WITHIN,
    "plausible": doubts.PLAUSIBLE,
    "distinct_from": doubts.DISTINCT_FROM,
    "overlap": doubts.OVERLAP,
    "remainder": doubts.REMAINDER,
}
"""The closed set of kinds; how each is written: `lib/facts/metadata.schema.json`."""


@dataclass(frozen=True)
class Relation:
    """One relation of the metadata: what should hold for the fact `fact` (an id), by its kind and parameters.

    `id` is "group.fact:kind", or "group.fact:name" where the relation has a name of its own; `reason` says why it
    should hold where that is not plain.
    """

    id: str
    kind: str
    fact: str
    params: Any
    reason: str = ""

    def full(self, name: str) -> str:
        """The id of a fact named here: one of the same group goes by its name alone."""
        return name if "." in name else f"{self.fact.partition('.')[0]}.{name}"

    def names(self, applies: Applies = lambda name: True) -> list[str]:
        """The facts it names, as it names them."""
        return list(dict.fromkeys(KINDS[self.kind].names(self.params, applies)))


@dataclass(frozen=True)
class Result:
    """What came of one relation in one period.

    `figures` are all facts it rests on, its own first; `claim`, `arithmetic`, `note` are Vietnamese. `formula` says
    that one of the facts is computed from the very others, so that a failure is the program's, not the offices'.
    """

    relation: Relation
    section: str
    verdict: Verdict
    claim: str
    arithmetic: str
    note: str
    figures: tuple[Figure, ...]
    formula: bool

    @property
    def seen(self) -> str:
        """What is printed of the facts, in order: what somebody saw who accepted it."""
        return "; ".join(figure.printed or "–" for figure in self.figures)


@cache
def relations() -> tuple[Relation, ...]:
    """Every relation in the report's order. Raises ValueError for two of one id."""
    found = tuple(relation for group in groups() for relation in relations_of(group))
    ids = [relation.id for relation in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"relations need names of their own: {', '.join(twice)}")
    return found


def relations_for(kind: str) -> tuple[Relation, ...]:
    """Those of the sections that a kind of period has."""
    kept = groups_of(kind)
    return tuple(each for each in relations() if each.fact.partition(".")[0] in kept)


def relations_of(group: str) -> Iterator[Relation]:
    """The relations in the metadata of one group of facts."""
    for name, metadata in group_metadata(group).items():
        yield from read_relations(f"{group}.{name}", metadata.relations)


def read_relations(fact: str, written: Sequence[Mapping[str, Any]]) -> Iterator[Relation]:
    """The relations written beside one fact."""
    for entry in written:
        kind = next(key for key in entry if key in KINDS)
        yield Relation(f"{fact}:{entry.get('name', kind)}", kind, fact, entry[kind], entry.get("reason", ""))


def evaluate(
    given: Sequence[Relation], records: Sequence[Mapping[str, Any]], norms: Norms, period: Period
) -> list[Result]:
    """The result of each relation over a ledger's records. Raises KeyError for a relation that names no fact of it."""
    figures = {str(record["id"]): Figure(record) for record in records}
    return [_evaluated(relation, figures, norms, period) for relation in given]


def _evaluated(relation: Relation, figures: Mapping[str, Figure], norms: Norms, period: Period) -> Result:
    kind, own = KINDS[relation.kind], figures[relation.fact]
    every = {name: figures[relation.full(name)] for name in relation.names()}
    needed = {name: every[name] for name in relation.names(lambda name: every[name].applies)}
    case = Case(own, relation.params, every, norms, period)
    formula = kind.formula and _computed([own, *needed.values()])
    result = Result(
        relation=relation,
        section=own.section,
        verdict=UNCHECKED,
        claim=kind.claim(case),
        arithmetic="",
        note="",
        figures=(own, *needed.values()),
        formula=formula,
    )
    why = _uncheckable([own, *needed.values()], formula)
    if why:
        return replace(result, note=why)
    finding = _found(kind, case)
    return replace(result, verdict=finding.verdict, arithmetic=finding.arithmetic, note=finding.note)


def _found(kind: Kind, case: Case) -> Finding:
    """The finding over what is printed; where a number is hedged, its exact value has to satisfy the relation too."""
    found = kind.check(case)
    exactly = kind.check(case.exactly)
    if exactly.verdict != FAILS or found.verdict == FAILS:
        return found
    return replace(exactly, note="; ".join(filter(None, (exactly.note, "tính theo số đầy đủ của số in là «trên …»"))))


def _computed(figures: list[Figure]) -> bool:
    """Whether one of the facts is computed from all the others."""
    ids = {figure.id for figure in figures}
    return any(ids - {figure.id} <= set(figure.record["inputs"]) for figure in figures)


def _uncheckable(figures: list[Figure], formula: bool) -> str:
    """Why a relation cannot be checked; "" when it can. Facts that rest on different senders cannot be compared, unless
    one is computed from the others."""
    lacking = [figure.lacking for figure in figures if figure.lacking is not None]
    if lacking:
        return "; ".join(dict.fromkeys(lacking))
    if formula or len({figure.missing for figure in figures}) == 1:
        return ""
    late = dict.fromkeys(figure.coverage for figure in figures if figure.missing)
    return f"{'; '.join(late)}, nên chưa so được với số của nơi đã gửi đủ"
