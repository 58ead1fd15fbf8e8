"""Made-up hierarchies over the sample: its rows dealt out to units, each unit's ledger, the ledgers rolled up."""

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from lib.contracts import OWNERS
from lib.facts.algebra import Facts
from lib.facts.fact import Fact, make_fact
from lib.facts.ledger import dump_ledger, fact_record, ledger
from lib.facts.sent import Sent
from lib.facts.table import Table
from lib.indicators import Context
from lib.indicators.registry import group_metadata, indicator
from lib.indicators.rolled import roll_up, rolled_facts

Deal = Callable[[Any], str]
"""Which unit a thing belongs to: a commune, a household, or a row that names neither."""


def computed(context: Context, group: str, deal: Deal | None = None, unit: str = "") -> Facts:
    """A group's facts over all rows, or over those dealt to a unit."""
    given: dict[str, Any] = {}
    for name in inspect.signature(indicator(group)).parameters:
        given[name] = context.table(name) if name in OWNERS else context.reference.poverty.at(context.period.end)
        if deal is not None and name in OWNERS:
            given[name] = dealt(given[name], deal, unit)
    return indicator(group)(**given)


def dealt(table: Table, deal: Deal, unit: str) -> Table:
    """The rows of a table that are dealt to a unit: whole communes, else whole households, else row by row."""
    key = next((name for name in ("commune", "household") if name in table.rows.columns), None)
    owners = table.rows[key].map(deal) if key else table.rows.index.to_series().map(deal)
    return replace(table, rows=table.rows[owners == unit])


def facts_of(group: str, built: Mapping[str, Any], unit: str, period: str) -> dict[str, Fact]:
    metadata = group_metadata(group)
    titles = {name: entry.title for name, entry in metadata.items()}
    about = {"section": "I", "entity": unit, "period": period}
    return {name: make_fact(group, name, built[name], metadata[name], titles, **about) for name in metadata}


def as_sent(context: Context, group: str, built: Mapping[str, Any], unit: str) -> Sent:
    """The ledger a unit would send, of one group."""
    facts = facts_of(group, built, unit, context.period.code)
    head = {"code": unit, "slug": unit, "name": unit}
    about = {"code": context.period.code, "start": "", "end": "", "title": ""}
    content = ledger([fact_record(fact) for fact in facts.values()], head, about)
    text = dump_ledger(json.loads(json.dumps(content, sort_keys=True)))
    return Sent(f"units/{unit}.json", unit, {"entity": head}, text.encode())


def rolled_group(context: Context, group: str, sent: Iterable[Sent], expected: Iterable[str]) -> Facts:
    """The facts of a group rolled up from ledgers."""
    found = roll_up(sent, {unit: unit for unit in expected}, context.reference, context.period)
    return rolled_facts(group, context.reference.poverty.at(context.period.end), found)
