"""Faults of where a table stands and what its header says."""

from typing import Any

from faults.books import Page
from faults.judge import CAUGHT, FLAGGED, MISSED, REPAIRED, Fault
from faults.kinds import kind, number, on_sheet
from faults.sample import Case, Frame

from lib.intake.headers import scale_of


def header_cell(page: Page, frame: Frame, name: str) -> tuple[int, int, str]:
    """The lowest header cell with text over a column: row, column, text."""
    column = frame.columns[name]
    for row in range(frame.last, frame.first - 1, -1):
        text = str(page.get(row, column) or "").strip()
        if text:
            return row, column, text
    raise LookupError(name)


def moved(case: Case, frame: Frame, order: list[int]) -> Fault:
    book, page = case.open(frame)
    page.columns_in_order(order)
    return on_sheet(frame, book.content())


def simple(frame: Frame) -> bool:
    """Whether each column has a header of its own, without a parent."""
    return all(len(column.path) == 1 for column in frame.table.columns) and len(frame.table.columns) > 1


@kind(REPAIRED)
def columns_moved(case: Case) -> Fault:
    """Các cột đổi chỗ."""
    frame = case.frame(simple)
    book, page = case.open(frame)
    left, right = frame.number + 1, max(frame.columns.values())
    page.merged = [each for each in page.merged if each[2] < frame.first or each[0] > frame.last]
    inner = list(range(left, right + 1))
    case.rng.shuffle(inner)
    top = frame.first
    for row in range(top, len(page.rows)):
        line = page.rows[row]
        line[left : right + 1] = [line[old] if old < len(line) else "" for old in inner]
    page.merged = [each for each in page.merged if each[0] < top]
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def column_under_an_alias(case: Case) -> Fault:
    """Cột đổi sang tên gọi khác đã biết."""
    frame = case.frame(lambda f: any(c.aliases for c in f.table.columns))
    column = case.rng.choice([c for c in frame.table.columns if c.aliases])
    book, page = case.open(frame)
    row, place, _ = header_cell(page, frame, column.name)
    page.put(row, place, case.rng.choice(column.aliases))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def column_under_an_unknown_name(case: Case) -> Fault:
    """Cột đổi sang tên không ai biết."""
    frame = case.frame()
    column = case.rng.choice(frame.table.columns)
    book, page = case.open(frame)
    row, place, text = header_cell(page, frame, column.name)
    page.put(row, place, case.rng.choice([f"{text} thực tế", "Cột mới", f"Lũy kế {text.lower()}", "?"]))
    return on_sheet(frame, book.content(), f"{frame.table.name}.{column.name}")


@kind(CAUGHT)
def column_removed(case: Case) -> Fault:
    """Mất một cột."""
    frame = case.frame()
    place = frame.columns[case.rng.choice(frame.table.columns).name]
    _, page = case.open(frame)
    return moved(case, frame, [old for old in range(page.width) if old != place])


@kind(REPAIRED)
def column_added(case: Case) -> Fault:
    """Thêm một cột ngoài biểu mẫu, có số."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    at = case.rng.randrange(frame.number + 1, max(frame.columns.values()) + 2)
    page.columns_in_order([*range(at), -1, *range(at, page.width)])
    page.put(frame.last, at, case.rng.choice(["Ghi chú", "Điện thoại", "Lũy kế năm", "Kỳ trước"]))
    for row in frame.data:
        page.put(row, at, float(row))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def column_twice(case: Case) -> Fault:
    """Một cột có hai lần."""
    frame = case.frame(simple)
    column = case.rng.choice(frame.table.columns)
    book, page = case.open(frame)
    row, _, text = header_cell(page, frame, column.name)
    place = max(frame.columns.values()) + 1
    page.put(row, place, text)
    for data in frame.data:
        page.put(data, place, page.get(data, frame.columns[column.name]))
    return on_sheet(frame, book.content(), f"{frame.table.name}.{column.name}")


@kind(REPAIRED)
def titles_added(case: Case) -> Fault:
    """Thêm dòng tiêu đề, lời dẫn, dòng trống ở trên bảng."""
    frame = case.frame(lambda f: f.first > 0)
    book, page = case.open(frame)
    said = ["Kèm theo công văn số 12", "BIỂU SỐ 3", "", "Mẫu 01/GN", "(Ban hành kèm theo kế hoạch)"]
    lines: list[list[Any]] = [[case.rng.choice(said)] for _ in range(case.rng.randrange(1, 12))]
    page.insert_rows(case.rng.choice([0, frame.first]), *lines)
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def header_out_of_reach(case: Case) -> Fault:
    """Bảng đứng sau bảy chục dòng khác."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    page.insert_rows(frame.first, *([f"Giải thích {n}"] for n in range(70)))
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def shifted_right(case: Case) -> Fault:
    """Cả trang lệch sang phải."""
    frame = case.frame()
    _, page = case.open(frame)
    return moved(case, frame, [-1] * case.rng.randrange(1, 5) + list(range(page.width)))


@kind(REPAIRED, CAUGHT)
def header_unmerged(case: Case) -> Fault:
    """Ô gộp ở tiêu đề bị tách ra."""
    frame = case.frame(lambda f: any(len(column.path) > 1 for column in f.table.columns))
    book, page = case.open(frame)
    page.merged = [each for each in page.merged if not frame.first <= each[0] <= frame.last]
    return on_sheet(frame, book.content())


@kind(REPAIRED, CAUGHT)
def header_merged_otherwise(case: Case) -> Fault:
    """Ô gộp ở tiêu đề lấn sang cột bên."""
    frame = case.frame(lambda f: any(len(column.path) > 1 for column in f.table.columns))
    book, page = case.open(frame)
    wide = [each for each in page.merged if each[0] == frame.first and each[3] > each[1] and each[0] == each[2]]
    target = case.rng.choice(wide)
    left, right = case.rng.choice([(target[1], target[3] - 1), (target[1], target[3] + 1), (target[1] + 1, target[3])])
    text = page.get(target[0], target[1])
    page.put(target[0], target[1], "")
    page.put(target[0], left, text)
    page.merged = [each for each in page.merged if each != target] + [(target[0], left, target[2], right)]
    return on_sheet(frame, book.content())


@kind(REPAIRED, CAUGHT)
def header_over_two_rows(case: Case) -> Fault:
    """Một tiêu đề tách chữ ra hai dòng ô."""
    frame = case.frame(lambda f: simple(f) and f.first == f.last)
    book, page = case.open(frame)
    column = case.rng.choice([c for c in frame.table.columns if len(c.header.split()) > 1])
    row, place, text = header_cell(page, frame, column.name)
    words = text.split()
    cut = case.rng.randrange(1, len(words))
    page.insert_rows(row + 1, [])
    page.put(row, place, " ".join(words[:cut]))
    page.put(row + 1, place, " ".join(words[cut:]))
    return on_sheet(frame, book.content(), f"{frame.table.name}: {words[:cut]} / {words[cut:]}")


@kind(REPAIRED)
def header_typed_otherwise(case: Case) -> Fault:
    """Tiêu đề viết hoa, xuống dòng, thừa dấu, thêm chú giải trong ngoặc."""
    frame = case.frame()
    book, page = case.open(frame)
    for column in frame.table.columns:
        row, place, text = header_cell(page, frame, column.name)
        ways = [
            text.upper() if "(" not in text else text,
            text.replace(" ", "\n", 1),
            f"{text} (*)",
            f"{text}:",
            f" {text}",
        ]
        page.put(row, place, case.rng.choice(ways))
    return on_sheet(frame, book.content())


# --- units of money


def money(frame: Frame) -> bool:
    return bool(frame.scales) and bool(frame.data)


def in_header(case: Case, frame: Frame) -> str:
    """A money column whose own header names its unit."""
    page = case.sample.book(frame.file).page(frame.sheet)
    names = [name for name in frame.scales if scale_of(header_cell(page, frame, name)[2])]
    return case.rng.choice(names) if names else ""


UNITS = {1: "đồng", 1000: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}


@kind(FLAGGED, CAUGHT)
def wrong_unit_in_the_header(case: Case) -> Fault:
    """Tiêu đề ghi sai đơn vị tiền, số giữ nguyên."""
    frame = case.frame(lambda f: money(f) and in_header(case, f))
    name = in_header(case, frame)
    book, page = case.open(frame)
    row, place, text = header_cell(page, frame, name)
    true = frame.scales[name]
    wrong = case.rng.choice([scale for scale in (1, 1000, 10**6) if scale != true])
    page.put(row, place, text.partition("(")[0] + f"({UNITS[wrong]})")
    return on_sheet(frame, book.content(), f"{frame.table.name}.{name}: {UNITS[true]} → {UNITS[wrong]}")


@kind(FLAGGED, CAUGHT, REPAIRED)
def unit_gone_from_the_header(case: Case) -> Fault:
    """Tiêu đề và dòng ĐVT không còn ghi đơn vị tiền."""
    frame = case.frame(lambda f: money(f) and any(scale > 1 for scale in f.scales.values()))
    book, page = case.open(frame)
    for row, column, text in list(page.texts()):
        if row <= frame.last and scale_of(text):
            page.put(row, column, text.partition("(")[0] if "(" in text else "")
    return on_sheet(frame, book.content())


@kind(CAUGHT, FLAGGED, REPAIRED)
def unit_line_disagrees(case: Case) -> Fault:
    """Dòng ĐVT ở trên nói đơn vị khác tiêu đề cột."""
    frame = case.frame(lambda f: money(f) and f.first > 1 and in_header(case, f))
    name = in_header(case, frame)
    book, page = case.open(frame)
    lines = [(r, c) for r, c, text in page.texts() if r < frame.first and text.startswith("ĐVT")]
    other = case.rng.choice([unit for scale, unit in UNITS.items() if scale != frame.scales[name]])
    if lines:
        page.put(*lines[0], f"ĐVT: {other}")
    else:
        page.insert_rows(frame.first, [f"ĐVT: {other}"])
    return on_sheet(frame, book.content(), f"{frame.table.name}: {other}")


@kind(REPAIRED)
def another_unit_throughout(case: Case) -> Fault:
    """Đơn vị và mọi số đổi cùng nhau (triệu đồng thành nghìn đồng)."""
    frame = case.frame(lambda f: money(f) and in_header(case, f))
    name = in_header(case, frame)
    book, page = case.open(frame)
    row, place, text = header_cell(page, frame, name)
    true = frame.scales[name]
    new = case.rng.choice([scale for scale in (1, 1000) if scale != true])
    page.put(row, place, text.partition("(")[0] + f"({UNITS[new]})")
    for each in (*frame.data, *frame.totals, *frame.groups):
        value = number(page.get(each, place))
        if value is not None:
            page.put(each, place, float(value * true / new))
    for line, column, words in list(page.texts()):
        if line < frame.first and words.startswith("ĐVT"):
            page.put(line, column, "")
    return on_sheet(frame, book.content(), f"{frame.table.name}: {true} → {new}")


@kind(CAUGHT, MISSED, REPAIRED, unknowable="hai cột cùng kiểu, bảng không có dòng tổng hay ràng buộc giữa hai cột")
def headers_swapped(case: Case) -> Fault:
    """Tiêu đề của hai cột số đổi cho nhau, số giữ nguyên."""
    frame = case.frame(lambda f: sum(c.type == "count" and len(c.path) == 1 for c in f.table.columns) >= 2)
    names = [c.name for c in frame.table.columns if c.type == "count" and len(c.path) == 1]
    one, two = case.rng.sample(names, 2)
    book, page = case.open(frame)
    first, second = header_cell(page, frame, one), header_cell(page, frame, two)
    page.put(first[0], first[1], second[2])
    page.put(second[0], second[1], first[2])
    return on_sheet(frame, book.content(), f"{frame.table.name}: {one} ↔ {two}")


# --- pages of the sheet


@kind(REPAIRED)
def header_repeated_inside(case: Case) -> Fault:
    """Tiêu đề lặp lại giữa bảng như khi in nhiều trang."""
    frame = case.frame(lambda f: len(f.data) > 6)
    book, page = case.open(frame)
    at = case.rng.choice(frame.data[2:-2])
    page.insert_rows(at, *(list(page.rows[row]) for row in range(frame.first, frame.last + 1)))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def period_line_of_another(case: Case) -> Fault:
    """Dòng kỳ báo cáo của kỳ khác: tệp cũ gửi lại."""
    frame = case.frame()
    book, page = case.open(frame)
    other = case.rng.choice(
        ["6 tháng đầu năm 2019", "6 tháng đầu năm 2022", "năm 2020", "Quý I năm 2021", "9 tháng năm 2021"]
    )
    for row, column, text in list(page.texts()):
        if text.startswith("Kỳ báo cáo"):
            page.put(row, column, f"Kỳ báo cáo: {other}")
    return on_sheet(frame, book.content(), other)
