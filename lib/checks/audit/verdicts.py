"""What became of one number: the same, changed, moved, rounded, in words, out of date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lib.checks.audit.findings import ERROR, REVIEW, printed
from lib.checks.audit.hedges import holds, same_hedge
from lib.checks.audit.ledger import Reported
from lib.checks.audit.number import Number
from lib.checks.audit.units import CLASSES, MEASURES, MONEY, PERCENT, POINTS, class_of, plain_unit

_SCALES = tuple(Fraction(10) ** power for power in (3, 6, 9, -3, -6, -9))


@dataclass(frozen=True)
class Verdict:
    """A kind and level of finding, its message and arithmetic."""

    kind: str
    level: str
    message: str
    arithmetic: str = ""


def judge(
    original: Number, edited: Number, fact: Reported | None, others: Mapping[str, Number], stale: str
) -> Verdict | None:
    """How an edited number stands to the original one in its place; None where it says the same.

    `others` are other numbers of the same section by what they tell; `stale` names an older ledger in which the fact
    has the edited value, "" for none.
    """
    if not original.is_figure:
        return _reference(original, edited)
    if edited.value is None or original.value is None:
        return None if edited.text == original.text else _changed(original, edited)
    if edited.value == original.value:
        return _same_value(original, edited, fact)
    if _scaled(original, edited):
        return Verdict("unit", ERROR, _from_to(original, edited), _difference(original, edited))
    if stale:
        return Verdict("stale", ERROR, f"{_from_to(original, edited)}; {edited.text} là số của {stale}")
    exact = original.value if fact is None or fact.exact is None else fact.exact
    if _is_rounding(edited, exact, original):
        return Verdict("rounded", REVIEW, f"«{original.text}» viết gọn thành «{edited.said}»")
    for name, other in others.items():
        if other.value == edited.value and _alike(other.unit, edited.unit):
            message = f"{_from_to(original, edited)}; {edited.text} là {name}"
            return Verdict("moved", ERROR, message)
    return _changed(original, edited)


def _reference(original: Number, edited: Number) -> Verdict | None:
    if _plain(original.text) == _plain(edited.text):
        return None
    return Verdict("reference", ERROR, f"bản phát hành ghi «{original.text}», văn bản ghi «{edited.text}»")


def _plain(text: str) -> str:
    """A date or document number without spaces, capitals, leading zeros and the word "ngày"."""
    text = re.sub(r"\s*([/–—-])\s*", r"\1", re.sub(r"^ngày\s+", "", text.lower()))
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s–—-]+", "-", text))


def _same_value(original: Number, edited: Number, fact: Reported | None) -> Verdict | None:
    if not _alike(original.unit, edited.unit):
        level = ERROR if _known(original.unit) and _known(edited.unit) else REVIEW
        return Verdict("unit", level, f"đơn vị «{original.unit}» thành «{edited.unit or 'không có'}»")
    if not same_hedge(original.hedge, edited.hedge):
        return _hedged(original, edited, fact)
    if original.unit not in MEASURES and plain_unit(original.unit) != plain_unit(edited.unit) and edited.unit:
        return Verdict("unit", REVIEW, f"đơn vị «{original.unit}» thành «{edited.unit}»")
    if edited.spelled and not original.spelled:
        return Verdict("spelled", REVIEW, f"«{original.text}» viết bằng chữ thành «{edited.text}», cùng giá trị")
    if original.step != edited.step and original.unit in (PERCENT, POINTS):
        return Verdict("rounded", REVIEW, f"«{original.text}» viết thành «{edited.text}», khác số chữ số thập phân")
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two units can be one: the same measure, or nouns of one class; a bare number may be either noun."""
    if one in MEASURES or other in MEASURES:
        return one == other
    return not one or not other or class_of(one) == class_of(other)


def _known(unit: str) -> bool:
    """Whether a unit is a measure or a listed noun; of another noun nobody can say that it means something else."""
    return not unit or unit in MEASURES or unit in CLASSES


def _hedged(original: Number, edited: Number, fact: Reported | None) -> Verdict | None:
    exact = fact.exact if fact is not None else None
    true = f"; giá trị đúng là {printed(exact, edited.unit)}" if exact is not None else ""
    before, after = original.hedge or "không có từ ước lượng", edited.hedge or "không có"
    honest = bool(edited.hedge) and exact is not None and holds(edited.hedge, edited.value or Fraction(0), exact)
    level = REVIEW if honest and exact != edited.value else ERROR
    return Verdict("hedge", level, f"«{before}» trước {original.text} thành «{after}»{true}")


def _scaled(original: Number, edited: Number) -> bool:
    """Whether only the scale was changed: triệu → tỷ."""
    assert original.value is not None
    assert edited.value is not None
    if original.unit != edited.unit or original.unit != MONEY:
        same_digits = original.text.split()[0].rstrip("%đ") == edited.text.split()[0].rstrip("%đ")
        return same_digits and original.unit != edited.unit and MONEY in (original.unit, edited.unit)
    return original.value != 0 and edited.value / original.value in _SCALES


def _is_rounding(edited: Number, exact: Fraction, original: Number) -> bool:
    assert edited.value is not None
    if not _alike(original.unit, edited.unit):
        return False
    if edited.hedge:
        return holds(edited.hedge, edited.value, exact)
    return edited.step > original.step and abs(edited.value - exact) <= edited.step / 2


def _changed(original: Number, edited: Number) -> Verdict:
    return Verdict("changed", ERROR, _from_to(original, edited), _difference(original, edited))


def _from_to(original: Number, edited: Number) -> str:
    return f"phải là {original.said}, văn bản ghi {edited.said}"


def _difference(original: Number, edited: Number) -> str:
    if original.value is None or edited.value is None or original.unit != edited.unit:
        return ""
    off = edited.value - original.value
    sign = "−" if off < 0 else "+"
    return f"{edited.said} − {original.said} = {sign}{printed(abs(off), original.unit)}"
