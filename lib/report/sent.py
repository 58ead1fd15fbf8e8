"""Who sent what, when, and how it compares with the period before: figures and words for the notebook and the annex.

Everything is plain data, ready to print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from lib.contracts import Contracts
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count, format_percent
from lib.facts.caveats import CAVEATS
from lib.facts.rollup import UNITS
from lib.indicators.context import Context
from lib.intake.compared import ROWS, WHOLE, Comparison, Line, Totals, compared, totals
from lib.intake.period import Sender
from lib.intake.sending import Sending, send_by, sendings
from lib.narrative.phrases import listed_name

STATES = {
    "on_time": "đúng hạn",
    "after_cutoff": "sau ngày chốt",
    "overdue": "quá hạn gửi",
    "undated": "đã gửi",
    "told": "chưa gửi tệp; nhập tay",
    "missing": "chưa gửi",
}
NOTHING = "–"


@dataclass(frozen=True)
class Earlier:
    """The period this one is compared with: its title, its figures, or why there are none."""

    title: str
    totals: Totals | None
    why: str = ""


def earlier(context: Context) -> Earlier | None:
    """The period to compare with; None where there is none. One that cannot be read stops nothing here: it says why."""
    before = context.earlier
    if before is None:
        return None
    try:
        if not before.cleaned.receipts and not before.cleaned.intake["told"]:
            return Earlier(before.period.title, None, "không có tệp nào")
        return Earlier(before.period.title, totals(before.cleaned))
    except ReportError as error:
        return Earlier(before.period.title, None, str(error))


@lru_cache(maxsize=1)
def against(context: Context) -> tuple[Earlier | None, Comparison]:
    """The period to compare with, and both periods' figures; no figures where there is none."""
    before = earlier(context)
    if before is None or before.totals is None:
        return before, Comparison()
    return before, compared(totals(context.cleaned), before.totals, tuple(context.commune_names), context.contracts)


def sending_notes(context: Context) -> dict[str, Any]:
    """Senders with their days, rows and the period before; totals by table and by commune.

    Keys: cutoff, deadline (days), dated (whether any day of receipt is known), late (names, with days), senders,
    earlier (title, why) or None, tables, partial (whether any total lacks a commune), communes, children (their word).
    """
    deadline = send_by(context.data, context.unit, context.period)
    found = sendings(context.cleaned, context.communes, deadline)
    before, comparison = against(context)
    known = before.totals if before else None
    return {
        "cutoff": format_date(context.period.end),
        "deadline": format_date(deadline),
        "dated": any(each.received for each in found),
        "late": [_late(context, each) for each in found if each.received and each.late],
        "senders": [_sender(context, each, known) for each in found],
        "earlier": {"title": before.title, "why": before.why} if before else None,
        "tables": _tables(context, comparison),
        "partial": any(line.partial or line.partial_before for line in comparison.whole()),
        "communes": _communes(context, comparison),
        "children": context.level.children,
    }


def _late(context: Context, sending: Sending) -> str:
    assert sending.received is not None
    return f"{listed_name(context, sending.sender)} (ngày {format_date(sending.received)})"


def _sender(context: Context, sending: Sending, before: Totals | None) -> dict[str, Any]:
    days = (sending.received - context.period.end).days if sending.received else 0
    state = STATES[sending.state] + (f" {days} ngày" if sending.received and days > 0 else "")
    told = sending.told and sending.state == "missing"
    rows_before = _rows(before, sending.sender, context.contracts) if before else None
    absent = sending.state == "missing" and not told
    return {
        "sender": listed_name(context, sending.sender),
        "file": sending.file,
        "received": format_date(sending.received)
        if sending.received
        else "chưa rõ"
        if sending.state == "undated"
        else NOTHING,
        "state": "chưa gửi tệp; nhập tay một phần" if told else state + (", bản tạm" if sending.provisional else ""),
        "late": sending.late,
        "rows": NOTHING if absent else format_count(sending.rows),
        "rejected": NOTHING if absent else format_count(sending.rejected),
        "before": shown(rows_before),
        "change": change(None if absent else sending.rows, rows_before, share=False),
    }


def _rows(before: Totals, sender: Sender, contracts: Contracts) -> int | None:
    """How many rows a sender had in the period before; None where it had not sent, or was not yet there."""
    office, commune = sender
    if office == UNITS:
        return None
    rows = [before.of(table.name, commune or WHOLE, ROWS) for table in contracts.of(office).tables]
    known = [each for each in rows if each is not None]
    return sum(known) if known and (commune is None or any(known)) else None


def _tables(context: Context, comparison: Comparison) -> list[dict[str, Any]]:
    """Each table with its owner and its figures, all communes together."""
    return [
        {
            "sender": _owner(context, office),
            "table": context.contracts.table(table).title,
            "lines": [_line(line, context.contracts) for line in lines],
        }
        for (office, table), lines in groupby(comparison.whole(), lambda line: (line.office, line.table))
    ]


def _line(line: Line, contracts: Contracts) -> dict[str, Any]:
    return {
        "measure": measure(line, contracts),
        "now": shown(line.now) + _mark(line.partial),
        "before": shown(line.before) + _mark(line.partial_before),
        "change": change(line.now, line.before),
        "jumps": line.jumps,
    }


def _mark(partial: bool) -> str:
    return CAVEATS["incomplete"].mark if partial else ""


def _owner(context: Context, office: str) -> str:
    if context.contracts.of(office).per_commune:
        return f"Các {context.level.children}"
    return listed_name(context, (office, None))


def _communes(context: Context, comparison: Comparison) -> dict[str, Any]:
    """The rows of the tables that communes themselves send, a line for each commune."""
    owned = [contract for contract in context.contracts.sent if contract.per_commune]
    names = [table.name for contract in owned for table in contract.tables]
    by_table = {
        name: {line.place: line for line in comparison.by_commune(name) if line.measure == ROWS} for name in names
    }
    rows = [
        {"name": name, "cells": [_cell(by_table[table][code]) for table in names]}
        for code, name in context.commune_names.items()
        if comparison.lines
    ]
    return {"heads": [context.contracts.table(name).title for name in names], "rows": rows}


def _cell(line: Line) -> dict[str, Any]:
    return {"now": shown(line.now), "before": shown(line.before), "jumps": line.jumps}


def measure(line: Line, contracts: Contracts) -> str:
    """What a line counts: rows, or the title of a column with its unit."""
    if line.measure == ROWS:
        return "Số dòng"
    column = contracts.table(line.table).column(line.measure)
    unit = column.unit or ("đồng" if column.type == "money" else "")
    return f"{column.title} ({unit})" if unit else column.title


def shown(value: int | None) -> str:
    """A figure of a comparison; a dash where it is not known."""
    return NOTHING if value is None else format_count(value)


def change(now: int | None, before: int | None, share: bool = True) -> str:
    """By how much a figure moved, with its sign and, where asked for, its share.

    >>> change(269, 253), change(90, 90), change(5, 0), change(80, 100), change(None, 3), change(8, 9, share=False)
    ('+16 (+6,3%)', 'không đổi', '+5', '−20 (−20,0%)', '', '−1')
    """
    if now is None or before is None:
        return ""
    if now == before:
        return "không đổi"
    sign = "+" if now > before else "−"
    moved = abs(now - before)
    told = f" ({sign}{format_percent(Fraction(100 * moved, before), 1)})" if share and before else ""
    return f"{sign}{format_count(moved)}{told}"


def lines_by_commune(context: Context) -> Sequence[tuple[str, Sequence[Line]]]:
    """Each table's figures by commune beside the period before: (title, lines); empty where there is none."""
    _, comparison = against(context)
    names = [table.name for contract in context.contracts.sent for table in contract.tables]
    found = [(context.contracts.table(name).title, list(comparison.by_commune(name))) for name in names]
    return [(title, lines) for title, lines in found if lines]
