"""The back-test: ledger and page of both periods against every published figure."""

import re

import pytest
from e2e.conftest import PERIODS, Make, targets

from lib.facts.ledger import check_ledger


def expected_value(row: dict[str, str]) -> object:
    if row["kind"] == "list":
        return row["value"].split(";") if row["value"] else []
    return row["value"] or None


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_a_fact_with_exactly_that_value(edition: Make, period: str) -> None:
    facts = edition(period).facts
    wrong = []
    for name, row in targets(period).items():
        fact = facts[name]
        if (fact["value"], fact["section"]) != (expected_value(row), row["section"]):
            wrong.append((name, fact["value"], row["value"], fact["section"]))
        if row["kind"] != "state" and fact["printed"] != row["printed"]:
            wrong.append((name, fact["printed"], row["printed"]))
        if row["unit"] and (fact["unit"] != row["unit"] or row["decimals"] not in ("", str(fact["decimals"]))):
            wrong.append((name, fact["unit"], row["unit"], fact["decimals"], row["decimals"]))
    assert not wrong
    assert len(targets(period)) == 120


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_printed_in_its_section(edition: Make, period: str) -> None:
    sections = edition(period).sections
    missing = []
    for name, row in targets(period).items():
        silent = row["kind"] == "state" or row["value"] in ("", "0")
        if not silent and (name, row["printed"]) not in sections[row["section"]].facts:
            missing.append((name, row["printed"], row["section"]))
    assert not missing


@pytest.mark.parametrize("period", PERIODS)
def test_no_fact_is_printed_in_another_figures_place(edition: Make, period: str) -> None:
    """Whatever a page prints for a fact is what the ledger says of it."""
    made = edition(period)
    for section in made.sections.values():
        for name, text in section.facts:
            assert text == made.facts[name]["printed"]


@pytest.mark.parametrize("period", PERIODS)
def test_the_ledger_keeps_its_schema(edition: Make, period: str) -> None:
    check_ledger(edition(period).ledger)


@pytest.mark.parametrize("period", PERIODS)
def test_each_number_comes_from_a_file_with_its_hash(edition: Make, period: str) -> None:
    made = edition(period)
    for fact in made.facts.values():
        for source in fact["sources"]:
            assert made.manifest["inputs"][source["file"]] == source["sha256"]


@pytest.mark.parametrize("period", PERIODS)
def test_prose_has_no_digit_outside_facts_and_references(edition: Make, period: str) -> None:
    """Law 2 on the page as published: take facts, declared references, tables and headings away; no digit is left."""
    page = edition(period).page
    main = page[page.index("<main") : page.index("</main>")]
    for kind in (r"<data\b.*?</data>", r'<span class="ref">.*?</span>', r"<figure\b.*?</figure>", r"<h\d>.*?</h\d>"):
        main = re.sub(kind, "", main, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "", main)
    assert re.findall(r".{0,40}\d.{0,40}", text) == []


def test_one_period_has_no_word_of_the_other(edition: Make) -> None:
    first, second = (edition(period) for period in PERIODS)
    cited = r"<span class=\"ref\">.*?</span>|<data class=\"fact\" value=\"direction.resolution_decision\">.*?</data>"
    assert "2020" not in re.sub(cited, "", first.page[first.page.index("<main") : first.page.index('id="tinh-toan"')])
    prose = " ".join(part.text for name, part in second.sections.items() if name != "tinh-toan")
    assert "2021" not in prose
    assert "do ảnh hưởng của dịch Covid" not in prose


def test_a_numbered_edition_is_final_and_one_without_a_number_a_draft(edition: Make) -> None:
    final, draft = (edition(period) for period in PERIODS)
    assert final.manifest["run"]["status"] == "final"
    assert "DỰ THẢO" not in re.sub(r"<style>.*?</style>", "", final.page, flags=re.DOTALL)
    assert draft.manifest["run"]["status"] == "draft"
    assert "<strong>Dự thảo</strong>" in draft.page


def test_headings_are_numbered_in_order(edition: Make) -> None:
    """The issued report had two sections 3.8."""
    page = edition("2021-H1").page
    numbers = re.findall(r'<section id="s-([IVX.0-9]+)"', page)
    assert numbers == ["I", "I.1", "I.2", "I.3", *(f"I.3.{index}" for index in range(1, 10)), "II", "III", "IV"]


def test_the_manifest_counts_every_row(edition: Make) -> None:
    rows = edition("2021-H1").manifest["rows"]
    for counts in rows.values():
        assert counts["read"] == counts["clean"] + counts["rejected"] + counts["furniture"]
    assert rows["households"]["clean"] == 2342 + 2837 + 1873
    assert rows["loans"]["clean"] == 1779
