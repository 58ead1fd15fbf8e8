"""The audit of the project's own editions: no false alarm in any format, and how many slips it catches, by kind.

AUDIT=all makes every slip (`make test-audit`); without it a few of each kind, chosen by a fixed seed.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from checks.audit.mutations import ADDED, DELETED, KINDS, WORDS, Slip, as_text, as_word, slips
from docx.oxml.ns import qn
from e2e.conftest import PERIODS, UNIT, Make
from playwright.sync_api import Browser

from lib.checks.audit.command import audit, main_audit
from lib.checks.audit.document import Document, structured
from lib.checks.audit.findings import ERROR, Finding
from lib.checks.audit.ledger import Edition, open_edition
from lib.checks.audit.read_docx import docx_blocks
from lib.checks.audit.read_html import html_blocks
from lib.checks.audit.read_text import text_blocks
from lib.checks.audit.reading import read_document
from lib.intake.safety import unpack

FEW = 2
ALL = os.environ.get("AUDIT") == "all"


def opened(make: Make, period: str) -> Edition:
    return open_edition(UNIT, period, "", make(period).folder.parent.parent)


def formats(make: Make, period: str) -> Callable[[Slip], dict[str, Document]]:
    """Return `read(slip)`: the slip in the page, its text and its Word file, each read as such a file is."""
    folder, before = make(period).folder, html_blocks(make(period).page)
    word = unpack((folder / "report.docx").read_bytes(), "report.docx")

    def read(slip: Slip) -> dict[str, Document]:
        after = html_blocks(slip.page)
        blocks = {"html": after, "txt": text_blocks(as_text(after)), "docx": docx_blocks(as_word(word, before, after))}
        return {name: structured(f"report.{name}", found) for name, found in blocks.items()}

    return read


@pytest.mark.parametrize("period", PERIODS)
def test_no_false_alarm_on_what_was_published(
    period: str, edition: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edition(period).folder
    text = tmp_path / "report.txt"
    text.write_text(as_text(html_blocks(edition(period).page)), encoding="utf-8")
    for file in (folder / "report.html", folder / "report.docx", text):
        code = main_audit(str(file), UNIT, period, reports=str(folder.parent.parent))
        assert (code, capsys.readouterr().out.splitlines()[0]) == (0, f"{file.name}: 0 lỗi, 0 điều cần xem")
        assert main_audit(str(file)) == 0
        alone = capsys.readouterr().out.splitlines()
        assert alone[0].startswith(f"{file.name}: 0 lỗi"), alone


@pytest.mark.parametrize("period", PERIODS)
def test_no_false_alarm_on_the_page_copied_from_a_browser(
    period: str, edition: Make, chromium: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edition(period).folder
    page = chromium.new_page()
    page.goto((folder / "report.html").as_uri())
    page.keyboard.press("Control+a")
    (tmp_path / "report.txt").write_text(page.evaluate("getSelection().toString()"), encoding="utf-8")
    page.close()
    code = main_audit(str(tmp_path / "report.txt"), UNIT, period, reports=str(folder.parent.parent))
    assert (code, capsys.readouterr().out.splitlines()[0]) == (0, "report.txt: 0 lỗi, 0 điều cần xem")
    assert main_audit(str(tmp_path / "report.txt")) == 0


@pytest.mark.slow
@pytest.mark.parametrize("period", PERIODS)
def test_every_kind_of_slip_is_caught(period: str, edition: Make) -> None:
    against, read = opened(edition, period), formats(edition, period)
    made, caught = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    escaped = []
    for slip in slips(edition(period).page, random.Random(20), None if ALL else FEW):
        for name, document in read(slip).items():
            found = audit(document, against)[0]
            made[slip.kind, name] += 1
            caught[slip.kind, name] += is_caught(slip, found)
            if not is_caught(slip, found):
                escaped.append(f"{name}: {slip}")
    for kind in KINDS:
        said = ", ".join(f"{name} {caught[kind, name]}/{made[kind, name]}" for name in ("html", "txt", "docx"))
        print(f"{period}  {kind:22} {said}")
    assert {kind for kind, _ in made} == set(KINDS)
    assert escaped == []


def is_caught(slip: Slip, found: list[Finding]) -> bool:
    """Whether the audit tells a slip for what it is: each of its facts, by name."""
    errors = [each for each in found if each.level == ERROR]
    if slip.kind == ADDED:
        return any(slip.said in each.found for each in errors)
    if slip.kind == WORDS:  # the same value in words: read, and only worth a look
        return not errors and any(each.kind == "spelled" and each.fact in slip.facts for each in found)
    told = [each for each in found if each.kind == "missing"] if slip.kind == DELETED else errors
    return all(any(fact in each.fact.split() for each in told) for fact in slip.facts)


def test_a_number_edited_in_word_is_caught(edition: Make, tmp_path: Path) -> None:
    against = opened(edition, "2021-H1")
    document = docx.Document(str(edition("2021-H1").folder / "report.docx"))
    fact = "credit.poor_borrowers"
    control = next(
        each
        for each in document.element.body.iter(qn("w:sdt"))
        if (tag := each.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")) is not None and tag.get(qn("w:val")) == fact
    )
    text = next(control.iter(qn("w:t")))
    right = text.text
    text.text = "1" + right
    document.save(str(tmp_path / "edited.docx"))
    found = audit(read_document(tmp_path / "edited.docx"), against)[0]
    assert [(each.kind, each.fact, each.expected) for each in found if each.fact] == [("changed", fact, right)]
