"""Which cells of an .xlsx stand in a font of an encoding older than Unicode: the surest sign of what their text is.

Read from the archive's own XML, the sheets only where the styles name such a font: other files cost one small read.
"""

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping

from lib.intake.formulas import DAMAGED, RELATIONS, WORKBOOK
from lib.intake.legacy_tables import encoding_of_font

Fonts = Mapping[str, Mapping[tuple[int, int], str]]
"""By a sheet's name: zero-based (row, column) → the font, for cells in legacy fonts only."""

STYLES = "xl/styles.xml"

_FONT = re.compile(rb"<font\s*/>|<font>.*?</font>", re.DOTALL)
_FONT_NAME = re.compile(rb'<name\s[^>]*?val="([^"]*)"')
_CELL_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_CELL_STYLE = re.compile(rb"<xf\s([^>]*)>")
_FONT_ID = re.compile(rb'\bfontId="(\d+)"')
_SHEET = re.compile(rb"<sheet\s([^>]*)>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb"<c\s([^>]*)>")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")


def legacy_fonts(content: bytes) -> Fonts:
    """The legacy fonts of a workbook's cells; {} where there are none, and for files other than .xlsx.

    Where an archive is broken in this part, the letters have to tell: {} too.
    """
    if not content.startswith(b"PK"):
        return {}
    try:
        return _fonts(content)
    except DAMAGED:
        return {}


def _fonts(content: bytes) -> Fonts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {STYLES, WORKBOOK, RELATIONS} <= names:
            return {}
        styles = _legacy_styles(archive.read(STYLES))
        if not styles:
            return {}
        files = _sheet_files(archive)
        return {sheet: _cells(archive.read(file), styles) for sheet, file in files.items() if file in names}


def _legacy_styles(xml: bytes) -> dict[str, str]:
    """The numbers of cell styles whose font is a legacy one, with its name."""
    fonts = [_text(found[1]) if (found := _FONT_NAME.search(font)) else "" for font in _FONT.findall(xml)]
    section = _CELL_STYLES.search(xml)
    styles = _CELL_STYLE.findall(section[0]) if section else []
    used = [int(found[1]) if (found := _FONT_ID.search(style)) else 0 for style in styles]
    named = {str(style): fonts[font] for style, font in enumerate(used) if font < len(fonts)}
    return {style: font for style, font in named.items() if encoding_of_font(font)}


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = [_attributes(found) for found in _RELATION.findall(archive.read(RELATIONS))]
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    sheets = [_attributes(found) for found in _SHEET.findall(archive.read(WORKBOOK))]
    files = {}
    for sheet in sheets:
        target = targets.get(next((value for key, value in sheet.items() if key.endswith(":id")), ""), "")
        files[sheet.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return files


def _cells(xml: bytes, styles: Mapping[str, str]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for cell in _CELL.finditer(xml):
        about = _attributes(cell[1])
        place = _PLACE.fullmatch(about.get("r", ""))
        if place and about.get("s") in styles:
            found[int(place[2]) - 1, _column(place[1])] = styles[about["s"]]
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _attributes(xml: bytes) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in _ATTRIBUTE.findall(xml)}


def _text(xml: bytes) -> str:
    return html.unescape(xml.decode("utf-8", "replace"))
