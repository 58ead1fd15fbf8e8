"""The two panels with choices: `home`, where a day begins, and `explorer`, any indicator in three clicks.

What a panel shows is made by plain functions and put into an output widget as data, so that it runs, and can be read
afterwards, where nobody is there to click.
"""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from lib.domain.errors import ReportError
from lib.explore.catalogue import indicators, periods, place, units
from lib.explore.slices import COMMUNE, PERIOD, Breakdown, breakdown, breakdown_html, dimensions, number
from lib.explore.why import why
from lib.indicators.context import Context, open_context

EVERY = ""
"""The choice of all periods beside each other, or of no member."""
NOBODY = ("(chọn một dòng để xem vì sao)", EVERY)
WIDE = "46rem"


def shown(html: str) -> tuple[dict[str, Any], ...]:
    """HTML as the outputs of an output widget."""
    return ({"output_type": "display_data", "data": {"text/html": html, "text/plain": ""}, "metadata": {}},)


def said(make: Callable[[], str]) -> str:
    """What a function makes, or the one line it fails with."""
    try:
        return make()
    except ReportError as error:
        return f"<p><b>Lỗi:</b> {escape(str(error))}</p>"


class Explorer(widgets.VBox):
    """Choose an indicator, what to divide it by, a period: chart and table; then a row, to see why it is so.

    The choices are `indicator`, `by`, `period`, `member`; `html` is what stands under them.
    """

    def __init__(self, unit: str, period: str, data: str = "", indicator: str = "", by: str = COMMUNE) -> None:
        self.unit, self.data = unit, data
        self.opened: dict[str, Context] = {}
        listed = indicators()
        names = [(f"{place(name)} · {each.title}", name) for name, each in listed.items() if each.unit != "text"]
        self.indicator = _choice("Chỉ tiêu", names, indicator or names[0][1])
        self.by = _choice("Chia theo", [], None)
        here = [(code, code) for code in reversed(periods(unit, data))]
        self.period = _choice("Kỳ", [*here, ("mọi kỳ, cạnh nhau", EVERY)], period)
        self.member = _choice("Vì sao?", [NOBODY], EVERY)
        self.output = widgets.Output()
        super().__init__([self.indicator, self.by, self.period, self.member, self.output])
        self._settling = False
        self._offer(by)
        self.indicator.observe(lambda change: self._offer(self.by.value), "value")
        self.period.observe(lambda change: self._offer(self.by.value), "value")
        self.by.observe(lambda change: self._show(), "value")
        self.member.observe(lambda change: self._answer(), "value")

    @property
    def html(self) -> str:
        """What stands under the choices."""
        return "".join(each["data"]["text/html"] for each in self.output.outputs)

    def _context(self, period: str) -> Context:
        """A period, opened once: what is chosen next is there at once; a new file needs a new panel."""
        if period not in self.opened:
            self.opened[period] = open_context(self.unit, period, self.data)
        return self.opened[period]

    @property
    def _latest(self) -> str:
        return str(self.period.value or periods(self.unit, self.data)[-1])

    def _offer(self, by: str | None) -> None:
        """Offers what the indicator can be divided by, and shows it."""
        try:
            found = dimensions(self._context(self._latest), self.indicator.value)
        except ReportError:
            found = {}
        offered = {**{title: name for name, title in found.items()}, "Kỳ báo cáo": PERIOD}
        self._settling = True
        self.by.options = list(offered.items())
        self.by.value = by if by in offered.values() else next(iter(offered.values()))
        self._settling = False
        self._show()

    def _breakdowns(self) -> list[Breakdown]:
        if self.by.value == PERIOD or self.period.value:
            return [breakdown(self._context(self._latest), self.indicator.value, self.by.value)]
        found = []
        for period in periods(self.unit, self.data):
            try:
                found.append(breakdown(self._context(period), self.indicator.value, self.by.value))
            except ReportError:
                if period == self._latest:
                    raise
        return found

    def _show(self) -> None:
        if self._settling:
            return
        self._settling = True
        self.member.options = [NOBODY]
        self.output.outputs = shown(said(self._table))
        self._settling = False

    def _table(self) -> str:
        self.shown = self._breakdowns()
        if self.by.value != PERIOD:
            rows = sorted(self.shown[-1], key=lambda each: (number(each.fact) is None, number(each.fact) or 0))
            self.member.options = [NOBODY, *((each.name, each.name) for each in rows)]
        return breakdown_html(self.shown)

    def _answer(self) -> None:
        if self._settling:
            return
        table = breakdown_html(self.shown)
        if not self.member.value:
            self.output.outputs = shown(table)
            return
        context = self._context(self._latest)
        answer = said(lambda: why(context, self.indicator.value, self.member.value, self.by.value)._repr_html_())
        self.output.outputs = shown(f"{answer}<hr>{table}")


def explorer(unit: str, period: str, data: str = "", indicator: str = "", by: str = COMMUNE) -> Explorer:
    """Any indicator by commune, group and period in three clicks; then why a commune is low, down to rows.

    Args:
        unit, period: what to begin with, "krong-pa" and "2021-H1"; data: a data folder (empty: the repository's).
        indicator: a fact's id to begin with; by: what it is divided by, as for `breakdown`.

    Example:
        >>> panel = explorer("krong-pa", "2021-H1", indicator="credit.poor_share")
        >>> panel.by.options
        (('Xã, thị trấn', 'commune'), ('Kỳ báo cáo', 'period'))
        >>> panel.member.value = "Uar"
        >>> "thêm 3" in panel.html
        True
    """
    return Explorer(unit, period, data, indicator, by)


def _choice(title: str, options: list[tuple[str, str]], value: str | None) -> widgets.Dropdown:
    style = {"description_width": "6rem"}
    return widgets.Dropdown(
        description=title, options=options, value=value, layout=widgets.Layout(width=WIDE), style=style
    )


def unit_and_period(unit: str, period: str, data: str) -> tuple[widgets.Dropdown, widgets.Dropdown]:
    """Two choices that follow each other: the unit, and its periods, newest first."""
    first = _choice("Đơn vị", [(each, each) for each in units(data)], unit)
    second = _choice("Kỳ", [(each, each) for each in reversed(periods(unit, data))], period)

    def follow(change: Any) -> None:
        second.options = [(each, each) for each in reversed(periods(change["new"], data))]

    first.observe(follow, "value")
    return first, second
