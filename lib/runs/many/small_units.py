"""Small made-up units to measure and test with: a sample period cut down to some of its villages or communes, under
invented names, copied as often as wanted into a data folder of its own. Never part of the repository.
"""

import itertools
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from lib.domain.reference import Reference
from lib.domain.text import match_key
from lib.domain.units import COLUMNS, VILLAGE, Unit, match
from lib.domain.villages import COLUMNS as VILLAGE_COLUMNS
from lib.domain.villages import FILE
from lib.intake.folders import DataFolder

FIRST = ("Ea", "Ia", "Đăk", "Chư", "Krông", "Plei", "Kon", "Buôn", "Sông", "Núi")
MIDDLE = ("Blông", "Hrua", "Nhiêng", "Đrao", "Kmrơng", "Tlung", "Puih", "Grai", "Yơng", "Kdơr", "Mbri", "Siêr", "Hơnoh")
LAST = ("", " Thượng", " Hạ", " Đông", " Tây", " Nam", " Bắc")
ACCEPTED, UNITS_FILE = "accepted.yaml", "units.csv"
SIZES = (2, 5, 10)
"""How many parts (villages, communes) the units have, in turn."""


@dataclass(frozen=True)
class Small:
    """A data folder of made-up units: their slugs, the slug they all stand under, how many parts each has."""

    data: Path
    above: str
    period: str
    sizes: dict[str, int]


def small_units(
    unit: str, period: str, source: DataFolder, to: Path, count: int, sizes: Sequence[int] = SIZES
) -> Small:
    """Makes so many units under `to`: `raw/` and a `reference/` of its own, from one unit and period of `source`."""
    reference = Reference.load(source.reference)
    on = reference.periods.parse(period).end
    whole = reference.units.get(unit, on)
    parts = _by_size(source.raw(unit, period), reference.units.children(whole, on))
    names = _names({each.name for versions in reference.units.by_slug.values() for each in versions})
    shutil.copytree(source.reference, to / "reference")
    kept = {size: {each: _called(each, next(names)) for each in parts[:size]} for size in dict.fromkeys(sizes[:count])}
    for size, renamed in kept.items():
        _cut(source.raw(unit, period), to / f"cut-{size}", parts, renamed, whole)
    above = replace(whole, code="X", slug="tinh-thu", name="Thử", official_name="Tỉnh Thử", type="province")
    listed = [replace(above, parent=None, spellings=(), successor=None)]
    for number, size in zip(range(1, count + 1), itertools.cycle(sizes)):
        small = _renamed(whole, f"thu-{number:04d}", f"X{number:04d}", next(names), "X")
        shutil.copytree(to / f"cut-{size}", to / "raw" / small.slug / period)
        listed.append(small)
        for index, (part, name) in enumerate(kept[size].items(), 1):
            listed.append(_renamed(part, f"{small.slug}-{index}", f"{small.code}{index}", name, small.code))
    for size in kept:
        shutil.rmtree(to / f"cut-{size}")
    _write(listed, to / "reference")
    made = [each for each in listed[1:] if each.parent == "X"]
    return Small(to, "tinh-thu", period, {each.slug: size for each, size in zip(made, itertools.cycle(sizes))})


def _called(part: Unit, name: str) -> str:
    """The invented name of a part: a village keeps the word before its own."""
    return f"{part.name.split()[0]} {name}" if part.type == VILLAGE else name


def _renamed(unit: Unit, slug: str, code: str, name: str, parent: str) -> Unit:
    official = re.sub(re.escape(unit.name), name, unit.official_name, flags=re.IGNORECASE)
    return replace(
        unit, slug=slug, code=code, name=name, official_name=official, parent=parent, spellings=(), successor=None
    )


def _names(taken: set[str]) -> Any:
    """Invented names, none of which is or comes near a known unit's."""
    keys = {match_key(name) for name in taken}
    for last, middle, first in itertools.product(LAST, MIDDLE, FIRST):
        if match_key(f"{first} {middle}{last}") not in keys:
            yield f"{first} {middle}{last}"


def _by_size(raw: Path, parts: Sequence[Unit]) -> list[Unit]:
    """The parts that sent a workbook of their own, the smallest file first."""
    files = {each.key: path for each in parts for path in raw.glob("*.xlsx") if _sender(path, parts) == each}
    return sorted((each for each in parts if each.key in files), key=lambda each: files[each.key].stat().st_size)


def _sender(path: Path, parts: Sequence[Unit]) -> Unit | None:
    return match(re.sub(r"^\d+\.\s*", "", path.stem), parts)


def _cut(raw: Path, to: Path, parts: Sequence[Unit], kept: dict[Unit, str], whole: Unit) -> None:
    """A raw folder with the rows of some parts only, each under its new name."""
    to.mkdir(parents=True)
    dropped = [each for each in parts if each not in kept]
    for path in sorted(raw.iterdir()):
        sender = _sender(path, parts) if path.suffix == ".xlsx" else None
        if path.is_dir():
            shutil.copytree(path, to / path.name)
        elif path.name == ACCEPTED:
            continue  # what did not agree in the whole agrees in the parts, or in another way
        elif path.suffix != ".xlsx":
            shutil.copyfile(path, to / path.name)
        elif sender is None or sender in kept:
            book = openpyxl.load_workbook(path)
            for sheet in book:
                _cut_sheet(sheet, [] if sender else dropped, kept, whole)
            name = f"{list(kept).index(sender) + 1}. {kept[sender]}.xlsx" if sender else path.name
            book.save(to / name)


def _cut_sheet(sheet: Any, dropped: Sequence[Unit], kept: dict[Unit, str], whole: Unit) -> None:
    codes = tuple(f"{each.code}-" for each in dropped)
    for row in sheet.iter_rows():
        texts = [cell.value for cell in row if isinstance(cell.value, str)]
        gone = dropped and any(text.startswith(codes) or match(text, dropped) for text in texts)
        for cell in row:
            if isinstance(cell, openpyxl.cell.MergedCell):
                continue
            if gone:
                cell.value = None
            elif isinstance(cell.value, str):
                cell.value = _said(cell.value, kept, whole)


def _said(text: str, kept: dict[Unit, str], whole: Unit) -> str:
    said = _replaced(text, whole.name, "Thử")
    for unit, name in kept.items():
        said = _replaced(said, unit.name, name)
    found = match(text, kept)
    return kept[found] if found and said == text else said


def _replaced(text: str, old: str, new: str) -> str:
    """With one name for another, in capitals where that was."""
    return re.sub(rf"\b{re.escape(old)}\b", lambda found: new.upper() if found[0].isupper() else new, text, flags=re.I)


def _write(units: Sequence[Unit], folder: Path) -> None:
    """units.csv and villages.csv of a reference folder."""
    lines, villages = [",".join(COLUMNS)], [",".join(VILLAGE_COLUMNS)]
    for unit in units:
        days = [_day(unit.valid_from), _day(unit.valid_to)]
        if unit.type == VILLAGE:
            number = unit.slug.rpartition("-")[2]
            villages.append(",".join([unit.parent or "", number, *days, unit.name, "", ""]))
        else:
            named = [unit.slug, unit.name, unit.official_name, unit.type, unit.parent or ""]
            lines.append(",".join([unit.code, *days, *named, "", "", "", "", ""]))
    for file, rows in ((UNITS_FILE, lines), (FILE, villages)):
        (folder / file).write_text("\n".join(rows) + "\n", encoding="utf-8")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
