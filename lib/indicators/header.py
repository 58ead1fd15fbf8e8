"""The official head: the number under which the report was issued. Read from the period's report.yaml; absent in a
draft."""

from lib.facts import Facts, Written, stated


def header(report: Written) -> Facts:
    """The report's number and symbol, "209/BC-UBND"."""
    document = report.content.get("document") or {}
    number = document.get("number")
    value = f"{number}/{document['symbol']}" if number else None
    source = report.source("document.number", "document.symbol")
    return Facts(report_number=stated(value, f"Số, ký hiệu ghi trong {report.file}", source))
