"""Facts as JSON and back: the project's public interface, with numbers as strings of exact decimals or fractions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lib.facts.fact import Fact
from lib.facts.schema import check
from lib.facts.values import Absence, Coverage, Exact, Sender, Source

FACTS_MIME = "application/vnd.poverty-report.facts.v1+json"
FORMAT = "poverty-report-facts/1"


def fact_record(fact: Fact) -> dict[str, Any]:
    """One fact as JSON-ready data, every field of the ledger in order."""
    return {
        "id": fact.id,
        "section": fact.section,
        "kind": fact.kind,
        "title": fact.title,
        "unit": fact.unit,
        "value": _plain(fact.value),
        "absence": None if fact.absence is None else _absence(fact.absence),
        "decimals": fact.decimals,
        "printed": fact.printed,
        "hedge": fact.hedge,
        "entity": fact.entity,
        "period": fact.period,
        "dimensions": {
            dimension: {value: str(number) for value, number in parts.items()}
            for dimension, parts in fact.parts.items()
        },
        "part_caveats": {
            dimension: {value: list(codes) for value, codes in by.items()} for dimension, by in fact.notes.items()
        },
        "formula": fact.formula,
        "target": fact.target,
        "expression": fact.expression,
        "inputs": list(fact.inputs),
        "sources": [_source(source) for source in fact.sources],
        "coverage": None if fact.coverage is None else _coverage(fact.coverage),
        "caveats": list(fact.caveats),
        "definition": fact.definition,
        "legal_basis": fact.legal_basis,
    }


def _plain(value: Exact | None) -> Any:
    return list(value) if isinstance(value, tuple) else None if value is None else str(value)


def _source(source: Source) -> dict[str, Any]:
    """A source; what it has no use for is left out."""
    told = {"filters": source.filters, "headings": source.headings, "corrected": source.corrected}
    scale = {"scale": source.scale} if source.scale != 1 else {}
    place = {name: getattr(source, name) for name in ("file", "sheet", "rows", "column", "sha256")}
    return {**place, **{name: cells for name, cells in told.items() if cells}, **scale}


def _senders(senders: Iterable[Sender]) -> list[dict[str, str | None]]:
    return [{"office": office, "commune": commune} for office, commune in senders]


def _absence(absence: Absence) -> dict[str, Any]:
    return {"kind": absence.kind, "reason": absence.reason, "offices": _senders(absence.offices)}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "expected": coverage.expected,
        "missing": _senders(coverage.missing),
        "provisional": _senders(coverage.provisional),
        "norms": list(coverage.norms),
        **({"partial": _senders(coverage.partial)} if coverage.partial else {}),
    }


def ledger(
    facts: Iterable[Mapping[str, Any]],
    entity: Mapping[str, str],
    period: Mapping[str, str],
    labels: Mapping[str, Mapping[str, str]] | None = None,
    standard: str = "",
) -> dict[str, Any]:
    """The ledger of one edition: whose, which period, every fact's record in the report's order. `labels` say what
    readers call the codes in it: of offices, of dimensions; `standard` is the poverty standard's legal basis."""
    head = {"format": FORMAT, "entity": dict(entity), "period": dict(period), "labels": dict(labels or {})}
    return {**head, **({"standard": standard} if standard else {}), "facts": list(facts)}


def dump_ledger(content: Mapping[str, Any]) -> str:
    """The ledger as text: one fact a line, so that two editions can be compared line by line."""
    head = {key: value for key, value in content.items() if key != "facts"}
    lines = [json.dumps(fact, ensure_ascii=False) for fact in content["facts"]]
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return opening + ', "facts": [\n' + ",\n".join(lines) + "\n]}\n"


def check_ledger(content: Mapping[str, Any]) -> None:
    """Raises SchemaError where a ledger breaks its schema."""
    check(content, "lib.facts", "ledger.schema.json")
