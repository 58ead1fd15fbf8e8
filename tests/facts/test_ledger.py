"""facts.json: every kind of fact keeps the schema, comes back as it went, one line each."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from facts.conftest import fact, household, tiny

from lib.domain.errors import ReportError
from lib.facts import Absence, Coverage, Measure, Share, Source, count, total
from lib.facts.ledger import FORMAT, check_ledger, dump_ledger, fact_record, ledger
from lib.facts.metadata import Metadata, read_metadata
from lib.facts.schema import SchemaError

ENTITY = {"code": "637", "slug": "ba-vi", "name": "Ba Vì"}
PERIOD = {"code": "2023-H1", "start": "2022-12-15", "end": "2023-06-14", "title": "6 tháng đầu năm 2023"}
VALUES = {
    "a count": 1779,
    "zero": 0,
    "a large amount": 10**15,
    "a rate": Decimal("3.30"),
    "a share": Share(269, 2342),
    "a state": "not_started:covid",
    "names": ("Ba Một", 'Ba "Hai"'),
    "no names": (),
    "text with lines": "một\nhai\u2028ba",
}


def records() -> list[dict[str, Any]]:
    facts = [fact(Measure("declared", value, "…"), "percent" if isinstance(value, Share) else "text", f"f{n}")
             for n, value in enumerate(VALUES.values())]  # fmt: skip
    for kind in ("not_reported", "not_applicable", "not_started"):
        absence = Absence(kind, "covid", (("labour", None), ("commune", "24079")))  # type: ignore[arg-type]
        facts.append(fact(Measure("counted", None, "…", absence), name=kind))
    table = tiny("households", [household("1", "a", persons=4), household("2", "b", persons=5)], [("commune", "c")])
    facts += [fact(count(table), name="counted"), fact(total(table, "persons"), "person", name="summed", hedge=5)]
    sourced = Measure("counted", 1, "…", sources=(Source("a.xlsx", "T", "5", "F", "f0"),), coverage=Coverage(3))
    facts.append(fact(sourced, name="sourced", legal_basis="Luật"))
    return [fact_record(each) for each in facts]


def test_every_kind_of_fact_keeps_the_schema() -> None:
    content = ledger(records(), ENTITY, PERIOD)
    check_ledger(content)
    assert content["format"] == FORMAT


def test_a_ledger_comes_back_as_it_went_one_fact_a_line() -> None:
    content = ledger(records(), ENTITY, PERIOD)
    text = dump_ledger(content)
    assert json.loads(text) == content
    lines = text.split("\n")
    assert len(lines) == len(content["facts"]) + 3
    assert [json.loads(line.rstrip(",")) for line in lines[1:-2]] == content["facts"]
    assert text == dump_ledger(json.loads(text))


def test_an_empty_ledger_is_one_too() -> None:
    content = ledger([], ENTITY, PERIOD)
    assert json.loads(dump_ledger(content)) == content
    check_ledger(content)


def test_numbers_are_strings_and_nothing_is_a_librarys_own_type() -> None:
    def plain(value: Any) -> None:
        assert type(value) in (str, int, bool, list, dict, type(None)), type(value)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            plain(part)

    made = records()
    plain(made)
    by_name = {record["id"].partition(".")[2]: record for record in made}
    assert [by_name[f"f{n}"]["value"] for n in (0, 1, 2, 4)] == ["1779", "0", str(10**15), "269/2342"]
    assert by_name["f7"]["value"] == []
    assert by_name["summed"]["value"] == "9"
    assert by_name["summed"]["dimensions"] == {"commune": {"b": "5", "a": "4"}}
    missing = [{"office": "commune", "commune": "c"}]
    assert by_name["counted"]["coverage"] == {"expected": 3, "missing": missing, "provisional": [], "norms": []}
    assert by_name["counted"]["caveats"] == ["incomplete"]
    assert by_name["not_reported"]["absence"]["offices"][0] == {"office": "labour", "commune": None}


@pytest.mark.parametrize(
    "broken",
    [
        {"value": None},
        {"value": 5},
        {"value": "5", "absence": {"kind": "not_reported", "reason": "", "offices": []}},
        {"absence": {"kind": "lost", "reason": "", "offices": []}, "value": None},
        {"id": "Nhom.x"},
        {"id": "nhom"},
        {"kind": "guessed"},
        {"dimensions": {"commune": {"a": 5}}},
        {"note": "x"},
        {"decimals": -1},
    ],
)
def test_what_breaks_the_schema_is_refused(broken: dict[str, Any]) -> None:
    record = {**fact_record(fact(Measure("counted", 5, "…"))), **broken}
    with pytest.raises(SchemaError):
        check_ledger(ledger([record], ENTITY, PERIOD))


def test_a_ledger_without_its_period_is_refused() -> None:
    with pytest.raises(SchemaError):
        check_ledger(ledger([], ENTITY, {"code": "2023-H1"}))


# --- metadata

GOOD = "poor:\n  title: Số hộ nghèo\n  unit: household\n  definition: Số hộ nghèo cuối kỳ.\n"


def test_metadata_is_read_in_file_order(tmp_path: Path) -> None:
    path = tmp_path / "nhom.yaml"
    path.write_text(GOOD + GOOD.replace("poor", "all") + "  relations: [{part: {whole: poor}}]\n", encoding="utf-8")
    read = read_metadata(path)
    assert list(read) == ["poor", "all"]
    assert read["poor"] == Metadata("Số hộ nghèo", "household", "Số hộ nghèo cuối kỳ.")
    assert read["all"].relations == ({"part": {"whole": "poor"}},)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "nhom.yaml"),
        ("- a\n", "nhom.yaml"),
        (GOOD.replace("household", "hộ"), "nhom.yaml › poor › unit"),
        (GOOD.replace("  unit: household\n", ""), "nhom.yaml › poor"),
        (GOOD + "  colour: red\n", "nhom.yaml › poor"),
        (GOOD + "  hedge: 1\n", "nhom.yaml › poor › hedge"),
        (GOOD + GOOD, "nhom.yaml"),
        (GOOD.replace("poor:", "Poor:"), "nhom.yaml"),
        ("poor: [\n", "nhom.yaml"),
    ],
)
def test_metadata_that_breaks_its_schema_stops_with_its_place(text: str, place: str, tmp_path: Path) -> None:
    path = tmp_path / "nhom.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_metadata(path)
    assert str(caught.value).startswith(place)
