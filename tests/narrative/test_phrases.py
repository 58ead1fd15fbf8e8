"""Phrases at their boundaries: which word, which list, which name."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from facts.conftest import fact
from hypothesis import given
from hypothesis import strategies as st
from narrative.conftest import absent, value

from lib.domain.errors import ReportError
from lib.facts import Absence, Fact, Measure, Share
from lib.indicators.context import Context
from lib.indicators.registry import groups
from lib.intake.folders import data_folder
from lib.narrative.phrases import (
    Group,
    against,
    capital,
    change,
    joined,
    largest,
    legal_bases,
    level_words,
    listed,
    lower_first,
    named,
    not_reported,
    office_name,
    reason,
    senders_text,
    stage,
    standing,
    template_names,
    to_write,
)
from lib.narrative.runs import Ref


@pytest.mark.parametrize(
    ("slug", "period", "whole"),
    [("viet-nam", "2026-H1", "cả nước"), ("gia-lai", "2026-H1", "toàn tỉnh"), ("krong-pa", "2021-H1", "toàn huyện")],
)
def test_the_whole_of_a_unit(slug: str, period: str, whole: str) -> None:
    assert level_words(Context(slug, period, data_folder("")))["whole"] == whole


def said(runs: Any) -> str:
    return "".join(run["text"] for run in runs)


# --- how a value stands to another


@pytest.mark.parametrize(
    ("now", "before", "word", "stands"),
    [
        (5, 4, "tăng", "exceeded"),
        (5, 5, "không đổi", "met"),
        (4, 5, "giảm", "short"),
        (0, 0, "không đổi", "met"),
        (Share(1, 3), Share(2, 6), "không đổi", "met"),
        (Share(333, 1000), Share(1, 3), "giảm", "short"),
        (Decimal("3.30"), Decimal("3.3"), "không đổi", "met"),
    ],
)
def test_words_go_by_exact_values_not_by_what_is_printed(now: Any, before: Any, word: str, stands: str) -> None:
    assert change(value(now), value(before)) == word
    assert standing(value(now), value(before)) == stands
    chosen = against(value(now), value(before), short="chưa đạt", met="đạt", exceeded="vượt")
    assert chosen == {"short": "chưa đạt", "met": "đạt", "exceeded": "vượt"}[stands]


def test_a_phrase_may_bring_its_own_words() -> None:
    assert change(value(5), value(4), more="cao hơn") == "cao hơn"


@pytest.mark.parametrize("kind", ["not_reported", "not_applicable"])
def test_nothing_stands_to_what_is_absent(kind: str) -> None:
    for phrase in (change, standing):
        for pair in ((absent(kind), value(0)), (value(0), absent(kind))):
            with pytest.raises(ReportError):
                phrase(*pair)
    assert against(absent(kind), value(1), "a", "b", "c") == against(value(1), absent(kind), "a", "b", "c") == ""


def test_the_largest_is_the_first_of_those_that_tie() -> None:
    one, two, three = value(3, "a"), value(5, "b"), value(5, "c")
    assert largest(one, two, three) is two
    with pytest.raises(ReportError):
        largest(one, absent())


# --- states


@pytest.mark.parametrize(
    ("state", "staged"), [("not_started:covid", "not_started"), ("finished", "finished"), ("mixed", "mixed")]
)
def test_a_stage_is_a_state_without_its_reason(state: str, staged: str) -> None:
    assert stage(value(state)) == staged


def test_an_absent_state_is_at_no_stage_and_has_no_reason(context: Context) -> None:
    assert stage(absent()) == ""
    assert reason(context, absent()) == ""


def test_a_reason_is_worded_from_the_reference_data(context: Context) -> None:
    worded = reason(context, value("not_started:covid"))
    assert isinstance(worded, Ref)
    assert worded == context.reference.reasons.wording("covid")
    assert reason(context, value("finished")) == ""
    with pytest.raises(ReportError):
        reason(context, value("not_started:no_such_reason"))


# --- lists


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c"), (("a", "b"), "a và b")],
)
def test_words_are_joined(words: Any, sentence: str) -> None:
    assert joined(words) == sentence


def test_a_list_fact_can_be_joined() -> None:
    assert joined(value(("Ba Một", "Ba Hai", "Ba Ba"))) == "Ba Một, Ba Hai và Ba Ba"
    assert joined(["a", "b"], last="hoặc") == "a hoặc b"
    with pytest.raises(ReportError):
        joined(absent())  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 3), max_size=6))
def test_counts_are_listed_without_those_that_are_zero(counts: list[int]) -> None:
    pairs: list[Any] = []
    for number, count in enumerate(counts):
        pairs += [value(count, f"f{number}"), "con"]
    shown = [str(count) for count in counts if count]
    runs = listed(*pairs)
    assert said(runs) == joined([f"{count} con" for count in shown])
    assert [run["fact"] for run in runs if "fact" in run] == [f"nhom.f{n}" for n, count in enumerate(counts) if count]


def test_what_does_not_apply_is_not_listed_and_what_was_not_reported_is_listed_as_missing() -> None:
    runs = listed(value(14, "a"), "con", absent("not_applicable"), "bó", absent("not_reported", "c"), "kg")
    assert said(runs) == "14 con và (chưa có số liệu) kg"
    assert runs[-2]["gap"] == ["nhom.c"]


# --- names


@pytest.mark.parametrize(
    ("text", "raised"),
    [("ủy ban", "Ủy ban"), ("đã", "Đã"), ("", ""), ("Ba Vì", "Ba Vì"), (Ref("quý II", "period"), "Quý II")],
)
def test_a_sentence_begins_with_a_capital(text: str, raised: str) -> None:
    result = capital(text)
    assert result == raised
    assert isinstance(result, Ref) == isinstance(text, Ref)
    if isinstance(text, Ref):
        assert result.kind == text.kind  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("title", "inside"), [("Số hộ", "số hộ"), ("BHYT", "BHYT"), ("", ""), ("Đơn vị", "đơn vị"), ("A", "a")]
)
def test_a_title_inside_a_sentence(title: str, inside: str) -> None:
    assert lower_first(title) == inside


def test_a_name_with_a_number_is_a_reference_not_a_figure() -> None:
    name = named("Phường 12")
    assert isinstance(name, Ref)
    assert name.kind == "name"
    assert type(named("Ba Vì")) is str


def test_senders_are_named_as_readers_know_them(context: Context) -> None:
    bank = context.reference.office("policy_bank", context.unit, context.period.end).name
    assert office_name(context, ("policy_bank", None)) == bank
    first = next(iter(context.commune_names))
    assert office_name(context, ("commune", first)) == f"UBND {context.commune_names[first]}"


def test_senders_are_listed_once_communes_together(context: Context) -> None:
    codes = list(context.commune_names)
    some = [("commune", codes[0]), ("labour", None), ("commune", codes[1]), ("labour", None)]
    bodies = [context.commune_names[code] for code in codes[:2]]
    assert senders_text(context, some) == f"UBND {', '.join(bodies)} và {office_name(context, ('labour', None))}"
    every = [("commune", code) for code in codes]
    assert senders_text(context, every) == "các xã, thị trấn"
    assert senders_text(context, [*every, ("finance", None)]).startswith("các xã, thị trấn và ")


def test_the_words_for_all_communes_are_those_of_the_units_level(context: Context) -> None:
    province = SimpleNamespace(
        commune_names=context.commune_names,
        unit=context.reference.units.get("gia-lai", context.period.end),
        period=context.period,
        reference=context.reference,
    )
    province.level = context.reference.level(province.unit, context.period.end)
    text = senders_text(province, [("commune", code) for code in context.commune_names])  # type: ignore[arg-type]
    assert text == f"các {context.reference.level(province.unit, context.period.end).children}"


def test_missing_facts_make_one_sentence_that_names_them_and_who_is_missing(context: Context) -> None:
    def missing(name: str, *offices: tuple[str, str | None]) -> Fact:
        return fact(Measure("counted", None, "…", Absence("not_reported", "", offices)), name=name)

    run = not_reported(
        context, [missing("a", ("labour", None)), value(5), missing("b", ("labour", None), ("women", None))]
    )
    labour, women = (office_name(context, (office, None)) for office in ("labour", "women"))
    assert run["text"] == f"Chưa có số liệu về số hộ và số hộ do {labour} và {women} chưa gửi báo cáo."
    assert run["gap"] == ["nhom.a", "nhom.b"]


def test_legal_bases_are_references(context: Context) -> None:
    bases = legal_bases(context)
    assert bases
    assert all(isinstance(basis, Ref) for basis in bases)
    empty = SimpleNamespace(report={})
    assert legal_bases(empty) == []  # type: ignore[arg-type]


def test_what_nobody_has_written_says_so() -> None:
    assert to_write()["gap"] == []


# --- the names of a template


def test_every_group_of_facts_can_be_named(context: Context) -> None:
    names = template_names(context)
    assert set(groups()) <= names.keys()
    credit = names["credit"]
    assert credit.households == context.group("credit")["households"]
    assert "households" in dir(credit)
    with pytest.raises(ReportError) as caught:
        _ = credit.housholds
    assert str(caught.value) == "không có chỉ tiêu credit.housholds. Cách sửa: có phải là households?"
    with pytest.raises(AttributeError):
        _ = credit._anything


def test_a_failure_inside_a_group_is_not_taken_for_a_misspelt_name() -> None:
    def fails(_: str) -> Any:
        raise AttributeError("inside")

    group = Group(SimpleNamespace(group=fails), "credit")  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="computing credit failed"):
        _ = group.households


def test_names_of_the_unit_and_the_period(context: Context) -> None:
    names = template_names(context)
    assert names["unit"].name == context.unit.name
    assert isinstance(names["period"].title, Ref)
    assert names["period"].ends_year is False
    assert names["office"]("finance") == office_name(context, ("finance", None))
