"""Whether what people wrote still fits the figures: a commentary may record what its facts were when it was written.

Its front matter says for which `period` and, under `cited`, what each fact printed; `python -m lib confirm` writes both
once somebody has read the text against the figures. A commentary without them is only stale by its status.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from lib.domain.written import PROPOSED, STALE
from lib.facts.fact import ABSENCES, Fact
from lib.indicators.context import Context
from lib.indicators.registry import group_metadata, groups
from lib.narrative.commentary import Commentary
from lib.narrative.phrases import joined
from lib.narrative.runs import DIGIT, Run
from lib.narrative.template import ENVIRONMENT


@dataclass(frozen=True)
class Moved:
    """A fact that printed something else when the text was written."""

    fact: Fact
    then: str


@dataclass(frozen=True)
class Stale:
    """A commentary that has to be looked at again: its file, why by its front matter, which of its facts moved."""

    file: str
    why: str = ""
    moved: tuple[Moved, ...] = ()

    @property
    def runs(self) -> list[Run]:
        """The reason as a sentence's part: file, what front matter says, each fact with its old and new value."""
        runs = [_plain(self.file), _plain(f" {self.why}")] if self.why else [_plain(self.file)]
        for position, moved in enumerate(self.moved):
            runs.append({"text": "; " if position else " viết khi số liệu còn khác: "})
            runs += [_plain(f"«{moved.fact.title}» lúc viết là "), _plain(moved.then), {"text": ", nay là "}]
            now = as_cited(moved.fact)
            runs.append({"text": now, "fact": moved.fact.id} if moved.fact.present else _plain(now))
        return runs

    @property
    def record(self) -> dict[str, Any]:
        """For a notebook's output: file, runs, ids of the facts that moved."""
        return {"file": self.file, "runs": self.runs, "facts": [moved.fact.id for moved in self.moved]}


def _plain(text: str) -> Run:
    return {"text": text, "ref": "note"} if DIGIT.search(text) else {"text": text}


def stale(context: Context, commentary: Commentary) -> Stale | None:
    """Why a commentary no longer fits its period, by its status, its period or the facts it recorded; None where it
    does."""
    why = []
    if is_stale(commentary.status):
        copied = _first(commentary.status) == _first(STALE)
        told = "chép từ kỳ khác, chưa viết lại" if copied else "là đề xuất lập từ số liệu, chưa ai duyệt"
        why.append(f"{told} (status: {commentary.status})")
    if commentary.period and commentary.period != context.period.code:
        why.append(f"viết cho kỳ {commentary.period}")
    if why:  # every figure is another: to list them would tell nothing
        return Stale(commentary.where, joined(why))
    cited = commentary.cited
    facts = [context.fact(name) for name in cited_in(commentary) if name in cited]
    moved = tuple(Moved(fact, cited[fact.id]) for fact in facts if as_cited(fact) != cited[fact.id])
    return Stale(commentary.where, moved=moved) if moved else None


def is_stale(status: str) -> bool:
    """Whether a status says that nobody has made the text theirs: "cũ" (another period's) or "đề xuất" (drawn up from
    the facts), alone or with more words."""
    return _first(status) in (_first(STALE), _first(PROPOSED))


def _first(status: str) -> str:
    return status.casefold().split(",")[0].strip()


def as_cited(fact: Fact) -> str:
    """What a text cites of a fact: its printed value, or what kind of absence."""
    return fact.printed if fact.absence is None else f"[{ABSENCES[fact.absence.kind]}]"


def cited_in(commentary: Commentary) -> list[str]:
    """Ids of the facts a commentary names, in conditions too, each once."""
    return list(dict.fromkeys(_named(ENVIRONMENT.parse(commentary.template))))


def _named(tree: nodes.Template) -> Iterator[str]:
    known = set(groups())
    for node in tree.find_all(nodes.Getattr):
        group = node.node.name if isinstance(node.node, nodes.Name) else ""
        if group in known and node.attr in group_metadata(group):
            yield f"{group}.{node.attr}"
