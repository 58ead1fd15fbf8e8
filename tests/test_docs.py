"""What docs/ and README.vi.md say is so: links lead somewhere, every command is run by a test, examples hold."""

import ast
import json
import re
import shlex
import shutil
import types
from datetime import date
from pathlib import Path

import papermill
import pytest
import yaml
from e2e.conftest import UNIT, Make, edition

from lib import cli
from lib.contracts.model import Contract
from lib.domain.norms import Norms
from lib.domain.offices import Offices
from lib.facts.caveats import CAVEATS
from lib.facts.fact import ABSENCES
from lib.intake.folders import REPOSITORY

__all__ = ["edition"]

DOCS = REPOSITORY / "docs"
PERIOD = "2021-H1"
MADE = {"data-dictionary.md", "intake-faults.md"}
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts and path.name not in MADE)
PAGES.append(REPOSITORY / "README.vi.md")

ELSEWHERE = {
    "adopt": "e2e",
    "audit": "e2e/test_audit.py",
    "bench": "",
    "collect": "e2e/test_rollup.py",
    "diff": "e2e/test_signing.py",
    "lab": "test_lab.py",
    "pdf": "report/test_pdf.py",
    "restore": "e2e/test_runs.py",
    "review": "e2e/test_signing.py",
    "run": "e2e/test_runs.py",
    "sample": "sample",
    "schedule": "runs/test_schedule.py",
    "setup": "test_bootstrap.py",
    "sign": "e2e/test_signing.py",
    "amend": "editions/test_statuses.py",
    "verify": "e2e/test_signing.py",
    "test": "runs",
    "watch": "runs/test_watch.py",
}
"""Commands whose examples are not run here, being long, interactive or about files of their own."""


NEED_MORE = ("adopt", "amend", "audit", "confirm", "diff", "explain", "new", "run", "sign", "verify")


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def commands(path: Path) -> list[str]:
    """Every command of this project in a page's sh blocks and in its sentences."""
    text = path.read_text(encoding="utf-8")
    listed = [line.strip() for block in fences(text, "sh") for line in block.splitlines()]
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL).replace("\n", " ")
    spoken = re.findall(r"`(python -m lib [^`]*[^`… ])`", prose)
    return [each for each in [*listed, *spoken] if each.startswith("python -m lib ") and not re.search(r"[…<]", each)]


ALL = sorted({command.partition("#")[0].strip() for path in PAGES for command in commands(path)})


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        assert link.startswith("http") or (path.parent / link).exists(), link


@pytest.fixture(scope="module")
def places(edition: Make, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder and a folder of reports of one's own, with one edition in it."""
    home = tmp_path_factory.mktemp("docs")
    for period in (PERIOD, "2020-H1"):
        shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / period, home / "data" / "raw" / UNIT / period)
    shutil.copytree(edition(PERIOD).folder, home / "reports" / UNIT / PERIOD)
    return home / "data", home / "reports"


@pytest.mark.slow
def test_every_command_is_run(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(ALL) > 15
    monkeypatch.setattr(cli.bootstrap, "enter", lambda given: None)  # this is the environment
    ran = set()
    for command in ALL:
        _, *words = shlex.split(command)[1:]
        if len(words) == 2 and words[1] in NEED_MORE:
            continue  # a sentence that names a command, shown in full elsewhere
        options = cli._parse(words[1:])
        takes = {option for action in options.parser._actions for option in action.option_strings}
        if words[1] in ELSEWHERE or words[1] == "docs":
            continue
        given = dict(zip(("--data", "--reports"), map(str, places), strict=True))
        where = [word for option, value in given.items() if option in takes for word in (option, value)]
        code = cli.main([*words[1:], *where])
        shown = capsys.readouterr()
        assert code == 0, f"{command}\n{shown.out}{shown.err}"
        ran.add(words[1])
    assert {"status", "due", "new", "forms", "remind", "confirm", "doctor"} <= ran


def test_commands_left_out_are_run_by_a_test_of_their_own() -> None:
    spoken = {shlex.split(command)[3] for command in ALL}
    for command in sorted(spoken & ELSEWHERE.keys()):
        place = REPOSITORY / "tests" / ELSEWHERE[command]
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        assert any(re.search(rf"\b{command}\b", file.read_text(encoding="utf-8")) for file in files), command


def test_the_indicator_is_that_of_the_readme() -> None:
    page = (DOCS / "how-to" / "indicator.md").read_text(encoding="utf-8")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for language in ("python", "yaml", "jinja"):
        (example,) = fences(page, language)
        assert example in fences(readme, language)  # whose tests compute it


def test_the_office_is_a_contract_with_a_name() -> None:
    page = (DOCS / "how-to" / "office.md").read_text(encoding="utf-8")
    module = types.ModuleType("red_cross")
    exec(compile(ast.parse(fences(page, "python")[0]), "office.md", "exec"), vars(module))
    contract = module.CONTRACT
    assert isinstance(contract, Contract)
    assert contract.tables[0].column("amount").worth.units({"households": 3}) == 3
    assert contract.office in yaml.safe_load(fences(page, "yaml")[0])
    assert "households" in contract._repr_html_() + contract.tables[0]._repr_html_()


def copied_reference(folder: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY / "data" / "reference", folder / "reference"))


def test_the_office_has_its_name_by_date(tmp_path: Path) -> None:
    reference = copied_reference(tmp_path)
    entry = fences((DOCS / "how-to" / "office.md").read_text(encoding="utf-8"), "yaml")[0]
    with (reference / "offices.yaml").open("a", encoding="utf-8") as file:
        file.write(entry)
    office = Offices.load(reference).get("red_cross", date(2021, 6, 14), level="huyện", place="")
    assert office.name == "Hội Chữ thập đỏ huyện"


def test_the_new_amount_holds_from_its_day_and_the_old_until_then(tmp_path: Path) -> None:
    reference = copied_reference(tmp_path)
    (entry,) = fences((DOCS / "how-to" / "law.md").read_text(encoding="utf-8"), "yaml")
    (reference / "norms.yaml").write_text(entry, encoding="utf-8")
    norms = Norms.load(reference)
    assert [norms.at("lunch", date(2020, 10, 31)).amount, norms.at("lunch", date(2020, 11, 1)).amount] == [
        149000,
        160000,
    ]
    assert yaml.safe_load(entry)["lunch"] == yaml.safe_load(
        (REPOSITORY / "data" / "reference" / "norms.yaml").read_text(encoding="utf-8")
    )["lunch"]  # fmt: skip


def test_the_section_fits_the_registry() -> None:
    (entry,) = fences((DOCS / "how-to" / "section.md").read_text(encoding="utf-8"), "yaml")
    registry = yaml.safe_load((REPOSITORY / "lib" / "indicators" / "registry.yaml").read_text(encoding="utf-8"))
    (added,) = yaml.safe_load(entry)
    assert added.keys() <= {key for top in registry for each in (top, *top.get("sections", [])) for key in each}
    assert added["key"] not in str(registry)


def test_the_job_for_windows_is_yaml_and_runs_what_exists() -> None:
    (job,) = fences((DOCS / "how-to" / "windows.md").read_text(encoding="utf-8"), "yaml")
    steps = yaml.safe_load(job)["jobs"]["windows"]["steps"]
    runs = [step["run"] for step in steps if step.get("run", "").startswith("python -m lib")]
    assert len(runs) == 4
    assert all(cli._parse(shlex.split(run)[3:]).function for run in runs)


def test_the_glossary_leaves_no_kind_unsaid() -> None:
    page = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([a-z_]+)`", page))
    kinds = {"declared", "counted", "summed", "computed", "list", "state", "document"}
    periods = {"month", "quarter", "half_year", "nine_months", "year"}
    assert kinds | periods | set(ABSENCES) | set(CAVEATS) <= words
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "lib").rglob("*.py"))
    assert [word for word in sorted(words) if not re.search(rf"{word}s?\b", code)] == []


@pytest.mark.slow
def test_the_tutorial_runs_and_leaves_the_data_alone(tmp_path: Path) -> None:
    raw = REPOSITORY / "data" / "raw" / UNIT / PERIOD
    before = {path.name: path.read_bytes() for path in raw.glob("*.xlsx")}
    made = papermill.execute_notebook(
        str(DOCS / "tutorial.ipynb"), str(tmp_path / "tutorial.ipynb"), {"data": str(tmp_path / "practice")},
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    assert {path.name: path.read_bytes() for path in raw.glob("*.xlsx")} == before
    text = json.dumps([cell.get("outputs", []) for cell in made.cells], ensure_ascii=False)
    for words in ("11,5%", "không phải là số", "report.html", "Muốn bằng mức chung"):
        assert words in text
    assert (tmp_path / "practice" / "reports" / UNIT / PERIOD / "report.html").is_file()


def test_the_tutorial_is_committed_clean() -> None:
    cells = json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells) == 1
