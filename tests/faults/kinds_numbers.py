"""Faults of numbers and amounts."""

from decimal import Decimal
from typing import Any

from faults.books import Formula
from faults.judge import CAUGHT, FLAGGED, MISSED, REPAIRED, Fault
from faults.kinds import at_cell, changed, kind, number, on_sheet
from faults.sample import Case, Frame, Spot

from lib.contracts import Column
from lib.domain.numbers import format_count, format_decimal

NUMBERS = ("count", "money")


def at_least(least: int) -> Any:
    """Whole numbers from `least` on."""

    def fits(value: Any) -> bool:
        found = number(value)
        return found is not None and found >= least and found == found.to_integral_value()

    return fits


def whole(case: Case, spot: Spot) -> int:
    found = number(case.value(spot))
    assert found is not None
    return int(found)


def totalled(frame: Frame) -> bool:
    """Whether a total row stands under (or over) the table."""
    return bool(frame.totals)


def stated(case: Case, frame: Frame, name: str) -> bool:
    """Whether the table's total row states this column."""
    page = case.sample.book(frame.file).page(frame.sheet)
    return any(number(page.get(row, frame.columns[name])) is not None for row in frame.totals)


@kind(REPAIRED)
def text_with_dots(case: Case) -> Fault:
    """Số gõ thành chữ có dấu chấm hàng nghìn, giữa các số."""
    spot = case.spot(NUMBERS, at_least(1000))
    return changed(case, spot, format_count(whole(case, spot)))


@kind(REPAIRED)
def column_of_text(case: Case) -> Fault:
    """Cả cột số gõ thành chữ kiểu Việt Nam."""
    spot = case.spot(NUMBERS, at_least(1))
    frame = case.frame_of(spot)
    book, page = case.open(spot)
    for row in frame.data:
        value = number(page.get(row, spot.place))
        if value is not None:
            page.put(row, spot.place, format_decimal(value, max(0, -int(value.as_tuple().exponent))))
    return on_sheet(frame, book.content())


@kind(REPAIRED, CAUGHT)
def text_with_commas(case: Case) -> Fault:
    """Số gõ thành chữ có dấu phẩy hàng nghìn kiểu Anh."""
    spot = case.spot(NUMBERS, at_least(1000))
    return changed(case, spot, f"{whole(case, spot):,}")


@kind(REPAIRED)
def text_with_spaces(case: Case) -> Fault:
    """Dấu cách (thường, không ngắt, hẹp) tách hàng nghìn."""
    spot = case.spot(NUMBERS, at_least(1000))
    space = case.rng.choice(" \u00a0\u202f\u2009")
    return changed(case, spot, f"{whole(case, spot):,}".replace(",", space))


@kind(CAUGHT, REPAIRED)
def text_with_apostrophes(case: Case) -> Fault:
    """Dấu nháy tách hàng nghìn (1'779)."""
    spot = case.spot(NUMBERS, at_least(1000))
    return changed(case, spot, f"{whole(case, spot):,}".replace(",", "'"))


@kind(REPAIRED)
def full_width_digits(case: Case) -> Fault:
    """Chữ số rộng (１７７９)."""
    spot = case.spot(NUMBERS, at_least(0))
    digits = str(whole(case, spot)).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return changed(case, spot, digits)


@kind(REPAIRED)
def padded_text(case: Case) -> Fault:
    """Số có số 0 đứng trước, khoảng trắng, xuống dòng quanh nó."""
    spot = case.spot(NUMBERS, at_least(1))
    value = whole(case, spot)
    return changed(case, spot, case.rng.choice([f"0{value}", f" {value}\n", f"{value}\u00a0", f"{value},0"]))


@kind(REPAIRED)
def amount_with_its_own_unit(case: Case) -> Fault:
    """Số tiền gõ kèm đơn vị riêng (đồng, triệu đồng)."""
    spot = case.spot(("money",), at_least(1))
    scale = case.frame_of(spot).scales[spot.column.name]
    amount = whole(case, spot) * scale
    words = f"{format_count(amount)} đồng"
    if amount % 10**6 == 0 and case.rng.random() < 0.6:
        words = f"{format_count(amount // 10**6)} triệu đồng"
    return changed(case, spot, words)


@kind(CAUGHT)
def count_with_a_noun(case: Case) -> Fault:
    """Số đếm gõ kèm danh từ hoặc chữ (12 hộ, khoảng 12)."""
    spot = case.spot(("count",), at_least(1))
    value = whole(case, spot)
    return changed(
        case, spot, case.rng.choice([f"{value} hộ", f"khoảng {value}", f"{value}+", f"~{value}", f"{value}/{value}"])
    )


@kind(CAUGHT)
def number_a_thousandth(case: Case) -> Fault:
    """Số 1.779 bị hiểu thành 1,779 trong cột số đếm hoặc cột đồng."""
    spot = case.spot(
        NUMBERS, lambda v: at_least(1000)(v) and int(number(v) or 0) % 1000 != 0, columns=lambda c: c.type == "count"
    )
    return changed(case, spot, whole(case, spot) / 1000)


@kind(CAUGHT)
def count_column_a_thousandth(case: Case) -> Fault:
    """Cả cột số đếm mất dấu chấm hàng nghìn (1.779 thành số 1,779; 850 vẫn là 850)."""
    spot = case.spot(("count",), lambda v: at_least(1000)(v) and int(number(v) or 0) % 1000 != 0)
    frame = case.frame_of(spot)
    book, page = case.open(spot)
    for row in frame.data:
        value = number(page.get(row, spot.place))
        if value is not None and value >= 1000:
            page.put(row, spot.place, float(value) / 1000)
    return Fault({spot.file: book.content()}, spot.sheet, columns={spot.letter}, about=frame.table.name)


@kind(
    CAUGHT,
    FLAGGED,
    MISSED,
    unknowable="5.000 gõ thành số 5 là một số nguyên; chỉ dòng tổng hay định dạng ô mới nói",
    periods=("2021-H1",),
)
def round_number_a_thousandth(case: Case) -> Fault:
    """Số tròn nghìn bị hiểu thành số nhỏ (5.000 thành 5)."""
    spot = case.spot(("count",), lambda v: at_least(1000)(v) and int(number(v) or 0) % 1000 == 0)
    return changed(case, spot, whole(case, spot) / 1000)


def multiplied(case: Case, factor: Decimal) -> Fault:
    """One amount changed, and no total row to tell."""
    spot = case.spot(("money",), at_least(1))
    value = number(case.value(spot))
    assert value is not None
    book, page = case.open(spot)
    page.put(spot.row, spot.place, float(value * factor))
    frame = case.frame_of(spot)
    for row in (*frame.totals, *frame.groups):
        page.put(row, spot.place, "")
    return at_cell(spot, book.content(), f"{spot.table.name}.{spot.column.name}: {value} × {factor}")


@kind(FLAGGED, CAUGHT)
def amount_times_thousand(case: Case) -> Fault:
    """Một số tiền lớn gấp nghìn lần."""
    return multiplied(case, Decimal(1000))


@kind(FLAGGED, CAUGHT)
def amount_a_thousandth(case: Case) -> Fault:
    """Một số tiền nhỏ đi nghìn lần."""
    return multiplied(case, Decimal("0.001"))


@kind(FLAGGED, CAUGHT)
def amount_times_million(case: Case) -> Fault:
    """Một số tiền lớn gấp triệu lần."""
    return multiplied(case, Decimal(10**6))


@kind(FLAGGED, CAUGHT)
def amount_column_times_thousand(case: Case) -> Fault:
    """Cả cột tiền, kể cả dòng tổng, lớn gấp nghìn lần hoặc nhỏ đi nghìn lần."""
    spot = case.spot(("money",), at_least(1))
    frame = case.frame_of(spot)
    factor = case.rng.choice([Decimal(1000), Decimal("0.001")])
    book, page = case.open(spot)
    for row in (*frame.data, *frame.totals, *frame.groups):
        value = number(page.get(row, spot.place))
        if value is not None:
            page.put(row, spot.place, float(value * factor))
    return Fault({spot.file: book.content()}, spot.sheet, columns={spot.letter}, about=frame.table.name)


@kind(CAUGHT)
def negative(case: Case) -> Fault:
    """Số âm (số, chữ, dấu trừ Unicode, trong ngoặc)."""
    spot = case.spot(NUMBERS, at_least(1))
    value = whole(case, spot)
    return changed(case, spot, case.rng.choice([-float(value), f"-{value}", f"−{value}", f"({value})"]))


@kind(CAUGHT)
def error_cell(case: Case) -> Fault:
    """Ô báo lỗi (#REF!, #DIV/0!, #N/A …)."""
    spot = case.spot((*NUMBERS, "text", "commune", "date", "code"))
    value = case.rng.choice(["#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NUM!", "#NULL!"])
    fault = changed(case, spot, Formula("=1/0", value))
    return at_cell(spot, fault.files[spot.file] or b"", fault.about)


@kind(CAUGHT)
def formula_without_result(case: Case) -> Fault:
    """Công thức chưa được tính (không có giá trị lưu)."""
    spot = case.spot((*NUMBERS, "percent", "date"))
    return changed(case, spot, Formula("=SUM(A1:A2)"))


@kind(REPAIRED)
def formula_with_result(case: Case) -> Fault:
    """Công thức có giá trị lưu."""
    spot = case.spot(NUMBERS, at_least(0))
    return changed(case, spot, Formula(f"={whole(case, spot)}+0", float(whole(case, spot))))


@kind(CAUGHT)
def required_cell_empty(case: Case) -> Fault:
    """Ô bắt buộc để trống."""
    spot = case.spot((*NUMBERS, "date", "month", "commune", "code", "choice"), bool, columns=lambda c: c.required)
    return changed(case, spot, case.rng.choice(["", "   "]))


@kind(CAUGHT)
def letters_for_digits(case: Case) -> Fault:
    """Chữ O, l thay cho số 0, 1; dấu chấm sai chỗ (1.7.79)."""
    spot = case.spot(NUMBERS, lambda v: at_least(10)(v) and any(d in str(int(number(v) or 0)) for d in "01"))
    text = str(whole(case, spot))
    wrong = case.rng.choice([text.replace("0", "O").replace("1", "l"), f"{text[0]}.{text[1]}.{text[1:]}"])
    return changed(case, spot, wrong)


@kind(CAUGHT)
def scientific_text(case: Case) -> Fault:
    """Số dạng mũ gõ thành chữ (1,2E+06)."""
    spot = case.spot(NUMBERS, at_least(100))
    return changed(case, spot, f"{whole(case, spot):.2E}".replace(".", case.rng.choice(",.")))


@kind(CAUGHT)
def boolean_or_date_for_a_number(case: Case) -> Fault:
    """Ô số thành TRUE hoặc bị Excel đổi thành ngày."""
    import datetime as dt

    spot = case.spot(NUMBERS, at_least(0))
    return changed(case, spot, case.rng.choice([True, dt.datetime(2021, 3, 4), dt.datetime(1905, 7, 1)]))


@kind(CAUGHT)
def percent_as_fraction(case: Case) -> Fault:
    """Tỷ lệ ghi thành phân số (3,3% thành 0,033), ô không định dạng phần trăm."""
    spot = case.spot(("percent",), lambda v: (isinstance(v, str) and "%" in v) or number(v) is not None)
    value = Decimal(str(case.value(spot)).replace("%", "").replace(",", ".").strip())
    return changed(case, spot, float(value / 100))


@kind(REPAIRED, CAUGHT)
def percent_format(case: Case) -> Fault:
    """Tỷ lệ là số thập phân trong ô định dạng phần trăm."""
    spot = case.spot(("percent",), lambda v: (isinstance(v, str) and "%" in v) or number(v) is not None)
    value = Decimal(str(case.value(spot)).replace("%", "").replace(",", ".").strip())
    return changed(case, spot, float(value / 100), "0.00%")


@kind(REPAIRED)
def percent_typed_otherwise(case: Case) -> Fault:
    """Tỷ lệ viết kiểu khác (3.3 %, 3,30)."""
    spot = case.spot(("percent",), lambda v: (isinstance(v, str) and "%" in v) or number(v) is not None)
    value = str(case.value(spot)).replace("%", "").replace(",", ".").strip()
    value += "" if "." in value else ".0"
    return changed(case, spot, case.rng.choice([f"{value} %", value.replace(".", ","), f"{value.replace('.', ',')}0%"]))


@kind(FLAGGED, CAUGHT)
def percent_times_hundred(case: Case) -> Fault:
    """Tỷ lệ lớn gấp trăm lần."""
    spot = case.spot(("percent",), lambda v: (isinstance(v, str) and "%" in v) or number(v) is not None)
    value = Decimal(str(case.value(spot)).replace("%", "").replace(",", ".").strip())
    return changed(case, spot, float(value * 100))


@kind(CAUGHT)
def wrong_number_under_a_total(case: Case) -> Fault:
    """Một số sai nhưng hợp lý, bảng có dòng tổng."""
    spot = summed_spot(case)
    return changed(case, spot, float(whole(case, spot) + case.rng.choice([1, 2, 9])))


def summed_spot(case: Case) -> Spot:
    """A number that a total row's cell adds up."""
    choices = [
        (frame, column)
        for frame in case.sample.frames
        for column in frame.table.columns
        if column.type in NUMBERS and column.adds and frame.data and stated(case, frame, column.name)
    ]
    names = sorted({(f.table.name, c.name) for f, c in choices})
    chosen = case.rng.choice(names)
    frame, column = case.rng.choice([(f, c) for f, c in choices if (f.table.name, c.name) == chosen])
    spots = [s for row in frame.data if at_least(0)(case.value(s := frame.spot(row, column.name)))]
    return case.rng.choice(spots)


@kind(MISSED, REPAIRED, unknowable="số hợp lý, không có dòng tổng, định mức hay số kỳ trước để đối chiếu")
def wrong_number_alone(case: Case) -> Fault:
    """Một số sai nhưng hợp lý, bảng không có dòng tổng."""

    def alone(frame: Frame) -> bool:
        return not frame.totals and bool(frame.data)

    def free(column: Column) -> bool:
        return column.name not in ("women", "persons")

    spot = case.spot(("count",), at_least(2), where=alone, columns=free)
    return changed(case, spot, float(whole(case, spot) + 1))
