"""The words a template may call on: phrase functions, names of the unit and the period, and the groups of facts.

Rules of wording ("tăng", "giảm", "vượt") are pure functions of exact values, tested at their boundaries.
"""

import difflib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.facts.algebra import cite
from lib.facts.fact import Fact
from lib.facts.rollup import UNITS
from lib.indicators.context import Context
from lib.indicators.registry import group_metadata, groups
from lib.indicators.rolled import lowest_level
from lib.narrative.runs import DIGIT, Ref, Run, Runs
from lib.narrative.template import to_run

MANY = 20
"""Communes named in a sentence; where more are meant, the appendix names all."""


class Group:
    """The facts of one group for a template: `credit.poor_share`. A name it does not have is an error with the
    nearest ones."""

    def __init__(self, context: Context, name: str) -> None:
        self.__context, self.__name = context, name

    def __dir__(self) -> list[str]:
        return list(group_metadata(self.__name))

    def __getattr__(self, fact: str) -> Fact:
        if fact.startswith("_"):
            raise AttributeError(fact)
        if fact not in group_metadata(self.__name):
            near = difflib.get_close_matches(fact, group_metadata(self.__name))
            hint = f"có phải là {', '.join(near)}?" if near else None
            raise ReportError(f"không có chỉ tiêu {self.__name}.{fact}", remedy=hint)
        try:
            return self.__context.group(self.__name)[fact]
        except AttributeError as error:  # would read as an undefined name
            raise RuntimeError(f"computing {self.__name} failed") from error


class Words:
    """Ready words under names, each a text or a declared reference."""

    def __init__(self, **words: Any) -> None:
        self.__dict__.update(words)


def template_names(context: Context) -> dict[str, Any]:
    """Everything a narrative of this unit and period may name."""
    period = context.period
    return {
        **{name: Group(context, name) for name in groups()},
        "unit": Words(**{**level_words(context), **acting_words(context), "name": named(context.unit.name)}),
        "period": Words(
            kind=period.kind,
            title=Ref(period.title, "period"),
            rest=Ref(period.rest_title or "", "period"),
            year=Ref(period.year_title, "period"),
            span=Ref(period.span, "period"),
            quarters=period.quarters_title,
            ends_year=period.rest_title is None,
            year_before=year_before(period),
            last=Ref(period.previous().title, "period"),
        ),
        "bases": lambda: legal_bases(context),
        "standard": lambda: Ref(context.reference.poverty.at(period.end).legal_basis, "document"),
        "office": lambda office: named(acting_office(context, office)),
        "reason": lambda fact: reason(context, fact),
        "not_here": lambda office: context.contracts.absent.get(office, ""),
        "stage": stage,
        "change": change,
        "standing": standing,
        "versus": partial(versus, base=year_before(period)),
        "moved": moved,
        "why_not": why_not,
        "in_sum": in_sum,
        "against": against,
        "largest": largest,
        "joined": joined,
        "capital": capital,
        "listed": listed,
        "to_write": to_write,
        "_reported": lambda *facts: all(fact.reported for fact in facts),
        "_not_reported": lambda *facts: not_reported(context, facts),
    }


def named(name: str) -> str:
    """A name; one with a number in it ("Phường 12") is a reference, not a figure."""
    return Ref(name, "name") if DIGIT.search(name) else name


def level_words(context: Context) -> dict[str, str]:
    """The words of the unit's level at the period's end: its body, council, children, the body above it; the `whole` of
    it ("toàn huyện", "cả nước")."""
    words = {name: str(value) for name, value in vars(context.level).items() if isinstance(value, str)}
    return {**words, "whole": words["word"] if words["word"].startswith("cả ") else f"toàn {words['word']}"}


def acting_words(context: Context) -> dict[str, str]:
    """Who does what is reported: the unit and its body; of units' figures added (`added`), all of them. Their parts
    are then those that the lowest reports count."""
    level = context.level
    if context.sent is None:
        return {"added": "", "acting": level.word, "acting_body": level.short_body}
    counted = {"child": context.counted.child, "children": context.counted.children}
    return {**counted, "added": UNITS, "acting": f"các {level.children}", "acting_body": level.child_bodies}


def acting_office(context: Context, office: str) -> str:
    """The office that does what is reported; of units' figures added, the offices of all of them."""
    end, offices = context.period.end, context.reference.offices
    unit = next(_reporting(context), None) if context.sent else None
    if unit is None or offices.absent(office, end, unit):
        return office_name(context, (office, None))
    return offices.get(office, end, level=f"các {context.level.children}", place="", unit=unit).name


def _reporting(context: Context) -> Iterator[Unit]:
    """Units of the lowest level that reports, below the unit: right below it, or one further down."""
    end, units = context.period.end, context.reference.units
    level = lowest_level(context.reference, end).type
    for child in context.communes:
        yield from (each for each in (child, *units.children(child, end)) if each.level == level)


def legal_bases(context: Context) -> list[Ref]:
    """The documents a report is based on, as cited: kind, number, date, issuer and subject, from report.yaml."""
    cited = []
    for basis in context.report.get("legal_bases") or []:
        words = cite(basis["type"], basis.get("number"), basis.get("date"))
        issuer = f" của {basis['issuer']}" if basis.get("issuer") else ""
        about = f" {basis['about']}" if basis.get("about") else ""
        cited.append(Ref(words + issuer + about, "document"))
    return cited


def change(now: Fact, before: Fact, more: str = "tăng", same: str = "không đổi", less: str = "giảm") -> str:
    """The word for how a value stands to an earlier one, by exact values."""
    return more if now > before else less if now < before else same


def standing(actual: Fact, target: Fact) -> str:
    """How a value stands to its target: "exceeded", "met" or "short"."""
    return "exceeded" if actual > target else "met" if actual == target else "short"


def progress(now: Fact, before: Fact, good: str) -> str:
    """How a value stands to an earlier one where `good` ("more" or "less") is better: "better", "worse", "equal", or
    "incomparable" where either is absent."""
    if not (now.present and before.present):
        return "incomparable"
    if now == before:
        return "equal"
    return "better" if (now > before) == (good == "more") else "worse"


PROGRESS = {"better": "tốt hơn", "worse": "kém hơn", "equal": "không đổi", "incomparable": "không so sánh được"}


def in_sum(*told: Any) -> str:
    """Which of (now, before, good, now, before, good …) are better, worse, equal or cannot be compared, by title."""
    found: dict[str, list[str]] = {}
    for index in range(0, len(told), 3):
        now, before, good = told[index : index + 3]
        if not now.present:
            continue  # a figure this period does not have
        found.setdefault(progress(now, before, good), []).append(lower_first(now.title))
    return "; ".join(f"{words}: {joined(found[kind])}" for kind, words in PROGRESS.items() if kind in found)


def year_before(period: Period) -> str:
    """What the same period of the year before is called: a year is compared with the year before."""
    return "năm trước" if period.kind == "year" else "cùng kỳ năm trước"


def versus(now: Fact, before: Fact, by: Fact, base: str = "năm trước") -> Runs:
    """A value beside an earlier one, in words: "tăng 24,6% so với năm trước"; why not where they cannot stand beside
    each other."""
    if now.present and before.absence is not None:
        return Runs([{"text": f"không so sánh được với {base}"}])
    if not now.present:
        return Runs([{"text": "chưa có số liệu để so sánh"}])
    if now == before:
        return Runs([{"text": f"bằng {base}"}])
    return Runs([*moved(now, before, by), {"text": f" so với {base}"}])


def moved(now: Fact, before: Fact, by: Fact) -> Runs:
    """How a value stands to an earlier one that has been named: "tăng 24,6%", "không đổi"."""
    if not (now.present and before.present):
        return Runs([{"text": "không so sánh được"}])
    size = [{"text": " "}, to_run(by)] if by.present and now != before else []
    unit = " điểm phần trăm" if size and by.unit == "percentage_point" else ""
    return Runs([{"text": change(now, before)}, *size, *([{"text": unit}] if unit else [])])


def why_not(*facts: Fact) -> Ref:
    """Why none of these facts is there, in the words of the first."""
    return Ref(next((fact.absence.reason for fact in facts if fact.absence), ""), "reason")


def largest(*facts: Fact) -> Fact:
    """The fact with the greatest value, the first of those that tie: what a chart's title names."""
    return max(facts, key=lambda fact: fact.exact)


def against(actual: Fact, target: Fact, short: str, met: str, exceeded: str) -> str:
    """The words for how a value stands to its target; none where either is absent."""
    if not (actual.present and target.present):
        return ""
    return {"short": short, "met": met, "exceeded": exceeded}[standing(actual, target)]


def stage(fact: Fact) -> str:
    """The stage of a state: "not_started" of "not_started:covid"; "" where it does not apply."""
    return str(fact.value).partition(":")[0] if fact.present else ""


def reason(context: Context, fact: Fact) -> Ref:
    """The wording of a state's reason; "" where none is given."""
    code = str(fact.value).partition(":")[2] if fact.present else ""
    return Ref(context.reference.reasons.wording(code) if code else "", "reason")


def joined(words: Sequence[str], last: str = "và") -> str:
    """Words listed in a sentence.

    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b và c', 'a')
    """
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def capital(text: str) -> str:
    """A text with its first letter in upper case; references stay references."""
    raised = text[:1].upper() + text[1:]
    return Ref(raised, text.kind) if isinstance(text, Ref) else raised


def listed(*pairs: Any) -> Runs:
    """Counts with what they count, those that are zero or absent left out: (fact, words, fact, words …) → "14 con,
    910 bó và 250 kg".

    When everything is zero, nothing is listed. What was not reported is listed as missing: it may be anything.
    """
    told = [(pairs[index], pairs[index + 1]) for index in range(0, len(pairs), 2)]
    shown = [(fact, words) for fact, words in told if fact or not fact.reported]
    runs = Runs()
    for position, (fact, words) in enumerate(shown):
        if position:
            runs.append({"text": " và " if position == len(shown) - 1 else ", "})
        runs += [to_run(fact), {"text": f" {words}"}]
    return runs


def to_write() -> Run:
    """What stands where people have not written their part yet."""
    return {"text": "(Chưa có nội dung phần này.)", "gap": []}


def office_name(context: Context, sender: tuple[str, str | None]) -> str:
    """What readers call a sender: the office's name, or the body of a commune, or a village's name."""
    office, commune = sender
    if commune is not None:
        return f"{context.level.child_body} {context.commune_names.get(commune, commune)}".lstrip()
    return context.reference.office(office, context.unit, context.period.end).name


def listed_name(context: Context, sender: tuple[str, str | None]) -> str:
    """What a list calls a sender: the name, or the short one, which says what for, where a body sends several."""
    name = office_name(context, sender)
    others = (each.office for each in context.contracts.sent if not each.per_commune and each.office != sender[0])
    if sender[1] is not None or all(office_name(context, (office, None)) != name for office in others):
        return name
    return context.reference.office(sender[0], context.unit, context.period.end).short_name


def senders_text(context: Context, senders: Sequence[tuple[str, str | None]]) -> str:
    """Senders listed once each, communes gathered under one heading word."""
    communes = [context.commune_names.get(code, code) for _, code in senders if code is not None]
    names = [office_name(context, sender) for sender in senders if sender[1] is None]
    if communes and len(communes) == len(context.commune_names):
        names.insert(0, f"các {level_words(context)['children']}")
    elif communes:
        listed = ", ".join(communes[:MANY])
        others = f" và nhiều {level_words(context)['child']} khác" if len(communes) > MANY else ""
        names.insert(0, f"{context.level.child_body} {listed}{others}".lstrip())
    return joined(list(dict.fromkeys(names)))


def not_reported(context: Context, facts: Sequence[Fact]) -> Run:
    """The sentence that stands where facts are missing: what is missing and who has not sent it."""
    missing = [fact for fact in facts if not fact.reported]
    titles = joined([lower_first(fact.title) for fact in missing])
    senders = [sender for fact in missing if fact.absence for sender in fact.absence.offices]
    who = senders_text(context, list(dict.fromkeys(senders)))
    text = f"Chưa có số liệu về {titles} do {who} chưa gửi báo cáo."
    return {"text": text, "gap": [fact.id for fact in missing]}


def lower_first(text: str) -> str:
    """A title in the middle of a sentence; an abbreviation ("BHYT") stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
