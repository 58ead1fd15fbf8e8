"""Dates that cannot be, documents dated after the report or in another year than their number, periods that differ."""

import re
from collections.abc import Iterator
from datetime import date

from lib.checks.audit.document import HEAD, Document, Paragraph
from lib.checks.audit.findings import ERROR, REVIEW, Finding, finding
from lib.checks.audit.number import Number
from lib.checks.audit.references import DATE, DOCUMENT, PERIOD
from lib.domain.dates import format_date

_FULL = re.compile(r"(\d{1,2})\s*(?:[/.-]|\s*tháng\s*)\s*(\d{1,2})\s*(?:[/.-]|\s*năm\s*)\s*(\d{4})")
_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(\d{1,2})\s*$", re.IGNORECASE)
_ONE_DAY = re.compile(r"^ngày\s+(\d{1,2})$", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s+(\d{1,2})", re.IGNORECASE)
_NUMBER_YEAR = re.compile(r"/\s?((?:19|20)\d\d)\s?/")
_PERIOD = re.compile(
    r"(?:\d{1,2}|sáu|chín)\s+tháng\s+(?:đầu|cuối)?\s*năm\s+\d{4}|năm\s+\d{4}|quý\s+\S+(?:/|\s+năm\s+)\d{4}",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"^\W*trên đây là", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1930, 2099
_DAYS_FROM_NUMBER = 14


def check_dates(document: Document) -> Iterator[Finding]:
    """Every date and cited document of the text."""
    issued = _issued(document)
    cited: dict[str, date] = {}
    for paragraph in document.paragraphs:
        if paragraph.region not in (HEAD, "prose"):
            continue
        told = [each for each in paragraph.numbers if each.kind in (DATE, DOCUMENT)]
        for index, each in enumerate(told):
            if each.kind == DATE:
                yield from _impossible(paragraph, each)
                if index and told[index - 1].kind == DOCUMENT:
                    yield from _document(paragraph, told[index - 1], each, issued, cited)
    yield from _periods(document)


def read_date(text: str) -> date | None:
    """The day a text in figures names; None where it names none, or one that is not in the calendar.

    >>> read_date("ngày 15 tháng 6 năm 2021"), read_date("31/6/2021")
    (datetime.date(2021, 6, 15), None)
    """
    found = _FULL.search(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _issued(document: Document) -> date | None:
    """The day of the report itself, from its head."""
    heads = [each for each in document.paragraphs if each.region == HEAD]
    return next((day for each in heads for n in each.numbers if n.kind == DATE and (day := read_date(n.text))), None)


def _impossible(paragraph: Paragraph, number: Number) -> Iterator[Finding]:
    reason = ""
    if (found := _FULL.search(number.text)) and not _FIRST_YEAR <= int(found[3]) <= _LAST_YEAR:
        reason = f"năm {found[3]} không thể có trong báo cáo"
    elif found and read_date(number.text) is None:
        reason = f"lịch không có ngày {found[1]}/{found[2]}/{found[3]}"
    elif (found := _DAY.search(number.text)) and not _fits(int(found[1]), int(found[2])):
        reason = f"lịch không có ngày {found[1]}/{found[2]}"
    elif (found := _ONE_DAY.match(number.text)) and not 1 <= int(found[1]) <= 31:
        reason = f"lịch không có ngày {found[1]}"
    elif months := [month for month in _MONTH.findall(number.text) if not 1 <= int(month) <= 12]:
        reason = f"lịch không có tháng {months[0]}"
    if reason:
        yield finding(paragraph, (number.start, number.end), "date", ERROR, reason)


def _fits(day: int, month: int) -> bool:
    """Whether some year has that day."""
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _document(
    paragraph: Paragraph, number: Number, dated: Number, issued: date | None, cited: dict[str, date]
) -> Iterator[Finding]:
    """A document's number and its date: of one year, the same wherever it is cited, not after the report."""
    day = read_date(dated.text)
    if day is None or dated.start - number.end > _DAYS_FROM_NUMBER:
        return
    span = (number.start, dated.end)
    year = _NUMBER_YEAR.search(number.text)
    if year and int(year[1]) != day.year:
        message = f"số văn bản ghi năm {year[1]}, ngày ghi năm {day.year}"
        yield finding(paragraph, span, "date", ERROR, message)
    key = re.sub(r"\s", "", number.text).upper()
    earlier = cited.setdefault(key, day)
    if earlier != day:
        message = f"văn bản {number.text} được dẫn với hai ngày: {format_date(earlier)} và {format_date(day)}"
        yield finding(paragraph, span, "date", ERROR, message)
    if issued and day > issued:
        message = f"văn bản ngày {format_date(day)} ban hành sau ngày báo cáo {format_date(issued)}"
        yield finding(paragraph, span, "date", REVIEW, message)


def _periods(document: Document) -> Iterator[Finding]:
    """The period of the title against the one of the closing sentence."""
    titles = [n for each in document.paragraphs if each.region == HEAD for n in each.numbers if n.kind == PERIOD]
    if not titles:
        return
    title = _PERIOD.search(titles[0].text)
    for paragraph in document.prose:
        if title and _CLOSING.match(paragraph.text):
            for number in paragraph.numbers:
                said = _PERIOD.search(number.text) if number.kind == PERIOD else None
                if said and said[0].lower().split() != title[0].lower().split():
                    message = f"tiêu đề ghi «{title[0]}», câu kết ghi «{said[0]}»"
                    yield finding(paragraph, (number.start, number.end), "date", ERROR, message)
                break
