"""A period whose offices all type in legacy encodings gives the same clean tables as one in Unicode."""

import shutil
from pathlib import Path

import pytest
from intake.legacy_text import ENCODERS
from intake.sheets import write

from lib.contracts import CONTRACTS
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.intake.folders import REPOSITORY
from lib.intake.period import read_period
from lib.intake.workbook import Sheet, read_workbook

PARTS = ("P. LDTBXH.xlsx", "2. Ia Rsai.xlsx", "P. GDDT.xlsx", "Hoi Nong dan.xlsx")


@pytest.mark.parametrize("encoding", ENCODERS)
def test_legacy_workbooks_give_the_same_rows(
    tmp_path: Path, period: Period, communes: tuple[Unit, ...], encoding: str
) -> None:
    good, old = tmp_path / "good", tmp_path / "old"
    good.mkdir()
    old.mkdir()
    for name in PARTS:
        source = REPOSITORY / "data" / "raw" / "krong-pa" / period.code / name
        shutil.copy(source, good / name)
        write(old / name, [legacy(sheet, encoding) for sheet in read_workbook(source, name).sheets])
    expected, found = (read_period(folder, period, communes) for folder in (good, old))
    assert expected.findings == ()
    assert len(found.rejects) == len(expected.rejects)
    for table in (table for contract in CONTRACTS for table in contract.tables):
        lower = [[folded(row) for row in intake.records(table.name)] for intake in (found, expected)]
        assert lower[0] == lower[1], table.name
    assert {finding.file for finding in found.findings} == set(PARTS)


def folded(row: dict[str, object]) -> dict[str, object]:
    """TCVN3 has no marked capitals but seven: case is all that may differ."""
    return {key: value.lower() if isinstance(value, str) else value for key, value in row.items()}


def legacy(sheet: Sheet, encoding: str) -> Sheet:
    encode = ENCODERS[encoding]
    rows = [[encode(value) if isinstance(value, str) else value for value in row] for row in sheet.rows]
    return Sheet(sheet.name, rows, sheet.merged)
