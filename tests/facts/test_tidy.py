"""facts.csv says what facts.json says, and nothing in it is calculated by a program that opens it."""

import csv
import io
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from facts.conftest import COMMUNES, absent, fact, given_value, household, ratio_of, tiny
from hypothesis import given
from hypothesis import strategies as st

from lib.facts import count, names, total
from lib.facts.ledger import fact_record, ledger
from lib.facts.tidy import BYTE_ORDER_MARK, COLUMNS, decimal, guarded, tidy_csv


def told(record: dict[str, Any]) -> dict[str, Any]:
    """What of a fact's record the table has to give back."""
    kept = ("id", "section", "kind", "title", "unit", "value", "printed", "entity", "period", "dimensions", "caveats")
    absence, coverage = record["absence"] or {}, record["coverage"] or {}
    return {
        **{name: record[name] for name in kept},
        "absence": absence.get("kind"),
        "waiting_for": absence.get("offices", []),
        "expected": coverage.get("expected"),
        "missing": coverage.get("missing", []),
    }


def bare(text: str) -> str:
    return text.removeprefix("'")


def senders(text: str) -> list[dict[str, Any]]:
    return [
        {"office": office, "commune": code or None}
        for office, _, code in (each.partition("/") for each in text.split())
    ]


def read_back(text: str) -> list[dict[str, Any]]:
    """Facts from the table alone."""
    facts: list[dict[str, Any]] = []
    for row in csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")):
        if row["dimension"] == "item":
            facts[-1]["value"].append(bare(row["text"]))
        elif row["dimension"]:
            facts[-1]["dimensions"].setdefault(row["dimension"], {})[bare(row["member"])] = row["value"]
        else:
            facts.append(_fact(row))
    return facts


def _fact(row: dict[str, str]) -> dict[str, Any]:
    value: Any = f"{row['numerator']}/{row['denominator']}" if row["denominator"] else row["value"] or bare(row["text"])
    if row["absence"]:
        value = None
    elif row["kind"] == "list":
        value = []
    return {
        **{name: row[name] for name in ("id", "section", "kind", "period")},
        "title": bare(row["title"]),
        "unit": row["measure"],
        "value": value,
        "printed": bare(row["printed"]),
        "entity": row["unit"],
        "dimensions": {},
        "caveats": row["caveats"].split(),
        "absence": row["absence"] or None,
        "waiting_for": senders(row["waiting_for"]),
        "expected": int(row["expected_senders"]) if row["expected_senders"] else None,
        "missing": senders(row["missing_senders"]),
    }


HOUSEHOLDS = tiny(
    "households",
    [household("1"), household("2", commune="b"), household("3", commune="b")],
    missing=[("commune", "c")],
)
LOANS = tiny("loans", [{"household": "1", "commune": "a", "amount": 5, "programme": "poor"}])
FACTS = [
    fact(count(HOUSEHOLDS)),
    fact(total(LOANS, "amount", by="programme"), "VND", "tien"),
    fact(ratio_of(given_value(3), given_value(8)), "percent", "ty_le"),
    fact(names(HOUSEHOLDS), "commune", "xa"),
    fact(absent("not_reported", ("women", None), ("commune", "a")), name="cho"),
    fact(given_value("=1+1"), "text", "chu"),
    fact(given_value("'quoted"), "text", "nhay"),
]


def made(*facts: Any) -> str:
    content = ledger([fact_record(each) for each in facts], {}, {}, {"commune": dict(COMMUNES)})
    return tidy_csv(content)


def test_the_table_gives_every_fact_back() -> None:
    assert read_back(made(*FACTS)) == [told(fact_record(each)) for each in FACTS]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    assert bare(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_a_share_is_as_exact_as_ten_decimals_are(part: int, whole: int) -> None:
    written = Fraction(decimal(Fraction(part, whole)))
    assert abs(written - Fraction(part, whole)) <= Fraction(1, 2 * 10**10)


def test_pandas_reads_it_as_it_is() -> None:
    table = pd.read_csv(io.BytesIO(made(*FACTS).encode()))
    assert list(table.columns) == list(COLUMNS)
    assert table["value"].dtype == float
    assert table.loc[table["id"] == "nhom.ty_le", "value"].item() == pytest.approx(37.5)
    parts = table[(table["id"] == "nhom.chi_tieu") & (table["dimension"] == "commune")]
    assert parts.set_index("member_title")["value"].to_dict() == {"Ba Hai": 1, "Ba Một": 2}
    assert made(*FACTS).startswith(BYTE_ORDER_MARK)
    assert "\r" not in made(*FACTS)
