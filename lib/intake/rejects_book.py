"""What was set aside, as a workbook people can open: where each row stands, which rule, what to do.

Rejects keep no names and no household codes, so the workbook has none. Whatever else offices typed is written as text,
marked as such: nothing in it starts a formula, not even once a cell is edited.
"""

import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.intake.clean import Cleaned
from lib.intake.safe_cells import CREATED, cell_text, starts_formula

FILE = "rejects.xlsx"
BUSY = "rejects-moi.xlsx"
"""Written instead where the workbook is open in a program that lets nobody replace it."""
RULES = {
    "error_cell": "Ô báo lỗi",
    "uncomputed": "Công thức chưa tính",
    "missing_value": "Thiếu giá trị",
    "bad_count": "Không phải số nguyên",
    "bad_money": "Không phải số tiền",
    "bad_percent": "Không phải tỷ lệ",
    "bad_date": "Không phải ngày",
    "bad_month": "Không phải tháng",
    "bad_code": "Mã đã hỏng",
    "short_year": "Năm viết tắt",
    "year_only": "Chỉ có năm",
    "negative": "Số âm",
    "too_large": "Số lớn bất thường",
    "unclear_percent": "Tỷ lệ không rõ",
    "unknown_commune": "Tên địa bàn lạ",
    "unknown_choice": "Ngoài danh mục",
    "unknown_group": "Tên nhóm lạ",
    "no_group": "Không thuộc nhóm",
    "outside_period": "Ngoài kỳ báo cáo",
    "rule": "Trái ràng buộc giữa các cột",
    "duplicate": "Trùng dòng",
}
"""What each rule is called; a rule not listed here still has its reason in words."""


@dataclass(frozen=True)
class _Page:
    """One sheet: name, title, what it says, columns with their widths, rows, and the line where there are none."""

    name: str
    title: str
    about: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    empty: str


def write_rejects(
    cleaned: Cleaned,
    reference: Reference,
    path: Path | None = None,
    findings: Sequence[Mapping[str, str]] | None = None,
) -> Path:
    """Writes the workbook and returns where it stands: `path` (beside the clean tables if not given), or a neighbour
    while that file is open elsewhere. `findings` are those of the intake if not given.

    It is written also where nothing was set aside, and says so: no file would leave the last one's in doubt.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": "Dòng để riêng", "created": CREATED})
        for page in (_rejects(cleaned), _notices(cleaned, reference, findings)):
            _write(book, page)
    return _place(content.getvalue(), path or cleaned.folder.parent / FILE)


def _place(content: bytes, path: Path) -> Path:
    """Puts a file in place whole, whoever else writes the same one; beside it where it cannot be replaced."""
    busy = path.with_name(BUSY)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as file:
        file.write(content)
    aside = Path(file.name)
    aside.chmod(0o644)
    try:
        aside.replace(path)
    except PermissionError:
        aside.replace(busy)
        return busy
    busy.unlink(missing_ok=True)
    return path


def _where(cleaned: Cleaned) -> str:
    return f"{cleaned.unit.official_name}, {cleaned.period.title}"


def _rejects(cleaned: Cleaned) -> _Page:
    rows = [
        (
            *(each["file"], each["sheet"], each["cell"], cleaned.contracts.table(each["table"]).title, each["value"]),
            *(RULES.get(each["rule"], "Khác"), each["reason"], each["remedy"]),
        )
        for each in cleaned.rejects.astype(str).to_dict("records")
    ]
    places = (("Tệp", 28), ("Trang", 20), ("Ô", 8), ("Bảng", 28), ("Giá trị", 16))
    return _Page(
        "Dòng để riêng",
        f"DÒNG ĐỂ RIÊNG – {_where(cleaned)}",
        f"{len(rows)} dòng chưa được tính vào báo cáo. Sửa ở tệp gốc theo cột cuối, chép lại vào thư mục rồi chạy lại. "
        "Giá trị có thể là tên người, mã hộ thì không ghi ở đây: mở ô đã nêu trong tệp gốc để xem."
        if rows
        else "Mọi dòng số liệu đã đọc đều được tính vào báo cáo.",
        (*places, ("Quy tắc", 20), ("Lý do", 48), ("Cách sửa", 48)),
        rows,
        "Không có dòng nào để riêng.",
    )


def _notices(cleaned: Cleaned, reference: Reference, findings: Sequence[Mapping[str, str]] | None) -> _Page:
    intake = cleaned.intake
    rows: list[tuple[str, ...]] = [
        ("Chưa gửi", _sender(cleaned, reference, *sender), "", "", "chưa có báo cáo của nơi này trong thư mục")
        for sender in cleaned.missing
    ]
    found = intake["findings"] if findings is None else findings
    rows += [("Cần xem", each["file"], each["sheet"], each["cell"], each["reason"]) for each in found]
    rows += [("Bỏ qua", str(name), "", "", "không phải là bảng tính, không đọc") for name in intake["ignored"]]
    return _Page(
        "Lưu ý",
        f"LƯU Ý – {_where(cleaned)}",
        "Nơi chưa gửi báo cáo; điều cần xem lại nhưng không để riêng dòng nào; tệp trong thư mục không đọc.",
        (("Loại", 12), ("Tệp hoặc nơi gửi", 40), ("Trang", 22), ("Ô", 8), ("Nội dung", 80)),
        rows,
        "Không có.",
    )


def _sender(cleaned: Cleaned, reference: Reference, office: str, code: str | None) -> str:
    """The short name of whoever owes a workbook."""
    end = cleaned.period.end
    communes = {unit.code: unit for unit in reference.units.children(cleaned.unit, end)}
    try:
        return reference.office(office, communes.get(code or "", cleaned.unit), end).short_name
    except ReportError:
        return office  # no name entered for that day


def _write(book: Any, page: _Page) -> None:
    sheet = book.add_worksheet(page.name)
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    plain = book.add_format({**base, "text_wrap": True, "border": 1, "num_format": "@"})
    quoted = book.add_format({**base, "text_wrap": True, "border": 1, "num_format": "@", "quote_prefix": True})
    head = {**base, "bold": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"}
    last = len(page.columns) - 1
    sheet.write_string(0, 0, cell_text(page.title), book.add_format({**base, "bold": True, "font_size": 14}))
    about = book.add_format({**base, "italic": True, "text_wrap": True})
    sheet.merge_range(1, 0, 1, last, "", about)
    sheet.write_string(1, 0, cell_text(page.about), about)
    sheet.set_row(0, 24)
    sheet.set_row(1, 36)
    for place, (title, width) in enumerate(page.columns):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, title, book.add_format(head))
    for number, row in enumerate(page.rows, 3):
        for place, value in enumerate(row):
            text = cell_text(value)
            sheet.write_string(number, place, text, quoted if starts_formula(text) else plain)
        widths = [width for _, width in page.columns]
        sheet.set_row(number, 17.5 * max(_lines(text, width) for text, width in zip(row, widths, strict=True)))
    if not page.rows:
        sheet.merge_range(3, 0, 3, last, "", plain)
        sheet.write_string(3, 0, page.empty, plain)
    sheet.set_row(2, 24)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, 2 + max(len(page.rows), 1), last)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&10&P/&N")


def _lines(text: object, width: float) -> int:
    return min(10, max(1, -(-len(str(text)) // int(width * 1.1))))
