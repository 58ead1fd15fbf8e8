"""The reviews of both samples back-tested: the oddities of the published figures come out, nothing else does; what is
accepted, shown, refused; what a changed acceptance costs."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from e2e.conftest import PERIODS, UNIT, Make
from playwright.sync_api import Browser

from lib.checks.relations.review import check_review
from lib.domain.errors import ReportError
from lib.editions.fresh import standing
from lib.editions.owed import raw_inputs
from lib.indicators.registry import written_sections
from lib.runs.progress import Progress
from lib.runs.run import run_report

PERIOD = PERIODS[0]
ODD = {
    "direction.registered_exit:target": "677 hộ < 702 hộ, thiếu 25",
    "credit.households:remainder": (
        "1.779 − (269 + 366 + 429 + 258 + 329 + 117) = 1.779 − 1.768 = 11 hộ cho 8 − 6 = 2 chương trình không nêu tên, "
        "bình quân 5,5; phần có tên nhỏ nhất là 117, gấp khoảng 21,3 lần"
    ),
    "education.cost_amount:multiple": (
        "945.650.000 đồng ÷ 100.000 = 9.456,5, không phải số nguyên lần: 9.456 lần là 945.600.000 đồng, còn thừa "
        "50.000 đồng"
    ),
    "education.lunch_amount:multiple": (
        "2.402.320.000 đồng ÷ 160.000 = 15.014,5, không phải số nguyên lần: 15.014 lần là 2.402.240.000 đồng, còn thừa "
        "80.000 đồng"
    ),
    "water.toilet_households:overlap": "cùng ở Buôn Tieng, Uar: 16 hộ ở mục I.3.đ, 29 + 25 = 54 ở mục I.3.h",
    "production.women_union_amount:worth": (
        "nhiều nhất 14 con × 30 triệu đồng + 910 bó × 50.000 đồng + 250 kg × 100.000 đồng + 567 ngày công × "
        "300.000 đồng = 660.600.000 đồng; báo cáo ghi 838 triệu đồng, quá mức đó"
    ),
    "jobs.by_job_loans:distinct_from": (
        "117 lao động ở mục I.3.g, 117 hộ ở mục I.3.a: trùng số, dù hộ không phải là lao động"
    ),
}
"""What does not agree in the published figures, with its arithmetic."""
ACCEPTED = {"direction.registered_exit:target", "education.lunch_amount:multiple"}


def review(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    check_review(content)
    return dict(content)


def text(page: str) -> str:
    """A page's words, without its style."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_oddities_of_the_published_figures_come_out_and_nothing_else(edition: Make) -> None:
    results = review(edition(PERIOD).folder)["results"]
    assert {each["id"]: each["arithmetic"] for each in results if each["verdict"] == "fails"} == ODD
    assert {each["id"] for each in results if each["accepted"]} == ACCEPTED


def test_the_made_up_period_agrees_throughout(edition: Make) -> None:
    content = review(edition(PERIODS[1]).folder)
    assert [each["id"] for each in content["results"] if each["verdict"] == "fails"] == []
    assert {
        each["note"].count("không phát sinh ở kỳ này") > 0 for each in content["results"] if not each["arithmetic"]
    } == {True}


@pytest.mark.parametrize("period", PERIODS)
def test_counts_add_up_and_facts_are_the_ledger_s(period: str, edition: Make) -> None:
    content = review(edition(period).folder)
    counts = content["counts"]
    assert (
        counts["relations"] == counts["holds"] + counts["fails"] + counts["unchecked"] == len(content["results"]) > 100
    )
    facts = edition(period).facts
    for result in content["results"]:
        assert [each["printed"] for each in result["facts"]] == [
            facts[each["id"]]["printed"] for each in result["facts"]
        ]
        assert result["section"] == facts[result["facts"][0]["id"]]["section"]


@pytest.mark.parametrize("period", PERIODS)
def test_the_page_tells_every_result_failing_ones_first(period: str, edition: Make) -> None:
    folder = edition(period).folder
    page = (folder / "review.html").read_text(encoding="utf-8")
    shown, content = text(page).casefold(), review(folder)
    order = [each.group(1) for each in re.finditer(r'id="([a-z_.]+:[a-z_]+)"', page)]
    by_id = {each["id"]: each for each in content["results"]}
    assert sorted(order) == sorted(by_id)
    verdicts = ("fails", "unchecked", "holds")
    rank = [(verdicts.index(by_id[name]["verdict"]), by_id[name]["accepted"] is not None) for name in order]
    assert rank == sorted(rank)
    for result in content["results"]:
        for part in (
            result["claim"],
            result["arithmetic"],
            result["note"],
            (result["accepted"] or {}).get("reason", ""),
        ):
            assert " ".join(part.split()).casefold() in shown, result["id"]


def test_the_page_stands_alone_and_hides_no_code(edition: Make) -> None:
    page = (edition(PERIOD).folder / "review.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|https?://|@import|url\(", page)
    assert set(re.findall(r'href="([^"#]*)', page)) == {"report.html", ""}
    sections = set(re.findall(r'href="report\.html#([^"]+)"', page))
    assert sections <= set(re.findall(r'id="([^"]+)"', edition(PERIOD).page))


def test_the_report_mentions_its_review(edition: Make) -> None:
    annex = edition(PERIOD).sections["so-lieu"].text
    assert "7 không khớp (2 đã được chấp nhận, có nêu lý do), 2 chưa kiểm tra được" in annex
    assert 'href="review.html"' in edition(PERIOD).page
    assert {"review.html", "review.json"} <= set(edition(PERIOD).manifest["outputs"])
    assert "accepted.yaml" in edition(PERIOD).manifest["inputs"]


def test_the_page_fits_a_phone_and_is_sound(edition: Make, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto((edition(PERIOD).folder / "review.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("summary").first.click()
    assert "credit.households:remainder" in page.locator("article pre").first.inner_text()
    page.emulate_media(media="print")
    assert page.locator("article details").first.is_hidden()
    page.close()


@pytest.mark.parametrize("period", PERIODS)
def test_a_section_s_notebook_shows_its_own_relations_as_the_review_has_them(period: str, edition: Make) -> None:
    folder = edition(period).folder
    for section in (each for each in written_sections("half_year") if each.groups):
        notebook = nbformat.read(folder / "notebooks" / section.notebook, as_version=4)
        pages = [
            out["data"].get("text/html", "")
            for cell in notebook.cells
            for out in cell.get("outputs", [])
            if "data" in out
        ]
        (shown,) = [text(page) for page in pages if "class='relations'" in page]
        own = [each for each in review(folder)["results"] if each["section"] == section.number]
        within = [
            each for each in own if {fact["id"].partition(".")[0] for fact in each["facts"]} <= set(section.groups)
        ]
        assert within
        assert all(each["claim"] in shown and each["arithmetic"] in shown for each in within)
        assert shown.count("KHÔNG KHỚP") == sum(each["verdict"] == "fails" for each in within)
        left = len(own) - len(within)
        assert (f"{left} quan hệ với mục khác" in " ".join(map(text, pages))) is (left > 0)


# --- acceptances in the flow


class Heard(Progress):
    """What a run says."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def told(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.slow
def test_acceptances_are_noticed_run_no_notebook_and_are_refused_where_nothing_fails(
    data_copy: Callable[[str], Path], tmp_path: Path
) -> None:
    data, reports = data_copy(PERIOD), tmp_path / "reports"
    raw, target = data / "raw" / UNIT / PERIOD, reports / UNIT / PERIOD
    run_report(UNIT, PERIOD, str(data), str(reports))
    before, entries = raw_inputs(raw), (raw / "accepted.yaml").read_text(encoding="utf-8")
    assert standing(str(data), str(reports), UNIT, PERIOD) is not None

    (raw / "accepted.yaml").unlink()
    assert standing(str(data), str(reports), UNIT, PERIOD) is None
    assert set(before) - set(raw_inputs(raw)) == {"accepted.yaml"}
    said = Heard()
    run_report(UNIT, PERIOD, str(data), str(reports), progress=said)
    assert said.fresh == 0
    assert said.lines[-1].startswith("Đối chiếu: 7 trong 123 quan hệ số liệu không khớp, 2 chưa kiểm tra được: ")
    assert "7 không khớp, 2 chưa kiểm tra được" in text((target / "report.html").read_text(encoding="utf-8"))

    published = {path.name: path.read_bytes() for path in target.glob("*.*") if path.is_file()}
    wrong = entries.replace("direction.registered_exit:target", "credit.poor_share:share")
    (raw / "accepted.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(ReportError, match=r"^accepted\.yaml › mục 1: credit\.poor_share:share nay đã khớp"):
        run_report(UNIT, PERIOD, str(data), str(reports))
    assert {path.name: path.read_bytes() for path in target.glob("*.*") if path.is_file()} == published
