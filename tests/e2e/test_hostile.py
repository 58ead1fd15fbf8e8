"""Text that would like to be more than text, in every free field of the workbooks and of what people write: nothing
runs, nothing opens, nothing computes; readers see the letters."""

import csv
import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from e2e.conftest import PERIODS, UNIT
from e2e.wordfile import WordFile
from faults.books import Page, book_of

from lib.contracts import CONTRACTS
from lib.contracts.model import TableContract
from lib.domain.text import match_key
from lib.intake.folders import REPOSITORY
from lib.intake.workbook import read_workbook
from lib.runs.failure import show_failure
from lib.runs.index import write_index
from lib.runs.run import run_report

PERIOD = PERIODS[0]
FORMULA = '=HYPERLINK("http://xau.example";"Bấm")'
PARTS = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "\"' onfocus=hit() autofocus x='",
    "<a href='javascript:hit()'>x</a>",
    "]]></w:t><b>",
    "{{ hit() }}{% raw %}",
)
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
BIDI = "\u202eđảo\u202c"
HOSTILE = FORMULA + "".join(PARTS)
ASKED = "window.hits = 0; window.hit = () => { hits += 1 }; window.broken = [];"
ASKED += "addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
PAGES = (f"{UNIT}/{PERIOD}/report.html", f"{UNIT}/{PERIOD}/review.html", "index.html", f"{UNIT}/xx.failed.html")


def columns_of(table: TableContract) -> set[str]:
    """Keys of the headers of its columns that hold free text."""
    free = [each for each in table.columns if each.type in ("text", "personal")]
    return {match_key(path[-1]) for each in free for path in each.paths}


def spoil(page: Page, table: TableContract) -> int:
    """Puts the text before every entry of the table's free columns on a sheet; how many there were."""
    free = columns_of(table)
    columns: set[int] = set()
    count = 0
    for line in page.rows:
        heads = {at: match_key(re.sub(r"\(.*?\)", "", cell)) for at, cell in enumerate(line) if isinstance(cell, str)}
        if len(free & set(heads.values())) and sum(1 for cell in line if cell) > 2 and not columns:
            columns = {at for at, key in heads.items() if key in free}
            continue
        for at in columns:
            if at < len(line) and isinstance(line[at], str) and line[at].strip() and not line[at].strip().isdigit():
                line[at] = f"{HOSTILE} {BIDI} {line[at]}"
                count += 1
    return count


def spoiled_period(data: Path) -> dict[str, int]:
    """Spoils a copy of the period's raw folder; how many cells by table."""
    raw = data / "raw" / UNIT / PERIOD
    counts: dict[str, int] = {}
    for path in sorted(raw.glob("*.xlsx")):
        book = book_of(read_workbook(path, path.name))
        for table in (table for contract in CONTRACTS for table in contract.tables):
            for page in (page for page in book.pages if match_key(page.name) == match_key(table.sheet)):
                counts[table.name] = counts.get(table.name, 0) + spoil(page, table)
        path.write_bytes(book.content())
    (raw / "UBMTTQ huyen.xlsx").rename(raw / "<img src=x onerror=hit()> {{ hit() }}.xlsx")
    written = raw / "report.yaml"
    report = yaml.safe_load(written.read_text(encoding="utf-8"))
    report["addressee"] += HOSTILE
    report["document"]["symbol"] += HOSTILE
    report["notice"] = HOSTILE
    report["recipients"] = [f"{HOSTILE}{BIDI}{each}" for each in report["recipients"]]
    report["signatory"]["name"] += HOSTILE
    report["legal_bases"][0]["about"] += HOSTILE
    written.write_text(yaml.safe_dump(report, allow_unicode=True), encoding="utf-8")
    for path in (raw / "commentary").glob("*.md"):
        words = HOSTILE.replace("{{ hit() }}{% raw %}", "")
        path.write_text(
            f"{path.read_text(encoding='utf-8')}\n\n{words} {BIDI} [x](javascript:hit())\n", encoding="utf-8"
        )
    return counts


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of the spoiled period, and the page of a run that failed for such a reason."""
    data = tmp_path_factory.mktemp("hostile")
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, data / "raw" / UNIT / PERIOD)
    counts = spoiled_period(data)
    owed = [table for contract in CONTRACTS if contract.owed("half_year") for table in contract.tables]
    free = {table.name for table in owed if columns_of(table)}
    assert {name for name in free if not counts[name]} == set()
    root = data / "reports"
    run_report(UNIT, PERIOD, str(data), str(root))
    show_failure(root, UNIT, "xx", f"{HOSTILE} {BIDI}", datetime(2026, 1, 5, 1, tzinfo=UTC))
    return write_index(root).parent


@pytest.mark.parametrize("name", PAGES)
def test_on_a_page_it_is_letters(chromium: Any, reports: Path, name: str) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.add_init_script(ASKED)
    page.goto((reports / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("[hits, broken]") == [0, []]
    assert said == [page.url]
    assert page.locator("img, [onerror], [onfocus], [autofocus], iframe").count() == 0
    assert page.locator("script").count() == name.endswith("report.html")
    schemes = page.evaluate("[...document.links].map(each => each.protocol)")
    assert set(schemes) <= {"file:"}
    text = page.evaluate("document.body.textContent")
    assert [part for part in (FORMULA, *PARTS) if part not in text] == []
    assert not set(text) & TURNING
    page.close()


def test_in_the_word_file_it_is_letters(reports: Path) -> None:
    path = reports / UNIT / PERIOD / "report.docx"
    text = "\n".join(WordFile(path).lines)
    assert [part for part in (FORMULA, *PARTS) if part not in text] == []
    assert not set(text) & TURNING
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if re.search(r"vba|embed|activex|\.bin$", name, re.IGNORECASE)]
        assert b"TargetMode" not in archive.read("word/_rels/document.xml.rels")
        assert b"<w:fldSimple" not in archive.read("word/document.xml")


def test_in_tables_it_is_letters_and_computes_nothing(reports: Path) -> None:
    folder = reports / UNIT / PERIOD
    for path in (folder / "annex.xlsx", *folder.glob("forms/*.xlsx")):
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        text = "\n".join(str(cell.value) for cell in cells if cell.data_type == "s")
        assert [part for part in (FORMULA, *PARTS) if part not in text] == [], path.name
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    with (folder / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        values = [value for row in csv.reader(file) for value in row]
    assert [part for part in PARTS if not any(part in value for value in values)] == []
    assert [value for value in values if value[:1] in ("=", "+", "-", "@", "\t") and not value[1:].isdigit()] == []
