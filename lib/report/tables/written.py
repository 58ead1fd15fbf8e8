"""The tables of an edition, written beside its page: the annex, departments' forms, the facts as one tidy table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lib.facts.tidy import tidy_csv
from lib.indicators.context import Context
from lib.report.headlines import edition_summary
from lib.report.tables import annex
from lib.report.tables.figures import Figures
from lib.report.tables.forms import FOLDER, forms_of
from lib.report.tables.forms_book import form_book

FACTS = "facts.csv"


def write_tables(
    build: Path, context: Context, document: Mapping[str, Any], ledger: Mapping[str, Any]
) -> dict[str, Any]:
    """Writes annex.xlsx, facts.csv and the forms of receiving departments (forms/*.xlsx) into the folder `build`, from
    an assembled document and its ledger, and returns what lists of editions say of this one.

    Raises ReportError for a form's mapping that names what no fact has.
    """
    figures = Figures.of(context, document)
    forms = forms_of(context.data.reference, figures)
    (build / FACTS).write_text(tidy_csv(ledger), encoding="utf-8", newline="\n")
    (build / annex.FILE).write_bytes(annex.annex(figures))
    for form in forms:
        (build / FOLDER).mkdir(exist_ok=True)
        (build / FOLDER / form.output).write_bytes(form_book(form, figures))
    return edition_summary(figures, {f"{FOLDER}/{form.output}": f"{form.code}: {form.title}" for form in forms})
