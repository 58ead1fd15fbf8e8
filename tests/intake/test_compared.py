"""Two periods side by side: sums hold, absent is no zero, and what doubles or halves is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.contracts import CONTRACTS, OWNERS
from lib.contracts.model import SENDER
from lib.domain.reference import Reference
from lib.intake.clean import Cleaned, cleaned
from lib.intake.compared import FACTOR, LEAST, ROWS, WHOLE, Line, Totals, compared, summed, totals
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.last_period import comparable_period

DATA = DataFolder(REPOSITORY / "data")
TABLES = [table for contract in CONTRACTS for table in contract.tables]


@pytest.fixture(scope="module")
def sample() -> Cleaned:
    reference = Reference.load(DATA.reference)
    period = reference.periods.parse("2021-H1")
    return cleaned(DATA, reference, reference.units.get("krong-pa", period.end), period)


def test_sums_are_those_of_the_rows_and_communes_add_up(sample: Cleaned) -> None:
    found = totals(sample)
    for table in TABLES:
        frame = sample.table(table.name)
        assert found.of(table.name, WHOLE, ROWS) == len(frame)
        for column in summed(table):
            values = [int(value) for value in frame[column.name].dropna()]
            assert found.of(table.name, WHOLE, column.name) == (sum(values) if values or not len(frame) else None)
            if SENDER.name in frame.columns and frame[SENDER.name].notna().all() and values:
                places = set(frame[SENDER.name])
                assert sum(found.of(table.name, place, column.name) or 0 for place in places) == sum(values)


def test_no_column_that_could_name_anybody_is_summed() -> None:
    assert {column.type for table in TABLES for column in summed(table)} == {"count", "money"}


def test_what_was_not_sent_or_not_written_is_no_zero() -> None:
    here = Totals({("loans", WHOLE, "amount"): None, ("loans", "a", ROWS): 3}, frozenset({("households", "b")}))
    assert here.of("loans", WHOLE, "amount") is None
    assert here.of("loans", "b", ROWS) == 0
    assert here.of("households", "b", ROWS) is None
    assert here.of("households", "a", ROWS) == 0
    nobody = Totals({}, frozenset({("loans", WHOLE)}))
    assert nobody.of("loans", "a", ROWS) is None


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_jump_at_least_doubles_or_halves_by_enough(now: int, before: int) -> None:
    line = Line("labour", "targets", WHOLE, ROWS, now, before)
    big = max(now, before) >= FACTOR * min(now, before) and abs(now - before) >= LEAST
    assert line.jumps is big
    assert not Line("labour", "targets", WHOLE, ROWS, now, None).jumps


@pytest.mark.parametrize(("now", "before", "jumps"), [(20, 10, True), (19, 10, False), (10, 0, True), (9, 0, False)])
def test_a_jump_at_its_boundary(now: int, before: int, jumps: bool) -> None:
    assert Line("labour", "targets", WHOLE, ROWS, now, before).jumps is jumps


def test_every_table_is_compared_in_all_and_by_commune_where_it_names_them() -> None:
    comparison = compared(Totals({}, frozenset()), Totals({}, frozenset()), ("a", "b"))
    assert list(dict.fromkeys(line.table for line in comparison.whole())) == [table.name for table in TABLES]
    by_place = {table.name for table in TABLES if list(comparison.by_commune(table.name))}
    named = {table.name for table in TABLES if any(column.name == SENDER.name for column in table.columns)}
    assert by_place == named | {name for name, owner in OWNERS.items() if owner.per_commune}


def test_the_same_period_a_year_before_comes_before_a_later_one(reference: Reference, tmp_path: object) -> None:
    root = DataFolder(type(REPOSITORY)(str(tmp_path)))
    for name in ("2022-Q2", "2023-Q1", "2023-H1", "2022-06"):
        root.raw("u", name).mkdir(parents=True)

    def chosen(code: str) -> str | None:
        found = comparable_period(root, reference.periods, "u", reference.periods.parse(code))
        return found.code if found else None

    assert [chosen(code) for code in ("2023-Q2", "2023-Q3", "2024-H1", "2023-06", "2023-Y", "2022-Q2")] == [
        "2022-Q2", "2023-Q1", "2023-H1", "2022-06", "2023-H1", None,
    ]  # fmt: skip
