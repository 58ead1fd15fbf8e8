"""Relations with law and calendar: amounts that a norm fixes, days that follow one another or lie in the period."""

import re
from datetime import date
from itertools import takewhile
from typing import Any

from lib.checks.relations.figures import Figure, number, result
from lib.checks.relations.model import FAILS, HOLDS, UNCHECKED, Applies, Case, Finding, Kind, low_end, verdict
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.norms import Norm
from lib.domain.numbers import format_count

ISSUED = re.compile(r"\bngày (\d{1,2})/(\d{1,2})/(\d{4})$")


def norm(case: Case) -> Finding:
    """The fact is norm × quantity (× the period's months), at the norm in force at the cut-off. With `least` it is no
    less: other things may be paid besides."""
    quantity = case.figures[case.params["quantity"]]
    try:
        found = case.norms.at(case.params["norm"], case.period.end)
    except ReportError as error:
        return Finding(UNCHECKED, "", error.reason)
    months = len(case.period.months) if case.params.get("months") else 1
    due = quantity.size.scaled(found.amount * months)
    assert due.low is not None
    times = f" × {months} tháng" if case.params.get("months") else ""
    arithmetic = f"{quantity.bare} × {format_count(found.amount)}{times} = {case.own.amount(due.low)}"
    arithmetic += f"; báo cáo ghi {case.own.text}"
    holds = case.own.size.reaches(due) if case.params.get("least") else due.meets(case.own.size)
    if not holds and due.low == due.high:
        arithmetic += f", lệch {case.own.amount(abs(low_end(case.own.size) - due.low))}"
    return Finding(verdict(holds), arithmetic, basis(found))


def multiple(case: Case) -> Finding:
    """The fact is a whole number of times the norm in force at the cut-off. Where it is not, the note says whether some
    times at the norm before make it so."""
    try:
        found = case.norms.at(case.params["norm"], case.period.end)
    except ReportError as error:
        return Finding(UNCHECKED, "", error.reason)
    amount = int(case.own.number)
    times, over = divmod(amount, found.amount)
    arithmetic = f"{case.own.text} ÷ {format_count(found.amount)} {result(number(case.own.number / found.amount))}"
    if not over:
        return Finding(HOLDS, f"{arithmetic} lần", basis(found))
    arithmetic += f", không phải số nguyên lần: {format_count(times)} lần là {case.own.amount(times * found.amount)}"
    arithmetic += f", còn thừa {case.own.amount(over)}"
    return Finding(FAILS, arithmetic, f"{mixed(case, found, amount)}{basis(found)}")


def mixed(case: Case, found: Norm, amount: int) -> str:
    """How the amount comes out with as few times as possible at the norm before; "" if it does not, or none was."""
    earlier = list(takewhile(lambda version: version != found, case.norms.versions[case.params["norm"]]))
    before = earlier[-1] if earlier else found
    late = next((n for n in range(1, found.amount) if (amount - n * before.amount) % found.amount == 0), 0)
    rest = (amount - late * before.amount) // found.amount
    if not late or rest < 0:
        return ""
    return (
        f"khớp nếu có {format_count(late)} lần theo mức trước {case.own.amount(before.amount)} ({before.validity}): "
        f"{format_count(rest)} × {format_count(found.amount)} + {format_count(late)} × {format_count(before.amount)}; "
    )


def basis(found: Norm) -> str:
    """The norm, since when, by what document, and what is doubtful about it."""
    law = found.legal_basis or "căn cứ chưa đối chiếu"
    since = found.validity if found.valid_from or found.valid_to else "thời hạn chưa rõ"
    stale = f"; mức có thể đã cũ: {found.stale[:1].lower()}{found.stale[1:].rstrip('.')}" if found.stale else ""
    return f"mức {format_count(found.amount)} {found.unit} ({found.title}), {since}, {law}{stale}"


def not_before(case: Case) -> Finding:
    """A document is not older than those it answers to."""
    others = case.listed(_not_before_names(case.params, lambda name: case.figures[name].applies))
    issued = {figure.title: issued_on(figure) for figure in (case.own, *others)}
    undated = [title for title, day in issued.items() if day is None]
    if undated:
        return Finding(UNCHECKED, "", f"«{undated[0]}» không ghi ngày")
    mine, *theirs = (day for day in issued.values() if day is not None)
    holds = all(day <= mine for day in theirs)
    earlier = ", ".join(map(format_date, theirs))
    return Finding(verdict(holds), f"{format_date(mine)} {'không trước' if holds else 'trước'} {earlier}")


def _not_before_names(params: Any, applies: Applies) -> list[str]:
    return [name for name in ([params] if isinstance(params, str) else params) if applies(name)]


def within(case: Case) -> Finding:
    """A document is no younger than the period's cut-off (`cut_off`), or listed months are the period's (`period`)."""
    if case.params == "period":
        months = {f"{year}-{month:02d}" for year, month in case.period.months}
        outside = [name for name in case.own.names if name not in months]
        listed = ", ".join(map(month_text, case.own.names)) or "không có tháng nào"
        outer = f"; ngoài kỳ: {', '.join(map(month_text, outside))}" if outside else ""
        return Finding(verdict(not outside), f"{listed}{outer}")
    issued = issued_on(case.own)
    if issued is None:
        return Finding(UNCHECKED, "", f"«{case.own.title}» không ghi ngày")
    holds, end = issued <= case.period.cut_off, format_date(case.period.cut_off)
    return Finding(verdict(holds), f"{format_date(issued)} {'không sau' if holds else 'sau'} ngày chốt số liệu {end}")


def issued_on(document: Figure) -> date | None:
    """The day of issue that a citation ends with; None where it has none."""
    found = ISSUED.search(document.printed)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def month_text(code: str) -> str:
    """A month as its code has it: "2023-03" → "3/2023"."""
    year, _, month = code.partition("-")
    return f"{int(month)}/{year}"


def _order(case: Case) -> str:
    others = case.listed(_not_before_names(case.params, lambda name: case.figures[name].applies))
    return f"«{case.own.title}» không có trước {', '.join(f'«{other.title}»' for other in others)}"


def _quantity_names(params: Any, applies: Applies) -> list[str]:
    return [params["quantity"]]


def _no_names(params: Any, applies: Applies) -> list[str]:
    return []


NORM = Kind(
    _quantity_names,
    lambda case: (
        f"«{case.own.title}» {'không ít hơn' if case.params.get('least') else 'bằng'} định mức × "
        f"«{case.figures[case.params['quantity']].title}»"
    ),
    norm,
)
MULTIPLE = Kind(_no_names, lambda case: f"«{case.own.title}» là số nguyên lần định mức", multiple)
NOT_BEFORE = Kind(_not_before_names, _order, not_before)
WITHIN = Kind(
    _no_names,
    lambda case: (
        f"«{case.own.title}» {'trong kỳ báo cáo' if case.params == 'period' else 'không sau ngày chốt số liệu'}"
    ),
    within,
)
