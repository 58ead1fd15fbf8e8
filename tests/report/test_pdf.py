"""PDF of an edition: whichever program there is, whole or not at all, one Vietnamese line where it cannot be."""

import os
import stat
import sys
from pathlib import Path

import pytest

from lib import cli, programs
from lib.domain.errors import ReportError
from lib.report.pdf import make_pdf
from lib.runs.publish import publish, restore

POSIX = pytest.mark.skipif(os.name != "posix", reason="programs are stood in for by shell scripts")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition as far as this command looks."""
    folder = tmp_path / "reports" / "ba-vi" / "2023-H1"
    folder.mkdir(parents=True)
    for name in ("manifest.json", "report.docx", "report.html"):
        (folder / name).write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any program but those a test puts there."""
    monkeypatch.setenv("PATH", "")
    for program in (programs.BROWSER, programs.OFFICE):
        monkeypatch.delenv(program.variable, raising=False)


def stand_in(folder: Path, name: str, code: str) -> str:
    """A program that runs some Python: `out` is where it should write, `asked` its arguments."""
    script = folder / name
    text = f"""#!{sys.executable}
import pathlib, sys, time
asked = sys.argv[1:]
printed = [each.partition("=")[2] for each in asked if each.startswith("--print-to-pdf=")]
out = pathlib.Path(printed[0]) if printed else pathlib.Path(asked[asked.index("--outdir") + 1]) / "report.pdf"
{code}
"""
    script.write_text(text, encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def refused(edition: Path, target: Path, source: str = "") -> str:
    with pytest.raises(ReportError) as caught:
        make_pdf(edition, target, source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_any_program_it_says_what_to_do(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = programs.Program("LibreOffice", "NO_SUCH_VARIABLE", (), ())
    monkeypatch.setattr("lib.report.pdf.SOURCES", {"docx": ("report.docx", alone), "page": ("report.html", alone)})
    said = refused(edition, edition.parent / "a.pdf")
    assert said.startswith(
        "máy này không có LibreOffice, cũng không có Chromium, Chrome hay Edge để lập PDF. Cách sửa:"
    )
    assert "lưu thành PDF" in said
    assert "thử --from page" in refused(edition, edition.parent / "a.pdf", "docx")


def test_an_edition_has_to_be_there(tmp_path: Path) -> None:
    said = refused(tmp_path / "ba-vi" / "2023-H1", tmp_path / "a.pdf")
    assert said.startswith("ba-vi/2023-H1: chưa có bản báo cáo. Cách sửa: chạy python -m lib run --unit ba-vi")


def test_nothing_is_put_into_an_edition(edition: Path) -> None:
    assert "bản đã lập không nhận thêm tệp" in refused(edition, edition / "report.pdf")
    assert sorted(path.name for path in edition.iterdir()) == ["manifest.json", "report.docx", "report.html"]


@POSIX
@pytest.mark.parametrize(
    ("source", "variable", "file"), [("docx", "SOFFICE", "report.docx"), ("page", "CHROMIUM", "report.html")]
)
def test_it_stands_beside_the_edition(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    source: str, variable: str, file: str,
) -> None:  # fmt: skip
    code = f'assert asked[-1].endswith("{file}")\nout.write_bytes(b"%PDF-1.7 made")'
    monkeypatch.setenv(variable, stand_in(tmp_path, "program", code))
    where = ["--unit", "ba-vi", "--period", "2023-H1", "--reports", str(edition.parent.parent)]
    assert cli.pdf(cli._parse(["pdf", *where, "--from", source])) == 0
    made = edition.parent / "2023-H1.pdf"
    assert capsys.readouterr().out.strip() == str(made)
    assert made.read_bytes() == b"%PDF-1.7 made"
    assert 'href="ba-vi/2023-H1.pdf"' in (edition.parents[1] / "index.html").read_text(encoding="utf-8")
    assert cli.pdf(cli._parse(["pdf", *where, "--to", str(tmp_path)])) == 0
    assert (tmp_path / "ba-vi-2023-H1.pdf").is_file()


def test_it_goes_with_the_edition_it_shows(edition: Path, tmp_path: Path) -> None:
    shown = edition.parent / "2023-H1.pdf"
    for again in (lambda: publish(tmp_path / "build", edition), lambda: restore(edition)):
        (tmp_path / "build").mkdir(exist_ok=True)
        shown.write_bytes(b"%PDF of the one before")
        again()
        assert not shown.exists()


@POSIX
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(3)", "dừng với mã 3"),
        ("pass", "không làm ra tệp PDF"),
        ('out.write_bytes(b"<html>")', "không làm ra tệp PDF"),
        ('out.write_bytes(b"%PDF half"); time.sleep(60)', "chạy quá 1 giây"),
    ],
)
def test_a_program_that_fails_leaves_the_pdf_that_was(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    monkeypatch.setenv("SOFFICE", stand_in(tmp_path, "office", code))
    monkeypatch.setattr(programs.run, "__defaults__", (1.0,) if "sleep" in code else (60.0,))
    target = tmp_path / "a.pdf"
    target.write_bytes(b"%PDF before")
    assert words in refused(edition, target, "docx")
    assert target.read_bytes() == b"%PDF before"
    assert not list(tmp_path.glob(".a.pdf*"))


def test_a_program_named_but_not_there_is_told(edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFFICE", str(tmp_path / "gone"))
    assert "không chạy được LibreOffice" in refused(edition, tmp_path / "a.pdf", "docx")
