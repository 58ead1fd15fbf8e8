"""A first draft of the assessment (section II) from the facts: `python -m lib propose --unit … --period …`.

What it says is what the facts say: targets met and missed, headlines, what has not started and why. It is a template
over facts like any commentary, marked as a proposal in its front matter and in its text, and a report that has it is a
draft until somebody has made it their own.
"""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.text import nfc
from lib.domain.written import FENCE, PROPOSED, with_keys
from lib.facts.fact import UNIT_LABELS, Fact
from lib.indicators.context import Context, open_context
from lib.indicators.registry import headlines
from lib.narrative.commentary import FOLDER
from lib.narrative.phrases import lower_first
from lib.narrative.stale import as_cited

SECTION = "II"
MARK = "*Đề xuất lập từ số liệu, chưa ai duyệt: đọc lại, viết lại bằng lời của đơn vị, rồi đổi status.*"
NOT_STARTED = "not_started"


def proposal(context: Context) -> str:
    """The text of the draft, front matter included."""
    main, good, bad, cited = _Part(), _Part(), _Part(), list[Fact]()
    facts = context.all_facts()
    for fact, target in _aimed(context, facts):
        met = fact.exact >= target.exact
        verdict = "đạt" if met else "chưa đạt"
        words = f"{_value(fact)}, {verdict} «{lower_first(target.title)}» là {_value(target)}"
        (good if met else bad).say(f"{fact.title}: {words}.")
        cited += [fact, target]
    aimed = {fact.id for fact in cited}
    for fact in [context.fact(name) for name in headlines(context.period.kind) if name not in aimed]:
        if fact.present and fact.unit != "text":
            main.say(f"{fact.title}: {_value(fact)}.")
            cited.append(fact)
    for fact, line in _waiting(facts):
        bad.say(line)
        cited.append(fact)
    values = {each.id: as_cited(each) for each in cited}
    front: dict[str, str | dict[str, str]] = {"status": PROPOSED, "period": context.period.code, "cited": values}
    head = with_keys('author: "lập từ số liệu"', front, f"{SECTION}.md")
    parts = [MARK, "### Kết quả chính", str(main), "### Mặt đạt được", str(good), "### Khó khăn, hạn chế", str(bad)]
    return nfc("\n".join([FENCE, head, FENCE, "", "\n\n".join(parts), ""]))


class _Part:
    """The items under one heading."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def say(self, line: str) -> None:
        self.items.append(f"- {line}")

    def __str__(self) -> str:
        return "\n\n".join(self.items) or "- Chưa thấy trong số liệu của kỳ; viết thêm nếu có."


def _aimed(context: Context, facts: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Facts that have a target, with it, where both are numbers in this period."""
    for fact in facts:
        target = context.fact(fact.target) if fact.target else None
        if target is not None and all(each.present and each.unit != "text" for each in (fact, target)):
            yield fact, target


def _waiting(facts: list[Fact]) -> Iterator[tuple[Fact, str]]:
    """What has not started, with the reason where the data give one."""
    for fact in facts:
        if fact.kind == "state" and fact.present and str(fact.value).startswith(NOT_STARTED):
            what = fact.title.removeprefix("Tình trạng ")
            why = f", do {{{{ reason({fact.id}) }}}}" if ":" in str(fact.value) else ""
            yield fact, f"{what[:1].upper()}{what[1:]} chưa triển khai{why}."


def _value(fact: Fact) -> str:
    """A fact as the template prints it, with its unit."""
    unit = "" if fact.unit in ("VND", "percent") else UNIT_LABELS.get(fact.unit, "").partition(",")[0]
    return f"{{{{ {fact.id} }}}} {unit}".strip()


def main_propose(options: Namespace) -> int:
    """The command: writes the draft where the period has no assessment yet, else beside its clean tables."""
    context = open_context(options.unit, options.period, options.data)
    own = context.raw / FOLDER / f"{SECTION}.md"
    if not context.raw.is_dir():
        raise ReportError("kỳ này chưa có thư mục số liệu", file=str(context.raw), remedy="python -m lib new trước")
    path = _new(own) or context.data.processed(context.unit.slug, context.period.code) / "proposal" / own.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(proposal(context), encoding="utf-8", newline="\n")
    if path != own:
        print(f"{FOLDER}/{own.name} đã có, giữ nguyên; bản đề xuất để chép từ đó:")
    print(path)
    return 0


def _new(path: Path) -> Path | None:
    return None if path.exists() else path
