"""Relations that doubt: a value out of proportion, a number that turns up as something else, people counted twice,
parts that leave too little for the rest."""

from fractions import Fraction
from typing import Any

from lib.checks.relations.figures import number, result
from lib.checks.relations.intervals import Interval, total
from lib.checks.relations.model import (
    FAILS,
    HOLDS,
    Applies,
    Case,
    Finding,
    Kind,
    addition,
    low_end,
    plainly,
    shown,
    titles,
    verdict,
)
from lib.contracts import DISTRICT
from lib.domain.numbers import format_count
from lib.domain.text import match_key
from lib.facts.caveats import CAVEATS
from lib.facts.fact import UNIT_LABELS

MONTH = "month"
"""Stands for the period's months where a quantity is asked for."""


def plausible(case: Case) -> Finding:
    """The fact lies between the least and the most that the quantities named make, each at the bounds of one unit."""
    bounds = {name: (Fraction(str(low)), Fraction(str(high))) for name, (low, high) in case.params["per"].items()}
    quantities = {name: _quantity(case, name) for name in bounds}
    low, high = (total([quantities[name][0].scaled(ends[end]) for name, ends in bounds.items()]) for end in (0, 1))
    enough, possible = case.own.size.reaches(low), high.reaches(case.own.size)
    amount, holds = case.own.amount, verdict(enough and possible)
    ((size, text), *others) = quantities.values()
    if not others and size.low and size.low == size.high:
        ((least, most),) = bounds.values()
        each = result(amount(low_end(case.own.size) / size.low))
        where = f"{'trong' if holds == HOLDS else 'ngoài'} khoảng hợp lý từ {amount(least)} đến {amount(most)}"
        return Finding(holds, f"{case.own.text} ÷ {text} {each}, {where}")
    end, side, limit = (1, "nhiều nhất", high) if enough else (0, "ít nhất", low)
    products = " + ".join(f"{quantities[name][1]} × {amount(ends[end])}" for name, ends in bounds.items())
    sign = "không quá" if enough and possible else "quá" if enough else "chưa bằng"
    arithmetic = f"{side} {products} = {shown(limit, case.own)}; báo cáo ghi {case.own.text}, {sign} mức đó"
    return Finding(holds, arithmetic)


def _quantity(case: Case, name: str) -> tuple[Interval, str]:
    """How many units, and in words."""
    if name == MONTH:
        months = len(case.period.months)
        return Interval.point(months), f"{months} {UNIT_LABELS[MONTH]}"
    figure = case.figures[name]
    return figure.size, figure.text


def _per_names(params: Any, applies: Applies) -> list[str]:
    return [name for name in params["per"] if name != MONTH]


def _proportion(case: Case) -> str:
    names = ("Số tháng của kỳ" if name == MONTH else case.figures[name].title for name in case.params["per"])
    return f"«{case.own.title}» tương xứng với {', '.join(f'«{name}»' for name in names)}"


def distinct_from(case: Case) -> Finding:
    """Two counts of different things, in different units, agree only by chance or by copying."""
    other = case.figures[case.params]
    arithmetic = f"{case.own.text} ở mục {case.own.place}, {other.text} ở mục {other.place}"
    if case.own.size != other.size or case.own.size == Interval.point(0):
        return Finding(HOLDS, f"{arithmetic}: không trùng số")
    mine, theirs = UNIT_LABELS[case.own.unit], UNIT_LABELS[other.unit]
    return Finding(FAILS, f"{arithmetic}: trùng số, dù {theirs} không phải là {mine}")


def overlap(case: Case) -> Finding:
    """Who benefits here is not counted a second time there: no place is named in both. `places` are lists of places of
    this fact, `others` the lists to compare them with, one by one, `counts` who benefits there."""
    pairs = zip(case.listed(case.params["places"]), case.listed(case.params["others"]), strict=True)
    shared = [_shared(mine.names, theirs.names) for mine, theirs in pairs]
    if not all(shared):
        return Finding(HOLDS, "không có nơi nào có tên ở cả hai")
    counts = case.listed(case.params["counts"])
    there = total([count.size for count in counts])
    left = f"{addition(counts)} = {shown(there, counts[0])}" if len(counts) > 1 else counts[0].text
    places = ", ".join(name for names in shared for name in names)
    arithmetic = f"cùng ở {places}: {case.own.text} ở mục {case.own.place}, {left} ở mục {_places(case)}"
    least = min(low_end(case.own.size), low_end(there))
    note = f"có thể tính trùng đến {number(least)} {UNIT_LABELS[case.own.unit]}" if least else ""
    return Finding(verdict(not least), arithmetic, note)


def _shared(mine: list[str], theirs: list[str]) -> list[str]:
    known = {match_key(name) for name in theirs}
    return [name for name in mine if match_key(name) in known]


def _places(case: Case) -> str:
    return ", ".join(dict.fromkeys(count.place for count in case.listed(case.params["counts"])))


def _overlap_names(params: Any, applies: Applies) -> list[str]:
    return [*params["places"], *params["others"], *params["counts"]]


def remainder(case: Case) -> Finding:
    """What the named parts leave of the whole is enough for the others. `among` counts all, named or not; each of the
    others has at least one, and on average no less than `least` of the smallest named part."""
    parts, among = case.listed(case.params["parts"]), case.figures[case.params["among"]]
    added, smallest = low_end(total([each.size for each in parts])), min(low_end(each.size) for each in parts)
    left, others = low_end(case.own.size) - added, int(among.number) - len(parts)
    sums = f"{case.own.bare} − ({addition(parts)}) = {case.own.bare} − {number(added)} = {number(left)}"
    if left < 0:
        return Finding(FAILS, f"{sums}: các phần có tên cộng lại đã quá tổng số")
    if others <= 0:
        return Finding(verdict(left == 0), f"{sums}; cả {among.text} đều có tên nên phải còn 0")
    each, least = left / others, max(Fraction(case.params["least"]) * smallest, Fraction(1))
    average = f", bình quân {number(each)}" if others > 1 else ""
    arithmetic = (
        f"{sums} {UNIT_LABELS[case.own.unit]} cho {among.bare} − {len(parts)} = {others} {UNIT_LABELS[among.unit]} "
        f"không nêu tên{average}; phần có tên nhỏ nhất là {number(smallest)}"
    )
    holds = each >= least
    if not holds and each:
        arithmetic += f", gấp {number(smallest / each, 1).replace('≈', 'khoảng')} lần"
    return Finding(verdict(holds), arithmetic, _breakdown(case, others))


def _breakdown(case: Case, others: int) -> str:
    """The smallest parts as the sender gave them, where the whole is broken down by `by`."""
    by = case.params.get("by", "")
    parts = {code: int(value) for code, value in case.own.record["dimensions"].get(by, {}).items()}
    if len(parts) < others:
        return ""
    smallest = sorted(parts.items(), key=lambda pair: (pair[1], pair[0]))[:others]
    listed = " và ".join(_part(case, by, code, value) for code, value in reversed(smallest))
    unit, added = UNIT_LABELS[case.figures[case.params["among"]].unit], sum(parts.values())
    whole = "đúng bằng tổng số" if added == case.own.number else f"khác tổng số {case.own.bare}"
    return f"theo bảng của nơi gửi, {unit} ít nhất là {listed}; cộng mọi {unit} được {format_count(added)}, {whole}"


def _part(case: Case, by: str, code: str, value: int) -> str:
    """One part of a breakdown, with what readers should know of it: "«…» 7 hộ (nhập tay)"."""
    codes = case.own.record["part_caveats"].get(by, {}).get(code, [])
    known = f" ({', '.join(CAVEATS[each].short for each in codes)})" if codes else ""
    return f"«{DISTRICT.choice_label(by, code)}» {format_count(value)} {UNIT_LABELS[case.own.unit]}{known}"


def _remainder_names(params: Any, applies: Applies) -> list[str]:
    return [*params["parts"], params["among"]]


PLAUSIBLE = Kind(_per_names, _proportion, plausible)
DISTINCT_FROM = Kind(
    plainly, lambda case: f"«{case.own.title}» đếm thứ khác với {case.elsewhere(case.params)}", distinct_from
)
OVERLAP = Kind(
    _overlap_names,
    lambda case: f"«{case.own.title}» không tính trùng {titles(case.listed(case.params['counts']))}",
    overlap,
)
REMAINDER = Kind(
    _remainder_names,
    lambda case: f"Phần còn lại của «{case.own.title}» đủ cho các phần không nêu tên",
    remainder,
)
