"""The official parts Decree 30/2020 asks of a report: motto, issuer, number, place and date, recipients, signature."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lib.checks.audit.document import FOOT, HEAD, PROSE, Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.vocabulary import UPPER

_NUMBER = re.compile(r"số\s*:\s*\d+\s*/\s*[A-ZĐ]", re.IGNORECASE)
_BLANK_NUMBER = re.compile(r"số\s*:\s*[.…_\s]*/\s*[A-ZĐ]", re.IGNORECASE)
_PLACE_DATE = re.compile(r"[^\W\d_]+\s*,\s*ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}", re.IGNORECASE)
_BLANK_DATE = re.compile(r",\s*ngày\s*[.…_\s]*tháng\s*[.…_\d\s]*năm", re.IGNORECASE)
_AUTHORITY = re.compile(
    rf"^\W*(?:(?:TM|KT|TL|TUQ|Q)\b\.?\s*[{UPPER}]|(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|TRƯỞNG BAN))"
)
_UNPOINTED = re.compile(rf"^\W*(TM|KT|TL|TUQ|Q)\s+[{UPPER}]")
_PERSON = re.compile(rf"^\W*[{UPPER}][^\W\d_]+(?:\s+[{UPPER}][^\W\d_]*['’]?[^\W\d_]*){{1,5}}\W*$")

_OTHERS = re.compile(r"^\W*(?:kính gửi|kết quả|tình hình|về việc|v/v|số\s*:|-)", re.IGNORECASE)
_HEADS: Final = (
    ("Quốc hiệu", r"cộng h(?:oà|òa) xã hội chủ nghĩa việt nam"),
    ("Tiêu ngữ", r"độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc"),
    ("tên cơ quan ban hành", r"(?:ủy ban|uỷ ban|ubnd|sở|phòng|ban chỉ đạo|chi cục|hội đồng|đảng ủy|huyện ủy)(?!\w)"),
    ("tên loại văn bản «BÁO CÁO»", r"^\W*báo cáo(?:\W*$|\s)"),
)


def check_form(document: Document) -> Iterator[Finding]:
    """What is missing of the official form. A text with neither head nor foot is taken for an excerpt."""
    heads, feet = _of(document, HEAD), _of(document, FOOT)
    if not heads and not feet:
        yield Finding("form", REVIEW, "văn bản không có phần đầu và phần cuối theo thể thức, coi như trích đoạn")
        return
    draft = any(_BLANK_NUMBER.search(each.text) or _BLANK_DATE.search(each.text) for each in heads)
    for message in (*_missing_of_head(heads, draft), *_missing_of_foot(feet)):
        yield Finding("form", REVIEW if draft else ERROR, message)
    yield from _ending(document)
    for paragraph in feet:
        if found := _UNPOINTED.match(paragraph.text):
            yield finding(
                paragraph, (0, found.end()), "form", REVIEW, f"thiếu dấu chấm sau «{found[1]}»: viết «{found[1]}.»"
            )


def _of(document: Document, region: str) -> list[Paragraph]:
    return [each for each in document.paragraphs if each.region == region]


def _any(paragraphs: Sequence[Paragraph], test: Callable[[str], object]) -> bool:
    return any(test(each.text) for each in paragraphs)


def _missing_of_head(heads: Sequence[Paragraph], draft: bool) -> Iterator[str]:
    own = [each for each in heads if not _OTHERS.match(each.text)]
    lacking = [name for name, pattern in _HEADS if not _any(own, re.compile(pattern, re.IGNORECASE).search)]
    if lacking:
        yield f"thiếu {', '.join(lacking)}"
    if not _any(heads, _NUMBER.search):
        blank = _any(heads, _BLANK_NUMBER.search)
        yield "chưa điền số văn bản" if blank else "thiếu số, ký hiệu văn bản («Số: …/BC-…»)"
    if not _any(heads, _PLACE_DATE.search):
        blank = _any(heads, _BLANK_DATE.search)
        yield "chưa điền ngày, tháng, năm ban hành" if blank else "thiếu địa danh và ngày, tháng, năm ban hành"


def _missing_of_foot(feet: Sequence[Paragraph]) -> Iterator[str]:
    if not _any(feet, re.compile(r"^\W*nơi nhận", re.IGNORECASE).search):
        yield "thiếu nơi nhận"
    elif not _any(feet, re.compile(r"(?<!\w)lưu\s*:", re.IGNORECASE).search):
        yield "nơi nhận thiếu dòng «Lưu: VT, …»"
    if not _any(feet, _AUTHORITY.search):
        yield "thiếu quyền hạn, chức vụ của người ký"
    elif not _any(feet[1:], lambda text: _PERSON.match(text) and not text.isupper()):
        yield "thiếu họ tên người ký"


def _ending(document: Document) -> Iterator[Finding]:
    """The text ends in "./."."""
    prose = _of(document, PROSE)
    if not prose:
        return
    last = prose[-1]
    text = last.text.rstrip(" *_")
    if text.endswith("./."):
        return
    message = (
        "kết thúc bằng «/.», thiếu dấu chấm phía trước: viết «./.»"
        if text.endswith("/.")
        else "văn bản chưa kết thúc bằng «./.»"
    )
    yield finding(last, (max(0, len(last.text) - 3), len(last.text)), "form", REVIEW, message)
