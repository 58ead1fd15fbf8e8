"""Each kind of cause, from two records of one fact."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.ranges import row_ranges
from lib.editions.causes import Kind, Sides, count_rows
from lib.editions.wording import GONE, KEPT, NEW, changed_sentences, word_diff

PLACE = {"file": "a.xlsx", "sheet": "S", "column": "C", "rows": "2-5", "sha256": "1"}
FACT: dict[str, Any] = {
    "id": "a.b", "title": "Số hộ", "value": "4", "printed": "4", "absence": None, "unit": "household", "decimals": 0,
    "formula": "Đếm", "definition": "Số hộ", "hedge": "", "legal_basis": None, "inputs": [], "sources": [PLACE],
    "coverage": {"expected": 1, "missing": [], "provisional": [], "norms": []}, "caveats": [],
}  # fmt: skip
NOW = {"value": "5", "printed": "5"}
OWED = [{"office": "bank", "commune": None}]
COVERED = FACT["coverage"]
LABELS = {"office": {"bank": "Ngân hàng"}}


def sides(before: dict[str, Any], now: dict[str, Any], then: str = "1", here: str = "1", same: bool = True) -> Sides:
    basis = ({"code": then, "reference": "1"}, {"code": here, "reference": "1"})
    return Sides({"a.b": {**FACT, **before}}, {"a.b": {**FACT, **NOW, **now}}, LABELS, basis, same)


def source(**other: Any) -> dict[str, Any]:
    return {"sources": [{**PLACE, **other}]}


@pytest.mark.parametrize(
    ("found", "kind", "said"),
    [
        (sides({}, source(rows="2-6", sha256="2")), Kind.ROWS, "a.xlsx › S: thêm 1 dòng"),
        (sides({}, source(rows="2-4", sha256="2")), Kind.RESENT, "a.xlsx › S: bớt 1 dòng"),
        (sides({}, source(sha256="2")), Kind.RESENT, "a.xlsx › S: nội dung tệp đã đổi"),
        (
            sides(
                {"value": None, "absence": {"kind": "not_reported", "reason": "", "offices": OWED}, "sources": []}, {}
            ),
            Kind.LATE,
            "Ngân hàng đã gửi",
        ),
        (sides({}, {"coverage": {**COVERED, "missing": OWED}}), Kind.GONE, "Ngân hàng không còn trong số đã gửi"),
        (sides({}, source(corrected="C3")), Kind.CORRECTED, "corrections.yaml: a.xlsx › S › C3"),
        (
            sides({}, {"sources": [PLACE, {**PLACE, "file": "entered.csv", "sheet": "", "rows": "2"}]}),
            Kind.ENTERED,
            "entered.csv, dòng 2",
        ),
        (sides({}, {"formula": "Cộng"}), Kind.METADATA, "đổi cách tính"),
        (sides({}, {}, then="1", here="2"), Kind.CODE, "mã tính toán đã đổi, số liệu gốc vẫn như cũ"),
        (
            sides({}, {"coverage": {**COVERED, "norms": ["x"]}}),
            Kind.REFERENCE,
            "định mức trong dữ liệu tham chiếu",
        ),
        (sides({}, {}, same=False), Kind.PERIOD, "số liệu của hai kỳ khác nhau"),
        (sides({}, {"caveats": ["adopted"], "formula": "Sửa"}), Kind.ADOPTED, "Sửa"),
        (sides({}, {}), Kind.UNKNOWN, "không thấy gì khác trong nguồn của số liệu này"),
    ],
)
def test_a_cause_of_each_kind(found: Sides, kind: Kind, said: str) -> None:
    assert [(cause.kind, cause.said) for cause in found.causes("a.b")][:1] == [(kind, said)]


def test_what_is_computed_moved_because_its_inputs_did() -> None:
    share = {**FACT, "id": "a.c", "title": "Tỷ lệ", "sources": [], "inputs": ["a.b", "a.d"]}
    whole = {**FACT, "id": "a.d"}
    before = {"a.b": FACT, "a.c": share, "a.d": whole}
    now = {**before, "a.b": {**FACT, **NOW, **source(rows="2-6", sha256="2")}, "a.c": {**share, **NOW}}
    found = Sides(before, now, LABELS, ({}, {}), True)
    assert found.moved == ("a.b", "a.c")
    (cause,) = found.causes("a.c")
    assert (cause.kind, cause.said) == (Kind.INPUT, "«Số hộ» đã đổi: dòng mới, a.xlsx › S: thêm 1 dòng")


def test_facts_that_came_and_went() -> None:
    found = Sides({"a.b": FACT}, {"a.e": {**FACT, "id": "a.e"}}, LABELS, ({}, {}), True)
    assert [found.causes(name)[0].said for name in found.moved] == ["chỉ tiêu mới có", "chỉ tiêu đã bỏ"]


@given(st.sets(st.integers(1, 99), max_size=12))
def test_rows_are_counted_as_they_are_said(rows: set[int]) -> None:
    assert count_rows(row_ranges(rows)) == len(rows)


# --- words --------------------------------------------------------------------------------------------------

SENTENCE = st.lists(st.sampled_from(["Có", "269", "hộ", "vay", "11,5%", ",", "Ia Rsai"]), max_size=9).map(" ".join)


@given(SENTENCE, SENTENCE)
def test_both_sentences_can_be_read_in_their_difference(before: str, now: str) -> None:
    pieces = list(word_diff(before, now))
    assert "".join(piece.text for piece in pieces if piece.state in (KEPT, GONE)) == before
    assert "".join(piece.text for piece in pieces if piece.state in (KEPT, NEW)) == now


def document(*paragraphs: list[dict[str, Any]]) -> dict[str, Any]:
    blocks = [{"block": "paragraph", "runs": runs} for runs in paragraphs]
    section = {"number": "I.1", "label": "1.", "title": "Chỉ đạo", "blocks": blocks}
    return {"opening": [], "closing": [], "sections": [section]}


def test_sentences_that_changed_and_no_others() -> None:
    said = [{"text": "Có "}, {"text": "269", "fact": "a.b"}, {"text": " hộ vay. Vốn đến đúng người. Còn khó khăn."}]
    moved = [{"text": "Có "}, {"text": "275", "fact": "a.b"}, {"text": " hộ vay. Vốn đến đúng người."}]
    first, second = changed_sentences(document(said), document(moved, [{"text": "Xin kiến nghị thêm vốn."}]))[:2]
    assert (first.line, first.only_figures) == ("Có [-269-]{+275+} hộ vay.", True)
    assert second.line == "{+Xin kiến nghị thêm vốn.+}"
    assert changed_sentences(document(said), document(said)) == []
    gone = changed_sentences(document(said), document(said[:2]))
    assert any(piece.state == GONE for each in gone for piece in each.pieces)
