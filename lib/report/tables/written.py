"""The tables of an edition, written beside its page: the annex, and the facts as one tidy table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lib.facts.tidy import tidy_csv
from lib.indicators.context import Context
from lib.report.tables import annex
from lib.report.tables.figures import Figures

FACTS = "facts.csv"


def write_tables(build: Path, context: Context, document: Mapping[str, Any], ledger: Mapping[str, Any]) -> None:
    """Writes annex.xlsx and facts.csv into the folder `build`, from an assembled document and its ledger."""
    (build / FACTS).write_text(tidy_csv(ledger), encoding="utf-8", newline="\n")
    (build / annex.FILE).write_bytes(annex.annex(Figures.of(context, document)))
