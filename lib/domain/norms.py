"""Amounts that policies fix (rice a person, money a month, poverty lines), by date and with legal basis."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.domain.dates import Effective, require, timelines
from lib.domain.reading import mapping, read_yaml, records


@dataclass(frozen=True, kw_only=True)
class Norm(Effective):
    """An amount while it holds.

    Attributes:
        id: the same through all its amounts ("lunch").
        title: what it is for.
        amount: in whole units; unit: of one amount ("đồng/trẻ/tháng", "kg/khẩu/tháng").
        legal_basis: the document that sets it; None means not checked, and `note` says so.
        stale: why the amount may be out of date although still applied; None if nothing is known.
    """

    id: str
    title: str
    amount: int
    unit: str
    legal_basis: str | None
    stale: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Norms:
    """All norms, by id and date.

    Example:
        >>> norms = Norms.load("data/reference")
        >>> norms.at("relief_rice", date(2023, 6, 14)).amount
        15
        >>> norms.at("poverty_income_upper_rural", date(2027, 6, 14)).legal_basis
        'Nghị định số 351/2025/NĐ-CP'
    """

    versions: dict[str, tuple[Norm, ...]]

    @classmethod
    def load(cls, directory: str | Path) -> "Norms":
        """The norms of `norms.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "norms.yaml")
        listed = [
            norm
            for name, versions in mapping(read_yaml(file), file).items()
            for norm in records(versions, Norm, file, name, id=name)
        ]
        return cls(timelines(listed, lambda norm: norm.id, file))

    def at(self, norm_id: str, on: date) -> Norm:
        """The norm in force on that day; ReportError if there was none."""
        return require(self.versions, norm_id, on, "định mức")
