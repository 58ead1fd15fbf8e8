"""The relations of one section, for its notebook: right under its facts, before anything is written about them."""

from collections.abc import Sequence
from html import escape

from IPython.display import HTML

from lib.checks.relations.evaluate import Result, evaluate, relations
from lib.checks.relations.model import FAILS, HOLDS, UNCHECKED
from lib.facts.ledger import fact_record
from lib.indicators.section import SectionFacts

VERDICTS = {FAILS: "KHÔNG KHỚP", UNCHECKED: "chưa kiểm tra được", HOLDS: "khớp"}


def checked(facts: SectionFacts) -> HTML:
    """What comes of the relations among a section's own facts, failing ones first. Those that lean on other sections
    are counted, and left to the review page."""
    own = [relation for relation in relations() if relation.fact in facts]
    within = [relation for relation in own if all(relation.full(name) in facts for name in relation.names())]
    context = facts.context
    records = [fact_record(fact) for fact in facts.values()]
    results = evaluate(within, records, context.reference.norms, context.period)
    left = len(own) - len(within)
    more = f"<p>{left} quan hệ với mục khác: xem trang đối chiếu (review.html).</p>" if left else ""
    return HTML((relations_table(results) if results else "") + more)


def relations_table(results: Sequence[Result]) -> str:
    """Results as an HTML table: verdict, what should hold, arithmetic."""
    ordered = sorted(results, key=lambda result: list(VERDICTS).index(result.verdict))
    left = "style='text-align:left'"
    head = "".join(f"<th {left}>{name}</th>" for name in ("Kết quả", "Quan hệ", "Phép tính"))
    rows = "".join(
        f"<tr><td {left}>{_verdict(result)}</td><td {left}>{escape(result.claim)}</td>"
        f"<td {left}>{escape('; '.join(filter(None, (result.arithmetic, result.note))))}</td></tr>"
        for result in ordered
    )
    return f"<table class='relations'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _verdict(result: Result) -> str:
    return f"<b>{VERDICTS[FAILS]}</b>" if result.verdict == FAILS else VERDICTS[result.verdict]
