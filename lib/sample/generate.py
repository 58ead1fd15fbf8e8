"""Writes the sample's workbooks: `python -m lib sample`, the same bytes each time."""

from pathlib import Path

from . import at_commune, bank, communes, education, health, labour, offices, registers, review, unions, whole_year
from .context import Context, load_context, periods
from .workbook import Book, write

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def main(data_dir: Path) -> None:
    """Write every period's workbooks under `data_dir`/raw.

    What people wrote there, commentary and report.yaml, is left alone.
    Places and calendar come from `data_dir`/reference, or from the repository's where there is none.
    """
    reference = data_dir / "reference"
    for period in periods():
        context = load_context(period, reference if reference.is_dir() else REFERENCE)
        folder = data_dir / "raw" / context.scenario["unit"] / period
        folder.mkdir(parents=True, exist_ok=True)
        for book in books(context):
            write(book, folder / book.file, context.rng(book.file), context.setting)


def books(context: Context) -> list[Book]:
    """Every workbook of a period; a year's hold those of the period it contains and what came later, and its review."""
    if context.half is None:
        return drawn_books(context, registers.build(context))
    known = registers.build(context.half)
    before = drawn_books(context.half, known)
    later = drawn_books(context, registers.Registers(known.households, whole_year.spent(before)))
    return [*whole_year.joined(before, later), review.review(context, known, context.reference)]


def drawn_books(context: Context, drawn: registers.Registers) -> list[Book]:
    """Every workbook of one stretch of time."""
    books = [
        *communes.books(context, drawn),
        bank.policy_bank(context, drawn),
        bank.finance(context),
        labour.labour(context, drawn),
        *unions.unions(context, drawn),
        health.social_insurance(context),
        health.statistics(context),
        education.education(context),
        *([] if "vocational" in at_commune.left_out(context) else [offices.vocational(context)]),
        offices.home_affairs(context),
        offices.radio(context),
        offices.agriculture(context),
    ]
    return at_commune.reissued(context, books)
