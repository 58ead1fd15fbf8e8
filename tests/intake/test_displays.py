"""Number formats: what is shown of a number, and which of them matter."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.displays import as_percent, differs, display, formats_of, odd_formats
from lib.intake.workbook import read_workbook


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (1779.0, "#,##0", "1.779"), (1779.4, "#,##0", "1.779"), (1779.5, "0", "1.780"), (12.5, "0.00", "12,50"),
        (1779000.0, "#,##0,", "1.779"), (1779000.0, "0.0,,", "1,8"), (0.033, "0.0%", "3,3%"),
        (50.0, '0" triệu"', "50 triệu"),
        (50.0, r"0\ \h\ộ", "50 hộ"), (-5.0, "#,##0_);(#,##0)", "-5()"), (0.0, '0;-0;"-"', "-"), (3.0, ";;;", ""),
        (5.0, "[Red]0", "5"), (5.0, "[$₫-42A] #,##0", "5₫"), (5.0, "_-* #,##0_-", "5"), (1779.0, r"#\.##0", "1.779."),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: float, code: str, seen: str) -> None:
    assert str(display(value, code)) == seen


@pytest.mark.parametrize(
    "code", ["General", "@", "dd/mm/yyyy", "[h]:mm", "0.00E+00", "# ?/?", "[>100]0;0.0", 'General" hộ"']
)
def test_of_days_powers_fractions_and_conditions_nothing_is_said(code: str) -> None:
    assert display(44256.0, code) is None


@pytest.mark.parametrize(
    ("value", "code", "other"),
    [
        (1779.0, "#,##0", False), (1779.4, "#,##0", True), (12.55, "#,##0.0", False), (1779000.0, "#,##0,", True),
        (50.0, '0"000"', True), (50.0, '0" m2"', False), (5.0, "0.000", True), (0.0, ";;;", False), (3.0, ";;;", True),
        (7.0, '0" hộ"', False), (7.0, '"7 hộ"', True), (1779.0, r"#\.##0", False),
    ],
)  # fmt: skip
def test_what_shows_something_else_differs(value: float, code: str, other: bool) -> None:
    seen = display(value, code)
    assert seen is not None
    assert differs(value, seen) is other


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["0", "#,##0", "0.00", "#,##0.00", "_-* #,##0_-", "#,##0;[Red]-#,##0"]),
)
def test_the_usual_formats_show_every_whole_number(value: int, code: str) -> None:
    seen = display(float(value), code)
    assert seen is not None
    assert not differs(float(value), seen)


@given(st.decimals(0, 10, places=4))
def test_a_percent_is_what_is_seen(share: Any) -> None:
    text = as_percent(float(share))
    assert text.endswith("%")
    assert float(text[:-1].replace(",", ".")) == pytest.approx(float(share) * 100)


def saved(path: Path, program: str) -> Path:
    """One workbook of formats, as two programs write it."""
    cells = [
        (1779.0, "#,##0"),
        (1779.4, "#,##0"),
        (1779000.0, "#,##0,"),
        (0.033, "0.0%"),
        (7.0, "dd/mm/yyyy"),
        ("x", "0,"),
    ]
    if program == "openpyxl":
        book = openpyxl.Workbook()
        for number, (value, code) in enumerate(cells, 1):
            cell = book.active.cell(number, 2, value)
            cell.number_format = code
        book.save(path)
        return path
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, (value, code) in enumerate(cells):
            sheet.write(number, 1, value, made.add_format({"num_format": code}))
    return path


@pytest.mark.parametrize("program", ["openpyxl", "xlsxwriter"])
def test_a_workbook_keeps_the_formats_that_matter_and_reads_percents_as_seen(program: str, tmp_path: Path) -> None:
    (sheet,) = read_workbook(saved(tmp_path / "tep.xlsx", program), "tep.xlsx").sheets
    assert {place: code for place, code in sheet.formats.items() if "%" not in code} == {
        (1, 1): "#,##0",
        (2, 1): "#,##0,",
    }
    assert sheet.rows[3][1] == "3,3%"
    assert sheet.rows[5][1] == "x"


def test_files_without_styles_or_with_broken_ones_say_nothing() -> None:
    assert formats_of(b"") == []
    assert (
        formats_of(b"<styleSheet><numFmts><numFmt/></numFmts><cellXfs><xf numFmtId='x' /><xf numFmtId=\"99\"/>") == []
    )
    assert odd_formats(b"<c r='A1' s='9'>", ["0,"], [[1.5]]) == {}
