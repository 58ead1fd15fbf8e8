"""Tiny tables: rows by hand, communes with made-up names, senders that have or have not sent."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from hypothesis import settings

from lib.contracts import table_contract
from lib.facts import Absence, Fact, Facts, Measure, Source, Table, ratio, stated
from lib.facts.fact import make_fact
from lib.facts.metadata import Metadata
from lib.facts.table import table_of
from lib.intake.clean import ARROW, stored_columns

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

COMMUNES = {"b": "Ba Một", "a": "Ba Hai", "c": "Ba Ba"}
"""In their official order, which is no alphabet's."""

SOURCE = Source("report.yaml", "", "", "", "")
Rows = Iterable[dict[str, Any]]
Sender = tuple[str, str | None]


def tiny(name: str, rows: Rows, missing: Iterable[Sender] = (), **places: Any) -> Table:
    """The clean table `name` with these rows, typed as clean tables are; what a row leaves out is missing."""
    columns = {column.name: column.type for column in stored_columns(table_contract(name))}
    records = [
        {
            **dict.fromkeys(columns),
            "source_file": row.get("source_file", f"{name}.xlsx"),
            "source_sheet": "Trang",
            "source_row": number,
            "source_number": row.get("source_number", number),
            **row,
        }
        for number, row in enumerate(rows, start=5)
    ]
    extra = ("source_file", "source_sheet", "source_row", "source_number")
    frame = pd.DataFrame(records, columns=[*columns, *extra], dtype=object)
    whole = [name for name, kind in columns.items() if str(ARROW.get(kind)) == "int64"]
    frame = frame.astype(dict.fromkeys([*whole, "source_row", "source_number"], "Int64"))
    return table_of(name, frame, COMMUNES, tuple(missing), **places)


def household(code: str, commune: str = "a", status: str = "poor", **other: Any) -> dict[str, Any]:
    return {"household": code, "commune": commune, "status": status, "source_file": f"{commune}.xlsx", **other}


def fact(measure: Measure, unit: str = "household", name: str = "chi_tieu", **metadata: Any) -> Fact:
    """A fact of the group "nhom" from a measure."""
    said = Metadata(title="Số hộ", unit=unit, definition="Số hộ để thử.", **metadata)
    titles = dict.fromkeys(measure.inputs, "Đầu vào")
    return make_fact("nhom", name, measure, said, titles, section="I.1", entity="ba-vi", period="2023-H1")


def given_value(value: Any) -> Measure:
    """A value somebody wrote; none where it is None."""
    return stated(value, "ghi tay", SOURCE, "declared")


def absent(kind: str, *offices: tuple[str, str | None]) -> Measure:
    """A measure without a value."""
    return Measure("summed", None, "", Absence(kind, "vì thế", offices))  # type: ignore[arg-type]


def loans(*rows: tuple[str, str, int], missing: Any = ()) -> Table:
    """Loans as (household, commune, amount)."""
    return tiny(
        "loans", [{"household": h, "commune": c, "amount": a, "programme": "poor"} for h, c, a in rows], missing
    )


def ratio_of(part: Measure, whole: Measure) -> Measure:
    """The share of two measures."""
    return Facts(part=part, whole=whole, share=ratio("part", "whole"))["share"]
