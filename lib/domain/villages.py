"""Villages as a commune declares them: no official list numbers them, so the commune's own number is their code."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.reading import read_text
from lib.domain.text import match_key, nfc

FILE = "villages.csv"
COLUMNS = ("commune", "number", "valid_from", "valid_to", "name", "spellings", "note")
WORDS = (
    *("tổ dân phố", "tổ dân cư", "khu dân cư", "khu phố", "khóm", "thôn", "buôn", "bon", "làng", "bản", "ấp", "xóm"),
    *("phum", "sóc", "tdp", "kdc"),
)
"""The words before a village's name, longest first where one begins another."""

_KEYS = {"tdp": "todanpho", "kdc": "khudancu"}
_PLAIN = {" ".join(map(match_key, word.split())) for word in WORDS}
_TYPED = sorted({*WORDS, *_PLAIN}, key=lambda word: (-len(word), word))
_WORD = re.compile(rf"(?:{'|'.join(_TYPED)})\b")


def village_word(text: str) -> tuple[str | None, str]:
    """The word before a village's name, as a match key, if there is one, and the name without it.

    >>> village_word("BUÔN  Tieng"), village_word("TDP. 3"), village_word("Tieng")
    (('buon', 'tieng'), ('todanpho', '3'), (None, 'tieng'))
    """
    plain = " ".join(nfc(text).casefold().split())
    found = _WORD.match(plain)
    if found is None:
        return None, plain
    key = match_key(found[0])
    return _KEYS.get(key, key), plain[found.end() :].lstrip(" .:-–")


def read_villages(directory: Path) -> Iterator[dict[str, str]]:
    """The rows of `villages.csv` in a reference folder, checked one by one; none where there is no such file.

    Raises ReportError for a malformed row.
    """
    file = directory / FILE
    if not file.is_file():
        return
    table = csv.DictReader(io.StringIO(read_text(file)))
    if tuple(table.fieldnames or ()) != COLUMNS:
        raise ReportError("sai hàng tiêu đề", file=file, remedy=f"dùng đúng các cột: {','.join(COLUMNS)}")
    for line, row in enumerate(table, 2):
        try:
            days = [date.fromisoformat(row[key]) for key in ("valid_from", "valid_to") if row[key]]
            whole = bool(row["commune"] and row["name"] and int(row["number"]) > 0)
        except (ValueError, TypeError):
            days, whole = [], False
        if not whole or days != sorted(days):
            raise ReportError(
                f"dòng {line}: thiếu mã xã hoặc tên, số thứ tự hoặc ngày (năm-tháng-ngày) sai",
                file=file,
                remedy="số thứ tự là số nguyên từ 1, không dùng lại cho thôn, buôn khác",
            )
        yield row
