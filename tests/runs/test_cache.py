"""Cache truth: whatever a byte is changed in, exactly the notebooks that rest on it have to run again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.editions.fresh import CODE
from lib.indicators.context import open_context
from lib.indicators.registry import written_sections
from lib.intake.folders import CLEAN, REPORT, REPOSITORY
from lib.runs import dependencies
from lib.runs.cache import NotebookCache, why

UNIT, PERIOD = "krong-pa", "2021-H1"
NAMES = (CLEAN, *(section.notebook for section in written_sections("half_year")), REPORT)
ALL = set(NAMES)
WHOLE = {CLEAN, REPORT}
"""Notebooks that look at everything that was sent."""


def forget() -> None:
    """What a process remembers of `lib`, which does not change under a run."""
    names = ("imported", "_module_imports", "_modules", "tables_of")
    for name in names:
        getattr(dependencies, name).cache_clear()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's data, notebooks and code to change bytes in; dependencies are read from it."""
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, tmp_path / "data" / "raw" / UNIT / PERIOD)
    for folder in ("data/reference", "notebooks", "lib"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(dependencies, "REPOSITORY", tmp_path)
    monkeypatch.setattr(dependencies, "LIB", tmp_path / "lib")
    forget()
    return tmp_path


def rests_on(place: Path) -> dict[str, dependencies.Components]:
    forget()
    context = open_context(UNIT, PERIOD, str(place / "data"))
    return {name: dependencies.components(place / "notebooks" / name, context) for name in NAMES}


@pytest.fixture
def rerun(place: Path) -> Callable[[Callable[[], object]], set[str]]:
    """Return `rerun(change)`: the notebooks that have to run again after it."""

    def after(change: Callable[[], object]) -> set[str]:
        before = rests_on(place)
        change()
        now = rests_on(place)
        return {name for name in NAMES if now[name] != before[name]}

    return after


def appended(path: Path, text: str = "\n# ") -> Callable[[], object]:
    def change() -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def section(prefix: str) -> str:
    return next(name for name in NAMES if name.startswith(prefix))


Rerun = Callable[[Callable[[], object]], set[str]]


def test_nothing_changed_nothing_runs(rerun: Rerun) -> None:
    assert rerun(lambda: None) == set()


ASKED = """
import json, sys
from lib.indicators.context import open_context
from lib.intake.folders import NOTEBOOKS
from lib.runs.dependencies import components
context = open_context(sys.argv[1], sys.argv[2])
print(json.dumps({name: components(NOTEBOOKS / name, context) for name in sys.argv[3:]}, sort_keys=True))
"""


@pytest.mark.slow
def test_another_process_rests_on_the_same() -> None:
    """Sets have another order in every process; what a notebook rests on has not."""
    answers = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", ASKED, UNIT, PERIOD, *NAMES],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=300,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert CLEAN.encode() in answers[0]


def test_one_sentence_of_one_section(place: Path, rerun: Rerun) -> None:
    path = place / "notebooks" / section("I.3.9")

    def change() -> None:
        path.write_text(
            path.read_text(encoding="utf-8").replace("trong kỳ không có đợt", "kỳ này không có đợt"), encoding="utf-8"
        )

    assert rerun(change) == {section("I.3.9")}


def test_a_groups_code_and_metadata(place: Path, rerun: Rerun) -> None:
    """Health is reported in I.3.2 and cited by people in II."""
    for suffix in (".py", ".yaml"):
        path = place / "lib" / "indicators" / f"health{suffix}"
        assert rerun(appended(path)) == {section("I.3.2"), section("II-"), REPORT}


@pytest.mark.parametrize("module", ["facts/algebra.py", "narrative/phrases.py", "intake/cells.py", "report/charts.py"])
def test_code_everything_stands_on(place: Path, rerun: Rerun, module: str) -> None:
    changed = rerun(appended(place / "lib" / module))
    usual = ALL - {section("I.3.1")} if module == "report/charts.py" else ALL
    if module == "report/charts.py":  # only notebooks that draw, assemble or list coverage import it
        assert section("I.3.1") in changed
        assert section("III") not in changed
    else:
        assert changed >= usual - {CLEAN}


def test_code_nothing_in_a_notebook_imports(place: Path, rerun: Rerun) -> None:
    for module in ("runs/run.py", "cli.py", "editions/fresh.py", "sample/bank.py"):
        assert rerun(appended(place / "lib" / module)) == set()


@pytest.mark.parametrize(
    "name", ["units.csv", "periods.yaml", "norms.yaml", "reasons.yaml", "offices.yaml", "levels.yaml"]
)
def test_reference_data(place: Path, rerun: Rerun, name: str) -> None:
    text = "\n# a comment\n" if name.endswith("yaml") else "\n"
    assert rerun(appended(place / "data" / "reference" / name, text)) == ALL


WORKBOOKS = {
    "TT DVNN.xlsx": {"I.3.8", "III"},
    "P. Noi vu.xlsx": {"I.3.7", "II-"},
    "UBMTTQ huyen.xlsx": {"I.3.4", "I.3.6", "II-"},
    "P. Tai chinh - Ke hoach.xlsx": {"I.3.1", "II-", "III"},
}


@pytest.mark.parametrize("file", WORKBOOKS)
def test_one_workbook(place: Path, rerun: Rerun, file: str) -> None:
    """Saved again with another byte: the sections it feeds, those that cite them, and what looks at everything."""
    import openpyxl

    path = place / "data" / "raw" / UNIT / PERIOD / file

    def change() -> None:
        book = openpyxl.load_workbook(path)
        book.properties.title = "again"
        book.save(path)

    changed = rerun(change)
    assert changed >= WHOLE | {section(prefix) for prefix in WORKBOOKS[file] if prefix.startswith("I.")}
    assert changed <= WHOLE | {section(prefix) for prefix in WORKBOOKS[file]}


def test_what_people_wrote(place: Path, rerun: Rerun) -> None:
    raw = place / "data" / "raw" / UNIT / PERIOD
    assert rerun(appended(raw / "commentary" / "III.md", "\nThêm một việc.\n")) >= {section("III")}
    assert section("I.3.1") not in rerun(appended(raw / "commentary" / "III.md", "\nThêm một việc nữa.\n"))
    assert rerun(appended(raw / "report.yaml", "\n# \n")) == {REPORT}


def test_a_notebook_that_steps_outside_rests_on_everything(place: Path, rerun: Rerun) -> None:
    path = place / "notebooks" / section("I.3.8")
    outside = path.read_text(encoding="utf-8").replace('"facts"', '"facts\\n", "open(\'x\').read()"', 1)
    path.write_text(outside, encoding="utf-8")
    assert section("I.3.8") in rerun(appended(place / "lib" / "indicators" / "relief.py"))


def test_a_kept_notebook_that_was_damaged_is_not_used(tmp_path: Path) -> None:
    cache = NotebookCache(tmp_path / "cache")
    executed = tmp_path / "executed.ipynb"
    executed.write_text("{}", encoding="utf-8")
    cache.store({"a": "1"}, executed)
    assert cache.fetch({"a": "1"}, tmp_path / "out.ipynb")
    assert not cache.fetch({"a": "2"}, tmp_path / "other.ipynb")
    kept = next(cache.folder.glob("*.ipynb"))
    kept.write_bytes(kept.read_bytes().replace(b"{}", b"[]"))
    assert not cache.fetch({"a": "1"}, tmp_path / "out.ipynb")


def test_why_names_what_changed() -> None:
    assert why({"table:loans": "2", "a": "1"}, {"table:loans": "1", "a": "1"}) == "bảng số liệu loans"
    assert why({}, None) == "chưa chạy lần nào"


def test_every_kind_of_file_in_the_code_tells_that_something_changed() -> None:
    kinds = {path.suffix for path in (REPOSITORY / "lib").rglob("*") if path.is_file()} - {".pyc", ".csv"}
    assert kinds <= set(CODE)  # .csv: lists of the sample alone
    assert all("sample" in path.parts for path in (REPOSITORY / "lib").rglob("*.csv"))
