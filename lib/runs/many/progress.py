"""What a batch says while it works: a bar over units with the time left, nothing but failures, a line per unit, or
JSON events. As in `lib.runs.progress`, standard output is for programs and standard error for people.
"""

import sys
import time
from pathlib import Path

from lib.runs.many.batch import Batch, Outcome, State, unit_json
from lib.runs.many.unit import peak_memory
from lib.runs.progress import Counted, say, seconds_in_words

CHEAP = (State.UNCHANGED, State.NOT_SENT)


def duration_in_words(seconds: float) -> str:
    """How long something takes, as people say it.

    Example:
        >>> duration_in_words(7.25), duration_in_words(754), duration_in_words(8130)
        ('7,2 giây', '13 phút', '2 giờ 16 phút')
    """
    if seconds < 60:
        return seconds_in_words(seconds)
    minutes = round(seconds / 60)
    return f"{minutes // 60} giờ {minutes % 60} phút" if minutes >= 60 else f"{minutes} phút"


class BatchProgress(Counted):
    """The usual way: a bar on a terminal, failures and lost processes as they come, counts and the page at the end.
    The others differ from it."""

    def begin(self, batch: Batch, sent: int) -> None:
        """Before the first of `sent` units."""
        self.total, self.started = sent, time.perf_counter()
        self.show_begin(batch)

    def heard(self, batch: Batch, outcome: Outcome) -> None:
        """A unit has come to its end, or a process was lost over it."""
        if outcome.state is State.WAITING:
            self.show_lost(batch, outcome)
            return
        if outcome.state is not State.NOT_SENT:
            self.done += 1
            self.fresh += outcome.state not in CHEAP
        self.show_unit(batch, outcome)

    def end(self, batch: Batch, page: Path) -> None:
        """The batch is over, or was stopped."""
        self.show_end()
        self.told(f"{batch.summary}; {duration_in_words(batch.seconds)}.")
        print(page, flush=True)

    def told(self, line: str) -> None:
        """Something people should see at once."""
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def show_begin(self, batch: Batch) -> None:
        self.open_bar("Đơn vị")

    def show_unit(self, batch: Batch, outcome: Outcome) -> None:
        if outcome.state is State.FAILED:
            self.told(f"Lỗi: {outcome.unit.slug}: {outcome.reason}")
        elif outcome.state is State.NOT_SENT:
            self.told(f"{outcome.unit.slug}: {outcome.state.value}")
        if outcome.state is not State.NOT_SENT:
            self.step(outcome.unit.slug)

    def show_lost(self, batch: Batch, outcome: Outcome) -> None:
        self.told(f"{outcome.unit.slug}: {outcome.lost[-1]}; chạy lại")


class QuietBatch(BatchProgress):
    """Nothing but failures."""

    def show_begin(self, batch: Batch) -> None: ...

    def show_unit(self, batch: Batch, outcome: Outcome) -> None:
        if outcome.state is State.FAILED:
            super().show_unit(batch, outcome)

    def show_lost(self, batch: Batch, outcome: Outcome) -> None: ...

    def end(self, batch: Batch, page: Path) -> None: ...


class VerboseBatch(BatchProgress):
    """A line per unit instead of the bar: how far, how it stands, how long it took, how much longer."""

    def show_begin(self, batch: Batch) -> None: ...

    def show_unit(self, batch: Batch, outcome: Outcome) -> None:
        if outcome.state is State.NOT_SENT:
            super().show_unit(batch, outcome)
            return
        left = "" if self.left is None or self.done == self.total else f", còn khoảng {duration_in_words(self.left)}"
        why = f": {outcome.reason}" if outcome.reason else f", {seconds_in_words(outcome.seconds)}"
        self.told(f"[{self.done}/{self.total}] {outcome.unit.slug}: {outcome.state.value}{why}{left}")


class BatchEvents(BatchProgress):
    """One JSON object a line on standard output, each with its `event`."""

    def show_begin(self, batch: Batch) -> None:
        say("begin", period=batch.period.code, units=len(batch.units), total=self.total, where=batch.where)

    def show_unit(self, batch: Batch, outcome: Outcome) -> None:
        left = None if self.left is None else round(self.left, 1)
        say("unit", **unit_json(batch, outcome), done=self.done, total=self.total, seconds_left=left)

    def show_lost(self, batch: Batch, outcome: Outcome) -> None:
        say("retry", unit=outcome.unit.slug, reason=outcome.lost[-1], lost=len(outcome.lost))

    def end(self, batch: Batch, page: Path) -> None:
        counts = {state.name.lower(): count for state, count in batch.counts.items()}
        memory = {"memory": peak_memory(), "worker_memory": max(each.memory for each in batch.outcomes.values())}
        say("end", counts=counts, **memory, retried=len(batch.retried), seconds=round(batch.seconds, 3), page=str(page))


def batch_speaking(quiet: bool = False, verbose: bool = False, events: bool = False) -> BatchProgress:
    """The way asked for; events before quiet before verbose."""
    return BatchEvents() if events else QuietBatch() if quiet else VerboseBatch() if verbose else BatchProgress()
