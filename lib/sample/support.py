"""The labour office's workbook, second part: latrines, work found, relief rice, emergencies, electricity."""

from typing import Any

from .calendar import month_text
from .communes import CODE, HEAD
from .context import Context
from .registers import Registers
from .shares import scatter, split
from .unions import COMMUNE
from .workbook import Column, Sheet

TITLES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}


def sheets(context: Context, registers: Registers) -> list[Sheet]:
    """The labour office's sheets on what was given and found."""
    return [
        _toilets(context, registers),
        _jobs_other(context),
        _job_fairs(context),
        _outreach(context),
        _relief_rice(context, registers),
        _emergencies(context),
        _electricity(context, registers),
    ]


def _toilets(context: Context, registers: Registers) -> Sheet:
    rng, plan = context.rng("labour/toilets"), context.scenario["toilets"]
    commune = context.coded(plan["commune"])
    rows: list[tuple[Any, ...]] = []
    for status, title in TITLES.items():
        count, amount = plan[status]
        for household in rng.sample(registers.of(commune, status, plan["village"]), count):
            rows.append((household.code, household.head, commune, household.village, title, amount))
    if (len(rows), sum(row[-1] for row in rows)) != (
        context.targets.number("water.toilet_households"),
        context.targets.number("water.toilet_amount"),
    ):
        raise ValueError(f"{context.period}: toilets does not lead to its targets")
    columns = (
        CODE,
        HEAD,
        Column("Xã", "place", width=16),
        Column("Thôn, buôn", width=18),
        Column("Đối tượng", width=16),
        Column("Số tiền hỗ trợ (nghìn đồng)", "money", 1000, width=16, total=True),
    )
    return Sheet(
        "Nhà tiêu hộ nghèo",
        "HỖ TRỢ LÀM NHÀ TIÊU HỢP VỆ SINH CHO HỘ NGHÈO, HỘ CẬN NGHÈO",
        columns,
        [(None, rows)],
        counted="hộ",
        unit_line="nghìn đồng",
    )


def _jobs_other(context: Context) -> Sheet:
    rng = context.rng("labour/jobs")
    total = context.targets.number("jobs.by_other")
    by_loans = total * 58 // 100
    parts = [scatter(count, len(context.communes), rng, low=2) for count in (by_loans, total - by_loans)]
    rows = list(zip(context.communes, *parts, strict=True))
    columns = (
        COMMUNE,
        Column("Vay vốn ưu đãi khác", "count", width=16, total=True),
        Column("Tự tạo, tự tìm việc làm", "count", width=16, total=True),
    )
    return Sheet(
        "Việc làm khác",
        "LAO ĐỘNG CÓ VIỆC LÀM MỚI QUA VỐN VAY ƯU ĐÃI KHÁC VÀ TỰ TẠO VIỆC LÀM",
        columns,
        [(None, rows)],
        unit_line="lao động",
    )


def _job_fairs(context: Context) -> Sheet:
    rng, months = context.rng("labour/fairs"), context.scenario["job_fair_months"]
    weights = [rng.randint(40, 60) for _ in months]
    firms = split(context.targets.number("jobs.firms"), weights)
    positions = split(context.targets.number("jobs.positions"), [weight * rng.randint(90, 110) for weight in weights])
    rows = [
        (month_text((context.calendar.year, month)), *counts)
        for month, *counts in zip(months, firms, positions, strict=True)
    ]
    columns = (
        Column("Tháng", "month", width=12),
        Column("Số doanh nghiệp", "count", width=16, total=True),
        Column("Số vị trí việc làm", "count", width=16, total=True),
    )
    return Sheet("Phiên giao dịch", "PHIÊN GIAO DỊCH VIỆC LÀM CỦA TỈNH", columns, [(None, rows)])


def _outreach(context: Context) -> Sheet:
    number = context.targets.number
    rows = [
        ("Tờ rơi đưa người lao động đi làm việc ở nước ngoài", number("jobs.leaflets_overseas"), None),
        ("Tờ rơi bảo hiểm tai nạn lao động", number("jobs.leaflets_insurance"), None),
        (
            "Thông báo tuyển điều dưỡng đi học và làm việc tại nước ngoài",
            number("jobs.nursing_notices"),
            context.scenario["nursing_destination"],
        ),
    ]
    columns = (
        Column("Nội dung", width=56),
        Column("Số lượng", "count", width=12),
        Column("Nơi đến", width=24),
    )
    return Sheet(
        "Tuyên truyền việc làm",
        "TUYÊN TRUYỀN CHÍNH SÁCH LAO ĐỘNG, VIỆC LÀM",
        columns,
        [(None, rows)],
        closed=False,
    )


def _relief_rice(context: Context, registers: Registers) -> Sheet:
    """The towns get none; a person's ration is the scenario's norm."""
    ration = context.scenario["norms"]["rice"]
    rounds = []
    for name in ("tet", "lean"):
        rng = context.rng(f"labour/rice/{name}")
        poor = [0 if commune.town else registers.count(commune, "poor") for commune in context.communes]
        households = split(
            context.targets.number(f"relief.{name}_households"),
            [count * rng.randint(70, 130) for count in poor],
            high=poor,
        )
        persons = split(
            context.targets.number(f"relief.{name}_persons"),
            [count * rng.randint(90, 110) for count in households],
            low=households,
        )
        if sum(persons) * ration != context.targets.number(f"relief.{name}_rice_kg"):
            raise ValueError(f"{context.period}: relief.{name}_rice_kg is not {ration} kg a person")
        rounds.append(
            [(count or None, few or None, few * ration or None) for count, few in zip(households, persons, strict=True)]
        )
    rows = [(commune, *first, *second) for commune, first, second in zip(context.communes, *rounds, strict=True)]
    columns = (
        COMMUNE,
        *(
            Column(f"{name} > {part}", "count", width=11, total=True)
            for name in ("Tết Nguyên đán", "Giáp hạt")
            for part in ("Số hộ", "Số khẩu", "Số gạo (kg)")
        ),
    )
    return Sheet(
        "Gạo cứu đói",
        f"CẤP GẠO CỨU ĐÓI TẾT NGUYÊN ĐÁN VÀ GIÁP HẠT NĂM {context.calendar.year}",
        columns,
        [(None, rows)],
        unit_line="hộ, khẩu, kg",
    )


def _emergencies(context: Context) -> Sheet:
    cases = context.scenario["emergencies"]
    deaths = split(context.targets.number("relief.emergency_deaths"), [1] * len(cases)) if cases else []
    money = split(context.targets.number("relief.emergency_amount"), [1] * len(cases)) if cases else []
    if len(cases) != context.targets.number("relief.emergency_households"):
        raise ValueError(f"{context.period}: emergencies does not lead to its targets")
    rows = [
        (context.coded(case["commune"]), case["village"], case["status"], case["reason"], died, amount)
        for case, died, amount in zip(cases, deaths, money, strict=True)
    ]
    columns = (
        COMMUNE,
        Column("Thôn, buôn", width=18),
        Column("Đối tượng", width=16),
        Column("Lý do", width=34),
        Column("Số trẻ em chết", "count", width=10, total=True),
        Column("Số tiền (đồng)", "money", width=14, total=True),
    )
    return Sheet("Trợ giúp đột xuất", "TRỢ GIÚP XÃ HỘI ĐỘT XUẤT", columns, [(None, rows)], empty="Không phát sinh")


def _electricity(context: Context, registers: Registers) -> Sheet:
    norm, months = context.scenario["norms"]["electricity"], len(context.calendar.months)
    poor = [registers.count(commune, "poor") for commune in context.communes]
    households = split(
        context.targets.number("relief.electricity_households"),
        context.jittered(poor, "electricity", 8),
        high=poor,
    )
    rows = [
        (commune, count, months, count * months * norm)
        for commune, count in zip(context.communes, households, strict=True)
    ]
    if sum(row[-1] for row in rows) != context.targets.number("relief.electricity_amount"):
        raise ValueError(f"{context.period}: electricity money is not households × months × {norm}")
    columns = (
        COMMUNE,
        Column("Số hộ", "count", width=12, total=True),
        Column("Số tháng", "count", width=10),
        Column("Kinh phí (đồng)", "money", width=16, total=True),
    )
    return Sheet("Tiền điện", "HỖ TRỢ TIỀN ĐIỆN CHO HỘ NGHÈO", columns, [(None, rows)], unit_line="hộ, tháng, đồng")
