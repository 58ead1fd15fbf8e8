"""Somebody has read what was written against the figures: `python -m lib confirm --unit … --period … [II III]`.

Writes into the front matter of commentary/*.md for which period the text is and what each fact it cites prints now.
When one of them moves later, the report is a draft again and says so.
"""

from collections.abc import Sequence
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.domain.written import FENCE, with_keys
from lib.indicators.context import Context, open_context
from lib.narrative.commentary import FOLDER, read_commentary
from lib.narrative.narrate import commentary_blocks
from lib.narrative.phrases import template_names
from lib.narrative.stale import as_cited, cited_in, is_stale


def confirm(context: Context, section: str) -> str:
    """Confirms the commentary of one section, and says what was done, in Vietnamese. Raises ReportError where there is
    none, or where its status still says that it is another period's."""
    commentary = read_commentary(context, section)
    if commentary is None:
        raise ReportError("chưa có lời viết của mục này", file=f"{FOLDER}/{section}.md")
    if is_stale(commentary.status):
        remedy = "viết lại, sửa status (ví dụ: đã duyệt), rồi xác nhận lại"
        raise ReportError(f"status còn là «{commentary.status}»", file=commentary.where, remedy=remedy)
    commentary_blocks(context, section, template_names(context))  # raises where the text cannot be read
    cited = {name: as_cited(context.fact(name)) for name in cited_in(commentary)}
    if (commentary.period, dict(commentary.cited)) == (context.period.code, cited):
        return f"{commentary.where}: đã xác nhận từ trước, số liệu vẫn như vậy"
    values: dict[str, str | dict[str, str]] = {"period": context.period.code, "cited": cited}
    _write(commentary.path, values, commentary.where)
    told = f"với {len(cited)} số liệu đang dẫn" if cited else "không dẫn số liệu nào"
    return f"{commentary.where}: đã xác nhận, {told}"


def _write(path: Path, values: dict[str, str | dict[str, str]], name: str) -> None:
    """The file with front matter that says these things, moved into place whole; its text as it stands."""
    lines = nfc(path.read_text(encoding="utf-8-sig")).split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if lines[0].rstrip() != FENCE:
        front, text = "", ["", *lines]
    else:
        front, text = "\n".join(lines[1:end]), lines[end + 1 :]
    aside = path.with_name(f".{path.name}.part")
    content = "\n".join([FENCE, with_keys(front, values, name), FENCE, *text])
    aside.write_text(content, encoding="utf-8", newline="\n")
    aside.replace(path)


def main_confirm(unit: str, period: str, names: Sequence[str] = (), data: str = "") -> int:
    """The command: confirms the named sections' commentary (none named: every one there is); 1 if one cannot be."""
    context = open_context(unit, period, data)
    written = sorted(path.stem for path in (context.raw / FOLDER).glob("*.md"))
    if not written:
        raise ReportError("kỳ này chưa có lời viết nào", file=f"{FOLDER}/")
    failed = False
    for section in [name.removesuffix(".md") for name in names] or written:
        try:
            print(confirm(context, section))
        except ReportError as error:
            failed = True
            print(f"Lỗi: {error}")
    return 1 if failed else 0
