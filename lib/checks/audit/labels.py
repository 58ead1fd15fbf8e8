"""Labels that number the parts of a document: "I.", "3.8.", "a)", "Phần thứ hai", and the path they make."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lib.checks.audit.units import unit_of
from lib.checks.audit.vocabulary import UPPER

PART, ROMAN, DECIMAL, LETTER = "part", "roman", "decimal", "letter"

_LEAD = r"^[\s*_#>“\"]*"
_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ROMANS: Final = {roman: number for number, roman in enumerate(_NUMERALS, 1)}
_ORDINALS: Final = {"nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5}
_PART = re.compile(rf"{_LEAD}phần\s+(?:thứ\s+)?(nhất|một|hai|ba|tư|bốn|năm|[IVX]+|\d)\b\s*[.:/)–-]?\s*", re.IGNORECASE)
_CAPITAL = re.compile(rf"{_LEAD}([A-E])\s?[./)]\s*(?=[{UPPER}])")
_ROMAN = re.compile(rf"{_LEAD}([IVX]{{1,5}})\s?(?:[./):]|\s[–-])\s*(?=[^\W\d_])")
_DECIMAL = re.compile(rf"{_LEAD}([1-9]\d?(?:\.\d{{1,2}})*)\s?([./):])?\s*(?=[^\W\d_]|[“\"(*])")
_LETTER = re.compile(rf"{_LEAD}([a-zđ])\s?[)./]\s+(?=\S)")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Label:
    """A label at the head of a paragraph: as it stands, its kind, its numbers ("3.8" is 3, 8), where words begin."""

    text: str
    kind: str
    numbers: tuple[int, ...]
    end: int

    @property
    def last(self) -> int:
        return self.numbers[-1]


def read_label(text: str) -> Label | None:
    """The label a paragraph begins with, if it does.

    >>> [(label.text, label.kind, label.numbers) for text in ("3.8. Hỗ trợ", "IV/ ĐỀ XUẤT", "đ) Khác", "1. Công tác")
    ...  if (label := read_label(text))]
    [('3.8', 'decimal', (3, 8)), ('IV', 'roman', (4,)), ('đ', 'letter', (5,)), ('1', 'decimal', (1,))]
    >>> read_label("1.779 hộ vay vốn"), read_label("2.5 ha rừng"), read_label("01 dự án"), read_label("2 xã")
    (None, None, None, None)
    """
    if found := _PART.match(text):
        word = found[1]
        number = _ORDINALS.get(word.lower()) or _ROMANS.get(word.upper()) or (int(word) if word.isdigit() else 0)
        return Label(found[0].strip(" .:/)–-"), PART, (number,), found.end()) if number else None
    if (found := _ROMAN.match(text)) and found[1] in _ROMANS:
        return Label(found[1], ROMAN, (_ROMANS[found[1]],), found.end())
    if found := _CAPITAL.match(text):
        return Label(found[1], PART, (ord(found[1]) - 64,), found.end())
    if found := _DECIMAL.match(text):
        return _decimal(text, found)
    if (found := _LETTER.match(text)) and found[1] in _ALPHABET:
        return Label(found[1], LETTER, (_ALPHABET.index(found[1]) + 1,), found.end())
    return None


def _decimal(text: str, found: re.Match[str]) -> Label | None:
    """A decimal label, unless the number counts what follows ("2 xã", "2.5 ha")."""
    parts = found[1].split(".")
    spaced = text[: found.end()].endswith((" ", "\u00a0", "\t"))
    if not found[2] and (len(parts) == 1 or not spaced or text[found.end()].islower() or unit_of(text, found.end(1))):
        return None
    if any(len(part) > 1 and part.startswith("0") for part in parts[1:]):
        return None
    return Label(found[1], DECIMAL, tuple(map(int, parts)), found.end())


@dataclass
class _Level:
    kind: str
    numbers: tuple[int, ...]
    text: str
    titled: bool


@dataclass
class Outline:
    """The labels open at a place of a document; `take` opens the next one and says what is wrong with it."""

    levels: list[_Level] = field(default_factory=list)
    closed: dict[tuple[str, int], int] = field(default_factory=dict)
    seen: bool = False

    @property
    def path(self) -> str:
        """Where one is: "I.3.8"; deeper decimals contain the ones above them."""
        parts: list[str] = []
        for level in self.levels:
            if level.kind == LETTER and not level.titled:
                continue
            if level.kind == DECIMAL and len(level.numbers) > 1 and parts:
                parts.pop()
            parts.append(level.text)
        return ".".join(parts)

    def take(self, label: Label, titled: bool = True) -> str:
        """Puts a label, of a heading (`titled`) or an item, in its place. Returns "" or the trouble: "repeat", "gap",
        "back", "start", "parent"."""
        trouble = self._place(label)
        self.levels[-1].titled = titled
        return trouble

    def _place(self, label: Label) -> str:
        successor = self._level(label, lambda level: level.numbers[-1] + 1 == label.last)
        if successor is not None:
            self._cut(successor, label)
            return ""
        again = len(label.numbers) > 1 and self._level(label, lambda level: True) is not None
        if label.last == 1 and not again and (parent := self._parent(label)) is not None:
            self._cut(parent + 1, label)
            return ""
        return self._trouble(label)

    def _trouble(self, label: Label) -> str:
        sibling = self._level(label, lambda level: True)
        if sibling is not None:
            before = self.levels[sibling].numbers[-1]
            self._cut(sibling, label)
            return "repeat" if label.last == before else "gap" if label.last > before else "back"
        if (cousin := self._cousin(label)) is not None:
            numbers = (*self.levels[cousin].numbers[:-1], label.last)
            self._cut(cousin, replace(label, numbers=numbers))  # 2.3 after 3.2 was meant as 3.3
            return "parent"
        parent = self._parent(label)
        continued = self.closed.get((label.kind, len(label.numbers))) == label.last - 1
        self._cut(len(self.levels) if parent is None else parent + 1, label)
        if parent is None:
            return "parent"
        return "" if continued else "start"

    def _level(self, label: Label, fits: Callable[[_Level], bool]) -> int | None:
        """The innermost open level a label belongs to."""
        for index in range(len(self.levels) - 1, -1, -1):
            level = self.levels[index]
            same = level.kind == label.kind and level.numbers[:-1] == label.numbers[:-1]
            if same and fits(level):
                return index
        return None

    def _cousin(self, label: Label) -> int | None:
        """The open level of the same depth that a label continues but for its prefix."""
        for index, level in enumerate(self.levels):
            same = level.kind == label.kind and len(level.numbers) == len(label.numbers) > 1
            if same and level.numbers[-1] + 1 == label.last:
                return index
        return None

    def _parent(self, label: Label) -> int | None:
        """Index of the level a first label opens under (-1: none needed); None where its prefix is not open."""
        if len(label.numbers) == 1:
            if label.kind in (PART, ROMAN):
                outer = [index for index, level in enumerate(self.levels) if level.kind == PART]
                return outer[-1] if outer and label.kind == ROMAN else -1
            return len(self.levels) - 1
        for index in range(len(self.levels) - 1, -1, -1):
            level = self.levels[index]
            if level.kind == DECIMAL and level.numbers == label.numbers[:-1]:
                return index
            if level.kind == ROMAN and level.numbers == label.numbers[:-1]:
                return index  # "1.1" right under "I."
        return None

    def _cut(self, index: int, label: Label) -> None:
        for level in self.levels[index:]:
            self.closed[level.kind, len(level.numbers)] = level.numbers[-1]
        del self.levels[index:]
        self.levels.append(_Level(label.kind, label.numbers, label.text, True))


def troubles(labels: list[Label]) -> Iterator[tuple[int, Label, str]]:
    """Labels out of order: index, label, trouble.

    >>> given = [read_label(f"{number}. Mục") for number in ("I", "1", "2", "2.1", "2.2", "2.2", "4", "II", "1")]
    >>> [(label.text, trouble) for _, label, trouble in troubles(given)]
    [('2.2', 'repeat'), ('4', 'gap')]
    """
    outline = Outline()
    for index, label in enumerate(labels):
        if trouble := outline.take(label):
            yield index, label, trouble
