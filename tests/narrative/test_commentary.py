"""What people wrote: front matter, references, facts by id; refused with file and line where it cannot stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrative.conftest import WriteCommentary, names

from lib.domain.errors import ReportError
from lib.narrative.commentary import Commentary, read_commentary, reference_names
from lib.narrative.narrate import commentary_blocks
from lib.narrative.runs import plain_text, walk_runs

HEAD = "---\nauthor: Phòng A\ndate: 2023-06-11\nstatus: đã duyệt\nreferences:\n{references}\n---\n\n"


def file(text: str, *references: str) -> str:
    return HEAD.format(references="\n".join(f"  - {each}" for each in references) or "  []") + text


def rendered(commentary: WriteCommentary, content: str | bytes) -> str:
    return plain_text(commentary_blocks(commentary(content), "I.1", names()))


def refused(commentary: WriteCommentary, content: str | bytes) -> str:
    with pytest.raises(ReportError) as caught:
        rendered(commentary, content)
    assert caught.value.file == "commentary/I.1.md"
    return str(caught.value)


def test_nobody_wrote_anything(commentary: WriteCommentary) -> None:
    assert commentary_blocks(commentary("x"), "I.2", names()) == []


@pytest.mark.parametrize("content", ["", "\n\n", "---\n---\n", "---\nauthor: A\n---", "---\n\n---\n \n"])
def test_an_empty_file_says_nothing(content: str, commentary: WriteCommentary) -> None:
    assert rendered(commentary, content) == ""


def test_front_matter_says_who_when_and_how(commentary: WriteCommentary) -> None:
    read = read_commentary(commentary(file("Lời.", "năm 2023")), "I.1")
    assert read is not None
    assert (read.author, read.date, read.status) == ("Phòng A", "2023-06-11", "đã duyệt")
    assert (read.text, read.references, read.where) == ("Lời.", ("năm 2023",), "commentary/I.1.md")


def test_fields_left_empty_are_empty(commentary: WriteCommentary) -> None:
    read = read_commentary(commentary("---\nauthor:\nreferences:\n---\nLời."), "I.1")
    assert read is not None
    assert (read.author, read.date, read.references) == ("", "", ())


@pytest.mark.parametrize(
    "content",
    [
        "Lời của xã.",
        "\ufeff" + file("Lời của xã."),
        file("Lời của xã.").replace("\n", "\r\n"),
        file("Lời của xã.").replace("---\n", "--- \n"),
        file("Lời cu\u0309a xa\u0303."),
    ],
)
def test_text_is_read_however_it_was_saved(content: str, commentary: WriteCommentary) -> None:
    assert rendered(commentary, content.encode()) == "Lời của xã."


def test_dashes_in_text_and_front_matter_are_no_fences(commentary: WriteCommentary) -> None:
    content = "---\nauthor: A --- B\n---\nMột --- hai.\n\n---\n\nBa."
    read = read_commentary(commentary(content), "I.1")
    assert read is not None
    assert (read.author, read.text) == ("A --- B", "Một --- hai.\n\n---\n\nBa.")


def test_facts_are_cited_by_id_and_markdown_is_read(commentary: WriteCommentary) -> None:
    text = "### Kết quả\n\n- Có **{{ nhom.so_ho }}** hộ.\n{% if nhom.khong %}- x{% endif %}"
    made = commentary_blocks(commentary(file(text)), "I.1", names())
    assert plain_text(made) == "Kết quả\nCó 1.779 hộ."
    assert [run["fact"] for run in walk_runs(made) if "fact" in run] == ["nhom.so_ho"]


# --- references


@pytest.mark.parametrize(
    ("text", "references", "held"),
    [
        ("Theo Nghị định số 07/2021/NĐ-CP.", ["Nghị định số 07/2021/NĐ-CP"], ["Nghị định số 07/2021/NĐ-CP"]),
        ("Dịch Covid-19, năm 2023.", ["Covid-19", "năm 2023"], ["Covid-19", "năm 2023"]),
        ("Giai đoạn 2021-2025 và năm 2021.", ["năm 2021", "Giai đoạn 2021-2025"], ["Giai đoạn 2021-2025", "năm 2021"]),
        ("năm 2021-2025", ["năm 2021", "năm 2021-2025"], ["năm 2021-2025"]),
        ("Nghị định\nsố 07/2021", ["Nghị định số 07/2021"], ["Nghị định số 07/2021"]),
        ("ngày 5/3, ngày 15/3", ["ngày 5/3", "ngày 15/3"], ["ngày 5/3", "ngày 15/3"]),
        ("Quyết định (số *7*).", ["Quyết định (số *7*)"], ["Quyết định (số *7*)"]),
        ("a 1 b", ["a 1 b", "a 1"], ["a 1 b"]),
        ("x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12", [f"x{n}" for n in range(1, 13)], [f"x{n}" for n in range(1, 13)]),
    ],
)
def test_declared_references_may_hold_digits_longest_first(
    text: str, references: list[str], held: list[str], commentary: WriteCommentary
) -> None:
    made = commentary_blocks(commentary(file(text, *(f'"{each}"' for each in references))), "I.1", names())
    assert [run["text"] for run in walk_runs(made) if "ref" in run] == held
    assert plain_text(made) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("năm 20235", "năm 2023"),
        ("năm 2023.500 hộ", "năm 2023"),
        ("năm 2023,5", "năm 2023"),
        ("ngày 5/3/2023", "ngày 5/3"),
        ("ngày 15/3", "5/3"),
        ("1.5x", "5x"),
    ],
)
def test_a_reference_counts_only_as_a_whole(text: str, reference: str, commentary: WriteCommentary) -> None:
    assert "chữ số gõ thẳng vào câu" in refused(commentary, file(text, f'"{reference}"'))


@pytest.mark.parametrize("reference", ["5", '"2.342"', '"11,5%"', '" "', '""', "~", "2023"])
def test_a_bare_number_is_no_reference(reference: str, commentary: WriteCommentary) -> None:
    assert "chỉ là một con số" in refused(commentary, file("Có 5 hộ, 2.342 hộ.", reference))


def test_a_reference_inside_an_expression_is_left_alone(commentary: WriteCommentary) -> None:
    content = file("{{ nhom.so_ho }} hộ nhom.so_ho", "nhom.so_ho")
    assert rendered(commentary, content) == "1.779 hộ nhom.so_ho"


def test_references_must_be_a_list(commentary: WriteCommentary) -> None:
    assert "references phải là danh sách" in refused(commentary, "---\nreferences: Covid-19\n---\nCovid-19")


@given(st.lists(st.from_regex(r"[a-zđ]{1,3}[0-9]{1,4}", fullmatch=True), min_size=1, max_size=25, unique=True))
def test_every_reference_comes_back_as_itself(references: list[str]) -> None:
    made = Commentary("I.1", None, " . ".join(references), "", "", "", tuple(references))  # type: ignore[arg-type]
    assert set(reference_names(made).values()) == set(references)
    assert not any(letter.isdigit() for name in reference_names(made) for letter in name)
    for name, reference in reference_names(made).items():
        assert f"{{{{ _references['{name}'] }}}}" in made.template
        assert f" {reference} " not in made.template


# --- refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file("Một.\n\nCó 5 hộ."), "› dòng 11: chữ số gõ thẳng vào câu: \"Có 5 hộ.\""),
        (file("{{ nhom.so_hoo }}"), "› dòng 9: không có chỉ tiêu hay từ nhom.so_hoo. Cách sửa: có phải là so_ho"),
        (file("Một\n{{ nhon.so_ho }}"), "› dòng 10: không có tên «nhon»"),
        (file("Theo\nNghị định\n07/2021 và\nCó 5 hộ", "Nghị định 07/2021"), "› dòng 12: chữ số gõ thẳng"),
        ("Có 5 hộ.", "› dòng 1: chữ số gõ thẳng"),
        ("\n\nCó 5 hộ.", "› dòng 3: chữ số gõ thẳng"),
        (file("{{ nhom.so_ho | upper }}"), "› dòng 9: mẫu câu không được dùng «filter»"),
        (file("Một\n{% if %}"), "› dòng 10: sai cú pháp mẫu câu"),
        (file("{{ nhom.khong_co }}"), "› dòng 9: «Số hộ» (nhom.khong_co) không có giá trị"),
        (file('{{ ref("5 hộ") }}'), "chữ số"),
        (file("{{ commentary }}"), "› dòng 9: không có tên «commentary»"),
        (file("&#53; hộ"), "› dòng 9: chữ số gõ thẳng"),
    ],
    ids=lambda _: None,
)  # fmt: skip
def test_what_cannot_stand_is_refused_with_the_line_of_the_file(
    content: str, said: str, commentary: WriteCommentary
) -> None:
    context = commentary(content)
    known = {name: word for name, word in names().items() if name != "ref"} | {"ref": lambda text: text}
    with pytest.raises(ReportError) as caught:
        commentary_blocks(context, "I.1", known)
    assert str(caught.value).startswith("commentary/I.1.md ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("author: [", "commentary/I.1.md › dòng 2: phần đầu tệp (giữa hai dòng ---) sai cú pháp"),
        ("a: b: c", "› dòng 2: phần đầu tệp (giữa hai dòng ---) sai cú pháp"),
        ("date: 2023-13-45", "phần đầu tệp (giữa hai dòng ---) sai cú pháp"),
        ("- author", "phần đầu tệp phải gồm các cặp khóa: giá trị"),
        ("author", "phần đầu tệp phải gồm các cặp khóa: giá trị"),
        ("author: A\nauthour: B\n5: x", "phần đầu tệp có mục lạ: 5, authour. Cách sửa: dùng một trong: author, date"),
    ],
)
def test_broken_front_matter_is_refused(head: str, said: str, commentary: WriteCommentary) -> None:
    assert said in refused(commentary, f"---\n{head}\n---\nLời.")


def test_front_matter_that_never_ends_is_refused(commentary: WriteCommentary) -> None:
    assert "› dòng 1: phần đầu tệp mở bằng --- nhưng không đóng" in refused(commentary, "---\nauthor: A\n\nLời.")


def test_another_encoding_is_refused(commentary: WriteCommentary) -> None:
    assert "tệp không phải UTF-8" in refused(commentary, "Lời của xã".encode("utf-16"))
