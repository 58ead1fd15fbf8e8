"""The annex about the data: who sent what, rows set aside, oddities, figures told by telephone. Plain data, in parts
that every output format prints in its own way.

A part is {"part": "heading" | "paragraph" | "notice" | "list" | "table" | "folded" | "chart"}: "runs" for the first
three, "chart" for a chart, "items" for a list, "head", "rows", "numbers" (the columns that hold numbers) and "strong"
(cells that stand out, as [row, column]) for a table; a row of one cell heads the rows after it. A folded part has
"runs" and the "parts" that open under them on a screen; what is printed leaves it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lib.domain.numbers import format_count
from lib.facts.caveats import CAVEATS
from lib.narrative.phrases import capital
from lib.narrative.runs import Run

Part = dict[str, Any]

TITLE = "Phụ lục: Về số liệu của báo cáo"
PARTIAL = f"{CAVEATS['incomplete'].mark} Cộng chưa đủ: có nơi chưa gửi."


def annex(notes: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The annex made from notes on the data, as `assemble.data_notes` gives them. `sent` is the chart of senders."""
    parts = [*_notice(notes["notice"]), _summary(notes)]
    parts += _table(
        "Dòng để riêng, không tính vào báo cáo",
        ("Tệp", "Trang", "Ô đầu tiên", "Lý do", "Số dòng"),
        [[row["file"], row["sheet"], row["cell"], row["rule"], format_count(row["rows"])] for row in notes["rules"]],
        numbers=(4,),
    )
    if notes["findings"]:
        parts += [_heading("Điều cần xem lại"), {"part": "list", "items": list(notes["findings"])}]
    parts += _table(
        f"Số liệu nhập tay ({CAVEATS['entered'].mark})",
        ("Nơi có số liệu", "Bảng", "Người báo", "Người nhận", "Ngày", "Bằng chứng", "Dòng"),
        [
            [row[key] for key in ("sender", "table", "told_by", "told_to", "date", "evidence", "lines")]
            for row in notes["told"]
        ],
    )
    parts += [{"part": "chart", "chart": sent}, *_senders(notes)]
    if notes["tables"]:
        parts += [_by_commune(notes), _by_table(notes)]
    return {"title": TITLE, "parts": parts}


def reviewed_annex(annex: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, Any]:
    """The annex with what came of the review, after its summary. `counts` are the review's: relations, holds, fails,
    accepted, unchecked."""
    parts = list(annex["parts"])
    at = next((place for place, part in enumerate(parts, 1) if part["part"] == "paragraph"), 0)
    accepted = f" ({counts['accepted']} đã được chấp nhận, có nêu lý do)" if counts["accepted"] else ""
    text = (
        f"{format_count(counts['relations'])} quan hệ giữa các số trong báo cáo đã được đối chiếu: "
        f"{format_count(counts['holds'])} khớp, {counts['fails']} không khớp{accepted}, {counts['unchecked']} chưa "
        "kiểm tra được. Từng phép tính ở trang đối chiếu đi kèm, tệp "
    )
    runs = [{"text": text}, {"text": "review.html", "file": "review.html"}, {"text": "."}]
    return {**annex, "parts": [*parts[:at], {"part": "paragraph", "runs": runs}, *parts[at:]]}


def _senders(notes: Mapping[str, Any]) -> list[Part]:
    """Everyone who owes a workbook; days and the period before where they are known."""
    columns = {"sender": "Nơi gửi", "file": "Tệp", "received": "Nhận ngày", "state": "Tình trạng"}
    columns |= {"rows": "Dòng hợp lệ", "rejected": "Để riêng"}
    if not notes["dated"]:
        del columns["received"]
    title: list[Run] = [{"text": "Nơi gửi"}]
    first = len(columns) - 2
    if notes["tables"]:
        columns |= {"before": "Kỳ trước", "change": "Tăng, giảm"}
        title = [{"text": "Nơi gửi; số dòng so với "}, _period(notes)]
    rows = [[row[key] for key in columns] for row in notes["senders"]]
    numbers = range(first, len(columns))
    late = [[at, column] for at, row in enumerate(notes["senders"]) if row["late"] for column in range(len(columns))]
    return _table(title, list(columns.values()), rows, numbers, late)


def _by_commune(notes: Mapping[str, Any]) -> Part:
    """The rows of the tables that communes send, the period before in parentheses."""
    heads, rows = notes["communes"]["heads"], notes["communes"]["rows"]
    table = {
        "part": "table",
        "head": [capital(notes["children"]), *heads],
        "rows": [[row["name"], *(f"{cell['now']} ({cell['before']})" for cell in row["cells"])] for row in rows],
        "numbers": list(range(1, len(heads) + 1)),
        "strong": [[at, n] for at, row in enumerate(rows) for n, cell in enumerate(row["cells"], 1) if cell["jumps"]],
    }
    said = {"part": "paragraph", "runs": [{"text": "Số kỳ trước đặt trong ngoặc; tăng hoặc giảm từ hai lần in đậm."}]}
    runs = [{"text": f"Từng {notes['children']}: số dòng so với "}, _period(notes)]
    return {"part": "folded", "runs": runs, "parts": [said, table]}


def _period(notes: Mapping[str, Any]) -> Run:
    """The period before, by name."""
    return {"text": notes["earlier"]["title"], "ref": "period"}


def _by_table(notes: Mapping[str, Any]) -> Part:
    """Rows and sums of every table beside the period before."""
    rows: list[list[str]] = []
    strong: list[list[int]] = []
    for table in notes["tables"]:
        rows.append([f"{table['sender']} – {table['table']}"])
        for line in table["lines"]:
            strong += [[len(rows), 3]] if line["jumps"] else []
            rows.append([line[key] for key in ("measure", "now", "before", "change")])
    head = ["Số", "Kỳ này", "Kỳ trước", "Tăng, giảm"]
    table = {"part": "table", "head": head, "rows": rows, "numbers": [1, 2, 3], "strong": strong}
    runs = [{"text": "Từng bảng: số dòng, số cộng so với "}, _period(notes)]
    said = [{"part": "paragraph", "runs": [{"text": PARTIAL}]}] if notes["partial"] else []
    return {"part": "folded", "runs": runs, "parts": [*said, table]}


def _notice(notice: str) -> list[Part]:
    if not notice:
        return []
    return [{"part": "notice", "runs": [{"text": "Dữ liệu mẫu.", "strong": True}, {"text": f" {notice}"}]}]


def _summary(notes: Mapping[str, Any]) -> Part:
    missing, earlier = notes["missing"], notes["earlier"]
    waited = f"; {len(missing)} nơi chưa gửi: {'; '.join(missing)}" if missing else ""
    late = f"; gửi sau ngày chốt: {'; '.join(notes['late'])}" if notes["late"] else ""
    undated = "" if notes["dated"] else "; ngày nhận tệp không được ghi lại"
    text = (
        f"{len(notes['received'])} nơi đã gửi báo cáo, {format_count(notes['clean'])} dòng số liệu hợp lệ, "
        f"{format_count(notes['rejected'])} dòng để riêng chờ sửa{waited}. "
        f"Chốt số liệu ngày {notes['cutoff']}, hạn gửi ngày {notes['deadline']}{late}{undated}."
    )
    if earlier and earlier["why"]:
        why = {"text": f": {earlier['why']}.", "ref": "note"}
        runs = [{"text": f"{text} Không so được với "}, _period(notes), why]
        return {"part": "paragraph", "runs": runs}
    return {"part": "paragraph", "runs": [{"text": text}]}


def _heading(text: str) -> Part:
    return {"part": "heading", "runs": [{"text": text}]}


def _table(
    title: str | list[Run],
    head: Sequence[str],
    rows: list[list[str]],
    numbers: Iterable[int] = (),
    strong: Sequence[Sequence[int]] = (),
) -> list[Part]:
    """A heading and its table; nothing when there are no rows."""
    if not rows:
        return []
    table = {"part": "table", "head": list(head), "rows": rows, "numbers": list(numbers), "strong": list(strong)}
    return [_heading(title) if isinstance(title, str) else {"part": "heading", "runs": title}, table]
