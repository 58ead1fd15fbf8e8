"""The reference pages are current and leave nothing out."""

import re

from lib import pins
from lib.checks.relations.evaluate import KINDS, relations
from lib.domain.norms import Norms
from lib.indicators.registry import group_metadata, groups
from lib.report.handbook import KIND_WORDS, pages

FOLDER = pins.ROOT / "docs" / "reference"
NORMS = Norms.load(pins.ROOT / "data" / "reference")


def test_the_committed_pages_are_current() -> None:
    made = pages(NORMS)
    assert {path.name for path in FOLDER.iterdir()} == set(made)
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run make docs"


def test_nothing_is_left_out() -> None:
    made = pages(NORMS)
    listed = re.findall(r"^\| `(\w+\.\w+)` \|", made["indicators.md"], re.MULTILINE)
    assert listed == [f"{group}.{name}" for group in groups() for name in group_metadata(group)]
    assert sorted(re.findall(r"^\| `([^`]+)` \|", made["relations.md"], re.MULTILINE)) == sorted(
        each.id for each in relations()
    )
    assert re.findall(r'<a id="(\w+)">', made["norms.md"]) == list(NORMS.versions)
    assert list(KIND_WORDS) == list(KINDS)
    assert set(re.findall(r"norms\.md#(\w+)", made["indicators.md"])) <= set(NORMS.versions)
