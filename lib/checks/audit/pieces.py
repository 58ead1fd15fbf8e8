"""One paragraph put together from pieces: spaces folded, the stretches a file marks as facts kept in place."""

import re

from lib.checks.audit.document import Block

_SPACES = re.compile(r"[ \t\r\n\f]+")


class Pieces:
    """Collects the pieces of a paragraph; `block` gives what came together and starts anew."""

    def __init__(self) -> None:
        self.text = ""
        self.open: list[tuple[int, str]] = []
        self.tags: list[tuple[int, int, str]] = []

    def add(self, piece: str | None) -> None:
        """Adds text as it reads: runs of spaces are one, none at the beginning."""
        folded = _SPACES.sub(" ", piece or "")
        self.text += folded.lstrip(" ") if not self.text or self.text.endswith(" ") else folded

    def begin(self, fact: str) -> None:
        """What follows is marked as a fact."""
        self.open.append((len(self.text), fact))

    def finish(self) -> None:
        """The innermost mark ends here."""
        start, fact = self.open.pop()
        self.tags.append((start, len(self.text), fact))

    def block(self, level: int = 0, region: str = "", item: bool = False) -> Block | None:
        """The paragraph so far, None when it is blank."""
        text, tags = self.text.rstrip(), tuple(tag for tag in self.tags if tag[0] < tag[1])
        self.text, self.tags = "", []
        self.open = [(0, fact) for _, fact in self.open]
        return Block(text, level, region, tags, item) if text else None
