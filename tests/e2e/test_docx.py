"""The Word file held against Decree 30/2020 by measure: what it says of itself in XML, paragraph by paragraph."""

import base64
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest
from e2e.conftest import PERIODS, Make
from e2e.wordfile import MM, NS, Paragraph, WordFile, attribute, q
from PIL import Image

from lib.narrative.runs import NARRATIVE_MIME
from lib.report.annex import reviewed_annex
from lib.report.assemble import DOCUMENT_MIME
from lib.report.docx import report_docx
from lib.report.executed import outputs

Opened = Callable[[str], WordFile]
FINAL, DRAFT = PERIODS


@pytest.fixture(scope="module")
def opened(edition: Make) -> Opened:
    """Return `opened(period)`: the edition's Word file, read once."""
    files: dict[str, WordFile] = {}

    def read(period: str) -> WordFile:
        return files.setdefault(period, WordFile(edition(period).folder / "report.docx"))

    return read


@pytest.fixture(scope="module")
def document(edition: Make) -> Callable[[str], dict[str, Any]]:
    """Return `document(period)`: the assembled document the file is made from."""

    def read(period: str) -> dict[str, Any]:
        folder = edition(period).folder
        made = list(outputs(nbformat.read(folder / "notebooks" / "report.ipynb", as_version=4), DOCUMENT_MIME))[-1]
        counts = json.loads((folder / "review.json").read_text(encoding="utf-8"))["counts"]
        return {**made, "annex": reviewed_annex(made["annex"], counts)}

    return read


# --- the page


@pytest.mark.parametrize("period", PERIODS)
def test_a4_with_the_margins_of_the_decree_in_every_section(opened: Opened, period: str) -> None:
    sections = opened(period).sections
    assert len(sections) == 2  # the report, and its annex
    for section in sections:
        size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
        assert (size.get(q("w:w")), size.get(q("w:h"))) == ("11906", "16838")
        mm = {side: int(margins.get(q(f"w:{side}"))) / MM for side in ("top", "bottom", "left", "right", "header")}
        assert 19.9 <= mm["top"] <= 25.1
        assert 19.9 <= mm["bottom"] <= 25.1
        assert 29.9 <= mm["left"] <= 35.1
        assert 14.9 <= mm["right"] <= 20.1
        assert mm["header"] + 14 * 25.4 / 72 < mm["top"], "the page number would push the text down"


@pytest.mark.parametrize("period", PERIODS)
def test_page_numbers_stand_centred_at_the_top_but_not_on_page_1(opened: Opened, period: str) -> None:
    file = opened(period)
    assert all(section.find("w:titlePg", NS) is not None for section in file.sections)
    (paragraph,) = (Paragraph(each, file) for each in file.header("default").iter(q("w:p")))
    (field,) = paragraph.element.iter(q("w:fldSimple"))
    assert field.get(q("w:instr")).split() == ["PAGE"]
    assert paragraph.look.align == "center"
    assert 13 <= paragraph.look.size <= 14
    assert list(file.header("first").iter(q("w:fldSimple"), q("w:instrText"), q("w:t"))) == []


def test_one_black_font_in_vietnamese_with_a_named_substitute(opened: Opened) -> None:
    file = opened(FINAL)
    run = file.defaults.find("w:rPr", NS)
    assert {run.find("w:rFonts", NS).get(q(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert attribute(run, "w:color") == "000000"
    assert attribute(run, "w:lang") == "vi-VN"
    text = b"".join(file.parts[name] for name in ("word/document.xml", "word/styles.xml"))
    assert text.count(b"<w:rFonts") == 1
    assert text.count(b"<w:color ") == 1
    font = file.xml("word/fontTable.xml").find("w:font", NS)
    assert font.get(q("w:name")) == "Times New Roman"
    assert set(str(attribute(font, "w:altName")).split(",")) == {"Tinos", "Liberation Serif"}


# --- the parts


def head_table(file: WordFile) -> Any:
    return file.body.findall("w:tbl", NS)[0]


def looks(file: WordFile, *starts: str) -> list[tuple[float, bool, bool, str]]:
    """Size, bold, italic and alignment of the paragraphs that begin with some texts."""
    found = (file.found(start).look for start in starts)
    return [(look.size, look.bold, look.italic, look.align) for look in found]


def test_the_head_is_two_columns_of_prescribed_sizes(opened: Opened, document: Callable[[str], Any]) -> None:
    file, said = opened(FINAL), document(FINAL)
    table = head_table(file)
    assert len(table.findall("w:tblGrid/w:gridCol", NS)) == 2
    assert table.find("w:tblPr/w:tblBorders", NS) is None
    columns = [[Paragraph(p, file).text for p in cell.iter(q("w:p"))] for cell in table.iter(q("w:tc"))]
    assert columns[0][:2] == said["issuer"]
    assert columns[1][:2] == said["motto"]
    assert columns[2] == [f"Số: {said['number']}"]
    assert columns[3] == [said["place_date"]]
    nation, motto, issuer, number, place = looks(
        file, said["motto"][0], said["motto"][1], said["issuer"][-1], "Số:", said["place_date"]
    )
    assert nation in [(12, True, False, "center"), (13, True, False, "center")]
    assert motto in [(13, True, False, "center"), (14, True, False, "center")]
    assert motto[0] - nation[0] == 1
    assert said["motto"][0].isupper()
    assert issuer in [(12, True, False, "center"), (13, True, False, "center")]
    assert number == (13, False, False, "center")
    assert place in [(13, False, True, "center"), (14, False, True, "center")]


def test_a_superior_body_stands_above_and_not_bold(document: Callable[[str], Any], tmp_path: Path) -> None:
    said = {**document(FINAL), "superior": ["ỦY BAN NHÂN DÂN TỈNH"]}
    (tmp_path / "a.docx").write_bytes(report_docx(said))
    file = WordFile(tmp_path / "a.docx")
    assert looks(file, "ỦY BAN NHÂN DÂN TỈNH") in [[(size, False, False, "center")] for size in (12, 13)]
    first = [Paragraph(p, file).text for p in next(head_table(file).iter(q("w:tc"))).iter(q("w:p"))]
    assert first[:3] == ["ỦY BAN NHÂN DÂN TỈNH", *said["issuer"]]


def bold_font() -> Path | None:
    """A font of the widths of Times New Roman Bold, if this machine has one."""
    for name in ("Tinos-Bold.ttf", "LiberationSerif-Bold.ttf", "timesbd.ttf", "Times_New_Roman_Bold.ttf"):
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "C:/Windows/Fonts", "/Library/Fonts"):
            if found := next(Path(folder).rglob(name), None):
                return found
    return None


def test_rules_are_as_long_as_prescribed(opened: Opened, document: Callable[[str], Any]) -> None:
    """Under the issuing body and the title a third to a half of the line, under the motto the line itself."""
    from fontTools.ttLib import TTFont

    path = bold_font()
    if path is None:
        pytest.skip("no font with the widths of Times New Roman here")
    font = TTFont(path)
    glyphs, widths = font.getBestCmap(), font["hmtx"]

    def width(text: str, size: float) -> float:
        return sum(widths[glyphs[ord(char)]][0] for char in text) / font["head"].unitsPerEm * size * 25.4 / 72

    file, said = opened(FINAL), document(FINAL)
    rules = [each for each in file.paragraphs if each.element.find("w:pPr/w:pBdr/w:bottom", NS) is not None]
    columns = [int(each.get(q("w:w"))) / MM for each in head_table(file).findall("w:tblGrid/w:gridCol", NS)]
    lengths = [
        room - sum(int(each.element.find("w:pPr/w:ind", NS).get(q(f"w:{side}"))) / MM for side in ("left", "right"))
        for each, room in zip(rules, (*columns, sum(columns)), strict=True)
    ]
    issuer = width(said["issuer"][-1], file.found(said["issuer"][-1]).look.size)
    motto = width(said["motto"][1], file.found(said["motto"][1]).look.size)
    assert 1 / 3 <= lengths[0] / issuer <= 1 / 2
    assert 0.95 <= lengths[1] / motto <= 1.05
    assert width(said["motto"][0], file.found(said["motto"][0]).look.size) < columns[1], "the national name would wrap"
    assert 30 <= lengths[2] <= 80


def test_title_addressee_and_end(opened: Opened, document: Callable[[str], Any]) -> None:
    file, said = opened(FINAL), document(FINAL)
    kind, title = looks(file, "BÁO CÁO", "Kết quả thực hiện Chương trình mục tiêu")
    for look in (kind, title):
        assert look in [(13, True, False, "center"), (14, True, False, "center")]
    assert file.found("BÁO CÁO").look.keep
    assert looks(file, "Kính gửi: ")[0][1:] == (False, False, "center")
    closing = file.found("Trên đây là")
    assert closing.text.endswith("./.")
    assert closing.look.keep, "the signature might stand alone on a page"
    last = file.body.findall("w:tbl", NS)[1]
    assert closing.element.getnext().tag == q("w:tbl")
    assert len(last.findall("w:tblGrid/w:gridCol", NS)) == 2
    assert last.find("w:tr/w:trPr/w:cantSplit", NS) is not None
    left, right = ([Paragraph(p, file) for p in cell.iter(q("w:p"))] for cell in last.iter(q("w:tc")))
    assert [each.text for each in left] == ["Nơi nhận:", *said["recipients"]]
    assert left[-1].text.startswith("Lưu: VT, ")
    assert left[-1].text.endswith(".")
    assert (left[0].look.size, left[0].look.bold, left[0].look.italic) == (12, True, True)
    assert {(each.look.size, each.look.bold, each.look.italic) for each in left[1:]} == {(11, False, False)}
    assert all(each.element.find("w:pPr/w:numPr", NS) is not None for each in left[1:])
    assert [each.text for each in right] == [*said["signatory"]["authority"], said["signatory"]["name"]]
    assert {(each.look.bold, each.look.align) for each in right} == {(True, "center")}
    assert all(13 <= each.look.size <= 14 for each in right)
    assert right[0].text.startswith(("TM.", "KT.", "TL.", "TUQ."))
    assert right[-1].look.before >= 48, "no room to sign and seal"


@pytest.mark.parametrize("period", PERIODS)
def test_body_text(opened: Opened, period: str) -> None:
    paragraphs = opened(period).styled("BodyText", "ListBullet", "ListNumber")
    assert len(paragraphs) > 50
    for each in paragraphs:
        look = each.look
        assert 13 <= look.size <= 14
        assert look.align == "both"
        assert 10 <= look.indent <= 12.71
        assert look.after >= 6
        assert 1 <= look.line <= 1.5
        assert each.said("w:pPr/w:widowControl") == ""


@pytest.mark.parametrize("period", PERIODS)
def test_headings_are_words_own_and_numbered_by_level(
    opened: Opened, document: Callable[[str], Any], period: str
) -> None:
    file = opened(period)
    for level, (mark, name) in enumerate([("I.", "heading 1"), ("1.", "heading 2"), ("a)", "heading 3")], 1):
        headings = file.styled(f"Heading{level}")
        sections = [each for each in document(period)["sections"] if each["level"] == level]
        titles = [f"{each['label']} {each['title']}" for each in sections]
        assert [each.text for each in headings if each.text in titles] == titles
        assert titles[0].startswith(mark)
        style = file.styles[f"Heading{level}"]
        assert attribute(style, "w:name") == name
        assert attribute(style, "w:pPr/w:outlineLvl") == str(level - 1)
        assert all(each.look.keep and each.look.bold and 13 <= each.look.size <= 14 for each in headings)


def test_tables_are_tables(opened: Opened) -> None:
    """Rows that no page parts, a head that repeats, widths that add up to the page's."""
    file = opened(FINAL)
    data = file.body.findall("w:tbl", NS)[2:]
    assert data
    for table in data:
        head, *rows = table.findall("w:tr", NS)
        assert head.find("w:trPr/w:tblHeader", NS) is not None
        assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in (head, *rows))
        assert {len(row.findall("w:tc", NS)) for row in (head, *rows)} == {len(head.findall("w:tc", NS))}
        width = sum(int(each.get(q("w:w"))) for each in table.iter(q("w:gridCol"))) / MM
        assert 164 <= width <= 166
        assert attribute(table, "w:tblPr/w:tblStyle") == "TableGrid"


@pytest.mark.parametrize("period", PERIODS)
def test_charts_are_pictures_with_their_figures_in_words(
    opened: Opened, document: Callable[[str], Any], period: str
) -> None:
    file = opened(period)
    charts = [each for section in document(period)["sections"] for each in section["charts"] if each["svg"]]
    charts += [part["chart"] for part in document(period)["annex"]["parts"] if part["part"] == "chart"]
    assert len(charts) >= 4
    drawings = list(file.body.iter(q("wp:inline")))
    relations = {each.get("Id"): each.get("Target") for each in file.xml("word/_rels/document.xml.rels")}
    for drawing, chart in zip(drawings, charts, strict=True):
        described = drawing.find("wp:docPr", NS).get("descr")
        for row in chart["table"][1:]:
            assert row[0] in described
            assert all(value in described for value in row[1:])
        blob = file.parts[f"word/{relations[next(drawing.iter(q('a:blip'))).get(q('r:embed'))]}"]
        assert blob == base64.b64decode(chart["png"])
        image = Image.open(io.BytesIO(blob))
        extent = drawing.find("wp:extent", NS)
        width, height = int(extent.get("cx")) / 36000, int(extent.get("cy")) / 36000
        assert 100 < width <= 165
        assert height <= 181
        assert image.width / (width / 25.4) >= 299
        assert abs(width / height - image.width / image.height) < 0.01
        caption = Paragraph(drawing.getparent().getparent().getparent().getprevious(), file)
        assert caption.style == "Caption"
        assert caption.look.keep


# --- facts


@pytest.mark.parametrize("period", PERIODS)
def test_every_fact_the_narrative_cites_is_a_content_control(opened: Opened, edition: Make, period: str) -> None:
    made = edition(period)
    cited = [
        fact
        for path in sorted((made.folder / "notebooks").glob("*.ipynb"))
        for part in outputs(nbformat.read(path, as_version=4), NARRATIVE_MIME)
        for fact in part["cited"]
    ]
    controls = opened(period).controls
    assert set(cited) <= {tag for tag, _ in controls}
    assert len(set(cited)) > 80
    assert [(tag, text) for tag, text in controls if made.facts[tag]["printed"] != text] == []


@pytest.mark.parametrize("period", PERIODS)
def test_content_controls_are_named_open_and_apart(opened: Opened, edition: Make, period: str) -> None:
    controls = list(opened(period).body.iter(q("w:sdt")))
    numbers = [attribute(each, "w:sdtPr/w:id") for each in controls]
    assert len(numbers) == len(set(numbers))
    for each in controls:
        tag, name = str(attribute(each, "w:sdtPr/w:tag")), str(attribute(each, "w:sdtPr/w:alias"))
        title = edition(period).facts[tag]["title"]
        assert name == title or (name.endswith("…") and title.startswith(name[:-1]))
        assert len(name) <= 64
        assert len(tag) <= 64
        assert each.find("w:sdtPr/w:lock", NS) is None
        assert each.getparent().tag == q("w:p")
        assert len(each.findall("w:sdtContent/w:r", NS)) == 1


# --- drafts


def test_a_draft_says_so_at_its_head_and_across_every_page(opened: Opened) -> None:
    file = opened(DRAFT)
    assert file.lines[0].startswith("Dự thảo – ")
    for kind in ("first", "default"):
        marks = [each.get("string") for each in file.header(kind).iter(q("v:textpath")) if each.get("string")]
        assert marks == ["DỰ THẢO"]


def test_a_final_report_has_no_mark_of_a_draft(opened: Opened) -> None:
    file = opened(FINAL)
    assert "dự thảo" not in "\n".join(file.lines).lower()
    assert not any(list(file.header(kind).iter(q("v:textpath"))) for kind in ("first", "default"))


# --- the file


def test_the_same_document_is_the_same_bytes_whatever_the_clock(
    document: Callable[[str], Any], edition: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 2e9)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2e9))
    assert report_docx(document(FINAL)) == (edition(FINAL).folder / "report.docx").read_bytes()


def test_nothing_in_the_file_knows_the_clock(opened: Opened, document: Callable[[str], Any]) -> None:
    file = opened(FINAL)
    assert {member.date_time for member in file.members} == {(1980, 1, 1, 0, 0, 0)}
    core = file.parts["docProps/core.xml"].decode("utf-8")
    assert "dcterms" not in core
    assert "<dc:language>vi-VN</dc:language>" in core
    assert " ".join(document(FINAL)["issuer"]) in core


def test_the_manifest_names_it(edition: Make) -> None:
    assert "report.docx" in edition(FINAL).manifest["outputs"]


def test_word_opens_it_as_its_own(opened: Opened, edition: Make) -> None:
    """No compatibility mode; and the library that others read such files with finds its way."""
    file = opened(FINAL)
    setting = file.xml("word/settings.xml").find("w:compat/w:compatSetting", NS)
    assert (setting.get(q("w:name")), setting.get(q("w:val"))) == ("compatibilityMode", "15")
    read = docx.Document(str(edition(FINAL).folder / "report.docx"))
    assert [each.text for each in read.paragraphs if each.style.name == "Heading 1"]
    assert len(read.inline_shapes) >= 4
    assert len(read.tables) == len(file.body.findall("w:tbl", NS))
