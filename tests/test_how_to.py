"""What the how-to pages show is so: examples run and print what stands under them, the example form is filled."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.conftest import UNIT, Make, edition
from report.conftest import Figured, clean_data, figures, opened

from lib.domain.errors import ReportError
from lib.facts.tidy import COLUMNS
from lib.report.tables.forms import forms_of
from lib.report.tables.forms_book import form_book

__all__ = ["clean_data", "edition", "figures", "opened"]

HOW_TO = Path(__file__).resolve().parent.parent / "docs" / "how-to"
FIGURES, FORMS = ((HOW_TO / name).read_text(encoding="utf-8") for name in ("figures.md", "forms.md"))
PERIOD = "2021-H1"


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_examples_print_what_stands_under_them(edition: Make, tmp_path: Path) -> None:
    folder = tmp_path / "reports" / UNIT / PERIOD
    folder.mkdir(parents=True)
    for name in ("facts.json", "facts.csv"):
        shutil.copy(edition(PERIOD).folder / name, folder)
    examples, shown = fences(FIGURES, "python"), fences(FIGURES, "text")
    assert len(examples) == len(shown) == 2
    for example, expected in zip(examples, shown, strict=True):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", example],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert [line.rstrip() for line in done.stdout.splitlines()] == expected.splitlines()


def test_every_column_of_the_table_is_explained() -> None:
    table = FIGURES[FIGURES.index("| cột |") :]
    told = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `")))
    assert told == list(COLUMNS)


def test_the_example_form_is_filled_and_its_error_is_as_shown(figures: Figured, tmp_path: Path) -> None:
    path = tmp_path / "forms" / "so-lao-dong" / "bieu-02.yaml"
    path.parent.mkdir(parents=True)
    (example,) = fences(FORMS, "yaml")
    path.write_text(example, encoding="utf-8")
    made = figures(PERIOD)
    (form,) = forms_of(tmp_path, made)
    assert form_book(form, made)
    path.write_text(example.replace("credit.households}", "credit.household}", 1), encoding="utf-8")
    with pytest.raises(ReportError) as refused:
        forms_of(tmp_path, made)
    assert f"Lỗi: {refused.value}" in FORMS
