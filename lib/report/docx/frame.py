"""What stands around the text: the two-column head with its rules, the title, recipients and signature, page numbers,
the mark of a draft."""

from collections.abc import Mapping
from typing import Any

from lib.domain.text import showable
from lib.narrative.runs import plain_text
from lib.report.docx.layout import Layout, Style
from lib.report.docx.styles import BULLETS
from lib.report.docx.table import row, table
from lib.report.docx.text import Text, line, paragraph, plain
from lib.report.docx.xml import el, root, twips

LEFT = 0.39
"""The share of the width that the issuing body's column takes; the national name needs the rest."""
ABOVE_FOOT = 4
"""Between the last line of the text and the foot, in mm."""
POINT = 25.4 / 72
EM = {"upper": 0.73, "space": 0.25, "other": 0.49}
"""Mean widths of bold letters of the font, in ems: near enough for the length of a rule."""


class Frame:
    """The head and foot of one document."""

    def __init__(self, document: Mapping[str, Any], layout: Layout, text: Text) -> None:
        self.document, self.layout, self.text = document, layout, text
        self.styles = {style.id: style for style in layout.styles}
        width = layout.page.text_width
        self.columns = (round(width * LEFT), width - round(width * LEFT))

    def head(self) -> str:
        """The draft's note, the two columns, the title and the addressee."""
        document = self.document
        issuer = [line("Superior", each) for each in document["superior"]]
        issuer += [line("Issuer", each) for each in document["issuer"]]
        nation, motto = document["motto"]
        place = [line("PlaceDate", document["place_date_line"])]
        first = [
            "".join([*issuer, self._rule("issuer", "Issuer", document["issuer"][-1], self.columns[0])]),
            line("Nation", nation) + line("Motto", motto) + self._rule("motto", "Motto", motto, self.columns[1]),
        ]
        second = [paragraph("Number", self.text.runs(document["number_line"])), *place]
        columns = table(self.columns, [row(first, self.columns), row(second, self.columns)])
        return (
            self.text.flat(document["draft_note"], "Draft")
            + columns
            + self._title()
            + line("Addressee", document["addressee_line"])
        )

    def _title(self) -> str:
        blocks = self.document["title"]
        lines = "".join(paragraph("Title", self.text.runs(block["runs"])) for block in blocks)
        width = self.layout.page.text_width
        rule = self._rule("title", "Title", plain_text(blocks), width, keep=True)
        replaces = self.document["replaces_line"]
        return line("Kind", self.document["kind"]) + lines + rule + (line("Replaces", replaces) if replaces else "")

    def _rule(self, part: str, style: str, text: str, available: float, keep: bool = False) -> str:
        """A rule centred under a line of text, as long as the decree wants it beside that line."""
        rule = self.layout.rules[part]
        longest = available - 2 * (self.styles[style].sides or 0)
        length = min(estimated_width(text, self.styles[style]), longest) * (rule.least + rule.most) / 200
        side = twips((available - length) / 2)
        border = el("w:pBdr", el("w:bottom", val="single", sz=6, space=0, color="auto"))
        kept = el("w:keepNext") if keep else ""
        return el("w:p", el("w:pPr", el("w:pStyle", val="Rule"), kept, border, el("w:ind", left=side, right=side)))

    def foot(self) -> str:
        """Recipients at the left, the signature at the right, in one row that no page parts."""
        document = self.document
        recipients = [line("RecipientsTitle", document["recipients_title"])]
        recipients += [line("Recipients", each, listed=(BULLETS, 0), flush=True) for each in document["recipients"]]
        signatory = document["signatory"]
        signature = [line("Authority", each) for each in signatory["authority"]]
        signature.append(line("Signatory", signatory["name"]))
        half = self.layout.page.text_width / 2
        columns = (half, half)
        return table(columns, [row(["".join(recipients), "".join(signature)], columns)], above=ABOVE_FOOT)

    def page_number(self) -> str:
        """The header's paragraph from the second page on."""
        number = el("w:fldSimple", plain("2"), instr=" PAGE ")
        return root("w:p", el("w:pPr", el("w:pStyle", val="Header")), self._watermark(), number)

    def no_number(self) -> str:
        """The header's paragraph on a first page."""
        return root("w:p", el("w:pPr", el("w:pStyle", val="Header")), self._watermark())

    def _watermark(self) -> str:
        """The draft's own word across the page, behind the text; nothing once it is final."""
        note = self.document["draft_note"]
        return _across(showable(note[0]["runs"][0]["text"]).upper(), self.layout.font.name) if note else ""


def estimated_width(text: str, style: Style) -> float:
    """About how wide a line of bold text is, in mm."""
    ems = sum(EM["upper" if char.isupper() else "space" if char == " " else "other"] for char in text)
    return ems * (style.size or 0) * POINT


def _across(word: str, font: str) -> str:
    """A word drawn from corner to corner, as Word's own watermarks are."""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:430pt;height:105pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    kind = el(
        "v:shapetype", el("v:path", textpathok="t", o_connecttype="rect"), el("v:textpath", on="t", fitshape="t"),
        id="_x0000_t136", coordsize="21600,21600", o_spt="136", adj="10800", path="m@7,l@8,m@5,21600l@6,21600e",
    )  # fmt: skip
    shape = el(
        "v:shape", el("v:fill", opacity=".5"),
        el("v:textpath", style=f"font-family:'{font}';font-size:1pt;font-weight:bold", string=word),
        id="Watermark", o_spid="_x0000_s2049", type="#_x0000_t136", style=place, alt=word, o_allowincell="f",
        fillcolor="#d9d9d9", stroked="f",
    )  # fmt: skip
    return el("w:r", el("w:pict", kind, shape))


def section_properties(layout: Layout, headers: Mapping[str, str], first_number: int | None = None) -> str:
    """A section's properties: the page, its margins, its headers by kind, no number on its first page.

    `first_number` begins to count anew.
    """
    page = layout.page
    return el(
        "w:sectPr",
        *(el("w:headerReference", w_type=kind, r_id=relation) for kind, relation in headers.items()),
        el("w:type", val="nextPage"),
        el("w:pgSz", w=twips(page.width), h=twips(page.height)),
        el("w:pgMar", top=twips(page.top), right=twips(page.right), bottom=twips(page.bottom), left=twips(page.left),
           header=twips(page.header), footer=twips(page.header), gutter=0),
        el("w:pgNumType", start=first_number) if first_number is not None else "",
        el("w:titlePg"),
    )  # fmt: skip
