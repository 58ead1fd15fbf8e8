"""Where each unit and period stands: never run, draft, final, failed or late; from raw folders, reports and history."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from lib.domain.dates import format_date
from lib.domain.workdays import VIETNAM
from lib.editions.approvals import REVIEW, SIGN, Approval, edition_of, read_approvals
from lib.editions.history import FAILED, FINAL, History, Run, inputs_digest
from lib.editions.owed import Owed, raw_inputs


class State(Enum):
    """How a period stands; the value is what people read."""

    NEVER = "chưa lập"
    DRAFT = "dự thảo"
    FINAL = "chính thức"
    REVIEWED = "đã rà soát"
    SIGNED = "đã ký"
    FAILED = "lỗi"
    LATE = "quá hạn"


@dataclass(frozen=True)
class Published:
    """What stands in a period's folder of reports, by its manifest."""

    run: str
    status: str
    started: datetime
    inputs: dict[str, str]
    manifest: dict[str, Any]
    approval: Approval | None = None
    """Who signed or, where nobody did, reviewed it last."""

    @property
    def state(self) -> State:
        """How it stands by itself."""
        if self.approval is not None:
            return State.SIGNED if self.approval.act == SIGN else State.REVIEWED
        return State.FINAL if self.status == FINAL else State.DRAFT

    @property
    def replaces(self) -> str:
        """Which signed report it is to take the place of, in words; "" for none."""
        said = self.manifest.get("report")
        told = said.get("replaces") if isinstance(said, dict) else ""
        return told if isinstance(told, str) else ""

    @property
    def approved(self) -> str:
        """Who reviewed or signed it and when, in Vietnamese; "" where nobody did."""
        act = self.approval
        if act is None:
            return ""
        if act.act == SIGN:
            return f"số {act.number} ngày {format_date(date.fromisoformat(act.date))}, {act.signatory}"
        day = datetime.fromisoformat(act.at).astimezone(VIETNAM).date()
        return f"{act.who} rà soát ngày {format_date(day)}"

    @property
    def day(self) -> date:
        """The day it was made, in Viet Nam."""
        return self.started.astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Status:
    """One unit and period: its state and what it follows from."""

    owed: Owed
    state: State
    published: Published | None
    last: Run | None
    has_data: bool
    changed: bool
    overdue: bool

    @property
    def note(self) -> str:
        """What to know besides the state, in Vietnamese; "" when there is nothing."""
        failed = self.state is State.FAILED
        parts = [
            self.last.reason or "" if failed and self.last else "",
            f"bản lập ngày {format_date(self.published.day)} vẫn còn" if failed and self.published else "",
            self.published.replaces if self.published and not failed else "",
            self.published.approved if self.published and not failed else "",
            "chưa có số liệu" if not self.has_data and not failed else "",
            "số liệu đã đổi từ lần lập trước" if self.changed and not failed else "",
            "quá hạn gửi" if self.overdue and self.state is not State.LATE else "",
        ]
        return "; ".join(part for part in parts if part)


def published(reports: Path, unit: str, period: str) -> Published | None:
    """The edition that stands; None if there is none, or its manifest cannot be read (it is then made again)."""
    try:
        manifest = json.loads((reports / unit / period / "manifest.json").read_text(encoding="utf-8"))
        run = manifest["run"]
        started = datetime.fromisoformat(run["started"])
        approval = _approval(reports, unit, period)
        return Published(run["id"], run["status"], started, dict(manifest["inputs"]), manifest, approval)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _approval(reports: Path, unit: str, period: str) -> Approval | None:
    """The signature of the edition that stands, or its latest review."""
    acts, edition = read_approvals(reports, unit, period), edition_of(reports / unit / period) or ""
    return acts.of(edition, SIGN) or acts.of(edition, REVIEW)


def status(owed: Owed, reports: Path, history: History, today: date) -> Status:
    """How one owed period stands on a day.

    A failure counts until the next success. Late is a period past its sending day of which nothing is published;
    a draft past that day is overdue.
    """
    edition = published(reports, owed.unit.slug, owed.period.code)
    last = history.last(owed.unit.slug, owed.period.code)
    past = today > owed.send_by
    overdue = past and not (edition and edition.status == FINAL)
    changed = bool(edition and owed.has_data and _changed(owed, edition, history))
    if last and last.outcome == FAILED:
        state = State.FAILED
    elif edition:
        state = edition.state
    else:
        state = State.LATE if past else State.NEVER
    return Status(owed, state, edition, last, owed.has_data, changed, overdue)


def _changed(owed: Owed, edition: Published, history: History) -> bool:
    """Whether the raw folder holds what neither the edition nor the last finished run has seen. The two differ when an
    earlier edition was restored: that is a person's choice, not a reason to run again."""
    done = history.last_success(owed.unit.slug, owed.period.code)
    seen = {inputs_digest(edition.inputs), done.inputs if done else ""}
    return inputs_digest(raw_inputs(owed.raw)) not in seen


def table(statuses: list[Status], history: History) -> str:
    """What the command prints: a line per unit and period, then damage to the history, if any.

    Columns: unit, period, cut-off, last day for sending, state, note.
    """
    head = ("ĐƠN VỊ", "KỲ", "CHỐT SỐ LIỆU", "HẠN GỬI", "TRẠNG THÁI", "GHI CHÚ")
    rows = [head, *(_row(each) for each in statuses)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    if not statuses:
        lines = ["Chưa có đơn vị, kỳ báo cáo nào trong data/raw."]
    if history.damaged:
        lines.append(f"Nhật ký history.jsonl có {history.damaged} dòng hỏng, đã bỏ qua.")
    return "\n".join(lines)


def _row(each: Status) -> tuple[str, ...]:
    period = each.owed.period
    days = (format_date(period.end), format_date(each.owed.send_by))
    return each.owed.unit.slug, period.code, *days, each.state.value, each.note
