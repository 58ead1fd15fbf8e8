"""Facts as one tidy table, for pandas and spreadsheets: a row per fact and a row per part of it.

`facts.csv` holds what `facts.json` holds of values, so that either can be checked by the other. A part is one member of
a dimension (a commune, a programme); the names of a list are parts too, of the dimension "item", numbered.

- UTF-8 with a byte order mark, or Excel takes Vietnamese letters apart; pandas reads it as it is. Commas part columns,
  a point marks decimals, lines end with a line feed.
- `value` is for calculating: a count or an amount as it is, a percentage as the number before the sign. Where it is an
  endless share it stops after ten decimals; `numerator` and `denominator` are exact then.
- A text that a spreadsheet could take for a formula, or that begins with an apostrophe, has one apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from lib.domain.numbers import round_half_up
from lib.intake.safe_cells import starts_formula

COLUMNS = (
    *("unit", "period", "section", "id", "title", "kind", "measure", "dimension", "member", "member_title"),
    *("value", "numerator", "denominator", "text", "printed", "absence", "absence_reason", "waiting_for"),
    *("target", "expected_senders", "missing_senders", "caveats"),
)
ITEM = "item"
"""The dimension of a list's names."""
ENDLESS = 10
"""Decimals of a share that has no end."""
BYTE_ORDER_MARK = "\ufeff"

Record = Mapping[str, Any]


def tidy_csv(ledger: Mapping[str, Any]) -> str:
    """The text of `facts.csv` from a ledger, as `lib.facts.ledger.ledger` makes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in ledger["facts"]:
        for row in _rows(fact, ledger.get("labels", {})):
            writer.writerow([row.get(column, "") for column in COLUMNS])
    return BYTE_ORDER_MARK + text.getvalue()


def _rows(fact: Record, labels: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """The fact's own row, then its parts'."""
    about = {name: fact[name] for name in ("section", "id", "kind")}
    about |= {
        "unit": fact["entity"],
        "period": fact["period"],
        "measure": fact["unit"],
        "title": guarded(fact["title"]),
    }
    coverage, absence = fact["coverage"] or {}, fact["absence"] or {}
    yield {
        **about,
        **_value(fact),
        "printed": guarded(fact["printed"]),
        "absence": absence.get("kind", ""),
        "absence_reason": guarded(absence.get("reason", "")),
        "waiting_for": _senders(absence.get("offices", [])),
        "target": fact["target"] or "",
        "expected_senders": coverage.get("expected", ""),
        "missing_senders": _senders(coverage.get("missing", [])),
        "caveats": " ".join(fact["caveats"]),
    }
    for dimension, parts in fact["dimensions"].items():
        for member, value in parts.items():
            title = labels.get(dimension, {}).get(member, member)
            place = {"dimension": dimension, "member": guarded(member), "member_title": guarded(title)}
            caveats = fact["part_caveats"].get(dimension, {}).get(member, [])
            yield {**about, **place, "value": value, "caveats": " ".join(caveats)}
    if fact["kind"] == "list":
        for number, name in enumerate(fact["value"] or [], start=1):
            yield {**about, "dimension": ITEM, "member": number, "text": guarded(name)}


def _value(fact: Record) -> dict[str, Any]:
    value = fact["value"]
    if value is None or fact["kind"] == "list":
        return {}
    if fact["kind"] in ("state", "document") or fact["unit"] == "text":
        return {"text": guarded(value)}
    if "/" not in value:
        return {"value": value}
    part, _, whole = value.partition("/")
    return {"value": decimal(100 * Fraction(value)), "numerator": part, "denominator": whole}


def decimal(value: Fraction) -> str:
    """A number with a decimal point, exact where it has an end within ten decimals.

    >>> decimal(Fraction(75, 2)), decimal(Fraction(100, 3)), decimal(Fraction(40))
    ('37.5', '33.3333333333', '40')
    """
    text = f"{round_half_up(value, ENDLESS):f}"
    return text.rstrip("0").rstrip(".")


def guarded(text: str) -> str:
    """A text that no spreadsheet program calculates. Taking one apostrophe off its front gives the text back.

    >>> guarded("=1+1"), guarded("'=1"), guarded("Số hộ")
    ("'=1+1", "''=1", 'Số hộ')
    """
    return f"'{text}" if text.startswith("'") or starts_formula(text) else text


def _senders(senders: list[Record]) -> str:
    """Senders' ids, a commune's workbook as "commune/24076"."""
    return " ".join(
        each["office"] if each["commune"] is None else f"{each['office']}/{each['commune']}" for each in senders
    )
