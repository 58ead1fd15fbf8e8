"""Law 2 on the page a run is about to publish: every digit a reader can see is a fact's, a declared reference's, or
stands in a part of the page that says itself what its digits are.

In prose only facts, references and gaps may have digits. Head, foot, headings, charts and annex may show the texts of
the data they are made of: the assembled document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import lxml.html

from lib.checks.audit.visible import unseen
from lib.domain.numbers import format_count

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_EXPLAINED: Final = frozenset(("fact", "part", "ref", "gap"))
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
_OFFICIAL: Final = (
    "superior", "issuer", "number", "place_date_line", "replaces_line", "addressee_line",
    "recipients", "signatory", "period",
)  # fmt: skip
_SHOWN: Final = 60


@dataclass(frozen=True)
class _Declared:
    """What a part of the page may show: whole texts of its data, or any text with no other numbers than these."""

    texts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __add__(self, other: "_Declared") -> "_Declared":
        return _Declared(self.texts | other.texts, self.numbers | other.numbers)

    def explains(self, text: str) -> bool:
        return " ".join(text.split()) in self.texts or set(_NUMBER.findall(text)) <= self.numbers


def unexplained(page: str, document: Mapping[str, Any], counts: Mapping[str, int] | None = None) -> list[str]:
    """The stretches of visible text with a digit that nothing explains, in order; [] for a page that may be published.

    `document` is the assembled document the page was made from, `counts` those of its review, told in the annex.

    >>> unexplained("<body><main><p>Có <data class='fact' value='a.b'>5</data> hộ, 6 xã</p></main></body>", {})
    ['hộ, 6 xã']
    """
    root = lxml.html.document_fromstring(page)
    body = root.find("body")
    walk = _Walk(document, counts or {})
    walk.element(root if body is None else body, _Declared())
    return walk.found


class _Walk:
    def __init__(self, document: Mapping[str, Any], counts: Mapping[str, int]) -> None:
        self.document, self.counts = document, counts
        self.sections = {f"s-{section['number']}": section for section in document.get("sections", ())}
        self.section: Mapping[str, Any] = {}
        told = [document["summary"]["chart"]] if "summary" in document else []
        told += [part["chart"] for part in document.get("annex", {}).get("parts", ()) if "chart" in part]
        self.charts = [*told, *(chart for each in document.get("sections", ()) for chart in each.get("charts", ()))]
        self.found: list[str] = []

    def element(self, node: lxml.html.HtmlElement, declared: _Declared) -> None:
        """Looks at an element's text and at what is in it."""
        if not isinstance(node.tag, str) or (unseen(node) and node.tag != "nav"):
            return
        if _EXPLAINED & set((node.get("class") or "").split()):
            return
        outside = self.section
        self.section = self.sections.get(node.get("id") or "", self.section)
        declared += self._declared(node)
        self.text(node.text, declared)
        for child in node:
            self.element(child, declared)
            self.text(child.tail, declared)
        self.section = outside

    def text(self, text: str | None, declared: _Declared) -> None:
        """Keeps a text with a number nothing declares."""
        if text and not declared.explains(text):
            self.found.append(" ".join(text.split())[:_SHOWN])

    def _declared(self, node: lxml.html.HtmlElement) -> _Declared:
        """What the part of the page that an element begins may show."""
        classes = (node.get("class") or "").split()
        if node.tag in _HEADINGS and self.section:
            inner = [block["label"] for block in self.section.get("blocks", ()) if "label" in block]
            return _Declared(_heading(self.section), _numbers(inner))
        if node.tag == "nav":
            return _Declared(frozenset(text for each in self.sections.values() for text in _heading(each)))
        if node.tag == "header" or "foot" in classes:
            return _Declared(_texts([self.document.get(name) for name in _OFFICIAL]))
        if node.tag in ("figure", "svg"):
            chart = node if node.tag == "figure" else node.getparent()
            cells = [each["table"] for each in self.charts if each.get("id") == chart.get("id")]
            return _Declared(_texts(cells), _numbers(cells) if node.tag == "svg" else frozenset())
        if "summary" in classes:
            return _Declared(_texts(self.document.get("summary")))
        if "annex" in classes:
            counted = frozenset(format_count(each) for each in self.counts.values())
            return _Declared(_texts(self.document.get("annex")), counted)
        return _Declared()


def _heading(section: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({f"{section.get('label', '')} {section.get('title', '')}".strip()})


def _texts(value: object) -> frozenset[str]:
    """Every text of some data, spaces folded."""
    return frozenset(" ".join(text.split()) for text in _walked(value))


def _numbers(value: object) -> frozenset[str]:
    """Every number in the texts of some data."""
    return frozenset(number for text in _walked(value) for number in _NUMBER.findall(text))


def _walked(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _walked(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _walked(each)
