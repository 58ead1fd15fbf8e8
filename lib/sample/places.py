"""The communes of the sample's unit: names from the reference data, made-up proportions from `communes.csv`.

In `communes.csv`, `households` and the lists' rates are weights (rates per thousand households), `persons` is
per hundred households, `minority` a percentage.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.domain.units import Units

COMMUNES = Path(__file__).parent / "communes.csv"
TOWN = "Thị trấn"


@dataclass(frozen=True)
class Commune:
    """One commune or town, or a village where the unit is a commune; `rates` gives the weight of each list of
    households by status."""

    code: str
    name: str
    official: str
    spellings: tuple[str, ...]
    households: int
    persons: int
    minority: int
    rates: Mapping[str, int]

    @property
    def town(self) -> bool:
        """Whether it is a town (thị trấn)."""
        return self.official.startswith(TOWN)

    @property
    def kind(self) -> str:
        """The word "thị trấn" or "xã" as it stands before the name in a sentence."""
        return TOWN.lower() if self.town else "xã"

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What offices type before its name."""
        if self.village:
            return ("",)
        return ("TT. ", "Thị trấn ", "TT ") if self.town else ("Xã ", "xã ", "XÃ ")

    @property
    def village(self) -> bool:
        """Whether it is a part of a commune."""
        return "." in self.code


def load_communes(reference: Path, unit: str, on: date) -> tuple[Commune, ...]:
    """The communes of the unit whose slug is `unit` on a day, in the order of their codes."""
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        weights = {row["code"]: row for row in csv.DictReader(file)}
    units = Units.load(reference)
    children = sorted(units.children(units.get(unit, on), on), key=lambda child: child.code)
    return tuple(
        Commune(
            code=child.code,
            name=child.name,
            official=child.official_name,
            spellings=tuple(child.spellings) or (child.name,),
            households=int(weights[child.code]["households"]),
            persons=int(weights[child.code]["persons"]),
            minority=int(weights[child.code]["minority"]),
            rates={status: int(weights[child.code][status]) for status in ("poor", "near_poor", "exited")},
        )
        for child in children
    )
