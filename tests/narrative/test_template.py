"""The template: facts, words, `if`, `for`, `given`; everything else is refused with file and line."""

from typing import Any

import pytest
from narrative.conftest import absent, blocks, names, value

from lib.domain.errors import ReportError
from lib.facts import Share
from lib.narrative.runs import Ref, Runs, plain_text
from lib.narrative.template import render_marks, to_run


def text(source: str, **more: Any) -> str:
    return plain_text(blocks(source, **more))


def refused(source: str, **more: Any) -> str:
    with pytest.raises(ReportError) as caught:
        blocks(source, **more)
    assert caught.value.file == "mau.ipynb"
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- what it can say


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Có {{ nhom.so_ho }} hộ.", "Có 1.779 hộ."),
        ("Trong {{ period.title }}.", "Trong 6 tháng đầu năm 2023."),
        ("{% if nhom.so_ho %}Có{% else %}Không{% endif %}.", "Có."),
        ("{% if nhom.khong %}Có{% else %}Không{% endif %}.", "Không."),
        ("{% if nhom.khong_co %}Có{% endif %}Hết.", "Hết."),
        ("{% if nhom.so_ho > 5 and not nhom.khong %}Vượt{% endif %}.", "Vượt."),
        ("{% for ten in nhom.xa %}{{ ten }}{% if not loop.last %} và {% endif %}{% endfor %}.", "Ba Một và Ba Hai."),
        ("{{ nhom.xa }}.", "Ba Một, Ba Hai."),
        ("{{ 'có' if nhom.so_ho else 'không' }}.", "có."),
        ("{{ ref('Nghị quyết 42') }}.", "Nghị quyết 42."),
        ("1. Một\n2. Hai\n\n3) Ba", "Một\nHai\nBa"),
        ("{# 5 #}Không.", "Không."),
        ("Quý II, mục III.", "Quý II, mục III."),
        ("Diện tích: m².", "Diện tích: m²."),
    ],
)
def test_facts_and_words_are_said(source: str, said: str) -> None:
    assert text(source) == said


def test_a_fact_stays_a_fact_and_a_reference_a_reference() -> None:
    (block,) = blocks("Trong {{ period.title }} có **{{ nhom.so_ho }}** hộ, {{ nhom.ty_le }}.")
    assert block["runs"] == [
        {"text": "Trong "},
        {"text": "6 tháng đầu năm 2023", "ref": "period"},
        {"text": " có "},
        {"text": "1.779", "fact": "nhom.so_ho", "strong": True},
        {"text": " hộ, "},
        {"text": "13%", "fact": "nhom.ty_le"},
        {"text": "."},
    ]


def test_an_incomplete_value_is_marked() -> None:
    (block,) = blocks("{{ nhom.mot_phan }}")
    assert block["runs"] == [{"text": "12", "fact": "nhom.mot_phan", "caveats": ["incomplete"]}]


def test_what_was_not_reported_leaves_a_gap_where_it_should_stand() -> None:
    (block,) = blocks("Có {{ nhom.thieu }} hộ.")
    assert block["runs"][1] == {"text": "(chưa có số liệu)", "gap": ["nhom.thieu"]}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("nhom.so_ho", "Có 1.779 hộ."),
        ("nhom.so_ho, nhom.khong", "Có 1.779 hộ."),
        ("nhom.so_ho, nhom.khong_co", "Có 1.779 hộ."),
        ("nhom.thieu", "Chưa có số liệu."),
        ("nhom.so_ho, nhom.thieu", "Chưa có số liệu."),
    ],
)
def test_given_says_the_sentence_or_who_is_missing(facts: str, said: str) -> None:
    assert text(f"{{% given {facts} %}}\nCó {{{{ nhom.so_ho }}}} hộ.\n{{% endgiven %}}") == said


def test_given_inside_given_and_if() -> None:
    inner = "{% given nhom.thieu %}C{% endgiven %}"
    source = f"{{% given nhom.so_ho %}}A{{% if nhom.khong %}}B{{% else %}}{inner}{{% endif %}}{{% endgiven %}}"
    assert text(source) == "AChưa có số liệu."


def test_several_runs_of_a_phrase_stay_several() -> None:
    runs = Runs([{"text": "14", "fact": "nhom.a"}, {"text": " con"}])
    (block,) = blocks("Hỗ trợ {{ phrase }}.", phrase=runs)
    assert [run.get("fact") for run in block["runs"]] == [None, "nhom.a", None]


# --- digits


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Có 5 hộ.", 1),
        ("Có {{ nhom.so_ho }} hộ.\n\nTăng 2 lần.", 3),
        ("1. Một\n2. Hai có 7 hộ", 2),
        ("{% if nhom.khong %}\n\nCó ٥ hộ{% endif %}", 3),
        ("Có ５ hộ", 1),
        ("{% raw %}{{ 5 }}{% endraw %}", 1),
        ("&#53; hộ", 1),
        ("năm2023", 1),
        ("x\n1.5 hộ", 2),
        ("\ue0000\ue001", 1),
    ],
)
def test_a_typed_digit_is_refused_with_its_line(source: str, line: int) -> None:
    said = refused(source)
    assert said.startswith(f"mau.ipynb › dòng {line}: chữ số gõ thẳng vào câu")
    assert "hoặc khai trong references" in said


@pytest.mark.parametrize("source", ["{{ nhom.so_ho }}5. Tiếp", "Có\n{{ nhom.so_ho }}\n5. hộ", "Một\n2. hai"])
def test_a_digit_that_looks_like_a_list_but_is_none_is_refused(source: str) -> None:
    assert "chữ số" in refused(source)


@pytest.mark.parametrize(
    "source",
    ["{{ 5 }}", "{{ nhom.so_ho.value }}", "{{ nhom.ty_le.exact }}", "{{ nhom.so_ho > 5 }}", "{{ [nhom.so_ho] }}"],
)
def test_a_number_that_is_no_fact_is_refused(source: str) -> None:
    assert "là số không có chỉ tiêu đứng sau" in refused(source) or "không được dùng" in refused(source)


@pytest.mark.parametrize("source", ["{{ '5 hộ' }}", "{{ nhom.so_ho.printed }}", "{{ nhom.so_ho.id and 'a5' }}"])
def test_a_text_with_digits_that_is_no_reference_is_refused(source: str) -> None:
    assert "có chữ số mà không phải chỉ tiêu hay dẫn chiếu đã khai" in refused(source)


def test_a_value_that_does_not_apply_must_be_asked_about_first() -> None:
    assert refused("Một.\nCó {{ nhom.khong_co }} hộ.") == (
        "mau.ipynb › dòng 2: «Số hộ» (nhom.khong_co) không có giá trị ở kỳ này (not_applicable). "
        "Cách sửa: đặt câu trong {% if nhom.khong_co %} … {% endif %}"
    )


def test_an_empty_list_leaves_no_hole_in_a_sentence() -> None:
    assert "«Số hộ» (nhom.trong) không có gì để in" in refused("Gồm: {{ nhom.trong }}.")


def test_an_absent_value_cannot_be_compared() -> None:
    assert refused("\n{% if nhom.khong_co > 5 %}x{% endif %}").startswith("mau.ipynb › dòng 2: «Số hộ» (nhom.khong_co)")


# --- names


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ nhon.so_ho }}", "dòng 1: không có tên «nhon». Cách sửa: có phải là nhom?"),
        ("\n\n{{ peroid.title }}", "dòng 3: không có tên «peroid». Cách sửa: có phải là period?"),
        ("{{ zzz }}", "dòng 1: không có tên «zzz»"),
        ("\n{{ nhom.so_hoo }}", "dòng 2: không có chỉ tiêu hay từ nhom.so_hoo. Cách sửa: có phải là so_ho"),
        ("{{ period.titel }}", "dòng 1: không có chỉ tiêu hay từ period.titel. Cách sửa: có phải là title?"),
        ("{% if nhom.khong %}\n{{ nhom.so_hoo }}{% endif %}", "dòng 2: không có chỉ tiêu hay từ nhom.so_hoo"),
        ("{% if nhom.khong %}{{ zzz }}{% endif %}", "dòng 1: không có tên «zzz»"),
        ("{% given nhom.so_hoo %}x{% endgiven %}", "dòng 1: không có chỉ tiêu hay từ nhom.so_hoo"),
        ("{{ nhom['so_hoo'] }}", "dòng 1: không có tên «so_hoo»"),
        ("{{ nhom.so_ho.titel }}", "dòng 1: không có tên «titel»"),
        ("{{ refer('a') }}", "dòng 1: không có tên «refer». Cách sửa: có phải là ref?"),
        ("{% for a in nhom.xa %}{{ a }}{% endfor %}{{ a }}", "không có tên «a»"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_even_where_nothing_comes_by(source: str, said: str) -> None:
    assert said in refused(source)


# --- what it has no use for


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{{ nhom.so_ho | upper }}", "filter"),
        ("{{ 'a' ~ 'b' }}", "concat"),
        ("{{ nhom.so_ho + nhom.so_ho }}", "add"),
        ("{{ nhom.so_ho * nhom.so_ho }}", "mul"),
        ("{{ -nhom.so_ho }}", "neg"),
        ("{{ nhom.so_ho is defined }}", "test"),
        ("{{ {'a': nhom.so_ho} }}", "dict"),
        ("{{ nhom.xa[0:1] }}", "slice"),
        ("{% set a = nhom.so_ho %}", "assign"),
        ("{% macro m() %}x{% endmacro %}", "macro"),
        ("{% include 'x' %}", "include"),
        ("{% import 'x' as y %}", "import"),
        ("{% extends 'x' %}", "extends"),
        ("{% block x %}{% endblock %}", "block"),
        ("{% filter upper %}x{% endfilter %}", "filter"),
        ("{% with a = nhom.so_ho %}{{ a }}{% endwith %}", "with"),
        ("{{ nhom.so_ho.__class__ }}", "__class__"),
        ("{{ period.title.__class__.__mro__ }}", "__"),
        ("{{ nhom._Group__context }}", "_Group__context"),
        ("{{ nhom.so_ho.exact.limit_denominator() }}", "call"),
        ("{{ period.title.upper() }}", "call"),
        ("{{ (ref)('a').join('b') }}", "call"),
    ],
)
def test_everything_else_is_refused_by_name(source: str, kind: str) -> None:
    said = refused(f"Một.\n{source}")
    assert said.startswith("mau.ipynb › dòng 2: mẫu câu không được dùng «")
    assert kind in said


@pytest.mark.parametrize(
    "source",
    [
        "{{ nhom['__class__'] }}",
        "{{ nhom.so_ho['__init__'] }}",
        "{{ nhom['so_ho']['_require'] }}",
        "{{ ref['__globals__'] }}",
        "{{ period.title.upper }}",
        "{{ ref }}",
        "{{ nhom }}",
        "{{ self }}",
        "{{ varargs }}",
        "{{ range(9) }}",
        "{{ cycler }}",
        "{{ namespace() }}",
        "{{ nhom() }}",
        "{{ none }}",
        "{{ true }}",
    ],
)
def test_no_way_leads_to_pythons_insides(source: str) -> None:
    assert refused(source)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n{% if nhom.khong %}", 2),
        ("a\n{{ nhom.so_ho", 2),
        ("{% endif %}", 1),
        ("{% given %}x{% endgiven %}", 1),
        ("a\nb\n{% given nhom.so_ho %}x", 3),
        ("{% elif %}", 1),
        ("{{ }}", 1),
    ],
)
def test_broken_syntax_is_told_with_its_line(source: str, line: int) -> None:
    assert refused(source).startswith(f"mau.ipynb › dòng {line}: sai cú pháp mẫu câu")


@pytest.mark.parametrize("source", ["\n{{ ref() }}", "\n{{ ref(nhom) }}{{ nhom.xa.nothing }}", "\n{{ phrase(nhom) }}"])
def test_a_phrase_called_wrongly_is_one_line(source: str) -> None:
    assert refused(source, phrase=lambda fact: fact.value_of).startswith("mau.ipynb › dòng 2: ")


def test_a_failure_of_our_own_code_is_not_called_the_writers() -> None:
    def fails() -> str:
        raise RuntimeError("computing credit failed")

    with pytest.raises(RuntimeError, match="computing credit failed"):
        render_marks("{{ fails() }}", names(fails=fails), "mau.ipynb")


def test_an_error_that_has_its_own_file_keeps_it() -> None:
    def fails() -> str:
        raise ReportError("chưa có căn cứ", file="report.yaml")

    with pytest.raises(ReportError, match=r"^report.yaml: chưa có căn cứ$"):
        render_marks("{{ fails() }}", names(fails=fails), "mau.ipynb")


# --- runs


def test_runs_are_made_from_what_is_printed() -> None:
    assert to_run(value(Share(1, 8), unit="percent")) == {"text": "13%", "fact": "nhom.so_ho"}
    assert to_run(Ref("ngày 5/3", "date")) == {"text": "ngày 5/3", "ref": "date"}
    assert to_run("hộ") == {"text": "hộ"}
    assert to_run({"text": "…", "gap": []}) == {"text": "…", "gap": []}
    assert to_run(absent()) == {"text": "(chưa có số liệu)", "gap": ["nhom.thieu"]}
    for wrong in (5, 5.0, None, True, ["a"], b"a"):
        with pytest.raises(ReportError):
            to_run(wrong)
