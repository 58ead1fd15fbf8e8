"""The review page beside the report: what does not hold first, each with its arithmetic; then the rest. One file, no
external request, nothing that runs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.domain.dates import format_date
from lib.domain.numbers import format_count
from lib.domain.pages import policy
from lib.domain.text import steady
from lib.facts.caveats import CAVEATS
from lib.indicators.registry import HEADER, Section, sections

TEMPLATES = Path(__file__).parent / "templates"
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
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "count": format_count,
        "day": lambda text: format_date(date.fromisoformat(text)),
        "caveats": reserves,
    }
    style = "".join((TEMPLATES / kind / "style.css").read_text(encoding="utf-8") for kind in ("page", "review"))
    page = environment.get_template("review/index.html.j2")
    grouped = {name: by_section(part) for name, part in parts.items()}
    return steady(page.render(review=review, parts=grouped, notice=notice, style=style, policy=policy(style)))


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
