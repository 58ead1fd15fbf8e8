"""An indicator by commune, group or period: the indicator's own function over the rows of each, so that shares are as
exact as the report's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from lib.contracts import OWNERS
from lib.contracts.model import SENDER, Column
from lib.domain.errors import ReportError
from lib.explore.beneath import fact_of, label, rests_on_tables, rows_beneath
from lib.explore.catalogue import periods
from lib.explore.grid import Cell, sortable
from lib.facts import Fact, Share, Table
from lib.indicators.context import Context, open_context
from lib.indicators.section import shown_value

COMMUNE, PERIOD = SENDER.name, "period"
GROUPING = ("commune", "choice", "month", "presence", "text")
"""Types of columns that rows can be grouped by."""
MANY = 30
"""A column of free text with more different values than this is no grouping."""


class Narrowed(Context):
    """A context that sees only the rows with one value in one column, and only the senders of these rows."""

    def __init__(self, whole: Context, tables: Mapping[str, Table], column: str, value: object) -> None:
        super().__init__(whole.unit.slug, whole.period.code, whole.data)
        self.__dict__ |= {"cleaned": whole.cleaned, "made_up": whole.made_up}  # read once for all members
        self._tables = tables
        self.column, self.value = column, value

    def table(self, name: str) -> Table:
        whole = self._tables[name]
        if self.column not in whole.rows.columns:
            return whole
        table = whole.where(**{self.column: self.value})
        if self.column != COMMUNE:
            return table
        senders, missing = (
            tuple(each for each in listed if each[1] in (None, self.value)) for listed in (whole.senders, whole.missing)
        )
        return replace(table, senders=senders, missing=missing)


_KEPT: "WeakKeyDictionary[Context, dict[Any, Any]]" = WeakKeyDictionary()
"""Members and tables of contexts at hand: the next indicator of the same group is there at once."""


def narrowed(context: Context, by: str, code: object) -> Narrowed:
    """The context as one member of a dimension sees it."""
    kept = _KEPT.setdefault(context, {})
    if not kept:
        kept["tables"] = {name: context.table(name) for name in OWNERS}
    if (by, code) not in kept:
        kept[by, code] = Narrowed(context, kept["tables"], by, code)
    found: Narrowed = kept[by, code]
    return found


@dataclass(frozen=True)
class Slice:
    """One member of a breakdown: its code, what readers call it, and the indicator for it alone."""

    code: object
    name: str
    fact: Fact


@dataclass(frozen=True)
class Breakdown:
    """An indicator by the members of one dimension. Shows itself as a table that sorts and filters."""

    whole: Fact
    by: str
    title: str
    slices: tuple[Slice, ...]

    def __iter__(self) -> Iterator[Slice]:
        return iter(self.slices)

    def __getitem__(self, name: str) -> Slice:
        """A member by its name or code. Raises ReportError, naming what there is."""
        for each in self.slices:
            if name in (each.name, each.code):
                return each
        raise ReportError(
            f"không có «{name}»", remedy=f"dùng một trong: {', '.join(each.name for each in self.slices)}"
        )

    def _ipython_key_completions_(self) -> list[str]:
        return [each.name for each in self.slices]

    @cached_property
    def adds(self) -> bool:
        """Whether the members' values add up to the whole's: not shares, nor what is counted in two groups."""
        values = [each.fact.value for each in self.slices]
        return all(isinstance(value, int) for value in values if value is not None) and self.whole.value == sum(
            value for value in values if isinstance(value, int)
        )

    @property
    def lowest(self) -> Slice:
        """The member with the smallest value; the first where none has any."""
        return min(self.slices, key=lambda each: (number(each.fact) is None, number(each.fact) or 0))

    def frame(self) -> pd.DataFrame:
        """Name, value as a number (absent: missing), and as it is printed."""
        rows = [(each.name, number(each.fact), shown_value(each.fact)) for each in self.slices]
        return pd.DataFrame(rows, columns=["name", "value", "printed"])

    def _repr_html_(self) -> str:
        return breakdown_html([self])


def breakdown_html(breakdowns: list[Breakdown]) -> str:
    """Breakdowns of one indicator beside each other, a column for each period, as a table with bars."""
    first = breakdowns[0]
    values = [number(each.fact) for shown in breakdowns for each in shown]
    longest = max((value for value in values if value is not None), default=0) or 1
    names = list(dict.fromkeys(each.name for shown in breakdowns for each in shown))
    found = [{each.name: each.fact for each in shown} for shown in breakdowns]
    rows: list[list[Cell | str]] = [[name, *(_bar(facts.get(name), longest) for facts in found)] for name in names]
    heads = [first.title, *(f"{first.whole.title} ({shown.whole.period})" for shown in breakdowns)]
    if len(breakdowns) == 1:
        heads[1] = first.whole.title
    wholes = "; ".join(f"{shown.whole.period}: {shown_value(shown.whole)}" for shown in breakdowns)
    note = "" if first.adds else " Các dòng không cộng thành số chung."
    return sortable(heads, rows, f"Chung cả đơn vị, kỳ {wholes}.{note}")


def _bar(fact: Fact | None, longest: float) -> Cell:
    if fact is None:
        return Cell("–", "")
    value = number(fact)
    return Cell(shown_value(fact), "" if value is None else repr(value), None if value is None else value / longest)


def number(fact: Fact) -> float | None:
    """The value of a fact as a number for sorting and drawing, a share in percent; None where it has none."""
    if not fact.present or isinstance(fact.value, str | tuple):
        return None
    return float(100 * fact.exact if isinstance(fact.value, Share) else fact.exact)


def dimensions(context: Context, indicator: str) -> dict[str, str]:
    """What an indicator can be broken down by: title by column, communes first. Every table beneath it must have the
    column, and its rows more than one value in it.

    Example:
        >>> dimensions(open_context("krong-pa", "2021-H1"), "credit.households")
        {'commune': 'Xã, thị trấn', 'programme': 'Chương trình cho vay', 'status': 'Đối tượng'}
    """
    return _dimensions(rows_beneath(context, indicator) if rests_on_tables(context, indicator) else {})


def _dimensions(tables: Mapping[str, Table]) -> dict[str, str]:
    if not tables:
        return {}
    shared = set.intersection(*({each.name for each in _groupings(table)} for table in tables.values()))
    order = [each for table in tables.values() for each in _groupings(table) if each.name in shared]
    found = {each.name: each.title for each in order}
    return {COMMUNE: found.pop(COMMUNE), **found} if COMMUNE in found else found


def _groupings(table: Table) -> Iterator[Column]:
    for name in table.rows.columns:
        if name.startswith("source_") or (column := table.contract.column(name)).type not in GROUPING:
            continue
        different = table.rows[name].nunique()
        if different > 1 and (column.type != "text" or (different <= MANY and different < len(table.rows))):
            yield column


def breakdown(context: Context, indicator: str, by: str = COMMUNE) -> Breakdown:
    """An indicator by a dimension: "commune", a column of its tables such as "programme", or "period".

    Args:
        context: a unit and period, as `open_context` gives it.
        indicator: a fact's id, "credit.poor_share".
        by: one of `dimensions(context, indicator)`, or "period": every period that has data.

    Raises:
        ReportError: no such indicator, or it cannot be broken down so.

    Example:
        >>> shown = breakdown(open_context("krong-pa", "2021-H1"), "credit.poor_share")
        >>> one = shown["Uar"].fact
        >>> one.printed, str(one.value), shown.whole.printed, shown.adds
        ('9,8%', '13/133', '11,5%', False)
    """
    whole = fact_of(context, indicator)
    if by == PERIOD:
        return Breakdown(whole, by, "Kỳ", tuple(_over_periods(context, indicator)))
    beneath = rows_beneath(context, indicator) if rests_on_tables(context, indicator) else {}
    offered = _dimensions(beneath)
    if by not in offered:
        known = ", ".join([*offered, PERIOD])
        raise ReportError(f"không chia được «{whole.title}» theo «{by}»", remedy=f"dùng một trong: {known}")
    slices = (
        Slice(code, name, narrowed(context, by, code).fact(indicator))
        for code, name in _members(context, by, list(beneath.values())).items()
    )
    return Breakdown(whole, by, offered[by], tuple(slices))


def _members(context: Context, by: str, tables: list[Table]) -> dict[object, str]:
    """The members of a dimension by code: all communes, sent or not; else what rows have, in the contracts' order."""
    if by == COMMUNE:
        return {code: name for code, name in context.commune_names.items()}  # noqa: C416
    present = {value for table in tables for value in table.rows[by].dropna()}
    listed = [code for table in tables for code in table.contract.column(by).choices.values() if code in present]
    order = dict.fromkeys([*listed, *sorted(present - set(listed), key=str)])
    return {code: label(tables[0], tables[0].contract.column(by), code) for code in order}


def _over_periods(context: Context, indicator: str) -> Iterator[Slice]:
    for period in periods(context.unit.slug, str(context.data.root)):
        try:
            fact = fact_of(open_context(context.unit.slug, period, str(context.data.root)), indicator)
        except ReportError:
            if period == context.period.code:
                raise
            continue  # a period that cannot be read has nothing to compare with; its own page says why
        yield Slice(period, fact.period, fact)
