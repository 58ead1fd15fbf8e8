"""Letters no Vietnamese word has, words typed twice, and numbers written another way than the official one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.checks.audit.document import Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.vocabulary import words
from lib.domain.number_words import read_words
from lib.domain.numbers import NumberError, format_count, parse_count
from lib.domain.text import is_foreign_letter
from lib.intake.odd_letters import PRIVATE, Odd, odd_letters

_WORD_AROUND = re.compile(r"[^\s,.;:()“”\"]*")
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST_REPEAT = 4
_TWICE_IS_A_WORD: Final = words(
    """luôn dần từ mãi ngày nhà người đời thường hay đều lần nơi ai bao chiều sáng tối đêm mau xa gần xanh rưng nhỏ
    nho khe đùng ào ba hai năm mươi tháng làng bản đâu nào gì chung riêng ngang thôn xóm"""
)
_COMPOUNDS: Final = {
    "đồng": words("bào bộ thời chí ý tình hành thuận nghiệp đều loạt"),
    "xã": words("hội"),
    "tổ": words("chức"),
    "ban": words("hành"),
    "hội": words("viên nghị đồng nhập"),
    "dân": words("tộc số cư vận sinh quân trí"),
    "công": words("tác an nhân khai trình chức đoàn nghệ bằng nghiệp"),
    "nhân": words("dân lực khẩu viên dịp rộng"),
    "ngành": words("nghề"),
    "trường": words("hợp học"),
    "sản": words("xuất phẩm"),
    "kinh": words("phí tế doanh nghiệm"),
    "cơ": words("quan sở cấu bản hội"),
    "vệ": words("sinh"),
    "thực": words("hiện phẩm trạng tế"),
    "sinh": words("hoạt kế viên sống học"),
    "tình": words("hình trạng"),
    "số": words("liệu lượng"),
    "lao": words("động"),
    "thành": words("viên phố lập tích công"),
    "phương": words("pháp án tiện hướng"),
    "học": words("sinh tập nghề phí"),
    "chính": words("sách quyền phủ trị"),
    "bộ": words("đội phận máy"),
    "quan": words("tâm hệ trọng"),
    "đoàn": words("viên thể kết"),
    "điều": words("kiện hành chỉnh tra dưỡng"),
    "động": words("viên"),
    "hành": words("chính động"),
    "tâm": words("lý tư"),
    "vụ": words("việc mùa"),
    "liên": words("quan kết hiệp"),
    "thể": words("hiện thao chất"),
    "giáo": words("dục viên"),
    "viên": words("chức"),
    "chức": words("năng danh"),
    "nghề": words("nghiệp"),
    "nghiệp": words("vụ"),
    "giải": words("quyết pháp"),
    "kế": words("hoạch"),
    "tế": words("bào"),
}
"""What a syllable begins: after a word that ends in the same syllable it is no repetition ("các tổ tổ chức họp")."""
_IN_WORDS = re.compile(
    r"(?<![\d.,/])(?P<digits>\d[\d.]*)(?:\s+(?:đồng|đ))?\s*"
    r"\(\s*(?:[Bb]ằng chữ\s*:?\s*)?(?P<words>[^\W\d_]+(?:\s+[^\W\d_]+)*)[.]?\s*\)"
)
_IN_DIGITS = re.compile(r"(?P<words>(?:[^\W\d_]+\s+){1,12})\((?P<digits>\d[\d.]*)\)")


def check_letters(document: Document) -> Iterator[Finding]:
    """Foreign letters and characters nobody sees, in every part of the text."""
    for paragraph in document.paragraphs:
        told: dict[int, list[Odd]] = {}
        for odd in odd_letters(paragraph.text):
            if odd[2] != PRIVATE or paragraph.text[: odd[0]].strip():  # a bullet of Word's own fonts is none
                told.setdefault(_word_start(paragraph.text, odd[0]), []).append(odd)
        for start, odds in told.items():
            yield _odd_word(paragraph, start, odds)


def _odd_word(paragraph: Paragraph, start: int, odds: Sequence[Odd]) -> Finding:
    """One finding for all that is odd in a word."""
    around = _WORD_AROUND.match(paragraph.text, start)
    level = ERROR if any(is_foreign_letter(char) for _, char, _ in odds) else REVIEW
    codes = ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for _, char, _ in odds))
    what = ", ".join(dict.fromkeys(what for *_, what in odds))
    letters = f"«{''.join(char for _, char, _ in odds)}» là " if level == ERROR else "có "
    message = f"trong «{around[0] if around else ''}» {letters}{what} (mã {codes})"
    return finding(paragraph, (odds[0][0], odds[-1][0] + 1), "foreign", level, message)


def _word_start(text: str, at: int) -> int:
    before = re.search(r"[^\s,.;:()“”\"]*$", text[:at])
    return before.start() if before else at


def check_doubled(document: Document) -> Iterator[Finding]:
    """A word, or a few words, typed twice in a row with nothing between."""
    for paragraph in document.prose:
        found = list(_WORDS.finditer(paragraph.text))
        words = [match[0] for match in found]
        index = 0
        while index < len(words):
            size = next((n for n in range(_LONGEST_REPEAT, 0, -1) if _repeats(paragraph, found, words, index, n)), 0)
            if size:
                last = found[index + 2 * size - 1]
                said = " ".join(words[index : index + size])
                yield finding(
                    paragraph, (found[index].start(), last.end()), "doubled", REVIEW, f"«{said}» viết hai lần liền nhau"
                )
            index += max(1, 2 * size)


def _repeats(paragraph: Paragraph, found: list[re.Match[str]], words: list[str], index: int, size: int) -> bool:
    first, second = words[index : index + size], words[index + size : index + 2 * size]
    if len(second) < size or first != second:
        return False
    gaps = (
        paragraph.text[a.end() : b.start()]
        for a, b in zip(found[index:], found[index + 1 : index + 2 * size], strict=False)
    )
    if not all(gap.strip(" \u00a0") == "" for gap in gaps):
        return False
    if size > 1:
        return len(set(first)) > 1
    word, after = words[index].lower(), words[index + 2].lower() if index + 2 < len(words) else ""
    adjacent = index + 2 < len(words) and paragraph.text[found[index + 1].end() : found[index + 2].start()].isspace()
    compound = adjacent and after in _COMPOUNDS.get(word, ())
    return not (word in _TWICE_IS_A_WORD or compound or words[index][:1].isupper())


def check_written(document: Document) -> Iterator[Finding]:
    """Numbers whose digits cannot be read or are grouped the foreign way; digits and words that disagree."""
    for paragraph in document.prose:
        for number in paragraph.numbers:
            if number.is_figure and number.odd:
                level, message = (ERROR, "không đọc được con số") if number.value is None else (REVIEW, number.odd)
                message = f"«{number.text}»: {message}; viết kiểu Việt Nam là 1.234 và 11,5"
                yield finding(paragraph, (number.start, number.end), "format", level, message)
        yield from _in_both(paragraph)


def _in_both(paragraph: Paragraph) -> Iterator[Finding]:
    """ "05 (năm) xã", "năm (05) xã": the same number twice."""
    if "(" not in paragraph.text:
        return
    for match in _IN_WORDS.finditer(paragraph.text):
        words = match["words"].lower().removesuffix(" chẵn").removesuffix(" đồng").split()
        yield from _compared(paragraph, match, words, 0)
    for match in _IN_DIGITS.finditer(paragraph.text):
        words = match["words"].lower().split()
        start = next((n for n in range(len(words)) if (read := read_words(words, n)) and read[1] == len(words)), None)
        if start is not None:
            yield from _compared(paragraph, match, words, start)


def _compared(paragraph: Paragraph, match: re.Match[str], words: list[str], start: int) -> Iterator[Finding]:
    read = read_words(words, start)
    try:
        digits = parse_count(match["digits"].rstrip("."))
    except NumberError:
        return
    if read is None or read[1] != len(words) or read[0] == digits:
        return
    told = " ".join(words[start:])
    value = format_count(int(read[0])) if read[0].denominator == 1 else str(read[0])
    arithmetic = f"bằng số: {match['digits']}; bằng chữ: {told} = {value}"
    yield finding(paragraph, match.span(), "words", ERROR, "số và chữ không cùng một giá trị", arithmetic=arithmetic)
