"""The data dictionary is current, marks every column, and its marks agree with what the published figures read."""

import csv
import re
from collections import defaultdict
from typing import Any

import pytest

from lib import pins
from lib.contracts import CONTRACTS, OWNERS, table_contract
from lib.contracts.dictionary import MARKS, dictionary, marks_of, sheet_columns
from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.indicators.context import Context, open_context
from lib.sample.provenance import provenance

PAGE = pins.ROOT / "docs" / "data-dictionary.md"
TARGETS = pins.ROOT / "lib" / "sample" / "targets.csv"
NEVER_PRINTED = {"credit.near_poor_total", "credit.exited_total"}
"""Targets that the issued report leaves out: chosen for the sample."""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.load(pins.ROOT / "data" / "reference")


def test_the_committed_dictionary_is_current(reference: Reference) -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary(reference, provenance()), "run make docs"


@pytest.mark.parametrize("name", OWNERS)
def test_every_column_is_listed_with_its_mark(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    part = page[page.index(f'<a id="{name}"></a>') :].partition("\n<a id=")[0].partition("\n## ")[0]
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", part, re.MULTILINE))
    marks = marks_of(provenance()["tables"][name])
    wanted = [column.name for column, _ in sheet_columns(OWNERS[name], table_contract(name))]
    assert list(listed) == wanted
    assert listed == {column: MARKS[marks[column]] for column in wanted}


def spoilt(**changes: Any) -> dict[str, Any]:
    content = provenance()
    content["tables"]["loans"].update(changes)
    return content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (spoilt(made_up=["loan", "borrower", "commune"]), "date"),
        (spoilt(published=["interest"]), "interest"),
        (spoilt(published=["amount"]), "amount"),
        (spoilt(rows="perhaps"), "rows"),
        ({**provenance(), "tables": {}}, "chưa ghi bảng"),
    ],
)
def test_a_column_without_exactly_one_mark_is_refused(
    reference: Reference, content: dict[str, Any], words: str
) -> None:
    with pytest.raises(ReportError, match=words):
        dictionary(reference, content)


# --- the marks against the figures --------------------------------------------------------------------------


def published_figures(period: str) -> set[str]:
    with TARGETS.open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file) if row["period"] == period} - NEVER_PRINTED


class Reads:
    """What published figures are made from: columns by table, and tables whose rows are counted."""

    def __init__(self, context: Context, figures: set[str]) -> None:
        self.columns: dict[str, set[str]] = defaultdict(set)
        self.rows: set[str] = set()
        for figure in figures:
            self._behind(context, figure)

    def _behind(self, context: Context, figure: str) -> None:
        group, _, name = figure.partition(".")
        fact = context.group(group)[name]
        for needed in fact.inputs:
            self._behind(context, needed)
        if not fact.inputs and group != "header":
            self._leaf(fact.formula)

    def _leaf(self, formula: str) -> None:
        """A leaf's formula names its table, the column it reads and the columns it filters by."""
        table = next(table for name in OWNERS if f"«{(table := table_contract(name)).title}»" in formula)
        read, _, filters = formula.partition(f"«{table.title}»")
        columns = {column.title: column.name for column, _ in sheet_columns(OWNERS[table.name], table)}
        found = {columns[title] for title in re.findall("«(.*?)»", read)}
        found |= {columns[title] for title in re.findall(r"[(;] ?([^=;]+?) = ", filters)}
        self.columns[table.name] |= found
        counts_keys = "khác nhau" in read and found >= set(table.key) and len(table.key) == 1
        if formula.startswith("Đếm số dòng") or counts_keys:
            self.rows.add(table.name)


@pytest.fixture(scope="module")
def reads() -> Reads:
    entry = provenance()
    return Reads(open_context(entry["unit"], entry["period"]), published_figures(entry["period"]))


@pytest.mark.parametrize("name", OWNERS)
def test_what_published_figures_read_is_not_called_made_up(name: str, reads: Reads) -> None:
    entry = provenance()["tables"][name]
    assert reads.columns[name].isdisjoint(entry.get("made_up", ()))
    assert name not in reads.rows or entry["rows"] != "made_up"


@pytest.mark.parametrize("name", OWNERS)
def test_what_is_said_to_add_up_stands_behind_a_published_figure(name: str, reads: Reads) -> None:
    entry = provenance()["tables"][name]
    assert set(entry.get("adds_up", ())) <= reads.columns[name]
    assert name in reads.rows or entry["rows"] != "adds_up"


def test_no_name_of_a_person_is_called_published() -> None:
    for contract in CONTRACTS:
        for table in contract.tables:
            marks = marks_of(provenance()["tables"][table.name])
            people = {column.name for column in table.columns if column.type in ("personal", "code")}
            assert "published" not in {marks[column] for column in people}, table.name


def test_a_table_is_known_by_its_title() -> None:
    """Formulas name tables by title, so titles must differ."""
    titles = [table_contract(name).title for name in OWNERS]
    assert len(set(titles)) == len(titles)
