"""The command: what it prints, its JSON, its exit code, its one-line errors."""

import json
from pathlib import Path

import pytest
from checks.audit.reports import REPORTS

from lib.checks.audit.command import main_audit
from lib.checks.audit.findings import FORMAT, TITLES
from lib.domain.errors import ReportError

WRONG = REPORTS["commune"].replace("42 hộ ở vùng cao", "43 hộ ở vùng cao")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.txt"
    path.write_text(REPORTS["commune"], encoding="utf-8")
    return path


def test_a_clean_text_prints_what_was_read_and_ends_in_zero(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main_audit(str(report)) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "bao-cao.txt: 0 lỗi, 0 điều cần xem"
    assert second.startswith("Đã đọc ")
    assert "số liệu" in second


def test_an_error_is_quoted_with_its_place_and_arithmetic(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(WRONG, encoding="utf-8")
    assert main_audit(str(report)) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "",
        "LỖI · tổng khác các phần · mục II.1, đoạn 15, câu 1",
        "  «Qua rà soát, cuối năm 2023 có 118 hộ nghèo, gồm 61 hộ ở vùng thấp, 43 hộ ở vùng cao và 15 hộ ở "
        "khu tái định cư.»",
        "  các phần cộng lại không bằng tổng",
        "  61 + 43 + 15 = 119; tổng ghi 118, các phần thừa 1",
    ]


def test_what_only_has_to_be_looked_at_ends_in_zero(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(REPORTS["commune"].replace("báo cáo./.", "báo cáo/."), encoding="utf-8")
    assert main_audit(str(report)) == 0
    assert "bao-cao.txt: 0 lỗi, 1 điều cần xem" in capsys.readouterr().out


def test_json_has_every_finding_and_every_number(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text(WRONG, encoding="utf-8")
    assert main_audit(str(report), as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["file"], told["unit"], told["errors"], told["reviews"]) == (
        FORMAT,
        "bao-cao.txt",
        None,
        1,
        0,
    )
    assert [(each["kind"], each["level"], each["section"]) for each in told["findings"]] == [("sum", "error", "II.1")]
    assert {each["title"] for each in told["findings"]} <= set(TITLES.values())
    number = next(each for each in told["numbers"] if each["text"] == "1.248")
    assert (number["value"], number["unit"], number["kind"], number["section"]) == ("1248", "hộ", "figure", "I")


@pytest.mark.parametrize(("unit", "period"), [("krong-pa", ""), ("", "2021-H1")])
def test_a_unit_needs_a_period(unit: str, period: str, report: Path) -> None:
    with pytest.raises(ReportError, match="--unit và --period phải đi cùng nhau"):
        main_audit(str(report), unit, period)


def test_an_unknown_unit_is_said(report: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match='không có đơn vị "nowhere"'):
        main_audit(str(report), "nowhere", "2021-H1", reports=str(tmp_path))


def test_a_damaged_ledger_is_said(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ba-vi" / "2023-H1"
    folder.mkdir(parents=True)
    (folder / "facts.json").write_text("{", encoding="utf-8")
    (folder / "report.html").write_text("<p>5</p>", encoding="utf-8")
    with pytest.raises(ReportError, match="không đọc được sổ chỉ tiêu"):
        main_audit(str(report), "ba-vi", "2023-H1", reports=str(tmp_path))
