"""The last check before publishing: a page that says else than the ledger, or a notebook not run, is refused."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nbformat
import pytest
from facts.conftest import fact

from lib.checks.edition import check_edition, check_notebook, check_runs
from lib.checks.relations.evaluate import evaluate, read_relations
from lib.checks.relations.review import as_data, dump_review
from lib.domain.errors import ReportError
from lib.domain.norms import Norms
from lib.domain.periods import Periods
from lib.facts import Absence, Measure, Share
from lib.facts.ledger import dump_ledger, fact_record, ledger
from lib.intake.folders import DataFolder
from lib.narrative.html import blocks_html
from lib.narrative.runs import NARRATIVE_MIME
from lib.report.docx.text import Text, paragraph
from lib.report.docx.xml import root
from lib.report.review_page import review_page

BLOCKS = [{"block": "paragraph", "runs": [{"text": "1.779", "fact": "nhom.so_ho"}, {"text": " hộ"}]}]
PAGE = f"<!doctype html><html lang='vi'><body>{blocks_html(BLOCKS)}<p><span class='ref'>Điều 5</span></p></body></html>"
FACTS = [
    fact(Measure("counted", 1779, "…"), name="so_ho"),
    fact(Measure("computed", Share(1, 8), "…"), "percent", "ty_le"),
    fact(Measure("counted", None, "…", Absence("not_reported")), name="thieu"),
    fact(Measure("document", 'Quyết định "A" & <B>', "…"), "text", "van_ban"),
]
ENTITY = {"code": "637", "slug": "ba-vi", "name": "Ba Vì"}
PERIOD = {"code": "2023-H1", "start": "2022-12-15", "end": "2023-06-14", "title": "6 tháng đầu năm 2023"}

Edit = Callable[[Any], None]


def notebook(
    *outputs: Any, source: str = "facts", count: int | None = 1, end: str | None = "2023-06-15T00:00:00"
) -> Any:
    """An executed notebook of one code cell."""
    cell = nbformat.v4.new_code_cell(source, execution_count=count, outputs=list(outputs))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 5"), cell])
    made.metadata["papermill"] = {"end_time": end, "exception": None}
    return made


def narrative(*runs: Any) -> Any:
    content = {"section": "I.1", "part": "", "blocks": [{"block": "paragraph", "runs": list(runs)}], "cited": []}
    return nbformat.v4.new_output("display_data", {NARRATIVE_MIME: content, "text/plain": "5"})


def nested(*runs: Any) -> Any:
    inner = [{"block": "paragraph", "runs": list(runs)}]
    content = {"blocks": [{"block": "list", "ordered": False, "items": [inner]}]}
    return nbformat.v4.new_output("execute_result", {NARRATIVE_MIME: content}, execution_count=1)


def word_file(runs: Any) -> bytes:
    """The text of a Word file, with its controls as the report's writer makes them."""
    content, stream = root("w:document", paragraph("BodyText", Text({}).runs(runs))), io.BytesIO()
    with ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", content)
    return stream.getvalue()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A sound edition, as built."""
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook(narrative(*BLOCKS[0]["runs"])), tmp_path / "notebooks" / "I.1-x.ipynb")
    content = ledger([fact_record(each) for each in FACTS], ENTITY, PERIOD)
    (tmp_path / "facts.json").write_text(dump_ledger(content), encoding="utf-8")
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    given = list(read_relations("nhom.so_ho", [{"part": {"whole": "so_ho"}}]))
    results = evaluate(
        given, content["facts"], Norms({}), Periods.load(DataFolder(tmp_path).reference).parse("2023-H1")
    )
    review = as_data(content, results, {})
    (tmp_path / "review.json").write_text(dump_review(review), encoding="utf-8")
    (tmp_path / "review.html").write_text(review_page(review), encoding="utf-8")
    (tmp_path / "report.docx").write_bytes(word_file(BLOCKS[0]["runs"]))
    return tmp_path


def refused(build: Path) -> str:
    with pytest.raises(ReportError) as caught:
        check_edition(build)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_sound_edition_passes(build: Path) -> None:
    check_edition(build)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("nhom.so_ho", "1.778"), ("nhom.so_ho", "1779"), ("nhom.so_ho", ""), ("nhom.ty_le", "12,5%"), ("nhom.thieu", "0"),
     ("nhom.lost", "1.779")],
)  # fmt: skip
def test_a_page_that_prints_anything_else_than_the_ledger_is_refused(printed: str, shown: str, build: Path) -> None:
    page = f'{PAGE}<p><data class="fact" value="{printed}">{shown}</data></p>'
    (build / "report.html").write_text(page, encoding="utf-8")
    said = refused(build)
    assert said.startswith(f"report.html: in «{shown}» cho {printed}, sổ chỉ tiêu ghi")


def test_a_tampered_number_is_found_wherever_it_stands(build: Path) -> None:
    (build / "report.html").write_text(PAGE.replace("1.779", "1.797"), encoding="utf-8")
    assert "in «1.797» cho nhom.so_ho, sổ chỉ tiêu ghi «1.779»" in refused(build)


def test_text_with_markup_in_it_is_compared_as_text(build: Path) -> None:
    page = PAGE + blocks_html([{"block": "paragraph", "runs": [{"text": FACTS[3].printed, "fact": "nhom.van_ban"}]}])
    (build / "report.html").write_text(page, encoding="utf-8")
    check_edition(build)


def test_a_number_that_a_narrative_prints_and_the_page_lost_is_refused(build: Path) -> None:
    (build / "report.html").write_text("<p>1.779 hộ</p>", encoding="utf-8")
    assert refused(build) == "report.html: thiếu nhom.so_ho, lời văn của mục có dẫn"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content["facts"][0].update(value=None), "facts.json: sổ chỉ tiêu sai cấu trúc"),
        (lambda content: content.pop("period"), "facts.json: sổ chỉ tiêu sai cấu trúc"),
        (lambda content: content["facts"].append(content["facts"][0]), "facts.json: chỉ tiêu nhom.so_ho ghi hai lần"),
    ],
)
def test_a_ledger_that_breaks_its_schema_is_refused(change: Edit, said: str, build: Path) -> None:
    content = json.loads((build / "facts.json").read_text(encoding="utf-8"))
    change(content)
    (build / "facts.json").write_text(json.dumps(content), encoding="utf-8")
    assert refused(build).startswith(said)


def test_a_word_file_is_held_to_the_same(build: Path) -> None:
    (build / "report.docx").write_bytes(word_file([{"text": "1.797", "fact": "nhom.so_ho"}]))
    assert refused(build) == "report.docx: in «1.797» cho nhom.so_ho, sổ chỉ tiêu ghi «1.779»"
    (build / "report.docx").write_bytes(word_file([{"text": "1.779 hộ"}]))
    assert refused(build) == "report.docx: thiếu nhom.so_ho, lời văn của mục có dẫn"
    (build / "report.docx").write_bytes(b"PK")
    assert refused(build) == "report.docx: không phải tệp Word"


@pytest.mark.parametrize("name", ["facts.json", "report.html", "report.docx", "review.json", "review.html"])
def test_an_edition_without_its_parts_is_refused(name: str, build: Path) -> None:
    (build / name).unlink()
    assert refused(build) == f"{name}: bản dựng thiếu tệp này"


def test_an_edition_without_notebooks_is_refused(build: Path) -> None:
    (build / "notebooks" / "I.1-x.ipynb").unlink()
    assert refused(build) == "notebooks: bản dựng thiếu tệp này"


# --- the review


def changed_review(build: Path, change: Edit) -> None:
    content = json.loads((build / "review.json").read_text(encoding="utf-8"))
    change(content["results"][0])
    (build / "review.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda result: result.pop("claim"), "review.json: trang đối chiếu sai cấu trúc"),
        (lambda result: result.update(arithmetic=""), "review.json: trang đối chiếu sai cấu trúc"),
        (lambda result: result["facts"][0].update(printed="1.778"), "khác với sổ chỉ tiêu"),
        (lambda result: result.update(id="nhom.khac:part"), "review.html: trang đối chiếu thiếu nhom.khac:part"),
        (lambda result: result.update(verdict="fails", formula=True), "chương trình tính sai"),
    ],
)
def test_a_review_that_is_not_of_this_ledger_or_shows_our_own_mistake_is_refused(
    change: Edit, said: str, build: Path
) -> None:
    changed_review(build, change)
    assert said in refused(build)


def test_what_the_offices_sent_may_not_agree_and_is_published_all_the_same(build: Path) -> None:
    changed_review(build, lambda result: result.update(verdict="fails"))
    check_edition(build)


# --- notebooks


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (notebook(end=None), "I.1-x.ipynb: sổ tay chưa chạy đến cuối"),
        (notebook(count=None), "I.1-x.ipynb › ô 2: ô chưa chạy"),
        (
            notebook(nbformat.v4.new_output("error", ename="E", evalue="hỏng", traceback=[])),
            "I.1-x.ipynb › ô 2: ô báo lỗi: hỏng",
        ),
        (notebook(narrative({"text": "Có 5 hộ"})), 'I.1-x.ipynb › ô 2: chữ số không có nguồn: "Có 5 hộ"'),
        (notebook(narrative({"text": "Có "}, {"text": "٥", "strong": True})), "chữ số không có nguồn"),
        (notebook(nested({"text": "5", "em": True})), "chữ số không có nguồn"),
        (notebook(narrative({"text": "a"}), narrative({"text": "5"})), "chữ số không có nguồn"),
    ],
)
def test_a_notebook_that_did_not_run_or_types_a_digit_is_refused(made: Any, said: str, build: Path) -> None:
    nbformat.write(made, build / "notebooks" / "I.1-x.ipynb")
    assert said in refused(build)


def test_a_notebook_that_papermill_never_ran_is_refused(build: Path) -> None:
    made = notebook()
    del made.metadata["papermill"]
    nbformat.write(made, build / "notebooks" / "I.1-x.ipynb")
    assert "sổ tay chưa chạy đến cuối" in refused(build)


def test_a_notebook_that_ended_in_an_exception_is_refused(tmp_path: Path) -> None:
    made = notebook()
    made.metadata["papermill"]["exception"] = True
    nbformat.write(made, tmp_path / "a.ipynb")
    with pytest.raises(ReportError, match="sổ tay chưa chạy đến cuối"):
        check_notebook(tmp_path / "a.ipynb")


def test_an_empty_cell_need_not_run(tmp_path: Path) -> None:
    nbformat.write(notebook(source="  ", count=None), tmp_path / "a.ipynb")
    check_notebook(tmp_path / "a.ipynb")


@pytest.mark.parametrize("marked", [{"fact": "nhom.a"}, {"ref": "date"}, {"gap": ["nhom.a"]}])
def test_a_digit_may_stand_in_a_fact_a_reference_or_a_gap(marked: dict[str, Any]) -> None:
    check_runs("a.ipynb", 1, [{"block": "paragraph", "runs": [{"text": "5", **marked}, {"text": " hộ"}]}])
