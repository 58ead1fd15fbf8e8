"""Where things stand on disk: one data folder with raw/, processed/ and reference/, one folder of reports."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"
CLEAN, REPORT = "00_clean.ipynb", "report.ipynb"
"""The notebook that shows what was sent, and the one that puts the sections together."""


@dataclass(frozen=True)
class DataFolder:
    """A data folder. Its own `reference/` wins; without one the repository's serves."""

    root: Path

    def raw(self, unit: str, period: str) -> Path:
        return self.root / "raw" / unit / period

    def processed(self, unit: str, period: str) -> Path:
        return self.root / "processed" / unit / period

    @property
    def reference(self) -> Path:
        own = self.root / "reference"
        return own if own.is_dir() else REPOSITORY / "data" / "reference"


def data_folder(given: str = "") -> DataFolder:
    """The data folder a parameter names; the repository's own when it is empty."""
    return DataFolder(Path(given).resolve() if given else REPOSITORY / "data")


def reports_folder(given: str = "") -> Path:
    """The folder of reports a parameter names; the repository's own when it is empty."""
    return Path(given).resolve() if given else REPOSITORY / "reports"
