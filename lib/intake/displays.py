"""What a cell shows where that may not be what it holds: number formats of an .xlsx, read off its XML.

Most formats only group digits. Looked for are those that round, scale, add digits or words, or show none of the number;
a workbook without them costs one look at its styles.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

STYLES = "xl/styles.xml"

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    48: "##0.0E+0",
    49: "@",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
}
"""Formats that have a number and no text in the file; the others among them are of days and times."""

_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[([^\]]*)\]|(General)|(E[+-])|(.)', re.IGNORECASE)
_DIGITS_ADDED = re.compile(r"(?<![^\W\d_])\d")
THOUSANDTHS = 3
"""So many decimals look like a group of thousands."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Display:
    """What a number format does to a number: its rounded value (None: no digit of it is shown), how many decimals
    stand, the words around it."""

    number: Decimal | None
    decimals: int
    words: str
    percent: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return self.words.strip()
        return f"{self.number:,.{self.decimals}f}".translate(_VIETNAMESE) + self.words.rstrip() + "%" * self.percent


_VIETNAMESE = str.maketrans(",.", ".,")


def formats_of(styles: bytes) -> list[str]:
    """The number format of each cell style of a workbook, "" for General, days and times."""
    own: dict[bytes, str] = {}
    for found in _FORMAT.finditer(styles):
        about = dict(_ATTRIBUTE.findall(found[1]))
        own[about.get(b"numFmtId", b"")] = html.unescape(about.get(b"formatCode", b"").decode("utf-8", "replace"))
    block = _CELL_STYLES.search(styles)
    ids = [
        dict(_ATTRIBUTE.findall(xf[1])).get(b"numFmtId", b"0")
        for xf in _CELL_STYLE.finditer(block[0] if block else b"")
    ]
    return [own.get(each) or _BUILT_IN.get(int(each) if each.isdigit() else 0, "") for each in ids]


def odd_formats(xml: bytes, formats: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[Place, str]:
    """The formats of a sheet's numbers that may show something else, by zero-based place: those that change even a
    whole number, and those of numbers with decimals."""
    odd = [number for number, code in enumerate(formats) if code and _changes(code)]
    found = dict(_styled(xml, odd, formats)) if odd else {}
    if any(code and "E" not in code.upper() for code in formats):
        found |= _of_decimals(xml, formats, rows)
    return {place: code for place, code in found.items() if isinstance(_at(rows, place), float)}


def _changes(code: str) -> bool:
    """Whether a format shows a whole number as something else."""
    probe = 1_234_567.0
    seen = display(probe, code)
    return seen is not None and differs(probe, seen)


def _styled(xml: bytes, styles: Sequence[int], formats: Sequence[str]) -> Iterator[tuple[Place, str]]:
    wanted = re.compile(rb'\bs="(%s)"' % b"|".join(str(number).encode() for number in styles))
    for hint in wanted.finditer(xml):
        cell = _CELL.match(xml, xml.rfind(b"<", 0, hint.start()))
        place = cell and _PLACE.search(cell[1])
        if place:
            yield (int(place[2]) - 1, _column(place[1])), formats[int(hint[1])]


def _of_decimals(xml: bytes, formats: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[Place, str]:
    """The formats of numbers with decimals: few stand in a workbook of counts and đồng. Cells stand in the XML in the
    order of the sheet, so that one walk finds them all."""
    found: dict[Place, str] = {}
    at = 0
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if type(value) is not float or value.is_integer():
                continue
            here = xml.find(b' r="%s%d"' % (_letters(column), row + 1), at)
            if here < 0:
                continue
            at = here
            cell = _CELL.match(xml, xml.rfind(b"<", 0, here + 1))
            style = cell and _STYLE.search(cell[1])
            number = int(style[1]) if style else 0
            if number < len(formats) and formats[number]:
                found[row, column] = formats[number]
    return found


def _at(rows: Sequence[Sequence[object]], place: Place) -> object:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def display(value: float, code: str) -> Display | None:
    """What a format shows of a number; None for formats of days, fractions, powers and conditions, and for text's.

    >>> print(display(1779.4, "#,##0"), display(1779000, "#,##0,"), display(50, '0" triệu"'), sep="; ")
    1.779; 1.779; 50 triệu
    >>> display(3, ";;;"), display(44256, "dd/mm/yyyy")
    (Display(number=None, decimals=0, words='', percent=False), None)
    """
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section = sections[1]
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    shape, words = _shape(section)
    if shape is None:
        return None
    if not any(sign in shape for sign in "0#?"):
        return Display(None, 0, words)
    whole, _, rest = shape.partition(".")
    decimals = sum(sign in "0#?" for sign in rest)
    trailing = (whole if not decimals else whole + rest).rstrip("%")
    scale = Decimal(1000) ** (len(trailing) - len(trailing.rstrip(",")))
    percent = "%" in shape
    exact = Decimal(format(value, ".15g")) / scale * (100 if percent else 1)
    return Display(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals, words, percent)


def _sections(code: str) -> list[str]:
    """The parts of a format for numbers above, below and at zero."""
    parts = [""]
    for piece in _PIECES.finditer(code):
        if piece[0] == ";":
            parts.append("")
        else:
            parts[-1] += piece[0]
    return parts


def _shape(section: str) -> tuple[str | None, str]:
    """The digits, points, commas and percent signs of a section, and its words; no shape for what is no number."""
    shape = words = ""
    for piece in _PIECES.finditer(section):
        quoted, escaped, currency, bracket, general, power, sign = piece.groups()
        if general or power or sign in ("@", "/") or (bracket and bracket[0] in "<>=hms"):
            return None, ""
        if sign and sign in "0#?.,%":
            shape += sign
        elif sign and sign.isalpha():
            return None, ""  # days and times
        else:
            words += quoted or escaped or currency or sign or ""
    return shape, words


def differs(value: float, seen: Display) -> bool:
    """Whether what is seen is not the number: none of it, other digits, or three decimals that look like a thousand.
    Decimals that are shown tell whoever looks that there may be more."""
    if seen.number is None:
        return value != 0
    if seen.percent or seen.decimals == THOUSANDTHS or _DIGITS_ADDED.search(seen.words):
        return True
    rounding = Decimal("0.5").scaleb(-seen.decimals) if seen.decimals else Decimal(0)
    return abs(seen.number - Decimal(format(value, ".15g"))) > rounding


def as_percent(value: float) -> str:
    """A number of a cell that shows percent, as the text that is seen.

    >>> as_percent(0.033), as_percent(1.0)
    ('3,3%', '100%')
    """
    shown = (Decimal(format(value, ".15g")) * 100).normalize()
    return f"{shown:f}%".replace(".", ",")


def shown_percents(rows: Sequence[Sequence[object]], odd: Mapping[Place, str]) -> dict[Place, str]:
    """The cells whose format shows percent, as text."""
    found: dict[Place, str] = {}
    for (row, column), code in odd.items():
        value = rows[row][column]
        if isinstance(value, float) and (seen := display(value, code)) is not None and seen.percent:
            found[row, column] = as_percent(value)
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> bytes:
    letters = b""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = bytes((65 + rest,)) + letters
    return letters
