"""From a notebook's cell to a narrative over real facts, and the cell magic itself."""

import json
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from lib.domain.errors import ReportError
from lib.indicators.context import Context
from lib.indicators.registry import sections
from lib.indicators.section import SectionFacts
from lib.intake.folders import REPOSITORY
from lib.narrative import load_ipython_extension
from lib.narrative.narrate import Narrative, narrate
from lib.narrative.runs import NARRATIVE_MIME, walk_runs

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))


def templates() -> list[tuple[str, str]]:
    """Every narrative cell of every notebook, with its section's number."""
    found = []
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            first, _, source = "".join(cell["source"]).partition("\n")
            if first.startswith("%%narrative"):
                found.append((path.stem.partition("-")[0], source))
    return found


@pytest.mark.parametrize(("section", "source"), templates(), ids=lambda text: text if len(text) < 12 else "")
def test_every_notebooks_narrative_keeps_law_2(section: str, source: str, context: Context) -> None:
    narrative = narrate(source, context, section)
    for run in walk_runs(narrative.blocks):
        assert run.keys() & {"fact", "ref", "gap"} or not any(letter.isdigit() for letter in run["text"])
        if "fact" in run:
            group, _, name = run["fact"].partition(".")
            assert run["text"] == context.group(group)[name].printed


def test_facts_of_any_section_can_be_cited(context: Context) -> None:
    narrative = narrate("{{ credit.households }} hộ; {{ direction.registered_exit }} hộ.", context, "II")
    assert narrative.text == (
        f"{context.group('credit')['households']} hộ; {context.group('direction')['registered_exit']} hộ."
    )
    table = narrative.cited(context).data
    assert "credit.households" in table
    assert "direction.registered_exit" in table


def test_nothing_cited_says_so(context: Context) -> None:
    assert "Không dẫn chỉ tiêu nào" in narrate("Lời.", context, "II").cited(context).data


def test_a_misspelt_fact_is_refused_with_line_and_nearest(context: Context) -> None:
    with pytest.raises(ReportError) as caught:
        narrate("Một.\n{{ credit.housholds }}", context, "I.3.1")
    assert str(caught.value) == (
        "%%narrative › dòng 2: không có chỉ tiêu hay từ credit.housholds. Cách sửa: có phải là households?"
    )


def test_a_typed_digit_that_markdown_leaves_behind_is_refused(context: Context) -> None:
    with pytest.raises(ReportError, match="chữ số không có chỉ tiêu đứng sau"):
        narrate("{{ credit.households }}5. Tiếp", context, "I.3.1")


def test_a_narrative_shows_itself_and_carries_its_runs(context: Context) -> None:
    narrative = narrate("### A\n\nCó {{ credit.households }} hộ.", context, "I.3.1", "opening")
    bundle = narrative._repr_mimebundle_()
    assert bundle[NARRATIVE_MIME] == {
        "section": "I.3.1", "part": "opening", "blocks": narrative.blocks, "cited": ["credit.households"],
        "notes": [], "stale": [], "adopted": [],
    }  # fmt: skip
    assert json.loads(json.dumps(bundle)) == bundle
    assert bundle["text/plain"] == narrative.text
    assert bundle["text/html"].startswith("<div class='narrative' lang='vi'><h3>A</h3>")


# --- the cell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> InteractiveShell:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    made = InteractiveShell()
    made.history_manager.enabled = False
    load_ipython_extension(made)
    return made


def test_the_cell_renders_over_the_notebooks_facts(shell: InteractiveShell, context: Context) -> None:
    credit = next(section for section in sections() if section.key == "credit")
    shell.user_ns["facts"] = SectionFacts(credit, context)
    narrative = shell.run_cell_magic("narrative", "", "Có {{ credit.households }} hộ.\n")
    assert isinstance(narrative, Narrative)
    assert (narrative.section, narrative.part) == ("I.3.1", "")
    shell.run_cell_magic("narrative", " opening ", "Kính gửi.")
    assert shell.user_ns["opening"].part == "opening"


@pytest.mark.parametrize("facts", [None, 5, {}])
def test_the_cell_wants_facts_first(facts: Any, shell: InteractiveShell) -> None:
    shell.user_ns["facts"] = facts
    with pytest.raises(ReportError, match=r"chưa có biến facts. Cách sửa: chạy ô facts = section\(…\) trước"):
        shell.run_cell_magic("narrative", "", "Lời.")


def test_an_error_for_readers_is_one_line_without_a_traceback(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("from lib.domain.errors import ReportError\nraise ReportError('sai', file='a.xlsx')")
    printed = capsys.readouterr()
    assert "Lỗi: a.xlsx: sai" in printed.out + printed.err
    assert "Traceback" not in printed.out + printed.err
