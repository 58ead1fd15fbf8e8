"""A district's report of its time and a commune's of today: from raw to page, each in its own words, neither in the
other's. What one may not say of the other is read from the reference data."""

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from e2e.conftest import Edition, Make, targets

from lib.domain.reference import Reference
from lib.domain.text import nfc
from lib.domain.units import Unit
from lib.intake.folders import REPOSITORY
from lib.runs.run import run_report

REFERENCE = Reference.load(REPOSITORY / "data" / "reference")
DISTRICT, COMMUNE = ("krong-pa", "2021-H1"), ("uar", "2026-H1")
TAGS = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]+>", re.DOTALL)


@pytest.fixture(scope="module")
def commune(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> Edition:
    """The commune's half-year, run once from its raw workbooks."""
    unit, period = COMMUNE
    folder = once_per_run(f"edition-{unit}", lambda target: run_report(unit, period, reports=str(target)))
    return Edition(folder / unit / period)


def opened(slug: str, period: str) -> tuple[Unit, Any]:
    when = REFERENCE.periods.parse(period)
    unit = REFERENCE.units.get(slug, when.end)
    return unit, when.end


def own_words(slug: str, period: str) -> set[str]:
    """What a unit's level, offices, parts, receiver and poverty standard are called on its day."""
    unit, day = opened(slug, period)
    level, standard = REFERENCE.level(unit, day), REFERENCE.poverty.at(day)
    words = {level.word, level.body, level.short_body, level.council, level.short_council, level.party}
    words |= {level.child_bodies, level.children, level.receiver, standard.legal_basis, standard.title}
    for office in REFERENCE.offices.ids:
        if REFERENCE.offices.absent(office, day, unit) is None and office not in ("commune", "review_committee"):
            named = REFERENCE.office(office, unit, day)
            words |= {named.name, named.short_name}
    return {word for word in words if word}


def places(slug: str, period: str) -> set[str]:
    """A unit and its parts by name, as a report may call them."""
    unit, day = opened(slug, period)
    return {unit.name, *(part.name for part in REFERENCE.units.children(unit, day))}


def words_below(slug: str, period: str) -> set[str]:
    """What its parts, and theirs, are called: a district has communes, and those have villages."""
    unit, day = opened(slug, period)
    levels = [REFERENCE.level(part, day) for part in REFERENCE.units.children(unit, day)]
    return {word for level in levels for word in (level.word, level.body, level.party, level.child_bodies) if word}


def foreign(own: tuple[str, str], other: tuple[str, str]) -> Iterator[str]:
    """The other's words and places that are no part of one's own."""
    known = (*own_words(*own), *words_below(*own), *places(*own))
    mine = " | ".join(nfc(word).casefold() for word in known)
    for word in sorted(own_words(*other) | places(*other)):
        if not re.search(rf"(?<!\w){re.escape(nfc(word).casefold())}(?!\w)", mine):
            yield word


def page_text(path: Path) -> str:
    return nfc(html.unescape(TAGS.sub(" ", path.read_text(encoding="utf-8"))))


def book_text(path: Path) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    text = "\n".join(map(str, cells))
    book.close()
    return nfc(text)


def word_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/")
                 and name.endswith(".xml")]  # fmt: skip
    return nfc(html.unescape(" ".join(TAGS.sub("", part.replace("</w:p>", " </w:p>")) for part in parts)))


READERS: dict[str, Callable[[Path], str]] = {
    "report.html": page_text,
    "review.html": page_text,
    "report.docx": word_text,
    "annex.xlsx": book_text,
    "facts.json": lambda path: nfc(path.read_text(encoding="utf-8")),
}


def said(word: str, text: str) -> list[str]:
    """The places where a text has a word, with what stands around it."""
    found = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return [" ".join(text[max(0, each.start() - 50) : each.end() + 50].split()) for each in found]


@pytest.mark.parametrize("file", READERS)
def test_no_word_of_the_district_or_its_law_is_in_the_communes_report(commune: Edition, file: str) -> None:
    text, words = READERS[file](commune.folder / file), list(foreign(COMMUNE, DISTRICT))
    assert {"huyện", "UBND huyện", "xã, thị trấn", "Phòng LĐTBXH huyện", "Krông Pa"} <= set(words)
    assert "Quyết định số 59/2015/QĐ-TTg" in words
    assert "thôn, buôn" in text
    assert {word: said(word, text) for word in words if said(word, text)} == {}


@pytest.mark.parametrize("file", READERS)
def test_no_word_of_the_commune_or_its_law_is_in_the_districts_report(edition: Make, file: str) -> None:
    text, words = READERS[file](edition(DISTRICT[1]).folder / file), list(foreign(DISTRICT, COMMUNE))
    assert {"Sở Nông nghiệp và Môi trường", "Phòng Kinh tế xã", "Bảo hiểm xã hội cơ sở"} <= set(words)
    # A place may lie in both; the new standard was known by its number before it held, and people wrote of it.
    words = [word for word in words if word not in (*places(*COMMUNE), "Nghị định số 07/2021/NĐ-CP")]
    assert {word: said(word, text) for word in words if said(word, text)} == {}


def test_every_figure_of_the_commune_is_the_one_its_rows_were_made_for(commune: Edition) -> None:
    wanted = targets(COMMUNE[1])
    assert len(wanted) == 120
    for name, row in wanted.items():
        fact = commune.facts[name]
        if row["kind"] == "not_applicable":
            assert fact["value"] is None, name
        elif row["kind"] == "list":
            assert fact["printed"] == row["printed"], name
        elif row["kind"] == "state":
            assert fact["value"] == row["value"], name
        else:
            value = Fraction(fact["value"])
            assert value == Fraction(row["value"]), name
            assert fact["printed"].split()[-1] == row["printed"].split()[-1], name


def test_parts_of_the_commune_are_its_villages(commune: Edition) -> None:
    unit, day = opened(*COMMUNE)
    villages = {part.code: part.name for part in REFERENCE.units.children(unit, day)}
    registered = commune.facts["direction.registered_exit"]
    assert set(registered["dimensions"]["commune"]) == set(villages)
    assert sum(int(each) for each in registered["dimensions"]["commune"].values()) == int(registered["value"])
    assert commune.ledger["labels"]["commune"] == villages
    assert commune.ledger["labels"]["sender"] == villages
    assert commune.facts["direction.communes_total"]["unit"] == "village"


def test_what_a_commune_does_not_have_is_said_once_and_asked_of_nobody(commune: Edition) -> None:
    assert commune.sections["I.3.7"].text.count("cấp xã không có trung tâm giáo dục nghề nghiệp".capitalize()) == 1
    absence = commune.facts["training.target_workers"]["absence"]
    assert (absence["kind"], absence["offices"]) == ("not_applicable", [])
    assert "chưa gửi báo cáo" not in commune.page
    assert "Dữ liệu mẫu" in commune.page
