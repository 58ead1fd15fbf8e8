"""Who has sent: a mark for each sender, by office, told apart by shape as much as by colour."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from lib.indicators.context import Context
from lib.intake.sending import Sending, send_by, sendings
from lib.narrative.phrases import capital, listed_name
from lib.narrative.runs import Run
from lib.report.drawing import COLOURS, INK, draw, wrapped

ID = "chart-sent"
ROW = 0.3
LABEL = 40
ROW_OF = 30
"""Inches for each office, characters in a line of its name, marks in a row where units send."""
CLASSES: dict[str, tuple[str, dict[str, Any]]] = {
    "sent": ("đã gửi", {"marker": "s", "color": COLOURS[0]}),
    "late": ("gửi muộn", {"marker": "D", "color": COLOURS[1], "edgecolor": INK, "linewidth": 0.6}),
    "told": ("chưa gửi tệp, nhập tay", {"marker": "o", "facecolor": "none", "edgecolor": INK}),
    "missing": ("chưa gửi", {"marker": "x", "color": INK}),
}
"""How a sender stands: in words, and its mark."""
STATES = {"on_time": "sent", "undated": "sent", "after_cutoff": "late", "overdue": "late"}


def sent_chart(context: Context) -> dict[str, Any]:
    """The chart as plain data, as `lib.report.charts.Chart` leaves it."""
    offices = _by_office(context)
    shown = [name for name in CLASSES if name == "sent" or any(name in classes for _, classes in offices)]
    table = [["Nơi gửi", *(capital(CLASSES[name][0]) for name in shown)]]
    table += [[label, *(_counted(classes, name) for name in shown)] for label, classes in offices]
    svg, png = _drawn(offices, shown)
    return {
        "id": ID,
        "section": "",
        "title": [{"block": "paragraph", "runs": _finding([each for _, classes in offices for each in classes])}],
        "svg": svg,
        "png": png,
        "table": table,
        "cites": [[""] * len(row) for row in table],
        "marks": [[[] for _ in row] for row in table],
        "legend": [],
    }


def _by_office(context: Context) -> list[tuple[str, list[str]]]:
    """Each office with how its senders stand, in the order of the contracts."""
    deadline = send_by(context.data, context.unit, context.period)
    found = sendings(context.cleaned, context.communes, deadline)
    if context.sent is not None:
        classes, words = list(map(_class, found)), capital(context.level.child_bodies)
        rows = range(0, len(classes), ROW_OF)
        return [(f"{words} (tiếp)" if at else words, classes[at : at + ROW_OF]) for at in rows]
    return [
        (_label(context, contract.office, contract.per_commune), list(map(_class, senders)))
        for contract in context.contracts.sent
        if (senders := [each for each in found if each.sender[0] == contract.office])
    ]


def _label(context: Context, office: str, per_commune: bool) -> str:
    return capital(context.level.child_bodies) if per_commune else listed_name(context, (office, None))


def _class(sending: Sending) -> str:
    return STATES.get(sending.state, sending.state)


def _counted(classes: list[str], name: str) -> str:
    """How many senders of an office stand so, of how many."""
    return f"{classes.count(name)}/{len(classes)}"


def _finding(classes: Sequence[str]) -> list[Run]:
    counts = Counter(classes)
    came = counts["sent"] + counts["late"]
    if came == len(classes):
        whole = "Tất cả nơi gửi đã gửi số liệu"
        late: list[Run] = [{"text": f"; {counts['late']} nơi gửi muộn", "ref": "note"}] if counts["late"] else []
        return [{"text": whole}, *late]
    return [{"text": f"{came}/{len(classes)} nơi gửi đã gửi số liệu", "ref": "note"}]


def _drawn(offices: list[tuple[str, list[str]]], shown: list[str]) -> tuple[str, str]:
    most = max(len(classes) for _, classes in offices)
    head = 0.3

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0.52, 0.0, 0.48, 1 - head / height))
        for name in shown:
            title, look = CLASSES[name]
            marks = [(at, row) for row, (_, each) in enumerate(offices) for at, one in enumerate(each) if one == name]
            across, down = [at for at, _ in marks], [row for _, row in marks]
            axes.scatter(across, down, s=26, label=title, **look)
        axes.set_xlim(-0.7, max(most, 10))
        axes.set_ylim(len(offices) - 0.5, -0.5)
        axes.set_xticks([])
        axes.set_yticks(range(len(offices)), [wrapped(label, LABEL) for label, _ in offices], fontsize=8)
        axes.tick_params(left=False)
        axes.spines["left"].set_visible(False)
        figure.legend(loc="upper right", ncols=len(shown), frameon=False, fontsize=8, borderaxespad=0,
                      handletextpad=0.2, columnspacing=1)  # fmt: skip

    height = ROW * len(offices) + head
    return draw(ID, height, paint)
