"""What a run says while it works: a bar with the time left, nothing, a line per notebook, or JSON events.

Standard output holds what other programs take up (the page's path; JSON lines), standard error what people watch.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BAR = "{desc} {n_fmt}/{total_fmt} |{bar}| {elapsed}, còn {remaining} {postfix}"


def seconds_in_words(seconds: float) -> str:
    """A duration as people read it.

    Example:
        >>> seconds_in_words(2.46)
        '2,5 giây'
    """
    return f"{seconds:.1f} giây".replace(".", ",")


class Counted:
    """How far a number of things has come, with a bar where people watch one.

    `fresh` are those that took their time; `left` is the estimated number of seconds until the last is done, None
    before the first has been.
    """

    def __init__(self) -> None:
        self.total = self.done = self.fresh = 0
        self.started = 0.0
        self._bar: Any = None

    @property
    def left(self) -> float | None:
        if not self.fresh:
            return None
        return (time.perf_counter() - self.started) / self.fresh * (self.total - self.done)

    def open_bar(self, of: str) -> None:
        """Shows a bar over things called `of`, where there is a terminal."""
        from tqdm import tqdm

        self._bar = tqdm(
            total=self.total, desc=of, bar_format=BAR, file=sys.stderr, leave=False, disable=None, delay=0.2
        )

    def step(self, name: str) -> None:
        """Moves the bar, if there is one, by one thing."""
        if self._bar is not None:
            self._bar.set_postfix_str(name, refresh=False)
            self._bar.update()

    def show_end(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def say(event: str, **values: Any) -> None:
    """One JSON object on a line of standard output."""
    print(json.dumps({"event": event, **values}, ensure_ascii=False), flush=True)


class Progress(Counted):
    """The usual way: a bar over notebooks on a terminal, the page's path at the end. The others differ from it."""

    @contextmanager
    def over(self, total: int) -> Iterator[None]:
        """While `total` notebooks run."""
        self.total, self.done, self.fresh, self.started = total, 0, 0, time.perf_counter()
        self.show_begin()
        try:
            yield
        finally:
            self.show_end()

    def notebook(self, name: str, seconds: float, kept: bool) -> None:
        """One has run, or was taken from what is kept."""
        self.done += 1
        self.fresh += not kept
        self.show_notebook(name, seconds, kept)

    def show_begin(self) -> None:
        self.open_bar("Sổ tay")

    def show_notebook(self, name: str, seconds: float, kept: bool) -> None:
        self.step(name)

    def told(self, line: str) -> None:
        """Something worth knowing: why a notebook runs, whom the run waits for."""
        print(line, file=sys.stderr, flush=True)

    def published(self, unit: str, period: str, page: Path) -> None:
        """The edition stands."""
        print(page, flush=True)

    def unchanged(self, unit: str, period: str, page: Path) -> None:
        """There was nothing to do."""
        self.told("Không có gì thay đổi từ lần chạy trước.")
        self.published(unit, period, page)

    def failed(self, unit: str, period: str, reason: str) -> None:
        """The run has failed; the caller says so to people."""


class Quiet(Progress):
    """Nothing but errors, which are the caller's."""

    def show_begin(self) -> None: ...

    def show_notebook(self, name: str, seconds: float, kept: bool) -> None: ...

    def told(self, line: str) -> None: ...

    def published(self, unit: str, period: str, page: Path) -> None: ...


class Verbose(Progress):
    """A line per notebook instead of the bar: how far, how long, how much longer."""

    def show_begin(self) -> None: ...

    def show_notebook(self, name: str, seconds: float, kept: bool) -> None:
        took = "giữ lại" if kept else seconds_in_words(seconds)
        left = "" if self.left is None or self.done == self.total else f", còn khoảng {self.left:.0f} giây"
        self.told(f"[{self.done}/{self.total}] {name}: {took}{left}")


class Events(Progress):
    """One JSON object a line on standard output, each with its `event`."""

    def show_begin(self) -> None:
        say("begin", total=self.total)

    def show_notebook(self, name: str, seconds: float, kept: bool) -> None:
        left = None if self.left is None else round(self.left, 1)
        say(
            "notebook",
            name=name,
            seconds=round(seconds, 3),
            kept=kept,
            done=self.done,
            total=self.total,
            seconds_left=left,
        )

    def told(self, line: str) -> None:
        say("told", text=line)

    def published(self, unit: str, period: str, page: Path) -> None:
        self._edition("published", unit, period, page)

    def unchanged(self, unit: str, period: str, page: Path) -> None:
        self._edition("unchanged", unit, period, page)

    def failed(self, unit: str, period: str, reason: str) -> None:
        say("failed", unit=unit, period=period, reason=reason)

    def _edition(self, event: str, unit: str, period: str, page: Path) -> None:
        manifest = json.loads((page.parent / "manifest.json").read_text(encoding="utf-8"))
        run = manifest["run"]
        say(
            event,
            unit=unit,
            period=period,
            page=str(page),
            run=run["id"],
            status=run["status"],
            seconds=run["seconds"],
            outputs=manifest["outputs"],
        )


def speaking(quiet: bool = False, verbose: bool = False, events: bool = False) -> Progress:
    """The way asked for; events before quiet before verbose.

    Example:
        >>> type(speaking(quiet=True)).__name__, type(speaking()).__name__
        ('Quiet', 'Progress')
    """
    return Events() if events else Quiet() if quiet else Verbose() if verbose else Progress()
