"""Blocks and their HTML: emphasis, lists, headings; what cells hold stays text whatever it looks like."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrative.conftest import blocks, value

from lib.narrative.html import blocks_html
from lib.narrative.runs import Block, Blocks, cited_facts, plain_text, walk_runs

HOSTILE = [
    "**đậm** _nghiêng_",
    "# Tiêu đề",
    "- mục",
    "<script>alert(1)</script>",
    "<b>&amp;</b>",
    "{{ nhom.so_ho }} {% if %}",
    "\\*",
    "`mã` [x](http://x)",
    '" onload="x',
    "\ue000\ue001",
    "một\n\nhai",
    "| a | b |",
]


class Reader(HTMLParser):
    """Tags and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def html(source: str) -> str:
    return blocks_html(blocks(source))


@pytest.mark.parametrize(
    ("source", "html_of_it"),
    [
        ("Một.\n\nHai.", "<p>Một.</p>\n<p>Hai.</p>"),
        ("Một\nhai", "<p>Một hai</p>"),
        ("Một  \nhai", "<p>Một hai</p>"),
        ("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em></p>"),
        ("a**{{ nhom.so_ho }}**b", '<p>a<strong><data class="fact" value="nhom.so_ho">1.779</data></strong>b</p>'),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n  - b\n    1. c\n- d", "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li>a<p>b</p></li><li>c</li></ul>"),
        ("### a\n#### b\n# c", "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>"),
        ("a < b & c > \"d\"", "<p>a &lt; b &amp; c &gt; &quot;d&quot;</p>"),
        ("\\*a\\*", "<p>*a*</p>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("[a](http://b) ![c](d) `e`", "<p>[a](http://b) ![c](d) `e`</p>"),
        ("> a", "<p>&gt; a</p>"),
        ("{{ nhom.thieu }}", '<p><mark class="gap">(chưa có số liệu)</mark></p>'),
        ("{{ period.title }}", '<p><span class="ref">6 tháng đầu năm 2023</span></p>'),
        (
            "{{ nhom.mot_phan }}",
            '<p><data class="fact" value="nhom.mot_phan">12</data>'
            "<sup class='mark' title='chưa đủ nơi gửi'>†</sup></p>",
        ),
        ("", ""),
        ("{% if nhom.khong %}x{% endif %}", ""),
    ],
)  # fmt: skip
def test_blocks_as_html(source: str, html_of_it: str) -> None:
    assert html(source) == html_of_it


@pytest.mark.parametrize("cell", HOSTILE)
@pytest.mark.parametrize("around", ["{{ x }}", "Gồm {{ x }}.", "- {{ x }}", "**{{ x }}**", "### {{ x }}"])
def test_a_cells_text_stays_text(cell: str, around: str) -> None:
    made = blocks(around, x=value(cell, unit="text"))
    (run,) = [run for run in walk_runs(made) if "fact" in run]
    assert run["text"] == cell
    page = read(blocks_html(made))
    assert cell in page.text
    assert not set(page.tags) & {"script", "b", "a", "code", "img"}
    assert page.tags.count("data") == 1


@given(st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), min_size=1, max_size=30))
def test_any_text_comes_through_a_fact_unchanged(text: str) -> None:
    made = blocks("Gồm **{{ x }}**, hết.", x=value(text, unit="text"))
    runs = list(walk_runs(made))
    assert [run["text"] for run in runs if "fact" in run] == [text]
    assert plain_text(made) == f"Gồm {text}, hết."
    assert read(blocks_html(made)).text == f"Gồm {text}, hết."


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Co", "Cs", "Cc"]), max_size=40))
def test_no_text_of_a_writer_becomes_an_element_of_the_page(text: str) -> None:
    written = re.sub(r"\{[{%#]", "{ ", text)
    tags = set(read(html(written)).tags)
    assert tags <= {"p", "ul", "ol", "li", "h3", "h4", "h5", "h6", "em", "strong"}


def test_spaces_are_folded_and_ends_trimmed_but_not_around_facts() -> None:
    (block,) = blocks("  Có \t {{ nhom.so_ho }}   hộ  ")
    assert [run["text"] for run in block["runs"]] == ["Có ", "1.779", " hộ"]


def test_neighbouring_words_of_one_style_are_one_run() -> None:
    (block,) = blocks("a {{ 'b' }} c **d {{ 'e' }}** f")
    assert block["runs"] == [{"text": "a b c "}, {"text": "d e", "strong": True}, {"text": " f"}]


def test_finished_blocks_stand_where_they_are_put() -> None:
    inner: list[Block] = [{"block": "paragraph", "runs": [{"text": "trong"}]}]
    assert plain_text(blocks("Trước.\n\n{{ x }}\n\nSau.", x=Blocks(inner))) == "Trước.\ntrong\nSau."
    assert plain_text(blocks("Trước. {{ x }} Sau.", x=Blocks(inner))) == "Trước. Sau.\ntrong"
    assert blocks("{{ x }}", x=Blocks()) == []


def test_plain_text_and_cited_facts_in_reading_order() -> None:
    made = blocks("### A\n\n{{ nhom.so_ho }}\n\n- b {{ nhom.ty_le }}\n  - c {{ nhom.so_ho }}\n- {{ nhom.thieu }}")
    assert plain_text(made) == "A\n1.779\nb 13%\nc 1.779\n(chưa có số liệu)"
    assert cited_facts(made) == ["nhom.so_ho", "nhom.ty_le"]


@pytest.mark.parametrize(("level", "tag"), [(2, "h2"), (3, "h3"), (6, "h6")])
def test_headings_take_the_level_the_page_gives_them(level: int, tag: str) -> None:
    assert blocks_html(blocks("### a"), heading=level) == f"<{tag}>a</{tag}>"
    assert "<h7" not in blocks_html(blocks("###### a"), heading=6)
