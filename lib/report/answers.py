"""What opens when a reader asks a number of the page where it comes from, and the appendix of all calculations.

Plain data for the template, made from the document's ledger alone; the page needs no script for it.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lib.facts.fact import UNIT_LABELS
from lib.facts.lineage import WORDS, Breakdown, Lineage, Record, exact_text, place
from lib.narrative.runs import Run, walk_runs
from lib.report.headlines import printed_facts

LONGEST = 180
"""Characters of one source's cells that an answer shows; the appendix has all of them."""
FEW = 3
"""How many sources an answer lists at once; more are folded."""
WIDE = 18
"""Characters of a breakdown's longest row beyond which its rows stand under each other only."""


class Answers:
    """The answers of one document: to every fact it prints, and to every fact those are computed from."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.lineage = Lineage.of(document)
        printed = dict.fromkeys(_printed(document))
        beneath = dict.fromkeys(below for name in printed for below in self.lineage.beneath(name))
        self.opened: dict[str, None] = {**printed, **beneath}

    def opener(self, run: Run, text: str) -> str:
        """The printed value of a fact, as HTML `text`, with the button that opens its answer. The text is the button's
        label, so a click on it counts as one on the button."""
        name = run["fact"].partition("/")[0]
        if name not in self.opened:
            return text
        fact = self.lineage.facts[name]
        long = fact["kind"] in WORDS
        spoken = fact["title"] if long else f"{run['text']}: {fact['title']}"
        button = f'<button type="button" popovertarget="f-{name}" aria-label="{escape(spoken)}"></button>'
        return f'<label class="{"f long" if long else "f"}">{text}{button}</label>'

    def cell(self, text: str, cites: str) -> str:
        """A cell of a chart's table as HTML: a fact's value, a part of one, or words."""
        kind = "part" if "/" in cites else "fact"
        shown = escape(text)
        if not cites:
            return shown
        return self.opener(
            {"fact": cites, "text": text}, f'<data class="{kind}" value="{escape(cites)}">{shown}</data>'
        )

    def popovers(self) -> Iterator[dict[str, Any]]:
        """Every answer, in the order of the ledger."""
        for name, fact in self.lineage.facts.items():
            if name in self.opened:
                chain = [fact, *(self.lineage.facts[below] for below in self.lineage.beneath(name))]
                sources = dict.fromkeys(place(source, LONGEST) for each in chain for source in each["sources"])
                breakdowns = [*self.lineage.breakdowns(fact), *self.lineage.beside(fact)]
                yield {**self._common(fact), "sources": list(sources), "breakdowns": [(b, wide(b)) for b in breakdowns]}

    def calculations(self) -> Iterator[dict[str, Any]]:
        """The sections that report facts, with every fact of theirs."""
        heads = {each["number"]: f"{each['place']}. {each['title']}" for each in self.document["sections"]}
        by_section: dict[str, list[dict[str, Any]]] = {}
        for fact in self.lineage.facts.values():
            entry = {**self._common(fact), "sources": [place(source) for source in fact["sources"]]}
            by_section.setdefault(fact["section"], []).append(entry)
        for number, entries in by_section.items():
            yield {"number": number, "title": heads.get(number, "Thể thức văn bản"), "facts": entries}

    def files(self) -> dict[str, str]:
        """SHA-256 by name of every file a fact rests on."""
        sources = [source for fact in self.lineage.facts.values() for source in fact["sources"]]
        return dict(sorted({source["file"]: source["sha256"] for source in sources}.items()))

    def _common(self, fact: Record) -> dict[str, Any]:
        lineage = self.lineage
        told = fact["value"] is not None
        result = [each for each in dict.fromkeys((exact_text(fact), fact["printed"])) if each]
        return {
            "fact": fact,
            "unit": UNIT_LABELS[fact["unit"]],
            "absence": lineage.absence(fact),
            "shown": lineage.shown(fact),
            "terms": lineage.terms(fact) if told else [],
            "result": result if told and fact["kind"] not in WORDS else [],
            "caveats": lineage.caveats(fact),
        }


def wide(breakdown: Breakdown) -> bool:
    """Whether a breakdown needs the whole width for each of its rows."""
    return bool(breakdown.heads) or max(len("".join(row)) for row in breakdown.rows) > WIDE


def _printed(document: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the facts a page prints, in prose, head and charts."""
    if document["number"]:
        yield "header.report_number"
    sections = document["sections"]
    yield from (cited.partition("/")[0] for cited in printed_facts(document["summary"]))
    yield from (run["fact"] for each in sections for stale in each["stale"] for run in stale["runs"] if "fact" in run)
    for blocks in (document["title"], document["opening"], *(each["blocks"] for each in sections), document["closing"]):
        yield from (run["fact"] for run in walk_runs(blocks) if "fact" in run)
    for chart in (chart for section in sections for chart in section["charts"]):
        yield from (run["fact"] for run in walk_runs(chart["title"]) if "fact" in run)
        yield from (cited.partition("/")[0] for row in chart["cites"] for cited in row if cited)
