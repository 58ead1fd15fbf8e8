"""Social insurance and the statistics office: cards by commune and group, visits by facility, people."""

from .calendar import month_text
from .context import Context
from .shares import scatter, split
from .workbook import Book, Column, Sheet

# A commune counts as zone III from this share of minority people; its Kinh people are a group.
ZONE_THREE = 55


def population(context: Context) -> list[int]:
    """People by commune, in the order of the context's communes."""
    return split(
        context.targets.number("health.population"),
        [commune.households * commune.persons for commune in context.communes],
    )


def households(context: Context) -> list[tuple[int, int]]:
    """Households at the end of last year and, as expected, of this one, by commune."""
    weights = [commune.households for commune in context.communes]
    ends = context.scenario["households"]
    start = split(ends["start"], weights)
    more = split(ends["end"] - ends["start"], context.jittered(weights, "growth", 40))
    return [(before, before + new) for before, new in zip(start, more, strict=True)]


def statistics(context: Context) -> Book:
    """The statistics office's workbook."""
    rows = [
        (commune, people, *ends)
        for commune, people, ends in zip(context.communes, population(context), households(context), strict=True)
    ]
    columns = (
        Column("Xã, thị trấn", "place", width=20),
        Column("Dân số trung bình (người)", "count", width=16, total=True),
        Column("Tổng số hộ > Cuối năm trước", "count", width=14, total=True),
        Column("Tổng số hộ > Ước cuối năm nay", "count", width=14, total=True),
    )
    sheet = Sheet(
        "Dân số, số hộ",
        f"DÂN SỐ TRUNG BÌNH VÀ SỐ HỘ CÁC XÃ, THỊ TRẤN NĂM {context.calendar.year}",
        columns,
        [(None, rows)],
        unit_line="người, hộ",
    )
    return Book("Chi cuc Thong ke.xlsx", ("CỤC THỐNG KÊ TỈNH", "CHI CỤC THỐNG KÊ HUYỆN"), context.seat, (sheet,))


def social_insurance(context: Context) -> Book:
    """The social insurance's workbook."""
    return Book(
        "BHXH huyen.xlsx",
        ("BẢO HIỂM XÃ HỘI TỈNH", "BẢO HIỂM XÃ HỘI HUYỆN"),
        context.seat,
        (_cards(context), _visits(context)),
    )


def _cards(context: Context) -> Sheet:
    rows = [
        (commune, *groups, sum(groups)) for commune, groups in zip(context.communes, _card_counts(context), strict=True)
    ]
    parent = "Số thẻ cấp theo nhóm đối tượng > "
    groups = ("Người DTTS", "Người Kinh vùng III", "Người nghèo", "Người cận nghèo", "Đối tượng khác")
    columns = (
        Column("Xã, thị trấn", "place", width=20),
        *(Column(parent + group, "count", width=12, total=True) for group in groups),
        Column("Tổng số thẻ", "count", width=12, total=True),
    )
    return Sheet(
        "Cấp thẻ",
        "TỔNG HỢP CẤP THẺ BẢO HIỂM Y TẾ THEO NHÓM ĐỐI TƯỢNG",
        columns,
        [(None, rows)],
        unit_line="thẻ",
    )


def _card_counts(context: Context) -> list[list[int]]:
    """Cards by commune: minority, Kinh in zone III, poor, near-poor, other; never more than people."""
    targets, communes, people = context.targets, context.communes, population(context)
    total = split(targets.number("health.cards_total"), context.jittered(people, "cards", 1), high=people)
    minority = split(
        targets.number("health.cards_ethnic_minority"),
        [count * commune.minority for count, commune in zip(total, communes, strict=True)],
        high=[count * 93 // 100 for count in total],
    )
    rest = [count - part for count, part in zip(total, minority, strict=True)]
    kinh = split(
        targets.number("health.cards_kinh_zone3"),
        [left if commune.minority >= ZONE_THREE else 0 for left, commune in zip(rest, communes, strict=True)],
        high=[
            left * 9 // 10 if commune.minority >= ZONE_THREE else 0
            for left, commune in zip(rest, communes, strict=True)
        ],
    )
    rest = [left - part for left, part in zip(rest, kinh, strict=True)]
    poor = split(targets.number("health.cards_poor"), rest, high=[left // 3 for left in rest])
    near = split(targets.number("health.cards_near_poor"), rest, high=[left // 3 for left in rest])
    other = [left - first - second for left, first, second in zip(rest, poor, near, strict=True)]
    return [list(groups) for groups in zip(minority, kinh, poor, near, other, strict=True)]


def _visits(context: Context) -> Sheet:
    rng = context.rng("social_insurance/visits")
    months = context.calendar.months
    stations = [f"Trạm Y tế {commune.kind} {commune.name}" for commune in context.communes]
    facilities = context.scenario.get("facilities") or ["Trung tâm Y tế huyện", *stations]
    yearly = split(
        context.targets.number("health.visits"),
        [len(facilities) * 12] + [rng.randint(6, 18) for _ in facilities[1:]],
    )
    counts = [count for total in yearly for count in scatter(total, len(months), rng, spread=2)]
    dear = [310 if place < len(months) else 95 for place in range(len(counts))]
    paid = split(
        context.targets.number("health.payment"),
        [count * price * rng.randint(85, 115) for count, price in zip(counts, dear, strict=True)],
        step=1000,
    )
    lines = iter(zip(counts, paid, strict=True))
    groups = [(facility, [(month_text(month), *next(lines)) for month in months]) for facility in facilities]
    columns = (
        Column("Tháng", "month", width=12),
        Column("Số lượt khám", "count", width=14, total=True),
        Column("Kinh phí thanh toán (đồng)", "money", width=20, total=True),
    )
    return Sheet(
        "Khám chữa bệnh",
        "KHÁM CHỮA BỆNH BẰNG THẺ BẢO HIỂM Y TẾ THEO CƠ SỞ",
        columns,
        groups,
        unit_line="lượt, đồng",
    )
