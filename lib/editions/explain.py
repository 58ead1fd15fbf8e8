"""Where a printed value comes from, told from a published edition: sentence, fact, formula, measures, files and cells.

The edition answers alone: its ledger and its assembled document. The raw folder is only asked whether the files are
still the same.
"""

import difflib
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.domain.text import match_key
from lib.editions.manifest import file_sha256
from lib.facts.fact import UNIT_LABELS
from lib.facts.lineage import WORDS, Lineage, Record, cells, exact_text, measured, notes
from lib.facts.rollup import UNITS
from lib.indicators.registry import place_of
from lib.intake.folders import data_folder, reports_folder
from lib.narrative.runs import Run, plain_text, sentences
from lib.report.executed import read_document

WIDTH = 100
"""Columns of a terminal."""
LONGEST = 5
"""Lines a list of cells may take on a terminal; the JSON has all of them."""
KINDS = {
    "declared": "nơi gửi khai",
    "counted": "đếm",
    "summed": "cộng",
    "computed": "tính",
    "list": "liệt kê",
    "state": "trạng thái",
    "document": "văn bản",
}
NUMBER = "header.report_number"
SAME, CHANGED, LOST = "khớp", "KHÁC", "MẤT"
STANDING = {
    SAME: "tệp trong thư mục số liệu gốc vẫn là tệp đã dùng",
    CHANGED: "tệp cùng tên nay có nội dung khác",
    LOST: "thư mục số liệu gốc không còn tệp này",
}


@dataclass(frozen=True)
class Published:
    """An edition read back: its ledger, its assembled document, and the folder its files were read from."""

    ledger: Mapping[str, Any]
    document: Mapping[str, Any]
    raw: Path

    @property
    def lineage(self) -> Lineage:
        return Lineage.of(self.ledger)


def read_published(unit: str, period: str, data: str = "", reports: str = "") -> Published:
    """The edition of a unit and period. Raises ReportError where none was published."""
    folder = reports_folder(reports) / unit / period
    ledger, notebook = folder / "facts.json", folder / "notebooks" / "report.ipynb"
    if not (ledger.is_file() and notebook.is_file()):
        command = f"python -m lib run --unit {unit} --period {period}"
        raise ReportError("chưa có báo cáo của đơn vị, kỳ này", file=f"{unit}/{period}", remedy=f"chạy {command}")
    content = json.loads(ledger.read_text(encoding="utf-8"))
    return Published(content, read_document(folder), data_folder(data).raw(unit, period))


def explained(edition: Published, name: str) -> dict[str, Any]:
    """Everything there is to say of one fact, as plain data: what `--json` prints.

    Raises ReportError for an id the ledger does not have, with the nearest ones.
    """
    lineage = edition.lineage
    if name not in lineage.facts:
        raise _unknown(lineage, name)
    return {
        "entity": edition.ledger["entity"],
        "period": edition.ledger["period"],
        "said": list(_said(edition.document, name)),
        **_told(lineage, name),
        "units": list(_beneath(edition, lineage, name)),
        "files": {
            file: {"sha256": sha256, "raw": _standing(_path(edition.raw, file), sha256)}
            for file, sha256 in lineage.files(name).items()
        },
    }


def _beneath(edition: Published, lineage: Lineage, name: str) -> Iterator[dict[str, Any]]:
    """What units' own ledgers say of a fact that is theirs added up, where the ledgers are at hand and unchanged."""
    facts = [lineage.facts[each] for each in (name, *lineage.beneath(name))]
    for source in (source for fact in facts for source in fact["sources"] if source["file"].startswith(f"{UNITS}/")):
        path = edition.raw / source["file"]
        if _standing(path, source["sha256"]) == SAME:
            unit = json.loads(path.read_text(encoding="utf-8"))
            own = Lineage.of(unit)
            record = own.facts[source["column"]]
            told = [{**each, "cells": cells(each), "notes": notes(each)} for each in record["sources"]]
            about = {"unit": unit["entity"]["name"], "fact": record["id"], "title": record["title"]}
            yield {**about, "shown": own.shown(record), "formula": record["formula"], "sources": told}


def _unknown(lineage: Lineage, name: str) -> ReportError:
    near = difflib.get_close_matches(name, lineage.facts, 3)
    parts = {match_key(fact): fact for each in lineage.facts for fact in (each, each.partition(".")[2])}
    near += [fact for fact, record in lineage.facts.items() if match_key(name) in match_key(record["title"])][:3]
    if not near:
        found = difflib.get_close_matches(match_key(name.partition(".")[2] or name), parts, 3)
        near = [each for one in found for each in lineage.facts if each.endswith(parts[one])]
    listed = "; ".join(f"{each} ({lineage.facts[each]['title']})" for each in dict.fromkeys(near))
    return ReportError(
        f"không có chỉ tiêu «{name}»", remedy=f"có phải là {listed}?" if listed else "xem mã trong facts.json"
    )


def _said(document: Mapping[str, Any], name: str) -> Iterator[dict[str, str]]:
    """Each sentence that prints a fact, and each chart that draws it, with its section."""
    if name == NUMBER and document["number"]:
        yield {"section": "", "text": f"Số: [{document['number']}]"}
    parts = [("", document["title"]), ("", document["opening"])]
    parts += [(_heading(section), section["blocks"]) for section in document["sections"]]
    for heading, blocks in [*parts, ("", document["closing"])]:
        for runs in sentences(blocks):
            if any(run.get("fact") == name for run in runs):
                yield {"section": heading, "text": "".join(_marked(run, name) for run in runs).strip()}

    for section in document["sections"]:
        for chart in section["charts"]:
            if any(cited.partition("/")[0] == name for row in chart["cites"] for cited in row):
                yield {"section": _heading(section), "text": f"Biểu đồ: {plain_text(chart['title'])}"}


def _heading(section: Mapping[str, Any]) -> str:
    return f"{place_of(section['number'])} {section['title']}"


def _marked(run: Run, name: str) -> str:
    text: str = run["text"]
    return f"[{text}]" if run.get("fact") == name else text


def _told(lineage: Lineage, name: str) -> dict[str, Any]:
    """One fact with its formula in numbers, its parts, its sources, and the same of every fact it is computed from."""
    fact = lineage.facts[name]
    return {
        "fact": fact,
        "exact": exact_text(fact),
        "calculation": lineage.calculation(fact),
        "shown": lineage.shown(fact),
        "caveats": lineage.caveats(fact),
        "breakdowns": [
            {"title": each.title, "rows": {row[0]: row[1] for row in each.rows}, "adds": each.adds}
            for each in lineage.breakdowns(fact)
        ],
        "sources": [{**source, "cells": cells(source), "notes": notes(source)} for source in fact["sources"]],
        "used_by": lineage.above(name),
        "inputs": [_told(lineage, needed) for needed in fact["inputs"]],
    }


def _path(raw: Path, file: str) -> Path:
    """Where a file lies: in the period's raw folder, or, named with a period, in that one's."""
    return raw.parent / file if "/" in file and not file.startswith(f"{UNITS}/") else raw / file


def _standing(path: Path, sha256: str) -> str:
    if not path.is_file():
        return LOST
    return SAME if file_sha256(path) == sha256 else CHANGED


# --- on a terminal


def text(told: Mapping[str, Any]) -> str:
    """An explanation for a terminal of 100 columns."""
    fact = told["fact"]
    lines = [*_wrapped(f"{fact['id']} – {fact['title']}"), f"{told['entity']['name']}, {told['period']['title']}"]
    lines += ["", "Báo cáo viết", *_sentences(told["said"])]
    lines += ["", "Chỉ tiêu", *_particulars(told)]
    lines += ["", "Cách tính", *_calculation(told, 2)]
    for needed in told["inputs"]:
        lines += _input(needed, 2)
    if told["units"]:
        lines += ["", "Ở từng đơn vị", *(line for each in told["units"] for line in _unit(each))]
    lines += ["", "Tệp gốc (SHA-256)", *_files(told["files"])]
    return "\n".join(lines)


def _wrapped(words: str, indent: int = 0, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sentences(said: list[dict[str, str]]) -> Iterator[str]:
    if not said:
        yield "  (Không câu hay biểu đồ nào in chỉ tiêu này.)"
    for each in said:
        if each["section"]:
            yield from _wrapped(f"Mục {each['section']}:", 2)
        yield from _wrapped(f"“{each['text']}”", 4)


def _particulars(told: Mapping[str, Any]) -> Iterator[str]:
    fact = told["fact"]
    numeric = fact["kind"] not in WORDS
    rows = [
        ("In là", fact["printed"] if fact["printed"] and fact["kind"] != "state" else told["shown"]),
        ("Giá trị đúng", f"{_plain(fact)}{told['exact']}" if fact["value"] is not None and numeric else ""),
        ("Đơn vị tính", UNIT_LABELS[fact["unit"]] if numeric else ""),
        ("Loại", KINDS[fact["kind"]]),
        ("Định nghĩa", fact["definition"]),
        ("Căn cứ", fact["legal_basis"] or ""),
        ("Lưu ý", " ".join(told["caveats"])),
        ("Dùng để tính", "; ".join(told["used_by"])),
    ]
    for head, words in rows:
        if words:
            yield from _wrapped(f"{head:<14}{words}", 2, 14)


def _plain(fact: Record) -> str:
    """A share's two integers before it: "269/2.342 = "."""
    if fact["kind"] != "computed" or "/" not in fact["value"]:
        return ""
    return "/".join(format_count(int(each)) for each in fact["value"].split("/")) + " = "


def _calculation(told: Mapping[str, Any], indent: int) -> Iterator[str]:
    yield from _wrapped(told["fact"]["formula"], indent, 2)
    if told["calculation"]:
        yield from _wrapped(told["calculation"], indent, 2)
    for each in told["breakdowns"]:
        listed = "; ".join(f"{name} {number}" for name, number in each["rows"].items())
        short = "" if each["adds"] else " (không cộng thành tổng: một đối tượng có thể thuộc nhiều nhóm)"
        yield from _wrapped(f"{each['title']}{short}: {listed}", indent, 2)
    for source in told["sources"]:
        yield from _source(source, indent)


def _source(source: Mapping[str, Any], indent: int) -> list[str]:
    where = " › ".join(part for part in (source["file"], source["sheet"]) if part)
    also = f" ({'; '.join(source['notes'])})" if source["notes"] else ""
    lines = _wrapped(f"← {where}{also} › {source['cells']}", indent, 2)
    if len(lines) > LONGEST:
        left = ", ".join(lines[LONGEST:]).count(",") + 1
        lines = [*lines[:LONGEST], f"{' ' * (indent + 2)}… còn khoảng {left} vùng ô nữa: xem --json"]
    return lines


def _input(told: Mapping[str, Any], indent: int) -> list[str]:
    fact = told["fact"]
    value = measured(fact, told["exact"]) if fact["value"] is not None else told["shown"]
    lines = ["", *_wrapped(f"{fact['id']} – {fact['title']}: {value}", indent, 2), *_calculation(told, indent + 2)]
    lines += [line for caveat in told["caveats"] for line in _wrapped(caveat, indent + 2, 2)]
    for needed in told["inputs"]:
        lines += _input(needed, indent + 2)
    return lines


def _unit(told: Mapping[str, Any]) -> Iterator[str]:
    yield from _wrapped(f"{told['unit']}: {told['fact']} – {told['title']}: {told['shown']}", 2, 2)
    yield from _wrapped(told["formula"], 4, 2)
    for source in told["sources"]:
        yield from _source(source, 4)


def _files(files: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    if not files:
        yield "  (Không có tệp nào.)"
    for file, each in files.items():
        line = f"  {each['raw']:<5} {each['sha256']}  "
        yield from [line + file] if len(line + file) <= WIDTH else [line.rstrip(), *_wrapped(file, len(line) - 64, 2)]
    for standing in dict.fromkeys(each["raw"] for each in files.values()):
        yield from _wrapped(f"{standing}: {STANDING[standing]}.", 2)


def main_explain(fact: str, unit: str, period: str, data: str = "", reports: str = "", *, as_json: bool = False) -> int:
    """The command: prints where a fact comes from, for people or (`as_json`) for programs."""
    told = explained(read_published(unit, period, data, reports), fact)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else text(told))
    return 0
