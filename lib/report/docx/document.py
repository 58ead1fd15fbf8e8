"""The Word file from the assembled document: head, text, foot, annex, in the order of the page."""

from collections.abc import Mapping
from typing import Any

from docx.oxml.parser import parse_xml

from lib.narrative.runs import plain_text
from lib.report.docx.frame import Frame, section_properties
from lib.report.docx.layout import layout
from lib.report.docx.package import blank, saved
from lib.report.docx.picture import Place, chart
from lib.report.docx.styles import BULLETS, restarted
from lib.report.docx.table import data_table
from lib.report.docx.text import Text, line, paragraph
from lib.report.docx.xml import NAMESPACES, root

W, R = NAMESPACES["w"], NAMESPACES["r"]


def report_docx(document: Mapping[str, Any]) -> bytes:
    """The file's bytes, the same for the same document (the content of a DOCUMENT_MIME output, facts included)."""
    rules = layout()
    text = Text({fact["id"]: fact["title"] for fact in document["facts"]})
    made = blank(rules, plain_text(document["title"]), " ".join(document["issuer"]))
    frame = Frame(document, rules, text)
    headers = _headers(made, frame)
    width = rules.page.text_width
    body = [frame.head(), text.legend(document["legend"]), text.blocks(document["opening"])]
    body += [_section(section, text, made.part.get_or_add_image, width) for section in document["sections"]]
    body += [text.blocks(document["closing"], keep=True), frame.foot()]
    body.append(paragraph("Rule", "", last=section_properties(rules, headers)))
    body += [
        _annex(document["annex"], text, made.part.get_or_add_image, width),
        section_properties(rules, headers, first_number=1),
    ]
    element = made.element
    element.replace(element.body, parse_xml(root("w:body", *body)))
    for number in text.restarts:
        made.part.numbering_part.element.append(parse_xml(restarted(number)))
    return saved(made)


def _headers(made: Any, frame: Frame) -> dict[str, str]:
    """The two headers put into the file, by kind: the relation each is known by."""
    section = made.sections[0]
    kinds = {"default": (section.header, frame.page_number()), "first": (section.first_page_header, frame.no_number())}
    for header, content in kinds.values():
        header.is_linked_to_previous = False
        header._element.replace(header.paragraphs[0]._element, parse_xml(content))
    references = section._sectPr.findall(f"{{{W}}}headerReference")
    return {each.get(f"{{{W}}}type"): each.get(f"{{{R}}}id") for each in references}


def _section(section: Mapping[str, Any], text: Text, place: Place, width: float) -> str:
    level = section["level"]
    parts = [line(f"Heading{level}", f"{section['label']} {section['title']}")]
    parts.append(text.blocks(section["blocks"], heading=level + 1))
    parts += [text.stale(section["stale"]), text.legend(section["legend"])]
    parts += [chart(each, text, place, width) for each in section["charts"]]
    return "".join(parts)


def _annex(annex: Mapping[str, Any], text: Text, place: Place, width: float) -> str:
    parts = [line("Annex", annex["title"])]
    for part in annex["parts"]:
        if part["part"] == "table":
            parts.append(data_table(part, width))
        elif part["part"] == "chart":
            parts.append(chart(part["chart"], text, place, width))
        elif part["part"] == "list":
            parts += [line("AnnexList", item, listed=(BULLETS, 0)) for item in part["items"]]
        elif part["part"] != "folded":
            style = "AnnexHeading" if part["part"] == "heading" else "AnnexText"
            parts.append(paragraph(style, text.runs(part["runs"])))
    return "".join([*parts, paragraph("Rule", "")])
