"""The communes' registers, made up once a period: everything that names a household draws it from here.

Counts by commune follow the weights of `communes.csv` and add up to the targets.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from . import people
from .context import Context
from .places import Commune
from .shares import split

VILLAGES = Path(__file__).parent / "villages.yaml"
STATUSES = ("poor", "near_poor", "exited")
PERSON_WEIGHTS = {1: 4, 2: 9, 3: 17, 4: 27, 5: 21, 6: 12, 7: 6, 8: 3, 9: 1}


@dataclass(frozen=True)
class Household:
    """One household of a commune's register."""

    code: str
    head: str
    village: str
    ethnic: str
    persons: int
    women: int
    status: str


@dataclass(frozen=True)
class Registers:
    """Households by commune code, in the order of the commune's list; `spent` are codes that nothing draws again."""

    households: dict[str, list[Household]]
    spent: frozenset[str] = frozenset()

    @property
    def whole(self) -> "Registers":
        """The registers with every household to be drawn."""
        return Registers(self.households)

    def of(self, commune: Commune, status: str, village: str | None = None) -> list[Household]:
        """The households of one commune and status, perhaps of one village alone."""
        return [
            household
            for household in self.households[commune.code]
            if household.status == status and village in (None, household.village) and household.code not in self.spent
        ]

    def count(self, commune: Commune, status: str) -> int:
        """How many households of that status the commune has."""
        return len(self.whole.of(commune, status))


@cache
def villages() -> dict[str, list[str]]:
    """The villages of each commune code."""
    lists = yaml.safe_load(VILLAGES.read_text(encoding="utf-8"))
    return {str(code): names for code, names in lists.items()}


def villages_of(commune: Commune) -> list[str]:
    """The villages of a commune; a village has none but itself."""
    return [commune.name] if commune.village else villages()[commune.code]


def counts(context: Context, status: str) -> list[int]:
    """Households of a status by commune, in the order of the context's communes."""
    weights = [commune.households * commune.rates[status] for commune in context.communes]
    return split(context.targets.number(f"credit.{status}_total"), context.jittered(weights, status))


def build(context: Context) -> Registers:
    """Every commune's register for the period, each from its own seed."""
    by_status = {status: counts(context, status) for status in STATUSES}
    return Registers(
        {
            commune.code: _register(
                commune,
                {status: by_status[status][place] for status in STATUSES},
                context.rng(f"register/{commune.code}"),
            )
            for place, commune in enumerate(context.communes)
        }
    )


def _register(commune: Commune, sizes: dict[str, int], rng: random.Random) -> list[Household]:
    numbers = sorted(rng.sample(range(1, 40_000), sum(sizes.values())))
    rng.shuffle(numbers)
    drawn: list[Household] = []
    for status, size in sizes.items():
        group = [household(commune, status, numbers.pop(), rng) for _ in range(size)]
        order = villages_of(commune)
        drawn += sorted(group, key=lambda household: (order.index(household.village), household.code))
    return drawn


def household(commune: Commune, status: str, number: int, rng: random.Random) -> Household:
    """A household of a commune, drawn for a list of that status."""
    # The poorer the list, the larger the share of ethnic minorities on it.
    percent = min(98, commune.minority + {"poor": 22, "near_poor": 16, "exited": 12}[status])
    ethnic = people.ethnic_group(percent, rng)
    persons = rng.choices(list(PERSON_WEIGHTS), weights=list(PERSON_WEIGHTS.values()))[0]
    women = min(persons, max(0, (persons + rng.randint(-1, 2)) // 2))
    return Household(
        f"{commune.code}-{number:05d}",
        people.name(ethnic, rng),
        _village(commune, rng),
        ethnic,
        persons,
        women,
        status,
    )


def _village(commune: Commune, rng: random.Random) -> str:
    names: Sequence[str] = villages_of(commune)
    return rng.choices(names, weights=[8] + [3] * (len(names) - 1))[0]
