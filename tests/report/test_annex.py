"""The annex as people open it: every indicator, numbers as numbers, absences in words, nothing that calculates."""

import io
import zipfile
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from indicators.conftest import setting
from report.conftest import HOSTILE, Figured

from lib.facts.caveats import marks
from lib.report.tables.annex import COVER, DEFINITIONS, annex
from lib.report.tables.book import Book
from lib.report.tables.figures import Figures, Value


def opened_book(figures: Figures) -> Any:
    return openpyxl.load_workbook(io.BytesIO(annex(figures)))


def rows_of(sheet: Any) -> dict[str, list[Any]]:
    """The cells of each fact's row by its id, which stands in the last column."""
    return {row[-1].value: list(row) for row in sheet.iter_rows(min_row=6) if row[-1].value}


def found(book: Any) -> dict[str, list[Any]]:
    return {name: row for sheet in book for name, row in rows_of(sheet).items() if sheet.title[0] == "I"}


@pytest.fixture(scope="module")
def sample(figures: Figured) -> tuple[Figures, Any]:
    made = figures("2021-H1")
    return made, opened_book(made)


def test_every_fact_is_there_with_its_value(sample: tuple[Figures, Any]) -> None:
    figures, book = sample
    rows = found(book)
    header = {name for name, fact in figures.facts.items() if fact["section"] == "header"}
    assert list(rows) == [name for name in figures.facts if name not in header]
    cover = " ".join(str(cell.value) for row in book[COVER].iter_rows() for cell in row)
    assert all(name in cover and figures.facts[name]["printed"] in cover for name in header)
    for name, row in rows.items():
        fact, value = figures.facts[name], figures.value(figures.facts[name])
        cell = row[3]
        if value.number is None:
            assert cell.value == value.words + marks(value.caveats)
        else:
            assert cell.data_type == "n"
            assert cell.value == pytest.approx(float(value.number), rel=1e-14)
            assert cell.number_format.startswith("[$-42A]#,##0")
            assert ("%" in cell.number_format) == (fact["unit"] == "percent")
            assert cell.number_format.count("0") == 1 + fact["decimals"]


def test_parts_stand_under_their_commune_and_add_up(sample: tuple[Figures, Any]) -> None:
    figures, book = sample
    sheet = book["I.3.a"]
    heads = [cell.value for cell in sheet[5]]
    communes = list(figures.context.commune_names.values())
    first = heads.index(communes[0])
    assert heads[first : first + len(communes)] == communes
    row = rows_of(sheet)["credit.households"]
    parts = figures.facts["credit.households"]["dimensions"]
    assert [cell.value for cell in row[first : first + len(communes)]] == [
        int(each) for each in parts["commune"].values()
    ]
    under = [sheet.cell(row[0].row + 1 + offset, 4) for offset in range(1, len(parts["programme"]) + 1)]
    assert sum(cell.value for cell in under) == sum(map(int, parts["programme"].values())) == row[3].value
    assert sheet.cell(row[0].row + 2, 2).value == "– Cho vay hộ nghèo"
    assert sheet.row_dimensions[row[0].row + 2].outlineLevel == 1


def test_a_target_stands_beside_its_value_with_the_attainment(sample: tuple[Figures, Any]) -> None:
    figures, book = sample
    row = rows_of(book["I.1"])["direction.registered_exit"]
    done, aim = (int(figures.facts[f"direction.{name}"]["value"]) for name in ("registered_exit", "target_households"))
    assert [cell.value for cell in row[3:5]] == [done, aim]
    assert row[5].value == pytest.approx(done / aim)
    assert row[5].number_format == "[$-42A]#,##0.0%"
    share = book["I.1"].cell(row[0].row + 2, 7)
    parts = [
        figures.facts[f"direction.{name}"]["dimensions"]["commune"] for name in ("registered_exit", "target_households")
    ]
    first = next(iter(figures.context.commune_names))
    assert Fraction(share.value).limit_denominator(10**6) == Fraction(int(parts[0][first]), int(parts[1][first]))
    assert [cell.value for cell in book["I.2"][4]][:5] == ["STT", "Chỉ tiêu", "Đơn vị tính", "Giá trị", "Ghi chú"]


def test_states_and_months_are_said_in_words(sample: tuple[Figures, Any]) -> None:
    rows = found(sample[1])
    assert rows["training.elementary_state"][3].value == "Chưa triển khai do ảnh hưởng của dịch Covid-19"
    assert rows["jobs.fair_months"][3].value == "tháng 3, tháng 5"
    assert rows["jobs.by_other"][3].value == 355
    assert "báo cáo ghi «trên 350»" in [cell.value for cell in rows["jobs.by_other"]][-2].lower()


def test_what_was_not_reported_is_words_and_never_a_zero(figures: Figured) -> None:
    late = figures("2021-H1", missing=["vocational", ("commune", "24076")])
    book = opened_book(late)
    rows = found(book)
    assert rows["training.target_workers"][3].value == "chưa có báo cáo"
    assert "Trung tâm Giáo dục nghề nghiệp" in rows["training.target_workers"][-2].value
    poor = rows["direction.poor_households"]
    assert poor[3].number_format == '[$-42A]#,##0"†"'
    assert "13/14 nơi đã gửi" in poor[-2].value
    heads = [cell.value for cell in book["I.1"][5]]
    at = heads.index(late.context.commune_names["24076"])
    assert poor[at].value == "chưa có báo cáo"
    assert all(isinstance(cell.value, int) for cell in poor[at + 1 : -2])
    signs = " ".join(str(cell.value) for row in book["I.1"].iter_rows(min_row=40) for cell in row)
    assert "† Số liệu chưa đầy đủ: chưa có báo cáo của UBND Phú Túc." in signs


def test_nothing_happened_is_a_zero_that_reads_as_a_dash(sample: tuple[Figures, Any]) -> None:
    figures, book = sample
    row = rows_of(book["I.3.d"])["housing.farmers_built"]
    cells = row[4:-2]
    assert len(cells) == len(figures.context.commune_names)
    assert [cell.value for cell in cells].count(0) == len(cells) - 1
    assert {cell.number_format for cell in cells if cell.value == 0} == {'[$-42A]#,##0;-#,##0;"–"'}


def test_hostile_text_stays_text(figures: Figured) -> None:
    """A village called like a formula, a made-up cover: no formula, no link but to the book's own sheets."""
    hostile = figures(
        "2021-H1",
        tables={"emergencies": setting(village=HOSTILE)},
        said={
            "addressee": HOSTILE,
            "number": HOSTILE,
            "data": {"received": [], "missing": [HOSTILE], "notice": HOSTILE},
        },
    )
    content = annex(hostile)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"http://xau" not in parts.read(name) or name == "xl/sharedStrings.xml"
    book = openpyxl.load_workbook(io.BytesIO(content))
    typed = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in typed} == {"s"}
    bare = [cell for cell in typed if cell.value.startswith("=")]
    assert {cell.parent.title for cell in bare} == {COVER, "I.3.i"}
    assert all(cell.quotePrefix for cell in bare)


def test_prints_on_landscape_a4_under_a_head_that_stays(sample: tuple[Figures, Any]) -> None:
    for sheet in sample[1]:
        page = sheet.page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (page.fitToWidth or 1) <= 2
        assert page.fitToHeight in (0, None)  # as many pages as it takes, or one
        assert sheet.print_area
    assert sample[1]["I.1"].freeze_panes == "C6"
    assert sample[1]["I.1"].print_title_rows == "$4:$5"
    assert sample[1][DEFINITIONS].freeze_panes == "B3"


def test_definitions_say_what_each_indicator_is(sample: tuple[Figures, Any]) -> None:
    figures, book = sample
    rows = {row[0]: row for row in book[DEFINITIONS].iter_rows(min_row=3, values_only=True)}
    assert list(rows) == list(figures.facts)
    fact = figures.facts["credit.poor_share"]
    assert rows["credit.poor_share"][1:6] == (fact["title"], "I.3.a", "%", fact["definition"], fact["formula"])
    assert rows["credit.poor_share"][7] == "credit.poor_borrowers; credit.poor_total"
    assert rows["direction.registered_exit"][7].startswith("14 tệp › ")
    assert rows["header.report_number"][6] == "Nghị định 30/2020/NĐ-CP"


def test_the_cover_says_what_may_be_relied_on(figures: Figured) -> None:
    said = {"draft": True, "number": None, "data": {"received": [{}], "missing": ["Hội A"], "notice": "Số dựng."}}
    cover = opened_book(figures("2021-H1", said=said))[COVER]
    told = {row[0]: row[1] for row in cover.iter_rows(values_only=True)}
    assert told["Đơn vị báo cáo"] == "Huyện Krông Pa"
    assert told["Kỳ báo cáo"] == "6 tháng đầu năm 2021"
    assert told["Trạng thái"] == "Dự thảo"
    assert told["Nơi gửi số liệu"] == "1/2 nơi đã gửi; chưa gửi: Hội A"
    assert told["Dữ liệu mẫu"] == "Số dựng."
    assert [name for name in told if name in ("I.1", "I.3.i", DEFINITIONS)] == ["I.1", "I.3.i", DEFINITIONS]


def test_same_figures_same_bytes(sample: tuple[Figures, Any], figures: Figured) -> None:
    assert annex(figures("2021-H1")) == annex(sample[0])


def test_a_number_too_large_for_a_spreadsheet_is_text() -> None:
    book = Book("Số lớn")
    sheet = book.sheet("a", [20.0, 20.0])
    sheet.value(0, 0, Value(10**15 + 1))
    sheet.value(0, 1, Value(10**15 - 1))
    read = openpyxl.load_workbook(io.BytesIO(book.content())).active
    assert [cell.value for cell in read[1]] == ["1.000.000.000.000.001", 10**15 - 1]
