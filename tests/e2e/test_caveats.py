"""A file that is not final, an amount out of date: through to exactly their facts, sentences, charts and the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.conftest import PERIODS, UNIT, Make
from indicators.conftest import chart

from lib.facts.fact import Fact
from lib.facts.ledger import fact_record
from lib.indicators.context import Context, open_context

PERIOD = PERIODS[0]
Copy = Callable[[str], Path]


def provisional(data: Path, file: str, office: str) -> Context:
    """The period with one file that its sender calls provisional."""
    written = f"{file}: {{office: {office}, received: 2021-06-13, status: tạm}}\n"
    (data / "raw" / UNIT / PERIOD / "receipts.yaml").write_text(written, encoding="utf-8")
    return open_context(UNIT, PERIOD, str(data))


def rests_on(facts: dict[str, Fact], file: str) -> set[str]:
    """Facts that have a source in a file, and those computed from them."""
    found = {name for name, fact in facts.items() if any(source.file == file for source in fact.sources)}
    while more := {name for name, fact in facts.items() if set(fact.inputs) & found} - found:
        found |= more
    return found


@pytest.mark.parametrize(
    ("file", "office"), [("12. Uar.xlsx", "commune"), ("Hoi Nong dan.xlsx", "farmers"), ("P. LDTBXH.xlsx", "labour")]
)
def test_a_provisional_file_marks_exactly_the_facts_that_rest_on_it(data_copy: Copy, file: str, office: str) -> None:
    context = provisional(data_copy(PERIOD), file, office)
    facts = {fact.id: fact for fact in context.all_facts()}
    expected = {name for name in rests_on(facts, file) if facts[name].present}
    assert {name for name, fact in facts.items() if "provisional" in fact.caveats} == expected
    assert len(expected) > 1
    record = fact_record(facts[min(expected)])
    assert [sender["office"] for sender in record["coverage"]["provisional"]] == [office]
    assert "provisional" in record["caveats"]


def test_a_provisional_commune_is_marked_in_the_chart_alone_where_it_stands(data_copy: Copy) -> None:
    drawn = chart("direction", provisional(data_copy(PERIOD), "12. Uar.xlsx", "commune"))
    marked = [(row[0], codes) for row, codes in zip(drawn.table, drawn.marks, strict=True) if any(codes)]
    assert marked == [("Uar", ((), (), ("provisional",)))]
    assert "§</text>" in drawn.svg
    (note,) = [note for note in drawn.legend if note["code"] == "provisional"]
    assert note["mark"] == "§"
    assert note["runs"][0]["text"] == "Số liệu tạm: UBND Uar mới gửi bản tạm, chưa gửi bản chính thức."


def test_an_amount_out_of_date_is_told_where_its_money_is_printed(edition: Make) -> None:
    for period in PERIODS:
        made = edition(period)
        noted = {name for name, fact in made.facts.items() if "stale_norm" in fact["caveats"]}
        assert noted == {"relief.electricity_amount"}
        assert made.facts["relief.electricity_amount"]["coverage"]["norms"] == ["electricity"]
        told = {number for number, part in made.sections.items() if "◊" in part.text}
        assert told == {"I.3.9"}
        assert "giá điện từ ngày 16/3/2015" in made.sections["I.3.9"].text


def test_what_holds_for_the_whole_report_is_told_once_at_its_head(edition: Make) -> None:
    whole = edition(PERIODS[1])
    assert "Toàn bộ số liệu của báo cáo: số dựng" in whole.sections["opening"].text
    assert not [number for number, part in whole.sections.items() if "*" in part.text]
    mixed = edition(PERIODS[0])
    assert {number for number, part in mixed.sections.items() if "*" in part.text} == {
        "tom-tat",
        "I.1",
        "I.3.1",
        "I.3.4",
        "I.3.7",
    }
    assert "Toàn bộ số liệu" not in mixed.sections["opening"].text
