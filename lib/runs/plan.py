"""A run as plain data: what is asked for, and what is found to be there to run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lib.intake.folders import DataFolder, data_folder
from lib.runs.cache import Components
from lib.runs.children import SUPPORTED
from lib.runs.progress import Progress

ENGINE = "fresh" if SUPPORTED else "kernel"
"""Which engine runs notebooks unless another is asked for: ours where processes can be forked, else papermill's own."""


@dataclass(frozen=True)
class Plan:
    """One run: which unit and period by their slug and code, from which folder of data ("": the repository's), where
    the edition will stand, how many notebooks at a time, and whether kept ones may serve."""

    unit: str
    period: str
    data: str
    reports: Path
    workers: int = 2
    force: bool = False
    told: Callable[[str], None] = lambda line: None
    progress: Progress = field(default_factory=Progress)
    engine: str = ENGINE

    @property
    def folder(self) -> DataFolder:
        return data_folder(self.data)

    @property
    def raw(self) -> Path:
        return self.folder.raw(self.unit, self.period)

    @property
    def processed(self) -> Path:
        return self.folder.processed(self.unit, self.period)

    @property
    def target(self) -> Path:
        return self.reports / self.unit / self.period

    @property
    def parameters(self) -> dict[str, str]:
        """What papermill hands to each notebook."""
        given = {"unit": self.unit, "period": self.period}
        return {**given, "data": str(self.folder.root)} if self.data else given


@dataclass(frozen=True)
class Planned:
    """What is there to run.

    Attributes:
        rests_on: the notebooks in their order, the assembly last, each with all that its result rests on.
        inputs: SHA-256 of everything people put into the period's folder, by name.
        rows: rows read, clean, rejected and recognised as furniture, by table.
    """

    rests_on: Mapping[str, Components]
    inputs: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]
