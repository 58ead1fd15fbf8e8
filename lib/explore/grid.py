"""A table that sorts and filters in the page itself: its rows as HTML, and one small script that runs none of them.

Without the script (an untrusted notebook, a printed page) it is a plain table. Nothing is asked of any server.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

MOST = 5000
"""Rows shown at most; the rest are counted."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what it sorts by (its text where nothing else is given), its bar's length (0 to 1)."""

    text: str
    sort: str | None = None
    bar: float | None = None

    @property
    def number(self) -> bool:
        return self.sort is not None

    def html(self) -> str:
        """The cell as HTML, its text escaped."""
        key = f' data-sort="{escape(self.sort)}"' if self.sort is not None else ""
        side = "right" if self.number and self.bar is None else "left"
        return f'<td{key} style="text-align:{side}">{self._bar()}{escape(self.text)}</td>'

    def _bar(self) -> str:
        if self.bar is None:
            return ""
        length = f"{max(self.bar, 0) * 10:.2f}em"
        style = f"display:inline-block;width:{length};height:.8em;background:#0b5394;margin-right:.4em"
        return f'<span aria-hidden="true" style="{style}"></span>'


def sortable(heads: Sequence[str], rows: Iterable[Sequence[Cell | str]], caption: str = "") -> str:
    """A table of rows as HTML with what sorts and filters it.

    >>> "data-sort" in sortable(("Xã", "Số hộ"), [("A", Cell("1.779", "1779"))])
    True
    >>> "<script>alert" in sortable(("Xã",), [("<script>alert(1)</script>",)])
    False
    """
    listed = list(rows)
    body = "".join(f"<tr>{''.join(_cell(each).html() for each in row)}</tr>" for row in listed[:MOST])
    head = "".join(f'<th style="text-align:left">{_button(name)}</th>' for name in heads)
    said = f'<caption style="text-align:left;caption-side:top">{escape(caption)}</caption>' if caption else ""
    rest = f"<p>… và {len(listed) - MOST} dòng nữa.</p>" if len(listed) > MOST else ""
    tools = '<p class="tools" hidden><input type="search" placeholder="Lọc…" aria-label="Lọc"> <output></output></p>'
    table = f'<table style="border-collapse:collapse">{said}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="sortable">{tools}{table}{rest}</div><script>{_script()}</script>'


def _cell(given: Cell | str) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


def _button(name: str) -> str:
    style = "all:unset;cursor:pointer;font-weight:bold"
    return f'<button type="button" style="{style}" title="Bấm để sắp xếp">{escape(name)} ↕</button>'


@cache
def _script() -> str:
    return files("lib.explore").joinpath("sorting.js").read_text(encoding="utf-8")
