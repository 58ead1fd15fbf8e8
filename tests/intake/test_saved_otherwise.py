"""A made-up workbook of the sample as LibreOffice saves it in the old Excel format and in its own: read the same.

The fixtures were written once, by `soffice --headless --convert-to xls` (and `ods`) from the labour office's workbook.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.folders import REPOSITORY
from lib.intake.period import Intake, read_period

FIXTURES = Path(__file__).parent / "fixtures"
ORIGINAL = REPOSITORY / "data" / "raw" / "krong-pa" / "2021-H1" / "P. LDTBXH.xlsx"


def read_alone(file: Path, folder: Path, period: Period, communes: tuple[Unit, ...]) -> Intake:
    folder.mkdir()
    shutil.copy(file, folder)
    return read_period(folder, period, communes)


def told(intake: Intake) -> list[Any]:
    """Everything read but the file's name."""
    return [
        (each.contract.name, each.sheet, each.letters, each.rows, each.rejects, dict(each.furniture), len(each.totals))
        for each in intake.readings
    ]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_it_reads_as_the_xlsx_does(kind: str, tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> None:
    original = read_alone(ORIGINAL, tmp_path / "xlsx", period, communes)
    saved = read_alone(FIXTURES / f"labour.{kind}", tmp_path / kind, period, communes)
    assert saved.receipts[0].office == "labour"
    assert sum(len(each.rows) for each in saved.readings) > 100
    assert told(saved) == told(original)
    assert [finding.reason for finding in saved.findings] == [finding.reason for finding in original.findings]
