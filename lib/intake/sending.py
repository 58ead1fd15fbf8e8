"""Who sent what, when, and against which deadline; whom to wait for."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from lib.contracts import OWNERS
from lib.domain.periods import Period
from lib.domain.reading import mapping, read_yaml
from lib.domain.units import Unit
from lib.domain.workdays import Workdays
from lib.intake.clean import Cleaned
from lib.intake.entered import ENTERED
from lib.intake.folders import DataFolder
from lib.intake.period import Sender
from lib.intake.receipts import Receipt

SCHEDULE = "schedule.yaml"
State = Literal["on_time", "after_cutoff", "overdue", "undated", "told", "missing"]


@dataclass(frozen=True)
class Sending:
    """One sender that owes a workbook.

    `file` and `received` are '' and None where there is none or nobody wrote the day down (receipts.yaml); `told` are
    its tables that were told by telephone; `rows` are valid, `rejected` set aside. A sender is "told" when it sent no
    file but all it owes was told.
    """

    sender: Sender
    state: State
    file: str = ""
    received: date | None = None
    provisional: bool = False
    rows: int = 0
    rejected: int = 0
    told: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """Whether it came after the cut-off, or has not come at all."""
        return self.state in ("after_cutoff", "overdue", "told", "missing")


def send_by(data: DataFolder, unit: Unit, period: Period) -> date:
    """The last day for sending: so many working days after the cut-off as the unit's schedule or the calendar says."""
    workdays = Workdays.load(data.reference)
    schedule = data.root / "raw" / unit.slug / SCHEDULE
    days = mapping(read_yaml(schedule), schedule).get("sending_days") if schedule.is_file() else None
    return workdays.after(period.end, days if isinstance(days, int) else workdays.sending_days)


def sendings(cleaned: Cleaned, communes: tuple[Unit, ...], deadline: date) -> list[Sending]:
    """Every sender in the order of the contracts and the communes' codes. `deadline` is the last day for sending."""
    receipts = {(receipt.office, receipt.sender): receipt for receipt in cleaned.receipts}
    told: dict[Sender, dict[str, None]] = {}
    for each in cleaned.intake["told"]:
        told.setdefault((each["office"], each["sender"]), {})[each["table"]] = None
    rows: Counter[Sender] = Counter()
    rejected: Counter[Sender] = Counter()
    for reading in cleaned.intake["readings"]:
        sender = (OWNERS[reading["table"]].office, reading["sender"])
        rows[sender] += reading["clean"]
        rejected[sender] += reading["rejected"]
    found = []
    for sender in cleaned.owing(unit.code for unit in communes):
        counted: dict[str, Any] = {
            "rows": rows[sender],
            "rejected": rejected[sender],
            "told": tuple(told.get(sender, ())),
        }
        if sender in receipts:
            found.append(replace(_received(receipts[sender], cleaned.period, deadline), **counted))
        else:
            state: State = "missing" if sender in cleaned.missing else "told"
            found.append(Sending(sender, state, ENTERED if sender in told else "", **counted))
    return found


def _received(receipt: Receipt, period: Period, deadline: date) -> Sending:
    day = date.fromisoformat(receipt.received) if receipt.received else None
    sender = (receipt.office, receipt.sender)
    return Sending(sender, _state(day, period, deadline), receipt.file, day, receipt.provisional)


def _state(received: date | None, period: Period, deadline: date) -> State:
    if received is None:
        return "undated"
    return "on_time" if received <= period.end else "after_cutoff" if received <= deadline else "overdue"
