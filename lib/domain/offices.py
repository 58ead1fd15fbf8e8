"""The offices that send workbooks, by id and date."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lib.domain.dates import Effective, require, timelines
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, records


@dataclass(frozen=True, kw_only=True)
class Office(Effective):
    """An office while it went by a name.

    Attributes:
        id: the same through all its names ("policy_bank").
        name, short_name: may hold {level} and {place} until `Offices.get` fills them in.
        note: what is not certain.
    """

    id: str
    name: str
    short_name: str
    note: str | None = None

    def named(self, level: str, place: str) -> "Office":
        """The office with its level ("huyện") and place ("Ba Vì") put into its names."""
        words = {"level": level, "place": place}
        return replace(self, name=self.name.format(**words), short_name=self.short_name.format(**words))


@dataclass(frozen=True)
class Offices:
    """All offices, by id, in the order they are listed to readers.

    Example:
        >>> offices = Offices.load("data/reference")
        >>> offices.get("policy_bank", date(2023, 6, 14), level="huyện", place="Ba Vì").short_name
        'NHCSXH huyện'
        >>> offices.get("commune", date(2026, 6, 14), level="xã", place="Ba Vì").name
        'Ủy ban nhân dân xã Ba Vì'
    """

    versions: dict[str, tuple[Office, ...]]

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
            try:
                office.named(level="", place="")
            except (KeyError, IndexError, ValueError):
                raise ReportError(f"{office.id}: tên chỉ được chứa {{level}} và {{place}}", file=file) from None
        return cls(timelines(listed, lambda office: office.id, file))

    @property
    def ids(self) -> tuple[str, ...]:
        """Every office's id."""
        return tuple(self.versions)

    def get(self, office_id: str, on: date, *, level: str, place: str) -> Office:
        """The office on that day with its names filled in; ReportError if there was none."""
        return require(self.versions, office_id, on, "cơ quan").named(level, place)
