"""How a record shows itself in a notebook's cell: a title and its parts, as HTML without style sheets or scripts."""

from collections.abc import Iterable
from html import escape


def card(title: str, parts: Iterable[tuple[str, object]]) -> str:
    """A record as HTML: its title, then name and value of each part that has one. Every text is escaped.

    >>> card("6 tháng đầu năm 2023", [("Mã", "2023-H1"), ("Ghi chú", "")]).replace('style="text-align:left"', "…")
    '<b>6 tháng đầu năm 2023</b><table><tr><th …>Mã</th><td …>2023-H1</td></tr></table>'
    """
    left = 'style="text-align:left"'
    rows = (
        f"<tr><th {left}>{escape(name)}</th><td {left}>{escape(str(value))}</td></tr>"
        for name, value in parts
        if value not in (None, "")
    )
    return f"<b>{escape(title)}</b><table>{''.join(rows)}</table>"


def grid(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A small table as HTML, every text escaped."""
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in heads)
    lines = ("".join(f'<td style="text-align:left">{escape(str(cell))}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
