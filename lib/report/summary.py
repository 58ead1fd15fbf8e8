"""The summary for leaders at the head of the page: headline figures beside their targets, how far targets are reached,
and the report's own sentences about them. Plain data made of the assembled document; it says nothing of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lib.domain.dates import format_date
from lib.narrative.phrases import capital
from lib.narrative.runs import Run, plain_text, sentences
from lib.report.headlines import STANDINGS, headline_facts, standing, value_runs
from lib.report.ladder import aimed, ladder
from lib.report.tables.figures import Figures, Record

TITLE = "Tóm tắt cho lãnh đạo"
FINDINGS = "Báo cáo nêu"


def summary(figures: Figures, everywhere: Collection[str]) -> dict[str, Any]:
    """The summary of an assembled document. `everywhere` are caveats that are said once for the whole report.

    Keys: title, report, place, dated (runs), figures (id, title, value, target, attainment, standing, words), findings
    (section, place, runs), chart, legend.
    """
    document, context, period = figures.document, figures.context, figures.context.period
    shown = headline_facts(figures)
    findings = list(_findings(document, shown))
    chart = ladder(figures, everywhere)
    cited = dict.fromkeys(run["fact"] for each in findings for run in each["runs"] if "fact" in run)
    reached = [figures.facts[name] for name in cited]
    reached += [each for fact in [*shown, *aimed(figures)] for each in (fact, figures.target(fact)) if each]
    codes = {code for fact in reached for code in fact["caveats"]} - set(everywhere)
    return {
        "title": TITLE,
        "report": plain_text(document["title"]),
        "place": context.unit.official_name,
        "dated": _dated(document),
        "span": [{"text": "Số liệu từ "}, _day(period.start), {"text": " đến "}, _day(period.end)],
        "figures": sorted(
            (_figure(figures, fact, everywhere) for fact in shown), key=lambda each: not each["standing"]
        ),
        "lead": FINDINGS,
        "findings": findings,
        "chart": chart,
        "legend": figures.legend(reached, codes),
    }


def _day(day: date) -> Run:
    return {"text": f"ngày {format_date(day)}", "ref": "date"}


def _dated(document: Mapping[str, Any]) -> list[Run]:
    """The number and the day of the report, or that it is a draft."""
    if document["draft"]:
        return [{"text": "Dự thảo", "strong": True}]
    dated: list[Run] = [{"text": document["place_date_line"], "ref": "date"}]
    return [*document["number_line"], {"text": ", "}, *dated]


def _figure(figures: Figures, fact: Record, everywhere: Collection[str]) -> dict[str, Any]:
    target, code = figures.target(fact), standing(figures, fact)
    attained = figures.attainment(fact)
    return {
        "id": fact["id"],
        "title": fact["title"],
        "value": value_runs(figures, fact, everywhere),
        "target": value_runs(figures, target, everywhere) if target and target["value"] is not None else [],
        "attainment": attained.without(attained.caveats).shown,
        "standing": code,
        "words": capital(STANDINGS[code]) if code else "",
    }


def _findings(document: Mapping[str, Any], shown: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The first whole sentence about each of the facts and about its target, in the section that reports it."""
    told: set[tuple[str, int]] = set()
    sections = {section["number"]: section for section in document["sections"]}
    for fact in shown:
        section = sections.get(fact["section"])
        known = list(sentences(section["blocks"])) if section else []
        for name in (fact["id"], fact["target"]):
            about = (at for at, runs in enumerate(known) if name and _about(runs, name))
            at = next(about, None)
            if section and at is not None and (section["number"], at) not in told:
                told.add((section["number"], at))
                yield {"section": section["number"], "place": section["place"], "runs": _trimmed(known[at])}


def _about(runs: list[Run], name: str) -> bool:
    """Whether a sentence prints a fact, or says that it is missing, and does not only lead to a list."""
    whole = runs[-1]["text"].rstrip().endswith((".", "!", "?"))
    return whole and any(run.get("fact") == name or name in run.get("gap", ()) for run in runs)


def _trimmed(runs: list[Run]) -> list[Run]:
    """A sentence without the space before it."""
    return [{**runs[0], "text": runs[0]["text"].lstrip()}, *runs[1:]] if runs else runs
