"""The benchmark of intake: its register is one a commune could send, and both its sides do their work."""

from pathlib import Path

import pytest

from lib.domain.reference import Reference
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.period import read_period
from lib.runs.bench_intake import Case, main_bench_intake, make_register, measure

UNIT, PERIOD, ROWS = "krong-pa", "2021-H1", 100


@pytest.fixture
def case(tmp_path: Path) -> Case:
    make_register(str(tmp_path), UNIT, PERIOD, ROWS)
    return Case(str(tmp_path), UNIT, PERIOD)


def test_every_row_of_the_register_is_clean(case: Case) -> None:
    reference = Reference.load(DataFolder(REPOSITORY / "data").reference)
    period = reference.periods.parse(PERIOD)
    intake = read_period(case.raw, period, reference.units.children(reference.units.get(UNIT, period.end), period.end))
    assert (len(intake.rejects), len(intake.findings)) == (0, 0)
    (readings,) = [reading for reading in intake.readings if reading.rows]
    assert len(readings.rows) == ROWS
    assert len(set(readings.rows.column("status"))) == 3


def test_both_sides_are_measured_and_intake_leaves_tables(case: Case) -> None:
    bare, intake = (measure(side, case.data, UNIT, PERIOD, 2) for side in ("bare", "intake"))
    assert len(bare["seconds"]) == len(intake["seconds"]) == 2
    assert list(case.folder.processed(UNIT, PERIOD).glob("*/households.parquet"))


@pytest.mark.slow
def test_medians_ratios_and_memory_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main_bench_intake(UNIT, PERIOD, rounds=1, rows=ROWS) == 0
    said = capsys.readouterr().out
    assert said.count("tỷ lệ") == 3
    assert "10 tệp của kỳ 2021-H1" in said
