"""Households of the year-end review whose class is not the one that the standard in force gives them."""

from collections.abc import Iterable, Iterator
from datetime import date

from lib.contracts import review
from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.domain.poverty import Standards
from lib.intake.tables import Finding, TableReading

TABLE = "reviewed"
RULE = "class"
_LABELS = {code: label.lower() for label, code in review.CLASSES.items()}


def misclassified(readings: Iterable[TableReading], standards: Standards, on: date) -> Iterator[Finding]:
    """A finding at the class of each household that the standard of the day `on` puts elsewhere, with the reason; one
    for a sheet whose households cannot be classified."""
    for reading in readings:
        if reading.contract.name == TABLE and len(reading.rows):
            try:
                yield from _of_one(reading, standards, on)
            except ReportError as error:
                words = f"không đối chiếu được phân loại hộ: {error.reason}"
                yield Finding(reading.file, reading.sheet, "A1", words, RULE)


def _of_one(reading: TableReading, standards: Standards, on: date) -> Iterator[Finding]:
    standard = standards.at(on)
    letter = reading.letters.get("class_end", "A")
    for row in reading.rows:
        due = standard.classify(row["area"], row["income"], row["deprivations"])
        if due != row["class_end"]:
            article = standard.articles.get(due)
            law = f"{article} {standard.legal_basis}" if article else standard.legal_basis
            words = (
                f"ghi {_LABELS[row['class_end']]}, nhưng thu nhập {format_count(row['income'])} đồng, thiếu hụt "
                f"{row['deprivations']} chỉ số thì theo {law} là {_LABELS[due]}"
            )
            yield Finding(reading.file, reading.sheet, f"{letter}{row['source_row']}", words, RULE)
        if row["relapsed"] and row["class_end"] == "none":
            words = "ghi tái nghèo, tái cận nghèo mà cuối năm không thuộc diện"
            yield Finding(reading.file, reading.sheet, f"{letter}{row['source_row']}", words, RULE)
