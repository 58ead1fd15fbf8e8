"""The year-end review: every poor and near-poor household of the year, where it stands at the end, and why.

Ends by commune are those that the next year begins with, where that year has a sample; else the scenario's totals.
Incomes and deprivations are drawn to fit each household's class under the standard in force.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from lib.domain.poverty import Standard, Standards

from . import registers
from .context import Context, load_context
from .places import Commune
from .registers import Household, Registers
from .shares import split
from .workbook import Book, Column, Sheet

CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "none": "Không thuộc diện"}
CAUSES = {
    "Không có đất sản xuất": 14,
    "Không có vốn sản xuất, kinh doanh": 30,
    "Không có lao động": 9,
    "Không có công cụ, phương tiện sản xuất": 11,
    "Không có kiến thức về sản xuất": 13,
    "Không có kỹ năng lao động, sản xuất": 12,
    "Có người ốm đau, bệnh nặng, tai nạn": 7,
    "Nguyên nhân khác": 4,
}
INDICATORS = {
    "health_services": ("Tiếp cận dịch vụ y tế", 2),
    "insurance": ("Bảo hiểm y tế", 5),
    "adult_education": ("Trình độ giáo dục người lớn", 22),
    "attendance": ("Tình trạng đi học của trẻ em", 8),
    "housing_quality": ("Chất lượng nhà ở", 19),
    "housing_area": ("Diện tích nhà ở bình quân", 15),
    "water": ("Nguồn nước sinh hoạt", 13),
    "latrine": ("Nhà tiêu hợp vệ sinh", 34),
    "telecom": ("Sử dụng dịch vụ viễn thông", 12),
    "information": ("Phương tiện tiếp cận thông tin", 17),
}
STEP, LEAST, ABOVE = 10_000, 250_000, 700_000
NUMBERED = 90_000
"""Codes of households that the year's registers do not have begin here."""


@dataclass(frozen=True)
class Reviewed:
    """A household at both ends: its classes, whether it came back, its income a person, the indicators it lacks."""

    household: Household
    start: str
    end: str
    relapsed: bool
    income: int
    lacks: tuple[str, ...]
    cause: str | None


Found = tuple[Commune, list[Reviewed]]


def review(context: Context, drawn: Registers, reference: Path) -> Book:
    """The steering committee's workbook."""
    standard = Standards.load(reference).at(context.calendar.end)
    found = [(commune, _commune(context, place, drawn, standard)) for place, commune in enumerate(context.communes)]
    return Book(
        "Ban chi dao ra soat.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "BAN CHỈ ĐẠO RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO"),
        context.seat,
        (_households(context, found), _indicators(context, found, standard)),
    )


def _commune(context: Context, place: int, drawn: Registers, standard: Standard) -> list[Reviewed]:
    commune, rng = context.communes[place], context.rng(f"review/{context.communes[place].code}")
    listed = {own: drawn.whole.of(commune, own) for own in ("poor", "near_poor")}
    moves = _moves(context, place, {own: len(households) for own, households in listed.items()})
    pools = {own: rng.sample(households, len(households)) for own, households in listed.items()}
    pools["none"] = _others(commune, sum(count for (start, *_), count in moves.items() if start == "none"), rng)
    rows = []
    for (start, end, relapsed), count in moves.items():
        for _ in range(count):
            rows.append(_reviewed(commune, pools[start].pop(), (start, end, relapsed), standard, rng))
    rows += [
        _reviewed(commune, household, (own, own, False), standard, rng)
        for own in ("poor", "near_poor")
        for household in pools[own]
    ]
    return sorted(rows, key=lambda row: row.household.code)


def _moves(context: Context, place: int, start: dict[str, int]) -> dict[tuple[str, str, bool], int]:
    """How many households of a commune move from class to class; the rest stay."""
    plan = context.scenario["review"]
    entered = {
        key: split(plan["entered"][key], context.jittered(_weights(context), f"review/{key}"))[place]
        for key in ("poor_relapsed", "poor_new", "near_poor_relapsed", "near_poor_new")
    }
    ends = {own: _ends(context, own)[place] for own in ("poor", "near_poor")}
    exits = start["poor"] - ends["poor"] + entered["poor_relapsed"] + entered["poor_new"]
    to_near = exits * plan["near_poor_percent"] // 100
    fallen = entered["poor_new"] // 2
    more = to_near + entered["near_poor_relapsed"] + entered["near_poor_new"]
    left = start["near_poor"] + more - fallen - ends["near_poor"]
    moves = {
        ("poor", "near_poor", False): to_near,
        ("poor", "none", False): exits - to_near,
        ("near_poor", "poor", False): fallen,
        ("near_poor", "none", False): max(left, 0),
        ("none", "poor", False): entered["poor_new"] - fallen,
        ("none", "poor", True): entered["poor_relapsed"],
        ("none", "near_poor", False): entered["near_poor_new"] + max(-left, 0),
        ("none", "near_poor", True): entered["near_poor_relapsed"],
    }
    if min(moves.values()) < 0 or exits > start["poor"] or fallen + left > start["near_poor"]:
        raise ValueError(f"{context.period}: review does not lead to its ends: {moves}")
    return moves


def _weights(context: Context) -> list[int]:
    return [commune.households * commune.rates["poor"] for commune in context.communes]


def _ends(context: Context, own: str) -> list[int]:
    plan = context.scenario["review"]
    if "next" in plan:
        return registers.counts(load_context(plan["next"], context.reference), own)
    assert context.half is not None
    return split(plan["ends"][own], context.jittered(registers.counts(context.half, own), f"review/{own}", 4))


def _others(commune: Commune, count: int, rng: random.Random) -> list[Household]:
    """Households that stand on no register of the year."""
    return [registers.household(commune, "exited", NUMBERED + number, rng) for number in range(count)]


def _reviewed(
    commune: Commune, household: Household, move: tuple[str, str, bool], standard: Standard, rng: random.Random
) -> Reviewed:
    start, end, relapsed = move
    lines = standard.urban if commune.town else standard.rural
    enough, lower = standard.min_deprivations or 0, lines.lower or LEAST
    count, low, high = rng.choice((0, 1, 1, 2, 2)), lower + STEP, lines.upper
    if end == "poor" and rng.random() < 0.7:
        count, low, high = rng.choice((1, 2, 2, 3, 3, 4, 5)), LEAST, lower
    elif end == "poor":
        count = enough + rng.choice((0, 0, 1, 2))
    elif end == "none":
        count, low, high = rng.choice((0, 0, 1, 2)), lines.upper + STEP, lines.upper + ABOVE
    lacks = tuple(sorted(_sample(count, rng), key=list(INDICATORS).index))
    cause = rng.choices(list(CAUSES), weights=list(CAUSES.values()))[0] if end != "none" else None
    return Reviewed(household, start, end, relapsed, rng.randrange(low, high + 1, STEP), lacks, cause)


def _sample(count: int, rng: random.Random) -> set[str]:
    """That many different indicators, the common ones more often."""
    weights = {code: weight for code, (_, weight) in INDICATORS.items()}
    chosen: set[str] = set()
    while len(chosen) < count:
        chosen.update(rng.choices(list(weights), weights=list(weights.values())))
    return chosen


def _households(context: Context, found: list[Found]) -> Sheet:
    rows = [
        (
            commune,
            row.household.code,
            row.household.head,
            row.household.village,
            row.household.ethnic,
            "Thành thị" if commune.town else "Nông thôn",
            CLASSES[row.start],
            "x" if row.relapsed else None,
            row.income,
            len(row.lacks),
            CLASSES[row.end],
            row.cause,
        )
        for commune, rows in found
        for row in rows
    ]
    columns = (
        Column("Xã, thị trấn", "place", width=18),
        Column("Mã hộ", "code", width=14),
        Column("Họ và tên chủ hộ", width=24),
        Column("Thôn, buôn, tổ dân phố", width=22),
        Column("Dân tộc", width=12),
        Column("Khu vực", width=12),
        Column("Phân loại > Đầu năm", width=16),
        Column("Phân loại > Tái nghèo, tái cận nghèo", width=12),
        Column("Thu nhập bình quân đầu người (đồng/người/tháng)", "count", width=16),
        Column("Số chỉ số thiếu hụt", "count", width=12),
        Column("Phân loại > Cuối năm", width=16),
        Column("Nguyên nhân nghèo chính", width=34),
    )
    title = f"KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {context.calendar.year}"
    return Sheet("Rà soát", title, columns, [(None, rows)], counted="hộ")


def _indicators(context: Context, found: list[Found], standard: Standard) -> Sheet:
    rows = [
        (
            commune,
            INDICATORS[code][0],
            *(sum(row.end == own and code in row.lacks for row in rows) for own in ("poor", "near_poor")),
        )
        for commune, rows in found
        for code in standard.indicators
    ]
    columns = (
        Column("Xã, thị trấn", "place", width=18),
        Column("Chỉ số", width=34),
        Column("Số hộ thiếu hụt > Hộ nghèo", "count", width=12, total=True),
        Column("Số hộ thiếu hụt > Hộ cận nghèo", "count", width=12, total=True),
    )
    title = f"HỘ NGHÈO, HỘ CẬN NGHÈO THEO CHỈ SỐ THIẾU HỤT CUỐI NĂM {context.calendar.year}"
    return Sheet("Chỉ số thiếu hụt", title, columns, [(None, rows)], unit_line="hộ")
