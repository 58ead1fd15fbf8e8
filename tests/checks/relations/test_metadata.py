"""The relations that stand beside the indicators: of known kinds, over facts, norms and units that exist."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from checks.relations.conftest import record

from lib.checks.relations.evaluate import KINDS, Relation, evaluate, read_relations, relations
from lib.domain.errors import ReportError
from lib.domain.norms import Norms
from lib.domain.periods import Periods
from lib.facts.metadata import Metadata, read_metadata
from lib.indicators.registry import group_metadata, groups, written_sections
from lib.intake.folders import REPOSITORY

REFERENCE = REPOSITORY / "data" / "reference"
FACTS: dict[str, Metadata] = {
    f"{group}.{name}": said for group in groups() for name, said in group_metadata(group).items()
}
ONE_EACH = {frozenset(pair) for pair in (("house", "household"), ("card", "person"))}
"""Units that may be added or compared: one house to a household, one card to a person."""


def ids(relation: Relation) -> str:
    return relation.id


def test_the_schema_and_the_code_know_the_same_kinds() -> None:
    schema = json.loads(files("lib.facts").joinpath("metadata.schema.json").read_text(encoding="utf-8"))
    relation = schema["$defs"]["relation"]
    assert set(relation["properties"]) - {"name", "reason"} == set(KINDS)
    assert {kind for each in relation["oneOf"] for kind in each["required"]} == set(KINDS)
    assert {relation.kind for relation in relations()} == set(KINDS)


@pytest.mark.parametrize("relation", relations(), ids=ids)
def test_every_relation_names_facts_and_norms_that_exist(relation: Relation) -> None:
    named = [relation.full(name) for name in relation.names()]
    assert relation.fact in FACTS
    assert [name for name in named if name not in FACTS] == []
    assert relation.fact not in named
    if relation.kind in ("norm", "multiple"):
        assert relation.params["norm"] in Norms.load(REFERENCE).versions


@pytest.mark.parametrize("relation", [each for each in relations() if each.kind in ("sum", "part", "equal")], ids=ids)
def test_what_is_added_or_compared_has_one_unit(relation: Relation) -> None:
    own = FACTS[relation.fact].unit
    for name in relation.names():
        other = FACTS[relation.full(name)].unit
        listed = own in ("commune", "text")  # a list by the number of its names: no more places than households
        assert own == other or frozenset((own, other)) in ONE_EACH or (listed and relation.kind == "part"), relation.id


def test_what_is_told_apart_has_two_units() -> None:
    for relation in relations():
        if relation.kind == "distinct_from":
            assert FACTS[relation.fact].unit != FACTS[relation.full(relation.params)].unit


def test_every_section_of_figures_has_relations() -> None:
    covered = {relation.fact.partition(".")[0] for relation in relations()}
    reporting = [section for section in written_sections("half_year") if section.groups]
    assert [section.number for section in reporting if not covered & set(section.groups)] == []


def test_nothing_reported_means_nothing_checked() -> None:
    period = Periods.load(REFERENCE).parse("2023-H1")
    records = [record(name, "not_reported", said.unit, title=said.title) for name, said in FACTS.items()]
    results = evaluate(relations(), records, Norms.load(REFERENCE), period)
    assert {result.verdict for result in results} == {"unchecked"}
    assert all(result.claim and result.note for result in results)


@pytest.mark.parametrize("code", ["2023-06", "2023-Q2", "2023-9M", "2023-Y"])
def test_zeros_in_any_period_break_nothing(code: str) -> None:
    period = Periods.load(REFERENCE).parse(code)
    lists = {"commune", "text", "month"}
    named = {relation.full(name) for relation in relations() if relation.kind == "overlap" for name in relation.names()}
    records = []
    for name, said in FACTS.items():
        listed = "names" in name or name in named or name.endswith(("villages", "communes", "places", "months"))
        value = () if said.unit in lists and listed and name not in COUNTS else "Văn bản" if said.unit == "text" else 0
        kind = "document" if value == "Văn bản" else "list" if value == () else "counted"
        records.append(record(name, value, said.unit, kind=kind, title=said.title, decimals=said.decimals))
    results = evaluate(relations(), records, Norms.load(REFERENCE), period)
    assert [result.relation.id for result in results if result.verdict == "fails"] == []
    assert all(result.arithmetic or result.note for result in results)


COUNTS = {"housing.relief_fund_communes"}
"""Counts whose names end like those of lists."""


def test_two_relations_of_a_kind_need_names_of_their_own() -> None:
    written = [{"part": {"whole": "a"}}, {"name": "other", "part": {"whole": "b"}}]
    assert [each.id for each in read_relations("g.x", written)] == ["g.x:part", "g.x:other"]


GOOD = "poor:\n  title: Số hộ nghèo\n  unit: household\n  definition: Số hộ nghèo cuối kỳ.\n  relations: "


@pytest.mark.parametrize(
    "written",
    [
        "[]",
        "[{}]",
        "[{equals: a}]",
        "[{sum: []}]",
        "[{sum: [a, a]}]",
        "[{sum: [A]}]",
        "[{sum: [a], part: {whole: a}}]",
        "[{part: a}]",
        "[{share: {part: a}}]",
        "[{equal: a}]",
        "[{plausible: {per: {a: [1, 2]}}}]",
        "[{plausible: {per: {a: [1]}}, reason: vì phải như thế}]",
        "[{norm: {norm: rice, quantity: a, months: 6}}]",
        "[{implied: {}}]",
        "[{within: today}]",
        "[{remainder: {parts: [a], among: n, least: 0.1}, reason: vì phải như thế}]",
        "[{sum: [a], reason: vì}]",
    ],
)
def test_a_relation_that_is_none_is_refused(written: str, tmp_path: Path) -> None:
    path = tmp_path / "nhom.yaml"
    path.write_text(f"{GOOD}{written}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"nhom\.yaml › poor › relations"):
        read_metadata(path)
