"""`explain` against the workbooks: cells found by hand, read with another library; every fact's chain to its end."""

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from e2e.conftest import PERIODS, UNIT, Edition, Make

from lib import cli
from lib.domain.errors import ReportError
from lib.editions.explain import WIDTH, explained, read_published, text
from lib.facts.algebra import OR_ELSE
from lib.intake.folders import REPOSITORY
from lib.narrative.runs import sentences

PERIOD = PERIODS[0]
RAW = REPOSITORY / "data" / "raw" / UNIT / PERIOD


@dataclass(frozen=True)
class Hand:
    """What a person found in a workbook for a fact: the cells, which other cells decide, and what they come to."""

    fact: str
    file: str
    sheet: str
    cells: str
    how: str
    value: object
    printed: str
    decided_by: tuple[str, ...] = ()
    scale: int = 1


BY_HAND = (
    Hand("direction.adjusted_households", "P. LDTBXH.xlsx", "Chỉ tiêu", "E11:E24", "sum", 702, "702"),
    Hand("communication.articles", "Trung tam VHTT-TT.xlsx", "Tin, bài", "D7:D12", "sum", 50, "50"),
    Hand("credit.amount", "NHCSXH huyen - cho vay.xlsx", "Cho vay",
         "H10:H278, H281:H646, H649:H1077, H1080:H1337, H1340:H1668, H1671:H1787, H1790:H1796, H1799:H1802",
         "sum", 113 * 10**9, "113 tỷ đồng", scale=10**6),
    Hand("credit.poor_borrowers", "NHCSXH huyen - cho vay.xlsx", "Cho vay", "C10:C278", "distinct", 269, "269",
         ("F = Hộ nghèo",)),
    Hand("health.cards_poor", "BHXH huyen.xlsx", "Cấp thẻ", "F9:F22", "sum", 388, "388"),
    Hand("education.boarding_amount", "P. GDDT.xlsx", "Bán trú", "F9:F12, F14:F17", "sum", 2558628000,
         "2.558.628.000 đồng"),
    Hand("housing.relief_fund_finished", "UBMTTQ huyen.xlsx", "Hỗ trợ nhà ở", "dòng 11–12, 14", "rows", 3, "3",
         ("F = Xây mới", "H = Đã xong", "B8 = Quỹ cứu trợ thiên tai tỉnh")),
    Hand("water.toilet_amount", "P. LDTBXH.xlsx", "Nhà tiêu hộ nghèo", "H8:H23", "sum", 94 * 10**6, "94 triệu đồng",
         scale=1000),
    Hand("production.cassava_bundles", "Hoi LHPN.xlsx", "Giúp đỡ hội viên", "G9:G18", "sum", 910, "910"),
    Hand("training.target_workers", "TT GDNN-GDTX.xlsx", "Kế hoạch đào tạo", "C8", "sum", 300, "300",
         ("B = Đào tạo nghề sơ cấp",)),
    Hand("jobs.positions", "P. LDTBXH.xlsx", "Phiên giao dịch", "D9:D10", "sum", 5375, "5.375"),
    Hand("extension.resettlement_amount", "TT DVNN.xlsx", "Dự án, mô hình", "I11", "sum", 1350 * 10**6,
         "1.350 triệu đồng", ("B10 = Dự án định canh, định cư",)),
    Hand("relief.lean_rice_kg", "P. LDTBXH.xlsx", "Gạo cứu đói", "H9:H22", "sum", 42495, "42.495"),
)  # fmt: skip


@pytest.fixture(scope="module")
def told(edition: Make) -> Callable[[str], dict[str, Any]]:
    """Return `told(id)`: what explain says of a fact of the first period."""
    published = read_published(UNIT, PERIOD, reports=str(edition(PERIOD).folder.parents[1]))
    return lambda name: explained(published, name)


def read(value: object) -> Fraction:
    """A cell's number, however it was typed."""
    if isinstance(value, str):
        value = "0" if value.strip() in ("-", "") else value.replace(".", "").replace(",", ".")
    return Fraction(str(value))


def spread(cells: str) -> Iterable[str]:
    """Each cell of "H10:H12, H14", and each row of "dòng 11–12, 14" as its number."""
    for piece in cells.removeprefix("dòng ").split(", "):
        ends = re.findall(r"([A-Z]*)(\d+)", piece)
        (column, first), (_, last) = ends[0], ends[-1]
        yield from (f"{column}{row}" for row in range(int(first), int(last) + 1))


@pytest.mark.parametrize("hand", BY_HAND, ids=lambda hand: hand.fact)
def test_cells_found_by_hand_are_the_ones_explain_names(hand: Hand, told: Callable[[str], dict[str, Any]]) -> None:
    said = told(hand.fact)
    (source,) = said["sources"]
    assert (source["file"], source["sheet"], source["cells"]) == (hand.file, hand.sheet, hand.cells)
    assert (said["fact"]["value"], said["fact"]["printed"]) == (str(hand.value), hand.printed)
    assert source.get("scale", 1) == hand.scale
    named = {*source.get("filters", "").split(","), *source.get("headings", "").split(",")} - {""}
    assert named == {each.partition(" = ")[0] for each in hand.decided_by}
    assert said["files"][hand.file]["raw"] == "khớp"


@pytest.mark.parametrize("hand", BY_HAND, ids=lambda hand: hand.fact)
def test_cells_found_by_hand_come_to_what_the_report_prints(hand: Hand) -> None:
    """Openpyxl reads them here; the project reads by another library."""
    sheet = openpyxl.load_workbook(RAW / hand.file, data_only=True)[hand.sheet]
    cells = list(spread(hand.cells))
    if hand.how == "sum":
        assert hand.scale * sum(read(sheet[cell].value) for cell in cells) == hand.value
    elif hand.how == "distinct":
        assert len({sheet[cell].value for cell in cells}) == hand.value
    else:
        assert len(cells) == hand.value
    for place, _, words in (each.partition(" = ") for each in hand.decided_by):
        rows = [re.sub(r"[A-Z]+", "", cell) for cell in cells]
        decisive = [place] if place[-1].isdigit() else [f"{place}{row}" for row in rows]
        assert {sheet[cell].value for cell in decisive} == {words}


def test_households_of_every_commune_stand_under_the_heading_that_is_named(
    told: Callable[[str], dict[str, Any]],
) -> None:
    """Fourteen workbooks, each with headings and offsets of its own; the rows are found here by their codes."""
    said = told("credit.near_poor_total")
    assert len(said["sources"]) == 14
    found = 0
    for source in said["sources"]:
        sheet = openpyxl.load_workbook(RAW / source["file"], read_only=False)[source["sheet"]]
        heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Hộ cận nghèo")
        coded = re.compile(r"\d{5}-\d{5}")
        rows = []
        for row in sheet.iter_rows(min_row=heading.row + 1):
            texts = [str(cell.value) for cell in row if cell.value is not None]
            if "Hộ mới thoát nghèo, thoát cận nghèo" in texts:
                break
            if any(coded.fullmatch(each) for each in texts):
                rows.append(str(row[0].row))
        assert (source["headings"], list(spread(source["cells"]))) == (heading.coordinate, rows)
        found += len(rows)
    assert str(found) == said["fact"]["value"] == "2837"


# --- every fact, to its end


def ends(said: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The explanations at the bottom of a chain: those that rest on no other fact."""
    if not said["inputs"]:
        yield said
    for needed in said["inputs"]:
        yield from ends(needed)


@pytest.mark.parametrize("period", PERIODS)
def test_every_fact_leads_to_cells_and_fits_the_terminal(period: str, edition: Make) -> None:
    made = edition(period)
    published = read_published(UNIT, period, reports=str(made.folder.parents[1]))
    for name in made.facts:
        said = explained(published, name)
        for end in ends(said):
            assert end["sources"] or end["fact"]["absence"]["kind"] == "not_reported", end["fact"]["id"]
            assert all(source["cells"] and len(source["sha256"]) == 64 for source in end["sources"])
        lines = text(said).splitlines()
        assert max(map(len, lines)) <= WIDTH, max(lines, key=len)
        assert not re.search(r"\bNone\b|\{\d\}", text(said))


@pytest.mark.parametrize("period", PERIODS)
def test_formulas_with_their_numbers_give_the_value(period: str, edition: Make) -> None:
    """Each formula is worked out again from the text that people read."""
    published = read_published(UNIT, period, reports=str(edition(period).folder.parents[1]))
    worked = 0
    for name, fact in published.lineage.facts.items():
        told = published.lineage.calculation(fact)
        if not told or not fact["expression"] or OR_ELSE in fact["expression"]:
            continue
        sum_ = re.sub(r"\|(.*)\|", r"abs(\1)", told.partition(" = ")[0])
        sum_ = sum_.replace("÷", "/").replace("−", "-").replace(".", "").replace(",", ".")
        assert eval(re.sub(r"(\d+)", r"Fraction(\1)", sum_)) == Fraction(fact["value"]), name
        worked += 1
    assert worked > 15


def test_each_sentence_of_the_page_is_quoted_with_its_number_marked(edition: Make) -> None:
    made = edition(PERIOD)
    published = read_published(UNIT, PERIOD, reports=str(made.folder.parents[1]))
    for section in published.document["sections"]:
        for runs in sentences(section["blocks"]):
            for run in (run for run in runs if "fact" in run):
                said = [each["text"] for each in explained(published, run["fact"])["said"]]
                plain = "".join(each["text"] for each in runs).strip()
                assert plain in [each.replace(f"[{run['text']}]", run["text"]) for each in said]
                assert all(f"[{run['text']}]" in each for each in said if not each.startswith("Biểu đồ"))


# --- the command


def call(edition: Edition, *arguments: str, data: str = "") -> int:
    folder = ["--unit", UNIT, "--period", PERIOD, "--reports", str(edition.folder.parents[1]), "--data", data]
    return cli.main(["explain", *arguments, *folder])


def test_the_command_tells_people_and_programs(
    edition: Make, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.bootstrap, "enter", lambda given: None)
    assert call(edition(PERIOD), "credit.poor_share") == 0
    shown = capsys.readouterr().out
    assert "Mục I.3.a Các chương trình tín dụng" in shown  # as its heading reads: "a) …" under "3." under "I."
    assert "269 ÷ 2.342 = 11,4859…% → 11,5%" in shown
    assert "bằng [11,5%] trong tổng số 2.342 hộ nghèo" in shown.replace("\n    ", " ")
    assert call(edition(PERIOD), "credit.poor_share", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["fact"]["id"] for each in said["inputs"]] == ["credit.poor_borrowers", "credit.poor_total"]
    assert said["inputs"][0]["sources"][0]["cells"] == "C10:C278"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("credit.por_share", "credit.poor_share (Tỷ lệ hộ nghèo được vay vốn)"),
        ("poor_share", "credit.poor_share"),
        ("tỷ lệ hộ nghèo được vay", "credit.poor_share"),
        ("zzzz", "xem mã trong facts.json"),
    ],
)
def test_a_mistyped_id_is_told_the_nearest(typed: str, near: str, told: Callable[[str], Any]) -> None:
    with pytest.raises(ReportError) as caught:
        told(typed)
    assert near in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_longer_the_same_are_told(edition: Make, tmp_path: Path) -> None:
    raw = tmp_path / "raw" / UNIT / PERIOD
    raw.mkdir(parents=True)
    shutil.copy(REPOSITORY / "data" / "raw" / UNIT / PERIOD / "P. GDDT.xlsx", raw)
    folder = str(edition(PERIOD).folder.parents[1])

    def standing() -> set[str]:
        published = read_published(UNIT, PERIOD, str(tmp_path), folder)
        return {each["raw"] for each in explained(published, "education.total_amount")["files"].values()}

    assert standing() == {"khớp"}
    with (raw / "P. GDDT.xlsx").open("ab") as file:
        file.write(b"\0")
    assert standing() == {"KHÁC"}
    (raw / "P. GDDT.xlsx").unlink()
    assert standing() == {"MẤT"}


def test_without_an_edition_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="python -m lib run --unit"):
        read_published(UNIT, PERIOD, reports=str(tmp_path))
