"""What is a reported value? Facts, absences, sources and the algebra that builds them."""

from lib.facts.algebra import (
    Deferred,
    Facts,
    common_state,
    count,
    declared,
    distinct,
    document,
    gap,
    latest,
    minus,
    names,
    plus,
    rate_cut,
    ratio,
    state,
    stated,
    total,
)
from lib.facts.fact import Fact
from lib.facts.table import Table
from lib.facts.values import Absence, Coverage, Measure, Origin, Share, Source, Written

__all__ = [
    "Absence",
    "Coverage",
    "Deferred",
    "Fact",
    "Facts",
    "Measure",
    "Origin",
    "Share",
    "Source",
    "Table",
    "Written",
    "common_state",
    "count",
    "declared",
    "distinct",
    "document",
    "gap",
    "latest",
    "minus",
    "names",
    "plus",
    "rate_cut",
    "ratio",
    "state",
    "stated",
    "total",
]
