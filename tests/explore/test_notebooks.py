"""start and explore run headless, by papermill, and cannot change what a run publishes."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from e2e.conftest import data_copy
from ipywidgets import Widget

from lib.explore.home import Home
from lib.explore.panel import Explorer
from lib.indicators.context import open_context
from lib.indicators.registry import HEADER, sections
from lib.intake.folders import CLEAN, NOTEBOOKS, REPORT, REPOSITORY
from lib.runs.dependencies import components

__all__ = ["data_copy"]

UNIT, PERIOD = "krong-pa", "2021-H1"
BESIDE = ("start.ipynb", "explore.ipynb")
PUBLISHED = {CLEAN, REPORT, *(each.notebook for each in (HEADER, *sections()) if each.key)}


@pytest.fixture(autouse=True)
def _no_widgets_left() -> Any:
    yield
    Widget.close_all()


def test_a_run_takes_none_of_them_for_a_section() -> None:
    standing = {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    assert standing - PUBLISHED == set(BESIDE)
    for name in standing & PUBLISHED:
        assert "lib.explore" not in (NOTEBOOKS / name).read_text(encoding="utf-8")


def executed(name: str, folder: Path, **parameters: str) -> str:
    """The text of everything a notebook shows."""
    given = {"unit": UNIT, "period": PERIOD, **parameters}
    places = (str(NOTEBOOKS / name), str(folder / name))
    papermill.execute_notebook(*places, given, kernel_name="python3", progress_bar=False)
    made = nbformat.read(folder / name, as_version=4)
    outputs = [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    return "\n".join(str(output.data.get("text/html", "")) for output in outputs)


def state(folder: Path) -> dict[str, str]:
    """Every file of a data folder but the tables kept of it, which are named by their content."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "processed" not in path.parts)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.slow
def test_exploring_changes_nothing_a_run_rests_on(data_copy: Callable[[str], Path], tmp_path: Path) -> None:
    data = data_copy(PERIOD)
    shutil.copytree(REPOSITORY / "data" / "reference", data / "reference")
    context = open_context(UNIT, PERIOD, str(data))
    names = sorted(PUBLISHED - {HEADER.notebook})
    rests_on = {name: components(NOTEBOOKS / name, context) for name in names}
    facts, before = [repr(fact) for fact in context.all_facts()], state(data)
    clean = {path: path.read_bytes() for path in context.cleaned.folder.iterdir()}

    text = executed("explore.ipynb", tmp_path, data=str(data), indicator="credit.households", by="programme")
    assert "Chương trình cho vay" in text
    assert "xếp thứ" in text
    reports = tmp_path / "reports"
    assert "Chưa lập báo cáo." in executed("start.ipynb", tmp_path, data=str(data), reports=str(reports))

    assert state(data) == before
    assert {path: path.read_bytes() for path in context.cleaned.folder.iterdir()} == clean
    assert not reports.exists()
    after = open_context(UNIT, PERIOD, str(data))
    assert [repr(fact) for fact in after.all_facts()] == facts
    assert {name: components(NOTEBOOKS / name, after) for name in names} == rests_on


@pytest.mark.slow
def test_three_choices_and_a_question() -> None:
    panel = Explorer(UNIT, PERIOD)
    panel.indicator.value = "credit.households"
    panel.by.value = "programme"
    panel.period.value = "2020-H1"
    assert "Cho vay hộ nghèo" in panel.html
    assert "Chung cả đơn vị, kỳ 2020-H1" in panel.html
    panel.by.value = "commune"
    panel.member.value = "Uar"
    assert "Số hộ được vay vốn – Uar" in panel.html
    panel.period.value = ""
    assert "(2020-H1)" in panel.html
    assert "(2021-H1)" in panel.html
    panel.indicator.value = "credit.poor_share"  # cannot be divided by every column the one before could
    assert "Tỷ lệ hộ nghèo được vay vốn" in panel.html
    assert panel.member.value == ""


@pytest.mark.slow
def test_an_error_is_one_line_in_the_panel(tmp_path: Path) -> None:
    (tmp_path / "raw" / UNIT / PERIOD).mkdir(parents=True)
    (tmp_path / "raw" / UNIT / PERIOD / "P. GDDT.xlsx").write_bytes(b"%PDF-1.7")
    panel = Home(UNIT, PERIOD, str(tmp_path), str(tmp_path / "reports"))
    assert panel.html.startswith("<p><b>Lỗi:</b> P. GDDT.xlsx: tệp này là PDF")
    panel._run()
    assert "<b>Chưa lập được.</b> Lỗi: P. GDDT.xlsx" in panel.progress.outputs[0]["data"]["text/html"]
    assert not panel.button.disabled
