"""What people wrote for a period: commentary/<section number>.md, Markdown that may cite facts by id.

Front matter says who wrote it, when and with what status, and declares the texts with digits that are references,
not figures. Once confirmed it also says for which period, and what its facts printed then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.domain.written import FENCE
from lib.indicators.context import Context

FOLDER = "commentary"
KEYS = ("author", "date", "status", "references", "period", "cited")

EXPRESSION = r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
BARE_NUMBER = re.compile(r"[\d\s.,%]*")


@dataclass(frozen=True)
class Commentary:
    """One commentary: its text and what its front matter says. `references` are texts whose digits are no figures;
    `period` and `cited` what was confirmed: the period's code, and what each fact printed, by id; `line` is the file's
    line its text begins on."""

    section: str
    path: Path
    text: str
    author: str
    date: str
    status: str
    references: tuple[str, ...]
    line: int = 1
    period: str = ""
    cited: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The file, as messages name it."""
        return f"{FOLDER}/{self.path.name}"

    @property
    def template(self) -> str:
        """The text with each declared reference turned into a template expression, longest first, on the lines it has
        in the file. A reference counts only as a whole: "năm 2021" does not stand in "năm 20215"."""
        names = {" ".join(text.split()): _letters(index) for index, text in enumerate(self.references)}
        spelt = sorted((_spelt(text) for text in names), key=len, reverse=True)
        pattern = re.compile("|".join([EXPRESSION, *spelt]), re.DOTALL)

        def held(found: re.Match[str]) -> str:
            name = names.get(" ".join(found[0].split()))
            return found[0] if name is None else f"{{{{ _references[{name}]{chr(10) * found[0].count(chr(10))} }}}}"

        return "\n" * (self.line - 1) + pattern.sub(held, self.text)


def _spelt(reference: str) -> str:
    """A pattern for a reference across line breaks, but not inside a longer number."""
    words = r"\s+".join(re.escape(word) for word in reference.split())
    return rf"(?<!\d)(?<!\d[.,/]){words}(?!\d)(?![.,/]\d)"


def _letters(index: int) -> str:
    """An index without digits, as a text of the template."""
    return "'" + "".join(chr(ord("a") + int(digit)) for digit in str(index)) + "'"


def read_commentary(context: Context, section: str) -> Commentary | None:
    """The commentary of a section, None when nobody wrote one. Raises ReportError for broken front matter."""
    path = context.raw / FOLDER / f"{section}.md"
    if not path.is_file():
        return None
    name = f"{FOLDER}/{path.name}"
    try:
        content = nfc(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ReportError("tệp không phải UTF-8", file=name, remedy="lưu lại tệp ở dạng UTF-8") from None
    front, text, line = _split(content, name)
    head = _head(front, name)
    fields = {key: str(head.get(key) or "") for key in ("author", "date", "status", "period")}
    references, cited = _references(head, name), _cited(front, name)
    return Commentary(section, path, text, references=references, line=line, cited=cited, **fields)


def _split(content: str, name: str) -> tuple[str, str, int]:
    """Front matter, text, and the line the text begins on."""
    lines = content.split("\n")
    start = 0
    if lines[0].rstrip() == FENCE:
        start = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0) + 1
        if start == 1:
            reason = "phần đầu tệp mở bằng --- nhưng không đóng"
            raise ReportError(reason, file=name, cell="dòng 1", remedy="thêm một dòng --- sau phần đầu")
    body = "\n".join(lines[start:])
    blank = len(body) - len(body.lstrip("\n"))
    return "\n".join(lines[1 : max(start - 1, 1)]), body.strip("\n").rstrip(), start + blank + 1


def _head(front: str, name: str) -> dict[str, Any]:
    try:
        head = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        cell = f"dòng {mark.line + 2}" if mark else None
        raise ReportError("phần đầu tệp (giữa hai dòng ---) sai cú pháp", file=name, cell=cell) from None
    head = {} if head is None else head
    if not isinstance(head, dict):
        raise ReportError("phần đầu tệp phải gồm các cặp khóa: giá trị", file=name)
    unknown = [str(key) for key in head if key not in KEYS]
    if unknown:
        known = f"dùng một trong: {', '.join(KEYS)}"
        raise ReportError(f"phần đầu tệp có mục lạ: {', '.join(sorted(unknown))}", file=name, remedy=known)
    return head


def _cited(front: str, name: str) -> dict[str, str]:
    """What facts printed, as texts: a figure that lost its quotes is still what was typed."""
    head = yaml.load(front, Loader=yaml.BaseLoader) or {}
    cited = head.get("cited") or {}
    if not isinstance(cited, dict) or not all(isinstance(printed, str) for printed in cited.values()):
        raise ReportError("cited phải gồm các cặp mã chỉ tiêu: số đã in", file=name, remedy="bỏ mục này, xác nhận lại")
    return {str(fact): nfc(printed) for fact, printed in cited.items()}


def _references(head: dict[str, Any], name: str) -> tuple[str, ...]:
    listed = head.get("references") or []
    if not isinstance(listed, list):
        raise ReportError("references phải là danh sách", file=name, remedy="ghi mỗi dẫn chiếu một dòng, sau dấu -")
    references = tuple(nfc(str(reference or "")).strip() for reference in listed)
    for reference in references:
        if BARE_NUMBER.fullmatch(reference):
            raise ReportError(
                f'dẫn chiếu "{reference}" chỉ là một con số',
                file=name,
                remedy="ghi trọn cụm từ (ví dụ: năm …, Nghị định số …); số liệu thì dùng {{ nhóm.tên }}",
            )
    return references


def reference_names(commentary: Commentary) -> dict[str, str]:
    """The declared references by the names the template gives them."""
    return {_letters(index).strip("'"): reference for index, reference in enumerate(commentary.references)}
