"""Why is a commune low? An indicator's value for one member of a dimension, taken apart: beside the whole, its rank,
what it is computed from, what may be missing, and the rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import ceil

from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.explore.beneath import rows_beneath, rows_html, unreached
from lib.explore.slices import COMMUNE, PERIOD, Breakdown, Narrowed, Slice, breakdown, narrowed, number
from lib.facts import Fact, Share, Table
from lib.indicators.context import Context
from lib.indicators.section import shown_value


@dataclass(frozen=True)
class Why:
    """What there is to say of one member's value, a sentence each, then the rows it stands on. Rows hold codes, no
    names."""

    title: str
    sentences: tuple[str, ...]
    rows: tuple[tuple[str, Table], ...]

    def __str__(self) -> str:
        return "\n".join((self.title, *(f"- {each}" for each in self.sentences)))

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{escape(each)}</li>" for each in self.sentences)
        tables = (
            f"<details><summary>{escape(name)}: {format_count(len(table.rows))} dòng</summary>"
            f"{rows_html(table)}</details>"
            for name, table in self.rows
        )
        return f"<b>{escape(self.title)}</b><ul>{said}</ul>{''.join(tables)}"


def why(context: Context, indicator: str, member: str, by: str = COMMUNE) -> Why:
    """Why an indicator is what it is for one member of a dimension.

    Args:
        context: a unit and period, as `open_context` gives it.
        indicator: a fact's id.
        member: a member's name or code, "Uar"; by: the dimension, as for `breakdown`.

    Raises:
        ReportError: no such indicator, dimension or member.

    Example:
        >>> from lib.indicators import open_context
        >>> print(why(open_context("krong-pa", "2021-H1"), "credit.poor_share", "Uar"))
        Tỷ lệ hộ nghèo được vay vốn – Uar: 9,8%
        - Thấp hơn mức chung 11,5%; xếp thứ 12/14, tính từ cao xuống.
        - Số hộ nghèo được vay vốn: 13 hộ (cả đơn vị 269 hộ).
        - Tổng số hộ nghèo: 133 hộ (cả đơn vị 2.342 hộ).
        - Muốn bằng mức chung, «Số hộ nghèo được vay vốn» phải là 16, thêm 3.
        - Chưa nằm trong phần được tính: 120 dòng của «Danh sách hộ nghèo, cận nghèo, mới thoát nghèo».
        - Cùng cách chia, kỳ 2020-H1: 13,7%.
    """
    shown = breakdown(context, indicator, by)
    one = shown[member]
    if by == PERIOD:
        remedy = "chọn kỳ ấy rồi chia theo địa bàn hoặc nhóm"
        raise ReportError("chia theo kỳ thì không có dòng nào bên dưới", remedy=remedy)
    alone = narrowed(context, by, one.code)
    missed = unreached(alone, indicator)
    sentences = [
        *_beside_whole(shown, one),
        *_made_of(context, alone, one.fact),
        *_short_of(alone, shown, one),
        *([f"Chưa nằm trong phần được tính: {titles_of(missed)}."] if missed is not None else []),
        *_lacking(alone, indicator, by),
        *_before(context, indicator, one, by),
    ]
    rows = [(table.contract.title, table) for table in rows_beneath(alone, indicator).values()]
    if missed is not None:
        rows.insert(0, ("Chưa nằm trong phần được tính", missed))
    title = f"{shown.whole.title} – {one.name}: {shown_value(one.fact)}"
    return Why(title, tuple(sentences), tuple(rows))


def titles_of(table: Table) -> str:
    """How many rows of which table."""
    return f"{format_count(len(table.rows))} dòng của «{table.contract.title}»"


def _beside_whole(shown: Breakdown, one: Slice) -> Iterator[str]:
    """How the value stands beside the whole and among the others."""
    own, whole = number(one.fact), number(shown.whole)
    if own is None:
        return
    others = [value for each in shown if (value := number(each.fact)) is not None]
    rank = 1 + sum(value > own for value in others)
    place = f"xếp thứ {rank}/{len(others)}, tính từ cao xuống"
    if isinstance(one.fact.value, Share) and whole is not None:
        word = "Thấp hơn" if own < whole else "Cao hơn" if own > whole else "Bằng"
        yield f"{word} mức chung {shown.whole.printed}; {place}."
    else:
        yield f"Cả đơn vị: {shown_value(shown.whole)}; {place}."


def _made_of(context: Context, alone: Narrowed, fact: Fact) -> Iterator[str]:
    """What the value is computed from, beside the same of the whole."""
    for needed in fact.inputs:
        part, whole = alone.fact(needed), context.fact(needed)
        yield f"{part.title}: {shown_value(part)} (cả đơn vị {shown_value(whole)})."


def _short_of(alone: Narrowed, shown: Breakdown, one: Slice) -> Iterator[str]:
    """How many more the part of a low share needs to reach the whole's share."""
    whole, own = shown.whole.value, one.fact.value
    if not (isinstance(whole, Share) and isinstance(own, Share)) or len(one.fact.inputs) != 2:
        return
    needed = ceil(whole.fraction * own.whole)
    if own.part < needed:
        part = alone.fact(one.fact.inputs[0]).title
        more = format_count(needed - own.part)
        yield f"Muốn bằng mức chung, «{part}» phải là {format_count(needed)}, thêm {more}."


def _lacking(alone: Narrowed, indicator: str, by: str) -> Iterator[str]:
    """What of the member has not come, or was set aside: it may be low for that alone."""
    fact = alone.fact(indicator)
    if (fact.absence is not None and fact.absence.kind == "not_reported") or fact.incomplete:
        yield "Chưa đủ nơi gửi: xem notebooks/00_clean.ipynb."
    names = set(rows_beneath(alone, indicator))
    rejects = alone.cleaned.rejects
    aside = rejects[rejects["table"].isin(names)]
    if by == COMMUNE:
        own = {each.file for each in alone.cleaned.receipts if each.sender in (None, alone.value)}
        aside = aside[aside["file"].isin(own)]
    if len(aside):
        listed = "; ".join(f"{each.file} › {each.sheet} › {each.cell}" for each in aside.head(3).itertuples())
        yield f"Có {format_count(len(aside))} dòng để riêng, chưa tính, trong các tệp liên quan: {listed}."


def _before(context: Context, indicator: str, one: Slice, by: str) -> Iterator[str]:
    """The same member in the period this one is compared with."""
    earlier = context.earlier
    if earlier is None:
        return
    try:
        then = breakdown(earlier, indicator, by)[str(one.name)].fact
    except ReportError:
        return  # that period cannot be broken down so, or had no such member
    yield f"Cùng cách chia, kỳ {earlier.period.code}: {then.printed or shown_value(then)}."
