"""The review page beside the report: what does not hold first, each with its arithmetic; then the rest. One file, no
external request, nothing that runs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib.domain.dates import format_date
from lib.facts.caveats import CAVEATS
from lib.indicators.registry import HEADER, Section, sections
from lib.report.pages import side_page

Told = Mapping[str, Any]


def review_page(review: Told, notice: str = "") -> str:
    """The page of a review (`lib/checks/relations/review.py`). `notice` is what the period's report.yaml says of its
    data."""
    results = review["results"]
    parts = {
        "open": [each for each in results if each["verdict"] == "fails" and not each["accepted"]],
        "accepted": [each for each in results if each["verdict"] == "fails" and each["accepted"]],
        "unchecked": [each for each in results if each["verdict"] == "unchecked"],
        "holds": [each for each in results if each["verdict"] == "holds"],
    }
    grouped = {name: by_section(part) for name, part in parts.items()}
    shown = {"review": review, "parts": grouped, "notice": notice}
    return side_page("review", shown, day=lambda text: format_date(date.fromisoformat(text)), caveats=reserves)


def by_section(results: list[Told]) -> list[tuple[Section, list[Told]]]:
    """Results under their sections in the report's order, as (section, results)."""
    grouped = [
        (section, [each for each in results if each["section"] == section.number]) for section in (HEADER, *sections())
    ]
    return [(section, found) for section, found in grouped if found]


def reserves(facts: list[Told]) -> str:
    """What readers should know of the facts of a result, by kind of caveat: "số dựng: «…», «…»"."""
    titles = {code: [f"«{fact['title']}»" for fact in facts if code in fact["caveats"]] for code in CAVEATS}
    return "; ".join(f"{CAVEATS[code].short}: {', '.join(listed)}" for code, listed in titles.items() if listed)
