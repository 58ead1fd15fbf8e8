"""Runs as people see them: the command, drafts, failures that publish nothing, the same bytes twice."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from e2e.conftest import UNIT, Edition, Make
from e2e.test_changes import data_rows, header_column

from lib.domain.written import STALE
from lib.intake.folders import REPOSITORY
from lib.runs.run import run_report

PERIOD = "2021-H1"


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lib", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def one_line_error(result: subprocess.CompletedProcess[str]) -> str:
    """The single line a refused command leaves, with no traceback."""
    assert result.returncode == 1, result.stderr
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return lines[0]


def test_the_command_prints_the_page_last_and_the_same_bytes_under_another_sky(edition: Make, tmp_path: Path) -> None:
    result = command(
        "run", "--unit", UNIT, "--period", PERIOD, "--reports", str(tmp_path),
        TZ="Asia/Ho_Chi_Minh", LC_ALL="C", PYTHONHASHSEED="7",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    page = Path(result.stdout.splitlines()[-1])
    assert page == tmp_path / UNIT / PERIOD / "report.html"
    first = edition(PERIOD).folder
    others = ("report.docx", "facts.json", "facts.csv", "annex.xlsx", "review.html", "review.json")
    for name in ("report.html", *others):
        assert (page.parent / name).read_bytes() == (first / name).read_bytes()
    assert not list(tmp_path.glob(".building-*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--unit", "noi-khac", "--period", PERIOD), "noi-khac"),
        (("--unit", UNIT, "--period", "2021-H3"), "2021-H3"),
        (("--unit", UNIT, "--period", "2019-H1"), "2019-H1"),
    ],
)
def test_unknown_unit_or_period_is_one_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    line = one_line_error(command("run", *arguments, "--reports", str(tmp_path)))
    assert words in line
    assert not list(tmp_path.iterdir())


def damage(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 not a workbook")


def test_an_unreadable_workbook_stops_the_run_and_the_old_edition_stays(
    edition: Make, data_copy: Callable[[str], Path], tmp_path: Path
) -> None:
    data = data_copy(PERIOD)
    reports = tmp_path / "reports"
    shutil.copytree(edition(PERIOD).folder, reports / UNIT / PERIOD)
    published = reports / UNIT / PERIOD
    before = digest(published)
    damage(data / "raw" / UNIT / PERIOD / "BHXH huyen.xlsx")
    arguments = ("run", "--unit", UNIT, "--period", PERIOD, "--data", str(data), "--reports", str(reports))
    line = one_line_error(command(*arguments))
    assert "BHXH huyen.xlsx" in line
    assert "Cách sửa" in line
    assert digest(published) == before
    shown = (reports / UNIT / f"{PERIOD}.failed.html").read_text(encoding="utf-8")
    assert "BHXH huyen.xlsx: tệp này là PDF" in shown


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_missing_office_makes_a_marked_draft(data_copy: Callable[[str], Path], tmp_path: Path) -> None:
    data = data_copy(PERIOD)
    folder = data / "raw" / UNIT / PERIOD
    (folder / "BHXH huyen.xlsx").unlink()
    (folder / "12. Uar.xlsx").unlink()
    tasks = folder / "commentary" / "III.md"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("đã duyệt", STALE), encoding="utf-8")
    page = run_report(UNIT, PERIOD, str(data), str(tmp_path / "reports"))
    made = Edition(page.parent)
    assert made.manifest["run"]["status"] == "draft"
    assert "<strong>Dự thảo</strong>" in made.page
    health = made.sections["I.3.2"].text
    assert "Bảo hiểm xã hội huyện chưa gửi báo cáo" in health
    assert not made.sections["I.3.2"].facts
    credit = made.sections["I.3.1"]
    assert "†" in credit.text
    assert "UBND Uar" in credit.text
    assert made.facts["health.visits"]["value"] is None
    assert made.facts["health.visits"]["absence"]["kind"] == "not_reported"
    assert made.facts["credit.poor_total"]["coverage"]["missing"] == [{"office": "commune", "commune": "24109"}]
    head = made.sections["header"].text
    assert "Dự thảo, vì:" in head
    assert "thiếu báo cáo của 2 nơi gửi: UBND Uar; Bảo hiểm xã hội huyện" in head
    assert f"«{made.facts['health.coverage']['title']}» lúc viết là 96,75%, nay là [chưa có báo cáo]" in head
    assert f"commentary/III.md chép từ kỳ khác, chưa viết lại (status: {STALE})" in head
    assert "Lời viết cần xem lại: commentary/II.md viết khi số liệu còn khác" in made.sections["II"].text
    assert not any("cần xem lại" in part.text for number, part in made.sections.items() if number == "IV")


def test_rows_set_aside_are_counted_in_the_report(data_copy: Callable[[str], Path], tmp_path: Path) -> None:
    import openpyxl

    data = data_copy(PERIOD)
    path = data / "raw" / UNIT / PERIOD / "P. GDDT.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Ăn trưa"]
    column = header_column(sheet, "Kinh phí")
    row = data_rows(sheet, column)[3]
    sheet.cell(row, column).value = "1.7.79"
    book.save(path)
    made = Edition(run_report(UNIT, PERIOD, str(data), str(tmp_path / "reports")).parent)
    annex = made.sections["so-lieu"].text
    assert "Dòng để riêng, không tính vào báo cáo" in annex
    assert sheet.cell(row, column).coordinate in annex
    assert made.manifest["rows"]["lunch"]["rejected"] == 1


@pytest.mark.parametrize("name", [path.name for path in sorted((REPOSITORY / "notebooks").glob("[I0]*.ipynb"))])
def test_each_notebook_runs_alone_by_stock_papermill(name: str, tmp_path: Path) -> None:
    """From another folder, with nothing but unit and period."""
    output = tmp_path / "out.ipynb"
    result = subprocess.run(
        [sys.executable, "-m", "papermill", str(REPOSITORY / "notebooks" / name), str(output), "-p", "unit", UNIT,
         "-p", "period", PERIOD, "--no-progress-bar"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    notebook = nbformat.read(output, as_version=4)
    assert all(cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code")


def inside(path: Path) -> str:
    """A file's text; that of the parts of an Office file."""
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as file:
        return "\n".join(
            file.read(name).decode("utf-8") for name in file.namelist() if name.endswith((".xml", ".rels"))
        )


def test_no_persons_name_or_household_code_leaves_the_workbooks(edition: Make) -> None:
    import openpyxl

    book = openpyxl.load_workbook(REPOSITORY / "data" / "raw" / UNIT / PERIOD / "3. Ia Rsươm.xlsx")
    people = set()
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            codes = [value for value in row if isinstance(value, str) and value.startswith("24082-")]
            if codes:
                people.add(codes[0])
                people.add(str(row[list(row).index(codes[0]) + 1]))
    assert len(people) > 500
    names = {name for name in people if len(name) > 8} - {"Ksor Hlong"}  # who signs, invented too
    folder = edition(PERIOD).folder
    text = "\n".join(inside(path) for path in folder.rglob("*") if path.is_file())
    assert not [name for name in names if name in text]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("-p", "perido", PERIOD), "không có tham số perido"),
        (("-p", "unit", "010"), "tham số unit phải là chữ, không phải 10"),
        (("-r", "unit", "Krông Pa"), "Krông Pa"),
    ],
)
def test_stock_papermill_is_stopped_at_a_wrong_parameter(given: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Papermill itself warns, or makes another value of it, and goes on."""
    notebook = REPOSITORY / "notebooks" / "00_clean.ipynb"
    arguments = [str(notebook), str(tmp_path / "out.ipynb"), *given, "--no-progress-bar"]
    result = subprocess.run(
        [sys.executable, "-m", "papermill", *arguments],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode != 0
    assert words in result.stderr
