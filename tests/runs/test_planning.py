"""A run is planned in a child; the command's process need not import what reads tables."""

import subprocess
import sys

import pytest

from lib.domain.errors import ReportError
from lib.intake.folders import CLEAN, REPORT, REPOSITORY
from lib.runs.calls import call
from lib.runs.planning import planned

UNIT, PERIOD = "krong-pa", "2021-H1"
HEAVY = ("pandas", "pyarrow.parquet", "matplotlib", "lib.intake.clean", "lib.facts", "lib.indicators")


def test_a_command_imports_nothing_that_reads_tables() -> None:
    code = f"import sys, lib.runs.run; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, check=True, timeout=300)
    assert done.stdout.split() == [b"[]"]


def test_planned_in_a_child_as_here() -> None:
    here = planned(UNIT, PERIOD, "")
    assert call("lib.runs.planning:planned", UNIT, PERIOD, "") == here
    assert (next(iter(here.rests_on)), list(here.rests_on)[-1]) == (CLEAN, REPORT)
    assert here.inputs["TT DVNN.xlsx"]
    assert here.rows["loans"]["read"] == sum(here.rows["loans"][kind] for kind in ("clean", "rejected", "furniture"))


def test_what_cannot_be_planned_is_said_as_here() -> None:
    with pytest.raises(ReportError, match=r"2021-H7"):
        call("lib.runs.planning:planned", UNIT, "2021-H7", "")
