"""The official head: the number under which the report was issued. Read from the period's report.yaml; absent in a
draft."""

from collections.abc import Mapping
from typing import Any

from lib.facts import Facts, Source, stated


def header(report: Mapping[str, Any]) -> Facts:
    """The report's number and symbol, "209/BC-UBND"."""
    document = report.get("document") or {}
    number = document.get("number")
    value = f"{number}/{document['symbol']}" if number else None
    source = Source("report.yaml", "document", "", "", "")
    return Facts(report_number=stated(value, "Số, ký hiệu ghi trong report.yaml", source))
