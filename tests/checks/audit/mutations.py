"""What people do to a finished page: every kind of slip, made on purpose, one at a time.

A slip changes the page's HTML inside `main`; the same slip in plain text is that page's text, in the Word file what
somebody would type there.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

from lib.checks.audit.document import ANNEX, TABLE, Block
from lib.checks.audit.figures import numbers
from lib.domain.number_words import number_words

FACT = re.compile(r'<data class="fact" value="([^"]+)">([^<]*)</data>')
NUMBERED = re.compile(r"\d+\.\s+")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = re.compile(r"<(p|li)>(.*?)</\1>", re.DOTALL)
CHANGED, SWAPPED, UNIT, HEDGE, DELETED, WORDS, WRONG_WORDS, ADDED = (
    "digit changed", "two swapped", "unit changed", "hedge dropped", "clause deleted", "put into words",
    "put into wrong words", "new number added",
)  # fmt: skip
KINDS = (CHANGED, SWAPPED, UNIT, HEDGE, DELETED, WORDS, WRONG_WORDS, ADDED)
NEW = (
    "Ngoài ra, có {} hộ được hỗ trợ cây giống.",
    "Các đoàn thể đã tổ chức {} buổi tập huấn cho hội viên.",
    "Kinh phí vận động thêm được {} triệu đồng.",
    "Tỷ lệ hộ dùng nước hợp vệ sinh đạt {}%.",
    "Đã trao {} suất quà cho gia đình khó khăn.",
)


@dataclass(frozen=True)
class Slip:
    """One slip: its kind, the page with it, the facts it concerns, the words it put in."""

    kind: str
    page: str
    facts: tuple[str, ...]
    said: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.facts)} {self.said}"


def as_text(blocks: Sequence[Block]) -> str:
    """A page as plain text: a line for each paragraph, without charts and annex."""
    return "\n".join(block.text for block in blocks if block.region not in (TABLE, ANNEX)) + "\n"


def as_word(parts: Mapping[str, bytes], before: Sequence[Block], after: Sequence[Block]) -> Mapping[str, bytes]:
    """A Word file in which somebody made the change that was made between two versions of its page: word by word,
    what goes is taken from where it stands, what comes is typed in its place."""
    changed = [(one.text, other.text) for one, other in zip(before, after, strict=True) if one.text != other.text]
    root = ElementTree.fromstring(parts["word/document.xml"])
    for old, new in changed:
        label = NUMBERED.match(old)  # Word counts these itself
        start = label.end() if label else 0
        paragraph = next(
            each for each in root.iter(f"{_W}p") if _letters(_said(each)) in (_letters(old), _letters(old[start:]))
        )
        _type(paragraph, new[start:] if _letters(_said(paragraph)) != _letters(old) else new)
    return {**parts, "word/document.xml": ElementTree.tostring(root)}


def _said(paragraph: ElementTree.Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{_W}t"))


def _letters(text: str) -> str:
    """What is left of a text without spaces and signs: caveats' marks stand apart in Word."""
    return re.sub(r"[\W_]", "", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]|\s+", text)


def _type(paragraph: ElementTree.Element, new: str) -> None:
    pieces = [(each, word) for each in paragraph.iter(f"{_W}t") for word in _words(each.text or "")]
    texts = {each: "" for each, _ in pieces}
    old, typed = [word for _, word in pieces], _words(new.strip())
    for step, start, end, first, last in SequenceMatcher(None, old, typed, autojunk=False).get_opcodes():
        if step == "equal":
            for each, word in pieces[start:end]:
                texts[each] += word
        elif first < last:
            texts[pieces[min(start, len(pieces) - 1)][0]] += "".join(typed[first:last])
    for each, text in texts.items():
        each.text = text


def slips(page: str, rng: random.Random, most: int | None = None) -> Iterator[Slip]:
    """Every slip of every kind that the page's prose allows, or `most` of each kind chosen at random."""
    start, end = page.index("<main"), page.index("</main>")
    prose = re.sub(r"<figure.*?</figure>", lambda found: " " * len(found[0]), page[start:end], flags=re.DOTALL)
    made = {
        CHANGED: _changed(page, prose, start, rng),
        SWAPPED: _swapped(page, prose, start),
        UNIT: _unit(page, prose, start),
        HEDGE: _hedge(page, prose, start),
        DELETED: _deleted(page, prose, start),
        WORDS: _in_words(page, prose, start, 0),
        WRONG_WORDS: _in_words(page, prose, start, 1),
        ADDED: _added(page, prose, start, rng),
    }
    for found in made.values():
        chosen = found if most is None else list(found)
        yield from chosen if most is None or most >= len(chosen) else rng.sample(chosen, most)


def _edit(page: str, start: int, end: int, text: str) -> str:
    return page[:start] + text + page[end:]


def _figures(prose: str) -> list[re.Match[str]]:
    return [found for found in FACT.finditer(prose) if re.search(r"\d", found[2])]


def _changed(page: str, prose: str, offset: int, rng: random.Random) -> Iterator[Slip]:
    """Each printed number with one digit another."""
    for found in _figures(prose):
        places = [index for index, char in enumerate(found[2]) if char.isdecimal()]
        place = rng.choice(places)
        digit = rng.choice([each for each in "123456789" if each != found[2][place]])
        text = found[2][:place] + digit + found[2][place + 1 :]
        yield Slip(CHANGED, _edit(page, offset + found.start(2), offset + found.end(2), text), (found[1],), text)


def _swapped(page: str, prose: str, offset: int) -> Iterator[Slip]:
    """Two neighbouring numbers of a paragraph, each in the other's place."""
    for paragraph in PARAGRAPH.finditer(prose):
        found = [each for each in FACT.finditer(prose, *paragraph.span(2)) if re.search(r"\d", each[2])]
        for one, other in pairwise(found):
            names = re.search(r"/|tháng", one[2] + other[2])  # documents and months are no numbers to be swapped
            if one[2] != other[2] and not names:
                text = prose[one.start(2) : other.end(2)]
                text = other[2] + text[len(one[2]) : len(text) - len(other[2])] + one[2]
                page_now = _edit(page, offset + one.start(2), offset + other.end(2), text)
                yield Slip(SWAPPED, page_now, (one[1], other[1]), f"{one[2]} ↔ {other[2]}")


def _unit(page: str, prose: str, offset: int) -> Iterator[Slip]:
    """triệu → tỷ, tỷ → triệu, đồng → triệu đồng; of a share, the sign."""
    for found in _figures(prose):
        for old, new in ((" triệu ", " tỷ "), (" tỷ ", " triệu "), (" đồng", " triệu đồng"), ("%", " điểm %")):
            if old in found[2]:
                text = found[2].replace(old, new, 1)
                yield Slip(UNIT, _edit(page, offset + found.start(2), offset + found.end(2), text), (found[1],), text)
                break


def _hedge(page: str, prose: str, offset: int) -> Iterator[Slip]:
    for found in _figures(prose):
        if found[2].startswith("trên "):
            text = found[2].removeprefix("trên ")
            yield Slip(HEDGE, _edit(page, offset + found.start(2), offset + found.end(2), text), (found[1],), text)


def _deleted(page: str, prose: str, offset: int) -> Iterator[Slip]:
    """Each clause that prints a number, taken out with the mark before it."""
    for paragraph in PARAGRAPH.finditer(prose):
        first, last = paragraph.span(2)
        marks = [
            index for index in range(first, last) if prose[index] in ",;." and prose[index + 1 : index + 2] in " <"
        ]
        outside = [mark for mark in marks if not _inside_tag(prose, first, mark)]
        bounds = [first, *outside, last]
        for start, end in pairwise(bounds):
            facts = tuple(each[1] for each in FACT.finditer(prose, start, end) if re.search(r"\d", each[2]))
            if facts and len(bounds) > 2:
                said = unescape(re.sub(r"<[^>]+>", "", prose[start:end])).strip()
                yield Slip(DELETED, _edit(page, offset + start, offset + end, ""), facts, said)


def _inside_tag(text: str, start: int, place: int) -> bool:
    """Whether a place lies between tags that belong together."""
    before = text[start:place]
    return before.count("<data") + before.count("<span") + before.count("<strong") + before.count("<em") > before.count(
        "</data"
    ) + before.count("</span") + before.count("</strong") + before.count("</em")


def in_words(text: str, off: int) -> str | None:
    """A printed number in words, or one that is off by so much; None for what is no plain figure."""
    found = [each for each in numbers(text) if each.is_figure]
    if len(found) != 1 or found[0].value is None or found[0].text != text or "/" in text:
        return None
    digits, _, unit = text.partition(" ")
    whole, _, decimals = digits.rstrip("%").replace(".", "").partition(",")
    words = number_words(int(whole) + off)
    if decimals:
        words += " phẩy " + " ".join(number_words(int(digit)) for digit in decimals)
    return f"{words} phần trăm" if digits.endswith("%") else f"{words} {unit}".strip()


def _in_words(page: str, prose: str, offset: int, off: int) -> Iterator[Slip]:
    for found in _figures(prose):
        text = in_words(found[2], off)
        if text:
            kind = WRONG_WORDS if off else WORDS
            yield Slip(kind, _edit(page, offset + found.start(2), offset + found.end(2), text), (found[1],), text)


def _added(page: str, prose: str, offset: int, rng: random.Random) -> Iterator[Slip]:
    """A sentence with a new number at the end of each paragraph that ends in a full stop."""
    for paragraph in PARAGRAPH.finditer(prose):
        if paragraph[2].rstrip().endswith("."):
            number = str(rng.randint(13, 979))
            sentence = f" {rng.choice(NEW).format(number)}"
            end = offset + paragraph.end(2)
            yield Slip(ADDED, _edit(page, end, end, sentence), (), number)
