"""The numbers of sections: gaps, repetitions, an order that goes back."""

from collections.abc import Iterator

from lib.checks.audit.document import Document
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding

_SAID = {
    "repeat": "số mục {0} đã có ở trên",
    "gap": "trước mục {0} thiếu số mục liền trước",
    "back": "số mục {0} nhỏ hơn mục đứng trước",
    "start": "mục đầu tiên mang số {0}, không phải số một",
    "parent": "mục {0} không nằm dưới mục mẹ mang số ấy",
}


def check_numbering(document: Document) -> Iterator[Finding]:
    """Every label that does not follow the one before it."""
    for paragraph in document.prose:
        if not paragraph.trouble or paragraph.label is None:
            continue
        label = paragraph.label
        certain = paragraph.heading and paragraph.trouble in ("repeat", "gap", "back")
        message = _SAID[paragraph.trouble].format(label.text)
        yield finding(paragraph, (0, len(paragraph.text)), "numbering", ERROR if certain else REVIEW, message)
