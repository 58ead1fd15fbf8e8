"""What every kind of relation is made of: a case (facts at hand, norms, period) gives a finding a reader can follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from lib.checks.relations.figures import Figure
from lib.checks.relations.intervals import Interval
from lib.domain.norms import Norms
from lib.domain.periods import Period

Verdict = Literal["holds", "fails", "unchecked"]
HOLDS: Verdict = "holds"
FAILS: Verdict = "fails"
UNCHECKED: Verdict = "unchecked"


@dataclass(frozen=True)
class Finding:
    """What came of one relation: the verdict, the numbers (`arithmetic`), and what else a reader needs (`note`: the
    norm and its basis, why it cannot be checked)."""

    verdict: Verdict
    arithmetic: str
    note: str = ""


@dataclass(frozen=True)
class Case:
    """One relation with its facts at hand: the figure it stands on, its parameters, the others by the names it uses."""

    own: Figure
    params: Any
    figures: Mapping[str, Figure]
    norms: Norms
    period: Period

    def listed(self, names: str | Sequence[str]) -> list[Figure]:
        """The figures of a name or several."""
        return [self.figures[name] for name in ([names] if isinstance(names, str) else names)]

    def elsewhere(self, name: str) -> str:
        """The title and the place of another fact."""
        other = self.figures[name]
        return f"«{other.title}» (mục {other.place})"

    @property
    def exactly(self) -> "Case":
        """The same case with exact values where numbers are hedged."""
        others = {name: figure.exactly for name, figure in self.figures.items()}
        return replace(self, own=self.own.exactly, figures=others)


Applies = Callable[[str], bool]


@dataclass(frozen=True)
class Kind:
    """One kind of relation.

    `names` gives the facts its parameters name, without those that do not apply in the period where the kind can do
    without them; `claim` says in words what should hold, `check` whether it does. Where `formula` is set, a fact
    computed from those named satisfies the relation unless the program is wrong.
    """

    names: Callable[[Any, Applies], list[str]]
    claim: Callable[[Case], str]
    check: Callable[[Case], Finding]
    formula: bool = False


def plainly(params: Any, applies: Applies) -> list[str]:
    """The names of parameters that are a name or a list of names."""
    return [params] if isinstance(params, str) else list(params)


def verdict(holds: bool) -> Verdict:
    """Whether something holds, as a verdict."""
    return HOLDS if holds else FAILS


def titles(figures: Sequence[Figure]) -> str:
    """Facts by their titles, as the right side of what should hold."""
    return " + ".join(f"«{figure.title}»" for figure in figures)


def addition(figures: Sequence[Figure]) -> str:
    """The left side of a sum as printed: "54.174 + 9.077"."""
    return " + ".join(figure.bare for figure in figures)


def shown(interval: Interval, like: Figure) -> str:
    """A sum of figures, hedged where one of them is: "trên 545"."""
    assert interval.low is not None
    return like.amount(interval.low) if interval.low == interval.high else f"trên {like.amount(interval.low)}"


def low_end(interval: Interval) -> Fraction:
    """The end every figure has: its number, or the floor of a hedged one."""
    assert interval.low is not None
    return interval.low
