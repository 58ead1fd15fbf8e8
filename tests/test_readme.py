"""What the README says is so: its commands and paths exist, its examples run and print what it shows."""

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import test_layout
from e2e.conftest import UNIT, Make, data_copy, edition

from lib import cli
from lib.domain.errors import ReportError
from lib.editions.explain import explained, read_published, text
from lib.facts import Facts, ledger
from lib.facts.fact import make_fact
from lib.facts.metadata import read_metadata
from lib.indicators.context import Context, open_context
from lib.indicators.registry import group_metadata
from lib.intake.period import WRITTEN
from lib.narrative.markup import to_blocks
from lib.narrative.runs import plain_text
from lib.narrative.template import render_marks

__all__ = ["data_copy", "edition"]  # fixtures of the end-to-end tests, used here too

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PERIOD = "2021-H1"


def fences(language: str) -> list[str]:
    """The README's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command in its sh blocks, and those written out in its sentences."""
    listed = [line for block in fences("sh") for line in block.splitlines() if line.strip()]
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    return [*listed, *re.findall(r"`((?:make|python -m lib) [^`]+)`", prose.replace("\n", " "))]


def paths() -> set[str]:
    """Every path it names in code or links to; <unit> and <period> read as the sample's."""
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    spoken = re.findall(r"`([\w.<>*-]+/[\w.<>*/-]*|[\w-]+\.(?:md|ya?ml|json|html))`", prose)
    linked = [link for link in re.findall(r"\]\(([^)]+)\)", prose) if not link.startswith("http")]
    drawn = re.findall(r"^    ((?:data|reports)/\S+)", prose, re.MULTILINE)
    named = {
        urllib.parse.unquote(path).replace("<unit>", UNIT).replace("<period>", PERIOD)
        for path in spoken + linked + drawn
    }
    return {path for path in named if "<" not in path}


# --- commands and paths -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", commands())
def test_every_command_exists(command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        target, *settings = arguments
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert all(re.search(rf"^{word.partition('=')[0]} *\?=", makefile, re.MULTILINE) for word in settings)
    elif program == "python":
        assert arguments[:2] == ["-m", "lib"]
        assert cli._parse(arguments[2:]).function
    else:
        assert Path(program).parent.as_posix() == ".venv/bin"
        assert (Path(sys.executable).parent / Path(program).name).is_file()
        assert (ROOT / arguments[0]).is_file()


def test_there_are_commands_and_paths_to_look_for() -> None:
    assert {"make report", "make test", "make lab", "make docs", "python -m lib test"} <= set(commands())
    assert {"lib/domain/", "docs/images/report.png", "notebooks/I.3.1-credit.ipynb"} <= paths()


BESIDE = {"report.yaml": f"data/raw/{UNIT}/{PERIOD}/", "commentary/*.md": f"data/raw/{UNIT}/{PERIOD}/"}
"""Paths that are named without the folder they stand in."""


@pytest.mark.parametrize("path", sorted(paths()))
def test_every_path_exists(path: str, request: pytest.FixtureRequest) -> None:
    made = ("reports/", "report.html", "report.docx", "facts.", "review.", "annex.xlsx", "manifest.json", "forms/")
    if path.startswith(f"data/processed/{UNIT}"):
        path = "data/processed/"  # made by a run
    if path.startswith(made) and path != "reports/":
        folder = request.getfixturevalue("edition")(PERIOD).folder
        below = path.removeprefix(f"reports/{UNIT}/{PERIOD}").strip("/")
        place = folder.parents[1] / below.removeprefix("reports/") if below.startswith("reports/") else folder / below
        assert place.exists() or path.endswith(".pdf")  # made on demand
    elif path != "notebooks/" and path not in WRITTEN:  # files people may write into a raw folder
        assert list(ROOT.glob(BESIDE.get(path, "") + path.rstrip("/")))


@pytest.mark.parametrize("image", re.findall(r"!\[[^]]+\]\(([^)]+)\)", README))
def test_pictures_are_small(image: str) -> None:
    assert (ROOT / image).stat().st_size <= 250 * 1024


def test_the_floors_stand_in_their_order() -> None:
    listed = re.findall(r"^\| `lib/(\w+)(?:/|\.py)` \|", README, re.MULTILINE)
    assert listed == test_layout.FLOORS


# --- what a run leaves --------------------------------------------------------------------------------------


def test_the_pandas_example_prints_what_is_shown(edition: Make, tmp_path: Path) -> None:
    (example,) = fences("python")[:1]
    folder = tmp_path / "reports" / UNIT / PERIOD
    folder.mkdir(parents=True)
    shutil.copy(edition(PERIOD).folder / "facts.json", folder)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", example], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    shown = next(block for block in fences("text") if "credit.poor_share" in block)
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown.splitlines()
    assert len(example.splitlines()) == 5


def test_explain_prints_what_is_shown(edition: Make) -> None:
    (shown,) = (block for block in fences("text") if block.startswith("Cách tính"))
    published = read_published(UNIT, PERIOD, reports=str(edition(PERIOD).folder.parents[1]))
    assert shown.rstrip() in text(explained(published, "credit.poor_share"))


def test_every_field_of_a_fact_is_explained() -> None:
    schema = json.loads((Path(ledger.__file__).with_name("ledger.schema.json")).read_text(encoding="utf-8"))
    table = README[README.index("| field of a fact |") :].partition("\n\n")[0]
    told = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines()))
    assert sorted(told) == sorted(schema["$defs"]["fact"]["required"])
    assert not set(schema["$defs"]["fact"]["properties"]["kind"]["enum"]) - set(re.findall(r"\w+", table))


# --- errors -------------------------------------------------------------------------------------------------


def test_the_errors_look_as_shown(data_copy: Callable[[str], Path]) -> None:
    stopped, aside = (block.strip() for block in fences("text") if "Cách sửa" in block)
    data = data_copy(PERIOD)
    path = data / "raw" / UNIT / PERIOD / "P. GDDT.xlsx"
    book = openpyxl.load_workbook(path)
    book["Ăn trưa"]["G12"].value = "1.7.79"
    book.save(path)
    (reject,) = open_context(UNIT, PERIOD, str(data)).cleaned.rejects.to_dict("records")
    assert "{file} › {sheet} › {cell}: {reason}. Cách sửa: {remedy}.".format(**reject) == aside
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ReportError) as error:
        _ = open_context(UNIT, PERIOD, str(data)).cleaned
    assert f"Lỗi: {error.value}" == stopped


# --- adding an indicator ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def context() -> Context:
    return open_context(UNIT, PERIOD)


def test_the_example_indicator_works(context: Context, tmp_path: Path) -> None:
    line, entry, sentence = fences("python")[1].strip(), fences("yaml")[0], fences("jinja")[0]
    name = line.partition("=")[0]
    assert name not in group_metadata("credit"), "the example is there already: choose another"
    code = (ROOT / "lib" / "indicators" / "credit.py").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    exec(
        compile(ast.parse(code.replace("return Facts(", f"return Facts(\n        {line}")), "credit.py", "exec"), names
    )
    tables = {table: context.table(table) for table in ("loans", "households", "entrusted")}
    measures = names["credit"](**tables)  # type: ignore[operator]
    assert isinstance(measures, Facts)
    metadata = tmp_path / "credit.yaml"
    listed = (ROOT / "lib" / "indicators" / "credit.yaml").read_text(encoding="utf-8")
    metadata.write_text(listed + entry, encoding="utf-8")
    entries = read_metadata(metadata)
    assert set(entries) == set(measures)
    fact = make_fact("credit", name, measures[name], entries[name], {}, section="", entity="", period="")
    words = {"credit": SimpleNamespace(**{name: fact}), "_reported": lambda *_: True, "_not_reported": str}
    said = plain_text(to_blocks(*render_marks(sentence, words, "README")))
    assert f'It reads "{said}"' in README
    assert fact.sources[0].rows
