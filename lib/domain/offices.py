"""The offices that send workbooks, by id and date."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lib.domain.dates import Effective, require, timelines, version_on
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, records
from lib.domain.units import TYPES, VILLAGE, Unit


@dataclass(frozen=True, kw_only=True)
class Office(Effective):
    """An office while it went by a name.

    Attributes:
        id: the same through all its names ("policy_bank").
        type: the type or the level of the units that it serves so; None means any.
        name, short_name: may hold {level} and {place} until `Offices.get` fills them in.
        absent: why units of the type have no such office, and nothing that it would send; then it has no name.
        note: what is not certain.
    """

    id: str
    name: str = ""
    short_name: str = ""
    type: str | None = None
    absent: str | None = None
    note: str | None = None

    def named(self, level: str, place: str) -> "Office":
        """The office with its level ("huyện") and place ("Ba Vì") put into its names."""
        words = {"level": level, "place": place}
        return replace(self, name=self.name.format(**words), short_name=self.short_name.format(**words))


@dataclass(frozen=True)
class Offices:
    """All offices, by id, in the order they are listed to readers; versions by id and type of unit.

    Example:
        >>> offices = Offices.load("data/reference")
        >>> offices.get("policy_bank", date(2023, 6, 14), level="huyện", place="Ba Vì").short_name
        'NHCSXH huyện'
        >>> offices.get("commune", date(2026, 6, 14), level="xã", place="Ba Vì").name
        'Ủy ban nhân dân xã Ba Vì'
        >>> commune = Unit(code="1", slug="ba-vi", name="Ba Vì", official_name="Xã Ba Vì", type="commune")
        >>> offices.get("labour", date(2026, 6, 14), level="xã", place="Ba Vì", unit=commune).name
        'Phòng Kinh tế xã'
        >>> offices.absent("vocational", date(2026, 6, 14), commune)
        'cấp xã không có trung tâm giáo dục nghề nghiệp, chỉ tiêu đào tạo nghề không giao cho xã'
    """

    versions: dict[tuple[str, str | None], tuple[Office, ...]]

    @classmethod
    def load(cls, directory: str | Path) -> "Offices":
        """The offices of `offices.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "offices.yaml")
        listed = [
            office
            for name, versions in mapping(read_yaml(file), file).items()
            for office in records(versions, Office, file, name, id=name)
        ]
        for office in listed:
            if bool(office.name and office.short_name) == bool(office.absent):
                raise ReportError(f"{office.id}: ghi name và short_name, hoặc chỉ ghi absent", file=file)
            if office.type not in (None, *TYPES, VILLAGE):
                raise ReportError(f'{office.id}: loại đơn vị lạ "{office.type}"', file=file)
            try:
                office.named(level="", place="")
            except (KeyError, IndexError, ValueError):
                raise ReportError(f"{office.id}: tên chỉ được chứa {{level}} và {{place}}", file=file) from None
        types = {office.type for office in listed}
        by_type = {kind: [office for office in listed if office.type == kind] for kind in types}
        found = {kind: timelines(offices, lambda office: office.id, file) for kind, offices in by_type.items()}
        return cls({(name, kind): known for kind, names in found.items() for name, known in names.items()})

    @property
    def ids(self) -> tuple[str, ...]:
        """Every office's id."""
        return tuple(dict.fromkeys(name for name, _ in self.versions))

    def get(self, office_id: str, on: date, *, level: str, place: str, unit: Unit | None = None) -> Office:
        """The office that such a unit has on that day, its names filled in; ReportError if there was none."""
        known = self._of(office_id, unit)
        office = require({office_id: known} if known else dict.fromkeys(self.ids, ()), office_id, on, "cơ quan")
        if office.absent:
            raise ReportError(f'không có cơ quan "{office_id}": {office.absent}')
        return office.named(level, place)

    def absent(self, office_id: str, on: date, unit: Unit) -> str | None:
        """Why such a unit has no such office on that day; None where it has, or nobody says."""
        office = version_on(self._of(office_id, unit), on)
        return office.absent if office else None

    def _of(self, office_id: str, unit: Unit | None) -> tuple[Office, ...]:
        """The versions that hold for a unit: those of its type first, then those of its level, then of any."""
        kinds = dict.fromkeys((unit.type, unit.level, None) if unit else (None,))
        return tuple(office for kind in kinds for office in self.versions.get((office_id, kind), ()))
