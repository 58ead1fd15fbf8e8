"""Acceptances: for a relation that fails now, with a reason and a name; anything else is refused in one line."""

from pathlib import Path
from typing import Any

import pytest
from checks.relations.conftest import check, record

from lib.checks.relations.accepted import read_accepted, settled
from lib.checks.relations.review import as_data
from lib.domain.errors import ReportError

SHORT = check({"part": {"whole": "whole"}}, record("some", 7), record("whole", 5))
HELD = check({"length_of": "names"}, record("n", 2), record("names", ("Ba Một", "Ba Hai"), "commune"))
WAITING = check({"name": "waiting", "part": {"whole": "whole"}}, record("some", 7), record("whole", "not_reported"))
RESULTS = [SHORT, HELD, WAITING]
LEDGER = {
    "entity": {"code": "271", "slug": "ba-vi", "name": "Ba Vì"},
    "period": {"code": "2023-H1", "start": "2022-12-15", "end": "2023-06-14", "title": "6 tháng đầu năm 2023"},
}

ENTRY = """
- relation: g.some:part
  reason: Hai hộ chuyển đến sau ngày chốt số liệu.
  who: Nguyễn Văn A, chuyên viên
  date: 2023-06-14
"""


def written(folder: Path, text: str) -> Path:
    (folder / "accepted.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_relation_that_fails_may_be_accepted(tmp_path: Path) -> None:
    (entry,) = settled(RESULTS, read_accepted(written(tmp_path, ENTRY))).values()
    assert (entry.who, entry.date.isoformat(), entry.seen) == ("Nguyễn Văn A, chuyên viên", "2023-06-14", None)


def test_nothing_is_accepted_without_a_file_or_by_an_empty_one(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == ()
    assert read_accepted(written(tmp_path, "# chưa có gì\n")) == ()


def test_what_cannot_be_checked_for_now_may_stay_accepted(tmp_path: Path) -> None:
    entries = read_accepted(written(tmp_path, ENTRY.replace("some:part", "some:waiting")))
    assert list(settled(RESULTS, entries)) == ["g.some:waiting"]


def reviewed(folder: Path) -> dict[str, Any]:
    """The first result as the review tells it."""
    told = as_data(LEDGER, RESULTS, settled(RESULTS, read_accepted(folder)))
    return {**told["results"][0], "counted": told["counts"]["accepted"]}


def test_an_acceptance_is_of_the_figures_somebody_saw(tmp_path: Path) -> None:
    fits = reviewed(written(tmp_path, ENTRY + '  seen: "7;  5"\n'))
    assert (fits["accepted"]["who"], fits["note"], fits["counted"]) == ("Nguyễn Văn A, chuyên viên", "", 1)
    lapsed = reviewed(written(tmp_path, ENTRY + '  seen: "6; 5"\n'))
    assert (lapsed["accepted"], lapsed["counted"]) == (None, 0)
    assert lapsed["note"] == (
        "Nguyễn Văn A, chuyên viên đã chấp nhận ngày 14/6/2023 khi báo cáo in 6; 5; nay in 7; 5 nên không còn giá trị"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ENTRY.replace("g.some:part", "g.some:parts"),
            "không có quan hệ «g.some:parts». Cách sửa: có lẽ là g.some:part",
        ),
        (ENTRY.replace("g.some:part", "xyz"), "không có quan hệ «xyz»"),
        (ENTRY.replace("g.some:part", "g.n:length_of"), "g.n:length_of nay đã khớp (danh sách có 2 tên"),
        (ENTRY + ENTRY, "mục 2: g.some:part ghi hai lần"),
        (ENTRY.replace("Hai hộ chuyển đến sau ngày chốt số liệu.", "đúng rồi"), "lý do quá ngắn"),
        (ENTRY.replace("Nguyễn Văn A, chuyên viên", '" "'), "chưa ghi ai chấp nhận"),
        (ENTRY.replace("  who: Nguyễn Văn A, chuyên viên\n", ""), 'tệp › mục 1: thiếu "who"'),
        (ENTRY.replace("2023-06-14", "hôm qua"), "phải là ngày"),
        (ENTRY + "  until: 2030-01-01\n", 'khóa lạ "until"'),
        ("relation: g.some:part\n", "cần một danh sách"),
        ("- [", "YAML sai"),
    ],
)
def test_anything_else_is_refused_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        settled(RESULTS, read_accepted(written(tmp_path, text)))
    assert said in str(caught.value)
    assert str(caught.value).startswith("accepted.yaml")
    assert "\n" not in str(caught.value)
