"""Words changed in the finished text, put back in the place of the notebook's: overrides.yaml over a section's blocks.

A paragraph is known by its frame: its words with {{ group.name }} where a fact is printed. So it is still found when
its figures have moved; the words put in its place are then marked to be looked at again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lib.facts.fact import Fact
from lib.indicators.context import Context
from lib.intake.overrides import OVERRIDES, ProseOverride
from lib.narrative.runs import Block, Ref, Run
from lib.narrative.stale import Moved, Stale, as_cited
from lib.narrative.template import to_run

FACT = re.compile(r"\{\{\s*([a-z_]+\.[a-z0-9_]+)\s*\}\}")


def frame(runs: Iterable[Run]) -> str:
    """A paragraph's words with a sign for each fact, spaces folded.

    >>> frame([{"text": "Có "}, {"text": "269", "fact": "a.b"}, {"text": " hộ  vay."}])
    'Có {{ a.b }} hộ vay.'
    """
    return " ".join("".join(f"{{{{ {run['fact']} }}}}" if "fact" in run else run["text"] for run in runs).split())


@dataclass
class Adopted:
    """Blocks with the changed words in them; `used` are the numbers of the overrides that found their place, `stale`
    those of them whose facts moved since."""

    blocks: list[Block]
    used: list[int] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)


def adopted(context: Context, section: str, blocks: Sequence[Block]) -> Adopted:
    """A section's blocks with what overrides.yaml puts in their place."""
    entries = context.overrides.of(section)
    made = Adopted(list(blocks))
    if entries:
        made.blocks = list(_blocks(blocks, context, entries, made))
    return made


Entries = Sequence[tuple[int, ProseOverride]]


def _blocks(blocks: Sequence[Block], context: Context, entries: Entries, made: Adopted) -> Iterator[Block]:
    for block in blocks:
        if "items" in block:
            items = [list(_blocks(item, context, entries, made)) for item in block["items"]]
            kept = [item for item in items if item]
            if kept:
                yield {**block, "items": kept}
            continue
        own = frame(block["runs"])
        number, entry = next(((n, each) for n, each in entries if each.was == own), (0, None))
        if entry is None:
            yield block
        else:
            _use(number, entry, context, made)
            if entry.text:
                yield {**block, "runs": runs(entry, context)}
        for number, entry in entries:
            if not entry.was and entry.after == own:
                _use(number, entry, context, made)
                yield {"block": "paragraph", "runs": runs(entry, context)}


def _use(number: int, entry: ProseOverride, context: Context, made: Adopted) -> None:
    made.used.append(number)
    facts: list[Fact] = [context.fact(name) for name in entry.cited]
    moved = tuple(Moved(fact, entry.cited[fact.id]) for fact in facts if as_cited(fact) != entry.cited[fact.id])
    if moved:
        made.stale.append(Stale(f"{OVERRIDES} (lời thứ {number})", moved=moved))


def runs(entry: ProseOverride, context: Context) -> list[Run]:
    """The changed words as runs: facts, declared references, and the rest."""
    spelt = sorted((re.escape(text) for text in entry.references), key=len, reverse=True)
    references = re.compile("|".join(rf"(?<!\d)(?<!\d[.,/]){text}(?!\d)(?![.,/]\d)" for text in spelt) or r"(?!)")
    found: list[Run] = []
    for index, piece in enumerate(FACT.split(entry.text)):
        if index % 2:
            found.append(to_run(context.fact(piece)))
            continue
        start = 0
        for match in references.finditer(piece):
            found += [{"text": piece[start : match.start()]}, to_run(Ref(match[0]))]
            start = match.end()
        found.append({"text": piece[start:]})
    return [run for run in found if run["text"]]


def unused(context: Context, section: str, used: Iterable[int]) -> list[Stale]:
    """Changed words that found no place: the notebook's or the commentary's own words have changed since."""
    taken = set(used)
    left = [number for number, _ in context.overrides.of(section) if number not in taken]
    return [
        Stale(f"{OVERRIDES} (lời thứ {number})", "không còn câu gốc để thay, nên không dùng được") for number in left
    ]
