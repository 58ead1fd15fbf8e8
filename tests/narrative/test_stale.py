"""A text is confirmed against the figures it cites; when one moves, or the text is another period's, it says so."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import ReportError
from lib.domain.written import STALE, with_keys
from lib.indicators.context import Context
from lib.narrative.commentary import Commentary, read_commentary
from lib.narrative.confirm import confirm
from lib.narrative.narrate import narrate
from lib.narrative.runs import plain_text
from lib.narrative.stale import as_cited, cited_in, is_stale, stale

TEXT = "Có {{ credit.households }} hộ vay{% if housing.assisted %}, giúp {{ housing.assisted }} hộ{% endif %}."


def text(context: Context, cited: dict[str, str], **other: Any) -> Commentary:
    fields = {"author": "", "date": "", "status": "đã duyệt", "references": (), "period": context.period.code, **other}
    return Commentary("II", Path("II.md"), fields.pop("text", TEXT), cited=cited, **fields)


def said(found: Any) -> str:
    return plain_text([{"block": "paragraph", "runs": found.runs}])


def now(context: Context) -> dict[str, str]:
    return {name: context.fact(name).printed for name in ("credit.households", "housing.assisted")}


def write(own: Any, content: str, section: str = "II") -> Path:
    path: Path = own.raw / "commentary" / f"{section}.md"
    path.write_text(content, encoding="utf-8")
    return path


# --- stale or not


def test_what_is_named_in_conditions_counts_once(context: Context) -> None:
    assert cited_in(text(context, {})) == ["credit.households", "housing.assisted"]
    assert cited_in(text(context, {}, text="{{ period.year }}, {{ ref('a') }}, {{ credit }}")) == []


def test_a_text_that_was_never_confirmed_or_still_fits_is_fine(context: Context) -> None:
    assert stale(context, text(context, {}, period="")) is None
    assert stale(context, text(context, now(context))) is None


def test_a_fact_that_moved_is_told_with_both_values(context: Context) -> None:
    found = stale(context, text(context, {**now(context), "credit.households": "1.780"}))
    assert found is not None
    title, printed = context.fact("credit.households").title, context.fact("credit.households").printed
    assert said(found) == f"commentary/II.md viết khi số liệu còn khác: «{title}» lúc viết là 1.780, nay là {printed}"
    assert [run.get("fact", run.get("ref")) for run in found.runs if any(map(str.isdigit, run["text"]))] == [
        "note", "credit.households",
    ]  # fmt: skip


def test_a_fact_that_became_absent_or_came_to_be_has_moved(context: Context) -> None:
    absent = next(fact for fact in context.all_facts() if not fact.present)
    cites = text(context, {absent.id: "12"}, text=f"{{% if {absent.id} %}}{{{{ {absent.id} }}}}{{% endif %}}")
    found = stale(context, cites)
    assert found is not None
    assert "lúc viết là 12, nay là [" in said(found)
    assert "fact" not in found.runs[-1]
    back = stale(context, text(context, {"credit.households": as_cited(absent)}))
    assert back is not None
    assert f"lúc viết là {as_cited(absent)}, nay là " in said(back)


def test_a_fact_the_text_no_longer_cites_does_not_matter(context: Context) -> None:
    assert stale(context, text(context, {**now(context), "credit.poor_share": "99%"})) is None


def test_another_periods_text_is_stale_whatever_its_facts(context: Context) -> None:
    found = stale(context, text(context, now(context), period="2019-Y"))
    assert found is not None
    assert said(found) == "commentary/II.md viết cho kỳ 2019-Y"
    both = stale(context, text(context, now(context), period="2019-Y", status=STALE))
    assert both is not None
    assert said(both) == f"commentary/II.md chép từ kỳ khác, chưa viết lại (status: {STALE}) và viết cho kỳ 2019-Y"


@pytest.mark.parametrize(
    ("status", "old"),
    [(STALE, True), ("cũ", True), ("Cũ ,", True), ("", False), ("đã duyệt", False), ("cũng được", False)],
)
def test_the_word_for_old_makes_a_status_stale(status: str, old: bool) -> None:
    assert is_stale(status) is old


def test_a_narrative_with_a_stale_commentary_carries_and_shows_it(own: Any) -> None:
    write(own, f"---\nstatus: {STALE}\n---\nLời cũ.\n")
    with_it = narrate("{{ commentary }}", own, "II")
    assert [each["file"] for each in with_it.stale] == ["commentary/II.md"]
    assert "Lời viết cần xem lại: commentary/II.md chép từ kỳ khác" in with_it._repr_mimebundle_()["text/html"]
    assert narrate("Không dẫn.", own, "II").stale == ()
    assert narrate("{{ commentary }}", own, "III").stale == ()


# --- confirming


def test_confirming_keeps_the_file_and_a_change_of_a_figure_is_seen(own: Any) -> None:
    head = "author: Phòng A # người viết\nreferences:\n  # ngày\n  - năm 2023\nstatus: đã duyệt"
    path = write(own, f"---\n{head}\n---\n\n{TEXT}\n\nNăm 2023 --- hết.\n".replace("Năm", "năm"))
    assert confirm(own, "II") == "commentary/II.md: đã xác nhận, với 2 số liệu đang dẫn"
    content = path.read_text(encoding="utf-8")
    assert content.startswith(f'---\n{head}\nperiod: "{own.period.code}"\ncited:\n  credit.households: ')
    assert content.endswith(f"---\n\n{TEXT}\n\nnăm 2023 --- hết.\n")
    assert confirm(own, "II").endswith("số liệu vẫn như vậy")
    assert path.read_text(encoding="utf-8") == content
    read = read_commentary(own, "II")
    assert read is not None
    assert stale(own, read) is None
    path.write_text(content.replace(now(own)["credit.households"], "5"), encoding="utf-8")
    moved = read_commentary(own, "II")
    assert moved is not None
    assert stale(own, moved) is not None
    confirm(own, "II")
    assert path.read_text(encoding="utf-8") == content


def test_a_text_without_front_matter_gets_one(own: Any) -> None:
    path = write(own, "\ufeffLời.\n")
    assert confirm(own, "II") == "commentary/II.md: đã xác nhận, không dẫn số liệu nào"
    assert path.read_text(encoding="utf-8") == f'---\nperiod: "{own.period.code}"\n---\n\nLời.\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"---\nstatus: {STALE}\n---\nLời.", "status còn là «cũ, cần viết lại». Cách sửa: viết lại, sửa status"),
        ("{{ credit.nothing }}", "không có chỉ tiêu hay từ credit.nothing"),
        ("{% if %}", "sai cú pháp mẫu câu"),
        ("---\ncited: [a]\n---\nLời.", "cited phải gồm các cặp"),
    ],
)
def test_what_cannot_be_confirmed_is_left_alone(own: Any, content: str, words: str) -> None:
    path = write(own, content)
    with pytest.raises(ReportError) as caught:
        confirm(own, "II")
    assert words in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


def test_a_figure_whose_quotes_were_lost_is_what_was_typed(own: Any) -> None:
    write(own, "---\nperiod: 2023-H1\ncited:\n  credit.households: 1.780\n  housing.assisted: 21\n---\n")
    read = read_commentary(own, "II")
    assert read is not None
    assert (read.period, dict(read.cited)) == ("2023-H1", {"credit.households": "1.780", "housing.assisted": "21"})


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
HEADS = st.dictionaries(st.sampled_from(["author", "status", "references", "period", "cited"]), WORDS, max_size=5)


@given(HEADS, st.dictionaries(st.from_regex(r"[a-z]{1,4}\.[a-z]{1,4}", fullmatch=True), WORDS, max_size=4), WORDS)
def test_front_matter_says_what_is_put_in_and_keeps_the_rest(
    head: dict[str, str], cited: dict[str, str], period: str
) -> None:
    values: dict[str, str | dict[str, str]] = {"period": period, "cited": cited}
    front = "".join(yaml.safe_dump({key: value}, allow_unicode=True) for key, value in head.items())
    changed = with_keys(front, values, "II.md")
    expected = {**head, "period": period, **({"cited": cited} if cited else {})}
    assert (yaml.safe_load(changed) or {}) == {k: v for k, v in expected.items() if k != "cited" or cited}
    assert with_keys(changed, values, "II.md") == changed
