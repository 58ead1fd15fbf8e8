"""Faults that offices make, hundreds of them, seeded: each is caught, repaired or flagged; none is silently wrong.

A short form runs with the other tests; `make test-faults` does every kind several times and prints a table.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import kinds_dates, kinds_files, kinds_names, kinds_numbers, kinds_rows, kinds_shape
from faults.document import DOCUMENT, document
from faults.judge import CAUGHT, FLAGGED, MISSED, REPAIRED, Fault, different, facts_from, facts_of, judge
from faults.kinds import kinds_of
from faults.sample import PERIODS, Case, sample

MODULES = (kinds_numbers, kinds_dates, kinds_names, kinds_shape, kinds_rows, kinds_files)
KINDS = {kind.name: kind for module in MODULES for kind in kinds_of(module)}
SEEDS = int(os.environ.get("FAULTS", "1"))
FEWEST = {"kinds": 30, "faults": 500}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_no_fault_is_silently_wrong(name: str, record_property: Callable[[str, object], None]) -> None:
    kind = KINDS[name]
    seen: Counter[str] = Counter()
    wrong = []
    for seed in range(SEEDS):
        period, fault = kind.done(seed)
        verdict = judge(period, fault)
        seen[verdict.outcome] += 1
        if verdict.outcome not in kind.allowed:
            wrong.append(f"{period} seed {seed}: {verdict.outcome}: {fault.about}: {verdict.why}")
    record_property("fault", {"title": kind.title, "unknowable": bool(kind.unknowable), "seen": dict(seen)})
    assert wrong == []


def test_there_are_kinds_and_faults_enough() -> None:
    assert len(KINDS) >= FEWEST["kinds"]
    assert "FAULTS" not in os.environ or len(KINDS) * SEEDS >= FEWEST["faults"]


@pytest.mark.parametrize("period", PERIODS)
def test_clean_files_raise_no_alarm(period: str) -> None:
    one = sample(period)
    looked = one.second_look(one.intake)
    assert looked.rejects == ()
    assert [finding for finding in looked.findings if "bị ẩn" not in finding.reason] == []


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(MODULES), "python tests/faults/document.py writes it"


# --- the judge is no easy one


def test_a_silent_change_is_missed_and_a_named_one_is_not() -> None:
    period, fault = KINDS["wrong_number_alone"].done(0)
    assert judge(period, fault).outcome == MISSED
    period, fault = KINDS["error_cell"].done(0)
    assert judge(period, fault).outcome == CAUGHT
    elsewhere = Fault(fault.files, fault.sheet, {1}, {"ZZ"}, fault.about)
    assert judge(period, elsewhere).outcome == MISSED, "a message about another place does not count"


def test_the_shortcut_to_facts_is_the_long_way() -> None:
    period, fault = KINDS["last_row_removed"].done(0)
    one = sample(period)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in fault.files.items():
            Path(folder, name).write_bytes(content or b"")
        short = facts_of(one, one.read(Path(folder)))
    assert short == facts_from(one, fault)
    assert different(short, facts_of(one, one.clean(fault.files)))


def test_a_workbook_saved_again_is_the_same_and_an_amount_flagged_is_flagged() -> None:
    case = Case(PERIODS[0], "again")
    file = case.sample.files[0]
    assert judge(PERIODS[0], Fault({file: Path(case.sample.folder, file).read_bytes()})).outcome == REPAIRED
    period, fault = KINDS["amount_column_times_thousand"].done(0)
    assert judge(period, fault).outcome == FLAGGED
