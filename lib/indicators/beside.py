"""Facts of one period as another's report takes them over: value, files and rows, or why they cannot stand beside."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.facts.fact import Fact
from lib.facts.values import Absence, Measure, Source
from lib.indicators.registry import section_of

BY_STANDARD = ("review",)
"""Groups whose facts count households by the poverty standard in force."""


class Opened(Protocol):
    """What is needed of a period's context."""

    period: Period
    unit: Any
    reference: Any

    @property
    def folder(self) -> str: ...

    @property
    def land(self) -> object: ...

    def group(self, name: str) -> dict[str, Fact]: ...


def taken(context: Opened, fact_id: str, folder: str = "") -> Measure:
    """A fact as it stands in its own period, with every source beneath it; `folder` goes before the files' names."""
    group, _, name = fact_id.partition(".")
    if group not in section_of(group).groups_of(context.period.kind):
        absence = Absence("not_applicable", f"báo cáo {context.period.title} không có chỉ tiêu này")
        return Measure("computed", None, fact_id, absence)
    facts = context.group(group)
    fact = facts[name]
    sources = tuple(dict.fromkeys(_sources(fact, facts)))
    return Measure(
        kind="computed" if fact.kind == "computed" else "summed",
        value=fact.value,
        formula=f"«{fact.title}» {context.period.title}: {fact.formula}".replace("{", "{{").replace("}", "}}"),
        absence=fact.absence,
        sources=tuple(replace(each, file=f"{folder}{each.file}") for each in sources),
        coverage=fact.coverage,
    )


def _sources(fact: Fact, group: Mapping[str, Fact]) -> Iterator[Source]:
    yield from fact.sources
    for needed in fact.inputs:
        yield from _sources(group[needed.partition(".")[2]], group)


def beside(now: Opened, other: Opened | None, period: Period, fact_id: str) -> Measure:
    """A fact of another period of the same unit, to stand beside this one's; absent where that period is not there or
    cannot be read, where the unit's land was another, and where households were classified by another standard."""
    why = f"chưa có số liệu {period.title}" if other is None else _unlike(now, other, fact_id.partition(".")[0])
    if other is None or why:
        return Measure("computed", None, fact_id, Absence("not_applicable", why))
    try:
        return taken(other, fact_id, other.folder)
    except ReportError as error:
        absence = Absence("not_applicable", f"số liệu {period.title} không đọc được: {error}")
        return Measure("computed", None, fact_id, absence)


def _unlike(now: Opened, other: Opened, group: str) -> str:
    """Why two periods cannot be compared; '' where they can."""
    if other.land not in (now.land, now.unit.key):
        return f"địa bàn đã thay đổi so với {other.period.title}"
    if group in BY_STANDARD:
        here, there = (each.reference.poverty.at(each.period.end) for each in (now, other))
        if here != there:
            return f"chuẩn nghèo đã thay đổi: {there.legal_basis} ở {other.period.title}, nay là {here.legal_basis}"
    return ""
