"""The reference data of one folder, read and checked together."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.levels import Level, Levels
from lib.domain.norms import Norms
from lib.domain.offices import Office, Offices
from lib.domain.periods import Period, Periods
from lib.domain.poverty import Standards
from lib.domain.reasons import Reasons
from lib.domain.units import Unit, Units


@dataclass(frozen=True)
class Reference:
    """What the words mean: units, levels, offices, periods, norms, poverty standards and reasons.

    Example:
        >>> reference = Reference.load("data/reference")
        >>> period = reference.periods.parse("2023-H1")
        >>> province = reference.units.get("gia-lai", period.end)
        >>> reference.level(province, period.end).short_body
        'UBND tỉnh'
    """

    units: Units
    levels: Levels
    offices: Offices
    periods: Periods
    norms: Norms
    poverty: Standards
    reasons: Reasons

    @classmethod
    def load(cls, directory: str | Path) -> "Reference":
        """Everything in a reference folder; ReportError, naming the file, if one is missing or malformed."""
        folder = Path(directory)
        if not folder.is_dir():
            raise ReportError("không có thư mục dữ liệu tham chiếu", file=folder)
        written = tuple((path, path.read_bytes()) for path in sorted(folder.glob("*.*")) if path.is_file())
        return _read(folder, written)

    def level(self, unit: Unit, on: date) -> Level:
        """The words for a unit's level on a day."""
        return self.levels.at(unit.type, on)

    def reporting(self, slug: str, period: Period) -> Unit:
        """The unit of that slug as it reports for a period. Raises ReportError where there was none at its end, or
        where its figures were in the report of the unit above: it says which, and what later unit has the name."""
        unit = self.units.get(slug, period.end)
        if self.level(unit, period.end).reports:
            return unit
        above, later = self.units.parent(unit, period.end), self.units.by_slug[slug][-1]
        told = above.official_name if above else "cấp trên"
        name = f"{unit.official_name} (mã {unit.code}, {unit.validity})"
        reason = f"{name} không lập báo cáo này: khi ấy gửi số liệu cho {told}"
        remedies = [f"dùng --unit {above.slug} --period {period.code}" if above else "chọn kỳ báo cáo khác"]
        if later != unit:
            reason += f"; {later.official_name} mã {later.code} {later.validity} là đơn vị khác"
            remedies.append(f"dựng lại trên địa bàn nay: python -m lib rebuild --unit {slug} --period {period.code}")
        raise ReportError(reason, remedy=", hoặc ".join(remedies))

    def office(self, office_id: str, unit: Unit, on: date) -> Office:
        """An office of a unit on a day, its names filled in: "NHCSXH huyện", "UBND xã …"."""
        word = self.level(unit, on).word
        return self.offices.get(office_id, on, level=word, place=unit.name, unit=unit)


@lru_cache(maxsize=4)
def _read(directory: Path, written: tuple[tuple[Path, bytes], ...]) -> Reference:
    """The reference data of a folder; read anew once a byte of it has changed."""
    return Reference(
        units=Units.load(directory),
        levels=Levels.load(directory),
        offices=Offices.load(directory),
        periods=Periods.load(directory),
        norms=Norms.load(directory),
        poverty=Standards.load(directory),
        reasons=Reasons.load(directory),
    )
