"""The review of one edition: what came of every relation and who accepted what, as plain data for page and machines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lib.checks.relations.accepted import Acceptance, read_accepted, settled
from lib.checks.relations.evaluate import Result, evaluate, relations_for
from lib.checks.relations.model import FAILS, HOLDS, UNCHECKED
from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.facts.schema import SchemaError, check
from lib.indicators.context import Context

FORMAT = "poverty-report-review/1"
REVIEW, PAGE = "review.json", "review.html"
SCHEMA = "review.schema.json"


def review(context: Context, ledger: Mapping[str, Any]) -> dict[str, Any]:
    """The review of a ledger, results in the report's order. Raises ReportError for an acceptance that is refused."""
    entries = read_accepted(context.raw)
    results = evaluate(relations_for(context.period.kind), ledger["facts"], context.reference.norms, context.period)
    content = as_data(ledger, results, settled(results, entries))
    titles = {fact["id"]: fact["title"] for fact in ledger["facts"]}
    content["adopted"] = [
        {**asdict(each), "title": titles.get(each.fact, each.fact), "date": each.date.isoformat()}
        for each in context.overrides.figures
    ]
    return content


def as_data(ledger: Mapping[str, Any], results: Sequence[Result], accepted: Mapping[str, Acceptance]) -> dict[str, Any]:
    """Results and acceptances as plain data, under the unit and period of the ledger."""
    told = [_told(result, accepted.get(result.relation.id)) for result in results]
    return {
        "format": FORMAT,
        "entity": ledger["entity"],
        "period": ledger["period"],
        "counts": _counts(told),
        "adopted": [],
        "results": told,
    }


def _told(result: Result, acceptance: Acceptance | None) -> dict[str, Any]:
    relation, note = result.relation, result.note
    if acceptance is not None and result.verdict == FAILS and not acceptance.fits(result):
        note = "; ".join(filter(None, (note, _lapsed(acceptance, result))))
        acceptance = None
    return {
        "id": relation.id,
        "kind": relation.kind,
        "section": result.section,
        "verdict": result.verdict,
        "claim": result.claim,
        "arithmetic": result.arithmetic,
        "note": note,
        "reason": relation.reason,
        "formula": result.formula,
        "facts": [
            {"id": each.id, "title": each.title, "printed": each.printed, "caveats": list(each.record["caveats"])}
            for each in result.figures
        ],
        "seen": result.seen,
        "accepted": None
        if acceptance is None
        else {"who": acceptance.who, "date": acceptance.date.isoformat(), "reason": acceptance.reason},
    }


def _lapsed(acceptance: Acceptance, result: Result) -> str:
    return (
        f"{acceptance.who} đã chấp nhận ngày {format_date(acceptance.date)} khi báo cáo in {acceptance.seen}; nay in "
        f"{result.seen} nên không còn giá trị"
    )


def _counts(told: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {
        verdict: sum(each["verdict"] == verdict for each in told) for verdict in (HOLDS, FAILS, UNCHECKED)
    }
    accepted = sum(each["verdict"] == FAILS and each["accepted"] is not None for each in told)
    return {"relations": len(told), **counts, "accepted": accepted}


def dump_review(content: Mapping[str, Any]) -> str:
    """The review as text, one result a line."""
    head = json.dumps({key: value for key, value in content.items() if key != "results"}, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(result, ensure_ascii=False) for result in content["results"])
    return f'{head}, "results": [\n{lines}\n]}}\n'


def in_one_line(counts: Mapping[str, int]) -> str:
    """What a run says of its review.

    >>> in_one_line({"relations": 123, "holds": 114, "fails": 7, "unchecked": 2, "accepted": 3})
    'Đối chiếu: 7 trong 123 quan hệ số liệu không khớp (đã chấp nhận 3), 2 chưa kiểm tra được'
    >>> in_one_line({"relations": 123, "holds": 0, "fails": 0, "unchecked": 123, "accepted": 0})
    'Đối chiếu: chưa kiểm tra được quan hệ nào trong 123 quan hệ số liệu'
    """
    fails, accepted, unchecked = (counts[name] for name in (FAILS, "accepted", UNCHECKED))
    said = f"{fails} trong {format_count(counts['relations'])} quan hệ số liệu không khớp"
    said += f" (đã chấp nhận {accepted})" if accepted else ""
    if not (fails or counts[HOLDS]):
        return f"Đối chiếu: chưa kiểm tra được quan hệ nào trong {format_count(counts['relations'])} quan hệ số liệu"
    said = said if fails else f"cả {format_count(counts[HOLDS])} quan hệ số liệu kiểm tra được đều khớp"
    return f"Đối chiếu: {said}" + (f", {unchecked} chưa kiểm tra được" if unchecked else "")


def check_review(content: Mapping[str, Any]) -> None:
    """Raises ReportError where a review breaks its schema, or a fact is not what its own formula makes of others: then
    the program is wrong, and so is the text."""
    try:
        check(content, __package__, SCHEMA)
    except SchemaError as error:
        raise ReportError(f"trang đối chiếu sai cấu trúc: {error.message[:200]}", file=REVIEW) from error
    for result in content["results"]:
        by_hand = any("adopted" in fact["caveats"] for fact in result["facts"])
        if result["verdict"] == FAILS and result["formula"] and not by_hand:
            raise ReportError(
                f"{result['claim']}, nhưng {result['arithmetic']}: chương trình tính sai",
                file=REVIEW,
                cell=result["id"],
                remedy="báo người phụ trách mã; báo cáo chưa được phát hành",
            )
