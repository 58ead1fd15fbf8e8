"""A province's report made from its district's: collected by command, the same notebooks, explained to the cell."""

import json
import re
import shutil
from pathlib import Path

import pytest
from e2e.conftest import Make

from lib import cli
from lib.editions.explain import explained, read_published, text
from lib.editions.fresh import standing
from lib.editions.verify import Verdict, verified
from lib.intake.folders import REPOSITORY
from lib.runs.run import run_report

UNIT, ABOVE, PERIOD = "krong-pa", "gia-lai", "2021-H1"


@pytest.mark.slow
def test_a_province_from_its_districts(
    edition: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.bootstrap, "enter", lambda given: None)  # this is the environment
    came, data, reports = tmp_path / "came", tmp_path / "data", tmp_path / "reports"
    shutil.copytree(edition(PERIOD).folder, came / UNIT / PERIOD)
    raw = data / "raw" / ABOVE / PERIOD
    raw.mkdir(parents=True)
    shutil.copyfile(REPOSITORY / "data" / "raw" / ABOVE / "2026-H1" / "report.yaml", raw / "report.yaml")
    place = ["--unit", ABOVE, "--period", PERIOD, "--data", str(data)]
    assert cli.main(["collect", *place, "--from", str(came)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Đã có sổ của 1/17 đơn vị: Krông Pa.")
    assert "Chưa có: Pleiku, An Khê," in told

    page = run_report(ABOVE, PERIOD, str(data), str(reports))
    words = re.sub(r"<[^>]*>|\s+", " ", page.read_text(encoding="utf-8"))
    assert "16/17 đơn vị" in words
    assert "UBND huyện" not in words
    assert standing(str(data), str(reports), ABOVE, PERIOD) == page.resolve()
    manifest = json.loads((page.parent / "manifest.json").read_text(encoding="utf-8"))
    assert "units/krong-pa.json" in manifest["inputs"]
    assert [answer.said for answer in verified(page, str(data), reports) if answer.verdict is Verdict.BAD] == []

    answer = explained(read_published(ABOVE, PERIOD, str(data), str(reports)), "credit.poor_share")
    assert answer["calculation"] == "269 ÷ 2.342 = 11,4859…% → 11,5%"
    assert {each["unit"] for each in answer["units"]} == {"Krông Pa"}
    assert "NHCSXH huyen - cho vay.xlsx" in text(answer)

    (raw / "units" / "krong-pa.json").write_text("{}", encoding="utf-8")
    assert standing(str(data), str(reports), ABOVE, PERIOD) is None
    assert cli.main(["run", *place, "--reports", str(reports)]) == 1
    assert "units/krong-pa.json: sổ số liệu đã bị sửa sau khi thu" in capsys.readouterr().err
