"""The labour office's workbook: targets, documents, who answers for whom; `support` has its other sheets."""

from typing import Any

from . import support
from .communes import CODE, HEAD, assigned_targets
from .context import Context
from .places import Commune
from .registers import Registers
from .shares import split
from .unions import COMMUNE, listed
from .workbook import Book, Column, Sheet

ROUNDS = ("direction.resolution_households", "direction.plan_households", "direction.adjusted_households")
FINISHED, PENDING = "Đã hoàn thành", "Chưa hoàn thành"


def labour(context: Context, registers: Registers) -> Book:
    """The labour office's eleven sheets."""
    assigned = _assigned(context)
    return Book(
        "P. LDTBXH.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
        context.seat,
        (
            _targets(context),
            _documents(context),
            _assignments(assigned),
            _policy_families(context, registers, assigned),
            *support.sheets(context, registers),
        ),
    )


def _targets(context: Context) -> Sheet:
    pending = {commune.code for commune in context.named("direction.communes_incomplete_names")}
    rounds = [assigned_targets(context, fact) if context.targets.has(fact) else {} for fact in ROUNDS]
    rows = []
    for code in map(str, context.scenario["office_order"]):
        rows.append(
            (
                context.coded(code),
                *(households.get(code) for households in rounds),
                PENDING if code in pending else FINISHED,
            )
        )
    parent = "Chỉ tiêu giảm hộ nghèo (hộ) > "
    columns = (
        COMMUNE,
        *(
            Column(parent + name, "count", width=13, total=True)
            for name in ("Giao đầu năm", "Giao theo kế hoạch", "Điều chỉnh, bổ sung")
        ),
        Column("Hoàn thành điều chỉnh", width=18),
    )
    return Sheet(
        "Chỉ tiêu",
        f"CHỈ TIÊU GIẢM HỘ NGHÈO GIAO CÁC XÃ, THỊ TRẤN NĂM {context.calendar.year}",
        columns,
        [(None, rows)],
        unit_line="hộ",
    )


def _documents(context: Context) -> Sheet:
    rows = [(*parts, context.targets.printed[fact]) for *parts, fact in context.scenario["documents"]]
    columns = (
        Column("Loại văn bản", width=14),
        Column("Số, ký hiệu", width=16),
        Column("Ngày ban hành", "date", width=14),
        Column("Cơ quan ban hành", width=18),
        Column("Nội dung chỉ tiêu", width=28),
        Column("Mức giảm tỷ lệ hộ nghèo (%)", "percent", width=16),
    )
    return Sheet(
        "Văn bản",
        f"DANH MỤC VĂN BẢN GIAO CHỈ TIÊU GIẢM NGHÈO NĂM {context.calendar.year}",
        columns,
        [(None, rows)],
        closed=False,
    )


def _assigned(context: Context) -> list[tuple[str, Commune]]:
    """Each agency and its commune: every commune once, the poorer ones twice."""
    rng = context.rng("labour/assignments")
    agencies = listed(context, "agencies")[: context.targets.number("direction.agencies_assigned")]
    poorer = sorted(context.communes, key=lambda commune: -commune.households * commune.rates["poor"])
    communes = [*context.communes, *poorer[: len(agencies) - len(context.communes)]]
    rng.shuffle(communes)
    return list(zip(agencies, communes, strict=True))


def _assignments(assigned: list[tuple[str, Commune]]) -> Sheet:
    columns = (Column("Cơ quan, đơn vị", width=34), Column("Xã, thị trấn phụ trách", "place", width=22))
    return Sheet(
        "Phân công",
        "PHÂN CÔNG CƠ QUAN, ĐƠN VỊ PHỤ TRÁCH XÃ, THỊ TRẤN VỀ GIẢM NGHÈO",
        columns,
        [(None, assigned)],
        counted="cơ quan",
    )


def _policy_families(context: Context, registers: Registers, assigned: list[tuple[str, Commune]]) -> Sheet:
    rng = context.rng("labour/policy_families")
    count = context.targets.number("direction.policy_families_near_poor")
    parts = split(count, context.jittered([commune.rates["near_poor"] for commune in context.communes], "policy", 60))
    rows: list[tuple[Any, ...]] = []
    for commune, part in zip(context.communes, parts, strict=True):
        helpers = [agency for agency, place in assigned if place == commune]
        rows += [
            (household.code, household.head, commune, rng.choice(helpers))
            for household in rng.sample(registers.of(commune, "near_poor"), part)
        ]
    columns = (CODE, HEAD, COMMUNE, Column("Cơ quan giúp đỡ", width=34))
    return Sheet(
        "Hộ chính sách",
        "HỘ GIA ĐÌNH CHÍNH SÁCH ĐƯỢC GIÚP ĐỠ THOÁT CẬN NGHÈO",
        columns,
        [(None, rows)],
        counted="hộ",
    )
