"""The reference pages of `docs/reference/`: every indicator, relation and norm, in Vietnamese, from what the program
itself reads."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml

from lib.checks.relations.evaluate import KINDS, Relation, relations
from lib.domain.dates import format_date
from lib.domain.norms import Norm, Norms
from lib.domain.numbers import format_count
from lib.facts.fact import UNIT_LABELS
from lib.facts.metadata import Metadata
from lib.indicators.registry import HEADER, Section, group_metadata, sections

MADE = "Trang này được viết bằng lệnh `make docs` từ {origin}; đừng sửa tay."

KIND_WORDS = {
    "sum": "bằng tổng các phần",
    "at_least_sum": "không nhỏ hơn tổng các phần không trùng nhau",
    "part": "không vượt tổng thể",
    "length_of": "bằng số tên trong danh sách",
    "equal": "cùng số với chỉ tiêu ở mục khác",
    "share": "bằng tỷ lệ, trong phạm vi làm tròn",
    "implied": "nằm trong khoảng mẫu số mà các tỷ lệ đã in suy ra",
    "rate_change": "bằng mức giảm tỷ lệ nghèo giữa hai cuối năm",
    "norm": "bằng định mức đang hiệu lực nhân số lượng",
    "multiple": "là số nguyên lần định mức đang hiệu lực",
    "not_before": "không có trước các văn bản kia",
    "within": "không sau ngày chốt, hoặc nằm trong kỳ",
    "plausible": "nằm giữa mức thấp và mức cao",
    "distinct_from": "không trùng số với chỉ tiêu đếm thứ khác",
    "overlap": "không tính một hộ hai lần",
    "remainder": "để lại đủ cho các phần không nêu tên",
}
"""What each kind of relation says, for readers."""


def pages(norms: Norms) -> dict[str, str]:
    """Every page by its file name, as Markdown."""
    return {"indicators.md": indicators_page(), "relations.md": relations_page(), "norms.md": norms_page(norms)}


def indicators_page() -> str:
    """Every fact by section: id, title, unit, definition, how it is printed."""
    parts = ["# Chỉ tiêu", "", MADE.format(origin="`lib/indicators/*.yaml`"), ""]
    parts += ["Mã chỉ tiêu dùng trong `facts.json`, trong câu (`{{ mã }}`) và trong lệnh `python -m lib explain`.", ""]
    for section in (HEADER, *sections()):
        if section.groups:
            parts += [f"## {_heading(section)}", "", *_table(section)]
    return "\n".join(parts)


def _heading(section: Section) -> str:
    return section.title if section is HEADER else f"{section.number} {section.title}"


def _table(section: Section) -> Iterator[str]:
    entries = [(f"{group}.{name}", each) for group in section.groups for name, each in group_metadata(group).items()]
    rows = [(f"`{name}`", each.title, _unit(each), each.definition, _more(each)) for name, each in entries]
    yield from _grid(("Mã", "Chỉ tiêu", "Đơn vị tính", "Là gì", "Ghi chú"), rows)
    yield ""


def _unit(entry: Metadata) -> str:
    return UNIT_LABELS[entry.unit] or "chữ"


def _more(entry: Metadata) -> str:
    """How it is printed, by which norms it is computed, what it is measured against, on what it rests."""
    told = {
        "số lẻ": entry.decimals or "",
        "in tròn xuống, bước": entry.hedge or "",
        "định mức": ", ".join(f"[`{norm}`](norms.md#{norm})" for norm in entry.norms),
        "mục tiêu": entry.target and f"`{entry.target}`",
        "căn cứ": entry.legal_basis,
    }
    return "; ".join(f"{name}: {value}" for name, value in told.items() if value)


def relations_page() -> str:
    """Every relation by kind, with its parameters and why it should hold."""
    parts = ["# Quan hệ giữa các số", "", MADE.format(origin="`lib/indicators/*.yaml`"), ""]
    parts += ["Mỗi lần lập báo cáo, các quan hệ này được kiểm tra trên số sẽ in ra; kết quả ở `review.html`", ""]
    parts[-2] += " ([cách đọc](../how-to/review.md))."
    for kind in KINDS:
        listed = [relation for relation in relations() if relation.kind == kind]
        if listed:
            rows = [(f"`{each.id}`", f"`{each.fact}`", _parameters(each), each.reason) for each in listed]
            parts += [f"## `{kind}`: {KIND_WORDS[kind]}", ""]
            parts += [*_grid(("Quan hệ", "Chỉ tiêu", "Với", "Vì sao"), rows), ""]
    return "\n".join(parts)


def _parameters(relation: Relation) -> str:
    text = yaml.safe_dump(relation.params, allow_unicode=True, default_flow_style=True, width=10**6, sort_keys=False)
    return f"`{text.removesuffix(chr(10)).removesuffix('...').strip()}`"


def norms_page(norms: Norms) -> str:
    """Every norm with all its amounts, by date."""
    parts = ["# Định mức", "", MADE.format(origin="`data/reference/norms.yaml`"), ""]
    parts += ["Khi văn bản mới thay mức cũ: [chuyển sang luật mới](../how-to/law.md).", ""]
    for norm_id, versions in norms.versions.items():
        parts += [f'<a id="{norm_id}"></a>', "", f"## `{norm_id}`: {versions[-1].title}", ""]
        parts += [*_grid(("Mức", "Từ", "Đến hết", "Căn cứ", "Ghi chú"), [_amount(each) for each in versions]), ""]
    return "\n".join(parts)


def _amount(norm: Norm) -> tuple[str, ...]:
    day: Callable[[Any], str] = lambda value: format_date(value) if value else ""  # noqa: E731
    notes = " ".join(filter(None, (norm.stale, norm.note)))
    basis = norm.legal_basis or "chưa đối chiếu"
    return f"{format_count(norm.amount)} {norm.unit}", day(norm.valid_from), day(norm.valid_to), basis, notes


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; a bar in a cell does not part it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [
        "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in line) + " |" for line in lines
    ]
