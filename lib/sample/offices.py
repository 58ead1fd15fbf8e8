"""Vocational centre, home affairs, radio and television, agricultural services: one small workbook each."""

from typing import Any

from .calendar import month_text
from .context import Context
from .shares import scatter, split
from .unions import listed, offices
from .workbook import Book, Column, Sheet

MILLION = 1_000_000
STATES = {"not_started": "Chưa triển khai", "in_progress": "Đang triển khai", "finished": "Đã hoàn thành"}
REASONS = {"covid": "Dịch Covid-19", "no_provincial_budget": "Tỉnh chưa phân bổ kinh phí"}
PROGRESS = {"dossiers_done": "Hoàn thành hồ sơ", "in_progress": "Đang thực hiện", "finished": "Đã nghiệm thu"}
KINDS = {"resettlement": "Dự án định canh, định cư", "model": "Mô hình khuyến nông"}


def vocational(context: Context) -> Book:
    """The vocational centre's workbook."""
    plan, number = context.scenario["training"], context.targets.number
    elementary, rural = plan["elementary"], plan["rural"]
    rows = [
        (
            "Đào tạo nghề sơ cấp",
            number("training.target_workers"),
            number("training.budget"),
            elementary["classes"],
            elementary["trained"],
            *_state(context, "training.elementary_state"),
        ),
        (
            "Đào tạo nghề ngắn hạn cho lao động nông thôn",
            rural["target"],
            rural["budget"],
            rural["classes"],
            rural["trained"],
            *_state(context, "training.rural_state"),
        ),
    ]
    columns = (
        Column("Chương trình", width=42),
        Column("Chỉ tiêu (lao động)", "count", width=12, total=True),
        Column("Kinh phí (triệu đồng)", "money", MILLION, width=14, total=True),
        Column("Số lớp đã mở", "count", width=10, total=True),
        Column("Số lao động đã học", "count", width=12, total=True),
        Column("Tình trạng", width=18),
        Column("Lý do", width=26),
    )
    title = f"KẾ HOẠCH VÀ KẾT QUẢ ĐÀO TẠO NGHỀ CHO LAO ĐỘNG NĂM {context.calendar.year}"
    return Book(
        "TT GDNN-GDTX.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "TRUNG TÂM GDNN - GDTX"),
        context.seat,
        (Sheet("Kế hoạch đào tạo", title, columns, [(None, rows)]),),
    )


def _state(context: Context, fact: str) -> tuple[str, str | None]:
    """A state's wording and that of its reason, from "state" or "state:reason"."""
    state, _, reason = context.targets.values[fact].partition(":")
    return STATES[state], REASONS[reason] if reason else None


def home_affairs(context: Context) -> Book:
    """The home-affairs office's workbook: civil servants at offices, public employees at schools."""
    rng, agencies = context.rng("home_affairs"), listed(context, "recruiters")
    civil = context.scenario["civil_servants"]
    servants = scatter(civil, 4, rng, low=1) + [0] * (len(agencies) - 4)
    employees = [0] * 4 + scatter(context.targets.number("jobs.by_recruitment") - civil, len(agencies) - 4, rng)
    rows = list(zip(agencies, servants, employees, strict=True))
    columns = (
        Column("Cơ quan, đơn vị tuyển dụng", width=44),
        Column("Công chức", "count", width=12, total=True),
        Column("Viên chức", "count", width=12, total=True),
    )
    return Book(
        "P. Noi vu.xlsx",
        ("ỦY BAN NHÂN DÂN HUYỆN", "PHÒNG NỘI VỤ"),
        context.seat,
        (
            Sheet(
                "Tuyển dụng",
                "KẾT QUẢ TUYỂN DỤNG CÔNG CHỨC, VIÊN CHỨC",
                columns,
                [(None, rows)],
                unit_line="người",
            ),
        ),
    )


def radio(context: Context) -> Book:
    """The radio and television station's workbook."""
    rng, months = context.rng("radio"), context.calendar.months
    count = context.targets.number("communication.broadcasts")
    titles = rng.sample(offices()["broadcasts"], count)
    programmes = [
        (day, title, rng.choice(offices()["media"]))
        for day, title in zip(context.calendar.days(count, rng), titles, strict=True)
    ]
    log = Sheet(
        "Chương trình",
        "NHẬT KÝ PHÁT SÓNG CHƯƠNG TRÌNH VỀ GIẢM NGHÈO",
        (
            Column("Ngày phát sóng", "date", width=16),
            Column("Tên chương trình", width=40),
            Column("Loại", width=14),
        ),
        [(None, programmes)],
        counted="chương trình",
    )
    counts = [
        scatter(context.targets.number(f"communication.{kind}"), len(months), rng, spread=2)
        for kind in ("news_items", "articles")
    ]
    rows = [(month_text(month), *line) for month, *line in zip(months, *counts, strict=True)]
    news = Sheet(
        "Tin, bài",
        "TIN, BÀI VỀ GIẢM NGHÈO PHÁT TRÊN HỆ THỐNG TRUYỀN THANH",
        (
            Column("Tháng", "month", width=12),
            Column("Số tin", "count", width=12, total=True),
            Column("Số bài", "count", width=12, total=True),
        ),
        [(None, rows)],
    )
    return Book("Trung tam VHTT-TT.xlsx", ("ỦY BAN NHÂN DÂN HUYỆN", "TRUNG TÂM VHTT VÀ TT"), context.seat, (log, news))


def agriculture(context: Context) -> Book:
    """The agricultural service centre's workbook."""
    number, plan = context.targets.number, context.scenario["resettlement"]
    projects = number("extension.resettlement_projects")
    state = PROGRESS[context.targets.values["extension.state"]]
    settlement = [
        (
            plan["name"],
            context.coded(plan["commune"]),
            plan["village"],
            plan["content"],
            number("extension.resettlement_households"),
            number("extension.resettlement_poor"),
            number("extension.resettlement_near_poor"),
            number("extension.resettlement_amount"),
            state,
        )
    ][:projects]
    columns = (
        Column("Tên dự án, mô hình", width=36),
        Column("Xã", "place", width=16),
        Column("Thôn, buôn", width=18),
        Column("Nội dung hỗ trợ", width=40),
        *(
            Column(f"Số hộ hưởng lợi > {part}", "count", width=11, total=True)
            for part in ("Tổng số", "Hộ nghèo", "Hộ cận nghèo")
        ),
        Column("Kinh phí (đồng)", "money", width=16, total=True),
        Column("Tiến độ", width=18),
    )
    sheet = Sheet(
        "Dự án, mô hình",
        "DỰ ÁN ĐỊNH CANH, ĐỊNH CƯ VÀ MÔ HÌNH KHUYẾN NÔNG",
        columns,
        [(KINDS["resettlement"], settlement), (KINDS["model"], _models(context, state))],
        unit_line="hộ, đồng",
    )
    return Book("TT DVNN.xlsx", ("ỦY BAN NHÂN DÂN HUYỆN", "TRUNG TÂM DỊCH VỤ NÔNG NGHIỆP"), context.seat, (sheet,))


def _models(context: Context, state: str) -> list[tuple[Any, ...]]:
    rng, plans = context.rng("agriculture"), context.scenario["models"]
    if len(plans) != context.targets.number("extension.models"):
        raise ValueError(f"{context.period}: models does not lead to its target")
    households = [rng.randint(8, 24) for _ in plans]
    poor = [count * rng.randint(30, 60) // 100 for count in households]
    near = [(count - few) * rng.randint(40, 80) // 100 for count, few in zip(households, poor, strict=True)]
    money = split(
        context.targets.number("extension.models_amount"),
        [count * rng.randint(80, 120) for count in households],
        step=1000,
    )
    return [
        (plan["name"], context.coded(plan["commune"]), None, plan["content"], *line, state)
        for plan, *line in zip(plans, households, poor, near, money, strict=True)
    ]
