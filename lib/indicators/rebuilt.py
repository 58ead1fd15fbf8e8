"""An earlier period on the land a unit has today: the rows of the old communes it stands on, taken out of the clean
tables of the unit that reported them then, through the same formulas.

Only rows that say their commune can be taken: what an office told for the old unit as a whole is shared out to nobody
and leaves an absence that says so. An old commune whose land went to several units of today belongs to none of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.facts.metadata import Metadata
from lib.facts.table import Table
from lib.facts.values import Coverage
from lib.indicators.context import Context
from lib.indicators.made_up import MadeUp
from lib.intake.clean import Cleaned
from lib.intake.folders import DataFolder
from lib.intake.overrides import Overrides

CAVEAT = "rebuilt"


class Rebuilt(Context):
    """A period in which `unit` did not exist yet, on its land. `source` is the old unit as it reported; `communes` are
    those of its communes that `unit` stands on."""

    def __init__(self, unit: Unit, period: Period, data: DataFolder) -> None:
        """Raises ReportError where the unit existed then, stands on no whole commune, on several old units' land, or
        where the old unit's data are not there."""
        self.data, self.unit, self.period = data, unit, period
        self.reference = Reference.load(data.reference)
        self.communes = old_communes(self.reference, unit, period)
        self.source = Context(reporter(self.reference, self.communes, period).slug, period.code, data)
        if not self.source.raw.is_dir():
            raise ReportError(
                f"chưa có số liệu {period.title} của {self.source.unit.official_name} để dựng lại",
                file=f"data/raw/{self.source.unit.slug}/{period.code}",
                remedy="chép thư mục số liệu của kỳ ấy vào, hoặc chọn kỳ khác",
            )
        self.level, self.contracts = self.source.level, self.source.contracts
        self._groups = {}

    @property
    def folder(self) -> str:
        return f"{self.source.unit.slug}/{self.source.folder}"

    @property
    def land(self) -> object:
        return self.unit.key

    @cached_property
    def cleaned(self) -> Cleaned:
        return self.source.cleaned

    @property
    def raw(self) -> Path:
        return self.source.raw

    @cached_property
    def report(self) -> Mapping[str, Any]:
        return self.source.report

    @cached_property
    def made_up(self) -> MadeUp:
        """What is made up of the old unit's figures; everything, where its communes' parts are."""
        told = self.source.made_up
        return MadeUp(everything=True) if any(told.part("commune", each.code) for each in self.communes) else told

    @cached_property
    def overrides(self) -> Overrides:
        """None: a figure put in by hand was the old unit's."""
        return Overrides()

    def table(self, name: str) -> Table:
        return self.source.table(name).of_communes(self.commune_names)

    def _own_caveats(self, fact_id: str, metadata: Metadata) -> Coverage:
        own = super()._own_caveats(fact_id, metadata)
        return replace(own, noted=(*own.noted, CAVEAT))


def old_communes(reference: Reference, unit: Unit, period: Period) -> tuple[Unit, ...]:
    """The communes that `unit` stands on, as they were in a period, in the order of their codes.

    Raises ReportError where the unit existed itself, or where no commune became it whole."""
    found = reference.units.predecessors(unit, period.end)
    if found == (unit,):
        raise ReportError(
            f"{unit.official_name} đã có trong {period.title}, không phải dựng lại",
            remedy=f"lập báo cáo: python -m lib run --unit {unit.slug} --period {period.code}",
        )
    if not found or any(each.level != "commune" for each in found):
        raise ReportError(
            f"không biết {unit.official_name} ({unit.validity}) gồm trọn những xã nào vào ngày "
            f"{format_date(period.end)}",
            remedy="ghi đơn vị kế tiếp của các xã cũ trong data/reference/units.csv",
        )
    return tuple(sorted(found, key=lambda each: each.code))


def reporter(reference: Reference, communes: tuple[Unit, ...], period: Period) -> Unit:
    """The unit that reported all these communes. Raises ReportError where there were several."""
    above = {each.key: each for old in communes if (each := reference.units.parent(old, period.end))}
    if len(above) == 1:
        return next(iter(above.values()))
    names = ", ".join(each.official_name for each in above.values())
    raise ReportError(f"các xã cũ thuộc nhiều đơn vị ({names}): chưa dựng lại được số liệu của nhiều đơn vị gộp lại")
