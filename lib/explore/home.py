"""Where a day begins: a unit and a period, who has sent, how the report stands, and a button that makes it."""

import subprocess
import sys
import threading
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from lib.domain.errors import ReportError
from lib.editions.status import published
from lib.explore.panel import said, shown, unit_and_period
from lib.indicators.context import Context, open_context
from lib.intake.folders import REPOSITORY, reports_folder
from lib.report.coverage import senders

WORDS = {"draft": "dự thảo", "final": "chính thức"}


@dataclass(frozen=True)
class Standing:
    """How a unit and period stand: the report, and who has sent. Shows itself in a cell."""

    context: Context
    reports: Path

    @property
    def page(self) -> Path:
        """Where the report is, or will be."""
        return self.reports / self.context.unit.slug / self.context.period.code / "report.html"

    @property
    def line(self) -> str:
        """The report's standing in one line."""
        edition = published(self.reports, self.context.unit.slug, self.context.period.code)
        if edition is None or not self.page.is_file():
            return "Chưa lập báo cáo."
        return f"Đã lập bản {WORDS.get(edition.status, edition.status)} ngày {edition.day:%d/%m/%Y}."

    def _repr_html_(self) -> str:
        context = self.context
        owed, missing = len(context.cleaned.receipts) + len(context.cleaned.missing), len(context.cleaned.missing)
        sent = f"{owed - missing}/{owed} nơi đã gửi"
        head = f"<h3>{escape(context.unit.official_name)}, {escape(context.period.title)}</h3>"
        link = f" <a href='{escape(self.link)}' target='_blank'>Mở báo cáo</a>" if self.page.is_file() else ""
        folded = f"<details><summary>{sent}: xem từng nơi</summary>{senders(context).data}</details>"
        return f"{head}<p>{self.line}{link}</p>{folded}"

    @property
    def link(self) -> str:
        """The report as seen from the folder of notebooks."""
        if self.page.is_relative_to(REPOSITORY):
            return f"../{self.page.relative_to(REPOSITORY).as_posix()}"
        return self.page.as_uri()


def standing(unit: str, period: str, data: str = "", reports: str = "") -> Standing:
    """How a unit and period stand, without anything to click.

    Args:
        unit, period: "krong-pa", "2021-H1"; data, reports: folders (empty: the repository's).

    Example:
        >>> standing("krong-pa", "2021-H1", reports="no-such-folder").line
        'Chưa lập báo cáo.'
    """
    folder = reports_folder(reports)
    return Standing(open_context(unit, period, data), folder)


def make_report(unit: str, period: str, data: str = "", reports: str = "") -> Standing:
    """Makes a report as the command does, in a process of its own, and says how it stands then.

    Args:
        unit, period: "krong-pa", "2021-H1"; data, reports: folders (empty: the repository's).

    Raises:
        ReportError: it could not be made; what stood there before still stands.

    Example:
        >>> make_report("krong-pa", "2021-H9")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        lib.domain.errors.ReportError: "2021-H9" không phải là mã kỳ báo cáo...
    """
    open_context(unit, period, data)  # what is mistyped is said at once
    code, line = _made(unit, period, data, reports)
    if code:
        raise ReportError(f"chưa lập được: {line.removeprefix('Lỗi: ')}")
    return standing(unit, period, data, reports)


def _made(unit: str, period: str, data: str, reports: str) -> tuple[int, str]:
    """Runs the command; its exit code and last line."""
    given = {"--unit": unit, "--period": period, "--data": data, "--reports": reports}
    options = [word for name, value in given.items() if value for word in (name, value)]
    command = [sys.executable, "-m", "lib", "run", "--verbose", *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=REPOSITORY, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, lines[-1] if lines else f"mã {done.returncode}"


class Home(widgets.VBox):
    """Choose a unit and a period; see who has sent; make the report; open it."""

    def __init__(self, unit: str, period: str, data: str = "", reports: str = "") -> None:
        self.data, self.reports = data, reports
        self.unit, self.period = unit_and_period(unit, period, data)
        self.button = widgets.Button(description="Lập báo cáo", button_style="primary", icon="play")
        self.progress, self.output = widgets.Output(), widgets.Output()
        super().__init__([self.unit, self.period, self.button, self.progress, self.output])
        self.period.observe(self._show, "value")
        self.button.on_click(self._make)
        self.running: threading.Thread | None = None
        self._show(None)

    @property
    def html(self) -> str:
        """What stands under the choices."""
        return "".join(each["data"]["text/html"] for each in self.output.outputs)

    def _show(self, change: object) -> None:
        if self.unit.value and self.period.value:
            chosen = (self.unit.value, self.period.value, self.data, self.reports)
            self.output.outputs = shown(said(lambda: standing(*chosen)._repr_html_()))

    def _make(self, button: object) -> None:
        """Makes the report in a process of its own, so that the notebook stays free and nothing of it leaks in."""
        self.button.disabled = True
        self.running = threading.Thread(target=self._run, daemon=True)
        self.running.start()

    def _run(self) -> None:
        try:
            self._say("Đang lập, thường dưới một phút…")
            code, line = _made(str(self.unit.value), str(self.period.value), self.data, self.reports)
            self._say(line, failed=code != 0)
            self._show(None)
        finally:
            self.button.disabled = False

    def _say(self, line: str, failed: bool = False) -> None:
        self.progress.outputs = shown(f"<p>{'<b>Chưa lập được.</b> ' if failed else ''}{escape(line)}</p>")


def home(unit: str, period: str, data: str = "", reports: str = "") -> Any:
    """The panel a day begins at: unit and period, who has sent, a button that makes the report, a link that opens it.

    Example:
        >>> panel = home("krong-pa", "2021-H1", reports="no-such-folder")
        >>> "27/27 nơi đã gửi" in panel.html
        True
    """
    return Home(unit, period, data, reports)
