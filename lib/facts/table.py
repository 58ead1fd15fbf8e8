"""A clean table as the algebra sees it: rows that can be filtered, and who sent them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from lib.contracts import OWNERS, TableContract
from lib.contracts.model import SENDER
from lib.domain.ranges import row_ranges
from lib.facts.caveats import ordered
from lib.facts.values import Coverage, Sender, Source
from lib.intake.entered import ENTERED, SHEET


@dataclass(frozen=True)
class Table:
    """Rows of one clean table.

    `rows` has one row per the contract's grain; `senders` are those who owe it, `missing` those who have not sent;
    `hashes` gives each file's SHA-256, `letters` the Excel letter of each column by (file, sheet), `order` the
    communes' codes in official order and `names` their display names. `corrected` are rows that rest on a correction,
    by (file, sheet); `provisional` whose file is not final, by its name.
    """

    contract: TableContract
    rows: pd.DataFrame
    senders: tuple[Sender, ...]
    missing: tuple[Sender, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    corrected: Mapping[tuple[str, str], Collection[int]] = field(default_factory=dict)
    provisional: Mapping[str, Sender] = field(default_factory=dict)

    def where(self, **conditions: object) -> "Table":
        """The rows whose columns equal the given values (or are among a set of them).

        A condition on a column the table does not have is an error, not an empty table.
        """
        rows = self.rows
        filters = list(self.filters)
        for name, wanted in conditions.items():
            column = self.contract.column(name)
            values = wanted if isinstance(wanted, set | frozenset | tuple) else {wanted}
            rows = rows[rows[name].isin(list(values))]
            labels = " hoặc ".join(self._label(name, value) for value in sorted(values, key=str))
            filters.append(f"{column.title} = {labels}")
        return replace(self, rows=rows, filters=tuple(filters))

    def _label(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        return self.names.get(str(value), self.contract.column(name).label(str(value)))

    @property
    def coverage(self) -> Coverage:
        """Who stands behind a value of these rows. Figures told by telephone and files that are not final count for
        every filter: a zero was told too."""
        files = dict.fromkeys(file for file, _ in self.letters)
        noted = (*(("corrected",) if self._touched else ()), *(("entered",) if ENTERED in files else ()))
        waiting = tuple(dict.fromkeys(self.provisional[file] for file in files if file in self.provisional))
        return Coverage(len(self.senders), self.missing, noted, waiting)

    @property
    def _touched(self) -> bool:
        """Whether any of these rows rests on a correction."""
        places = self.rows[["source_file", "source_sheet", "source_row"]] if self.corrected else self.rows.iloc[:0]
        return any(row in self.corrected.get((file, sheet), ()) for file, sheet, row in places.itertuples(index=False))

    def notes(self, dimension: str) -> tuple[str, ...]:
        """The caveats of these rows alone, as one part of a breakdown by `dimension`. A commune that has not sent has
        no part of its own; every other part may lack something of it."""
        files = set(self.rows["source_file"]) if self.provisional or (ENTERED, SHEET) in self.letters else set()
        holds = {
            "incomplete": bool(self.missing) and dimension != SENDER.name,
            "entered": ENTERED in files,
            "provisional": not files.isdisjoint(self.provisional),
            "corrected": self._touched,
        }
        return ordered(code for code, there in holds.items() if there)

    @property
    def unsent(self) -> bool:
        """Whether nobody who owes this table has sent it."""
        return len(self.missing) == len(self.senders)

    @property
    def title(self) -> str:
        """The table and its filters in words, for formulas."""
        filters = f" ({'; '.join(self.filters)})" if self.filters else ""
        return f"«{self.contract.title}»{filters}"

    def sources(self, column: str = "") -> tuple[Source, ...]:
        """The places these rows come from, one entry per file and sheet that holds the table.

        A file in which no row meets the filters is named too, with no rows: a zero was counted somewhere.
        """
        rows = self.rows.groupby(["source_file", "source_sheet"])["source_row"]
        found = {(str(file), str(sheet)): row_ranges(map(int, numbers)) for (file, sheet), numbers in rows}
        return tuple(
            Source(
                *place, found.get(place, ""), self.letters.get(place, {}).get(column, ""), self.hashes.get(place[0], "")
            )
            for place in sorted(found.keys() | self.letters.keys())
        )

    def grouped(self, dimension: str) -> dict[str, "Table"]:
        """The rows by each value of a column, communes in official order, others by first label of the contract."""
        column = self.contract.column(dimension)
        present = set(self.rows[dimension].dropna())
        order = list(self.names) if column.type == "commune" else list(column.choices.values())
        values = [value for value in order if value in present] + sorted(present - set(order), key=str)
        return {str(value): replace(self, rows=self.rows[self.rows[dimension] == value]) for value in values}


def table_of(
    name: str,
    rows: pd.DataFrame,
    communes: Mapping[str, str],
    missing: tuple[Sender, ...] = (),
    hashes: Mapping[str, str] | None = None,
    letters: Mapping[tuple[str, str], Mapping[str, str]] | None = None,
) -> Table:
    """A Table of the clean table `name`, knowing who owes it. `communes` maps codes to display names in official
    order."""
    contract = OWNERS[name]
    senders = (
        tuple((contract.office, code) for code in communes) if contract.per_commune else ((contract.office, None),)
    )
    late = tuple(sender for sender in missing if sender in senders)
    table = next(table for table in contract.tables if table.name == name)
    return Table(table, rows, senders, late, hashes or {}, letters or {}, communes)
