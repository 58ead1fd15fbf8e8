"""Faults of whole files and sheets."""

import csv
import io
import unicodedata
from datetime import date
from typing import Any

from faults.books import Page
from faults.judge import CAUGHT, REPAIRED, Fault
from faults.kinds import kind, on_sheet
from faults.sample import Case


def original(case: Case, file: str) -> bytes:
    return (case.sample.folder / file).read_bytes()


def any_file(case: Case) -> str:
    return case.rng.choice(case.sample.files)


@kind(REPAIRED)
def saved_again(case: Case) -> Fault:
    """Không lỗi gì: tệp mở ra rồi lưu lại."""
    file = any_file(case)
    return Fault({file: case.sample.book(file).content()})


@kind(REPAIRED)
def sheets_shuffled(case: Case) -> Fault:
    """Các trang đổi thứ tự."""
    frame = case.frame(lambda f: len(case.sample.book(f.file).pages) > 1)
    book, _ = case.open(frame)
    case.rng.shuffle(book.pages)
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def sheet_renamed(case: Case) -> Fault:
    """Trang đổi tên."""
    frame = case.frame()
    book, page = case.open(frame)
    page.name = case.rng.choice(["Sheet1", "Biểu 5", "so lieu", f"{page.name} (2)", page.name.upper()])
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def sheet_removed(case: Case) -> Fault:
    """Mất một trang."""
    frame = case.frame(lambda f: len(case.sample.book(f.file).pages) > 1)
    book, page = case.open(frame)
    book.pages.remove(page)
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def sheet_emptied(case: Case) -> Fault:
    """Trang còn tên mà không còn bảng."""
    frame = case.frame()
    book, page = case.open(frame)
    page.rows, page.merged = page.rows[: frame.first], []
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def sheet_added(case: Case) -> Fault:
    """Thêm trang nháp, trang hướng dẫn, trang biểu đồ trống."""
    frame = case.frame()
    book, _ = case.open(frame)
    book.pages.insert(case.rng.randrange(len(book.pages) + 1), Page("Hướng dẫn", [["Cách điền biểu"], ["1", "Ghi đủ"]]))
    return Fault({frame.file: book.content()}, about=frame.table.name)


@kind(CAUGHT)
def sheet_copied(case: Case) -> Fault:
    """Có thêm bản chép cũ của một trang: bản đúng tên được đọc, bản kia được nói đến."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    copied = case.sample.book(frame.file).page(frame.sheet)
    copied.name = f"{page.name} (2)"
    for row in frame.data[1:]:
        copied.rows[row] = [""] * len(copied.rows[row])
    book.pages.insert(case.rng.randrange(len(book.pages) + 1), copied)
    return Fault({frame.file: book.content()}, about=frame.table.name)


@kind(REPAIRED)
def file_renamed(case: Case) -> Fault:
    """Tệp đổi tên, tên NFD, tên của cơ quan khác."""
    file = any_file(case)
    other = case.rng.choice(["BC giảm nghèo.xlsx", "bản cuối 2.xlsx", unicodedata.normalize("NFD", f"Báo cáo {file}")])
    return Fault({file: None, other: original(case, file)})


@kind(CAUGHT)
def same_file_twice(case: Case) -> Fault:
    """Cùng một tệp có hai lần."""
    file = any_file(case)
    content = original(case, file)
    return Fault(
        {file: content, file.replace(".xlsx", case.rng.choice([" (1).xlsx", " - Copy.xlsx", " sửa.xlsx"])): content}
    )


@kind(CAUGHT)
def two_files_of_one_sender(case: Case) -> Fault:
    """Hai tệp khác nhau của một nơi gửi, tên không nói bản nào là cuối."""
    frame = case.frame(lambda f: len(f.data) > 1)
    book, page = case.open(frame)
    page.remove_row(frame.data[-1])
    return Fault({frame.file: original(case, frame.file), "Báo cáo khác.xlsx": book.content()})


@kind(CAUGHT)
def replaced_by_a_later_file(case: Case) -> Fault:
    """Bản sửa thay bản trước: được nói, kèm dòng khác nhau."""
    frame = case.frame(lambda f: len(f.data) > 1 and f.table.key)
    book, page = case.open(frame)
    page.remove_row(frame.data[-1])
    later = frame.file.replace(".xlsx", case.rng.choice([" (2).xlsx", " sửa.xlsx", " bản cuối.xlsx"]))
    return Fault({frame.file: original(case, frame.file), later: book.content()})


@kind(CAUGHT)
def file_of_another_office(case: Case) -> Fault:
    """Dưới tên một cơ quan là tệp của cơ quan khác; tệp của chính nó không có."""
    one, two = case.rng.sample(case.sample.files, 2)
    return Fault({one: original(case, two), two: None})


@kind(CAUGHT)
def titled_as_another_commune(case: Case) -> Fault:
    """Tệp của một xã mang tên xã khác ở dòng đầu, xã kia chưa gửi."""
    one, two = case.rng.sample([f for f in case.sample.frames if f.table.name == "households" and f.data], 2)
    book, other = case.sample.book(one.file), case.sample.book(two.file)
    title = next(text for _, _, text in other.page(two.sheet).texts() if text.startswith("ỦY BAN NHÂN DÂN"))
    for page in book.pages:
        for row, column, text in list(page.texts()):
            if text.startswith("ỦY BAN NHÂN DÂN"):
                page.put(row, column, title)
    return Fault({one.file: book.content(), two.file: None})


@kind(CAUGHT)
def file_of_another_period(case: Case) -> Fault:
    """Tệp của kỳ khác gửi lại."""
    other = next(code for code in ("2021-H1", "2020-H1") if code != case.sample.period.code)
    file = any_file(case)
    return Fault({file: (case.sample.folder.parent / other / file).read_bytes()})


@kind(CAUGHT)
def truncated(case: Case) -> Fault:
    """Tệp bị cụt hoặc hỏng một đoạn."""
    file = any_file(case)
    content = original(case, file)
    if case.rng.random() < 0.5:
        return Fault({file: content[: case.rng.randrange(1, len(content))]})
    at = case.rng.randrange(200, len(content) // 2)
    return Fault({file: content[:at] + bytes(400) + content[at + 400 :]})


@kind(CAUGHT)
def another_kind_of_file(case: Case) -> Fault:
    """Không phải bảng tính: PDF, HTML, tệp trống, ảnh, đuôi .xlsx."""
    file = any_file(case)
    contents = [
        b"%PDF-1.7\n%...",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(99),
    ]
    return Fault({file: case.rng.choice(contents)})


@kind(REPAIRED)
def debris_beside(case: Case) -> Fault:
    """Tệp khóa, ảnh, công văn nằm cạnh."""
    file = any_file(case)
    debris = {f"~${file}": bytes(165), "Thumbs.db": b"\xd0\xcf\x11\xe0", "anh.jpg": b"\xff\xd8", "desktop.ini": b"[.S]"}
    return Fault({file: original(case, file), **{name: debris[name] for name in case.rng.sample(sorted(debris), 2)}})


# --- the one table of an office as text


def said(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value if value is not None else "").replace(".", ",") if isinstance(value, float) else str(value or "")


def as_csv(page: Page, delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([[said(cell) for cell in line] for line in page.rows])
    return out.getvalue()


ONE_TABLE = ("population", "loans", "entrusted", "recruitment", "training_plan", "projects")


@kind(REPAIRED)
def exported_as_csv(case: Case) -> Fault:
    """Bảng lưu dạng CSV: dấu phân cách, bảng mã nào cũng được."""
    frame = case.frame(lambda f: f.table.name in ONE_TABLE)
    _, page = case.open(frame)
    text = as_csv(page, case.rng.choice(",;\t|"))
    encoding = case.rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    return Fault(
        {frame.file: None, frame.file.replace(".xlsx", ".csv"): text.encode(encoding)},
        about=f"{frame.table.name} {encoding}",
    )


@kind(CAUGHT)
def csv_in_the_wrong_letters(case: Case) -> Fault:
    """CSV đã hỏng chữ (UTF-8 đọc như Latin-1, dấu hỏi thay chữ)."""
    frame = case.frame(lambda f: f.table.name in ONE_TABLE)
    _, page = case.open(frame)
    text = as_csv(page, ";")
    broken = (
        text.encode("utf-8").decode("latin-1") if case.rng.random() < 0.5 else text.encode("ascii", "replace").decode()
    )
    return Fault({frame.file: None, frame.file.replace(".xlsx", ".csv"): broken.encode("utf-8")})


@kind(CAUGHT)
def csv_of_one_table_of_many(case: Case) -> Fault:
    """CSV chỉ có một bảng của tệp nhiều bảng."""
    frame = case.frame(lambda f: f.table.name not in ONE_TABLE)
    _, page = case.open(frame)
    return Fault({frame.file: None, frame.file.replace(".xlsx", ".csv"): as_csv(page, ";").encode()})


@kind(CAUGHT)
def csv_cut_short(case: Case) -> Fault:
    """CSV bị cắt giữa chừng, bảng có dòng tổng ở cuối."""
    frame = case.frame(
        lambda f: f.table.name in ("population", "entrusted", "recruitment", "projects") and len(f.data) > 3
    )
    _, page = case.open(frame)
    lines = as_csv(page, ";").splitlines(keepends=True)
    cut = [*lines[: frame.data[-2]], lines[frame.data[-2]][:-8]]
    return Fault({frame.file: None, frame.file.replace(".xlsx", ".csv"): "".join(cut).encode()})
