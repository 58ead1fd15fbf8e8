"""WordprocessingML as text: elements, text that XML can hold, lengths.

The library that keeps the package builds elements one by one, which for a body of a thousand runs takes longer than
everything else together; so the body is written as text and parsed once.
"""

from xml.sax.saxutils import escape, quoteattr

from lib.domain.text import showable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def el(name: str, /, *inside: str, **attributes: object) -> str:
    """One element as text; attributes without a prefix get the element's, those that are None are left out.

    >>> el("w:p", el("w:jc", val="center"), el("w:b"))
    '<w:p><w:jc w:val="center"/><w:b/></w:p>'
    """
    prefix = name.partition(":")[0] + ":" if name.startswith("w:") else ""
    said = "".join(
        f" {prefix if '_' not in key else ''}{key.replace('_', ':')}={quoteattr(showable(str(value)))}"
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def root(name: str, *inside: str) -> str:
    """An element with every namespace declared, to be parsed or to be a part of its own."""
    declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return f"<{name}{declared}>{''.join(inside)}</{name}>"


def words(text: str) -> str:
    """The text of a run."""
    return f'<w:t xml:space="preserve">{escape(showable(text))}</w:t>'


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point.

    >>> twips(12.7), twips(210), twips(297)
    (720, 11906, 16838)
    """
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Millimetres in the units of drawings.

    >>> emu(25.4)
    914400
    """
    return round(mm * 36000)
