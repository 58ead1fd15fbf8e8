"""Fatherland Front, Farmers' Association, Women's Union: houses, livelihoods, latrines, help to members."""

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .communes import CODE, HEAD, needs
from .context import Context
from .places import Commune
from .registers import Household, Registers
from .shares import scatter, split
from .workbook import Book, Column, Sheet

OFFICES = Path(__file__).parent / "offices.yaml"
MILLION = 1_000_000
COMMUNE = Column("Xã, thị trấn", "place", width=18)
FUNDS = {"relief_fund": "Quỹ cứu trợ thiên tai tỉnh", "poor_fund": "Quỹ Vì người nghèo huyện"}
BUILD, REPAIR = "Xây mới", "Sửa chữa"
DONE, GOING = "Đã xong", "Đang làm"


@cache
def offices() -> dict[str, list[str]]:
    """Lists of names that offices' workbooks draw on."""
    return yaml.safe_load(OFFICES.read_text(encoding="utf-8"))


def listed(context: Context, name: str) -> list[str]:
    """One of those lists: the scenario's own where it has one."""
    return context.scenario.get(name) or offices()[name]


class Helped:
    """Picks households in need, none of them twice for the same kind of help."""

    def __init__(self, context: Context, registers: Registers) -> None:
        self.context, self.registers = context, registers
        self.used: set[str] = set(registers.spent)

    def house(self, commune: Commune, work: str, rng: random.Random) -> Household:
        """A poor household whose house needs that work."""
        wanted = [household for household, _, need in needs(self.context, self.registers, commune) if need == work]
        return self._pick(wanted, rng)

    def household(self, commune: Commune, rng: random.Random) -> Household:
        """A poor or near-poor household."""
        return self._pick(self.registers.of(commune, "poor") + self.registers.of(commune, "near_poor"), rng)

    def _pick(self, households: Sequence[Household], rng: random.Random) -> Household:
        chosen = rng.choice([household for household in households if household.code not in self.used])
        self.used.add(chosen.code)
        return chosen


def unions(context: Context, registers: Registers) -> list[Book]:
    """The three workbooks; no household gets two houses."""
    helped = Helped(context, registers)
    return [_front(context, helped), _farmers(context, helped), _women(context)]


def _front(context: Context, helped: Helped) -> Book:
    return Book(
        "UBMTTQ huyen.xlsx",
        ("ỦY BAN MTTQ VIỆT NAM HUYỆN", "BAN THƯỜNG TRỰC"),
        context.seat,
        (_houses(context, helped), _livelihood(context, helped.registers)),
    )


def _houses(context: Context, helped: Helped) -> Sheet:
    columns = (
        CODE,
        HEAD,
        COMMUNE,
        Column("Thôn, buôn", width=20),
        Column("Hình thức", width=12),
        Column("Số tiền hỗ trợ (triệu đồng)", "money", MILLION, width=14, total=True),
        Column("Tiến độ", width=12),
    )
    return Sheet(
        "Hỗ trợ nhà ở",
        "DANH SÁCH HỘ NGHÈO ĐƯỢC HỖ TRỢ XÂY DỰNG, SỬA CHỮA NHÀ Ở",
        columns,
        _houses_by_fund(context, helped),
        counted="nhà",
    )


def _houses_by_fund(context: Context, helped: Helped) -> list[tuple[str, list[tuple[Any, ...]]]]:
    rng, number = context.rng("fatherland_front/houses"), context.targets.number
    built = _spread(context.named("housing.relief_fund_commune_names"), number("housing.relief_fund_built"))
    repaired = rng.choices(
        context.communes,
        weights=[commune.rates["poor"] for commune in context.communes],
        k=number("housing.relief_fund_repaired"),
    )
    poor = _spread(context.named("housing.poor_fund_commune_names"), number("housing.poor_fund_built"))
    works = (
        ("relief_fund", built, BUILD, "relief_fund_built_amount", number("housing.relief_fund_finished")),
        ("relief_fund", repaired, REPAIR, "relief_fund_repair_amount", context.scenario["repairs_finished"]),
        ("poor_fund", poor, BUILD, "poor_fund_amount", context.scenario["poor_fund_finished"]),
    )
    rows: dict[str, list[tuple[Any, ...]]] = {fund: [] for fund in FUNDS}
    for fund, communes, work, fact, finished in works:
        rows[fund] += _house_rows(helped, communes, work, number(f"housing.{fact}"), finished, rng)
    return [(FUNDS[fund], listed) for fund, listed in rows.items()]


def _house_rows(
    helped: Helped, communes: Sequence[Commune], work: str, amount: int, finished: int, rng: random.Random
) -> list[tuple[Any, ...]]:
    done = set(rng.sample(range(len(communes)), finished))
    amounts = split(amount, [1] * len(communes), step=MILLION)
    rows = []
    for place, (commune, money) in enumerate(zip(communes, amounts, strict=True)):
        household = helped.house(commune, work, rng)
        rows.append(
            (
                household.code,
                household.head,
                commune,
                household.village,
                work,
                money,
                DONE if place in done else GOING,
            )
        )
    return rows


def _spread(communes: Sequence[Commune], count: int) -> list[Commune]:
    """`count` houses over the named communes, in their order; the first ones get what is over."""
    parts = split(count, [1] * len(communes))
    return [commune for commune, part in zip(communes, parts, strict=True) for _ in range(part)]


def _livelihood(context: Context, registers: Registers) -> Sheet:
    rng = context.rng("fatherland_front/livelihood")
    helped = Helped(context, registers)
    rows: list[tuple[Any, ...]] = []
    for fund, (count, money) in context.scenario["livelihood"].items():
        amounts = split(money, [1] * count, step=MILLION // 2)
        for commune, amount in zip(rng.choices(context.communes[1:], k=count), amounts, strict=True):
            household = helped.household(commune, rng)
            rows.append(
                (
                    household.code,
                    household.head,
                    commune,
                    FUNDS[fund],
                    rng.choice(offices()["livelihood"]),
                    amount,
                )
            )
    if (len(rows), sum(row[-1] for row in rows)) != (
        context.targets.number("production.livelihood_households"),
        context.targets.number("production.livelihood_amount"),
    ):
        raise ValueError(f"{context.period}: livelihood does not lead to its targets")
    columns = (
        CODE,
        HEAD,
        COMMUNE,
        Column("Nguồn quỹ", width=28),
        Column("Nội dung hỗ trợ", width=26),
        Column("Số tiền (triệu đồng)", "money", MILLION, width=14, total=True),
    )
    return Sheet("Hỗ trợ sinh kế", "DANH SÁCH HỘ ĐƯỢC HỖ TRỢ SINH KẾ", columns, [(None, rows)], counted="hộ")


def _farmers(context: Context, helped: Helped) -> Book:
    rng, targets = context.rng("farmers"), context.targets
    houses = context.scenario["farmers_houses"]
    amounts = split(targets.number("housing.farmers_amount"), [1] * len(houses))
    rows: list[tuple[Any, ...]] = []
    for house, amount in zip(houses, amounts, strict=True):
        commune = context.coded(house["commune"])
        household = helped.house(commune, BUILD, rng)
        rows.append((household.code, household.head, commune, BUILD, amount, house["progress"]))
    columns = (
        CODE,
        Column("Họ và tên hội viên", width=24),
        COMMUNE,
        Column("Hình thức", width=12),
        Column("Số tiền hỗ trợ (triệu đồng)", "money", MILLION, width=14, total=True),
        Column("Tiến độ", width=12),
    )
    built = Sheet(
        "Nhà ở hội viên",
        "HỖ TRỢ NHÀ Ở CHO HỘI VIÊN NÔNG DÂN KHÓ KHĂN",
        columns,
        [(None, rows)],
        counted="nhà",
    )
    toilets = _by_commune(context, "water.farmers_households", 3, rng)
    latrines = Sheet(
        "Nhà vệ sinh",
        "HỘI VIÊN NÔNG DÂN XÂY DỰNG NHÀ VỆ SINH",
        (COMMUNE, Column("Số hộ hội viên xây dựng", "count", width=16, total=True)),
        [(None, toilets)],
    )
    return Book("Hoi Nong dan.xlsx", ("HỘI NÔNG DÂN HUYỆN", "BAN THƯỜNG VỤ"), context.seat, (built, latrines))


def _women(context: Context) -> Book:
    rng = context.rng("women")
    columns = (COMMUNE, Column("Số hộ được hỗ trợ", "count", width=16, total=True))
    toilets = Sheet(
        "Nhà tiêu",
        "HỖ TRỢ HỘI VIÊN PHỤ NỮ LÀM NHÀ TIÊU HỢP VỆ SINH",
        columns,
        [(None, _by_commune(context, "water.women_union_households", 5, rng))],
    )
    return Book(
        "Hoi LHPN.xlsx",
        ("HỘI LHPN HUYỆN", "BAN THƯỜNG VỤ"),
        context.seat,
        (toilets, _member_support(context, rng)),
    )


def _member_support(context: Context, rng: random.Random) -> Sheet:
    targets = context.targets
    families = _by_commune(context, "production.women_union_families", 4, rng)
    counts = [count for _, count in families]
    money = split(
        targets.number("production.women_union_amount"),
        [count * rng.randint(80, 120) for count in counts],
        step=MILLION // 2,
    )
    kinds = [
        _sparse(targets.number(f"production.{kind}"), counts, keep, rng)
        for kind, keep in (("livestock", 5), ("cassava_bundles", 6), ("seed_kg", 4), ("labour_days", 9))
    ]
    rows = [
        (*line, amount, *kind) for line, amount, kind in zip(families, money, zip(*kinds, strict=True), strict=True)
    ]
    parent = "Hiện vật, ngày công > "
    columns = (
        COMMUNE,
        Column("Số gia đình được giúp", "count", width=12, total=True),
        Column("Kinh phí (triệu đồng)", "money", MILLION, width=12, total=True),
        *(
            Column(parent + kind, "count", width=12, total=True)
            for kind in ("Con giống (con)", "Hom mì giống (bó)", "Giống bắp, lúa (kg)", "Ngày công")
        ),
    )
    return Sheet("Giúp đỡ hội viên", "GIÚP ĐỠ HỘI VIÊN PHỤ NỮ THUỘC HỘ NGHÈO, HỘ CẬN NGHÈO", columns, [(None, rows)])


def _by_commune(context: Context, fact: str, without: int, rng: random.Random) -> list[tuple[Commune, int]]:
    """A target over the communes, leaving `without` of them out."""
    out = set(rng.sample(range(len(context.communes)), without))
    some = [commune for place, commune in enumerate(context.communes) if place not in out]
    return list(zip(some, scatter(context.targets.number(fact), len(some), rng, low=1), strict=True))


def _sparse(total: int, counts: Sequence[int], keep: int, rng: random.Random) -> list[int | None]:
    """A total over some of the lines; the others have nothing."""
    kept = sorted(rng.sample(range(len(counts)), min(keep, len(counts))))
    parts = dict(zip(kept, split(total, [counts[place] for place in kept], low=1), strict=True))
    return [parts.get(place) for place in range(len(counts))]
