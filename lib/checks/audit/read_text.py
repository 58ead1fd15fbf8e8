"""Paragraphs of plain text and of Markdown."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lib.checks.audit.document import TABLE, Block
from lib.checks.audit.labels import read_label
from lib.checks.audit.pieces import Pieces

_WRAPPED = (45, 120)
"""Between these lengths lines may be parts of a paragraph that was broken by hand or by an editor."""
_FULL = 0.6
"""A line shorter than this part of the width ends its paragraph."""
_ENDS = re.compile(r"[.;:!?…/”\"]\s*$")
_ITEM = re.compile(r"^\s*(?:[-+*•–]|\(?[a-zđ\d]{1,2}[).])\s")
_NUMBER_CELL = re.compile(r"\d[\d.,]*\s?(?:%|[^\W\d_]+(?: [^\W\d_]+)?)?\W?")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def text_blocks(text: str) -> list[Block]:
    """One paragraph a line; a line broken off in mid-sentence, by wrapping or a page's end, goes on in the next.

    >>> [block.text for block in text_blocks("1. Kết quả\\n\\nCó 14 xã,\\n\\ntrong đó 4 xã khó khăn.\\n- Một")]
    ['1. Kết quả', 'Có 14 xã, trong đó 4 xã khó khăn.', '- Một']
    """
    lines = text.splitlines()
    width = _width(lines)
    blocks: list[Block] = []
    before = 0
    for line in lines:
        words = " ".join(re.split(r"[ \t]+", line.strip()))
        last = blocks[-1] if blocks else None
        if cells := _cells(line):
            blocks += [Block(cell, region=TABLE) for cell in cells]
        elif words and last and not last.region and _goes_on(last.text, words, before > width * _FULL):
            blocks[-1] = Block(f"{last.text} {words}")
        elif words:
            blocks.append(Block(words))
        before = len(line.rstrip()) if words else 0
    return blocks


def _cells(line: str) -> list[str]:
    """The cells of a table's row as it is copied into text: parted by tabs, one of them a number."""
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    return [cell for cell in cells if cell] if len(cells) > 1 and any(map(_NUMBER_CELL.fullmatch, cells[1:])) else []


def _width(lines: list[str]) -> float:
    """The width at which paragraphs are broken into lines; without end where every line is a paragraph."""
    lengths = sorted(len(line.rstrip()) for line, after in pairwise(lines) if line.strip() and after.strip())
    if len(lengths) < 5 or max(map(len, lines)) > _WRAPPED[1] + 10:
        return math.inf
    full = lengths[len(lengths) * 9 // 10]
    return full if _WRAPPED[0] <= full <= _WRAPPED[1] else math.inf


def _goes_on(before: str, line: str, close: bool) -> bool:
    """Whether a line continues the paragraph before it: right after a full line (`close`) it does, unless it begins
    something of its own; else only where the sentence is plainly unfinished."""
    if _ITEM.match(line) or read_label(line):
        return False
    if close:
        return True
    first = line.lstrip('“"(')[:1]
    return before.endswith(",") or (first.islower() and not _ENDS.search(before) and len(before.split()) > 5)


def markdown_blocks(text: str) -> list[Block]:
    """The paragraphs of Markdown: headings with their level, items with the marks a reader sees."""
    parser = MarkdownIt("commonmark").enable("table")
    return list(_blocks(parser.parse(_FRONT.sub("", text))))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    level, mark, table = 0, "", 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1) - 1)
        elif token.type == "bullet_list_open":
            lists.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1], mark = _next_mark(lists[-1])
        elif token.type in ("table_open", "table_close"):
            table += token.nesting
        elif token.type in ("inline", "code_block", "fence"):
            yield from _inline(token, mark, level, TABLE if table else "")
            level, mark = 0, ""


def _next_mark(last: int | None) -> tuple[int | None, str]:
    return (None, "- ") if last is None else (last + 1, f"{last + 1}. ")


def _inline(token: Token, mark: str, level: int, region: str) -> Iterator[Block]:
    if not token.children:
        yield from (Block(line.strip(), region=region) for line in token.content.splitlines() if line.strip())
        return
    pieces = Pieces()
    pieces.add(mark)
    for child in token.children:
        if child.type == "hardbreak":
            if block := pieces.block(level, region):
                yield block
        else:
            pieces.add(" " if child.type == "softbreak" else child.content if child.type != "html_inline" else "")
    if block := pieces.block(level, region):
        yield block
