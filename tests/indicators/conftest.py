"""For tests of sections: tiny tables, the sample's contexts with something changed or missing, a section's text."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.contracts import table_contract
from lib.contracts.model import NUMERIC
from lib.facts.ledger import fact_record
from lib.facts.table import Table, table_of
from lib.indicators import Context, SectionFacts
from lib.indicators.registry import sections
from lib.intake.clean import stored_columns
from lib.intake.folders import REPOSITORY, DataFolder
from lib.narrative.narrate import narrate
from lib.report import charts

UNIT = "krong-pa"
PERIODS = ("2021-H1", "2020-H1")
COMMUNES = {"a": "Ba Một", "b": "Ba Hai", "c": "Ba Ba"}
"""Made-up communes for tiny tables, in their official order."""

Rows = list[dict[str, Any]]
Change = Callable[[pd.DataFrame], pd.DataFrame]
Opened = Callable[..., Context]


def tiny(name: str, rows: Rows, missing: Iterable[tuple[str, str | None]] = ()) -> Table:
    """The clean table `name` with these rows; columns left out hold nothing. `missing` are its (office, commune)."""
    contract = table_contract(name)
    columns = {column.name: column.type for column in stored_columns(contract)}
    assert set(columns) >= {key for row in rows for key in row}, "a column the table does not have"
    places = [
        {"source_file": f"{name}.xlsx", "source_sheet": contract.sheet, "source_row": row, "source_number": row}
        for row in range(1, len(rows) + 1)
    ]
    frame = pd.DataFrame(
        [{**dict.fromkeys(columns), **row, **place} for row, place in zip(rows, places, strict=True)],
        columns=[*columns, "source_file", "source_sheet", "source_row", "source_number"],
        dtype=object,
    )
    whole = [column for column, kind in columns.items() if kind in NUMERIC - {"percent"}]
    frame = frame.astype(dict.fromkeys([*whole, "source_row", "source_number"], "Int64"))
    return table_of(name, frame, COMMUNES, tuple(missing))


class Altered(Context):
    """A context whose clean tables pass through changes, or whose senders have not sent."""

    def __init__(self, base: Context, tables: Mapping[str, Change | Rows], missing: Iterable[Any], kind: str) -> None:
        # Everything read once serves every test; facts are computed anew.
        self.__dict__.update(base.__dict__)
        self._groups = {}
        if kind:
            self.period = self.reference.periods.parse(f"{base.period.year}-{kind}")
        self._tables = tables
        self._missing = {sender if isinstance(sender, tuple) else (sender, None) for sender in missing}

    def table(self, name: str) -> Table:
        table = super().table(name)
        late = tuple(s for s in table.senders if s in self._missing or (s[0], None) in self._missing)
        rows = table.rows
        if late:
            codes = [commune for _, commune in late]
            rows = rows[~rows["commune"].isin(codes)] if late[0][1] else rows.iloc[:0]
        change = self._tables.get(name)
        if callable(change):
            rows = change(rows.copy())
        elif change is not None:
            rows = replace_rows(rows, change)
        return replace(table, rows=rows, missing=late)


def replace_rows(frame: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """A frame like this one with other rows."""
    numbered = [
        {"source_file": "x.xlsx", "source_sheet": "x", "source_row": number, "source_number": number, **row}
        for number, row in enumerate(rows, 1)
    ]
    return pd.DataFrame(numbered, columns=frame.columns).astype(frame.dtypes.to_dict())


def keep(wanted: Callable[[pd.DataFrame], Any]) -> Change:
    """A change that keeps the rows for which `wanted(frame)` holds."""
    return lambda frame: frame[wanted(frame)]


def setting(**values: Any) -> Change:
    """A change that sets whole columns to a value."""
    return lambda frame: frame.assign(**values)


def emptied(frame: pd.DataFrame) -> pd.DataFrame:
    """A change that leaves no row."""
    return frame.iloc[:0]


@pytest.fixture(scope="session")
def clean_data(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> DataFolder:
    """The sample cleaned once, away from the repository's own clean tables."""

    def build(folder: Path) -> None:
        (folder / "raw").symlink_to(REPOSITORY / "data" / "raw")
        for period in PERIODS:
            assert Context(UNIT, period, DataFolder(folder)).cleaned

    return DataFolder(once_per_run("clean-sample", build))


@pytest.fixture(scope="session")
def opened(clean_data: DataFolder) -> Opened:
    """`opened(period, tables={name: change or rows}, missing=[office or (office, commune)], kind="Y")`.

    A context on the sample. `kind` words it as another kind of period of the same year.
    """
    bases = {period: Context(UNIT, period, clean_data) for period in PERIODS}
    assert all(base.cleaned for base in bases.values())

    def open_altered(
        period: str = PERIODS[0],
        tables: Mapping[str, Change | Rows] | None = None,
        missing: Iterable[Any] = (),
        kind: str = "",
    ) -> Context:
        return Altered(bases[period], tables or {}, missing, kind)

    return open_altered


def source_cells(key: str) -> list[str]:
    """The code cells of a section's notebook."""
    section = next(section for section in sections() if section.key == key)
    notebook = json.loads((REPOSITORY / "notebooks" / section.notebook).read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def narrative(key: str, context: Context) -> str:
    """The text of a section as its notebook writes it, a line per paragraph or list item."""
    section = next(section for section in sections() if section.key == key)
    parts = [source.partition("\n")[2] for source in source_cells(key) if source.startswith("%%narrative")]
    texts = [narrate(part, context, section.number, where=section.notebook).text for part in parts]
    return "\n".join(text for text in texts if text)


def chart(key: str, context: Context) -> Any:
    """What the notebook's chart cell shows: a Chart, or a note that figures are missing."""
    section = next(section for section in sections() if section.key == key)
    source = next(source for source in source_cells(key) if "charts.bars(" in source and "%load_ext" not in source)
    head, last, call = source.rpartition("charts.bars(")
    names: dict[str, Any] = {"facts": SectionFacts(section, context), "charts": charts}
    exec(head, names)
    return eval(last + call, names)


def published(period: str, group: str) -> dict[str, dict[str, str]]:
    """The published figures of a group by fact name."""
    with (REPOSITORY / "lib" / "sample" / "targets.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period"] == period]
    return {row["id"].partition(".")[2]: row for row in rows if row["id"].startswith(f"{group}.")}


def differences(context: Context, group: str) -> list[tuple[Any, ...]]:
    """Published figures that a group's facts do not have exactly: value, unit, decimals, print, section."""
    found = []
    for name, row in published(context.period.code, group).items():
        record = fact_record(context.group(group)[name])
        value = ";".join(record["value"]) if isinstance(record["value"], list) else record["value"] or ""
        ours = (value, record["unit"], record["printed"], record["section"])
        if ours != (row["value"], row["unit"], row["printed"], row["section"]):
            found.append((name, ours, row))
        if row["decimals"] not in ("", str(record["decimals"])):
            found.append((name, record["decimals"], row["decimals"]))
    return found
