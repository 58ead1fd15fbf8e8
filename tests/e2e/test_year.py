"""A whole year's edition: the review, comparisons, the made-up data said, and every source in the manifest."""

import re

import pytest
from e2e.conftest import Edition, Make

from lib.facts.ledger import check_ledger

YEAR = "2021-Y"


@pytest.fixture(scope="module")
def year(edition: Make) -> Edition:
    return edition(YEAR)


def test_its_own_sections_stand_in_it(year: Edition, edition: Make) -> None:
    assert {"I.4", "I.5"} <= set(year.sections)
    assert not {"I.4", "I.5"} & set(edition("2021-H1").sections)
    assert not [name for name in edition("2021-H1").facts if name.startswith(("review.", "comparison."))]


def test_start_less_exits_plus_relapses_plus_new_is_the_end(year: Edition) -> None:
    for own in ("poor", "near_poor"):
        start, exits, relapsed, new, end = (
            year.facts[f"review.{own}_{part}"] for part in ("start", "exits", "relapsed", "new", "end")
        )
        moved = [int(each["value"]) for each in (start, exits, relapsed, new)]
        assert moved[0] - moved[1] + moved[2] + moved[3] == int(end["value"]) > 0
        for code, count in end["dimensions"]["commune"].items():
            before, left, again, first = (
                int(each["dimensions"]["commune"].get(code, 0)) for each in (start, exits, relapsed, new)
            )
            assert before - left + again + first == int(count)


def test_every_flow_holds_the_half_years(year: Edition, edition: Make) -> None:
    half = edition("2021-H1").facts
    stocks = {"health.cards_kinh_zone3", "health.cards_near_poor", "direction.communes_incomplete"}
    stocks |= {"direction.registered_gap", "direction.exit_without_helper"}
    shrunk = [
        name
        for name, fact in half.items()
        if fact["kind"] in ("counted", "summed")
        and fact["value"]
        and int(year.facts[name]["value"]) < int(fact["value"])
    ]
    assert set(shrunk) <= stocks


def test_sources_of_every_period_are_in_the_manifest(year: Edition) -> None:
    files = set()
    for fact in year.facts.values():
        for source in fact["sources"]:
            assert year.manifest["inputs"][source["file"]] == source["sha256"]
            files.add(source["file"].rpartition("/")[0])
    assert files == {"", "2020-Y", "2021-H1"}


def test_ledger_and_prose_keep_the_laws(year: Edition) -> None:
    check_ledger(year.ledger)
    main = year.page[year.page.index("<main") : year.page.index("</main>")]
    for kind in (r"<data\b.*?</data>", r'<span class="ref">.*?</span>', r"<figure\b.*?</figure>", r"<h\d>.*?</h\d>"):
        main = re.sub(kind, "", main, flags=re.DOTALL)
    assert re.findall(r".{0,40}\d.{0,40}", re.sub(r"<[^>]*>", "", main)) == []
    assert "không phải số liệu đã công bố" in year.sections["opening"].text
    assert year.manifest["run"]["status"] == "draft"


def test_the_summary_is_the_years(year: Edition) -> None:
    """At the year's end: how many are poor then, and how many fewer against the year's target."""
    head = year.page[year.page.index('id="tom-tat"') :].partition("</section>")[0]
    for name in ("comparison.exits_done", "comparison.exits_plan", "review.poor_end", "review.poor_rate_end"):
        assert f'value="{name}"' in head
        assert year.facts[name]["printed"] in head
    assert 'value="direction.poor_households"' not in head
