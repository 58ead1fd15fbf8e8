"""Every indicator there is, as a table to search; units and periods that have data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.explore.grid import sortable
from lib.facts.fact import UNIT_LABELS
from lib.facts.metadata import Metadata
from lib.indicators.registry import group_metadata, groups, section_of
from lib.intake.folders import data_folder


@dataclass(frozen=True)
class Catalogue(Mapping[str, Metadata]):
    """The metadata of every indicator by id, in the report's order. Shows itself as a table that sorts and filters.

    >>> Catalogue.load()["credit.poor_share"].title
    'Tỷ lệ hộ nghèo được vay vốn'
    """

    entries: Mapping[str, Metadata]

    @classmethod
    def load(cls) -> "Catalogue":
        """Every group's indicators but the official head's."""
        listed = {f"{group}.{name}": each for group in groups()[1:] for name, each in group_metadata(group).items()}
        return cls(listed)

    def __getitem__(self, indicator: str) -> Metadata:
        return self.entries[indicator]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _repr_html_(self) -> str:
        rows = [(place(name), name, each.title, UNIT_LABELS[each.unit], each.definition) for name, each in self.items()]
        return sortable(("Mục", "Mã", "Chỉ tiêu", "Đơn vị tính", "Là gì"), rows)


def place(indicator: str) -> str:
    """The number of the section that reports an indicator: "I.3.1"."""
    return section_of(indicator.partition(".")[0]).number


def indicators() -> Catalogue:
    """Every indicator with its metadata.

    Example:
        >>> [name for name, each in indicators().items() if "cận nghèo được vay" in each.title]
        ['credit.near_poor_borrowers', 'credit.near_poor_share']
    """
    return Catalogue.load()


def units(data: str = "") -> list[str]:
    """The units that have raw data, by the names of their folders.

    >>> "krong-pa" in units()
    True
    """
    return _folders(data, "")


def periods(unit: str, data: str = "") -> list[str]:
    """The periods a unit has sent something for, by code.

    >>> "2021-H1" in periods("krong-pa")
    True
    """
    return _folders(data, unit)


def _folders(data: str, unit: str) -> list[str]:
    root = data_folder(data).root / "raw" / unit
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
