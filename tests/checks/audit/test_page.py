"""Law 2 on the page: a digit nobody explains keeps an edition from being published."""

from typing import Any

import pytest

from lib.checks.audit.page import unexplained

DOCUMENT: dict[str, Any] = {
    "issuer": ["PHƯỜNG 12"],
    "place_date_line": "Ba Vì, ngày 15 tháng 6 năm 2023",
    "recipients": ["Lưu: VT, P3."],
    "sections": [
        {
            "number": "I.3",
            "label": "3.",
            "title": "Nhiệm vụ 6 tháng cuối năm 2023",
            "charts": [{"id": "c1", "table": [["", "Hộ"], ["Thôn 4", "1.779"]]}],
            "blocks": [{"label": "1."}],
        },
    ],
    "annex": {"parts": [{"runs": [{"text": "1 nơi gửi, 10.379 dòng"}]}, {"rows": [["2. Uar.xlsx", "44"]]}]},
}
COUNTS = {"relations": 1123, "holds": 114}
PAGE = """<body>
<nav><a>3. Nhiệm vụ 6 tháng cuối năm 2023</a></nav>
<header><p>PHƯỜNG 12</p><p>Ba Vì, ngày 15 tháng 6 năm 2023</p></header>
<main><section id="s-I.3"><h3>3. Nhiệm vụ 6 tháng cuối năm 2023</h3><h4>1. Mặt được</h4>
<p>Có <data class="fact" value="a.b">5</data> hộ theo <span class="ref">Điều 6</span>, <mark
class="gap">thiếu 7</mark>.</p>
<figure id="c1"><svg><text>1.779</text></svg><table><tr><td>Thôn 4</td><td>1.779</td></tr></table></figure>
<div popover>8 + 9</div><div data-audit="skip">10</div><script>11</script>
</section></main>
<div class="official foot"><p>Lưu: VT, P3.</p></div>
<section class="annex"><p>1 nơi gửi, 10.379 dòng</p>
<p>1.123 quan hệ: 114 khớp</p><td>2. Uar.xlsx</td><td>44</td></section>
</body>"""


def test_a_page_whose_digits_are_all_explained_passes() -> None:
    assert unexplained(PAGE, DOCUMENT, COUNTS) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (" hộ theo ", " hộ, 6 xã theo ", "hộ, 6 xã theo"),
        (" hộ theo ", " hộ năm 2023 theo ", "hộ năm 2023 theo"),
        ("<h4>1. Mặt", "<h4>2. Mặt", "2. Mặt được"),
        ("<h3>3. Nhiệm", "<h3>4. Nhiệm", "4. Nhiệm vụ 6 tháng cuối năm 2023"),
        ("<nav><a>3.", "<nav><a>5.", "5. Nhiệm vụ 6 tháng cuối năm 2023"),
        ("<text>1.779", "<text>1.778", "1.778"),
        ("<td>1.779", "<td>1.797", "1.797"),
        ("ngày 15", "ngày 16", "Ba Vì, ngày 16 tháng 6 năm 2023"),
        ("P3.", "P4.", "Lưu: VT, P4."),
        ("10.379", "10.397", "1 nơi gửi, 10.397 dòng"),
        ("<td>44", "<td>10.379", "10.379"),
        ("1.123 quan", "1.132 quan", "1.132 quan hệ: 114 khớp"),
        ("Lưu: VT, P3.", "Lưu: VT 3, P3.", "Lưu: VT 3, P3."),
        ('<data class="fact" value="a.b">5</data>', "5", "Có 5 hộ theo"),
        ("<div popover>8 + 9", "<div>8 + 9", "8 + 9"),
    ],
)
def test_one_unexplained_digit_is_found(old: str, new: str, said: str) -> None:
    assert PAGE.count(old) == 1 or old == "ngày 15"
    assert unexplained(PAGE.replace(old, new), DOCUMENT, COUNTS) == [said]


def test_without_a_document_only_facts_and_references_explain() -> None:
    assert len(unexplained(PAGE, {})) == 13
