"""The proposal for section II says what the facts say, reads as a commentary, and is never taken for one."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from lib.domain.errors import ReportError
from lib.domain.written import PROPOSED
from lib.indicators.context import Context
from lib.narrative.commentary import read_commentary
from lib.narrative.confirm import confirm
from lib.narrative.narrate import narrate
from lib.narrative.propose import SECTION, main_propose, proposal
from lib.narrative.runs import cited_facts
from lib.narrative.stale import is_stale


@pytest.fixture
def own(own: Any, context: Context) -> Any:
    """The period with the proposal written down."""
    (own.raw / "commentary" / "II.md").write_text(proposal(context), encoding="utf-8")
    return own


def test_it_reads_as_a_commentary_whose_figures_are_facts(own: Any) -> None:
    made = narrate("{{ commentary }}", own, SECTION)
    assert "Số hộ đăng ký thoát nghèo: 677 hộ, chưa đạt" in made.text
    assert "Đào tạo nghề sơ cấp chưa triển khai, do ảnh hưởng của dịch Covid-19." in made.text
    assert {"direction.registered_exit", "direction.target_households", "credit.amount"} <= set(
        cited_facts(made.blocks)
    )


def test_every_target_is_told_as_met_or_missed(own: Any) -> None:
    text = proposal(own)
    good, _, bad = text.partition("### Khó khăn, hạn chế")
    for fact in own.all_facts():
        target = own.fact(fact.target) if fact.target else None
        if target is not None and fact.present and target.present:
            part = good if fact.exact >= target.exact else bad
            assert f"- {fact.title}: {{{{ {fact.id} }}}}" in part


def test_it_is_marked_and_makes_a_draft_until_somebody_makes_it_theirs(own: Any) -> None:
    made = narrate("{{ commentary }}", own, SECTION)
    assert made.text.startswith("Đề xuất lập từ số liệu, chưa ai duyệt")
    (told,) = made.stale
    assert "là đề xuất lập từ số liệu, chưa ai duyệt" in "".join(run["text"] for run in told["runs"])
    with pytest.raises(ReportError, match="status còn là"):
        confirm(own, SECTION)
    path = own.raw / "commentary" / "II.md"
    path.write_text(path.read_text(encoding="utf-8").replace(PROPOSED, "đã duyệt"), encoding="utf-8")
    assert not narrate("{{ commentary }}", own, SECTION).stale
    assert "xác nhận" in confirm(own, SECTION)
    commentary = read_commentary(own, SECTION)
    assert commentary is not None
    assert not is_stale(commentary.status)


def test_what_people_wrote_is_left_alone(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    own = context.raw / "commentary" / "II.md"
    before = own.read_bytes()
    options = Namespace(unit=context.unit.slug, period=context.period.code, data=str(context.data.root))
    assert main_propose(options) == 0
    told = capsys.readouterr().out.splitlines()
    assert "đã có, giữ nguyên" in told[0]
    assert Path(told[1]).read_text(encoding="utf-8") == proposal(context)
    assert own.read_bytes() == before
