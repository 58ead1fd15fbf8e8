"""Files to paragraphs: .txt, .md, .html and .docx, as people save, wrap and edit them."""

import io
import unicodedata
from pathlib import Path

import docx
import pytest
from checks.audit.reports import REPORTS
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lib.checks.audit.document import Document
from lib.checks.audit.labels import read_label
from lib.checks.audit.reading import read_document
from lib.domain.errors import ReportError


def read(folder: Path, name: str, content: str | bytes) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path)


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [(each.region, each.section, each.text) for each in document.paragraphs]


def encoded(text: str, encoding: str) -> bytes:
    """In Windows-1258 most marks of tone stand after their letter."""
    if encoding != "cp1258":
        return text.encode(encoding)
    told = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        vowel, tone = unicodedata.normalize("NFC", parts[:-1]), parts[-1]
        try:
            told += char.encode(encoding)
        except UnicodeEncodeError:
            told += (vowel + tone).encode(encoding)
    return told


def test_a_report_has_head_sections_and_foot(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", REPORTS["commune"])
    regions = [each.region for each in document.paragraphs]
    assert regions == sorted(regions, key=["head", "prose", "foot"].index)
    assert [each.section for each in document.prose][-9:] == [
        "II.2.b",
        "II.2.b",
        "II.3",
        *["II.3"] * 3,
        "III",
        "III",
        "III",
    ]
    assert document.paragraphs[-1].text == "Lò Văn Pâng"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_text_in_any_encoding_of_windows(encoding: str, tmp_path: Path) -> None:
    text = "Có 14 xã, 1.779 nhà.\r\n\r\nHết."
    assert [each.text for each in read(tmp_path, "a.txt", encoded(text, encoding)).paragraphs] == [
        "Có 14 xã, 1.779 nhà.",
        "Hết.",
    ]


def test_lines_wrapped_by_an_editor_are_one_paragraph(tmp_path: Path) -> None:
    sentence = "Trong kỳ các cơ quan của huyện đã hỗ trợ các hộ nghèo vay vốn làm ăn và sửa nhà"
    words = sentence.split() * 6
    lines, line = [], ""
    for word in words:
        if len(line) > 68:
            lines.append(line.strip())
            line = ""
        line += f" {word}"
    wrapped = "\n".join([*lines, line.strip()])
    document = read(tmp_path, "a.txt", f"1. Kết quả\n{wrapped}\n\n2. Khó khăn\n{wrapped}\n")
    assert [each.text for each in document.paragraphs] == [
        "1. Kết quả",
        " ".join(words),
        "2. Khó khăn",
        " ".join(words),
    ]


def test_a_page_break_in_mid_sentence_joins(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "Đã hỗ trợ 14 con giống, 910 bó giống,\n\n\f250 kg giống và 567 ngày công.\n")
    assert [each.text for each in document.paragraphs] == [
        "Đã hỗ trợ 14 con giống, 910 bó giống, 250 kg giống và 567 ngày công."
    ]


def test_markdown_shows_what_a_reader_sees(tmp_path: Path) -> None:
    text = "---\nauthor: A\n---\n## I. Kết quả\n\nCó **1.779** hộ\nvay.\n\n3. Một\n4. Hai\n   - *Ba* 5 hộ\n"
    text += "\n| a | b |\n|---|---|\n| 6 | 7 |\n"
    document = read(tmp_path, "a.md", text)
    assert shown(document) == [
        ("prose", "I", "I. Kết quả"),
        ("prose", "I", "Có 1.779 hộ vay."),
        ("prose", "I.3", "3. Một"),
        ("prose", "I.4", "4. Hai"),
        ("prose", "I.4", "- Ba 5 hộ"),
        *[("table", "", cell) for cell in "ab67"],
    ]


PAGE = """<!DOCTYPE html><html><head><title>9</title><style>p{color:#123}</style><script>var a = 7</script></head><body>
<a class="skip" href="#x">Tới 1</a><nav>Mục 2</nav>
<header><p>Số: <data class="fact" value="header.report_number">47/BC-UBND</data></p></header>
<main><section><h2>I. Kết quả</h2>
<p>Có <data class="fact" value="a.b">1.779</data><sup class="mark" title="x 5">†</sup> hộ<br>vay; <b>12</b>&nbsp;xã.
<span popover id="p">Công thức 5 + 6</span><span data-audit="skip">7</span><span hidden>8</span>
<span style="display: none">9</span></p>
<ol start="3"><li>Ba hộ</li><li>Bốn<ul><li>nhỏ</li></ul></li></ol>
<figure><figcaption>Biểu 5</figcaption><svg><defs><style>10</style></defs><text>11</text></svg></figure>
<table><tr><td>12</td></tr></table></section></main>
<section class="annex"><p>13</p></section></body></html>"""


def test_a_page_shows_only_what_is_seen(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", PAGE)
    assert shown(document) == [
        ("head", "", "Số: 47/BC-UBND"),
        ("prose", "I", "I. Kết quả"),
        ("prose", "I", "Có 1.779 hộ"),
        ("prose", "I", "vay; 12\u00a0xã."),
        ("prose", "I.3", "3. Ba hộ"),
        ("prose", "I.4", "4. Bốn"),
        ("prose", "I.4", "nhỏ"),
        ("table", "", "Biểu 5"),
        ("table", "", "11"),
        ("table", "", "12"),
        ("annex", "", "13"),
    ]
    assert document.paragraphs[2].tags == ((3, 8, "a.b"),)
    assert document.paragraphs[4].item


def test_a_page_saved_by_word_in_windows_1258_declares_it(tmp_path: Path) -> None:
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1258"></head><body><p>Có 5 xã'
    )
    assert [each.text for each in read(tmp_path, "a.htm", encoded(page, "cp1258")).paragraphs] == ["Có 5 xã"]


# --- Word


def word(paragraphs: list[str]) -> docx.document.Document:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_word_numbers_its_lists_as_word_shows_them(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("I. Kết quả", 1)
    for text in ("Một", "Hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Xã", "12"
    read_back = read(tmp_path, "a.docx", saved(document))
    assert shown(read_back) == [
        ("prose", "I", "I. Kết quả"), ("prose", "I.1", "1. Một"), ("prose", "I.2", "2. Hai"),
        ("prose", "I.2", "- gạch"), ("table", "", "Xã"), ("table", "", "12"),
    ]  # fmt: skip
    assert read_back.paragraphs[0].heading


def test_word_deletions_and_hidden_text_are_gone_and_insertions_stand(tmp_path: Path) -> None:
    document = word(["Có 5 hộ"])
    paragraph = document.paragraphs[0]._p
    for tag, text in (("w:del", " bớt 6"), ("w:ins", " thêm 7"), ("w:moveFrom", " chuyển 8")):
        change, run = OxmlElement(tag), OxmlElement("w:r")
        told = OxmlElement("w:delText" if tag == "w:del" else "w:t")
        told.text = text
        told.set(qn("xml:space"), "preserve")
        run.append(told)
        change.append(run)
        paragraph.append(change)
    hidden = document.paragraphs[0].add_run(" ẩn 9")
    hidden.font.hidden = True
    assert [each.text for each in read(tmp_path, "a.docx", saved(document)).paragraphs] == ["Có 5 hộ thêm 7"]


def test_content_controls_carry_facts(tmp_path: Path) -> None:
    document = word(["Có "])
    control, properties, tag, content, run, told = (
        OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "tag", "sdtContent", "r", "t")
    )
    tag.set(qn("w:val"), "credit.households")
    told.text = "1.779"
    for parent, child in ((control, properties), (properties, tag), (control, content), (content, run), (run, told)):
        parent.append(child)
    document.paragraphs[0]._p.append(control)
    document.paragraphs[0].add_run(" hộ")
    (paragraph,) = read(tmp_path, "a.docx", saved(document)).paragraphs
    assert (paragraph.text, paragraph.tags) == ("Có 1.779 hộ", ((3, 8, "credit.households"),))


# --- what cannot be read


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "không kiểm tra được loại tệp này. Cách sửa: lưu lại ở một trong các dạng: .html"),
        ("a.docx", b"PK\x03\x04 broken", "không đọc được tệp này như một văn bản Word"),
        ("a.docx", b"text", "không đọc được tệp này như một văn bản Word"),
        ("a.txt", b"  \n ", "tệp không có chữ nào để kiểm tra"),
        ("a.html", b"", "tệp không có chữ nào để kiểm tra"),
        ("a.txt", b"\xff\xfe\x41", "không rõ bảng mã chữ của tệp"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        read(tmp_path, name, content)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="không mở được tệp"):
        read_document(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("text", "label"),
    [("I. Kết quả", "I"), ("II/ KẾT", "II"), ("V - Đề xuất", "V"), ("3.8. Hỗ trợ", "3.8"), ("3.8 Hỗ trợ", "3.8"),
     ("1.Công", "1"), ("1) Vốn", "1"), ("1/ Vốn", "1"), ("a) Vốn", "a"), ("đ) Vốn", "đ"), ("A. KẾT QUẢ", "A"),
     ("Phần thứ hai: B", "Phần thứ hai"), ("1.779 hộ", None), ("3,5 ha", None), ("2 xã", None), ("12 hộ", None),
     ("2.5 ha", None), ("01 dự án", None), ("Vốn", None), ("3.30% số hộ", None), ("V", None), ("15.000 đồng", None)],
)  # fmt: skip
def test_labels(text: str, label: str | None) -> None:
    found = read_label(text)
    assert (found.text if found else None) == label
