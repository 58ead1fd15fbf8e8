"""The handful of figures that stand for a period, beside their targets, as plain data."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lib.facts.caveats import marks
from lib.indicators.registry import headlines
from lib.narrative.runs import Run, plain_text, walk_runs
from lib.report.tables.figures import Figures, Record

STANDINGS = {
    "met": "đã đạt",
    "not_due": "chưa đến hạn",
    "missed": "không đạt",
    "unknown": "chưa so được",
    "no_target": "chưa giao chỉ tiêu",
    "unheard": "chưa có báo cáo về chỉ tiêu",
}
"""How a value stands to its target, in words."""


def headline_rows(figures: Figures) -> list[dict[str, str]]:
    """A row for each headline the period has: id, title, value, target, attainment and how it stands to its target, as
    readers see them; '' for the last three where nothing is aimed at."""
    return [_row(figures, fact) for fact in headline_facts(figures)]


def headline_facts(figures: Figures) -> list[Record]:
    """The headlines the period has, in order."""
    told = (figures.facts[name] for name in headlines(figures.context.period.kind) if name in figures.facts)
    return [fact for fact in told if figures.applies(fact)]


def _row(figures: Figures, fact: Record) -> dict[str, str]:
    target = figures.target(fact)
    return {
        "id": fact["id"],
        "title": fact["title"],
        "value": printed(figures, fact),
        "target": printed(figures, target) if target else "",
        "attainment": figures.attainment(fact).without(figures.common).shown,
        "standing": STANDINGS.get(standing(figures, fact), ""),
    }


def standing(figures: Figures, fact: Record) -> str:
    """How a value stands to its target, a key of STANDINGS; '' where nothing is aimed at.

    Targets are a year's and are to be reached: before the year's last report one that is not is not yet due. A sum that
    lacks some senders can only be known to have reached it.
    """
    target = figures.target(fact)
    if target is None:
        return ""
    if target["value"] is None:
        return "unheard" if target["absence"]["kind"] == "not_reported" else "no_target"
    done, aim = figures.value(fact), figures.value(target)
    if done.number is None or aim.number is None or "incomplete" in aim.caveats:
        return "unknown"
    if done.number >= aim.number:
        return "met"
    if "incomplete" in done.caveats:
        return "unknown"
    return "not_due" if figures.context.period.rest_title else "missed"


def printed(figures: Figures, fact: Record) -> str:
    """A value as the report prints it, with its unit and marks; words where there is none.

    "1.779 hộ", "113 tỷ đồng", "96,75%†", "chưa có báo cáo".
    """
    return "".join(run["text"] + marks(run.get("caveats", ())) for run in value_runs(figures, fact, figures.common))


def value_runs(figures: Figures, fact: Record, hidden: Collection[str]) -> list[Run]:
    """The same as runs: the fact, without the marks of `hidden` caveats, and its unit."""
    value = figures.value(fact).without(hidden)
    if fact["value"] is None:
        return [{"text": value.words, "gap": [fact["id"]]}]
    unit = "" if fact["unit"] in ("VND", "percent") else figures.unit(fact)
    run = {"text": fact["printed"], "fact": fact["id"], "caveats": list(value.caveats)}
    return [run, *([{"text": f" {unit}"}] if unit else [])]


def edition_summary(figures: Figures, forms: dict[str, str]) -> dict[str, Any]:
    """What lists of editions say of one, for its manifest. `forms` are titles of departments' forms by file."""
    context, data = figures.context, figures.document["data"]
    return {
        "unit": context.unit.official_name,
        "title": plain_text(figures.document["title"]),
        "period": context.period.title,
        "end": context.period.end.isoformat(),
        "number": figures.document["number"],
        "replaces": figures.document["replaces_line"].strip("()"),
        "draft": plain_text(figures.document["draft_note"]),
        "expected": len(data["received"]) + len(data["missing"]),
        "missing": list(data["missing"]),
        "notice": data["notice"],
        "headlines": headline_rows(figures),
        "legend": [*figures.legend(cited(figures), _codes(figures)), *figures.whole_legend],
        "forms": forms,
    }


def cited(figures: Figures) -> list[Record]:
    """The headlines and their targets."""
    shown = headline_facts(figures)
    return [*shown, *(target for fact in shown if (target := figures.target(fact)))]


def _codes(figures: Figures) -> set[str]:
    return {code for fact in cited(figures) for code in fact["caveats"]} - set(figures.common)


def printed_facts(content: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the facts a summary prints."""
    for each in content["figures"]:
        yield from (run["fact"] for run in (*each["value"], *each["target"]) if "fact" in run)
    yield from (
        run["fact"] for run in walk_runs([{"runs": each["runs"]} for each in content["findings"]]) if "fact" in run
    )
    yield from (cites for row in content["chart"]["cites"] for cites in row if cites)
