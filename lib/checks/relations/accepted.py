"""What somebody accepted: `accepted.yaml` of the period, a list of relations that do not hold and may stay so, each
with the reason, a name and a day. Nothing else silences a relation; nothing is accepted in advance or for ever."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.checks.relations.evaluate import Result
from lib.checks.relations.model import HOLDS
from lib.domain.errors import ReportError
from lib.domain.reading import read_yaml, records
from lib.intake.period import ACCEPTED

SHORTEST_REASON = 15


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """One entry.

    Attributes:
        relation: its id, as the review page gives it.
        reason: why the figures stand although they do not agree; who: name and post; date: the day of it.
        seen: what the report printed at that time, as the review page gives it; once it prints anything else, the entry
            no longer counts.
    """

    relation: str
    reason: str
    who: str
    date: date
    seen: str | None = None

    def fits(self, result: Result) -> bool:
        """Whether the figures are those that were accepted."""
        return self.seen is None or " ".join(self.seen.split()) == result.seen


def read_accepted(folder: Path) -> tuple[Acceptance, ...]:
    """The entries of a period's raw folder; none where it has no such file.

    Raises:
        ReportError: an entry lacks something, or says too little, or one relation is accepted twice.
    """
    path = folder / ACCEPTED
    if not path.is_file():
        return ()
    entries = records(read_yaml(path) or [], Acceptance, Path(ACCEPTED), "tệp")
    for number, entry in enumerate(entries, start=1):
        if len(entry.reason.strip()) < SHORTEST_REASON:
            raise _refused(number, "lý do quá ngắn", "ghi rõ vì sao số liệu vẫn đúng dù không khớp")
        if not entry.who.strip():
            raise _refused(number, "chưa ghi ai chấp nhận", "ghi họ tên, chức vụ ở who")
        if entry.relation in [other.relation for other in entries[: number - 1]]:
            raise _refused(number, f"{entry.relation} ghi hai lần", "giữ lại một mục")
    return entries


def settled(results: Sequence[Result], entries: Sequence[Acceptance]) -> dict[str, Acceptance]:
    """The entries by relation, each checked against what came of that relation now.

    Raises:
        ReportError: an entry names no relation, or one that holds.
    """
    known = {result.relation.id: result for result in results}
    for number, entry in enumerate(entries, start=1):
        result = known.get(entry.relation)
        if result is None:
            near = difflib.get_close_matches(entry.relation, known, n=1)
            remedy = f"có lẽ là {near[0]}" if near else "chép mã quan hệ từ trang đối chiếu"
            raise _refused(number, f"không có quan hệ «{entry.relation}»", remedy)
        if result.verdict == HOLDS:
            said = f"{entry.relation} nay đã khớp ({result.arithmetic}), không còn gì để chấp nhận"
            raise _refused(number, said, "bỏ mục này")
    return {entry.relation: entry for entry in entries}


def _refused(number: int, reason: str, remedy: str) -> ReportError:
    return ReportError(reason, file=ACCEPTED, cell=f"mục {number}", remedy=remedy)
