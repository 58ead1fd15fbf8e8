"""What stands under a text or a chart about the marks in it: which caveats reach its numbers, and whom they concern.

A note is plain data, {"code", "about"}: about whom or what, as [office, commune or None] for senders, [id] for norms.
Notes of several texts can be joined; `legend` puts them into words.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from lib.domain.numbers import format_count
from lib.facts.caveats import CAVEATS, ordered
from lib.facts.fact import Fact
from lib.indicators.context import Context
from lib.narrative.phrases import lower_first, senders_text
from lib.narrative.runs import DIGIT, Block, Run, walk_runs

Note = dict[str, Any]


def noted(facts: Iterable[Fact]) -> list[Note]:
    """The notes of facts, one for each caveat that reaches any of them."""
    return joined_notes([[{"code": code, "about": _about(fact, code)} for code in fact.caveats] for fact in facts])


def _about(fact: Fact, code: str) -> list[list[str | None]]:
    coverage = fact.coverage
    if coverage is None or code not in ("incomplete", "partial", "provisional", "stale_norm"):
        return []
    senders = {"incomplete": coverage.missing, "partial": coverage.partial, "provisional": coverage.provisional}
    return [[norm] for norm in coverage.norms] if code == "stale_norm" else [list(sender) for sender in senders[code]]


def joined_notes(several: Iterable[Sequence[Note]]) -> list[Note]:
    """Notes of several texts as those of one, in the order of marks."""
    about: dict[str, list[list[str | None]]] = {}
    for note in (note for notes in several for note in notes):
        found = about.setdefault(note["code"], [])
        found += [each for each in note["about"] if each not in found]
    return [{"code": code, "about": about[code]} for code in ordered(about)]


def noted_facts(blocks: list[Block]) -> list[str]:
    """Ids of the facts whose marks stand in a text, each once."""
    return list(dict.fromkeys(run["fact"] for run in walk_runs(blocks) if run.get("caveats")))


def without_marks(blocks: list[Block], codes: Collection[str]) -> list[Block]:
    """The blocks without the marks of some caveats."""

    def run(one: Run) -> Run:
        return {**one, "caveats": [code for code in one["caveats"] if code not in codes]} if "caveats" in one else one

    def block(one: Block) -> Block:
        inner = {"runs": [run(each) for each in one["runs"]]} if "runs" in one else {}
        items = {"items": [without_marks(item, codes) for item in one["items"]]} if "items" in one else {}
        return {**one, **inner, **items}

    return [block(one) for one in blocks]


def legend(context: Context, notes: Sequence[Note], whole: Iterable[str] = (), place: str = "") -> list[dict[str, Any]]:
    """Notes in words: code, mark, runs. Those of codes in `whole` hold for all of `place` ("Toàn bộ biểu đồ") and need
    no mark."""
    everywhere = set(whole)
    return [
        {
            "code": note["code"],
            "mark": "" if note["code"] in everywhere else CAVEATS[note["code"]].mark,
            "runs": _runs(context, note, place if note["code"] in everywhere else ""),
        }
        for note in notes
    ]


def _runs(context: Context, note: Note, place: str) -> list[Run]:
    text = CAVEATS[note["code"]].long.format(about=_words(context, note))
    text = f"{place}: {lower_first(text)}" if place else text
    return [{"text": text, "ref": "note"} if DIGIT.search(text) else {"text": text}]


def _words(context: Context, note: Note) -> str:
    if note["code"] == "stale_norm":
        return " ".join(norm_in_doubt(context, norm) for (norm,) in note["about"])
    who = senders_text(context, [(office, commune) for office, commune in note["about"]])
    units = context.sent is not None and note["code"] in ("incomplete", "partial")
    return f"{len(note['about'])}/{len(context.communes)} đơn vị ({who})" if units else who


def norm_in_doubt(context: Context, norm_id: str) -> str:
    """A norm and why it may be out of date: "Hỗ trợ … 49.000 đồng/hộ/tháng. Mức tính theo …"."""
    norm = context.reference.norms.in_doubt(norm_id, context.period.end)
    if norm is None:
        return ""
    return f"{norm.title}, {format_count(norm.amount)} {norm.unit}. {norm.stale}"
