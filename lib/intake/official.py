"""What signing and amending write into a period's report.yaml: number, date, signatory, what is replaced. Comments and
everything else stay as they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lib.domain.errors import ReportError
from lib.domain.reading import SafeLoader, read_text
from lib.domain.written import child, compose, replaced

REPORT = "report.yaml"


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """The signed report that an amended one takes the place of: number with symbol, day, why, SHA-256 of its edition's
    manifest."""

    number: str
    date: date
    reason: str
    edition: str

    @classmethod
    def read(cls, report: Mapping[str, object]) -> "Replaced | None":
        """What report.yaml says under `replaces`; None where it replaces nothing. Raises ReportError for anything
        else."""
        said = report.get("replaces")
        if said is None:
            return None
        try:
            found = cls(**said)  # type: ignore[arg-type]
        except TypeError:
            found = None
        if found is None or type(found.date) is not date:
            remedy = "lập bản sửa đổi bằng python -m lib amend, không gõ tay mục này"
            raise ReportError("mục replaces phải có number, date, reason, edition", file=REPORT, remedy=remedy)
        return found


def read_report(raw: Path) -> Mapping[str, Any]:
    """What report.yaml says in a period's raw folder. Raises ReportError where it is missing or no YAML."""
    path = raw / REPORT
    if not path.is_file():
        raise ReportError(
            "chưa có tệp khai báo nơi nhận, căn cứ, người ký",
            file=REPORT,
            remedy="chép tệp của kỳ trước rồi sửa",
        )
    try:
        content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    except yaml.YAMLError as error:
        raise ReportError("sai cú pháp YAML", file=REPORT, remedy="so với tệp của kỳ trước") from error
    return content


def numbered(text: str, *, number: str = "", day: date | None = None, signatory: str = "") -> str:
    r"""A report.yaml with number, date and signatory put in; "" and None leave what it says.

    >>> numbered("document: {number: null, date: null}  # draft\nsignatory: {name: A}", number="7", signatory="B")
    'document: {number: 7, date: null}  # draft\nsignatory: {name: "B"}'

    Raises:
        ReportError: the file has no place for one of them.
    """
    values = (
        ("document", "number", number if number.isdecimal() else _text(number) if number else ""),
        ("document", "date", day.isoformat() if day else ""),
        ("signatory", "name", _text(signatory) if signatory else ""),
    )
    whole, found = compose(text, REPORT), []
    for part, key, value in values:
        node = child(child(whole, part), key)
        if value and node is None:
            raise ReportError(f"chưa có {part}.{key}", file=REPORT, remedy=f"thêm {key} vào mục {part}")
        if value and node is not None:
            found.append((node, value))
    return replaced(text, found)


def amending(text: str, old: Replaced) -> str:
    """A report.yaml without number and date, which says what the report replaces.

    >>> old = Replaced(number="7/BC", date=date(2023, 6, 15), reason="late file", edition="ab")
    >>> print(amending("document: {number: 7, date: 2023-06-15}", old))
    document: {number: null, date: null}
    replaces: {number: "7/BC", date: 2023-06-15, reason: "late file", edition: "ab"}
    <BLANKLINE>
    """
    whole = compose(text, REPORT)
    document, before = child(whole, "document"), child(whole, "replaces")
    emptied = [(node, "null") for key in ("number", "date") if (node := child(document, key)) is not None]
    told = f"number: {_text(old.number)}, date: {old.date}, reason: {_text(old.reason)}, edition: {_text(old.edition)}"
    if before is not None:
        return replaced(text, [*emptied, (before, f"{{{told}}}")])
    return f"{replaced(text, emptied).rstrip()}\nreplaces: {{{told}}}\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def rewrite(path: Path, text: str) -> str:
    """Puts a text in a file's place, whole or not at all, and returns what stood there."""
    before = read_text(path)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)
    return before
