"""What the forms are called, and who collects them: the same words on the forms and in what is written about them."""

from collections.abc import Sequence
from datetime import date

from lib.domain.reference import Reference
from lib.domain.units import Unit


def commune_form(communes: Sequence[Unit], code: str) -> str:
    """The file name of a commune's form, numbered in official order."""
    number, commune = next((n, each) for n, each in enumerate(communes, 1) if each.code == code)
    return f"{number:02d}. {_file_name(commune.name)}.xlsx"


def office_form(reference: Reference, unit: Unit, on: date, office: str) -> str:
    """The file name of an office's form. Raises ReportError where the office has no name on that day."""
    return f"{_file_name(reference.office(office, unit, on).short_name)}.xlsx"


def _file_name(name: str) -> str:
    return "".join("-" if letter in '\\/:*?"<>|' else letter for letter in name).strip(". ")


def collector(reference: Reference, unit: Unit, on: date, communes: Sequence[Unit]) -> str:
    """Who collects: the department of this unit that its communes report to."""
    level = reference.level(unit, on)
    below = reference.level(communes[0], on) if communes else level
    return f"{below.receiver.removesuffix(level.word).rstrip()} {level.place(unit.name)}"
