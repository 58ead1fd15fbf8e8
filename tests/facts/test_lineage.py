"""Lineage: every kind of value knows its cells, and a ledger alone says how it came about."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from facts.conftest import COMMUNES, SOURCE, fact, household, stated, tiny
from hypothesis import given
from hypothesis import strategies as st

from lib.facts import (
    Absence,
    Coverage,
    Facts,
    Measure,
    Origin,
    Share,
    Source,
    Table,
    common_state,
    count,
    declared,
    distinct,
    document,
    gap,
    latest,
    minus,
    names,
    plus,
    rate_cut,
    ratio,
    state,
    total,
)
from lib.facts.fact import make_fact
from lib.facts.ledger import fact_record
from lib.facts.lineage import Breakdown, Lineage, cells, exact_text, measured, place
from lib.facts.metadata import Metadata

PLACE = ("n.xlsx", "Trang")
LETTERS = {"household": "C", "status": "F", "commune": "E", "amount": "H", "workers": "I"}


def loans(**how: Any) -> Table:
    rows = [
        {"household": "h1", "commune": "a", "status": "poor", "programme": "poor", "amount": 10},
        {"household": "h2", "commune": "b", "status": "poor", "programme": "jobs", "amount": 5},
        {"household": "h3", "commune": "b", "status": "other", "programme": "jobs", "amount": 1},
    ]
    made = [{**row, "source_file": "n.xlsx"} for row in rows]
    return tiny("loans", made, hashes={"n.xlsx": "f00"}, origins={PLACE: Origin(**{"letters": LETTERS, **how})})


# --- cells


@pytest.mark.parametrize(
    ("measure", "rows", "column", "filters"),
    [
        (lambda t: count(t), "5-7", "", ""),
        (lambda t: count(t.where(status="poor")), "5-6", "", "F"),
        (lambda t: count(t.where(status="poor", commune="b")), "6", "", "F,E"),
        (lambda t: count(t.where(status="poor").where(commune="c")), "", "", "F,E"),
        (lambda t: total(t.where(status="poor"), "amount"), "5-6", "H", "F"),
        (lambda t: total(t, "workers"), "5-7", "I", ""),
        (lambda t: distinct(t.where(status="other"), "household"), "7", "C", "F"),
        (lambda t: distinct(t.where(status="other"), "status"), "7", "F", ""),
        (lambda t: names(t, "commune"), "5-7", "E", ""),
        (lambda t: declared(t.where(status="other"), "amount"), "7", "H", "F"),
        (lambda t: declared(t.where(status="near_poor"), "amount"), "", "H", "F"),
        (lambda t: state(t.where(status="other"), "status", "commune"), "7", "F,E", ""),
        (lambda t: common_state(t, "status"), "5-7", "F", ""),
    ],
)
def test_every_kind_of_value_names_its_cells_and_what_filtered_them(
    measure: Any, rows: str, column: str, filters: str
) -> None:
    (source,) = measure(loans()).sources
    assert source == Source(*PLACE, rows, column, "f00", filters=filters)


def test_a_citation_rests_on_all_its_cells() -> None:
    row = {"role": "plan", "type": "Quyết định", "number": "5/QĐ", "source_file": "n.xlsx"}
    letters = {"type": "B", "number": "C", "issued": "D", "role": "F"}
    table = tiny("documents", [row], origins={PLACE: Origin(letters)})
    (source,) = document(table.where(role="plan")).sources
    assert (source.column, source.filters, cells(fact_record_source(source))) == ("B,C,D", "F", "B5:D5")


def fact_record_source(source: Source) -> dict[str, Any]:
    return fact_record(fact(Measure("counted", 1, "…", sources=(source,))))["sources"][0]


def test_rows_under_group_rows_name_the_group_rows_that_count() -> None:
    table = loans(headings={4: "B4", 6: "B6"})
    assert count(table.where(programme="poor")).sources[0].headings == "B4"
    assert distinct(table, "programme").sources[0].headings == "B4,B6"
    assert count(table.where(status="poor")).sources[0].headings == "", "the group decided nothing"


def test_units_and_corrections_stand_with_the_cells_they_touch() -> None:
    table = loans(scales={"amount": 1000}, corrected={6: "H6,C6"})
    (source,) = total(table, "amount").sources
    assert (source.scale, source.corrected) == (1000, "H6,C6")
    assert place(fact_record_source(source)) == "n.xlsx › Trang › H5:H7 (ô ghi bằng nghìn đồng; ô đã sửa: H6, C6)"
    assert total(table, "workers").sources[0].scale == 1
    assert count(table.where(status="other")).sources[0].corrected == ""
    assert count(table.where(status="other")).coverage == Coverage(1)


def test_cells_told_by_telephone_are_lines_of_their_own() -> None:
    lines = {"household": {5: 5, 6: 9, 7: 13}, "status": {5: 6, 6: 10, 7: 14}, "amount": {5: 7, 6: 11, 7: 15}}
    table = loans(letters={"status": "E", "amount": "E", "household": "E"}, lines=lines)
    assert total(table, "amount").sources[0].rows == "7,11,15"
    (filtered,) = total(table.where(status="poor"), "amount").sources
    assert (filtered.rows, filtered.column, filtered.filters) == ("6-7,10-11", "E", "")
    assert count(table.where(status="other")).sources[0].rows == "13-15"


def test_files_are_listed_as_people_number_them() -> None:
    origins = {(file, "T"): Origin() for file in ("10. A.xlsx", "2. B.xlsx", "P. X.xlsx")}
    table = tiny("loans", [], origins=origins)
    assert [source.file for source in table.sources()] == ["2. B.xlsx", "10. A.xlsx", "P. X.xlsx"]


# --- a ledger explains itself


def ledger_of(**entries: Any) -> Lineage:
    """A ledger of one group; names that begin with `share` or `cut` are percentages, others households."""
    measures = Facts(**entries)
    titles = {name: name.capitalize() for name in measures}
    said = {
        name: Metadata(titles[name], "percent" if name[:3] in ("sha", "cut") else "household", "Để thử.", decimals=1)
        for name in measures
    }
    made = [
        make_fact("nhom", name, measures[name], said[name], titles, section="I", entity="x", period="y")
        for name in measures
    ]
    bodies = {code: f"UBND {name}" for code, name in COMMUNES.items()}
    labels = {"commune": COMMUNES, "sender": bodies, "dimension": {"commune": "Xã"}, "office": {"labour": "Phòng X"}}
    return Lineage({each.id: fact_record(each) for each in made}, labels)


def number(value: int) -> Measure:
    return stated(value, "ghi tay", SOURCE, "declared")


def test_formulas_are_told_with_their_numbers() -> None:
    given = {name: number(value) for name, value in {"a": 269, "b": 2342, "c": 19675, "d": 19950}.items()}
    lineage = ledger_of(
        **given,
        share=ratio("a", "b"),
        share_exact=ratio("half", "one"),
        half=number(3),
        one=number(8),
        all=plus("a", "b", "less"),
        less=minus("a", "b"),
        apart=gap("a", "b"),
        cut=rate_cut("b", "a", "c", "d"),
        none=stated(None, "", SOURCE),
        ladder=latest("none", "b", "a"),
    )
    told = {name.partition(".")[2]: lineage.calculation(record) for name, record in lineage.facts.items()}
    assert told["share"] == "269 ÷ 2.342 = 11,4859…% → 11,5%"
    assert told["share_exact"] == "3 ÷ 8 = 37,5%"
    assert told["less"] == "269 − 2.342 = -2.073"
    assert told["all"] == "269 + 2.342 + -2.073 = 538"
    assert told["apart"] == "|269 − 2.342| = 2.073"
    assert told["cut"] == "2.342 ÷ 19.675 − (2.342 − 269) ÷ 19.950 = 1,5124…% → 1,5%"
    assert told["ladder"] == "«B» = 2.342"
    assert (told["a"], told["none"]) == ("", "")
    assert list(lineage.beneath("nhom.all")) == ["nhom.a", "nhom.b", "nhom.less"]
    assert lineage.above("nhom.less") == ["nhom.all"]


def test_what_is_not_there_is_said_in_a_formula_and_of_a_fact() -> None:
    waiting = Measure("summed", None, "…", Absence("not_reported", offices=(("labour", None), ("commune", "b"))))
    lineage = ledger_of(a=number(1), b=waiting, share=ratio("a", "b"))
    assert lineage.absence(lineage.facts["nhom.share"]) == "chưa có báo cáo (Phòng X; UBND Ba Một)"
    assert lineage.calculation(lineage.facts["nhom.share"]) == ""
    partial = Measure("counted", 5, "…", coverage=Coverage(3, (("commune", "c"),)))
    ((said,),) = [lineage.caveats(record) for record in ledger_of(a=partial).facts.values()]
    assert "UBND Ba Ba" in said


def test_parts_that_do_not_add_up_say_so() -> None:
    table = tiny("loans", [{"household": "h", "commune": code, "amount": 1} for code in ("a", "b")])
    lineage = ledger_of(once=distinct(table, "household"), rows=count(table))
    (once,), (rows,) = (lineage.breakdowns(record) for record in lineage.facts.values())
    assert (once.adds, rows) == (False, Breakdown("Xã", (("Ba Một", "1"), ("Ba Hai", "1")), True))


def test_exact_values_keep_their_unit() -> None:
    def record(value: Any, unit: str, **said: Any) -> dict[str, Any]:
        kind = "computed" if isinstance(value, Share) else "declared"
        return fact_record(fact(Measure(kind, value, "…"), unit, **said))

    assert exact_text(record(113 * 10**9, "VND")) == "113.000.000.000 đồng"
    assert exact_text(record(Decimal("3.30"), "percent", decimals=2)) == "3,30%"
    assert exact_text(record(Share(1, 3), "percent", decimals=2)) == "33,33333…%"
    assert measured(record(355, "worker", hedge=50), "355") == "355 lao động"
    assert measured(record(Share(1, 2), "percent"), "50%") == "50%"


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 4))
def test_digits_shown_are_digits_of_the_value(part: int, whole: int, decimals: int) -> None:
    shown = exact_text({"kind": "computed", "unit": "percent", "value": f"{part}/{whole}", "decimals": decimals})
    digits = Fraction(shown.rstrip("%…").replace(".", "").replace(",", "."))
    rest = Fraction(100 * part, whole) - digits
    assert 0 <= rest < Fraction(1, 10 ** (decimals + 3))
    assert (rest == 0) == ("…" not in shown)


ROWS = st.lists(st.integers(1, 60), min_size=1, max_size=30).map(lambda rows: sorted(set(rows)))


@given(ROWS, st.lists(st.sampled_from(["A", "B", "C", "Z", "AA"]), min_size=1, max_size=4, unique=True))
def test_cells_said_shortly_are_the_same_cells(rows: list[int], letters: list[str]) -> None:
    made = [household(str(row), source_row=row, source_file="n.xlsx") for row in rows]
    table = tiny("households", made, origins={PLACE: Origin({str(n): letter for n, letter in enumerate(letters)})})
    (source,) = table.sources(*map(str, range(len(letters))))
    assert spread(cells(fact_record_source(source))) == {(letter, row) for letter in letters for row in rows}


def spread(text: str) -> set[tuple[str, int]]:
    """Every cell of "B8:C9, D4"."""
    order = ["A", "B", "C", "Z", "AA"]
    found = set()
    for piece in text.split(", "):
        ends = re.findall(r"([A-Z]+)(\d+)", piece)
        (left, first), (right, last) = ends[0], ends[-1]
        between = order[order.index(left) : order.index(right) + 1]
        found |= {(letter, row) for letter in between for row in range(int(first), int(last) + 1)}
    return found
