"""The official parts of the document by Decree 30/2020: who issues it, number, place and date, addressee,
recipients, signature."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lib.domain.dates import format_long_date
from lib.facts.fact import Fact
from lib.indicators.context import Context
from lib.indicators.section import SectionFacts
from lib.intake.official import Replaced
from lib.narrative.runs import Block, Run

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""National name and motto, prescribed by Decree 30/2020."""
NO_DATE = "ngày … tháng … năm …"


def official_parts(context: Context, facts: SectionFacts) -> dict[str, Any]:
    """Head and foot as plain data. In a draft number and date are None."""
    report = context.report
    document = report.get("document") or {}
    level = context.reference.level(context.unit, context.period.end)
    number = facts["header.report_number"]
    place = document.get("place") or context.unit.name
    return {
        "motto": list(MOTTO),
        "superior": [str(line) for line in report.get("superior") or []],
        "issuer": list(level.head(context.unit.name)),
        "place": place,
        "unit": context.unit.name,
        "kind": "BÁO CÁO",
        "number": number.printed if number.present else None,
        "number_line": [{"text": "Số: "}, _number(number, document.get("symbol") or "…")],
        "place_date": place_and_date(document.get("place"), document.get("date")),
        "place_date_line": place_and_date(document.get("place"), document.get("date")) or f"{place}, {NO_DATE}",
        "replaces_line": _replaces(Replaced.read(report)),
        "addressee": report["addressee"],
        "addressee_line": f"Kính gửi: {report['addressee']}.",
        "recipients_title": "Nơi nhận:",
        "recipients": list(report["recipients"]),
        "signatory": dict(report["signatory"]),
        "period": {"code": context.period.code, "title": context.period.title},
    }


def _number(number: Fact, symbol: str) -> Run:
    """The number and symbol as a run; dots for the number in a draft."""
    return {"text": number.printed, "fact": number.id} if number.present else {"text": f"…/{symbol}"}


def _replaces(old: Replaced | None) -> str:
    """That this report takes the place of a signed one; "" where it does not."""
    return f"(Thay thế Báo cáo số {old.number} {format_long_date(old.date)})" if old else ""


def draft_note(reasons: Sequence[list[Run]]) -> list[Block]:
    """What a draft says of itself at its head, and why it is one; nothing without reasons."""
    word: Run = {"text": "Dự thảo", "strong": True}
    if len(reasons) < 2:
        return [{"block": "paragraph", "runs": [word, {"text": " – "}, *why, {"text": "."}]} for why in reasons]
    ends = [*[";"] * (len(reasons) - 1), "."]
    items = [[{"block": "paragraph", "runs": [*why, {"text": end}]}] for why, end in zip(reasons, ends, strict=True)]
    opening: Block = {"block": "paragraph", "runs": [word, {"text": ", vì:"}]}
    return [opening, {"block": "list", "ordered": False, "items": items}]


def place_and_date(place: str | None, day: date | None) -> str | None:
    """ "Krông Pa, ngày 15 tháng 6 năm 2021" as an official head writes it; None in a draft."""
    if not place or not day:
        return None
    return f"{place}, {format_long_date(day)}"
