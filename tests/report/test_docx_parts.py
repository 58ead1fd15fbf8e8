"""The Word file piece by piece: valid order of elements, lists, marks, and hostile text that stays text."""

import base64
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from e2e.wordfile import NS, WordFile, attribute, q
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from lib.domain.errors import ReportError
from lib.domain.text import showable
from lib.report.docx import report_docx
from lib.report.docx.layout import FILE, layout
from lib.report.docx.xml import el

FACT = {"id": "nhom.so_ho", "title": "Số hộ", "printed": "1.779"}


def runs(*texts: str | dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": text} if isinstance(text, str) else text for text in texts]


def p(*texts: str | dict[str, Any]) -> dict[str, Any]:
    return {"block": "paragraph", "runs": runs(*texts)}


def picture() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (1500, 600), "white").save(stream, "png", dpi=(300, 300))
    return base64.b64encode(stream.getvalue()).decode("ascii")


def assembled(**changed: Any) -> dict[str, Any]:
    """A small assembled document that has one of everything."""
    fact = {"text": "1.779", "fact": "nhom.so_ho", "caveats": ["incomplete", "entered"]}
    blocks = [
        p("Có ", fact, " hộ, ", {"text": "đậm", "strong": True}, {"text": " nghiêng", "em": True}),
        {"block": "heading", "level": 3, "label": "1.", "runs": runs("Mặt được")},
        {"block": "list", "ordered": True, "items": [[p("một")], [p("hai"), {
            "block": "list", "ordered": False, "items": [[p("nhỏ")]]}]]},
        {"block": "list", "ordered": True, "items": [[p("lại một")]]},
        p({"text": "(chưa có số liệu)", "gap": ["nhom.thieu"]}),
    ]  # fmt: skip
    drawn = {
        "id": "chart-a", "title": [p("Nhiều nhất ", fact)], "svg": "<svg/>", "png": picture(),
        "table": [["", "Số hộ (hộ)"], ["Xã A", "7"]], "marks": [[[], []], [[], ["entered"]]],
        "legend": [{"code": "entered", "mark": "‡", "runs": runs("Nhập tay.")}],
    }  # fmt: skip
    missing = {**drawn, "id": "", "title": [p("Không vẽ được.")], "svg": "", "png": ""}
    section = {
        "number": "I", "label": "I.", "level": 1, "title": "Kết quả", "blocks": blocks, "charts": [drawn, missing],
        "legend": [{"code": "incomplete", "mark": "†", "runs": runs("Chưa đủ.")}], "stale": [{"runs": runs("đã cũ")}],
    }  # fmt: skip
    annex = [
        {"part": "notice", "runs": runs({"text": "Dữ liệu mẫu.", "strong": True}, " Dựng.")},
        {"part": "heading", "runs": runs("Nơi gửi")},
        {
            "part": "table",
            "head": ["Nơi gửi", "Dòng"],
            "rows": [["Xã A", "7"], ["Xã B", "8"]],
            "numbers": [1],
            "strong": [[1, 1]],
        },
        {"part": "list", "items": ["a"]},
        {"part": "paragraph", "runs": runs("Hết.")},
    ]
    return {
        "superior": [], "issuer": ["ỦY BAN NHÂN DÂN", "XÃ A"], "motto": ["CỘNG HÒA", "Độc lập"],
        "kind": "BÁO CÁO", "number_line": runs("Số: …/BC"), "place_date_line": "A, ngày … tháng …",
        "draft_note": [p({"text": "Dự thảo", "strong": True}, ", vì:"), {
            "block": "list", "ordered": False, "items": [[p("thiếu;")], [p("chưa có số.")]]}], "title": [p("Kết quả")],
        "replaces_line": "(Thay thế Báo cáo số 1/BC.)",
        "addressee_line": "Kính gửi: B.", "legend": [], "opening": [p("Mở đầu:")], "sections": [section],
        "closing": [p("Kính báo cáo./.")], "recipients_title": "Nơi nhận:", "recipients": ["Như trên;", "Lưu: VT."],
        "signatory": {"authority": ["TM. ỦY BAN"], "name": "Nguyễn A"},
        "annex": {"title": "Phụ lục", "parts": annex}, "facts": [FACT], **changed,
    }  # fmt: skip


def written(folder: Path, **changed: Any) -> WordFile:
    path = folder / "report.docx"
    path.write_bytes(report_docx(assembled(**changed)))
    return WordFile(path)


# --- valid


ORDER = {
    "w:sdt": "sdtPr sdtEndPr sdtContent",
    "w:sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding text",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "spacing ind contextualSpacing mirrorIndents jc textDirection textAlignment outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang",
    "w:sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols titlePg "
    "docGrid",
    "w:tbl": "tblPr tblGrid tr",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblW jc tblCellSpacing tblInd tblBorders shd "
    "tblLayout tblCellMar tblLook",
    "w:tblCellMar": "top left bottom right",
    "w:tr": "trPr tc",
    "w:tc": "tcPr p",
    "w:style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr trPr "
    "tcPr",
    "w:lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "w:numbering": "numPicBullet abstractNum num",
    "w:settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "w:p": "pPr r sdt fldSimple",
}
"""Children in the order of the schema of ISO/IEC 29500; where several of a kind may come, their first places."""


def elements(file: WordFile) -> Iterator[Any]:
    for name in file.parts:
        if name.endswith(".xml"):
            yield from file.xml(name).iter(etree.Element)


def test_children_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    seen = set()
    for element in elements(written(tmp_path)):
        local = f"w:{etree.QName(element).localname}"
        if etree.QName(element).namespace != NS["w"] or local not in ORDER:
            continue
        seen.add(local)
        known = ORDER[local].split()
        names = [etree.QName(child).localname for child in element]
        assert set(names) <= set(known), local
        places = [known.index(name) for name in names]
        if local == "w:p":
            assert names.count("pPr") <= 1
            assert "pPr" not in names[1:]
        else:
            assert places == sorted(places), (local, names)
    assert seen == set(ORDER)


def test_every_part_named_is_there_and_every_style_used_is_defined(tmp_path: Path) -> None:
    file = written(tmp_path)
    types = file.xml("[Content_Types].xml")
    named = [each.get("PartName").removeprefix("/") for each in types if each.get("PartName")]
    assert set(named) <= set(file.parts)
    endings = {each.get("Extension") for each in types if each.get("Extension")}
    assert all(name in named or name.rpartition(".")[2] in endings for name in file.parts)
    relations = file.xml("word/_rels/document.xml.rels")
    assert all(f"word/{each.get('Target')}" in file.parts for each in relations)
    used = {attribute(each, "w:pStyle") for each in file.body.iter(q("w:pPr")) if each.find("w:pStyle", NS) is not None}
    assert used <= set(file.styles)
    assert all(each.based in file.styles for each in layout().styles if each.based)
    numbers = {each.get(q("w:numId")) for each in file.xml("word/numbering.xml").findall("w:num", NS)}
    assert {each.get(q("w:val")) for each in file.body.iter(q("w:numId"))} <= numbers


def test_every_rule_names_the_paragraph_it_rests_on() -> None:
    rules = layout()
    for each in (rules.page, rules.font, *rules.rules.values(), *rules.styles):
        assert all(re.fullmatch(r"(?:I|II|III)\.\d(?:\.[a-zđ])?|–", part.strip()) for part in each.basis.split(","))


def test_a_layout_that_says_something_unknown_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decree30.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("width: 210", "widht: 210"), encoding="utf-8")
    monkeypatch.setattr("lib.report.docx.layout.FILE", path)
    layout.cache_clear()
    with pytest.raises(ReportError, match='page: khóa lạ "widht"'):
        layout()
    layout.cache_clear()


# --- text


def test_what_a_run_says_is_how_it_looks(tmp_path: Path) -> None:
    file = written(tmp_path)
    (first,) = (each for each in file.paragraphs if each.text.startswith("Có "))
    assert first.text == "Có 1.779†‡ hộ, đậm nghiêng"
    control, mark = first.element.find("w:sdt", NS), first.element.find("w:sdt", NS).getnext()
    assert attribute(control, "w:sdtPr/w:tag") == FACT["id"]
    assert attribute(control, "w:sdtPr/w:alias") == FACT["title"]
    assert attribute(mark, "w:rPr/w:vertAlign") == "superscript"
    bold = [
        each.findtext("w:t", namespaces=NS)
        for each in first.element.iter(q("w:r"))
        if each.find("w:rPr/w:b", NS) is not None
    ]
    italic = [
        each.findtext("w:t", namespaces=NS)
        for each in first.element.iter(q("w:r"))
        if each.find("w:rPr/w:i", NS) is not None
    ]
    assert (bold, italic) == (["đậm"], [" nghiêng"])
    assert attribute(file.found("(chưa").element, "w:r/w:rPr/w:highlight") == "yellow"
    assert file.found("1. Mặt được").style == "Heading2"


def test_each_numbered_list_counts_from_one(tmp_path: Path) -> None:
    file = written(tmp_path)
    listed = {
        each.text: (attribute(each.element, "w:pPr/w:numPr/w:numId"), attribute(each.element, "w:pPr/w:numPr/w:ilvl"))
        for each in file.styled("ListNumber", "ListBullet")
    }
    assert listed["một"] == listed["hai"]
    assert listed["một"][0] != listed["lại một"][0]
    assert listed["nhỏ"] == ("1", "1")
    started = {
        each.get(q("w:numId")): attribute(each, "w:lvlOverride/w:startOverride")
        for each in file.xml("word/numbering.xml").findall("w:num", NS)
    }
    assert {started[str(listed[text][0])] for text in ("một", "lại một")} == {"1"}


def test_notes_stand_under_their_section_and_chart_and_a_missing_chart_says_why(tmp_path: Path) -> None:
    lines = written(tmp_path).lines
    after = lines[lines.index("(chưa có số liệu)") + 1 :]
    assert after[:5] == [
        "Lời viết cần xem lại: đã cũ.",
        "† Chưa đủ.",
        "Nhiều nhất 1.779†‡",
        "‡ Nhập tay.",
        "Không vẽ được.",
    ]


def test_a_long_title_is_cut_to_what_word_takes(tmp_path: Path) -> None:
    file = written(tmp_path, facts=[{**FACT, "title": "x" * 80}])
    names = {attribute(each, "w:sdtPr/w:alias") for each in file.body.iter(q("w:sdt"))}
    assert names == {"x" * 63 + "…"}


# --- hostile


HOSTILE = "<script>alert(1)</script> & {{ 7*7 }} {% for %} ]]> &amp; <w:p/>"
ODD = "\x00\x08\x0b\x1f\x7f\ufffe\ud800"
TURNING = "\u202e\u2066\u200f"


def poisoned(value: Any, poison: str) -> Any:
    """Every text that readers would see, with something put in its middle."""
    if isinstance(value, dict):
        kept = ("block", "part", "fact", "id", "svg", "png", "code", "mark", "caveats", "marks", "number")
        return {key: each if key in kept else poisoned(each, poison) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, poison) for each in value]
    return f"{value}{poison}!" if isinstance(value, str) else value


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    plain, hostile = written(tmp_path), written(tmp_path, **poisoned(assembled(), HOSTILE))
    shown = HOSTILE + "!"
    assert [line.replace(shown, "") for line in hostile.lines] == plain.lines
    tags = [each.tag for each in hostile.body.iter(etree.Element)]
    assert [tag for tag in tags if "script" in str(tag)] == []
    read = docx.Document(io.BytesIO(report_docx(poisoned(assembled(), HOSTILE))))
    assert shown in read.core_properties.title
    assert HOSTILE in next(hostile.body.iter(q("wp:docPr"))).get("descr")


def test_characters_that_cannot_be_shown_or_turn_the_text_are_marked(tmp_path: Path) -> None:
    file = written(tmp_path, **poisoned(assembled(), ODD + TURNING))
    text = "\n".join(file.lines)
    assert "�" * len(ODD + TURNING) + "!" in text
    everything = b"".join(blob for name, blob in file.parts.items() if name.endswith(".xml")).decode("utf-8")
    assert not set(TURNING) & set(everything)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_sound_xml(text: str) -> None:
    element = etree.fromstring(f'<x xmlns:w="{NS["w"]}">{el("w:t", val=text)}</x>')
    said = element[0].get(q("w:val"))
    assert said == showable(text)
    assert not any(unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "PDF") for char in said)


def test_cells_that_stand_out_are_bold(tmp_path: Path) -> None:
    cells = {each.text: each.look.bold for each in written(tmp_path).styled("Cell", "CellNumber")}
    assert cells == {"Xã A": False, "7": False, "Xã B": False, "8": True}
