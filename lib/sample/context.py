"""What every office of a period shares: its targets, its scenario, its calendar, its communes, its seeds."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import targets as target_file
from .calendar import Calendar
from .places import Commune, load_communes
from .targets import Targets
from .workbook import Setting

SCENARIOS = Path(__file__).parent / "scenarios"


@dataclass(frozen=True)
class Context:
    """One period's frame. `communes` stand in the order of their codes.

    A year's frame is that of its later months alone; `half` is the period it contains (`whole_year`).
    """

    period: str
    targets: Targets
    scenario: dict[str, Any]
    calendar: Calendar
    communes: tuple[Commune, ...]
    reference: Path
    half: "Context | None" = None

    def rng(self, purpose: str) -> random.Random:
        """The random source of one workbook or register: no other one moves when it is used more or less."""
        return random.Random(f"{self.period}/{purpose}")

    def lasting_rng(self, purpose: str) -> random.Random:
        """The random source of what stays the same all year: that of the period it contains, if it contains one."""
        return (self.half or self).rng(purpose)

    def commune(self, name: str) -> Commune:
        """The commune that the targets call `name`."""
        return next(commune for commune in self.communes if commune.name == name)

    def coded(self, code: object) -> Commune:
        """The commune that the scenario calls by its code."""
        return next(commune for commune in self.communes if commune.code == str(code))

    def named(self, fact: str) -> list[Commune]:
        """The communes that a list among the targets names, in its order."""
        return [self.commune(name) for name in self.targets.names(fact)]

    def by_code(self, field: str) -> dict[str, Any]:
        """A part of the scenario that is keyed by commune code."""
        return {str(code): value for code, value in self.scenario.get(field, {}).items()}

    @property
    def seat(self) -> str:
        """The place of the district offices' date lines."""
        return str(self.scenario["seat"])

    @property
    def setting(self) -> Setting:
        """What every sheet of the period says."""
        return Setting(f"Kỳ báo cáo: {self.calendar.title}", self.scenario["day"], self.scenario["note"])

    def jittered(self, weights: list[int], purpose: str, percent: int = 12) -> list[int]:
        """Weights moved by up to `percent`, so that no two lists of a period run in parallel."""
        rng = self.lasting_rng(f"weights/{purpose}")
        return [max(1, weight * (100 + rng.randint(-percent, percent))) for weight in weights]


def periods() -> list[str]:
    """The periods that have a scenario, oldest first."""
    return sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


def load_context(period: str, reference: Path) -> Context:
    """The frame of `period`, its places and calendar taken from the reference data."""
    scenario = yaml.safe_load((SCENARIOS / f"{period}.yaml").read_text(encoding="utf-8"))
    calendar = Calendar.load(period, reference)
    if "contains" not in scenario:
        communes = load_communes(reference, scenario["unit"], calendar.end)
        return Context(period, target_file.load(period), scenario, calendar, communes, reference)
    half = load_context(scenario["contains"], reference)
    targets = half.targets.with_values(scenario["later"])
    calendar = calendar.after(half.calendar)
    return Context(period, targets, {**half.scenario, **scenario}, calendar, half.communes, reference, half)
