"""Units' measures added: every pair of what units may lack, what may not be added, and ledgers of any layout."""

import json
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import pytest

from lib.facts.caveats import CAVEATS
from lib.facts.rollup import UNITS, Leaf, RolledUp, rolled
from lib.facts.sent import Sent
from lib.facts.values import Adds

FACT, SUM = "group.name", Adds("sum")
SAID = frozenset({"Đếm gì"})
EXPECTED = {"1": "Ba Một", "2": "Ba Hai"}


def record(value: Any = None, **fields: Any) -> dict[str, Any]:
    """A fact's record; without a value it is absent."""
    absence = {"kind": fields.pop("absent", "not_reported"), "reason": fields.pop("reason", ""), "offices": []}
    told = {
        "id": FACT,
        "definition": "Đếm gì",
        "value": value,
        "absence": absence if value is None else None,
        "dimensions": {},
        "part_caveats": {},
        "coverage": None,
        "caveats": [],
    }
    return told | fields


def sent(code: str, *records: Mapping[str, Any], lines: bool = True) -> Sent:
    head = {"entity": {"code": code}}
    body = ",\n".join(json.dumps(each, ensure_ascii=False) for each in records)
    text = f'{json.dumps(head)[:-1]}, "facts": [\n{body}\n]}}\n' if lines else json.dumps({**head, "facts": records})
    return Sent(f"units/{code}.json", code * 3, head, text.encode())


def total(
    units: Iterable[Sent], adds: Adds = SUM, kind: Any = "summed", expected: Mapping[str, str] = EXPECTED
) -> RolledUp:
    return rolled(units, {FACT: Leaf(kind, adds, SAID)}, {}, expected)


GIVEN: dict[str, Any] = {
    "value": record("3"),
    "not_reported": record(absent="not_reported"),
    "not_started": record(absent="not_started", reason="covid"),
    "not_applicable": record(absent="not_applicable", reason="không có"),
    "missing": None,
}
"""What a unit may have for a fact; a missing unit has sent nothing."""
RANK = ["value", "not_reported", "not_started", "not_applicable"]


@pytest.mark.parametrize(("one", "two"), product(GIVEN, repeat=2))
def test_every_pair_of_a_sum(one: str, two: str) -> None:
    units = [sent(code, GIVEN[has]) for code, has in (("1", one), ("2", two)) if GIVEN[has]]
    measure = total(units).measures[FACT]
    kinds = ["not_reported" if has == "missing" else has for has in (one, two)]
    waiting = tuple((UNITS, code) for code, kind in zip("12", kinds, strict=True) if kind == "not_reported")
    wanted = min(kinds, key=RANK.index)
    if wanted == "value":
        assert measure.value == 3 * kinds.count("value")
        assert measure.coverage is not None
        assert (measure.coverage.expected, measure.coverage.missing) == (2, waiting)
        assert measure.coverage.complete == (not waiting)
    else:
        assert measure.absence is not None
        assert measure.absence.kind == wanted
        assert measure.absence.offices == (waiting if wanted == "not_reported" else ())


@pytest.mark.parametrize(("one", "two"), product(GIVEN, repeat=2))
def test_every_pair_of_what_is_each_units_own(one: str, two: str) -> None:
    """A document or rate holds for all where all have it; one unit's is never told as everybody's."""
    units = [sent(code, GIVEN[has]) for code, has in (("1", one), ("2", two)) if GIVEN[has]]
    measure = total(units, Adds("same"), "document").measures[FACT]
    waiting = [has in ("missing", "not_reported") for has in (one, two)]
    if (one, two) == ("value", "value"):
        assert measure.value == "3"
    else:
        assert measure.absence is not None
        assert measure.absence.kind == ("not_reported" if all(waiting) else "not_applicable")


def test_units_that_say_different_things_say_nothing_together() -> None:
    measure = total([sent("1", record("3,3")), sent("2", record("3,6"))], Adds("same"), "declared").measures[FACT]
    assert measure.absence is not None
    assert measure.absence.kind == "not_applicable"


@pytest.mark.parametrize(
    ("stages", "said"), [(("a", "a"), "a"), (("a", "b"), "mixed"), (("mixed", "a"), "mixed"), (("a",), "a")]
)
def test_a_common_stage(stages: tuple[str, ...], said: str) -> None:
    units = [sent(str(code), record(stage)) for code, stage in enumerate(stages, start=1)]
    assert total(units, Adds("in_common"), "state").measures[FACT].value == said


def test_things_of_a_closed_list_are_counted_once() -> None:
    units = [
        sent("1", record("2", dimensions={"commune": {"x": "2"}, "programme": {"jobs": "1", "poor": "1"}})),
        sent("2", record("2", dimensions={"commune": {"y": "2"}, "programme": {"jobs": "1", "housing": "1"}})),
    ]
    measure = total(units, Adds("distinct", "programme"), "counted").measures[FACT]
    assert measure.value == 3
    assert measure.parts == {"commune": {"1": 2, "2": 2}, "programme": {"poor": 1, "jobs": 1, "housing": 1}}


def test_things_of_a_closed_list_that_nobody_names_are_not_added() -> None:
    units = [sent("1", record("2")), sent("2", record("5"))]
    measure = total(units, Adds("distinct", "programme"), "counted").measures[FACT]
    assert measure.absence is not None
    assert "ít nhất là 5" in measure.absence.reason


def test_households_are_of_one_unit_only() -> None:
    units = [sent("1", record("2")), sent("2", record("5"))]
    assert total(units, Adds("distinct", "household"), "counted").measures[FACT].value == 7


def test_parts_are_by_unit_and_by_closed_lists() -> None:
    parts = {"commune": {"x": "1", "y": "2"}, "programme": {"jobs": "3"}, "facility": {"Trạm": "3"}}
    measure = total([sent("1", record("3", dimensions=parts)), sent("2", record("3", dimensions=parts))]).measures[FACT]
    assert measure.parts == {"commune": {"1": 3, "2": 3}, "programme": {"jobs": 6}}


def test_a_place_of_two_units_is_told_with_its_unit() -> None:
    units = [sent("1", record(["Buôn A", "Buôn B"])), sent("2", record(["Buôn B"]))]
    measure = total(units, Adds("list", "village"), "list").measures[FACT]
    assert measure.value == ("Buôn A", "Buôn B (Ba Một)", "Buôn B (Ba Hai)")
    months = [sent("1", record(["2019-03"])), sent("2", record(["2019-03"]))]
    assert total(months, Adds("list", "month"), "list").measures[FACT].value == ("2019-03",)


def test_what_to_know_of_a_units_value_stays_with_it() -> None:
    short = {"expected": 2, "missing": [{"office": "commune", "commune": "9"}], "norms": ["rice"], "provisional": []}
    units = [sent("1", record("3", caveats=["incomplete", "entered"], coverage=short)), sent("2", record("4"))]
    measure = total(units).measures[FACT]
    assert measure.coverage is not None
    assert measure.coverage.caveats == ("partial", "entered", "stale_norm")
    assert measure.coverage.partial == ((UNITS, "1"),)
    assert measure.notes == {"commune": {"1": ("entered",)}}
    assert set(measure.coverage.caveats) <= set(CAVEATS)


def test_a_value_leads_to_the_units_fact() -> None:
    sources = total([sent("1", record("3"))]).measures[FACT].sources
    assert [(each.file, each.column, each.sha256) for each in sources] == [("units/1.json", FACT, "111")]


def test_another_definition_counts_as_not_reported() -> None:
    found = total([sent("1", record("3")), sent("2", record("4", definition="Đếm khác"))])
    assert found.measures[FACT].value == 3
    assert found.waiting[FACT] == {"2"}
    assert found.unlike == {"2": (FACT,)}


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("order", [1, -1])
def test_ledgers_of_any_layout(lines: bool, order: int) -> None:
    source = {"file": 'có "sources": [ và ], "x": trong tên.xlsx', "sheet": "}]", "rows": "", "column": ""}
    whole = record("3", sources=[source], title='], "sources": [')
    laid = dict(list(whole.items())[::order])
    assert total([sent("1", laid, lines=lines)]).measures[FACT].value == 3
