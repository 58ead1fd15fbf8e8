"""The official parts of the document by Decree 30/2020: who issues it, number, place and date, addressee,
recipients, signature."""

from datetime import date
from typing import Any

from lib.domain.dates import format_long_date
from lib.indicators.context import Context
from lib.indicators.section import SectionFacts

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""National name and motto, prescribed by Decree 30/2020."""


def official_parts(context: Context, facts: SectionFacts) -> dict[str, Any]:
    """Head and foot as plain data. In a draft number and date are None."""
    report = context.report
    document = report.get("document") or {}
    level = context.reference.level(context.unit, context.period.end)
    number = facts["header.report_number"]
    return {
        "motto": list(MOTTO),
        "issuer": list(level.head(context.unit.name)),
        "place": document.get("place") or context.unit.name,
        "unit": context.unit.name,
        "number": number.printed if number.present else None,
        "place_date": place_and_date(document.get("place"), document.get("date")),
        "addressee": report["addressee"],
        "recipients": list(report["recipients"]),
        "signatory": dict(report["signatory"]),
        "period": {"code": context.period.code, "title": context.period.title},
    }


def place_and_date(place: str | None, day: date | None) -> str | None:
    """ "Krông Pa, ngày 15 tháng 6 năm 2021" as an official head writes it; None in a draft."""
    if not place or not day:
        return None
    return f"{place}, {format_long_date(day)}"
