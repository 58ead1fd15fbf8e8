"""What a reader of a page sees of its elements."""

import re
from typing import Final

import lxml.html

from lib.checks.audit.vocabulary import words

_UNSEEN: Final = words("script style template noscript nav head title metadata defs")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def unseen(node: lxml.html.HtmlElement) -> bool:
    """Whether a reader of the page does not see an element, or it is marked as none of the audit's business."""
    return (
        node.tag in _UNSEEN
        or node.get("data-audit") == "skip"
        or node.get("popover") is not None
        or node.get("hidden") is not None
        or "skip" in (node.get("class") or "").split()
        or bool(_HIDDEN.search(node.get("style") or ""))
    )
