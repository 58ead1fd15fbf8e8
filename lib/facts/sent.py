"""A unit's ledger as it was sent to the level above: its head, and the records that adding up needs, read fast.

A ledger is a fact a line (`lib.facts.ledger.dump_ledger`): what takes most room, the cells a value was read from, is
not parsed and stays the unit's. Any other layout of the same JSON is read whole.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.facts.ledger import FORMAT

Record = Mapping[str, Any]

_FACTS, _SOURCES = b', "facts": [', b'"sources": ['
_AFTER = re.compile(rb'\], (?="\w+": )')
"""The end of a list, before the next field. No text of JSON can hold it: its quotes are escaped."""


@dataclass(frozen=True)
class Sent:
    """One ledger: its head, the name readers find it by, its SHA-256 and its text."""

    file: str
    sha256: str
    head: Mapping[str, Any]
    text: bytes

    @cached_property
    def code(self) -> str:
        """The unit's official code."""
        return str(self.head["entity"]["code"])

    @cached_property
    def place(self) -> tuple[str, str]:
        """Its file and SHA-256: what is kept of it once it is added."""
        return self.file, self.sha256

    def records(self, wanted: Collection[str]) -> Iterator[Record]:
        """The records of some facts, by id; without their sources, mostly."""
        facts: Iterable[Record]
        if self._by_line:
            text = b",".join(map(_without_sources, self.text.splitlines()[1:-1]))
            facts = json.loads(b"[" + text + b"]")
        else:
            facts = json.loads(self.text)["facts"]
        yield from (fact for fact in facts if fact["id"] in wanted)

    @property
    def _by_line(self) -> bool:
        return self.text.partition(b"\n")[0].endswith(_FACTS)


def _without_sources(line: bytes) -> bytes:
    """The text of a fact, without its sources where another field follows them."""
    line = line.rstrip(b",")
    before, _, rest = line.partition(_SOURCES)
    end = _AFTER.search(rest)
    return before + rest[end.end() :] if end else line


def read_sent(path: Path, file: str = "") -> Sent:
    """The ledger in a file; `file` is the name readers find it by (else its own). Raises ReportError where it is no
    ledger, or one of another format."""
    name = file or path.name
    try:
        text = path.read_bytes()
        first = text.partition(b"\n")[0]
        head = json.loads(first[: -len(_FACTS)] + b"}" if first.endswith(_FACTS) else text)
        known = head["format"] == FORMAT and all(head[part]["code"] for part in ("entity", "period"))
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportError("không đọc được sổ số liệu", file=name, remedy="lấy lại tệp facts.json của đơn vị") from None
    if not known:
        remedy = "lập lại báo cáo của đơn vị bằng phiên bản đang dùng rồi thu lại"
        raise ReportError(f"sổ số liệu theo dạng {head['format']}, không phải {FORMAT}", file=name, remedy=remedy)
    return Sent(name, hashlib.sha256(text).hexdigest(), {**head, "facts": []}, text)
