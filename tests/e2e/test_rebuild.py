"""An earlier period on the land of today: what adds comes to what was reported, what does not says why."""

import csv
import json
import shutil
from argparse import Namespace
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.editions.fresh import state
from lib.editions.rebuild import Reconciliation, Verdict, main_rebuild, reconcile
from lib.indicators.beside import beside
from lib.indicators.context import Context, open_context
from lib.indicators.rebuilt import Rebuilt
from lib.intake.folders import REPOSITORY, data_folder

UNIT, OLD, PERIOD = "uar", "krong-pa", "2021-H1"
DATA = data_folder()
REFERENCE = Reference.load(DATA.reference)


def rebuilt(slug: str, period: str) -> Rebuilt:
    return Rebuilt(REFERENCE.units.by_slug[slug][-1], REFERENCE.periods.parse(period), DATA)


@pytest.fixture(scope="module")
def found() -> Reconciliation:
    return reconcile(rebuilt(UNIT, PERIOD), {})


def test_the_old_communes_are_those_whose_land_it_is(found: Reconciliation) -> None:
    assert [each.slug for each in found.mine.communes] == ["ia-rsuom", "chu-drang", "uar"]
    assert [each.unit.slug for each in found.heirs] == ["phu-tuc", "ia-rsai", "ia-dreh"]
    lands = [each.key for heir in (found.mine, *found.heirs) for each in heir.communes]
    assert sorted(lands) == sorted(each.key for each in found.mine.source.communes)
    assert found.left == ()


def test_what_adds_comes_to_what_was_reported(found: Reconciliation) -> None:
    verdicts = {line.whole.id: line.verdict for line in found.lines}
    assert Verdict.DIFFERS not in verdicts.values()
    assert [name for name, verdict in verdicts.items() if verdict is Verdict.SHARED] == ["credit.programmes"]
    assert verdicts["credit.amount"] is Verdict.AGREES
    assert verdicts["housing.relief_fund_commune_names"] is Verdict.AGREES
    assert verdicts["credit.poor_share"] is Verdict.FORMULA
    assert verdicts["health.visits"] is Verdict.UNDIVIDED
    assert len(verdicts) == len([each for each in open_context(OLD, PERIOD).all_facts() if each.id[:6] != "header"])


def test_a_rebuilt_figure_is_that_of_its_communes_and_says_so(found: Reconciliation) -> None:
    """By the district's own breakdown, which the rebuilding does not read."""
    whole = open_context(OLD, PERIOD).fact("credit.amount")
    mine = found.mine.fact("credit.amount")
    codes = {each.code for each in found.mine.communes}
    assert mine.value == sum(number for code, number in whole.parts["commune"].items() if code in codes)
    assert mine.entity == UNIT
    assert {"rebuilt", "made_up"} <= set(mine.caveats)
    assert "Ia Rsươm" in mine.formula


def test_a_difference_is_told_with_its_size() -> None:
    """A row that no heir gets: the land of one commune went to nobody whole."""
    mine = rebuilt(UNIT, PERIOD)
    mine.communes = mine.communes[1:]
    found = reconcile(mine, {})
    line = next(line for line in found.lines if line.whole.id == "credit.amount")
    assert line.verdict is Verdict.DIFFERS
    assert line.said.startswith("chênh: −")
    assert [each.slug for each in found.left] == ["ia-rsuom"]
    assert "bị chia ra nhiều đơn vị: xã Ia RSươm" in found.method[-2] + found.method[-1]


@pytest.mark.parametrize(
    ("slug", "period", "reason"),
    [
        ("uar", "2026-H1", "đã có trong 6 tháng đầu năm 2026"),
        ("uar", "2022-H1", "chưa có số liệu 6 tháng đầu năm 2022 của Huyện Krông Pa"),
        ("gia-lai", "2021-H1", "gồm trọn những xã nào"),
    ],
)
def test_what_cannot_be_rebuilt_is_refused_by_name(slug: str, period: str, reason: str) -> None:
    with pytest.raises(ReportError, match=reason):
        rebuilt(slug, period)


def test_the_command_writes_a_page_and_exact_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = tmp_path / OLD / PERIOD / "facts.json"
    edition.parent.mkdir(parents=True)
    fact = {"id": "credit.amount", "printed": "số đã in", "absence": None}
    edition.write_text(json.dumps({"facts": [fact]}), encoding="utf-8")
    assert main_rebuild(Namespace(unit=UNIT, period=PERIOD, data="", reports=str(tmp_path))) == 0
    said = capsys.readouterr().out
    assert "xã Ia RSươm, xã Chư Drăng, xã Uar, do huyện Krông Pa báo cáo" in said
    assert "số đã phát hành" in said
    page = (tmp_path / UNIT / f"{PERIOD}.rebuilt.html").read_text(encoding="utf-8")
    assert "số đã in" in page
    assert "Dữ liệu mẫu." in page
    with (tmp_path / UNIT / f"{PERIOD}.rebuilt.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    amount = rows["credit.amount"]
    assert sum(int(amount[slug]) for slug in (UNIT, "phu-tuc", "ia-rsai", "ia-dreh")) == int(amount[OLD])
    assert rows["health.visits"]["verdict"].startswith("không chia được")


def test_a_later_year_is_compared_with_the_rebuilt_one(tmp_path: Path) -> None:
    """As if the communes had merged in July 2021: the year before is the district's, on the commune's land."""
    shutil.copytree(REPOSITORY / "data" / "reference", tmp_path / "reference")
    units = tmp_path / "reference" / "units.csv"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("2025-06-30", "2021-06-30").replace("2025-07-01", "2021-07-01"), encoding="utf-8")
    levels = tmp_path / "reference" / "levels.yaml"
    levels.write_text(levels.read_text(encoding="utf-8").replace("    reports: false\n", ""), encoding="utf-8")
    shutil.copytree(REPOSITORY / "data" / "raw" / OLD / "2020-Y", tmp_path / "raw" / OLD / "2020-Y")
    now = Context(UNIT, "2021-Y", data_folder(str(tmp_path)))
    before = now.last_year
    assert before is not None
    taken = beside(now, before, now.period.same_last_year(), "credit.households")
    assert taken.value == before.fact("credit.households").value
    assert taken.coverage is not None
    assert "rebuilt" in taken.coverage.caveats
    assert {source.file.partition("/2020-Y/")[0] for source in taken.sources} == {OLD}
    shutil.rmtree(tmp_path / "raw" / OLD)
    missing = Context(UNIT, "2021-Y", data_folder(str(tmp_path)))
    absence = beside(missing, missing.last_year, now.period.same_last_year(), "credit.households").absence
    assert absence is not None
    assert absence.reason == "chưa có số liệu năm 2020"


def test_a_run_sees_a_change_in_the_old_units_workbooks(tmp_path: Path) -> None:
    """A commune's first year rests on the district's year before; once it has a year before of its own, no longer."""
    shutil.copytree(REPOSITORY / "data" / "reference", tmp_path / "reference")
    old, new = tmp_path / "raw" / OLD / "2024-Y", tmp_path / "raw" / UNIT / "2025-Y"
    for folder in (old, new):
        folder.mkdir(parents=True)
    book = old / "sổ.xlsx"
    found = [state(tmp_path, UNIT, "2025-Y")]
    for content in (b"1", b"2"):
        book.write_bytes(content)
        found.append(state(tmp_path, UNIT, "2025-Y"))
    assert len(set(found)) == 3
    (tmp_path / "raw" / UNIT / "2024-Y").mkdir()
    own = state(tmp_path, UNIT, "2025-Y")
    book.write_bytes(b"3")
    assert state(tmp_path, UNIT, "2025-Y") == own
