"""Figures told by telephone: through to facts, their marks and the page's data."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from e2e.conftest import UNIT

from lib.facts.ledger import check_ledger, fact_record, ledger
from lib.indicators.context import Context, open_context
from lib.narrative.html import run_html
from lib.narrative.template import to_run
from lib.report.assemble import data_notes

PERIOD = "2021-H1"
WOMEN = "Hoi LHPN.xlsx"
Copy = Callable[[str], Path]


def raw(data: Path) -> Path:
    return data / "raw" / UNIT / PERIOD


def tell(data: Path, table: str, rows: list[dict[str, Any]]) -> None:
    lines = ["office,table,commune,column,value,told_by,told_to,date,evidence"]
    for row in rows:
        commune = row.pop("commune")
        lines += [
            f"women,{table},{commune},{name},{value},chủ tịch hội,chuyên viên,14/6/2021,sổ trực"
            for name, value in row.items()
        ]
    (raw(data) / "entered.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def opened(data: Path) -> Context:
    return open_context(UNIT, PERIOD, str(data))


def test_what_was_told_counts_is_marked_and_the_rest_stays_unknown(data_copy: Copy) -> None:
    data = data_copy(PERIOD)
    sent = opened(data).table("toilets_women").rows
    before = opened(data).group("water")
    (raw(data) / WOMEN).unlink()
    tell(data, "toilets_women", [{"commune": row.commune, "households": row.households} for row in sent.itertuples()])
    context = opened(data)
    facts = {fact.id: fact for fact in context.all_facts()}
    told = [fact for fact in facts.values() if "entered" in fact.caveats]
    direct = [fact for fact in told if any(source.file == "entered.csv" for source in fact.sources)]
    assert direct
    assert {fact.id.partition(".")[0] for fact in told} == {"water"}
    for fact in before.values():
        assert facts[fact.id].value == fact.value
    assert not facts["production.women_union_families"].reported, "member_support was neither sent nor told"
    assert ("women", None) in context.cleaned.missing
    assert "‡" in run_html(to_run(direct[0]))
    check_ledger(
        ledger(map(fact_record, facts.values()), {"code": "1", "slug": "x", "name": "X"},
               {"code": PERIOD, "start": "", "end": "", "title": ""})
    )  # fmt: skip
    assert fact_record(direct[0])["caveats"] == ["entered"]
    (source,) = [source for source in direct[0].sources if source.file == "entered.csv"]
    assert len(source.sha256) == 64
    notes = data_notes(context)
    assert [(each["told_by"], each["date"]) for each in notes["told"]] == [("chủ tịch hội", "14/6/2021")]
