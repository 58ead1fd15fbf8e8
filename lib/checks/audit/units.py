"""What is counted: the nouns that follow a number, and which of them may be added or compared with each other."""

import re
from typing import Final

from lib.checks.audit.vocabulary import words

MONEY: Final = "VND"
PERCENT: Final = "%"
POINTS: Final = "điểm %"
MEASURES: Final = (MONEY, PERCENT, POINTS)

_NOUNS: Final = {
    "household": "hộ gia đình|hộ dân|nông hộ|hộ|gia đình",
    "house": "căn nhà|ngôi nhà|mái nhà|nhà ở|nhà|căn",
    "person": "nhân khẩu|khẩu|lượt người|người dân|người|lao động|học sinh|sinh viên|học viên|em|cháu|trẻ em|trẻ|"
    "hội viên|đoàn viên|thành viên|cán bộ|công chức|viên chức|đảng viên|giáo viên|đối tượng|phụ nữ|thanh niên|cụ|"
    "nạn nhân|bệnh nhân|công nhân|chuyên gia|đại biểu|thẻ|nam|nữ",
    "visit": "lượt|lần",
    "place": "xã|phường|thị trấn|thị xã|thôn|buôn|làng|bản|bon|ấp|xóm|tổ dân phố|khu phố|khu dân cư|huyện|quận|tỉnh|"
    "thành phố|địa phương|địa bàn|đơn vị hành chính|đặc khu",
    "body": "cơ quan|đơn vị|ban ngành|tổ chức|doanh nghiệp|hợp tác xã|trường học|trường|cơ sở|trạm y tế|trạm|quỹ|nước|"
    "công ty|tổ hợp tác|tổ tiết kiệm|tổ",
    "work": "dự án|tiểu dự án|mô hình|công trình|chương trình|chính sách|nhiệm vụ|chỉ tiêu|tiêu chí|kế hoạch|đề tài",
    "word": "tin|bài|tin bài|văn bản|thông báo|quyết định|nghị quyết|tờ rơi|tờ|cuốn|hồ sơ|kiến nghị|ý kiến|đơn",
    "event": "lớp|buổi|cuộc|phiên|hội nghị|đợt|vụ|ca|trường hợp|khóa|chuyến",
    "animal": "con",
    "thing": "cái|chiếc|bộ|bó|cây|suất|phần quà|suất quà|bếp|giếng|bồn|món|khoản|vị trí|giếng nước|nhà vệ sinh|"
    "nhà tiêu|công cụ|máy|điểm",
    "weight": "tấn|tạ|yến|kg|kilôgam|gam",
    "area": "ha|hecta|m2|m²|m3|m³|sào|km2|km²",
    "length": "km|mét|m",
    "time": "ngày công|ngày|tuần|tháng|quý|năm|giờ|phút|tuổi",
}
CLASSES: Final = {noun: name for name, nouns in _NOUNS.items() for noun in nouns.split("|")}
_LISTED = re.compile(
    r"(?:" + "|".join(sorted(map(re.escape, CLASSES), key=len, reverse=True)) + r")(?![\w²³])", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_SPELT = re.compile(r"\s*\([^\W\d_]+(?:\s[^\W\d_]+){0,6}\)(?=\s)")
"""The same number in words: "05 (năm) xã"."""
FUNCTION_WORDS: Final = words(
    """với và hoặc hay là thì mà nên vì do bởi để cho tại ở trong ngoài trên dưới từ đến đã đang sẽ được bị có không
    chưa chiếm đạt bằng so theo của về như này đó kia trở tăng giảm còn cùng các những mỗi khi nếu qua sau
    trước vào lên xuống thuộc tức ứng tương gồm bao cụ riêng nay nữa rồi cũng đều vẫn nhằm"""
)

ADDED: Final = frozenset(("household", "house", "person", "visit", "place"))
"""Classes whose different nouns may be parts of one total: students and workers are people."""
TOGETHER: Final = (frozenset({"household", "house"}), frozenset({"person", "visit"}))
"""Classes whose counts people put side by side as parts of one another: a household helped is a house built."""
_GIVEN: Final = frozenset(("house", "animal", "thing"))
_RECEIVERS: Final = frozenset(("household", "person"))


def unit_of(text: str, start: int) -> str:
    """The noun right after a number: a known one of one or several words, else the next word; "" for none.

    >>> unit_of("14 xã, thị trấn", 2), unit_of("910 bó giống", 3), unit_of("01 với số tiền", 2), unit_of("3, 4", 1)
    ('xã', 'bó', '', '')
    """
    if spelt := _SPELT.match(text, start):
        start = spelt.end()
    at = start + len(text[start:]) - len(text[start:].lstrip(" \u00a0"))
    if known := _LISTED.match(text, at):
        return known[0].lower()
    word = _WORD.match(text, at) if at > start else None
    return word[0] if word and word[0].islower() and word[0] not in FUNCTION_WORDS else ""


_SAME: Final = {
    **dict.fromkeys(("hộ gia đình", "hộ dân", "nông hộ", "gia đình"), "hộ"),
    **dict.fromkeys(("căn nhà", "ngôi nhà", "mái nhà", "nhà ở"), "nhà"),
    "nhân khẩu": "khẩu",
    "lượt người": "lượt",
    "người dân": "người",
    "trẻ em": "trẻ",
    "tờ rơi": "tờ",
    "giếng nước": "giếng",
    "hecta": "ha",
    "m²": "m2",
    "m³": "m3",
}


def plain_unit(unit: str) -> str:
    """A unit without what only style adds: "hộ gia đình" and "hộ dân" are "hộ"."""
    return _SAME.get(unit, unit)


def class_of(unit: str) -> str:
    """The class of a unit; a unit nobody listed is a class of its own."""
    plain = plain_unit(unit)
    return CLASSES.get(plain, plain)


def given_and_received(one: str, other: str) -> bool:
    """Whether one unit counts what is given and the other who gets it: 7 houses built are 7 households helped."""
    first, second = class_of(one), class_of(other)
    return (first in _GIVEN and second in _RECEIVERS) or (first in _RECEIVERS and second in _GIVEN)


def comparable(one: str, other: str) -> bool:
    """Whether figures of two units may be parts of one another: of one unit, or both people, households, places."""
    first, second = class_of(one), class_of(other)
    if plain_unit(one) == plain_unit(other):
        return True
    if first == second:
        return first in ADDED
    return any({first, second} <= group for group in TOGETHER)
