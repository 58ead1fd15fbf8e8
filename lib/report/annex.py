"""The annex about the data: who sent what, rows set aside, oddities, figures told by telephone. Plain data, in parts
that every output format prints in its own way.

A part is {"part": "heading" | "paragraph" | "notice" | "list" | "table"}: "runs" for the first three, "items" for a
list, "head", "rows" and "numbers" (the columns that hold numbers) for a table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.domain.numbers import format_count
from lib.facts.caveats import CAVEATS

Part = dict[str, Any]

TITLE = "Phụ lục: Về số liệu của báo cáo"


def annex(notes: Mapping[str, Any]) -> dict[str, Any]:
    """The annex made from notes on the data, as `assemble.data_notes` gives them."""
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
    parts += _table(
        "Nơi gửi",
        ("Nơi gửi", "Tệp", "Dòng hợp lệ", "Để riêng"),
        [
            [row["sender"], row["file"], format_count(row["clean"]), format_count(row["rejected"])]
            for row in notes["received"]
        ],
        numbers=(2, 3),
    )
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


def _notice(notice: str) -> list[Part]:
    if not notice:
        return []
    return [{"part": "notice", "runs": [{"text": "Dữ liệu mẫu.", "strong": True}, {"text": f" {notice}"}]}]


def _summary(notes: Mapping[str, Any]) -> Part:
    missing = notes["missing"]
    late = f"; {len(missing)} nơi chưa gửi: {'; '.join(missing)}" if missing else ""
    text = (
        f"{len(notes['received'])} nơi đã gửi báo cáo, {format_count(notes['clean'])} dòng số liệu hợp lệ, "
        f"{format_count(notes['rejected'])} dòng để riêng chờ sửa{late}."
    )
    return {"part": "paragraph", "runs": [{"text": text}]}


def _heading(text: str) -> Part:
    return {"part": "heading", "runs": [{"text": text}]}


def _table(title: str, head: Sequence[str], rows: list[list[str]], numbers: Sequence[int] = ()) -> list[Part]:
    """A heading and its table; nothing when there are no rows."""
    if not rows:
        return []
    return [_heading(title), {"part": "table", "head": list(head), "rows": rows, "numbers": list(numbers)}]
