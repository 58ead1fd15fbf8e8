"""A text as the audit sees it: paragraphs with their section, region and numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from lib.checks.audit.figures import numbers
from lib.checks.audit.labels import LETTER, Label, Outline, read_label
from lib.checks.audit.number import Number
from lib.checks.audit.references import LABEL
from lib.checks.audit.vocabulary import UPPER

HEAD, PROSE, FOOT, TABLE, ANNEX, CONTENTS = "head", "prose", "foot", "table", "annex", "contents"

_ADDRESSEE = re.compile(r"^\W*kính gửi", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^\W*nơi nhận", re.IGNORECASE)
_SIGNING = re.compile(rf"^\W*(?:TM|KT|TL|TUQ|Q)\.?\s+[{UPPER} ]{{6,}}|^\W*(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG)\W*$")
_ANNEX = re.compile(r"^\W*(?:phụ lục|phụ biểu|biểu(?: mẫu)? số)\b", re.IGNORECASE)
_MOTTO = re.compile(r"^.{0,60}cộng h(?:oà|òa) xã hội chủ nghĩa", re.IGNORECASE)
_HEADS: Final = re.compile(
    r"cộng h(?:oà|òa)|độc lập|(?:ủy|uỷ) ban nhân dân|^\W*số\s*:|^\W*báo cáo\W*$|ngày\W.*tháng\W.*năm|^\W*v/v",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*[-+–•*]\s*(?=[^\W_])")
_CONTENTS = re.compile(r"^\W*mục lục\W*$", re.IGNORECASE)
_HEAD_LINES = 25
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|TX|TT|Tp|tp|v\.v|KT|TM|Q|TL|ThS|TS|BS|Tr|[A-ZĐ])$")
_STOP = re.compile(rf"(?<!\.)[.!?…]+[”\"')\]]*(?=\s+[“\"(+–-]?\s*[{UPPER}\d])|(?<=\.\.\.)(?=\s+[{UPPER}])")


@dataclass(frozen=True)
class Block:
    """What a reader of one format finds: text, the heading level the file itself gives (0: none), the region where it
    knows it, tags: (start, end, fact id) of stretches the file itself marks as a fact, and whether it is an item."""

    text: str
    level: int = 0
    region: str = ""
    tags: tuple[tuple[int, int, str], ...] = ()
    item: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: `number` from 1, `section` the path of labels it stands under ("I.3.1"), `label` its own."""

    number: int
    text: str
    section: str = ""
    region: str = PROSE
    label: Label | None = None
    heading: bool = False
    item: bool = False
    trouble: str = ""
    tags: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)

    @cached_property
    def numbers(self) -> Sequence[Number]:
        """Every number in it; its own label counts as one."""
        if self.label is None:
            return numbers(self.text)
        end = self.label.end
        own = Number(0, end, self.text[:end].strip(), LABEL)
        found = numbers(" " * end + self.text[end:])
        return (own, *found) if any(char.isdecimal() for char in own.text) else found

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Where its sentences begin and end."""
        return sentence_spans(self.text)

    @property
    def where(self) -> str:
        """Its place as readers are told it: "mục I.3.1, đoạn 22"."""
        return f"mục {self.section}, đoạn {self.number}" if self.section else f"đoạn {self.number}"

    def sentence_at(self, place: int) -> int:
        """The number, from 1, of the sentence that holds a place."""
        return next((index for index, (_, end) in enumerate(self.sentences, 1) if place < end), len(self.sentences))

    def quote(self, start: int, end: int, around: int = 90) -> str:
        """The words around a stretch, cut at words, within its sentence."""
        first, last = self.sentences[self.sentence_at(start) - 1]
        left, right = max(first, start - around), min(max(last, end), end + around)
        if left > first:
            left = self.text.find(" ", left) + 1
            left = left if 0 < left <= start else start
        if right < max(last, end):
            cut = self.text.rfind(" ", end, right)
            right = cut if cut > 0 else right
        return ("…" if left > first else "") + self.text[left:right].strip() + ("…" if right < last else "")


@dataclass(frozen=True)
class Document:
    """A whole text."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def prose(self) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.region == PROSE]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph stand; a full stop inside a number or an abbreviation ends none.

    >>> text = "Giảm 3,0%. Có 1.779 hộ ở TP. Pleiku. Hết"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Giảm 3,0%.', 'Có 1.779 hộ ở TP. Pleiku.', 'Hết']
    """
    spans, start = [], 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATED.search(text[: stop.start()]) and stop[0] == ".":
            continue
        spans.append((start, stop.end()))
        start = stop.end() + len(text[stop.end() :]) - len(text[stop.end() :].lstrip())
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return spans


def structured(name: str, blocks: Sequence[Block]) -> Document:
    """Blocks as paragraphs: each gets its region, its label and the section it stands in."""
    outline = Outline()
    paragraphs: list[Paragraph] = []
    for number, (block, region) in enumerate(zip(blocks, _regions(blocks), strict=True), 1):
        paragraph = Paragraph(number, block.text, region=region, tags=block.tags, heading=block.level > 0)
        if region == PROSE and (label := read_label(block.text)):
            heading = paragraph.heading or _is_title(block.text[label.end :], label.kind)
            trouble = outline.take(label, heading)
            paragraph = replace(paragraph, label=label, trouble=trouble, heading=heading)
        section = outline.path if region == PROSE else ""
        numbered = paragraph.label is not None and not paragraph.heading
        item = block.item or numbered or bool(_BULLET.match(block.text))
        paragraphs.append(replace(paragraph, section=section, item=item))
    return Document(name, tuple(paragraphs))


def _is_title(text: str, kind: str) -> bool:
    """Whether the words after a label read as a heading: short, no sentence; after a letter also without figures."""
    if kind == LETTER and (len(text.split()) > 15 or any(char.isdecimal() for char in text)):
        return False
    return (
        len(text.split()) <= 30
        and not text.rstrip().endswith((";", ","))
        and len(sentence_spans(text)) == 1
        and (text.rstrip().endswith(":") or not text.rstrip().endswith(".") or text.isupper())
    )


def _regions(blocks: Sequence[Block]) -> list[str]:
    """The region of each block; what the file does not say, official wording tells."""
    front, contents = _front(blocks), _contents(blocks)
    head = front + _head_end(blocks[front:])
    regions: list[str] = []
    now = PROSE
    for index, block in enumerate(blocks):
        if index in contents:
            regions.append(block.region or CONTENTS)
            continue
        if index < front:
            regions.append(block.region or TABLE)
            continue
        if index >= head:
            if _RECIPIENTS.match(block.text) or (_SIGNING.match(block.text) and now == PROSE):
                now = FOOT
            elif _ANNEX.match(block.text) and (now == FOOT or block.level):
                now = ANNEX
        regions.append(block.region or (HEAD if index < head else now))
    return regions


def _front(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the official head: a cover, a summary for leaders. Nothing does where the text has
    no motto, or has it only in what is attached."""
    motto = next((index for index, block in enumerate(blocks) if _MOTTO.match(block.text)), 0)
    if any(_ADDRESSEE.match(each.text) or _RECIPIENTS.match(each.text) for each in blocks[:motto]):
        return 0
    if not any(_ADDRESSEE.match(each.text) or _RECIPIENTS.match(each.text) for each in blocks[motto:]):
        return 0
    while motto and (blocks[motto - 1].text.isupper() or _HEADS.search(blocks[motto - 1].text)):
        motto -= 1
    return motto


def _contents(blocks: Sequence[Block]) -> range:
    """The table of contents: what follows "Mục lục" and is a short line with a label or the name of an annex."""
    start = next((index for index, block in enumerate(blocks) if _CONTENTS.match(block.text)), None)
    if start is None:
        return range(0)
    end = start + 1
    while end < len(blocks) and len(blocks[end].text.split()) < 30:
        if not (read_label(blocks[end].text) or _ANNEX.match(blocks[end].text)):
            break
        end += 1
    return range(start, end)


def _head_end(blocks: Sequence[Block]) -> int:
    """How many blocks the official head has: up to the addressee, else up to the last line worded like a head."""
    near = blocks[:_HEAD_LINES]
    for index, block in enumerate(near):
        if _ADDRESSEE.match(block.text):
            end = index + 1
            while (
                end < len(near) and near[end].text.lstrip().startswith(("-", "–")) and len(near[end].text.split()) < 20
            ):
                end += 1
            return end
        if read_label(block.text) and not _HEADS.search(block.text):
            break
    heads = [index for index, block in enumerate(near) if len(block.text.split()) < 16 and _HEADS.search(block.text)]
    first_label = next((index for index, block in enumerate(near) if read_label(block.text)), len(near))
    heads = [index for index in heads if index < first_label]
    if not heads:
        return 0
    end = heads[-1] + 1
    is_title = blocks[end - 1].text.strip(" *:.").upper() == "BÁO CÁO" and end < len(blocks)
    return end + 1 if is_title and not blocks[end].text.rstrip().endswith((".", ";", ":")) else end
