"""Digits that are no figures: dates, periods, document numbers, law, places and programmes named by a number, labels
inside a sentence, hours, telephone numbers."""

import re
from dataclasses import dataclass
from typing import Final

from lib.checks.audit.units import CLASSES

DATE, PERIOD, DOCUMENT, LAW = "date", "period", "document", "law"
NAME, LABEL, TIME, CONTACT = "name", "label", "time", "contact"
TITLES: Final = {
    DATE: "ngày tháng",
    PERIOD: "kỳ, năm",
    DOCUMENT: "số văn bản",
    LAW: "điều khoản, biểu mẫu",
    NAME: "tên riêng có số",
    LABEL: "số thứ tự",
    TIME: "giờ",
    CONTACT: "điện thoại, địa chỉ mạng",
}

_COUNTED = "|".join(sorted(map(re.escape, CLASSES), key=len, reverse=True))
_ALONE = rf"\b(?![%‰]|[.,/]\d|\s*(?:%|(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|phần|{_COUNTED})(?!\w)))"
"""The end of a number that names something: it goes on neither as a number nor with what it would count."""
_YEAR = r"(?:19|20)\d\d"
_DAY_MONTH = r"\d{1,2}\s?/\s?\d{1,2}"
_MONTHS = r"tháng\s+\d{1,2}(?:\s*(?:,|và|-|–|đến)\s*tháng\s+\d{1,2})*"
_QUARTER = r"(?:[IV]+|[1-4])"
_TO = r"\s*(?:-|–|—|,|và|đến)\s*"
_DOCUMENT = (
    "nghị quyết|nghị định|quyết định|thông tư(?: liên tịch)?|chỉ thị|công văn|kết luận|luật|kế hoạch|báo cáo|tờ trình|"
    "hướng dẫn|thông báo|văn bản|đề án|chương trình|thông tri|công điện|hợp đồng|giấy mời|biên bản"
)
_CITED = "Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Công văn|Kết luận|Luật"
_ARTICLE = (
    "điều|khoản|điểm|chương|mục|phần|phụ lục|phụ biểu|biểu mẫu|biểu đồ|biểu|bảng|mẫu|hình|trang|tiêu chí|nội dung|bước"
)
_PLACE = (
    "phường|quận|khu phố|tổ dân phố|tổ|thôn|buôn|bon|làng|ấp|bản|xóm|đội|khối|cụm|tiểu khu|tiểu dự án|dự án|nhóm|khóa|"
    "khoá|lớp|khu vực|vùng|cấp|hạng|loại|đợt|lần thứ|lần|vòng|mức|kỳ họp thứ|thứ"
)
_ROAD = "quốc lộ|tỉnh lộ|đường tỉnh|ql|đt|chương trình"
_SCHOOL = r"(?:trường|mầm non|mẫu giáo|tiểu học|thcs|thpt|đội)(?:\s+[^\W\d_]+){0,4}\s+số"

_PATTERNS: Final = (
    (CONTACT, r"(?:sđt|đt|điện thoại|hotline|tel|fax)[\s:.]*\+?\d[\d\s.\-()]{6,}\d"),
    (CONTACT, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+"),
    # 30/2019/TT-BLĐTBXH, 209 /BC-UBND, 100/2015/QH13; then 05-CT/TW; then a number without its symbol
    (DOCUMENT, r"\d+(?:\s?/\s?\d{4})?\s?/\s?(?-i:[A-ZĐ]{2,}\d*(?:[-–&][A-ZĐ]+\d*)*)(?!\w)"),
    (DOCUMENT, r"\d+\s?[-–]\s?(?-i:[A-ZĐ]{2,}(?:[-–][A-ZĐ]+)*\s?/\s?[A-ZĐ]{2,})[\w-]*"),
    (DOCUMENT, rf"(?:{_DOCUMENT})\s+số\s*:?\s*\d+(?:/{_YEAR})?[a-z]?{_ALONE}"),
    (DOCUMENT, rf"(?-i:{_CITED})\s+\d+[a-z]?{_ALONE}"),
    (DATE, r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s*(?:năm|/|-)\s*\d{4}\b"),
    (DATE, r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\b"),
    (DATE, r"(?:ngày\s+)?\d{1,2}\s?([/.-])\s?\d{1,2}\s?\1\s?\d{4}\b"),
    (DATE, r"(?:ngày\s+)?\d{1,2}/\d{1,2}/\d\d\b(?!/)"),
    (DATE, rf"(?:ngày|mùng|mồng)\s+{_DAY_MONTH}\b(?!/)"),
    (DATE, rf"(?:ngày|mùng|mồng)\s+\d{{1,2}}(?:{_TO}(?:ngày\s+)?{_DAY_MONTH})?{_ALONE}"),
    (PERIOD, rf"\d{{1,2}}\s+tháng\s+(?:đầu|cuối|giữa|còn lại(?:\s+của)?)(?:\s+năm)?(?:\s+kế hoạch)?(?:\s+{_YEAR})?"),
    (PERIOD, rf"\d{{1,2}}\s+tháng\s+(?:của\s+)?năm\s+{_YEAR}"),
    (PERIOD, r"(?:(?<=rong )|(?<=ua )|(?<=áo cáo )|(?<=ỳ ))0?[369]\s+tháng\b(?!\s*/)"),
    (PERIOD, rf"quý\s+{_QUARTER}(?:{_TO}(?:quý\s+)?{_QUARTER})*(?:\s*/\s*{_YEAR}|\s+năm\s+{_YEAR})"),
    (PERIOD, rf"quý\s+[1-4]{_ALONE}"),
    (DATE, rf"tháng\s+\d{{1,2}}\s*[/-]\s*{_YEAR}"),
    (DATE, rf"{_MONTHS}(?:\s+(?:và|đến)\s+\d{{1,2}}|\s*,?\s*năm\s+{_YEAR})?{_ALONE}"),
    (PERIOD, rf"(?:giai đoạn|nhiệm kỳ|năm học|niên độ|năm)\s+{_YEAR}(?:{_TO}(?:năm\s+)?{_YEAR}{_ALONE})*"),
    (PERIOD, rf"{_YEAR}\s*[-–—]\s*{_YEAR}"),
    (PERIOD, rf"{_YEAR}(?=\s*(?:[.;:,)\]…/]|$|(?:đã|được|là|của|trên|theo|với|và|cho|tại|ở|như|của)\s))(?![.,]\d)"),
    (TIME, r"\d{1,2}h(?:\d\d)?\b|(?:(?<=lúc )|(?<=vào ))\d{1,2}\s+giờ(?:\s+\d{1,2}(?:\s+phút)?)?|24/24|24/7"),
    (LAW, rf"(?:{_ARTICLE})\s+(?:số\s+)?\d{{1,3}}(?:\.\d{{1,2}})*[a-z]?{_ALONE}"),
    (NAME, r"covid\s?[-–]?\s?19\b|sars[-–]cov[-–]2|h\d{1,2}n\d"),
    (NAME, rf"(?:{_PLACE})\s+(?:số\s+)?\d{{1,2}}[a-zđ]?{_ALONE}|(?:{_ROAD})\s+(?:số\s+)?\d{{1,3}}[a-zđ]?{_ALONE}"),
    (NAME, rf"{_SCHOOL}\s+\d{{1,2}}{_ALONE}|\d{{1,3}}[a-f]\b"),
    (LABEL, r"(?:^|(?<=[;:,.]\s)|(?<=và\s))\(\d{1,2}\)(?=\s)|(?<=[;:]\s)\d{1,2}\)(?=\s)"),
)  # fmt: skip
_COMPILED = tuple(
    (kind, re.compile(rf"(?<!\w)(?<!\d[.,/])(?:{pattern})", re.IGNORECASE)) for kind, pattern in _PATTERNS
)


@dataclass(frozen=True)
class Reference:
    """A stretch of text whose digits refer to something: where it stands and what kind it is."""

    start: int
    end: int
    kind: str


def references(text: str) -> list[Reference]:
    """The references of a paragraph in order; the first pattern that claims a stretch keeps it.

    >>> text = "Quyết định số 146/QĐ-UBND ngày 22/3/2021, 14 xã"
    >>> [(each.kind, text[each.start:each.end]) for each in references(text)]
    [('document', '146/QĐ-UBND'), ('date', 'ngày 22/3/2021')]
    """
    if not any(char.isdecimal() for char in text):
        return []
    found: list[Reference] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < each.end and each.start < end for each in found):
                found.append(Reference(start, end, kind))
    return sorted(found, key=lambda each: each.start)
