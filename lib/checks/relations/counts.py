"""Relations among counts and amounts: sums, parts, lengths of lists, one thing told in two sections."""

from typing import Any

from lib.checks.relations.intervals import total
from lib.checks.relations.model import (
    FAILS,
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


def sum_of(case: Case) -> Finding:
    """The fact is the sum of the others."""
    parts = case.listed(case.params)
    added = total([part.size for part in parts])
    holds = added.meets(case.own.size)
    arithmetic = f"{addition(parts)} = {shown(added, case.own)}; báo cáo ghi {case.own.text}"
    if not holds and added.low == added.high:
        arithmetic += f", lệch {case.own.amount(abs(low_end(added) - low_end(case.own.size)))}"
    return Finding(verdict(holds), arithmetic)


def at_least_sum(case: Case) -> Finding:
    """The fact is no less than the sum of the others, which share nothing and need not be all."""
    parts = case.listed(case.params)
    added = total([part.size for part in parts])
    holds = case.own.size.reaches(added)
    right = f"{addition(parts)} = {shown(added, case.own)}" if len(parts) > 1 else parts[0].text
    gap = abs(low_end(case.own.size) - low_end(added))
    difference = f", {'dư' if holds else 'thiếu'} {case.own.amount(gap)}" if gap else ""
    return Finding(verdict(holds), f"{case.own.text} {'≥' if holds else '<'} {right}{difference}")


def part(case: Case) -> Finding:
    """The fact is part of a whole, or of several together, so it is no more than that."""
    wholes = case.listed(case.params["whole"])
    whole = total([each.size for each in wholes])
    holds = whole.reaches(case.own.size)
    right = f"{addition(wholes)} = {shown(whole, wholes[0])}" if len(wholes) > 1 else wholes[0].text
    over = "" if holds else f", vượt {case.own.amount(low_end(case.own.size) - low_end(whole))}"
    return Finding(verdict(holds), f"{case.own.text} {'≤' if holds else '>'} {right}{over}")


def _whole_names(params: Any, applies: Applies) -> list[str]:
    return plainly(params["whole"], applies)


def length_of(case: Case) -> Finding:
    """The fact counts the names of a list."""
    listed = case.figures[case.params]
    names = f" ({listed.printed})" if listed.names else ""
    arithmetic = f"danh sách có {listed.text}{names}; báo cáo ghi {case.own.text}"
    return Finding(verdict(listed.size.meets(case.own.size)), arithmetic)


def equal(case: Case) -> Finding:
    """Two sections report one thing, so number and unit of measure agree."""
    other = case.figures[case.params]
    if case.own.unit != other.unit:
        return Finding(FAILS, f"{case.own.text} và {other.text}: khác đơn vị đo")
    holds = case.own.size.meets(other.size)
    return Finding(verdict(holds), f"{case.own.text} {'=' if holds else '≠'} {other.text}")


SUM = Kind(plainly, lambda case: f"«{case.own.title}» bằng {titles(case.listed(case.params))}", sum_of, formula=True)
AT_LEAST_SUM = Kind(
    plainly, lambda case: f"«{case.own.title}» không nhỏ hơn {titles(case.listed(case.params))}", at_least_sum
)
PART = Kind(
    _whole_names,
    lambda case: f"«{case.own.title}» không vượt {titles(case.listed(case.params['whole']))}",
    part,
)
LENGTH_OF = Kind(
    plainly, lambda case: f"«{case.own.title}» bằng số tên trong «{case.figures[case.params].title}»", length_of
)
EQUAL = Kind(plainly, lambda case: f"«{case.own.title}» và {case.elsewhere(case.params)} là một", equal)
