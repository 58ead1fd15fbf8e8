"""Amounts that policies fix (rice a person, money a month), by date and with legal basis."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lib.domain.cards import card
from lib.domain.dates import Effective, format_date, require, timelines, version_on
from lib.domain.numbers import format_count
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

    def _repr_html_(self) -> str:
        parts = [("Mã", self.id), ("Mức", f"{format_count(self.amount)} {self.unit}"), ("Hiệu lực", self.validity)]
        basis = self.legal_basis or "chưa đối chiếu"
        return card(self.title, [*parts, ("Căn cứ", basis), ("Có thể đã cũ", self.stale), ("Ghi chú", self.note)])


@dataclass(frozen=True)
class Norms:
    """All norms, by id and date.

    Example:
        >>> norms = Norms.load("data/reference")
        >>> norms.at("relief_rice", date(2023, 6, 14)).amount
        15
        >>> norms.at("emergency_death", date(2020, 6, 14)).legal_basis
        'Nghị định số 136/2013/NĐ-CP'
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

    def in_doubt(self, norm_id: str, on: date) -> Norm | None:
        """The norm as it was applied on that day if it may be out of date, `stale` saying why: it is known to be, or it
        had ended and nothing replaced it. None if nothing speaks against it; ReportError if it had not begun.

        Example:
            >>> Norms.load("data/reference").in_doubt("relief_rice", date(2023, 6, 14))
        """
        norm = version_on(self.versions.get(norm_id, ()), on)
        if norm is not None:
            return norm if norm.stale else None
        ended = [each for each in self.versions.get(norm_id, ()) if each.valid_to is not None and each.valid_to < on]
        if not ended:
            return self.at(norm_id, on)  # raises: it says what there is
        last = ended[-1]
        assert last.valid_to is not None
        return replace(last, stale=f"Mức này chỉ ghi đến hết ngày {format_date(last.valid_to)}, chưa có mức thay thế.")
