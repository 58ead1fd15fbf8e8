"""The rules of the genre: what a report can be checked for without knowing where its numbers come from."""

from collections.abc import Collection

from lib.checks.audit.dates import check_dates
from lib.checks.audit.document import Document
from lib.checks.audit.findings import Finding
from lib.checks.audit.form import check_form
from lib.checks.audit.names import check_lists, check_spellings
from lib.checks.audit.numbering import check_numbering
from lib.checks.audit.parts import check_parts
from lib.checks.audit.shares import check_shares
from lib.checks.audit.twice import check_twice
from lib.checks.audit.wording import check_doubled, check_letters, check_written


def check_genre(document: Document, known: Collection[str] = ()) -> list[Finding]:
    """Every finding of every rule, in the order of the text. `known` are names of places known to be right."""
    found = [
        *check_parts(document),
        *check_shares(document),
        *check_lists(document),
        *check_twice(document),
        *check_numbering(document),
        *check_letters(document),
        *check_spellings(document, known),
        *check_doubled(document),
        *check_written(document),
        *check_dates(document),
        *check_form(document),
    ]
    return in_order(found)


def in_order(found: Collection[Finding]) -> list[Finding]:
    """Findings as they stand in the text, each once; those about the whole text come first."""
    once = dict.fromkeys(found)
    return sorted(once, key=lambda each: (each.paragraph, each.sentence))
