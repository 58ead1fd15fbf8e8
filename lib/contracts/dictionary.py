"""The data dictionary: every table and column the offices owe, printed in Vietnamese from the contracts.

What of the sample is published and what is made up comes in from outside, as `lib/sample/provenance.yaml` has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lib.contracts import CONTRACTS, Contract, TableContract
from lib.contracts.model import NUMERIC, SENDER, Column
from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.domain.units import Unit

MARKS = {"published": "công bố", "adds_up": "dựng, cộng đúng số công bố", "made_up": "dựng"}
"""What a column of the sample can be, and how readers are told."""

TYPES = {
    "text": "chữ",
    "code": "mã",
    "count": "số đếm, nguyên, không âm",
    "money": "số tiền, lưu bằng đồng",
    "percent": "tỷ lệ %, số đứng trước dấu %",
    "date": "ngày",
    "month": "tháng, lưu dạng năm-tháng",
    "commune": "xã, thị trấn, lưu bằng mã",
    "choice": "danh mục",
    "personal": "họ tên người",
    "presence": "có hay không",
}
PRIVATE = {
    "personal": "không lưu",
    "code": "lưu, không in ra",
    "presence": "chỉ lưu có hay không",
}
HEAD = ("Tên", "Tiêu đề trên biểu", "Kiểu", "Giá trị cho phép", "Bắt buộc", "Dấu -", "Riêng tư", "Trong số liệu mẫu")

INTRODUCTION = """\
# Từ điển dữ liệu

Tệp này được viết từ các biểu mẫu trong `lib/contracts/` bằng lệnh `make docs`; đừng sửa tay.

Mỗi cơ quan, mỗi xã gửi một tệp Excel. Mỗi bảng trong tệp được đọc theo biểu mẫu của nó thành một bảng sạch (tệp
parquet trong `data/processed/`).

- **Xã là đơn vị báo cáo** thì mỗi thôn, buôn gửi một tệp; cột «Xã, thị trấn» là «Thôn, buôn», cột thôn, buôn bên cạnh
  bỏ đi. Cơ quan nào gửi cho đơn vị cấp nào, từ ngày nào: `data/reference/offices.yaml`.
- **Tiêu đề** so khớp không kể hoa thường, dấu, khoảng trắng và phần trong ngoặc đơn. `A > B` là ô A gộp phía trên ô B.
  Bảng được tìm theo tiêu đề, ở trang nào, dòng nào cũng được.
- **Số tiền** lưu bằng đồng. Đơn vị ghi trong ngoặc ở tiêu đề hoặc ở dòng "ĐVT" (đồng, nghìn đồng, triệu đồng, tỷ đồng)
  quyết định phải nhân bao nhiêu.
- **Bắt buộc**: dòng để trống ô này bị để riêng, không tính vào báo cáo. Thiếu cả cột thì dừng chạy.
- **Dấu -** là điều người gửi muốn nói khi gõ `-` vào ô.
- **Riêng tư**: họ tên người không bao giờ ra khỏi tệp gốc; mã hộ, mã món vay không có trong báo cáo, sổ chỉ tiêu, thông
  báo.
- Bảng sạch nào cũng có thêm `source_file`, `source_sheet`, `source_row` (tệp, trang, dòng Excel) và `source_number`
  (số thứ tự cơ quan ghi ở cột STT). Dòng bị để riêng nằm trong bảng `rejects` với ô, lý do và cách sửa.
"""

SAMPLE = """\
## Số liệu mẫu: cái gì đã công bố, cái gì được dựng

Cột cuối nói về số liệu mẫu kỳ {period} của `{unit}`, so với {report}:

- **công bố**: ô lấy từ báo cáo đã phát hành, hoặc từ danh mục xã, thị trấn của Nhà nước;
- **dựng, cộng đúng số công bố**: ô được dựng; cộng, đếm hay liệt kê lại thì ra số đã công bố;
- **dựng**: không có số công bố nào đứng sau.

Báo cáo đã phát hành chỉ có số tổng, nên hộ, món vay, trường học, thôn buôn và cách chia theo xã đều được dựng; tên
người là hư cấu. {other_periods}
"""


def dictionary(reference: Reference, provenance: Mapping[str, Any]) -> str:
    """The whole dictionary as Markdown.

    `provenance` names the sample's unit and period (offices are called what they were called then) and the marks of
    each table. Raises ReportError when a table or column has no mark, or a mark no column.
    """
    marks = provenance["tables"]
    _check_marks(marks)
    on = reference.periods.parse(provenance["period"]).end
    unit = reference.units.get(provenance["unit"], on)
    parts = [INTRODUCTION, SAMPLE.format_map(provenance), _contents(reference, unit, on)]
    for contract in CONTRACTS:
        parts.append(_contract(contract, office_title(reference, contract, unit, on)))
        parts += [_table(contract, table, marks[table.name]) for table in contract.tables]
    return "\n".join(parts)


def office_title(reference: Reference, contract: Contract, unit: Unit, on: date) -> str:
    """What the sender of a workbook was called on a day; communes are spoken of together."""
    if contract.per_commune:
        children = reference.level(unit, on).children
        return reference.offices.get(contract.office, on, level=children, place="").name.strip()
    return reference.office(contract.office, unit, on).name


def marks_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """The mark of each column of a table's entry.

    >>> marks_of({"rows": "made_up", "adds_up": ["amount"], "made_up": ["loan", "date"]})
    {'amount': 'adds_up', 'loan': 'made_up', 'date': 'made_up'}
    """
    return {column: mark for mark in MARKS for column in entry.get(mark, ())}


def sheet_columns(contract: Contract, table: TableContract) -> list[tuple[Column, str]]:
    """Every column of a table with where it is read from: the title lines, the group rows, or its header."""
    columns = [(SENDER, "(dòng đầu trang)")] if contract.per_commune else []
    columns += [(table.group, f"(dòng nhóm, I, II, A, B) {table.group.header}")] if table.group else []
    return columns + [(column, column.header) for column in table.columns]


def _check_marks(marks: Mapping[str, Mapping[str, Any]]) -> None:
    tables = {table.name: (contract, table) for contract in CONTRACTS for table in contract.tables}
    for name in sorted(tables.keys() ^ marks.keys()):
        what = "chưa ghi bảng" if name in tables else "ghi bảng không có"
        raise ReportError(f"{what} {name}", file="provenance.yaml")
    for name, (contract, table) in sorted(tables.items()):
        columns = {column.name for column, _ in sheet_columns(contract, table)}
        listed = [column for mark in MARKS for column in marks[name].get(mark, ())]
        wrong = sorted(columns ^ set(listed)) or sorted({column for column in listed if listed.count(column) > 1})
        if wrong or marks[name].get("rows") not in MARKS:
            raise ReportError(f"bảng {name}: mỗi cột và số dòng phải có đúng một dấu", file="provenance.yaml",
                              cell=", ".join(wrong) or "rows")  # fmt: skip


def _contents(reference: Reference, unit: Unit, on: date) -> str:
    lines = ["## Các biểu", "", "| Nơi gửi | Biểu | Bảng |", "|---|---|---|"]
    for contract in CONTRACTS:
        tables = ", ".join(f"[`{table.name}`](#{table.name})" for table in contract.tables)
        sender = office_title(reference, contract, unit, on)
        lines.append(f"| {sender} | {contract.title} | {tables} |")
    return "\n".join(lines) + "\n"


def _contract(contract: Contract, office: str) -> str:
    sent = "Mỗi xã, thị trấn một tệp" if contract.per_commune else "Một tệp"
    sent += ", chỉ ở kỳ năm" if contract.periods == ("year",) else ""
    return f"## {office}\n\n{contract.title}. {sent}; mã nơi gửi `{contract.office}`.\n"


def _table(contract: Contract, table: TableContract, entry: Mapping[str, Any]) -> str:
    marks = marks_of(entry)
    rows = [_row(table, column, header, MARKS[marks[column.name]]) for column, header in sheet_columns(contract, table)]
    about = [
        f"- Trang thường gặp: «{table.sheet}»; {table.grain}.",
        *(f"- {line}" for line in _rules(table)),
        f"- Số dòng trong số liệu mẫu: {MARKS[entry['rows']]}.",
        *([f"- Ghi chú về số liệu mẫu: {entry['note'].strip()}"] if "note" in entry else []),
    ]
    heading = f'<a id="{table.name}"></a>\n\n### `{table.name}`: {table.title}\n'
    grid = [_line(HEAD), "|" + "---|" * len(HEAD), *(_line(row) for row in rows)]
    return "\n".join([heading, *about, "", *grid, ""])


def _rules(table: TableContract) -> Iterator[str]:
    """What sets a row of the table aside, besides a cell that cannot be read."""
    if table.key:
        names = ", ".join(f"«{table.column(name).title}»" for name in table.key)
        yield f"Khóa: {names}; không trùng trong toàn đơn vị, dòng trùng đến sau bị để riêng."
    if table.window:
        yield f"«{table.column(table.window).title}» phải nằm trong kỳ báo cáo."
    for rule in table.rules:
        yield f"Dòng bị để riêng nếu {rule.broken}."


def _row(table: TableContract, column: Column, header: str, mark: str) -> tuple[str, ...]:
    aliases = f" (hoặc: {'; '.join(column.aliases)})" if column.aliases else ""
    return (
        f"`{column.name}`",
        header + aliases,
        TYPES[column.type],
        _allowed(column),
        "có" if column.required else "không",
        _dash(column) if column in table.columns else "",
        PRIVATE.get(column.type, ""),
        mark,
    )


def _allowed(column: Column) -> str:
    if column.type == "commune":
        return "xã, thị trấn của đơn vị báo cáo"
    return "; ".join(f"{label} → `{code}`" for label, code in column.choices.items())


def _dash(column: Column) -> str:
    """What `-` in a cell means, as intake reads it."""
    if column.type == "presence":
        return "không có"
    if column.type in NUMERIC and column.dash == "zero":
        return "bằng 0"
    return "bị để riêng" if column.required else "không có số liệu"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
