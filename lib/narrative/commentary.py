"""What people wrote for a period: commentary/<section number>.md, Markdown that may cite facts by id.

Front matter says who wrote it, when and with what status, and declares the texts with digits that are references,
not figures.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.indicators.context import Context

FOLDER = "commentary"
FENCE = "---"


@dataclass(frozen=True)
class Commentary:
    """One commentary: its text and what its front matter says. `references` are texts whose digits are no figures."""

    section: str
    path: Path
    text: str
    author: str
    date: str
    status: str
    references: tuple[str, ...]

    @property
    def template(self) -> str:
        """The text with each declared reference turned into a template expression, longest first."""
        text = self.text
        order = sorted(range(len(self.references)), key=lambda index: -len(self.references[index]))
        for index in order:
            text = text.replace(self.references[index], f"{{{{ _references[{_letters(index)}] }}}}")
        return text


def _letters(index: int) -> str:
    """An index without digits, so that one replaced reference cannot be found inside another."""
    return "'" + "".join(chr(ord("a") + int(digit)) for digit in str(index)) + "'"


def read_commentary(context: Context, section: str) -> Commentary | None:
    """The commentary of a section, None when nobody wrote one. Raises ReportError for broken front matter."""
    path = context.raw / FOLDER / f"{section}.md"
    if not path.is_file():
        return None
    content = nfc(path.read_text(encoding="utf-8"))
    name = f"{FOLDER}/{path.name}"
    head: dict[str, Any] = {}
    if content.startswith(FENCE):
        _, front, content = content.split(FENCE, 2) if content.count(FENCE) >= 2 else ("", content, "")
        try:
            head = yaml.safe_load(front) or {}
        except yaml.YAMLError as error:
            raise ReportError("phần đầu tệp (giữa hai dòng ---) sai cú pháp", file=name) from error
    unknown = set(head) - {"author", "date", "status", "references"}
    if unknown:
        raise ReportError(f"phần đầu tệp có mục lạ: {', '.join(sorted(unknown))}", file=name)
    references = tuple(nfc(str(reference)) for reference in head.get("references") or ())
    fields = {key: str(head.get(key, "")) for key in ("author", "date", "status")}
    return Commentary(section, path, content.strip(), references=references, **fields)


def reference_names(commentary: Commentary) -> dict[str, str]:
    """The declared references by the names the template gives them."""
    return {_letters(index).strip("'"): reference for index, reference in enumerate(commentary.references)}
