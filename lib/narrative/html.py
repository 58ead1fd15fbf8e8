"""Blocks as HTML: the text under a narrative cell, and the body of the report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from lib.facts.caveats import CAVEATS, ordered
from lib.narrative.runs import Block, Run, review_runs

Opener = Callable[[Run, str], str]
"""Puts around a fact's HTML whatever opens its answer."""


def run_html(run: Run, opener: Opener | None = None) -> str:
    """One run. A fact becomes a `data` element that carries its id; everything else is escaped text."""
    text = escape(run["text"])
    if "fact" in run:
        text = f'<data class="fact" value="{escape(run["fact"])}">{text}</data>'
        text = (opener(run, text) if opener else text) + marks_html(run.get("caveats", ()))
    elif "gap" in run:
        text = f'<mark class="gap">{text}</mark>'
    elif "ref" in run:
        text = f'<span class="ref">{text}</span>'
    elif "file" in run:
        text = f'<a href="{escape(run["file"])}">{text}</a>'
    if run.get("strong"):
        text = f"<strong>{text}</strong>"
    return f"<em>{text}</em>" if run.get("em") else text


def marks_html(codes: Iterable[str]) -> str:
    """The marks of caveats, each with its meaning as a title.

    >>> marks_html(["entered"])
    "<sup class='mark' title='nhập tay'>‡</sup>"
    """
    caveats = [CAVEATS[code] for code in ordered(codes)]
    return "".join(f"<sup class='mark' title='{escape(each.short)}'>{each.mark}</sup>" for each in caveats)


def runs_html(runs: list[Run], opener: Opener | None = None) -> str:
    """Runs one after another."""
    return "".join(run_html(run, opener) for run in runs)


def legend_html(legend: Sequence[Mapping[str, Any]]) -> str:
    """What the marks of a text or a chart mean, a line each."""
    lines = (f"{note['mark']} {runs_html(note['runs'])}".strip() for note in legend)
    return "".join(f'<p class="caveat">{line}</p>' for line in lines)


def stale_html(stale: Sequence[Mapping[str, Any]], opener: Opener | None = None) -> str:
    """That a commentary no longer fits, and why: a line each."""
    lines = (runs_html(review_runs(each), opener) for each in stale)
    return "".join(f'<p class="caveat">{line}</p>' for line in lines)


def blocks_html(blocks: list[Block], heading: int = 3, opener: Opener | None = None) -> str:
    """Blocks as HTML. `heading` is the level that the narrative's own top heading gets in the page."""
    return "\n".join(_block_html(block, heading, opener) for block in blocks)


def _block_html(block: Block, heading: int, opener: Opener | None) -> str:
    if block["block"] == "list":
        tag = "ol" if block["ordered"] else "ul"
        items = "".join(f"<li>{_item_html(item, heading, opener)}</li>" for item in block["items"])
        return f"<{tag}>{items}</{tag}>"
    if block["block"] == "heading":
        level = min(heading + max(block["level"] - 3, 0), 6)
        label = f"{block['label']} " if "label" in block else ""
        return f"<h{level}>{label}{runs_html(block['runs'], opener)}</h{level}>"
    return f"<p>{runs_html(block['runs'], opener)}</p>"


def _item_html(item: list[Block], heading: int, opener: Opener | None) -> str:
    """A list item that is one paragraph needs no paragraph inside."""
    if item and item[0]["block"] == "paragraph":
        return runs_html(item[0]["runs"], opener) + blocks_html(item[1:], heading, opener)
    return blocks_html(item, heading, opener)
