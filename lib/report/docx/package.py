"""The file around the text: an empty document in the layout to begin with, and the same bytes for the same content in
the end. Parts, relations and pictures are python-docx's work."""

import io
from collections.abc import Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Docx

from lib.domain.text import showable
from lib.report.docx.layout import Layout
from lib.report.docx.styles import LANGUAGE, fonts_xml, numbering_xml, settings_xml, styles_xml
from lib.report.docx.theme import theme_xml
from lib.report.docx.xml import root

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)


def blank(layout: Layout, title: str, author: str) -> Docx:
    """An empty document with the layout's styles, fonts and lists. Its properties name title and author, not the
    clock."""
    parts = {
        "styles": styles_xml(layout),
        "settings": settings_xml(),
        "fontTable": fonts_xml(layout.font),
        "numbering": numbering_xml(layout),
        "theme": theme_xml(layout.font),
    }
    stream = io.BytesIO()
    with ZipFile(stream, "w") as made:
        made.writestr("[Content_Types].xml", DECLARATION + _content_types(parts))
        made.writestr("_rels/.rels", DECLARATION + _package_relations())
        made.writestr("docProps/core.xml", DECLARATION + _properties(title, author))
        made.writestr("word/document.xml", DECLARATION + root("w:document", "<w:body><w:sectPr/></w:body>"))
        made.writestr("word/_rels/document.xml.rels", DECLARATION + _document_relations(parts))
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", DECLARATION + content)
    stream.seek(0)
    return Document(stream)


def _content_types(parts: Mapping[str, str]) -> str:
    kinds = {name: f"wordprocessingml.{name}" for name in parts} | {"document": "wordprocessingml.document.main"}
    kinds |= {"theme": "theme"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    own = "application/vnd.openxmlformats-package"
    core = f'<Override PartName="/docProps/core.xml" ContentType="{own}.core-properties+xml"/>'
    defaults = (
        f'<Default Extension="rels" ContentType="{own}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}{core}</Types>'


def _package_relations() -> str:
    metadata = f"{PACKAGE}/relationships/metadata/core-properties"
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    core = f'<Relationship Id="rId2" Type="{metadata}" Target="docProps/core.xml"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{main}{core}</Relationships>'


def _document_relations(parts: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _properties(title: str, author: str) -> str:
    dublin = "http://purl.org/dc/elements/1.1/"
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="{dublin}">'
        f"<dc:title>{escape(showable(title))}</dc:title><dc:creator>{escape(showable(author))}</dc:creator>"
        f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    )


def saved(document: Docx) -> bytes:
    """The file's bytes: every member in the library's order, stamped with no time."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with ZipFile(written) as made, ZipFile(fixed, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            member = ZipInfo(name, EPOCH)
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            kept.writestr(member, made.read(name))
    return fixed.getvalue()
