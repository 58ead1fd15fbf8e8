"""One narrative, several formats: page, Word file and PDF say the same words and the same facts, layout taken away."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import NO_PDF
from e2e.conftest import PERIODS, Edition, Make
from e2e.wordfile import WordFile

from lib.facts.caveats import CAVEATS
from lib.narrative.runs import NARRATIVE_MIME
from lib.programs import BROWSER, OFFICE
from lib.report.executed import outputs
from lib.report.pdf import make_pdf

APART = ("style", "script", "svg", "nav", "details", "title")
"""Elements that are layout, contents or a drawing."""
SUMMARY = "tom-tat"
"""The summary repeats what the report says (test_summary.py)."""
LINES = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption")
TITLE = "BÁO CÁO"
ANSWERS = "tinh-toan"
"""The popovers' texts, all in one place: how each number was computed, beside the prose."""


class Prose(HTMLParser):
    """What the page says, a line per paragraph, and its facts in reading order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.facts: list[tuple[str, str]] = []
        self.path: list[tuple[str, bool]] = []
        self.fact: str | None = None
        self.feed(page)
        self.lines = [line for each in self.lines if (line := " ".join(each.split()))]

    @property
    def apart(self) -> bool:
        return any(aside for _, aside in self.path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("meta", "hr", "br", "link", "img", "input"):
            return
        self.path.append(
            (
                tag,
                tag in APART
                or "popover" in given
                or given.get("id") in (ANSWERS, SUMMARY)
                or given.get("class") == "skip",
            )
        )
        if tag in LINES:
            self.lines.append("")
        if tag == "data" and not self.apart:
            self.fact = str(given["value"])
            self.facts.append((self.fact, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop()[0] != tag:
            pass
        if tag in LINES:
            self.lines.append("")
        if tag == "data":
            self.fact = None

    def handle_data(self, data: str) -> None:
        if self.apart:
            return
        self.lines[-1] += data
        if self.fact is not None:
            name, text = self.facts.pop()
            self.facts.append((name, text + data))


def split(lines: list[str]) -> tuple[list[str], list[str]]:
    """The head, whose two columns may be read either way, and the rest."""
    at = lines.index(TITLE)
    return sorted(lines[:at]), lines[at:]


@pytest.fixture(params=PERIODS)
def made(request: pytest.FixtureRequest, edition: Make) -> Edition:
    return edition(request.param)


def test_the_word_file_says_what_the_page_says(made: Edition) -> None:
    page, word = split(Prose(made.page).lines), split(WordFile(made.folder / "report.docx").lines)
    assert len(page[1]) > 100
    assert word == page


def test_both_print_the_same_facts_in_the_same_order_and_all_that_are_cited(made: Edition) -> None:
    page, word = Prose(made.page).facts, WordFile(made.folder / "report.docx").controls
    assert word == page
    cited = {
        fact
        for path in (made.folder / "notebooks").glob("*.ipynb")
        for part in outputs(nbformat.read(path, as_version=4), NARRATIVE_MIME)
        for fact in part["cited"]
    }
    assert cited <= {name for name, _ in page}


# --- PDF


def pdf_text(path: Path) -> str:
    """The text of a PDF as it is read, page numbers taken away, without spaces and capitals."""
    drawn = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, timeout=60)
    pages = drawn.stdout.decode("utf-8").split("\f")
    return "".join(squeezed(re.sub(r"\A\s*\d+\s*\n", "", page)) for page in pages)


def squeezed(text: str) -> str:
    """Without spaces, capitals, hyphens (taken out where they end a line) and raised marks (read as lines of their
    own)."""
    raised = "".join(caveat.mark for caveat in CAVEATS.values())
    return re.sub(rf"[\s{re.escape(raised)}-]+", "", text).casefold()


def follow(lines: list[str], text: str) -> bool:
    """Whether lines follow one another in a text; fails at the one that does not."""
    at = 0
    for line in map(squeezed, lines):
        found = text.find(line, at)
        assert found >= 0, f"lost: {line}"
        at = found + len(line)
    return True


def body(lines: list[str]) -> list[str]:
    """The text proper: no columns and tables, which may be read in more than one order."""
    return lines[lines.index(TITLE) : lines.index("Nơi nhận:")]


@pytest.fixture
def to_pdf(made: Edition, tmp_path: Path) -> Callable[[str], str]:
    """Return `to_pdf(source)`: the text of the edition's PDF; skips loudly without the programs for it."""

    def converted(source: str) -> str:
        program = {"docx": OFFICE, "page": BROWSER}[source]
        if program.find() is None or shutil.which("pdftotext") is None:
            pytest.skip(NO_PDF)
        return pdf_text(make_pdf(made.folder, tmp_path / "a.pdf", source))

    return converted


@pytest.mark.slow
def test_the_pdf_of_the_word_file_says_the_same_and_no_more(made: Edition, to_pdf: Callable[[str], str]) -> None:
    text, lines = to_pdf("docx"), WordFile(made.folder / "report.docx").lines
    assert follow(body(lines), text)
    letters, said = Counter(text), Counter("".join(map(squeezed, lines)))
    assert not said - letters
    again = {
        letter for each in WordFile(made.folder / "report.docx").styled("CellHead") for letter in squeezed(each.text)
    }
    assert set(letters - said) <= {*"+.0123456789", *again}, "more than marks of lists and heads of tables"


@pytest.mark.slow
def test_the_pdf_of_the_page_says_the_same(made: Edition, to_pdf: Callable[[str], str]) -> None:
    text, lines = to_pdf("page"), Prose(made.page).lines
    assert follow(body(lines), text)
    assert [line for line in lines[: lines.index(TITLE)] if squeezed(line) not in text] == []
