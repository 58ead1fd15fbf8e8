"""Poverty standards by date: who is poor, near-poor or neither, by income and deprivations, and by what law."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from lib.domain.dates import Effective, require, timelines
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, record

FILE = "poverty.yaml"
KEY = "standard"

Area = Literal["rural", "urban"]
PovertyClass = Literal["poor", "near_poor", "none"]


@dataclass(frozen=True)
class Lines:
    """Income lines of an area in đồng a person a month: up to `lower` (where a standard has one) a household is poor
    whatever it lacks; above `upper` it is neither poor nor near-poor."""

    upper: int
    lower: int | None = None


@dataclass(frozen=True, kw_only=True)
class Standard(Effective):
    """A standard while it holds.

    Attributes:
        legal_basis: the document; articles: the article that defines each class.
        min_deprivations: so many of its `indicators` make a household between the lines poor, fewer near-poor; None
            where that was not checked.
    """

    title: str
    legal_basis: str
    articles: dict[str, str]
    rural: Lines
    urban: Lines
    min_deprivations: int | None
    indicators: tuple[str, ...]
    note: str | None = None

    def classify(self, area: Area, income: int, deprivations: int) -> PovertyClass:
        """The class of a household by its income (đồng a person a month) and the number of indicators it lacks.

        Raises:
            ReportError: the class hangs on a number of deprivations that the reference data do not have.

        Example:
            >>> standard = Standards.load("data/reference").at(date(2023, 12, 14))
            >>> standard.classify("rural", 1_500_000, 3), standard.classify("rural", 1_500_000, 2)
            ('poor', 'near_poor')
            >>> standard.classify("rural", 1_500_001, 9)
            'none'
        """
        lines = self.rural if area == "rural" else self.urban
        if income > lines.upper:
            return "none"
        if lines.lower is not None and income <= lines.lower:
            return "poor"
        if self.min_deprivations is None:
            reason = f"{self.legal_basis}: chưa ghi số chỉ số thiếu hụt tối thiểu của hộ nghèo"
            raise ReportError(reason, file=FILE, remedy="đối chiếu văn bản rồi ghi min_deprivations")
        return "poor" if deprivations >= self.min_deprivations else "near_poor"


@dataclass(frozen=True)
class Standards:
    """All standards in the order of time."""

    versions: tuple[Standard, ...]

    @classmethod
    def load(cls, directory: str | Path) -> "Standards":
        """The standards of `poverty.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, FILE)
        entries = read_yaml(file)
        if not isinstance(entries, list):
            raise ReportError("phải là danh sách các chuẩn", file=file)
        listed = [_standard(entry, file, f"chuẩn thứ {number}") for number, entry in enumerate(entries, 1)]
        return cls(timelines(listed, lambda standard: KEY, file).get(KEY, ()))

    def at(self, on: date) -> Standard:
        """The standard in force on that day; ReportError if there was none."""
        return require({KEY: self.versions}, KEY, on, "chuẩn nghèo")


def _standard(entry: Any, file: Path, where: str) -> Standard:
    data = mapping(entry, file, where)
    lines = {area: record(data.pop(area, None), Lines, file, f"{where} › {area}") for area in ("rural", "urban")}
    standard = record(data, Standard, file, where, **lines)
    for area, each in lines.items():
        if each.upper <= (each.lower or 0):
            raise ReportError(f"{where} › {area}: mức upper phải lớn hơn lower và lớn hơn 0", file=file)
    if standard.min_deprivations is not None and not 0 < standard.min_deprivations <= len(standard.indicators):
        raise ReportError(f"{where}: min_deprivations phải từ 1 đến số chỉ số", file=file)
    return standard
