"""Relations of percentages: a share and its counts, the whole a share implies, the fall of a rate between two year
ends."""

from fractions import Fraction
from typing import Any

from lib.checks.relations.figures import number, result
from lib.checks.relations.intervals import Interval
from lib.checks.relations.model import FAILS, UNCHECKED, Applies, Case, Finding, Kind, verdict
from lib.domain.numbers import format_count, format_percent

NO_WHOLE = "mẫu số bằng 0"
NOTHING = Interval(Fraction(0), Fraction(0), True, True)
"""An interval that holds no number."""


def share(case: Case) -> Finding:
    """The percentage is part ÷ whole within the rounding of what is printed."""
    some, whole = case.figures[case.params["part"]], case.figures[case.params["whole"]]
    if whole.size.high == 0:
        return Finding(UNCHECKED, f"{some.text} ÷ {whole.text}", NO_WHOLE)
    quotient = some.size.over(whole.size).scaled(100)
    holds = quotient.meets(case.own.rate)
    decimals = case.own.record["decimals"]
    found = spanned(quotient)
    if quotient.low is not None and quotient.low == quotient.high:
        found = f"{number(quotient.low, decimals + 2)}%, làm tròn {format_percent(quotient.low, decimals)}"
    arithmetic = f"{some.bare} ÷ {whole.bare} {result(found)}; báo cáo ghi {case.own.text}"
    note = "" if holds else f"{case.own.text} chỉ đúng với tỷ lệ {spanned(case.own.rate)}"
    return Finding(verdict(holds), arithmetic, note)


def _share_names(params: Any, applies: Applies) -> list[str]:
    return [params["part"], params["whole"]]


def spanned(interval: Interval) -> str:
    """An interval of percentages in words: "từ 11,45% đến dưới 11,55%"."""
    low = "" if interval.low is None else f"{'trên' if interval.low_open else 'từ'} {number(interval.low, 4)}%"
    high = "" if interval.high is None else f"đến {'dưới ' if interval.high_open else ''}{number(interval.high, 4)}%"
    return f"{low} {high}".strip()


def implied(case: Case) -> Finding:
    """Every share, or fall of a rate, that is printed implies an interval for the whole it is of. The intervals meet,
    and the whole that is given lies in all of them."""
    cuts = case.params.get("cuts")
    if cuts and not case.figures[cuts["start"]].number:
        return Finding(UNCHECKED, "", NO_WHOLE)
    found = [_by_cut(case, rung) for rung in rungs(cuts, lambda name: case.figures[name].applies)] if cuts else []
    found += [_by_share(case, pair) for pair in case.params.get("shares", ())]
    if not found:
        return Finding(UNCHECKED, "", "kỳ này không có tỷ lệ nào để suy ra")
    joint: Interval | None = Interval(Fraction(0), None)
    for interval, _ in found:
        joint = joint and joint.common(interval)
    arithmetic = "; ".join(f"{text} → {integers(interval)}" for interval, text in found)
    if joint is None or joint.whole() is None:
        return Finding(FAILS, arithmetic, "các khoảng loại trừ nhau" if len(found) > 1 else "không có mẫu số nào vừa")
    holds = joint.meets(case.own.size)
    both = f"; chung: {integers(joint)}" if len(found) > 1 else ""
    where = "trong" if holds else "ngoài"
    return Finding(verdict(holds), f"{arithmetic}{both}; báo cáo ghi {case.own.text}, {where} khoảng")


def _by_share(case: Case, pair: dict[str, str]) -> tuple[Interval, str]:
    """The wholes of which the part can be the printed share."""
    some, printed = case.figures[pair["part"]], case.figures[pair["share"]]
    text = f"{some.bare} ÷ {printed.text} ({spanned(printed.rate)})"
    return _wholes(some.size, printed.rate), text


def _by_cut(case: Case, rung: dict[str, str]) -> tuple[Interval, str]:
    """The households at the later year end for which so many exits cut the rate as printed."""
    cuts = case.params["cuts"]
    poor, start = case.figures[cuts["poor"]], case.figures[cuts["start"]]
    exits, printed = case.figures[rung["exits"]], case.figures[rung["rate"]]
    text = f"({poor.bare} − {exits.bare}) ÷ ({poor.bare} ÷ {start.bare} − {printed.text})"
    before, cut = 100 * poor.number / start.number, printed.rate
    assert cut.low is not None
    assert cut.high is not None
    after = Interval(before - cut.high, before - cut.low, cut.high_open, cut.low_open)
    left = poor.number - exits.number
    return (NOTHING if left < 0 else _wholes(Interval.point(left), after)), text


def rungs(cuts: Any, applies: Applies) -> list[dict[str, str]]:
    """The rungs of a ladder of targets that apply in the period."""
    return [rung for rung in cuts["rungs"] if applies(rung["exits"]) and applies(rung["rate"])]


def _implied_names(params: Any, applies: Applies) -> list[str]:
    cuts = params.get("cuts")
    ladder = [name for rung in rungs(cuts, applies) for name in (rung["exits"], rung["rate"])] if cuts else []
    ends = [cuts["poor"], cuts["start"]] if cuts else []
    return [*ends, *ladder, *(name for pair in params.get("shares", ()) for name in (pair["part"], pair["share"]))]


def _wholes(part: Interval, rate: Interval) -> Interval:
    """Everything of which a part can be so many percent."""
    if part.high == 0:  # nothing is 0% of anything
        return Interval(Fraction(0), None) if 0 in rate else NOTHING
    possible = rate.common(Interval(Fraction(0), None))
    return part.scaled(100).over(possible) if possible is not None and possible.high else NOTHING


def integers(interval: Interval) -> str:
    """The integers of an interval in words: "từ 2.827 đến 2.848"."""
    ends = interval.whole()
    if ends is None:
        return "không số nguyên nào"
    low, high = ends
    return f"từ {format_count(low or 0)} {'trở lên' if high is None else f'đến {format_count(high)}'}"


def rate_change(case: Case) -> Finding:
    """The declared fall of the poverty rate is P₀/N₀ − (P₀ − d)/N₁, in percentage points, within its rounding; the two
    year ends have different numbers of households."""
    poor, exits, start, end = (case.figures[case.params[name]] for name in ("poor", "exits", "start", "end"))
    if not start.number or not end.number:
        return Finding(UNCHECKED, f"{start.text}, {end.text}", NO_WHOLE)
    before, after = 100 * poor.number / start.number, 100 * (poor.number - exits.number) / end.number
    decimals = case.own.record["decimals"]
    fine = decimals + 2
    arithmetic = (
        f"{poor.bare} ÷ {start.bare} − ({poor.bare} − {exits.bare}) ÷ {end.bare} ≈ "
        f"{format_percent(before, fine)} − {format_percent(after, fine)} ≈ {format_percent(before - after, fine)}, "
        f"làm tròn {format_percent(before - after, decimals)}; văn bản ghi {case.own.text}"
    )
    return Finding(verdict(before - after in case.own.rate), arithmetic)


def _rate_change_names(params: Any, applies: Applies) -> list[str]:
    return [params[name] for name in ("poor", "exits", "start", "end")]


SHARE = Kind(
    _share_names,
    lambda case: (
        f"«{case.own.title}» bằng «{case.figures[case.params['part']].title}» ÷ "
        f"«{case.figures[case.params['whole']].title}»"
    ),
    share,
    formula=True,
)
IMPLIED = Kind(_implied_names, lambda case: f"«{case.own.title}» là mẫu số mà các tỷ lệ đã in suy ra", implied)
RATE_CHANGE = Kind(
    _rate_change_names,
    lambda case: f"«{case.own.title}» ứng với «{case.figures[case.params['exits']].title}»: P₀/N₀ − (P₀ − d)/N₁",
    rate_change,
)
