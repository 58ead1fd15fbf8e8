"""The small algebra facts are built with. Every function gives a Measure that knows how it came about.

`count`, `total`, `distinct`, `declared`, `names`, `state`, `document` read rows; `ratio`, `plus`, `minus`,
`gap`, `latest`, `rate_cut` work on other facts of the same group, named by strings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.facts.caveats import joined_notes, parts_noted
from lib.facts.table import Adding, Table
from lib.facts.values import Absence, Adds, Exact, Kind, Measure, Share, Source, joined_coverage

OR_ELSE = "; nếu không có thì "
"""What stands between the rungs of a ladder in its formula."""
MIXED = "mixed"
"""The common stage of what stands at different ones."""


@dataclass(frozen=True)
class Deferred:
    """A formula over facts that are named, to be computed once they are known.

    Without `compute` nothing is calculated: the first of the facts that applies is taken over.
    """

    inputs: tuple[str, ...]
    compute: Callable[..., Exact | Absence] | None
    formula: str
    kind: Kind = "computed"


class Facts(Mapping[str, Measure]):
    """The facts of one group by name; formulas among them are worked out in order of need.

    Raises ValueError for a formula over an unknown name or over itself.
    """

    def __init__(self, **entries: Measure | Deferred) -> None:
        self._entries = entries
        self._resolved: dict[str, Measure] = {}
        for name in entries:
            self._resolve(name, ())

    @property
    def entries(self) -> Mapping[str, Measure | Deferred]:
        """What it was built from: measures, and formulas not worked out."""
        return self._entries

    def __getitem__(self, name: str) -> Measure:
        return self._resolved[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _resolve(self, name: str, path: tuple[str, ...]) -> Measure:
        if name in self._resolved:
            return self._resolved[name]
        if name in path or name not in self._entries:
            raise ValueError(f"fact {name!r} is unknown or rests on itself: {' → '.join((*path, name))}")
        entry = self._entries[name]
        if isinstance(entry, Deferred):
            inputs = [self._resolve(needed, (*path, name)) for needed in entry.inputs]
            entry = _computed(entry, inputs) if entry.compute else _first_applying(entry, inputs)
        self._resolved[name] = entry
        return entry


def count(rows: Table, by: str | None = None) -> Measure:
    """How many rows; broken down by commune where the table has one, and by `by`."""
    return _measure(rows, "counted", f"Đếm số dòng của {rows.title}", (), "size", by)


def distinct(rows: Table, key: str, by: str | None = None) -> Measure:
    """How many different values of `key`; those of a closed list are parts, since another unit may have the same."""
    title = rows.contract.column(key).title
    formula = f"Đếm «{title}» khác nhau của {rows.title}"
    shared = key if rows.contract.column(key).choices else None
    measure = _measure(rows, "counted", formula, (key,), "nunique", by, shared)
    return replace(measure, adds=Adds("distinct", key, rows.contract.stock))


def total(rows: Table, column: str, by: str | None = None) -> Measure:
    """The sum of an integer column. Rows that hold nothing add nothing; if none holds anything, the sum does not
    apply."""
    formula = f"Cộng cột «{rows.contract.column(column).title}» của {rows.title}"
    if rows.absence is None and len(rows.rows) and rows.rows[column].isna().all():
        absence = Absence("not_applicable", "không có số liệu nào ở cột này")
        sources, adds = rows.sources(column), Adds("sum", stock=rows.contract.stock)
        return Measure("summed", None, formula, absence, sources=sources, coverage=rows.coverage, adds=adds)
    return _measure(rows, "summed", formula, (column,), "sum", by)


def _measure(rows: Table, kind: Kind, formula: str, columns: tuple[str, ...], how: Adding, *by: str | None) -> Measure:
    adds = Adds("sum", stock=rows.contract.stock)
    if rows.absence:
        return Measure(kind, None, formula, rows.absence, adds=adds)
    dimensions = [name for name in dict.fromkeys(("commune", *by)) if name and name in rows.rows.columns]
    return Measure(
        kind,
        rows.whole(how, *columns),
        formula,
        sources=rows.sources(*columns),
        parts={name: rows.parts(name, how, *columns) for name in dimensions},
        coverage=rows.coverage,
        notes=parts_noted({name: rows.part_notes(name) for name in dimensions}),
        adds=adds,
    )


def declared(row: Table, column: str) -> Measure:
    """The one value an office states itself. No such row: it does not apply; more than one: an error."""
    formula = f"Lấy ô «{row.contract.column(column).title}» của {row.title}"
    measure = _single(row, "declared", formula, (column,), lambda record: record[column])
    amount = row.contract.column(column).type in ("count", "money")
    return replace(measure, adds=Adds("sum" if amount else "same", stock=row.contract.stock))


def state(row: Table, column: str = "state", reason: str = "reason") -> Measure:
    """What stage something is at, with the reason where one is given: "not_started:covid"."""

    def read(record: Mapping[str, Any]) -> str | None:
        why = record.get(reason)
        if pd.isna(record[column]):
            return None
        return str(record[column]) if why is None or pd.isna(why) else f"{record[column]}:{why}"

    formula = f"Lấy ô «{row.contract.column(column).title}» của {row.title}"
    return _single(row, "state", formula, (column, reason), read)


def common_state(rows: Table, column: str = "state") -> Measure:
    """The stage all rows share, or `MIXED` where they differ."""
    formula = f"Trạng thái chung ở cột «{rows.contract.column(column).title}» của {rows.title}"
    adds = Adds("in_common")
    if rows.absence:
        return Measure("state", None, formula, rows.absence, adds=adds)
    stages = sorted(set(rows.rows[column].dropna()))
    value = stages[0] if len(stages) == 1 else MIXED if stages else None
    absence = None if stages else Absence("not_applicable", "không có dòng nào")
    sources = rows.sources(column)
    return Measure("state", value, formula, absence, sources=sources, coverage=rows.coverage, adds=adds)


def document(row: Table, kind: str = "type", number: str = "number", issued: str = "issued") -> Measure:
    """An official document as it is cited: "Quyết định số 146/QĐ-UBND ngày 22/3/2021"."""

    def read(record: Mapping[str, Any]) -> str:
        return cite(record[kind], record[number], record[issued])

    return _single(row, "document", f"Văn bản ghi ở {row.title}", (kind, number, issued), read)


def cite(kind: str, number: str | None, issued: Any) -> str:
    """The citation of a document from its kind, number and day of issue, either of which may be unknown."""
    words = [kind]
    if number is not None and not pd.isna(number):
        words.append(f"số {number}")
    if issued is not None and not pd.isna(issued):
        words.append(f"ngày {format_date(issued)}")
    return " ".join(words)


def _single(
    row: Table, kind: Kind, formula: str, columns: tuple[str, ...], read: Callable[[Mapping[str, Any]], Any]
) -> Measure:
    if row.absence:
        return Measure(kind, None, formula, row.absence)
    records: list[Any] = row.rows.to_dict("records")
    if len(records) > 1:
        place = row.sources(*columns)[0]
        raise ReportError(
            f"có {len(records)} dòng cho {row.title}, chỉ được có một",
            file=place.file,
            sheet=place.sheet,
            cell=f"dòng {place.rows}",
            remedy="giữ lại một dòng",
        )
    value = read(records[0]) if records else None
    if value is None or (not isinstance(value, tuple) and pd.isna(value)):
        absence = Absence("not_applicable", "không có dòng hoặc ô trống")
        return Measure(kind, None, formula, absence, sources=row.sources(*columns), coverage=row.coverage)
    if kind == "declared" and not isinstance(value, Decimal | str):
        value = int(value)
    return Measure(kind, value, formula, sources=row.sources(*columns), coverage=row.coverage)


def names(rows: Table, column: str = "commune") -> Measure:
    """The different names in a column, in the order the office numbered its rows (so the rows' own order does not
    matter)."""
    adds = Adds("list", column)
    if column in rows.contract.left_out:
        absence = Absence("not_applicable", "không có cột này")
        return Measure("list", None, f"Liệt kê từ {rows.title}", absence, adds=adds)
    formula = f"Liệt kê «{rows.contract.column(column).title}» của {rows.title}"
    if rows.absence:
        return Measure("list", None, formula, rows.absence, adds=adds)
    official = {code: position for position, code in enumerate(rows.names)}
    frame = rows.rows[[column, "source_number"]].dropna(subset=[column])
    numbered = [
        (pd.isna(number), 0 if pd.isna(number) else int(number), official.get(value, len(official)), str(value))
        for value, number in zip(frame[column], frame["source_number"], strict=True)
    ]
    listed = tuple(dict.fromkeys(rows.names.get(value, value) for *_, value in sorted(numbered)))
    return Measure("list", listed, formula, sources=rows.sources(column), coverage=rows.coverage, adds=adds)


def stated(value: Exact | None, formula: str, source: Source, kind: Kind = "document") -> Measure:
    """A value a person wrote in the period's own file (report.yaml); absent in a draft."""
    if value is None:
        return Measure(kind, None, formula, Absence("not_applicable", "bản dự thảo"), sources=(source,))
    return Measure(kind, value, formula, sources=(source,))


def ratio(part: str, whole: str) -> Deferred:
    """A share, exact; a share of nothing does not apply."""

    def compute(a: int, b: int) -> Exact | Absence:
        return Share(a, b) if b else Absence("not_applicable", "mẫu số bằng 0")

    return Deferred((part, whole), compute, "{0} ÷ {1}")


def plus(*addends: str) -> Deferred:
    """The sum of counts or amounts."""
    formula = " + ".join(f"{{{index}}}" for index in range(len(addends)))
    return Deferred(addends, lambda *values: sum(values), formula, "summed")


def minus(whole: str, part: str) -> Deferred:
    """The difference of two counts or amounts; may be negative."""
    return Deferred((whole, part), lambda a, b: a - b, "{0} − {1}")


def gap(actual: str, target: str) -> Deferred:
    """How far a value is from its target, without a sign: the words say "short" or "over".

    >>> source = Source("report.yaml", "", "", "", "")
    >>> given = {"done": stated(7, "", source), "target": stated(10, "", source)}
    >>> Facts(**given, missing=gap("done", "target"))["missing"].value
    3
    """
    return Deferred((actual, target), lambda a, b: abs(a - b), "|{0} − {1}|")


def latest(*rungs: str) -> Deferred:
    """The first of several facts that applies, newest rung first: the adjusted target, else the planned one.

    A rung that was not reported is not passed over: nobody knows yet whether it applies.

    >>> source = Source("report.yaml", "", "", "", "")
    >>> given = {"adjusted": stated(None, "", source), "plan": stated(625, "", source)}
    >>> Facts(**given, target=latest("adjusted", "plan"))["target"].value
    625
    """
    formula = OR_ELSE.join(f"{{{index}}}" for index in range(len(rungs)))
    return Deferred(rungs, None, formula)


def rate_cut(poor: str, exits: str, households_start: str, households_end: str) -> Deferred:
    """The reduction of the poverty rate between two year ends, in percentage points: P₀/N₀ − (P₀ − d)/N₁.

    The two ends have different numbers of households, so d/N would be wrong.
    """

    def compute(p: int, d: int, n0: int, n1: int) -> Exact | Absence:
        if not n0 or not n1:
            return Absence("not_applicable", "mẫu số bằng 0")
        change = Fraction(p, n0) - Fraction(p - d, n1)
        return Share(change.numerator, change.denominator)

    return Deferred((poor, exits, households_start, households_end), compute, "{0} ÷ {2} − ({0} − {1}) ÷ {3}")


def _computed(entry: Deferred, inputs: list[Measure]) -> Measure:
    """Works a formula out; what its inputs lack, it lacks."""
    lacking = _joined_absence(inputs)
    if lacking is not None:
        return Measure(entry.kind, None, entry.formula, lacking, entry.inputs)
    assert entry.compute is not None
    value = entry.compute(*(measure.value for measure in inputs))
    coverage = joined_coverage(measure.coverage for measure in inputs)
    if isinstance(value, Absence):
        return Measure(entry.kind, None, entry.formula, value, entry.inputs, coverage=coverage)
    parts = _added_parts(inputs) if entry.kind == "summed" else {}
    notes = joined_notes((measure.notes for measure in inputs), parts)
    return Measure(entry.kind, value, entry.formula, inputs=entry.inputs, parts=parts, coverage=coverage, notes=notes)


def _joined_absence(inputs: list[Measure]) -> Absence | None:
    """What a formula lacks. Whoever has not reported comes first, all of them together: what they send may change the
    rest."""
    absences = [measure.absence for measure in inputs if measure.absence is not None]
    waiting = [absence for absence in absences if absence.kind == "not_reported"]
    if waiting:
        offices = dict.fromkeys(sender for absence in waiting for sender in absence.offices)
        return Absence("not_reported", offices=tuple(offices))
    return absences[0] if absences else None


def _first_applying(entry: Deferred, inputs: list[Measure]) -> Measure:
    """The first measure that applies or was not reported, with its breakdown; the last one when none does."""
    applying = (each for each in inputs if each.absence is None or each.absence.kind == "not_reported")
    return replace(next(applying, inputs[-1]), formula=entry.formula, inputs=entry.inputs, sources=())


def _added_parts(inputs: list[Measure]) -> dict[str, dict[str, int]]:
    """The breakdown of a sum: each dimension that all addends are broken down by."""
    shared = set.intersection(*(set(measure.parts) for measure in inputs))
    result: dict[str, dict[str, int]] = {}
    for dimension in sorted(shared):
        added: dict[str, int] = {}
        for measure in inputs:
            for value, number in measure.parts[dimension].items():
                added[value] = added.get(value, 0) + number
        result[dimension] = added
    return result
