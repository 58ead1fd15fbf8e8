"""The statuses of an edition and every transition between them, in one table; what is not allowed says why."""

from collections.abc import Mapping
from enum import Enum

from lib.domain.errors import ReportError


class Status(Enum):
    """How far an edition has come; the value is what people read."""

    NONE = "chưa lập"
    DRAFT = "chưa rà soát"
    REVIEWED = "đã rà soát"
    SIGNED = "đã ký"
    REPLACED = "đã bị thay thế"


class Action(Enum):
    """What people do; the value is the command's name."""

    RUN = "run"
    REVIEW = "review"
    SIGN = "sign"
    AMEND = "amend"
    RESTORE = "restore"


_NO_EDITION = ("chưa có bản báo cáo nào", "lập báo cáo trước: python -m lib run")
_NOT_REVIEWED = ("bản này chưa ai rà soát", "python -m lib review, rồi ký")
_NOT_SIGNED = ("bản này chưa ký nên không có gì để sửa đổi", "sửa số liệu hay lời viết rồi chạy lại")
_SIGNED = ("bản này đã ký", "cần sửa thì lập bản sửa đổi: python -m lib amend")
_REPLACED = ("bản này đã bị bản sửa đổi thay thế", "chạy lại để có bản hiện hành: python -m lib run")

S, A = Status, Action
TRANSITIONS: Mapping[tuple[Status, Action], Status | tuple[str, str]] = {
    (S.NONE, A.RUN): S.DRAFT,
    (S.NONE, A.REVIEW): _NO_EDITION,
    (S.NONE, A.SIGN): _NO_EDITION,
    (S.NONE, A.AMEND): _NO_EDITION,
    (S.NONE, A.RESTORE): S.DRAFT,
    (S.DRAFT, A.RUN): S.DRAFT,
    (S.DRAFT, A.REVIEW): S.REVIEWED,
    (S.DRAFT, A.SIGN): _NOT_REVIEWED,
    (S.DRAFT, A.AMEND): _NOT_SIGNED,
    (S.DRAFT, A.RESTORE): S.DRAFT,
    (S.REVIEWED, A.RUN): S.DRAFT,
    (S.REVIEWED, A.REVIEW): S.REVIEWED,
    (S.REVIEWED, A.SIGN): S.SIGNED,
    (S.REVIEWED, A.AMEND): _NOT_SIGNED,
    (S.REVIEWED, A.RESTORE): S.DRAFT,
    (S.SIGNED, A.RUN): S.DRAFT,
    (S.SIGNED, A.REVIEW): _SIGNED,
    (S.SIGNED, A.SIGN): _SIGNED,
    (S.SIGNED, A.AMEND): S.DRAFT,
    (S.SIGNED, A.RESTORE): _SIGNED,
    (S.REPLACED, A.RUN): S.DRAFT,
    (S.REPLACED, A.REVIEW): _REPLACED,
    (S.REPLACED, A.SIGN): _REPLACED,
    (S.REPLACED, A.AMEND): _REPLACED,
    (S.REPLACED, A.RESTORE): S.DRAFT,
}
"""What an action makes of an edition, or (why not, what to do instead).

A status belongs to one edition, known by its hash. `run`, `amend` and `restore` put another edition in its place, which
is a draft until somebody reviews it (one that is restored has the status it had); a signed edition is kept whatever
takes its place, and is replaced once the one that amends it is signed. A run over a signed edition that comes out the
same leaves it standing.
"""


def after(status: Status, action: Action, place: str) -> Status:
    """The status an action leads to. Raises ReportError, naming the edition `place`, for a transition that is not
    allowed.

    >>> after(Status.REVIEWED, Action.SIGN, "gia-lai/6T")
    <Status.SIGNED: 'đã ký'>
    >>> after(Status.DRAFT, Action.SIGN, "gia-lai/6T")
    Traceback (most recent call last):
    lib.domain.errors.ReportError: gia-lai/6T: bản này chưa ai rà soát. Cách sửa: python -m lib review, rồi ký
    """
    found = TRANSITIONS[status, action]
    if isinstance(found, Status):
        return found
    reason, remedy = found
    raise ReportError(reason, file=place, remedy=remedy)
