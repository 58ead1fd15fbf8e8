"""The words of a level of government by date: what it is called, its bodies, what is below and above it."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lib.domain.dates import Effective, require, timelines
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, records
from lib.domain.units import LEVELS, TYPES, VILLAGE

WRITTEN_FOR, WRITTEN_FOR_WORD, CHILDREN = "district", "huyện", "xã, thị trấn"
"""Contracts and definitions are written in the words of a district: `Level.said` puts them in another level's."""


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Receiver(Effective):
    """The department that receives the poverty reports of units of a type ("Sở …"), without its place."""

    type: str
    receiver: str
    legal_basis: str | None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Level(Effective):
    """Words for units of a type while they hold.

    Attributes:
        type: of the unit (`lib.domain.units.TYPES`), or village (which has no bodies, and whose name has its
            word: those are empty).
        word: "huyện"; body, short_body: "Ủy ban nhân dân huyện", "UBND huyện".
        council, short_council, party: "Hội đồng nhân dân huyện", "HĐND huyện", "Huyện ủy".
        child, children, child_bodies: "xã", "xã, thị trấn", "UBND các xã, thị trấn"; child_body: what stands before the
            name of one that reports ("UBND"; nothing before a village's).
        higher_level, higher_body: "tỉnh", "UBND tỉnh".
        receiver: who receives the report, without its place, and on what legal basis (None: not checked).
        note: what is not certain about these words.
        reports: whether its units write this report; where not, their figures are in that of the unit above.
    """

    type: str
    word: str
    body: str
    short_body: str
    council: str
    short_council: str
    party: str
    child: str
    children: str
    child_bodies: str
    child_body: str
    higher_level: str
    higher_body: str
    legal_basis: str | None
    note: str | None = None
    reports: bool = True
    receiver: str = ""
    receiver_legal_basis: str | None = None

    def place(self, name: str) -> str:
        """A unit in running text: "huyện Ba Vì"."""
        return f"{self.word} {name}".lstrip()

    @property
    def of_villages(self) -> bool:
        """Whether the parts of its units are villages."""
        return self.type in LEVELS["commune"]

    def said(self, text: str) -> str:
        """A text written for a district's report (a definition, the title of a form) in the words of this level.

        >>> commune = Levels.load("data/reference").at("commune", date(2026, 6, 14))
        >>> commune.said("Số xã, thị trấn có nhà từ Quỹ Vì người nghèo huyện"), commune.said("Xã, thị trấn")
        ('Số thôn, buôn có nhà từ Quỹ Vì người nghèo xã', 'Thôn, buôn')
        """
        if self.type == WRITTEN_FOR:
            return text
        for word, own in ((CHILDREN, self.children), (WRITTEN_FOR_WORD, self.word)):
            text = text.replace(word, own).replace(_raised(word), _raised(own))
        return text

    def head(self, name: str) -> tuple[str, str]:
        """The issuing body in the head of a document, in two lines: "ỦY BAN NHÂN DÂN", "HUYỆN BA VÌ"."""
        return self.body.removesuffix(self.word).rstrip().upper(), self.place(name).upper()


@dataclass(frozen=True)
class Levels:
    """Words by type of unit and date.

    Example:
        >>> level = Levels.load("data/reference").at("district", date(2023, 6, 14))
        >>> level.short_body, level.children, level.higher_body, level.receiver
        ('UBND huyện', 'xã, thị trấn', 'UBND tỉnh', 'Sở Lao động – Thương binh và Xã hội')
        >>> level.head("Ba Vì")
        ('ỦY BAN NHÂN DÂN', 'HUYỆN BA VÌ')
    """

    words: dict[str, tuple[Level, ...]]
    receivers: dict[str, tuple[Receiver, ...]]

    @classmethod
    def load(cls, directory: str | Path) -> "Levels":
        """The words of `levels.yaml` in a reference folder; ReportError if it is missing or malformed."""
        file = Path(directory, "levels.yaml")
        data = mapping(read_yaml(file), file)
        words = records(data.pop("words", None), Level, file, "words")
        receivers = records(data.pop("receivers", None), Receiver, file, "receivers")
        types = [level.type for level in words] + [each.type for each in receivers]
        if strange := [*data, *(each for each in types if each not in (*TYPES, VILLAGE))]:
            raise ReportError(f'khóa hoặc loại lạ "{strange[0]}"', file=file, remedy=f"loại: {', '.join(TYPES)}")
        return cls(
            words=timelines(words, lambda level: level.type, file),
            receivers=timelines(receivers, lambda each: each.type, file),
        )

    def at(self, unit_type: str, on: date) -> Level:
        """The words for units of a type on a day; ReportError if there were none."""
        level = require(self.words, unit_type, on, "cấp đơn vị")
        receiver = require(self.receivers, unit_type, on, "cơ quan nhận báo cáo của cấp")
        return replace(level, receiver=receiver.receiver, receiver_legal_basis=receiver.legal_basis)
