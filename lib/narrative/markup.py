"""Markdown with marks to blocks of runs: paragraphs, headings, lists, emphasis; nothing else has a meaning here."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from lib.narrative.runs import Block, Blocks, Run
from lib.narrative.template import MARK

SPACES = re.compile(r"[ \t\r\n]+")
"""What is folded to one space; a no-break space is kept as it was typed."""

PARSER = MarkdownIt("zero").enable(["list", "heading", "emphasis", "newline", "escape", "balance_pairs"])


def to_blocks(text: str, record: list[Run | Blocks]) -> list[Block]:
    """The blocks of a marked text. A paragraph that is one mark for blocks is replaced by them."""
    tree = SyntaxTreeNode(PARSER.parse(text))
    return [block for node in tree.children for block in _block(node, record)]


def _block(node: SyntaxTreeNode, record: list[Run | Blocks]) -> Iterator[Block]:
    if node.type in ("bullet_list", "ordered_list"):
        items = [[block for child in item.children for block in _block(child, record)] for item in node.children]
        yield {"block": "list", "ordered": node.type == "ordered_list", "items": items}
        return
    pieces = list(_inline(node, record, {}))
    inserted = [piece for piece in pieces if isinstance(piece, Blocks)]
    runs = [piece for piece in pieces if not isinstance(piece, Blocks)]
    if any(run["text"].strip() for run in runs):
        if node.type == "heading":
            yield {"block": "heading", "level": int(node.tag[1]), "runs": _joined(runs)}
        else:
            yield {"block": "paragraph", "runs": _joined(runs)}
    for blocks in inserted:
        yield from blocks


def _inline(node: SyntaxTreeNode, record: list[Run | Blocks], style: Run) -> Iterator[Run | Blocks]:
    if node.type in ("em", "strong"):
        style = {**style, node.type: True}
    if node.type in ("softbreak", "hardbreak"):
        yield {"text": " ", **style}
    elif node.type == "text":
        for index, piece in enumerate(MARK.split(node.content)):
            if index % 2 == 0:
                if piece:
                    yield {"text": piece, **style}
                continue
            held = record[int(piece)]
            yield held if isinstance(held, Blocks) else {**held, **style}
    for child in node.children:
        yield from _inline(child, record, style)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbouring plain text of one style as one run, spaces folded, the ends trimmed."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and _style(run) == _style(last) and _plain(run) and _plain(last):
            last["text"] += run["text"]
        else:
            joined.append(dict(run))
    for run in joined:
        if _plain(run):
            run["text"] = SPACES.sub(" ", run["text"])
    joined[0]["text"] = joined[0]["text"].lstrip(" ")
    joined[-1]["text"] = joined[-1]["text"].rstrip(" ")
    return [run for run in joined if run["text"]]


def _plain(run: Run) -> bool:
    return not run.keys() & {"fact", "ref", "gap"}


def _style(run: Run) -> tuple[bool, bool]:
    return bool(run.get("em")), bool(run.get("strong"))
