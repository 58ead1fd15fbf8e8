"""The policy bank's workbook, one row a loan, and the finance office's budget entrusted to it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from . import people
from .context import Context
from .places import Commune
from .registers import Registers
from .shares import fit, split
from .workbook import Book, Column, Sheet

MILLION = 1_000_000
HALF = 500_000


@dataclass(frozen=True)
class Programme:
    """A credit programme: its group row, its codes' letters, usual amounts and bounds in triệu đồng."""

    title: str
    letters: str
    usual: tuple[int, ...]
    low: int
    high: int
    status: str = "Hộ khác"


PROGRAMMES = {
    "poor": Programme("Cho vay hộ nghèo", "HN", (30, 40, 50, 50, 60, 80, 100), 10, 100, "Hộ nghèo"),
    "near_poor": Programme("Cho vay hộ cận nghèo", "CN", (40, 50, 50, 60, 80, 100), 10, 100, "Hộ cận nghèo"),
    "exited": Programme("Cho vay hộ mới thoát nghèo", "MT", (50, 60, 80, 90, 100), 10, 100, "Hộ mới thoát nghèo"),
    "water_sanitation": Programme("Cho vay nước sạch và vệ sinh môi trường nông thôn", "NS", (10, 16, 20, 20), 6, 20),
    "production": Programme("Cho vay hộ sản xuất kinh doanh vùng khó khăn", "SX", (30, 50, 50, 80, 100), 15, 100),
    "jobs": Programme("Cho vay giải quyết việc làm", "VL", (50, 60, 80, 100), 20, 100),
    "students": Programme("Cho vay học sinh, sinh viên", "HS", (13, 25, 38), 10, 50),
    "housing": Programme("Cho vay hộ nghèo về nhà ở", "NO", (25,), 25, 25),
}
REGISTERED = ("poor", "near_poor", "exited")
FIRST_UNREGISTERED = 50_000
# Mostly in tens and fives; a tenth of the loans carry a half.
STEPS = (10 * MILLION, 5 * MILLION, MILLION, HALF)


@dataclass(frozen=True)
class Borrower:
    """Whom a loan went to."""

    code: str
    name: str
    commune: Commune


def sizes(context: Context) -> dict[str, int]:
    """Loans by programme, one a household: as the targets count them, others as the scenario does."""
    targets, other = context.targets, context.scenario["other_loans"]
    counts = {name: targets.number(f"credit.{name}_borrowers") for name in REGISTERED}
    counts |= {name: targets.number(f"credit.{name}") for name in ("water_sanitation", "production", "jobs")}
    counts |= {name: other[name] for name in ("students", "housing") if other.get(name)}
    if sum(counts.values()) != targets.number("credit.households"):
        raise ValueError(f"{context.period}: other_loans does not lead to the borrowing households")
    return counts


def policy_bank(context: Context, registers: Registers) -> Book:
    """The bank's workbook."""
    rng = context.rng("policy_bank/loans")
    counts = sizes(context)
    amounts = _amounts(counts, context.targets.number("credit.amount"), rng)
    workers = _workers(counts["jobs"], context.targets.number("jobs.by_job_loans"), rng)
    groups = []
    for name, count in counts.items():
        borrowers = _borrowers(context, registers, name, count, rng)
        rows = _rows(context, name, borrowers, amounts[name], workers, rng)
        groups.append((PROGRAMMES[name].title, rows))
    columns = (
        Column("Mã món vay", "code", width=16),
        Column("Mã hộ", "code", width=14),
        Column("Họ và tên người vay", width=24),
        Column("Xã, thị trấn", "place", width=18),
        Column("Đối tượng", width=18),
        Column("Ngày giải ngân", "date", width=13),
        Column("Số tiền cho vay (triệu đồng)", "money", MILLION, width=14, total=True),
        Column("Số lao động được tạo việc làm", "count", width=14, total=True),
    )
    sheet = Sheet(
        "Cho vay",
        "BÁO CÁO KẾT QUẢ CHO VAY CÁC CHƯƠNG TRÌNH TÍN DỤNG CHÍNH SÁCH",
        columns,
        groups,
        unit_line="triệu đồng, hộ, lao động",
    )
    return Book(
        "NHCSXH huyen - cho vay.xlsx",
        ("NGÂN HÀNG CHÍNH SÁCH XÃ HỘI", "PHÒNG GIAO DỊCH HUYỆN"),
        context.seat,
        (sheet,),
    )


def finance(context: Context) -> Book:
    """The finance office's workbook: the district's money entrusted to the bank."""
    communes = context.named("credit.district_budget_communes")
    weights = context.scenario.get("entrusted_weights", [1] * len(communes))
    amounts = split(context.targets.number("credit.district_budget"), weights, step=MILLION)
    rows = [
        (commune, PROGRAMMES["water_sanitation"].title, amount)
        for commune, amount in zip(communes, amounts, strict=True)
    ]
    columns = (
        Column("Xã", "place", width=18),
        Column("Chương trình cho vay", width=44),
        Column("Kinh phí ủy thác (triệu đồng)", "money", MILLION, width=16, total=True),
    )
    title = f"VỐN NGÂN SÁCH HUYỆN ỦY THÁC QUA NGÂN HÀNG CHÍNH SÁCH XÃ HỘI NĂM {context.calendar.year}"
    return Book(
        "P. Tai chinh - Ke hoach.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"),
        context.seat,
        (Sheet("Ủy thác", title, columns, [(None, rows)], unit_line="triệu đồng"),),
    )


def _rows(
    context: Context,
    name: str,
    borrowers: Sequence[Borrower],
    amounts: Sequence[int],
    workers: Sequence[int],
    rng: random.Random,
) -> list[tuple[object, ...]]:
    programme = PROGRAMMES[name]
    days = context.calendar.days(len(borrowers), rng)
    first = 1 + (sizes(context.half).get(name, 0) if context.half else 0)
    made = workers if name == "jobs" else [None] * len(borrowers)
    return [
        (
            f"{programme.letters}{context.calendar.year % 100:02d}-{number:05d}",
            borrower.code,
            borrower.name,
            borrower.commune,
            programme.status,
            day,
            amount,
            count,
        )
        for number, (borrower, day, amount, count) in enumerate(zip(borrowers, days, amounts, made, strict=True), first)
    ]


def _borrowers(context: Context, registers: Registers, name: str, count: int, rng: random.Random) -> list[Borrower]:
    if name in REGISTERED:
        known = [len(registers.of(commune, name)) for commune in context.communes]
        parts = split(count, context.jittered(known, f"borrowers/{name}", 20), high=known)
    else:
        known = [commune.households for commune in context.communes]
        parts = split(count, context.jittered(known, f"borrowers/{name}", 40))
    drawn = []
    for commune, part in zip(context.communes, parts, strict=True):
        if name in REGISTERED:
            drawn += [Borrower(h.code, h.head, commune) for h in rng.sample(registers.of(commune, name), part)]
        else:
            drawn += _unregistered(commune, name, part, registers.spent, rng)
    rng.shuffle(drawn)
    return drawn


def _unregistered(commune: Commune, name: str, count: int, spent: frozenset[str], rng: random.Random) -> list[Borrower]:
    """Borrowers on no register: their codes lie above every register's, in a range of each programme."""
    first = FIRST_UNREGISTERED + 8_000 * (list(PROGRAMMES).index(name) - len(REGISTERED))
    taken = {int(code[-5:]) for code in spent if code.startswith(commune.code)}
    free = [number for number in range(first, first + 8_000) if number not in taken]
    return [
        Borrower(f"{commune.code}-{number:05d}", people.any_name(rng, commune.minority), commune)
        for number in rng.sample(free, count)
    ]


def _amounts(counts: dict[str, int], total: int, rng: random.Random) -> dict[str, list[int]]:
    drawn, lows, highs = [], [], []
    for name, count in counts.items():
        programme = PROGRAMMES[name]
        for _ in range(count):
            half = HALF if programme.low < programme.high and rng.random() < 0.1 else 0
            drawn.append(min(rng.choice(programme.usual) * MILLION + half, programme.high * MILLION))
            lows.append(programme.low * MILLION)
            highs.append(programme.high * MILLION)
    fitted = iter(fit(drawn, total, lows, highs, STEPS, rng))
    return {name: [next(fitted) for _ in range(count)] for name, count in counts.items()}


def _workers(loans: int, workers: int, rng: random.Random) -> list[int]:
    made = [1] * loans
    for place in rng.sample(range(loans), workers - loans):
        made[place] += 1
    return made
