"""The education office's workbook: pupils, months and money by school and policy.

A school is named after its level and commune; the town has a second one of each level. Amounts obey the norms
of the time, which the scenario gives; where a published total is no multiple of its norm, one school carries
the rest.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .context import Context
from .places import Commune
from .shares import fit, split
from .workbook import Book, Column, Sheet

LEVELS = ("Mầm non", "Tiểu học", "THCS")
SCHOOL = Column("Trường", width=34)
PLACE = Column("Xã, thị trấn", "place", width=18)
STUDY_COST_MONTH = 100_000


@dataclass(frozen=True)
class School:
    """A school; `size` weighs its pupils."""

    name: str
    level: str
    commune: Commune
    size: int


def schools(context: Context) -> list[School]:
    """About forty schools: one of each level a commune, two nurseries in the town, by level; those that the scenario
    lists where it does."""
    listed = context.scenario.get("schools", [])
    known = [School(name, level, context.coded(place), size) for name, level, place, size in listed]
    if known:
        return known
    drawn = []
    for level in LEVELS:
        for commune in context.communes:
            size = commune.households * commune.persons
            if commune.town:
                drawn.append(
                    School(
                        f"{level} Hoa Pơ Lang" if level == "Mầm non" else f"{level} Nguyễn Du",
                        level,
                        commune,
                        size * 2 // 5,
                    )
                )
            drawn.append(School(f"{level} {commune.name}", level, commune, size * (3 if commune.town else 5) // 5))
    return drawn


def education(context: Context) -> Book:
    """The education office's workbook."""
    known = schools(context)
    return Book(
        "P. GDDT.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
        context.seat,
        (
            _tuition(context, known),
            _study_costs(context, known),
            _boarding(context, known),
            _lunch(context, known),
        ),
    )


def _tuition(context: Context, known: list[School]) -> Sheet:
    """Primary schools charge no tuition."""
    rng, targets = context.rng("education/tuition"), context.targets
    charged = [school for school in known if school.level != "Tiểu học"]
    some = charged if targets.number("education.fee_students") else []
    students = _pupils(targets.number("education.fee_students"), some, rng)
    weights = [count * school.commune.minority for count, school in zip(students, some, strict=True)]
    poor = split(targets.number("education.fee_poor_students"), weights, high=[count * 4 // 5 for count in students])
    whole, part = targets.number("education.fee_amount"), targets.number("education.fee_poor_amount")
    poor_paid = split(part, [count * rng.randint(85, 115) for count in poor], step=1000)
    rest = [count - few for count, few in zip(students, poor, strict=True)]
    rest_paid = split(whole - part, [count * rng.randint(85, 115) for count in rest], step=1000)
    rows = [
        (count, few_paid + other_paid, few, few_paid)
        for count, few, few_paid, other_paid in zip(students, poor, poor_paid, rest_paid, strict=True)
    ]
    columns = (
        SCHOOL,
        PLACE,
        Column("Tổng số > Số học sinh", "count", width=12, total=True),
        Column("Tổng số > Kinh phí (đồng)", "money", width=16, total=True),
        Column("Trong đó: hộ nghèo > Số học sinh", "count", width=12, total=True),
        Column("Trong đó: hộ nghèo > Kinh phí (đồng)", "money", width=16, total=True),
    )
    return Sheet(
        "Miễn giảm học phí",
        f"KẾT QUẢ THỰC HIỆN MIỄN, GIẢM HỌC PHÍ {_school_year(context)}",
        columns,
        _groups(some, rows),
        unit_line="học sinh, đồng",
        empty="Không phát sinh",
    )


def _study_costs(context: Context, known: list[School]) -> Sheet:
    rng, targets = context.rng("education/study_costs"), context.targets
    students = _pupils(targets.number("education.cost_students"), known, rng, by_minority=True)
    norm = context.scenario["norms"].get("study_costs", STUDY_COST_MONTH)
    months, rest = divmod(targets.number("education.cost_amount"), norm)
    paid = split(
        months,
        [count * rng.randint(80, 120) for count in students],
        low=students,
        high=[9 * count for count in students],
    )
    amounts = [count * norm for count in paid]
    amounts[rng.randrange(len(amounts))] += rest
    columns = (
        SCHOOL,
        PLACE,
        Column("Số học sinh", "count", width=12, total=True),
        Column("Kinh phí (đồng)", "money", width=16, total=True),
    )
    return Sheet(
        "Chi phí học tập",
        "HỖ TRỢ CHI PHÍ HỌC TẬP CHO HỌC SINH THUỘC HỘ NGHÈO",
        columns,
        _groups(known, list(zip(students, amounts, strict=True))),
        unit_line="học sinh, đồng",
    )


def _boarding(context: Context, known: list[School]) -> Sheet:
    rng, targets = context.rng("education/boarding"), context.targets
    norm = context.scenario["norms"]["boarding"]
    remote = sorted(
        (school for school in known if school.level != "Mầm non"),
        key=lambda school: -school.commune.rates["poor"],
    )[:8]
    some = [school for school in known if school in remote]
    students = _pupils(targets.number("education.boarding_students"), some, rng)
    months, rest = divmod(targets.number("education.boarding_amount"), norm)
    if rest:
        raise ValueError(f"{context.period}: boarding money is no multiple of {norm}")
    longest = len(context.calendar.months)
    paid = fit(
        [count * longest for count in students],
        months,
        students,
        [count * longest for count in students],
        (7, 1),
        rng,
    )
    rows = [(count, months, months * norm) for count, months in zip(students, paid, strict=True)]
    columns = (
        SCHOOL,
        PLACE,
        Column("Số học sinh", "count", width=12, total=True),
        Column("Số tháng - học sinh", "count", width=14, total=True),
        Column("Kinh phí (đồng)", "money", width=16, total=True),
    )
    return Sheet(
        "Bán trú",
        "HỖ TRỢ HỌC SINH BÁN TRÚ, NỘI TRÚ",
        columns,
        _groups(some, rows),
        unit_line="học sinh, tháng, đồng",
    )


def _lunch(context: Context, known: list[School]) -> Sheet:
    rng, targets, norms = context.rng("education/lunch"), context.targets, context.scenario["norms"]
    some = [school for school in known if school.level == "Mầm non"]
    students = _pupils(targets.number("education.lunch_students"), some, rng, by_minority=True)
    old_total = context.scenario["lunch_months_old"]
    new_total, rest = divmod(
        targets.number("education.lunch_amount") - old_total * norms["lunch_old"], norms["lunch_new"]
    )
    if rest:
        raise ValueError(f"{context.period}: lunch_months_old leaves no whole months at the new norm")
    # A few months at the old amount are late payments; all are where the new amount came later.
    late = [1 if new_total == 0 or place in (2, 9) else 0 for place in range(len(some))]
    old = split(old_total, [count * flag for count, flag in zip(students, late, strict=True)])
    new = split(new_total, [count * rng.randint(90, 110) for count in students])
    rows = [
        (count, recent, late_months, recent * norms["lunch_new"] + late_months * norms["lunch_old"])
        for count, recent, late_months in zip(students, new, old, strict=True)
    ]
    columns = (
        SCHOOL,
        PLACE,
        Column("Số trẻ", "count", width=10, total=True),
        Column("Số tháng - trẻ > Mức mới", "count", width=12, total=True),
        Column("Số tháng - trẻ > Mức cũ", "count", width=12, total=True),
        Column("Kinh phí (đồng)", "money", width=16, total=True),
    )
    return Sheet(
        "Ăn trưa",
        "HỖ TRỢ TIỀN ĂN TRƯA CHO TRẺ EM MẪU GIÁO",
        columns,
        _groups(some, rows),
        unit_line="trẻ, tháng, đồng",
    )


def _pupils(total: int, some: list[School], rng: random.Random, by_minority: bool = False) -> list[int]:
    weights = [school.size * rng.randint(75, 125) * (school.commune.minority if by_minority else 1) for school in some]
    return split(total, weights, low=5)


def _groups(some: list[School], values: Sequence[tuple[int, ...]]) -> list[tuple[str | None, list[tuple[object, ...]]]]:
    lines = list(zip(some, values, strict=True))
    present = [level for level in LEVELS if any(school.level == level for school in some)]
    return [
        (level, [(school.name, school.commune, *line) for school, line in lines if school.level == level])
        for level in present
    ]


def _school_year(context: Context) -> str:
    year = context.calendar.year
    return f"NĂM {year}" if context.half else f"HỌC KỲ II NĂM HỌC {year - 1}-{year}"
