"""A made-up data folder and folder of reports: files that stand for workbooks, editions that nobody ran."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from lib.domain.errors import ReportError
from lib.editions import history
from lib.editions.owed import raw_inputs
from lib.intake.folders import DataFolder
from lib.runs.due import DueList, due
from lib.runs.record import recorded

UNIT = "krong-pa"


@dataclass
class Office:
    """One machine: its data and its reports, the repository's reference data, and a stub for a run."""

    root: Path
    ran: list[tuple[str, str]]
    failing: dict[tuple[str, str], Exception]

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.root / "data")

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def receive(self, period: str, content: str = "rows", unit: str = UNIT, name: str = "P. LDTBXH.xlsx") -> None:
        """A workbook comes in."""
        folder = self.data.raw(unit, period)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")

    def plan(self, text: str, unit: str = UNIT) -> None:
        """Somebody writes the unit's schedule."""
        folder = self.data.root / "raw" / unit
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "schedule.yaml").write_text(text, encoding="utf-8")

    def publish(self, unit: str, period: str, status: str = "draft") -> Path:
        """An edition stands, as a run would have left it."""
        folder = self.reports / unit / period
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.html").write_text(f"<p>{len(self.ran)}", encoding="utf-8")
        digest = sha256((folder / "report.html").read_bytes()).hexdigest()
        manifest = {
            "run": {
                "id": f"run-{len(self.ran)}",
                "started": "2026-01-05T01:00:00+00:00",
                "seconds": 1.5,
                "status": status,
            },
            "inputs": raw_inputs(self.data.raw(unit, period)),
            "notebooks": {"00_clean.ipynb": {"sha256": "…", "seconds": 0.5}},
            "outputs": {"report.html": digest},
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return folder / "report.html"

    def run(self, unit: str, period: str) -> Path:
        """What stands for a run: recorded as a real one is."""
        self.ran.append((unit, period))
        with recorded(unit, period, self.data.raw(unit, period), self.reports):
            if error := self.failing.get((unit, period)):
                raise error
            return self.publish(unit, period)

    def fail(self, period: str, reason: str = "P. LDTBXH.xlsx: hỏng", unit: str = UNIT) -> None:
        """Runs of this period fail from now on."""
        self.failing[unit, period] = ReportError(reason)

    def due(self, day: str) -> DueList:
        return due(self.data, self.reports, date.fromisoformat(day))

    def history(self) -> history.History:
        return history.read(self.reports)


def office(root: Path) -> Office:
    """An empty office."""
    (root / "data" / "raw").mkdir(parents=True)
    return Office(root, [], {})
