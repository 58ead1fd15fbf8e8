"""What a section's notebook loads: its facts, shown as a table with formula and source."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from lib.domain.errors import ReportError
from lib.facts.caveats import CAVEATS
from lib.facts.fact import ABSENCES, UNIT_LABELS, Fact
from lib.facts.ledger import FACTS_MIME, fact_record
from lib.facts.values import Source
from lib.indicators.context import Context, open_context
from lib.indicators.registry import HEADER, Section, sections


class SectionFacts(Mapping[str, Fact]):
    """The facts of one section by id. In a notebook it shows itself as a table and leaves its records in the
    output."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section = section
        self.context = context
        groups = section.groups_of(context.period.kind) or section.groups  # the notebook of another kind of period
        self._facts = {fact.id: fact for group in groups for fact in context.group(group).values()}

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            FACTS_MIME: {"section": self.section.number, "facts": [fact_record(fact) for fact in self.values()]},
            "text/html": facts_table(self.values()),
            "text/plain": "\n".join(f"{fact.id} = {shown_value(fact)}" for fact in self.values()),
        }


def section(key: str, unit: str, period: str, data: str = "") -> SectionFacts:
    """The facts of a section for a unit and period.

    `key` is the section's key in the registry; `data` a data folder (empty: the repository's). Raises ReportError
    for an unknown unit, period or unreadable input.
    """
    for candidate in (HEADER, *sections()):
        if candidate.key == key:
            return SectionFacts(candidate, open_context(unit, period, data))
    known = ", ".join(candidate.key for candidate in sections() if candidate.key)
    raise ReportError(f"không có mục «{key}»", remedy=f"dùng một trong: {known}")


def shown_value(fact: Fact) -> str:
    """The printed value with its unit, or what kind of absence it is."""
    if fact.absence is not None:
        return f"[{ABSENCES[fact.absence.kind]}]"
    unit = "" if fact.unit in ("VND", "percent", "text") or fact.kind == "list" else UNIT_LABELS[fact.unit]
    words = {code: CAVEATS[code].short for code in fact.caveats}
    if fact.incomplete and fact.coverage:
        words["incomplete"] = f"{fact.coverage.reported}/{fact.coverage.expected} nơi gửi"
    return f"{fact.printed} {unit}".strip() + "".join(f" ({said})" for said in words.values())


def facts_table(facts: Iterable[Fact]) -> str:
    """Facts as an HTML table: id, title, value, formula, source."""
    heads = ("Mã", "Chỉ tiêu", "Giá trị", "Cách tính", "Nguồn")
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in heads)
    rows = "".join(f"<tr>{_row(fact)}</tr>" for fact in facts)
    return f"<table class='facts'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(fact: Fact) -> str:
    texts = (
        f"<code>{escape(fact.id)}</code>",
        escape(fact.title),
        f"<b>{escape(shown_value(fact))}</b>",
        escape(fact.formula),
        escape(sources_text(fact.sources) or ", ".join(fact.inputs)),
    )
    aligned = ("left", "left", "right", "left", "left")
    return "".join(f"<td style='text-align:{side}'>{text}</td>" for side, text in zip(aligned, texts, strict=True))


def sources_text(sources: tuple[Source, ...]) -> str:
    """Where a value comes from on one line: the place when it is one, a count of files when they are many."""
    if not sources:
        return ""
    first = sources[0]
    if len(sources) == 1:
        rows = f"dòng {shortened(first.rows)}" if first.rows else "không có dòng nào"
        return f"{first.file} › {first.sheet} › {rows}"
    return f"{len({source.file for source in sources})} tệp › {first.sheet}"


def shortened(rows: str, most: int = 40) -> str:
    """Row ranges cut at a whole range when they are long."""
    if len(rows) <= most:
        return rows
    return rows[:most].rpartition(",")[0] + ",…"
