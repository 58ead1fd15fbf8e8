"""The facts a Word file of ours prints, read from its content controls."""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from lib.domain.errors import ReportError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def printed_facts(path: Path) -> list[tuple[str, str]]:
    """Each content control's tag and text, in reading order. Raises ReportError for a file that is no such."""
    try:
        with ZipFile(path) as file:
            document = ElementTree.fromstring(file.read("word/document.xml"))
    except (BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise ReportError("không phải tệp Word", file=path.name) from error
    found = []
    for control in document.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            found.append((tag.get(f"{W}val", ""), "".join(text.text or "" for text in control.iter(f"{W}t"))))
    return found
