"""A figure that somebody answerable put in the place of the computed one: the fact then says so wherever it goes."""

from dataclasses import replace
from decimal import Decimal

from lib.domain.errors import ReportError
from lib.domain.numbers import NumberError, parse_count, parse_decimal, parse_money, parse_percent
from lib.facts.fact import Fact, print_value
from lib.facts.metadata import Metadata
from lib.facts.values import Coverage, Source
from lib.intake.overrides import OVERRIDES, FigureOverride

NO_NUMBER = ("list", "state", "document")


def as_adopted(fact: Fact, metadata: Metadata, given: FigureOverride, sha256: str) -> Fact:
    """The fact with the adopted value, marked `adopted`; its parts, and facts computed from it, stay as they were.

    Raises ReportError where what was given is no number of the fact's kind, or would print otherwise.
    """
    value = adopted_value(fact, metadata, given.printed)
    coverage = fact.coverage or Coverage(1)
    return replace(
        fact,
        kind="declared",
        value=value,
        absence=None,
        printed=given.printed,
        hedge="",
        formula=f"Sửa khi trình ký: {given.was} → {given.printed} ({given.who}; {given.reason})",
        expression="",
        inputs=(),
        sources=(Source(OVERRIDES, "", "", "", sha256),),
        coverage=replace(coverage, noted=(*coverage.noted, "adopted")),
    )


def adopted_value(fact: Fact, metadata: Metadata, printed: str) -> int | Decimal:
    """The exact value of what somebody typed for a fact. Raises ReportError where it is none that prints so."""
    if fact.kind in NO_NUMBER or fact.unit == "text":
        raise _refused(fact, "không phải là con số", "sửa ở nguồn: tệp gửi hay report.yaml")
    try:
        value = _parsed(fact, printed)
    except NumberError:
        raise _refused(
            fact, f"«{printed}» không đọc được thành số", "gõ như báo cáo in, ví dụ 1.234 hoặc 12,5%"
        ) from None
    if print_value(value, metadata)[0] != printed:
        told = f"«{printed}» không in được đúng như vậy theo quy tắc của báo cáo"
        raise _refused(fact, told, f"gõ «{print_value(value, metadata)[0]}»")
    return value


def _parsed(fact: Fact, printed: str) -> int | Decimal:
    if fact.unit == "VND":
        return parse_money(printed)
    if fact.unit == "percent":
        return parse_percent(printed)
    return parse_decimal(printed) if fact.decimals else parse_count(printed)


def _refused(fact: Fact, reason: str, remedy: str) -> ReportError:
    return ReportError(f"«{fact.title}» ({fact.id}): {reason}", file=OVERRIDES, remedy=remedy)
