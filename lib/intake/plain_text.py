"""A workbook's text made plain before anything is read from it: legacy encodings converted, unseen characters out.

What is done is said, by sheet and column; letters of other scripts are said and left. Values are never repeated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lib.intake.fonts import Fonts
from lib.intake.legacy import NAMES, Encoding, decode, decode_column, detect_column, may_be_legacy
from lib.intake.odd_letters import cleaned, odd_letters
from lib.intake.tables import Finding
from lib.intake.workbook import Sheet, Value, Workbook, cell_name, column_letter


@dataclass
class _Column:
    """One sheet column: its texts that are more than ASCII, the fonts of cells in legacy ones by row, and what was
    found: a matter → its rows."""

    place: int
    cells: Sequence[Value]
    distinct: list[str]
    fonts: Mapping[int, str]
    found: dict[str, list[int]] = field(default_factory=dict)

    @property
    def texts(self) -> Iterator[tuple[int, str]]:
        """The cells that hold one of the texts, with their rows."""
        wanted = set(self.distinct)
        return ((row, text) for row, text in enumerate(self.cells) if isinstance(text, str) and text in wanted)

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands between spaces: far fewer words than texts where people have names."""
        return frozenset(" ".join(self.distinct).split(" "))

    @cached_property
    def may_be_legacy(self) -> bool:
        return bool(self.fonts) or may_be_legacy(self.words)

    def say(self, matter: str, row: int) -> None:
        rows = self.found.setdefault(matter, [])
        if row not in rows[-1:]:
            rows.append(row)


def plain_workbook(book: Workbook, fonts: Fonts | None = None) -> tuple[Workbook, list[Finding]]:
    """The workbook with its text in Unicode and without unseen characters, and what was found on the way.

    `fonts` are the cells in legacy fonts (`lib.intake.fonts`); without them the letters tell, column by column, and
    the whole sheet where a column is too short to tell. A workbook of good text comes back as it is, with no finding.
    """
    findings: list[Finding] = []
    sheets = []
    for sheet in book.sheets:
        plain, columns = _plain_sheet(sheet, (fonts or {}).get(sheet.name, {}))
        sheets.append(plain)
        findings += [finding for column in columns for finding in _findings(book.file, sheet.name, column)]
    return (replace(book, sheets=tuple(sheets)) if findings else book), findings


def _plain_sheet(sheet: Sheet, fonts: Mapping[tuple[int, int], str]) -> tuple[Sheet, list[_Column]]:
    columns = list(_columns(sheet, fonts))
    legacy = any(column.may_be_legacy for column in columns)
    around = detect_column(text for column in columns for text in column.distinct) if legacy else "unicode"
    changed: dict[tuple[int, int], str] = {}
    for column in columns:
        for row, text in _plain_column(column, around):
            changed[row, column.place] = text
    if not changed:
        return sheet, columns
    rows = [list(row) for row in sheet.rows]
    for (row, place), text in changed.items():
        rows[row][place] = text
    return replace(sheet, rows=rows), columns


def _columns(sheet: Sheet, fonts: Mapping[tuple[int, int], str]) -> Iterator[_Column]:
    by_column: dict[int, dict[int, str]] = {}
    for (row, place), font in fonts.items():
        by_column.setdefault(place, {})[row] = font
    for place, (cells, texts) in enumerate(zip(sheet.columns, sheet.texts, strict=True)):
        own = by_column.get(place, {})
        if not own and _is_plain("".join(texts)):
            continue
        in_legacy_font = {cells[row] for row in own if row < len(cells)}
        doubtful = [text for text in texts if not _is_plain(text) or text in in_legacy_font]
        if doubtful:
            yield _Column(place, cells, doubtful, own)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _plain_column(column: _Column, around: Encoding) -> Iterator[tuple[int, str]]:
    """The rows of a column whose text changes, with the new text; what was found is left in the column."""
    legacy = around != "unicode" or column.may_be_legacy
    if not legacy and not odd_letters("".join(sorted(set().union(*column.words)))):
        return
    by_letters = dict(zip(column.distinct, decode_column(column.distinct, around), strict=True)) if legacy else {}
    for row, text in column.texts:
        found = by_letters.get(text)
        if found and row in column.fonts:
            by_font = decode(text, column.fonts[row])
            found = by_font if by_font.told == "font" else found
        plain = found.text if found and found.encoding != "unicode" else text
        if found and plain != text:
            column.say(f"gõ bằng bảng mã cũ {NAMES[found.encoding]}, đã chuyển sang Unicode", row)
        for _, char, what in odd_letters(plain):
            done = "đã bỏ" if cleaned(char) == "" else "giữ nguyên, cần nơi gửi gõ lại"
            column.say(f"có {what}, {done}", row)
        plain = cleaned(plain)
        if plain != text:
            yield row, plain


def _findings(file: str, sheet: str, column: _Column) -> Iterator[Finding]:
    for matter, rows in column.found.items():
        where = f"cột {column_letter(column.place)}: {len(rows)} ô " if len(rows) > 1 else "ô này "
        yield Finding(file, sheet, cell_name(rows[0], column.place), where + matter)
