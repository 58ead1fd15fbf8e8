"""The whole way as a new user goes it: an empty folder, a new period, what came, a missing office, a late file, a
correction, people's text, review, signature, an amendment, verification. By commands alone."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from e2e.conftest import UNIT, Edition

from lib import cli
from lib.intake.folders import REPOSITORY

PERIOD, BEFORE = "2021-H1", "2020-H1"
LATE, BANK, SHEET, CELL = "Hoi Nong dan.xlsx", "NHCSXH huyen - cho vay.xlsx", "Cho vay", "H10"
REVIEWER, CLERK = "Nay H'Bé, Phó Trưởng phòng", "Rơ Châm Lan, văn thư"
SAMPLE = REPOSITORY / "data" / "raw" / UNIT


class Desk:
    """An analyst's folders and commands; what a command printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.reports, self.capsys = root / "Dữ liệu", root / "Báo cáo", capsys
        self.raw = self.data / "raw" / UNIT / PERIOD

    def __call__(self, command: str, *more: str, reports: bool = True, data: bool = True, code: int = 0) -> str:
        where = ["--reports", str(self.reports)] if reports else []
        where += ["--data", str(self.data)] if data else []
        named = [] if command in ("verify", "diff", "status") else ["--period", PERIOD]
        unit = [] if command in ("verify", "status") else ["--unit", UNIT]
        assert cli.main([command, *more, *unit, *named, *where]) == code
        told = self.capsys.readouterr()
        return told.out + told.err

    @property
    def edition(self) -> Edition:
        return Edition(self.reports / UNIT / PERIOD)

    def state(self) -> str:
        lines = self("status", "--today", "2021-06-16").splitlines()
        return next(line for line in lines if PERIOD in line)


@pytest.mark.slow
def test_the_walk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, capsys)
    begun(desk)
    a_draft_says_what_is_missing(desk)
    late_file_correction_and_text(desk)
    reviewed_and_signed(desk)
    amended_and_verified(desk)


def begun(desk: Desk) -> None:
    """The last period's folder, then `new`; the offices' workbooks come in, but for one."""
    shutil.copytree(SAMPLE / BEFORE, desk.data / "raw" / UNIT / BEFORE)
    told = desk("new", reports=False)
    assert f"chép từ kỳ {BEFORE}" in told
    assert len(list((desk.data / "processed" / UNIT / PERIOD / "forms").glob("*.xlsx"))) == 27
    for book in (SAMPLE / PERIOD).glob("*.xlsx"):
        if book.name != LATE:
            shutil.copy(book, desk.raw)


def a_draft_says_what_is_missing(desk: Desk) -> None:
    desk("run", "--quiet")
    page = desk.edition.page
    for shown in ("Hội Nông dân", "chép từ kỳ khác, chưa viết lại", "thiếu báo cáo của 1 nơi gửi"):
        assert shown in page
    assert "dự thảo" in desk.state()
    assert "đã có, giữ nguyên" in desk("propose", reports=False)


def late_file_correction_and_text(desk: Desk) -> None:
    shutil.copy(SAMPLE / PERIOD / LATE, desk.raw)
    old = openpyxl.load_workbook(desk.raw / BANK)[SHEET][CELL].value
    entry = {"file": BANK, "sheet": SHEET, "cell": CELL, "old": old, "new": str(int(old) + 1)}
    why = {"reason": "ngân hàng báo gõ thiếu", "who": REVIEWER, "date": date(2021, 6, 16)}
    (desk.raw / "corrections.yaml").write_text(yaml.safe_dump([{**entry, **why}], allow_unicode=True), encoding="utf-8")
    for path in (SAMPLE / PERIOD / "commentary").glob("*.md"):  # written anew
        shutil.copy(path, desk.raw / "commentary")
    desk("confirm", reports=False)
    desk("run", "--quiet")
    told = desk("diff", PERIOD, data=False)
    assert "nộp muộn: Hội Nông dân huyện đã gửi" in told
    assert f"đính chính: corrections.yaml: {BANK} › {SHEET} › {CELL}" in told
    assert "không rõ" not in told


def reviewed_and_signed(desk: Desk) -> None:
    desk("review", "--who", REVIEWER, data=False)
    assert "đã rà soát" in desk.state()
    told = desk("sign", "--who", CLERK, "--number", "215", "--date", "2021-06-16", "--signatory", "Ksor Nhan")
    assert "Đã ký số 215/BC-UBND ngày 16/6/2021, Ksor Nhan" in told
    assert "đã ký" in desk.state()
    told = desk("verify", str(desk.edition.folder / "report.html"))
    assert [line.partition(":")[0] for line in told.splitlines() if not line.startswith(" ")] == ["ĐÚNG"] * 3


def amended_and_verified(desk: Desk) -> None:
    signed = desk.edition.page
    desk("amend", "--who", REVIEWER, "--reason", "bỏ đính chính, ngân hàng đã gửi lại")
    (kept,) = (desk.reports / UNIT / ".signed" / PERIOD).iterdir()
    assert (kept / "report.html").read_text(encoding="utf-8") == signed
    assert "(Thay thế Báo cáo số 215/BC-UBND ngày 16 tháng 6 năm 2021)" in desk.edition.page
    assert "dự thảo" in desk.state()
    assert "bản đã ký, còn nguyên từng byte" in desk("verify", str(kept / "report.docx"))
    page = kept / "report.html"
    page.chmod(0o644)
    page.write_text(signed.replace("1.779", "1.780", 1), encoding="utf-8")
    told = desk("verify", str(page), code=1)
    assert "SAI: không còn nguyên như khi ký" in told
    assert "report.html: nội dung đã đổi sau khi ký" in told
