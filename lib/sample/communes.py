"""The communes' workbooks: register of households, exits signed up for, housing need, training demand."""

import random

from . import people
from .context import Context
from .places import Commune
from .registers import Household, Registers, villages_of
from .shares import scatter, split
from .workbook import Book, Column, Sheet

CODE = Column("Mã hộ", "code", width=14)
HEAD = Column("Họ và tên chủ hộ", width=24)
VILLAGE = Column("Thôn, buôn, tổ dân phố", width=22)
GROUPS = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "exited": "Hộ mới thoát nghèo, thoát cận nghèo"}
CAUSES = (
    "Thiếu vốn sản xuất",
    "Thiếu đất sản xuất",
    "Thiếu lao động",
    "Thiếu phương tiện sản xuất",
    "Không biết cách làm ăn",
    "Không có tay nghề, việc làm",
    "Ốm đau, bệnh nặng, tai nạn",
    "Đông người ăn theo",
)
POSITIONS = (
    "Phó Chủ tịch UBND",
    "Chủ tịch Hội Nông dân",
    "Chủ tịch Hội LHPN",
    "Bí thư Đoàn",
    "Công chức địa chính",
    "Công chức văn hóa - xã hội",
    "Trưởng Công an",
    "Bí thư chi bộ thôn",
    "Cán bộ UBMTTQ",
    "Đảng viên",
)
CONDITIONS = {
    "Xây mới": ("Nhà tạm, dột nát", "Nhà sàn xiêu vẹo, mục nát", "Ở nhờ, chưa có nhà"),
    "Sửa chữa": ("Mái tôn hư hỏng, dột", "Tường, vách hư hỏng", "Nền, cột xuống cấp"),
}
TRADES = (
    "Chăn nuôi bò",
    "Chăn nuôi dê",
    "Trồng và chăm sóc cây mì",
    "Trồng cây ăn quả",
    "Xây dựng dân dụng",
    "Sửa chữa máy nông nghiệp",
    "May công nghiệp",
    "Dệt thổ cẩm",
    "Chế biến món ăn",
    "Hàn, cơ khí",
)


def assigned_targets(context: Context, fact: str) -> dict[str, int]:
    """The households of one round of targets by commune code, in proportion to the poor."""
    weights = [commune.households * commune.rates["poor"] for commune in context.communes]
    parts = split(context.targets.number(fact), weights, low=3)
    return {commune.code: part for commune, part in zip(context.communes, parts, strict=True)}


def final_targets(context: Context) -> dict[str, int]:
    """The last round of targets by commune code: the adjusted one where the province adjusted."""
    adjusted = "direction.adjusted_households"
    return assigned_targets(context, adjusted if context.targets.has(adjusted) else "direction.plan_households")


def exit_counts(context: Context) -> dict[str, int]:
    """Households signed up by commune code: the commune's target and the scenario's gap to it; in the later months of a
    year, as many as the scenario says."""
    if context.half:
        later = context.by_code("later_exits")
        return {commune.code: later.get(commune.code, 0) for commune in context.communes}
    gaps = context.by_code("register_gap")
    counts = {code: target + gaps.get(code, 0) for code, target in final_targets(context).items()}
    if sum(counts.values()) != context.targets.number("direction.registered_exit"):
        raise ValueError(f"{context.period}: register_gap does not lead to the registered exits")
    return counts


def need_counts(context: Context, registers: Registers) -> dict[str, int]:
    """Poor households in bad housing by commune code."""
    poor = [registers.count(commune, "poor") for commune in context.communes]
    parts = split(context.targets.number("housing.need_households"), context.jittered(poor, "need", 30), low=4)
    return {commune.code: part for commune, part in zip(context.communes, parts, strict=True)}


def needs(context: Context, registers: Registers, commune: Commune) -> list[tuple[Household, str, str]]:
    """The commune's housing need: household, condition, "Xây mới" or "Sửa chữa"."""
    rng = context.lasting_rng(f"need/{commune.code}")
    count = need_counts(context, registers)[commune.code]
    poor = registers.whole.of(commune, "poor")
    chosen = _in_order(rng.sample(poor, count), poor)
    drawn = []
    for household in chosen:
        need = rng.choices(("Xây mới", "Sửa chữa"), weights=(3, 2))[0]
        drawn.append((household, rng.choice(CONDITIONS[need]), need))
    return drawn


def books(context: Context, registers: Registers) -> list[Book]:
    """One workbook a commune, numbered in the order of the codes."""
    unhelped = _unhelped(context)
    classes = _classes(context)
    return [
        Book(
            file=f"{number}. {commune.name}.xlsx",
            issuer=((commune.name if commune.village else f"ỦY BAN NHÂN DÂN {commune.official}").upper(),),
            place=commune.name,
            sheets=(
                _households(registers, commune),
                _exits(context, registers, commune, unhelped[commune.code]),
                _housing(context, registers, commune),
                _training(classes[commune.code], context.rng(f"training/{commune.code}"), commune),
            ),
        )
        for number, commune in enumerate(context.communes, start=1)
    ]


def _households(registers: Registers, commune: Commune) -> Sheet:
    columns = (
        CODE,
        HEAD,
        VILLAGE,
        Column("Dân tộc", width=12),
        Column("Nhân khẩu > Tổng số", "count", width=10, total=True),
        Column("Nhân khẩu > Trong đó nữ", "count", width=12, total=True),
    )
    groups = [
        (
            title,
            [(h.code, h.head, h.village, h.ethnic, h.persons, h.women) for h in registers.of(commune, status)],
        )
        for status, title in GROUPS.items()
    ]
    return Sheet(
        "Danh sách hộ",
        "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO, HỘ MỚI THOÁT NGHÈO, THOÁT CẬN NGHÈO ĐANG QUẢN LÝ",
        columns,
        groups,
        counted="hộ",
        remark=len(commune.name) % 2 == 0,
    )


def _exits(context: Context, registers: Registers, commune: Commune, unhelped: int) -> Sheet:
    rng = context.rng(f"exits/{commune.code}")
    poor = registers.of(commune, "poor")
    chosen = _in_order(rng.sample(poor, exit_counts(context)[commune.code]), poor)
    alone = set(rng.sample(range(len(chosen)), unhelped))
    helpers = [(people.any_name(rng), rng.choice(POSITIONS)) for _ in range(max(2, len(chosen) * 2 // 3))]
    rows = []
    for place, household in enumerate(chosen):
        helper = (None, None) if place in alone else rng.choice(helpers)
        rows.append((household.code, household.head, household.village, rng.choice(CAUSES), *helper))
    columns = (
        CODE,
        HEAD,
        VILLAGE,
        Column("Nguyên nhân nghèo", width=26),
        Column("Người được phân công giúp đỡ", width=26),
        Column("Chức vụ", width=26),
    )
    return Sheet(
        "Đăng ký thoát nghèo",
        f"DANH SÁCH HỘ ĐĂNG KÝ THOÁT NGHÈO NĂM {context.calendar.year}",
        columns,
        [(None, rows)],
        counted="hộ",
    )


def _housing(context: Context, registers: Registers, commune: Commune) -> Sheet:
    rows = [(h.code, h.head, h.village, condition, need) for h, condition, need in needs(context, registers, commune)]
    columns = (CODE, HEAD, VILLAGE, Column("Tình trạng nhà ở", width=26), Column("Nhu cầu", width=12))
    return Sheet("Nhu cầu nhà ở", "DANH SÁCH HỘ NGHÈO THẬT SỰ KHÓ KHĂN VỀ NHÀ Ở", columns, [(None, rows)], counted="hộ")


def _training(workers: list[int], rng: random.Random, commune: Commune) -> Sheet:
    rows = [(rng.choice(villages_of(commune)), rng.choice(TRADES), count) for count in workers]
    columns = (
        VILLAGE,
        Column("Nghề đăng ký học", width=28),
        Column("Số lao động đăng ký", "count", width=14, total=True),
    )
    return Sheet(
        "Nhu cầu học nghề",
        "TỔNG HỢP NHU CẦU MỞ LỚP DẠY NGHỀ CHO LAO ĐỘNG NÔNG THÔN",
        columns,
        [(None, rows)],
        empty="Không có nhu cầu đăng ký",
    )


def _unhelped(context: Context) -> dict[str, int]:
    """Signed-up households without a helper by commune code, in the scenario's communes alone."""
    targets = context.targets
    missing = targets.number("direction.registered_exit") - targets.number("direction.exit_with_helper")
    missing = 0 if context.half else missing
    parts = dict.fromkeys((commune.code for commune in context.communes), 0)
    where = [str(code) for code in context.scenario.get("without_helper", [])]
    if missing:
        parts.update(zip(where, split(missing, [1] * len(where)), strict=True))
    return parts


def _classes(context: Context) -> dict[str, list[int]]:
    """Workers of each class asked for, by commune code."""
    rng = context.rng("training")
    none = {str(code) for code in context.scenario["no_training_demand"]}
    asking = [commune.code for commune in context.communes if commune.code not in none]
    if len(asking) != context.targets.number("training.communes_registered"):
        raise ValueError(f"{context.period}: no_training_demand does not leave the communes that registered")
    counts = scatter(context.targets.number("training.classes_registered"), len(asking), rng, low=1)
    workers = iter(
        split(
            context.targets.number("training.workers_registered"),
            [rng.randint(22, 32) for _ in range(sum(counts))],
            low=15,
            high=35,
        )
    )
    drawn = {code: [next(workers) for _ in range(count)] for code, count in zip(asking, counts, strict=True)}
    return {commune.code: drawn.get(commune.code, []) for commune in context.communes}


def _in_order(chosen: list[Household], whole: list[Household]) -> list[Household]:
    codes = {household.code for household in chosen}
    return [household for household in whole if household.code in codes]
