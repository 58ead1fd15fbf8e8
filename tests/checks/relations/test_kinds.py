"""Every other kind: what holds, what does not, what cannot be told, and the arithmetic a reader follows."""

from typing import Any

import pytest
from checks.relations.conftest import Record, check, late, record
from hypothesis import given, settings
from hypothesis import strategies as st

Relation = dict[str, Any]
few = settings(max_examples=100)


def said(relation: Relation, *records: Record) -> tuple[str, str]:
    result = check(relation, *records)
    return result.verdict, result.arithmetic


# --- sums, parts, lists

SUM = {"sum": ["a", "b"]}


def test_a_sum() -> None:
    parts = record("a", 1000), record("b", 779)
    assert said(SUM, record("all", 1779), *parts) == ("holds", "1.000 + 779 = 1.779; báo cáo ghi 1.779 hộ")
    assert said(SUM, record("all", 1780), *parts) == ("fails", "1.000 + 779 = 1.779; báo cáo ghi 1.780 hộ, lệch 1")


def test_money_is_added_as_it_is_printed() -> None:
    parts = record("a", 350_000_000, "VND"), record("b", 548_378_000, "VND")
    result = said(SUM, record("all", 898_378_000, "VND"), *parts)
    assert result == ("holds", "350 triệu đồng + 548.378.000 đồng = 898.378.000 đồng; báo cáo ghi 898.378.000 đồng")


@few
@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(-3, 3), st.sampled_from([None, 10, 50]))
def test_a_hedged_part_never_hides_a_wrong_sum(a: int, b: int, off: int, hedge: int | None) -> None:
    whole = a + b + off
    if whole < 0:
        return
    result = check(SUM, record("all", whole), record("a", a), record("b", b, hedge=hedge))
    assert (result.verdict == "holds") is (off == 0)


def test_a_hedged_sum_is_told_as_it_is_printed_and_refused_by_its_exact_value() -> None:
    parts = record("a", 195), record("b", 355, hedge=50)
    assert said(SUM, record("all", 550), *parts) == ("holds", "195 + trên 350 = trên 545; báo cáo ghi 550 hộ")
    result = check(SUM, record("all", 560), *parts)
    assert result.arithmetic == "195 + 355 = 550; báo cáo ghi 560 hộ, lệch 10"
    assert "số đầy đủ" in result.note
    assert check(SUM, record("all", 540), *parts).arithmetic == "195 + trên 350 = trên 545; báo cáo ghi 540 hộ"


REASON = {"reason": "vì phải như thế"}
AT_LEAST = {"at_least_sum": ["a", "b"], **REASON}


def test_at_least_a_sum() -> None:
    parts = record("a", 3), record("b", 4)
    assert said(AT_LEAST, record("all", 9), *parts) == ("holds", "9 hộ ≥ 3 + 4 = 7, dư 2")
    assert said(AT_LEAST, record("all", 7), *parts) == ("holds", "7 hộ ≥ 3 + 4 = 7")
    assert said(AT_LEAST, record("all", 6), *parts) == ("fails", "6 hộ < 3 + 4 = 7, thiếu 1")
    assert said({"at_least_sum": ["a"], **REASON}, record("all", 2), parts[0]) == ("fails", "2 hộ < 3 hộ, thiếu 1")


def test_a_part_of_a_whole_or_of_several() -> None:
    assert said({"part": {"whole": "a"}}, record("some", 5), record("a", 5)) == ("holds", "5 hộ ≤ 5 hộ")
    assert said({"part": {"whole": "a"}}, record("some", 6), record("a", 5)) == ("fails", "6 hộ > 5 hộ, vượt 1")
    both = {"part": {"whole": ["a", "b"]}}
    assert said(both, record("some", 6), record("a", 5), record("b", 1)) == ("holds", "6 hộ ≤ 5 + 1 = 6")
    places = record("places", ("Ba Một", "Ba Hai"), "commune")
    assert said({"part": {"whole": "a"}}, places, record("a", 1)) == ("fails", "2 tên > 1 hộ, vượt 1")


def test_a_hedged_part_may_be_as_large_as_its_exact_value() -> None:
    part = {"part": {"whole": "a"}}
    assert check(part, record("some", 355, hedge=50), record("a", 355)).verdict == "holds"
    assert check(part, record("some", 355, hedge=50), record("a", 354)).verdict == "fails"
    assert check(part, record("some", 10), record("a", 355, hedge=50)).verdict == "holds"


def test_the_length_of_a_list() -> None:
    listed = record("places", ("Ba Một", "Ba Hai"), "commune")
    length = {"length_of": "places"}
    assert said(length, record("n", 2), listed) == ("holds", "danh sách có 2 tên (Ba Một, Ba Hai); báo cáo ghi 2 hộ")
    assert check(length, record("n", 3), listed).verdict == "fails"
    assert check(length, record("n", 0), record("places", (), "commune")).verdict == "holds"


# --- one thing in two sections, two things of one number

EQUAL = {"equal": "b", **REASON}
DISTINCT = {"distinct_from": "b", **REASON}


def test_one_thing_has_one_number_and_one_unit() -> None:
    assert check(EQUAL, record("a", 117), record("b", 117, section="I.2")).verdict == "holds"
    assert said(EQUAL, record("a", 117), record("b", 118)) == ("fails", "117 hộ ≠ 118 hộ")
    assert said(EQUAL, record("a", 117), record("b", 117, "worker")) == (
        "fails", "117 hộ và 117 lao động: khác đơn vị đo",
    )  # fmt: skip


def test_households_are_not_workers() -> None:
    result = said(DISTINCT, record("a", 117, "worker"), record("b", 117, section="I.2"))
    assert result == ("fails", "117 lao động ở mục I.1, 117 hộ ở mục I.2: trùng số, dù hộ không phải là lao động")
    assert check(DISTINCT, record("a", 118, "worker"), record("b", 117)).verdict == "holds"
    assert check(DISTINCT, record("a", 0, "worker"), record("b", 0)).verdict == "holds"


# --- norms

NORM = {"norm": {"norm": "rice", "quantity": "persons"}}


def test_norm_times_quantity_at_the_norm_in_force() -> None:
    result = check(NORM, record("kg", 45390, "kg"), record("persons", 3026, "person"))
    assert (result.verdict, result.arithmetic) == ("holds", "3.026 × 15 = 45.390; báo cáo ghi 45.390 kg")
    assert result.note == "mức 15 kg/khẩu (Gạo), từ 01/6/2022, căn cứ chưa đối chiếu"
    wrong = said(NORM, record("kg", 45390 - 3, "kg"), record("persons", 3026, "person"))
    assert wrong == ("fails", "3.026 × 15 = 45.390; báo cáo ghi 45.387 kg, lệch 3")


def test_norm_times_months_of_the_period_and_no_less_than_the_norm() -> None:
    power = {"norm": {"norm": "power", "quantity": "n", "months": True}}
    result = check(power, record("money", 600_000, "VND"), record("n", 2))
    assert (result.verdict, result.arithmetic.split(";")[0]) == ("holds", "2 × 50.000 × 6 tháng = 600.000 đồng")
    assert "mức có thể đã cũ: giá đã tăng" in result.note
    least = {"norm": {"norm": "rice", "quantity": "n", "least": True}}
    assert [check(least, record("kg", kg, "kg"), record("n", 2)).verdict for kg in (29, 30, 31)] == [
        "fails", "holds", "holds",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["ended", "unknown"])
def test_a_norm_that_is_not_in_force_cannot_be_checked(name: str) -> None:
    for relation in ({"norm": {"norm": name, "quantity": "n"}}, {"multiple": {"norm": name}}):
        result = check(relation, record("kg", 30, "kg"), record("n", 2))
        assert result.verdict == "unchecked"
        assert f'định mức "{name}"' in result.note


MULTIPLE = {"multiple": {"norm": "rice"}}


def test_a_whole_number_of_times_a_norm() -> None:
    assert said(MULTIPLE, record("kg", 45, "kg")) == ("holds", "45 kg ÷ 15 = 3 lần")
    assert check(MULTIPLE, record("kg", 0, "kg")).verdict == "holds"
    result = check(MULTIPLE, record("kg", 52, "kg"))
    assert result.verdict == "fails"
    assert result.arithmetic == "52 kg ÷ 15 ≈ 3,47, không phải số nguyên lần: 3 lần là 45, còn thừa 7"
    assert result.note.startswith("mức 15 kg/khẩu")


@few
@given(st.integers(0, 60), st.integers(1, 4))
def test_a_multiple_with_some_at_the_norm_before_says_how_many(now: int, before: int) -> None:
    result = check(MULTIPLE, record("kg", 15 * now + 12 * before, "kg"))
    assert result.verdict == "fails"
    assert f"{before} lần theo mức trước 12" in result.note
    assert f"{now} × 15 + {before} × 12" in result.note


# --- days

ORDER = {"not_before": ["first", "second"]}


def paper(name: str, day: str | None) -> Record:
    """A document's record, cited with its day or without one."""
    return record(name, f"Quyết định số 1/QĐ{f' ngày {day}' if day else ''}", "text", kind="document")


def test_documents_follow_one_another() -> None:
    others = paper("first", "30/12/2022"), paper("second", "22/3/2023")
    assert said(ORDER, paper("x", "22/3/2023"), *others) == ("holds", "22/3/2023 không trước 30/12/2022, 22/3/2023")
    assert said(ORDER, paper("x", "21/3/2023"), *others) == ("fails", "21/3/2023 trước 30/12/2022, 22/3/2023")
    gone = record("second", "not_applicable", "text")
    assert check(ORDER, paper("x", "01/01/2023"), others[0], gone).verdict == "holds"
    undated = check(ORDER, paper("x", None), *others)
    assert (undated.verdict, undated.note) == ("unchecked", "«X» không ghi ngày")


def test_documents_and_months_lie_in_the_period() -> None:
    cut_off = {"within": "cut_off"}
    assert said(cut_off, paper("x", "14/6/2023")) == ("holds", "14/6/2023 không sau ngày chốt số liệu 14/6/2023")
    assert said(cut_off, paper("x", "15/6/2023"))[0] == "fails"
    assert check(cut_off, paper("x", None)).verdict == "unchecked"
    months = {"within": "period"}
    assert said(months, record("m", ("2023-03", "2023-06"), "month")) == ("holds", "3/2023, 6/2023")
    assert said(months, record("m", ("2022-12", "2023-06"), "month")) == (
        "fails", "12/2022, 6/2023; ngoài kỳ: 12/2022",
    )  # fmt: skip


# --- doubts


def plausible(**per: list[float]) -> Relation:
    return {"plausible": {"per": per}, **REASON}


def test_a_value_in_proportion() -> None:
    relation, amount = plausible(n=[1_000_000, 15_000_000]), record("money", 94_000_000, "VND")
    assert said(relation, amount, record("n", 16)) == (
        "holds",
        "94 triệu đồng ÷ 16 hộ = 5.875.000 đồng, trong khoảng hợp lý từ 1 triệu đồng đến 15 triệu đồng",
    )
    assert said(relation, amount, record("n", 6))[0] == "fails"
    assert said(relation, amount, record("n", 95))[0] == "fails"
    assert said(relation, amount, record("n", 0)) == (
        "fails", "nhiều nhất 0 hộ × 15 triệu đồng = 0 đồng; báo cáo ghi 94 triệu đồng, quá mức đó",
    )  # fmt: skip
    assert said(relation, record("money", 0, "VND"), record("n", 0))[0] == "holds"


def test_a_value_worth_no_more_than_what_it_bought() -> None:
    relation, things = plausible(a=[0, 30], b=[1, 2]), (record("a", 2, "animal"), record("b", 10, "kg"))
    assert said(relation, record("n", 80), *things) == (
        "holds", "nhiều nhất 2 con × 30 + 10 kg × 2 = 80; báo cáo ghi 80 hộ, không quá mức đó",
    )  # fmt: skip
    assert said(relation, record("n", 81), *things)[0] == "fails"
    assert said(relation, record("n", 9), *things) == (
        "fails", "ít nhất 2 con × 0 + 10 kg × 1 = 10; báo cáo ghi 9 hộ, chưa bằng mức đó",
    )  # fmt: skip


def test_a_value_by_the_month() -> None:
    assert said(plausible(month=[0.5, 2]), record("n", 6, "programme")) == (
        "holds", "6 chương trình ÷ 6 tháng = 1, trong khoảng hợp lý từ 0,5 đến 2",
    )  # fmt: skip
    assert said(plausible(month=[0.5, 2]), record("n", 2, "programme"))[0] == "fails"


OVERLAP = {"overlap": {"places": ["village"], "others": ["elsewhere"], "counts": ["poor", "near"]}, **REASON}


def test_beneficiaries_of_one_place_may_be_counted_twice() -> None:
    figures = [
        record("latrines", 16),
        record("village", ("Buôn  Một",), "text"),
        record("elsewhere", ("Buôn Hai", "buôn Một"), "text", section="I.2"),
        record("poor", 9, section="I.2"),
        record("near", 5, section="I.2"),
    ]
    result = check(OVERLAP, *figures)
    assert result.verdict == "fails"
    assert result.arithmetic == "cùng ở Buôn  Một: 16 hộ ở mục I.1, 9 + 5 = 14 ở mục I.2"
    assert result.note == "có thể tính trùng đến 14 hộ"
    figures[2] = record("elsewhere", ("Buôn Hai",), "text")
    assert check(OVERLAP, *figures).verdict == "holds"
    nobody = [record("latrines", 0), *figures[1:2], record("elsewhere", ("Buôn Một",), "text"), *figures[3:]]
    assert check(OVERLAP, *nobody).verdict == "holds"


REMAINDER = {"remainder": {"parts": ["a", "b"], "among": "n", "least": "1/10", "by": "programme"}, **REASON}


def rest(whole: int, a: int, b: int, programmes: int) -> tuple[str, str]:
    return said(REMAINDER, record("all", whole), record("a", a), record("b", b), record("n", programmes, "programme"))


def test_what_the_named_parts_leave_for_the_others() -> None:
    assert rest(1779, 1000, 768, 4) == (
        "fails",
        "1.779 − (1.000 + 768) = 1.779 − 1.768 = 11 hộ cho 4 − 2 = 2 chương trình không nêu tên, bình quân 5,5; "
        "phần có tên nhỏ nhất là 768, gấp khoảng 139,6 lần",
    )
    assert rest(100, 40, 40, 3)[0] == "holds"
    assert rest(84, 40, 40, 3)[0] == "holds"
    assert rest(83, 40, 40, 3)[0] == "fails"
    assert rest(80, 40, 40, 2)[0] == "holds"
    assert rest(81, 40, 40, 2) == ("fails", "81 − (40 + 40) = 81 − 80 = 1; cả 2 chương trình đều có tên nên phải còn 0")
    assert rest(79, 40, 40, 3)[1].endswith("= -1: các phần có tên cộng lại đã quá tổng số")
    assert rest(81, 40, 1, 9)[0] == "holds"
    assert rest(45, 40, 1, 9)[0] == "fails"


def test_the_smallest_parts_of_the_sender_are_named() -> None:
    parts = {"programme": {"poor": 40, "jobs": 30, "students": 2, "housing": 1}}
    figures = [record("all", 73, parts=parts), record("a", 40), record("b", 30), record("n", 4, "programme")]
    assert check(REMAINDER, *figures).note == (
        "theo bảng của nơi gửi, chương trình ít nhất là «Cho vay học sinh, sinh viên» 2 hộ và "
        "«Cho vay hộ nghèo về nhà ở» 1 hộ; cộng mọi chương trình được 73, đúng bằng tổng số"
    )


# --- what cannot be checked


@pytest.mark.parametrize("kind", ["not_reported", "not_applicable", "not_started"])
def test_what_is_absent_is_neither_right_nor_wrong(kind: str) -> None:
    for figures in (
        [record("all", kind), record("a", 1), record("b", 1)],
        [record("all", 2), record("a", kind), record("b", 2)],
    ):
        result = check(SUM, *figures)
        assert (result.verdict, result.arithmetic) == ("unchecked", "")
        assert "«A»" in result.note or "«ALL»" in result.note


def test_figures_of_other_senders_are_not_compared() -> None:
    part = {"part": {"whole": "whole"}}
    result = check(part, record("some", 9), record("whole", 5, coverage=late("a", "b")))
    assert (result.verdict, result.note) == (
        "unchecked", "«WHOLE» có 12/14 nơi gửi, nên chưa so được với số của nơi đã gửi đủ",
    )  # fmt: skip
    same = record("some", 9, coverage=late("a")), record("whole", 5, coverage=late("a"))
    assert check(part, *same).verdict == "fails"
    assert check(part, record("some", 9, coverage=late("b")), same[1]).verdict == "unchecked"


def test_our_own_formula_is_checked_whatever_the_coverage() -> None:
    whole = record("all", 3, kind="summed", inputs=("a", "b"), coverage=late("x"))
    parts = record("a", 1, coverage=late("x")), record("b", 1)
    result = check(SUM, whole, *parts)
    assert (result.verdict, result.formula) == ("fails", True)
    assert not check(SUM, record("all", 3), *parts[1:], record("a", 1)).formula


def test_a_relation_with_a_fact_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        check(SUM, record("all", 3), record("a", 1))
