"""A clean table as the algebra sees it: rows that can be filtered, and who sent them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from lib.contracts import DISTRICT, Contracts, TableContract
from lib.contracts.model import SENDER
from lib.domain.cards import card, grid
from lib.domain.ranges import row_ranges
from lib.domain.text import natural_key
from lib.facts.caveats import ordered
from lib.facts.values import Absence, Coverage, Origin, Sender, Source
from lib.intake.entered import ENTERED, SHEET

Adding = Literal["size", "nunique", "sum"]
"""How rows become a number: counted, counted once per different value, added up."""

FIRST = 5
"""How many rows a table shows of itself in a cell."""


@dataclass(frozen=True)
class Table:
    """Rows of one clean table.

    `rows` has one row per the contract's grain; `senders` are those who owe it, `missing` those who have not sent;
    `hashes` gives each file's SHA-256, `origins` how each (file, sheet) that holds the table was read, `names` the
    communes' display names by code in official order; `filters` are the conditions the rows met, in words, and
    `filtered` the columns those look at; `provisional` says whose file is not final, by its name. `undivided` says why
    the rows cannot be told apart by place where they would have to be, `absent` why units of this level have no such
    table; then there are none.
    """

    contract: TableContract
    rows: pd.DataFrame
    senders: tuple[Sender, ...]
    missing: tuple[Sender, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    filtered: tuple[str, ...] = ()
    provisional: Mapping[str, Sender] = field(default_factory=dict)
    undivided: str = ""
    absent: str = ""

    def _repr_html_(self) -> str:
        late = f"{len(self.missing)} trên {len(self.senders)} nơi gửi" if self.missing else ""
        parts = [("Số dòng", len(self.rows)), ("Lọc", "; ".join(self.filters)), ("Chưa gửi", late)]
        columns = [name for name in self.rows.columns if not name.startswith("source_")]
        titles = [self.contract.column(name).title for name in columns]
        return card(self.contract.title, parts) + grid(titles, self.rows[columns].head(FIRST).to_numpy().tolist())

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
        filtered = tuple(dict.fromkeys((*self.filtered, *conditions)))
        return replace(self, rows=rows, filters=tuple(filters), filtered=filtered)

    def having(self, holds: Callable[[Mapping[str, Any]], bool], said: str, *columns: str) -> "Table":
        """The rows for which a condition over `columns` holds; `said` words it for formulas."""
        records: list[Any] = self.rows[list(columns)].to_dict("records")
        kept = np.array([holds(record) for record in records], dtype=bool)  # of no rows, an empty list would be columns
        filtered = tuple(dict.fromkeys((*self.filtered, *columns)))
        return replace(self, rows=self.rows[kept], filters=(*self.filters, said), filtered=filtered)

    def _label(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        return self.names.get(str(value), self.contract.column(name).label(str(value)))

    @property
    def coverage(self) -> Coverage:
        """Who stands behind a value of these rows. Figures told by telephone and files that are not final count for
        every filter: a zero was told too."""
        files = dict.fromkeys(file for file, _ in self.origins)
        noted = (*(("corrected",) if self._touched else ()), *(("entered",) if ENTERED in files else ()))
        waiting = tuple(dict.fromkeys(self.provisional[file] for file in files if file in self.provisional))
        return Coverage(len(self.senders), self.missing, noted, waiting)

    @property
    def _touched(self) -> bool:
        """Whether any of these rows rests on a correction."""
        if not any(origin.corrected for origin in self.origins.values()):
            return False
        return any(source.corrected for source in self.sources())

    def notes(self, dimension: str) -> tuple[str, ...]:
        """The caveats of these rows alone, as one part of a breakdown by `dimension`. A commune that has not sent has
        no part of its own; every other part may lack something of it."""
        files = set(self.rows["source_file"]) if self.provisional or (ENTERED, SHEET) in self.origins else set()
        holds = {
            "incomplete": bool(self.missing) and dimension != SENDER.name,
            "entered": ENTERED in files,
            "provisional": not files.isdisjoint(self.provisional),
            "corrected": self._touched,
        }
        return ordered(code for code, there in holds.items() if there)

    def part_notes(self, dimension: str) -> dict[str, tuple[str, ...]]:
        """The caveats of each part of a breakdown; where nothing could carry any, none are looked for."""
        mended = any(origin.corrected for origin in self.origins.values())
        if not (self.missing or self.provisional or mended or (ENTERED, SHEET) in self.origins):
            return {}
        groups = self.rows.groupby(dimension)
        return {str(value): replace(self, rows=rows).notes(dimension) for value, rows in groups}

    @property
    def unsent(self) -> bool:
        """Whether nobody who owes this table has sent it."""
        return not self.absent and len(self.missing) == len(self.senders)

    @property
    def absence(self) -> Absence | None:
        """What every value of these rows lacks: whoever owes them has not sent, they cannot be told apart, or nobody
        at this level owes them."""
        if self.absent or self.undivided:
            return Absence("not_applicable", self.absent or self.undivided)
        return Absence("not_reported", offices=self.missing) if self.unsent else None

    def of_communes(self, names: Mapping[str, str]) -> "Table":
        """The rows of some communes alone (`names` by code), and who of them owes the table. One that does not say
        which commune a row is of has none, and says so."""
        kept = replace(self, names=names, senders=_of(self.senders, names), missing=_of(self.missing, names))
        if SENDER.name in self.rows.columns:
            return kept.where(**{SENDER.name: frozenset(names)})
        reason = f"«{self.contract.title}» không chia theo xã"
        return replace(kept, rows=self.rows.iloc[:0], undivided=reason)

    @property
    def title(self) -> str:
        """The table and its filters in words, for formulas."""
        filters = f" ({'; '.join(self.filters)})" if self.filters else ""
        return f"«{self.contract.title}»{filters}"

    def sources(self, *columns: str) -> tuple[Source, ...]:
        """The places these rows' `columns` come from, one entry per file and sheet that holds the table; without
        columns, the rows as wholes.

        A file in which no row meets the filters is named too, with no rows: a zero was counted somewhere.
        """
        found = self._places
        places = sorted(found.keys() | self.origins.keys(), key=lambda place: tuple(map(natural_key, place)))
        return tuple(self._source(place, found.get(place, []), columns) for place in places)

    def _source(self, place: tuple[str, str], rows: list[int], columns: tuple[str, ...]) -> Source:
        origin = self.origins.get(place, Origin())
        filters = [name for name in self.filtered if name not in columns]
        group = self.contract.group is not None and self.contract.group.name in (*columns, *filters)
        return Source(
            *place,
            row_ranges(origin.lines_of(rows, (*columns, *filters) if columns else ())),
            origin.letters_of(columns),
            self.hashes.get(place[0], ""),
            filters="" if origin.lines else origin.letters_of(filters),
            headings=",".join(origin.headings_of(rows)) if group else "",
            corrected=",".join(dict.fromkeys(origin.corrected[row] for row in rows if row in origin.corrected)),
            scale=max((origin.scales.get(name, 1) for name in columns), default=1),
        )

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[int]]:
        """Row numbers by file and sheet."""
        found: dict[tuple[str, str], list[int]] = {}
        columns = (self.rows[name].tolist() for name in ("source_file", "source_sheet", "source_row"))
        for file, sheet, row in zip(*columns, strict=True):
            found.setdefault((file, sheet), []).append(row)
        return {place: sorted(rows) for place, rows in found.items()}

    def whole(self, how: Adding, column: str = "") -> int:
        """How many rows, how many different values of a column, or its sum."""
        return int(getattr(self.rows[column], how)()) if column else len(self.rows)

    def parts(self, dimension: str, how: Adding, column: str = "") -> dict[str, int]:
        """The same for each value of a dimension, communes in official order, others by first label of the contract."""
        listed = self.contract.column(dimension)
        found = self.rows[column or dimension].groupby(self.rows[dimension]).agg(how).to_dict()
        order = list(self.names) if listed.type == "commune" else list(listed.choices.values())
        values = [value for value in order if value in found] + sorted(found.keys() - set(order), key=str)
        return {str(value): int(found[value]) for value in values}


def _of(senders: tuple[Sender, ...], communes: Mapping[str, str]) -> tuple[Sender, ...]:
    return tuple(sender for sender in senders if sender[1] is None or sender[1] in communes)


def table_of(
    name: str,
    rows: pd.DataFrame,
    communes: Mapping[str, str],
    missing: tuple[Sender, ...] = (),
    hashes: Mapping[str, str] | None = None,
    origins: Mapping[tuple[str, str], Origin] | None = None,
    contracts: Contracts = DISTRICT,
) -> Table:
    """A Table of the clean table `name`, knowing who owes it. `communes` maps codes to display names in official
    order."""
    contract = contracts.owners[name]
    senders = (
        tuple((contract.office, code) for code in communes) if contract.per_commune else ((contract.office, None),)
    )
    late = tuple(sender for sender in missing if sender in senders)
    absent = contracts.absent.get(contract.office, "")
    return Table(contracts.table(name), rows, senders, late, hashes or {}, origins or {}, communes, absent=absent)
