"""What readers should know of a value beside the value: one table of codes, marks and words for every output."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Caveat:
    """One kind of reserve.

    `mark` stands after the printed number (every font of Windows has it), `short` is said beside a single value, `long`
    under a text or a chart; `{about}` in it are the senders or norms concerned.
    """

    code: str
    mark: str
    short: str
    long: str


CAVEATS: dict[str, Caveat] = {
    caveat.code: caveat
    for caveat in (
        Caveat(
            "incomplete",
            "†",
            "chưa đủ nơi gửi",
            "Số liệu chưa đầy đủ: chưa có báo cáo của {about}.",
        ),
        Caveat(
            "partial",
            "‖",
            "đơn vị gửi chưa đủ",
            "Số liệu chưa đầy đủ: số của {about} còn thiếu nơi gửi.",
        ),
        Caveat(
            "entered",
            "‡",
            "nhập tay",
            "Số liệu nghe qua điện thoại, nhập tay, chưa có báo cáo bằng tệp; ai báo, ai nhận: xem phụ lục.",
        ),
        Caveat(
            "provisional",
            "§",
            "số tạm",
            "Số liệu tạm: {about} mới gửi bản tạm, chưa gửi bản chính thức.",
        ),
        Caveat(
            "corrected",
            "¶",
            "có ô đã sửa",
            "Có ô đã được sửa so với tệp của nơi gửi; ô nào, vì sao: xem phụ lục.",
        ),
        Caveat(
            "adopted",
            "#",
            "sửa khi trình ký",
            "Con số do người có trách nhiệm sửa khi trình ký, không tính từ tệp gửi; ai, vì sao: xem trang đối chiếu.",
        ),
        Caveat(
            "stale_norm",
            "◊",
            "định mức có thể đã cũ",
            "Tính theo định mức có thể đã cũ: {about}",
        ),
        Caveat(
            "rebuilt",
            "↔",
            "dựng lại theo địa bàn nay",
            "Số của kỳ trước khi sắp xếp đơn vị hành chính, dựng lại từ số của các xã cũ nay thuộc địa bàn.",
        ),
        Caveat(
            "made_up",
            "*",
            "số dựng",
            "Số dựng cho bộ dữ liệu mẫu hoặc tính từ số dựng, không phải số liệu đã công bố.",
        ),
    )
}
"""Every caveat by its code, in the order marks stand."""


def ordered(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes each once, in the table's order. Raises KeyError for one the table does not have.

    >>> ordered(["entered", "incomplete", "entered"])
    ('incomplete', 'entered')
    """
    given = set(codes)
    if unknown := given - CAVEATS.keys():
        raise KeyError(f"no such caveat: {', '.join(sorted(unknown))}")
    return tuple(code for code in CAVEATS if code in given)


def marks(codes: Iterable[str]) -> str:
    """The marks of codes as they stand after a number.

    >>> marks(["entered", "incomplete"])
    '†‡'
    """
    return "".join(CAVEATS[code].mark for code in ordered(codes))


Notes = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Caveats of a breakdown's parts: by dimension, then value; parts that have none are left out."""


def parts_noted(notes: Notes) -> Notes:
    """The caveats of parts, without the parts and dimensions that have none.

    >>> parts_noted({"commune": {"a": ("entered",), "b": ()}, "programme": {"poor": ()}})
    {'commune': {'a': ('entered',)}}
    """
    kept = {dimension: {value: codes for value, codes in by.items() if codes} for dimension, by in notes.items()}
    return {dimension: by for dimension, by in kept.items() if by}


def joined_notes(several: Iterable[Notes], dimensions: Iterable[str]) -> Notes:
    """The caveats of a sum's parts: those of every addend's, in the dimensions the sum is broken down by."""
    joined: dict[str, dict[str, tuple[str, ...]]] = {dimension: {} for dimension in dimensions}
    for notes in several:
        for dimension, by in joined.items():
            for value, codes in notes.get(dimension, {}).items():
                by[value] = ordered([*by.get(value, ()), *codes])
    return parts_noted(joined)
