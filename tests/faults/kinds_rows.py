"""Faults of rows: totals, blanks, copies, debris."""

from typing import Any

from faults.judge import CAUGHT, FLAGGED, MISSED, REPAIRED, Fault
from faults.kinds import at_cell, kind, number, on_sheet
from faults.kinds_numbers import NUMBERS, stated
from faults.sample import Case, Frame

from lib.intake.workbook import column_letter


def at_row(frame: Frame, content: bytes, *rows: int) -> Fault:
    """A fault of whole rows (zero-based)."""
    return Fault({frame.file: content}, frame.sheet, {row + 1 for row in rows}, about=frame.table.name)


def sums(case: Case, frame: Frame) -> list[str]:
    return [c.name for c in frame.table.columns if c.type in NUMBERS and c.adds and stated(case, frame, c.name)]


@kind(CAUGHT)
def total_wrong(case: Case) -> Fault:
    """Dòng tổng ghi sai."""
    frame = case.frame(lambda f: f.totals and f.data and sums(case, f))
    name = case.rng.choice(sums(case, frame))
    book, page = case.open(frame)
    spot = frame.spot(frame.totals[-1], name)
    value = number(page.get(spot.row, spot.place))
    assert value is not None
    page.put(spot.row, spot.place, float(value) + case.rng.choice([1, 10, 1000]))
    return at_cell(spot, book.content())


@kind(REPAIRED)
def total_removed(case: Case) -> Fault:
    """Mất dòng tổng."""
    frame = case.frame(lambda f: f.totals)
    book, page = case.open(frame)
    for row in reversed(frame.totals):
        page.remove_row(row)
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def total_twice(case: Case) -> Fault:
    """Dòng tổng ghi hai lần, một lần ở trên."""
    frame = case.frame(lambda f: f.totals and f.data)
    book, page = case.open(frame)
    line = list(page.rows[frame.totals[-1]])
    page.insert_rows(case.rng.choice([frame.totals[-1], frame.last + 1 + (not frame.groups and 0)]), line)
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def total_by_another_name(case: Case) -> Fault:
    """Dòng tổng gọi là Cộng, Tổng số, TỔNG CỘNG:, Cộng toàn huyện."""
    frame = case.frame(lambda f: f.totals)
    book, page = case.open(frame)
    row = frame.totals[-1]
    place = next(c for c, cell in enumerate(page.rows[row]) if isinstance(cell, str) and cell and number(cell) is None)
    page.put(row, place, case.rng.choice(["Cộng", "Tổng số", "TỔNG CỘNG:", "Tổng", "Toàn huyện", "Cộng:", "CỘNG "]))
    return on_sheet(frame, book.content())


@kind(CAUGHT, REPAIRED)
def total_nobody_would_know(case: Case) -> Fault:
    """Dòng tổng mang tên lạ (Cả huyện, TC) hoặc không có tên."""
    frame = case.frame(lambda f: f.totals and len(f.data) > 2 and sums(case, f))
    book, page = case.open(frame)
    row = frame.totals[-1]
    place = next(c for c, cell in enumerate(page.rows[row]) if isinstance(cell, str) and cell and number(cell) is None)
    page.merged = [each for each in page.merged if each[0] != row]
    page.put(row, place, "")
    page.put(row, frame.number + 1, case.rng.choice(["Cả huyện", "TC", "Chung", "", "Tất cả"]))
    return at_row(frame, book.content(), row)


@kind(CAUGHT)
def group_total_wrong(case: Case) -> Fault:
    """Dòng nhóm ghi tổng của nhóm, ghi sai."""

    def with_sums(frame: Frame) -> bool:
        page = case.sample.book(frame.file).page(frame.sheet)
        return any(
            number(page.get(row, frame.columns[c.name]))
            for row in frame.groups
            for c in frame.table.columns
            if c.type in NUMBERS
        )

    frame = case.frame(with_sums)
    book, page = case.open(frame)
    choices = [
        frame.spot(row, c.name)
        for row in frame.groups
        for c in frame.table.columns
        if c.type in NUMBERS and c.adds and number(page.get(row, frame.columns[c.name])) is not None
    ]
    spot = case.rng.choice(choices)
    page.put(spot.row, spot.place, float(number(page.get(spot.row, spot.place)) or 0) + 7)
    return at_cell(spot, book.content())


@kind(REPAIRED)
def blank_rows_inside(case: Case) -> Fault:
    """Dòng trống giữa bảng."""
    frame = case.frame(lambda f: len(f.data) > 1)
    book, page = case.open(frame)
    for _ in range(case.rng.randrange(1, 4)):
        page.insert_rows(case.rng.choice(frame.data[1:]), [])
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def rows_shuffled(case: Case) -> Fault:
    """Các dòng số liệu đổi chỗ, mỗi dòng giữ số thứ tự."""
    frame = case.frame(lambda f: len(f.data) > 2 and not f.groups)
    book, page = case.open(frame)
    lines = [page.rows[row] for row in frame.data]
    case.rng.shuffle(lines)
    for row, line in zip(frame.data, lines, strict=True):
        page.rows[row] = line
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def row_twice(case: Case) -> Fault:
    """Một dòng chép hai lần (bảng có khóa)."""
    frame = case.frame(lambda f: f.data and f.table.key)
    book, page = case.open(frame)
    row = case.rng.choice(frame.data)
    page.insert_rows(row + 1, list(page.rows[row]))
    return at_row(frame, book.content(), row, row + 1)


@kind(CAUGHT)
def row_twice_without_a_key(case: Case) -> Fault:
    """Một dòng chép hai lần, bảng không có khóa."""
    frame = case.frame(lambda f: f.data and not f.table.key)
    book, page = case.open(frame)
    row = case.rng.choice(frame.data)
    page.insert_rows(row + 1, list(page.rows[row]))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def row_removed_under_a_total(case: Case) -> Fault:
    """Mất một dòng số liệu, bảng có dòng tổng."""
    frame = case.frame(lambda f: f.totals and f.data and sums(case, f))
    book, page = case.open(frame)
    names = sums(case, frame)
    rows = [row for row in frame.data if any((number(page.get(row, frame.columns[n])) or 0) > 0 for n in names)]
    page.remove_row(case.rng.choice(rows))
    return on_sheet(frame, book.content())


@kind(CAUGHT, periods=("2021-H1",))
def row_removed_from_a_numbered_list(case: Case) -> Fault:
    """Mất một dòng giữa danh sách có số thứ tự, không đánh số lại."""
    frame = case.frame(lambda f: len(f.data) > 5 and not f.totals)
    book, page = case.open(frame)
    page.remove_row(case.rng.choice(frame.data[2:-2]))
    return on_sheet(frame, book.content())


@kind(
    MISSED,
    CAUGHT,
    unknowable="danh sách ngắn đi, số thứ tự liền nhau, không có dòng tổng: không gì nói là thiếu",
    periods=("2021-H1",),
)
def last_row_removed(case: Case) -> Fault:
    """Mất dòng cuối của danh sách không có dòng tổng."""
    frame = case.frame(lambda f: len(f.data) > 5 and not f.totals)
    book, page = case.open(frame)
    page.remove_row(frame.data[-1])
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def table_emptied(case: Case) -> Fault:
    """Bảng còn tiêu đề mà không còn dòng nào, cũng không ghi «không phát sinh»."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    for row in sorted((*frame.data, *frame.totals, *frame.groups), reverse=True):
        page.remove_row(row)
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def cells_shifted_down(case: Case) -> Fault:
    """Một cột bị đẩy xuống một ô từ giữa bảng."""

    def mixed(frame: Frame) -> bool:
        return len(frame.data) > 3 and not frame.groups

    frame = case.frame(mixed)
    book, page = case.open(frame)
    column = case.rng.choice([c for c in frame.table.columns if c.required])
    place = frame.columns[column.name]
    at = case.rng.randrange(1, len(frame.data) - 1)
    rows = frame.data[at:]
    values = [page.get(row, place) for row in rows]
    for row, value in zip(rows, ["", *values[:-1]], strict=True):
        page.put(row, place, value)
    return Fault(
        {frame.file: book.content()},
        frame.sheet,
        {row + 1 for row in rows},
        {column_letter(place)},
        f"{frame.table.name}.{column.name}",
    )


@kind(CAUGHT)
def row_shifted_right(case: Case) -> Fault:
    """Các ô của một dòng lệch một cột."""
    frame = case.frame(lambda f: f.data and len(f.columns) > 1)
    book, page = case.open(frame)
    row = case.rng.choice(frame.data)
    line = page.rows[row]
    page.rows[row] = [*line[: frame.number + 1], "", *line[frame.number + 1 :]]
    return at_row(frame, book.content(), row)


@kind(REPAIRED)
def footers(case: Case) -> Fault:
    """Chữ ký, ghi chú, nơi nhận dưới bảng, có số trong lời."""
    frame = case.frame()
    book, page = case.open(frame)
    lines: list[list[Any]] = [
        ["Ghi chú: có 3 hộ chưa rõ, 12 hộ chuyển đi"], ["Nơi nhận:"], ["- Như trên;"], ["- Lưu: VT."],
        ["", "NGƯỜI LẬP BIỂU", "", "THỦ TRƯỞNG ĐƠN VỊ"], ["", "(Ký, ghi rõ họ tên)"], ["", "Siu Mây Hồng"],
        ["Điện thoại: 0269 385 3456"], ["(*) Số liệu đến ngày 14/6"], ["Trong đó: 5 hộ tái nghèo"],
    ]  # fmt: skip
    at = len(page.rows) if case.rng.random() < 0.5 else max((*frame.totals, *frame.data, frame.last)) + 1
    page.insert_rows(at, *case.rng.sample(lines, 4))
    return on_sheet(frame, book.content())


@kind(CAUGHT, REPAIRED)
def rows_after_the_total(case: Case) -> Fault:
    """Dòng số liệu viết thêm dưới dòng tổng."""
    frame = case.frame(lambda f: f.totals and len(f.data) > 1 and sums(case, f) and not f.groups)
    book, page = case.open(frame)
    row = frame.data[-1]
    line = page.remove_row(row)
    page.insert_rows(frame.totals[-1], line)
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def numbers_gone(case: Case) -> Fault:
    """Cột số thứ tự để trống hoặc không có."""
    frame = case.frame(lambda f: f.data and not f.groups)
    book, page = case.open(frame)
    for row in frame.data:
        page.put(row, frame.number, "")
    return on_sheet(frame, book.content())


@kind(CAUGHT, REPAIRED)
def place_merged_over_rows(case: Case) -> Fault:
    """Một ô gộp dọc cho nhiều dòng: dòng dưới trống."""
    frame = case.frame(
        lambda f: len(f.data) > 3 and any(c.type in ("commune", "text", "choice") for c in f.table.columns)
    )
    column = case.rng.choice(
        [c for c in frame.table.columns if c.type in ("commune", "text", "choice") and c.required]
        or [frame.table.columns[0]]
    )
    book, page = case.open(frame)
    place = frame.columns[column.name]
    at = case.rng.randrange(len(frame.data) - 1)
    top, bottom = frame.data[at], frame.data[at + 1]
    if bottom == top + 1:
        page.put(bottom, place, "")
        page.merged.append((top, place, bottom, place))
    else:
        page.put(bottom, place, "")
    return at_row(frame, book.content(), top, bottom)


@kind(CAUGHT, REPAIRED)
def hidden_parts(case: Case) -> Fault:
    """Dòng, cột hoặc trang bị ẩn: vẫn đọc và có nói."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    what = case.rng.choice(["rows", "column", "sheet"])
    if what == "rows":
        page.hidden_rows = set(case.rng.sample(frame.data, min(3, len(frame.data))))
    elif what == "column":
        page.hidden_columns = {case.rng.choice(list(frame.columns.values()))}
    else:
        page.hidden = len(book.pages) > 1
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def household_in_two_communes(case: Case) -> Fault:
    """Một hộ có trong danh sách của hai xã."""
    one, two = case.rng.sample([f for f in case.sample.frames if f.table.name == "households" and f.data], 2)
    row, other = case.rng.choice(one.data), case.rng.choice(two.data)
    code = case.sample.book(one.file).page(one.sheet).get(row, one.columns["household"])
    book, page = case.open(two)
    page.put(other, two.columns["household"], code)
    first = case.sample.book(one.file).content()
    return Fault({one.file: first, two.file: book.content()}, two.sheet, {row + 1, other + 1}, about="households")


@kind(CAUGHT)
def household_with_two_houses(case: Case) -> Fault:
    """Một hộ có nhà trong danh sách của hai cơ quan."""
    front = case.frame(lambda f: f.table.name == "houses_front" and f.data)
    farmers = case.frame(lambda f: f.table.name == "houses_farmers" and f.data)
    book, page = case.open(farmers)
    row = case.rng.choice(farmers.data)
    code = case.sample.book(front.file).page(front.sheet).get(case.rng.choice(front.data), front.columns["household"])
    page.put(row, farmers.columns["household"], code)
    files = {front.file: case.sample.book(front.file).content(), farmers.file: book.content()}
    return Fault(files, farmers.sheet, {row + 1}, about="houses")


@kind(
    FLAGGED,
    CAUGHT,
    MISSED,
    REPAIRED,
    unknowable="số đếm mỗi xã mỗi khác; chỉ dòng tổng hay kỳ trước mới nói là quá lớn",
)
def count_times_thousand(case: Case) -> Fault:
    """Một số đếm lớn gấp nghìn lần."""
    frame = case.frame(lambda f: len(f.data) > 3 and any(c.type == "count" for c in f.table.columns))
    column = case.rng.choice([c for c in frame.table.columns if c.type == "count"])
    book, page = case.open(frame)
    rows = [row for row in frame.data if (number(page.get(row, frame.columns[column.name])) or 0) > 0]
    if not rows:
        return on_sheet(frame, book.content())
    spot = frame.spot(case.rng.choice(rows), column.name)
    page.put(spot.row, spot.place, float(number(page.get(spot.row, spot.place)) or 0) * 1000)
    return at_cell(spot, book.content(), f"{frame.table.name}.{column.name}")
