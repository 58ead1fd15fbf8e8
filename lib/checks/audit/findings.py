"""What the audit has to say: one finding, its place, its words, its arithmetic; how findings print."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Final

from lib.checks.audit.document import ANNEX, Document, Paragraph
from lib.checks.audit.number import KINDS, Number
from lib.checks.audit.units import MONEY, PERCENT, POINTS
from lib.domain.numbers import format_count, format_decimal, format_money

ERROR, REVIEW = "error", "review"
FORMAT: Final = "poverty-report-audit/1"

TITLES: Final = {
    # against the ledger
    "missing": "số bị mất",
    "changed": "số bị đổi",
    "moved": "số đứng nhầm chỗ",
    "unit": "đơn vị bị đổi",
    "hedge": "từ ước lượng bị bỏ hoặc đổi",
    "unknown": "số không có trong sổ chỉ tiêu",
    "stale": "số của kỳ trước hoặc bản trước",
    "rounded": "số viết gọn",
    "spelled": "số viết bằng chữ",
    "reference": "ngày, số văn bản, kỳ bị đổi",
    "list": "danh sách bị đổi",
    # of the text itself
    "sum": "tổng khác các phần",
    "part": "phần lớn hơn tổng",
    "share": "tỷ lệ không khớp",
    "difference": "mức tăng, giảm không khớp",
    "count": "số lượng khác danh sách",
    "twice": "một đại lượng, hai số",
    "two_units": "một số, hai đơn vị",
    "numbering": "đánh số mục",
    "foreign": "ký tự lạ",
    "name": "tên viết hai cách",
    "doubled": "lặp từ",
    "date": "ngày tháng",
    "form": "thể thức văn bản",
    "format": "cách viết số",
    "words": "số và chữ khác nhau",
}
LEVELS: Final = {ERROR: "LỖI", REVIEW: "CẦN XEM"}


@dataclass(frozen=True)
class Finding:
    """One thing found: its kind, "error" or "review", the place (section, paragraph, sentence), the words quoted, what
    is wrong, and the arithmetic that shows it. Against a ledger: the fact, what it prints and what the text says."""

    kind: str
    level: str
    message: str
    section: str = ""
    paragraph: int = 0
    sentence: int = 0
    quote: str = ""
    arithmetic: str = ""
    fact: str = ""
    expected: str = ""
    found: str = ""

    @property
    def place(self) -> str:
        """Where, in words: "mục I.3.1, đoạn 16, câu 2"."""
        parts = [f"mục {self.section}"] if self.section else []
        parts += [f"đoạn {self.paragraph}"] if self.paragraph else []
        parts += [f"câu {self.sentence}"] if self.sentence else []
        return ", ".join(parts) or "cả văn bản"


def finding(paragraph: Paragraph, span: tuple[int, int], kind: str, level: str, message: str, **told: str) -> Finding:
    """A finding about a stretch of a paragraph."""
    start, end = span
    return Finding(
        kind,
        level,
        message,
        paragraph.section,
        paragraph.number,
        paragraph.sentence_at(start),
        paragraph.quote(start, end),
        **told,
    )


def printed(value: Fraction, unit: str = "") -> str:
    """A value as the text would print it: "113 tỷ đồng", "11,5%", "1.779"."""
    if unit == MONEY and value.denominator == 1:
        return format_money(int(value))
    if value.denominator == 1 and unit not in (PERCENT, POINTS):
        return format_count(int(value))
    text = format_decimal(value, 2)
    if "," in text:
        text = text.rstrip("0").rstrip(",")
    return f"{text}%" if unit == PERCENT else f"{text} {unit}" if unit in (MONEY, POINTS) else text


def lines(document: Document, findings: Sequence[Finding], notes: Sequence[str] = ()) -> list[str]:
    """The findings as people read them: a summary, then each with its place, its words and its arithmetic."""
    errors = sum(each.level == ERROR for each in findings)
    result = [f"{document.name}: {errors} lỗi, {len(findings) - errors} điều cần xem", _counted(document), *notes]
    for each in findings:
        result += ["", f"{LEVELS[each.level]} · {TITLES[each.kind]} · {each.place}"]
        result += [f"  «{each.quote}»"] if each.quote else []
        result += [f"  {each.message}"]
        result += [f"  {each.arithmetic}"] if each.arithmetic else []
    return result


def _counted(document: Document) -> str:
    """How many numbers were read, by kind."""
    kinds = Counter(n.kind for each in document.paragraphs if each.region != ANNEX for n in each.numbers if n.sure)
    told = ", ".join(f"{KINDS[kind]} {kinds[kind]}" for kind in KINDS if kinds[kind])
    return f"Đã đọc {sum(kinds.values())} con số trong văn bản: {told}." if kinds else "Văn bản không có con số nào."


def record(document: Document, findings: Sequence[Finding], **about: Any) -> dict[str, Any]:
    """The audit as JSON-ready data: findings, and every number of the text with how it was understood."""
    return {
        "format": FORMAT,
        "file": document.name,
        **about,
        "errors": sum(each.level == ERROR for each in findings),
        "reviews": sum(each.level == REVIEW for each in findings),
        "findings": [{**asdict(each), "title": TITLES[each.kind]} for each in findings],
        "numbers": [_number(paragraph, each) for paragraph in document.paragraphs for each in paragraph.numbers],
    }


def _number(paragraph: Paragraph, number: Number) -> dict[str, Any]:
    return {
        "paragraph": paragraph.number,
        "section": paragraph.section,
        "region": paragraph.region,
        "start": number.start,
        "text": number.text,
        "kind": number.kind,
        "value": None if number.value is None else str(number.value),
        "unit": number.unit,
        "hedge": number.hedge,
        "counts": number.phrase,
        "spelled": number.spelled,
    }
