"""The handful of figures that stand for a period, beside their targets, as plain data."""

from typing import Any

from lib.facts.caveats import marks
from lib.indicators.registry import headlines
from lib.narrative.runs import plain_text
from lib.report.tables.figures import Figures, Record


def headline_rows(figures: Figures) -> list[dict[str, str]]:
    """A row for each headline the period has: id, title, value, target and attainment as readers see them; '' for the
    last two where nothing is aimed at."""
    return [_row(figures, figures.facts[name]) for name in headlines() if name in figures.facts]


def _row(figures: Figures, fact: Record) -> dict[str, str]:
    target = figures.target(fact)
    return {
        "id": fact["id"],
        "title": fact["title"],
        "value": printed(figures, fact),
        "target": printed(figures, target) if target else "",
        "attainment": figures.attainment(fact).without(figures.common).shown,
    }


def printed(figures: Figures, fact: Record) -> str:
    """A value as the report prints it, with its unit and marks; words where there is none.

    "1.779 hộ", "113 tỷ đồng", "96,75%†", "chưa có báo cáo".
    """
    value = figures.value(fact).without(figures.common)
    if fact["value"] is None:
        return value.words
    unit = "" if fact["unit"] in ("VND", "percent") else figures.unit(fact)
    return f"{fact['printed']}{marks(value.caveats)} {unit}".strip()


def edition_summary(figures: Figures, forms: dict[str, str]) -> dict[str, Any]:
    """What lists of editions say of one, for its manifest. `forms` are titles of departments' forms by file."""
    context, data = figures.context, figures.document["data"]
    return {
        "unit": context.unit.official_name,
        "title": plain_text(figures.document["title"]),
        "period": context.period.title,
        "end": context.period.end.isoformat(),
        "number": figures.document["number"],
        "draft": plain_text(figures.document["draft_note"]),
        "expected": len(data["received"]) + len(data["missing"]),
        "missing": list(data["missing"]),
        "notice": data["notice"],
        "headlines": headline_rows(figures),
        "legend": [*figures.legend(_cited(figures), _codes(figures)), *figures.whole_legend],
        "forms": forms,
    }


def _cited(figures: Figures) -> list[Record]:
    """The headlines and their targets."""
    shown = [figures.facts[name] for name in headlines() if name in figures.facts]
    return [*shown, *(target for fact in shown if (target := figures.target(fact)))]


def _codes(figures: Figures) -> set[str]:
    return {code for fact in _cited(figures) for code in fact["caveats"]} - set(figures.common)
