"""How far targets have been reached: a bar for each fact that has one, against the whole of its target."""

from collections.abc import Collection
from typing import Any

from matplotlib.figure import Figure

from lib.narrative.phrases import capital, joined, lower_first
from lib.report.drawing import COLOURS, INK, draw, fit, wrapped
from lib.report.headlines import STANDINGS, standing
from lib.report.tables.figures import Figures, Record

ID = "chart-targets"
ROW = 0.36
LABEL = 34
"""Inches for each bar, and characters in a line of its label."""
HEAD = ("", "Kết quả", "Mục tiêu", "Mức đạt", "Tình trạng")


def aimed(figures: Figures) -> list[Record]:
    """The facts that are measured against a target, in the report's order."""
    return [fact for fact in figures.facts.values() if fact["target"] and figures.applies(fact)]


def ladder(figures: Figures, hidden: Collection[str]) -> dict[str, Any]:
    """The chart as plain data, as `lib.report.charts.Chart` leaves it; no drawing where no fact has a target.
    `hidden` are caveats that are said elsewhere."""
    facts = aimed(figures)
    nothing: dict[str, Any] = {"svg": "", "png": "", "table": [], "cites": [], "marks": [], "legend": []}
    content = {"id": ID, "section": "", "title": [_paragraph(_finding(figures, facts))], **nothing}
    if not facts:
        return content
    rows = [_row(figures, fact, hidden) for fact in facts]
    return {
        **content,
        "svg": _drawn(figures, facts, hidden),
        "table": [list(HEAD), *(texts for texts, _, _ in rows)],
        "cites": [[""] * len(HEAD), *(cites for _, cites, _ in rows)],
        "marks": [[[] for _ in HEAD], *(codes for _, _, codes in rows)],
    }


def _paragraph(text: str) -> dict[str, Any]:
    return {"block": "paragraph", "runs": [{"text": text}]}


def _finding(figures: Figures, facts: list[Record]) -> str:
    """What the chart shows, in words."""
    if not facts:
        return "Không có chỉ tiêu nào được giao trong kỳ."
    by_standing: dict[str, list[str]] = {}
    for fact in facts:
        by_standing.setdefault(standing(figures, fact), []).append(lower_first(fact["title"]))
    met, missed, waiting = (by_standing.get(code, []) for code in ("met", "missed", "not_due"))
    if met and len(met) == len(facts):
        return "Tất cả mục tiêu của năm đã đạt"
    if met:
        return f"Đã đạt mục tiêu: {joined(met)}"
    if missed:
        return f"Không đạt mục tiêu: {joined(missed)}"
    if waiting:
        return "Đến cuối kỳ, chưa mục tiêu nào của năm được hoàn thành"
    return "Chưa so được kết quả với mục tiêu nào"


def _row(figures: Figures, fact: Record, hidden: Collection[str]) -> tuple[list[str], list[str], list[list[str]]]:
    """A row of the table: texts, what each cites, the marks of each."""
    target, attained = figures.target(fact), figures.attainment(fact).without(hidden)
    done = figures.value(fact).without(hidden)
    aim = figures.value(target).without(hidden) if target else None
    texts = [
        fact["title"],
        fact["printed"] if fact["value"] is not None else done.words,
        target["printed"] if target and target["value"] is not None else (aim.words if aim else ""),
        attained.without(attained.caveats).shown,
        capital(STANDINGS[standing(figures, fact)]),
    ]
    told = [one["id"] if one and one["value"] is not None else "" for one in (fact, target)]
    codes = [list(each.caveats) if each else [] for each in (done, aim, attained)]
    return texts, ["", *told, "", ""], [[], *codes, []]


def _drawn(figures: Figures, facts: list[Record], hidden: Collection[str]) -> str:
    shares = [figures.attainment(fact) for fact in facts]
    lengths = [float(share.number or 0) for share in shares]
    texts = [
        ", ".join(each for each in (share.without(hidden).shown, STANDINGS[standing(figures, fact)]) if each)
        for fact, share in zip(facts, shares, strict=True)
    ]
    colours = [COLOURS[0] if standing(figures, fact) == "met" else COLOURS[1] for fact in facts]

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0.0, 0.0, 1.0, 1 - 0.2 / height))
        axes.barh(range(len(facts)), lengths, 0.6, color=colours)
        for place, (length, text) in enumerate(zip(lengths, texts, strict=True)):
            axes.annotate(
                text, (max(length, 1), place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8
            )
        axes.set_xticks([])
        axes.tick_params(left=False)
        axes.set_ylim(len(facts) - 0.5, -0.5)
        axes.set_yticks(range(len(facts)), [wrapped(fact["title"], LABEL) for fact in facts])
        axes.axvline(1, color=INK, linewidth=1, linestyle=(0, (3, 2)))
        axes.annotate("mục tiêu", (1, 1), xycoords=("data", "axes fraction"), xytext=(0, 2),
                      textcoords="offset points", ha="center", va="bottom", fontsize=8)  # fmt: skip
        fit(figure, axes, max(1.0, *lengths))

    height = ROW * len(facts) + 0.25
    return draw(ID, height, paint, dots=False)[0]
