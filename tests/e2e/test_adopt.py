"""The way back from Word: a report.docx edited by hand or saved by LibreOffice, and what of it is adopted."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from e2e.conftest import UNIT, Edition, Make, data_copy, edition

from lib import cli
from lib.indicators.context import open_context
from lib.intake.overrides import OVERRIDES, read_overrides
from lib.narrative.adopted import adopted, unused
from lib.runs.run import run_report

__all__ = ["data_copy", "edition"]

PERIOD = "2021-H1"
WHO = "Ksor Nhan, Phó Chủ tịch"
OWN, MADE = "đến đúng đối tượng", "Nguồn vốn vay"
"""Words put into the commentary of II, and into the text of the notebook of I.3.1."""

Edited = Callable[..., Path]


class Desk:
    """A copy of one edition and of its data, and the command over them."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.reports, self.data = folder.parents[1], data
        self.folder, self.raw = folder, data / "raw" / UNIT / PERIOD

    def __call__(self, file: Path, *more: str) -> int:
        places = ("--data", str(self.data), "--reports", str(self.reports), "--today", "2021-06-16")
        return cli.main(["adopt", str(file), "--unit", UNIT, "--period", PERIOD, "--who", WHO, *places, *more])

    @property
    def state(self) -> dict[str, bytes]:
        files = [*self.raw.glob("*.yaml"), *self.raw.glob("commentary/*.md")]
        return {path.name: path.read_bytes() for path in files}


@pytest.fixture
def desk(edition: Make, data_copy: Callable[[str], Path], tmp_path: Path) -> Desk:
    folder = tmp_path / "reports" / UNIT / PERIOD
    shutil.copytree(edition(PERIOD).folder, folder)
    return Desk(folder, data_copy(PERIOD))


class Word:
    """A Word file open for editing by a person's hand."""

    def __init__(self, path: Path) -> None:
        self.file = docx.Document(str(path))

    def paragraph(self, words: str) -> Any:
        said = ((p, "".join(t.text or "" for t in p.iter(qn("w:t")))) for p in self.file.element.body.iter(qn("w:p")))
        return next(p for p, text in said if words in text)

    def say(self, old: str, new: str) -> None:
        for text in self.paragraph(old).iter(qn("w:t")):
            text.text = (text.text or "").replace(old, new)

    def put(self, fact: str, shown: str) -> None:
        for control in self.file.element.body.iter(qn("w:sdt")):
            if control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")) == fact:
                for text in control.iter(qn("w:t")):
                    text.text = shown

    def delete(self, words: str, tag: str = "w:p") -> None:
        gone = self.paragraph(words)
        while gone.tag != qn(tag):
            gone = gone.getparent()
        gone.getparent().remove(gone)

    def save(self, path: Path) -> Path:
        self.file.save(str(path))
        return path


def edited(desk: Desk, *, number: str = "", delete: bool = False) -> Path:
    """The edition's Word file with prose changed in two sections, and a number, a paragraph, a row if wanted."""
    word = Word(desk.folder / "report.docx")
    word.say("đến đúng người cần", OWN)
    word.say("Vốn vay đã đến với", f"{MADE} đã đến với")
    if number:
        word.put("credit.poor_borrowers", number)
    if delete:
        word.delete("chăm lo nhà ở huy động")
        word.delete("Phòng Giáo dục và Đào tạo huyện", "w:tr")
    return word.save(desk.reports / "da sua.docx")


def through_libreoffice(path: Path) -> Path:
    """The file as LibreOffice saves it."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: the round trip through it is not tested here")
    folder = path.parent / "libreoffice"
    home = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / path.name


def as_saved(path: Path) -> Path:
    return path


HANDS = [pytest.param(as_saved, id="python-docx"), pytest.param(through_libreoffice, id="libreoffice")]


@pytest.mark.slow
@pytest.mark.parametrize("saved", HANDS)
def test_a_changed_number_is_refused_and_nothing_is_adopted(
    saved: Callable[[Path], Path], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.state
    assert desk(saved(edited(desk, number="270", delete=True))) == 1
    told = capsys.readouterr()
    assert "«Số hộ nghèo được vay vốn» (credit.poor_borrowers): 269 → 270" in told.out
    assert "Bị xóa: «Việc chăm lo nhà ở" in told.out
    assert "mất «Số hộ được hỗ trợ nhà ở»" in told.out
    assert "Bị xóa: «Phòng Giáo dục và Đào tạo huyện" in told.out
    assert "nên không nhận gì cả" in told.err
    assert desk.state == before
    assert desk(saved(Word(desk.folder / "report.docx").save(desk.reports / "nguyen.docx"))) == 0
    assert capsys.readouterr().out == "Không có gì khác bản đã lập.\n"


@pytest.mark.slow
def test_prose_and_a_number_come_back_with_name_and_reason(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    file = edited(desk, number="270", delete=True)
    assert desk(file, "--numbers") == 1  # without a reason
    assert desk(file, "--numbers", "--reason", "Ngân hàng báo thêm một hộ", "--deletions") == 0
    commentary = (desk.raw / "commentary" / "II.md").read_text(encoding="utf-8")
    assert f"- Vốn tín dụng ưu đãi {OWN}: {{{{ credit.households }}}} hộ" in commentary
    assert "chăm lo nhà ở huy động" not in commentary
    found = read_overrides(desk.raw)
    (prose,), (figure,) = found.prose, found.figures
    assert (prose.section, prose.who, prose.cited["credit.poor_borrowers"]) == ("I.3.1", WHO, "270")
    assert prose.text.startswith(f"{MADE} đã đến với {{{{ credit.poor_borrowers }}}} hộ nghèo")
    assert (figure.fact, figure.was, figure.printed, figure.who) == ("credit.poor_borrowers", "269", "270", WHO)
    run_report(UNIT, PERIOD, str(desk.data), str(desk.reports))
    made = Edition(desk.folder)
    assert f"{MADE} đã đến với 270" in made.sections["I.3.1"].text
    assert OWN in made.sections["II"].text
    assert made.facts["credit.poor_borrowers"]["value"] == "270"
    assert "adopted" in made.facts["credit.poor_borrowers"]["caveats"]
    review = (desk.folder / "review.html").read_text(encoding="utf-8")
    for shown in ("Số sửa khi trình ký", "269 → 270", "Ngân hàng báo thêm một hộ", WHO):
        assert shown in review
    assert "commentary/II.md viết khi số liệu còn khác" in made.sections["II"].text
    assert "cần xem lại" not in made.sections["I.3.1"].text
    capsys.readouterr()
    assert desk(desk.folder / "report.docx") == 0
    assert capsys.readouterr().out == "Không có gì khác bản đã lập.\n"
    changed_again(desk)


def changed_again(desk: Desk) -> None:
    """Words that were adopted already and are changed once more keep what they stand for."""
    before = read_overrides(desk.raw).prose[0]
    word = Word(desk.folder / "report.docx")
    word.say(f"{MADE} đã đến với", "Vốn đã tới")
    assert desk(word.save(desk.reports / "lan hai.docx")) == 0
    (after,) = read_overrides(desk.raw).prose
    assert (after.was, after.text[:10]) == (before.was, "Vốn đã tới")


@pytest.mark.slow
def test_words_are_marked_when_their_facts_move_and_told_when_they_have_no_place(desk: Desk) -> None:
    assert desk(edited(desk)) == 0
    file = desk.raw / OVERRIDES
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    said["prose"][0]["cited"]["credit.poor_borrowers"] = "268"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    context = open_context(UNIT, PERIOD, str(desk.data))
    (entry,) = context.overrides.prose
    runs = [{"text": "Vốn vay đã đến với "}]
    block = {"block": "paragraph", "runs": runs}
    assert [each.why for each in unused(context, "I.3.1", ())] == ["không còn câu gốc để thay, nên không dùng được"]
    assert adopted(context, "I.3.1", [block]).blocks == [block]
    runs[:] = [{"text": entry.was}]
    found = adopted(context, "I.3.1", [block])
    assert found.used == [1]
    assert found.blocks[0]["runs"][1]["fact"] == "credit.poor_borrowers"
    assert [(each.then, each.fact.printed) for each in found.stale[0].moved] == [("268", "269")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Vốn vay đã đến với", "Năm qua 15 hộ thoát nghèo. Vốn vay đã đến với", "không có chỉ tiêu đứng sau: 15"),
        ("đến đúng người cần", "đến đúng 12 nhóm", "không có chỉ tiêu đứng sau: 12"),
    ],
)
def test_a_number_typed_into_the_words_is_refused(
    old: str, new: str, reason: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.state
    word = Word(desk.folder / "report.docx")
    word.say(old, new)
    assert desk(word.save(desk.reports / "x.docx"), "--numbers", "--reason", "x") == 1
    assert reason in capsys.readouterr().out
    assert desk.state == before


def test_what_is_no_edited_copy_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    other = docx.Document()
    other.add_paragraph("Báo cáo khác")
    other.save(str(desk.reports / "khac.docx"))
    assert desk(desk.reports / "khac.docx") == 1
    assert "tệp này không phải từ bản đang có" in capsys.readouterr().err
    assert desk(desk.folder / "report.html") == 1
    assert "chỉ nhận tệp Word" in capsys.readouterr().err
    word = Word(desk.folder / "report.docx")
    word.put("credit.poor_borrowers", "hai trăm")
    assert desk(word.save(desk.reports / "chu.docx"), "--numbers", "--reason", "x") == 1
    assert "không đọc được thành số" in capsys.readouterr().err
