"""Other kinds of period from the same notebooks: words follow the calendar, whatever the data."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from e2e.conftest import PERIODS, UNIT

from lib.indicators.context import Context, open_context
from lib.indicators.registry import sections, written_sections
from lib.intake.folders import REPOSITORY
from lib.narrative.narrate import narrate

KINDS = {
    "06": ("tháng 6", "6 tháng cuối năm"),
    "Q2": ("quý II", "6 tháng cuối năm"),
    "9M": ("9 tháng", "3 tháng cuối năm"),
    "Y": ("năm", None),
}


@pytest.fixture(scope="module", params=KINDS)
def context(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The half-year's workbooks handed in for another period, without anybody's commentary."""
    root = tmp_path_factory.mktemp("data")
    code = PERIODS[0].replace("H1", request.param)
    raw = REPOSITORY / "data" / "raw" / UNIT / PERIODS[0]
    shutil.copytree(raw, root / "raw" / UNIT / code, ignore=shutil.ignore_patterns("commentary"))
    return open_context(UNIT, code, str(root))


def prose(context: Context) -> str:
    """Every narrative cell of every notebook, rendered."""
    texts = []
    for section in written_sections(context.period.kind):
        notebook = nbformat.read(REPOSITORY / "notebooks" / section.notebook, as_version=4)
        for cell in notebook.cells:
            if cell.source.startswith("%%narrative"):
                texts.append(narrate(cell.source.split("\n", 1)[1], context, section.number).text)
    return "\n".join(texts)


def test_no_word_of_a_half_year_is_left(context: Context) -> None:
    text = prose(context)
    span, rest = KINDS[context.period.code.partition("-")[2]]
    assert "6 tháng" not in text.replace("6 tháng cuối năm", "")
    assert f"Trong {span}" in text
    assert rest is None or rest in "".join(
        section.title.format(rest=context.period.rest_title) for section in sections()
    )


def test_a_year_that_ends_is_due(context: Context) -> None:
    """Within the year a target not yet met has time left; at its end it is missed."""
    text = prose(context)
    shortfall = re.search(r"[^.]*\b25 hộ[^.]*", text)
    assert shortfall
    due = context.period.rest_title is None
    assert ("cần vận động đăng ký thêm" in shortfall[0]) is not due


def test_the_page_is_written_by_people_before_it_is_final(context: Context) -> None:
    assert "(Chưa có nội dung phần này.)" in prose(context)
    assert Path(context.raw).name != PERIODS[0]
