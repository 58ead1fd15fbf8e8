"""Every target computed again from the workbooks' rows, with plain Python."""

from fractions import Fraction
from typing import Any

import yaml
from sample.reading import RAW, Row, commune, commune_files, rows, sender

MILLION = 1_000_000
LABOUR = "P. LDTBXH.xlsx"
BANK = "NHCSXH huyen - cho vay.xlsx"
SCHOOLS = "P. GDDT.xlsx"
FRONT = "UBMTTQ huyen.xlsx"
STATUSES = {"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor", "Hộ mới thoát nghèo, thoát cận nghèo": "exited"}
STATES = {"Chưa triển khai": "not_started", "Đang triển khai": "in_progress", "Đã hoàn thành": "finished"}
REASONS = {"Dịch Covid-19": ":covid", "Tỉnh chưa phân bổ kinh phí": ":no_provincial_budget", "-": ""}
PROJECTS = {"Hoàn thành hồ sơ": "dossiers_done", "Đang thực hiện": "in_progress", "Đã nghiệm thu": "finished"}
TARGETS = "Chỉ tiêu giảm hộ nghèo > "


def total(table: tuple[Row, ...] | list[Row], header: str, scale: int = 1) -> int:
    return sum(row.count(header, scale) for row in table)


def of_communes(period: str, sheet: str) -> list[tuple[str, Row]]:
    """The rows of every commune's sheet with the commune's code."""
    return [
        (sender(period, file)[0], row) for file in commune_files(period) for row in rows(period, file, sheet)
    ]


def registers(period: str) -> dict[str, tuple[str, str]]:
    """(commune code, status) by household code."""
    listed = of_communes(period, "Danh sách hộ")
    found = {row.text("Mã hộ"): (code, STATUSES[str(row.group)]) for code, row in listed}
    assert len(found) == len(listed), "a household stands on two registers"
    return found


def names(table: list[Row], header: str) -> list[str]:
    return list(dict.fromkeys(commune(row.text(header))[1] for row in table))


def everything(period: str) -> dict[str, Any]:
    """All facts: integers, fractions, lists of names, state codes; None where the period has none."""
    parts = (
        header,
        direction,
        communication,
        credit,
        health,
        education,
        housing,
        water,
        production,
        training,
        jobs,
    )
    facts: dict[str, Any] = {}
    for part in (*parts, extension, relief):
        prefix = "" if part in (header, training, jobs) else f"{part.__name__}."
        facts |= {prefix + name: value for name, value in part(period).items()}
    return facts


def header(period: str) -> dict[str, Any]:
    report = yaml.safe_load((RAW / period / "report.yaml").read_text(encoding="utf-8"))["document"]
    numbered = report.get("number") is not None
    return {"header.report_number": f"{report['number']}/{report['symbol']}" if numbered else None}


def direction(period: str) -> dict[str, Any]:
    plans = rows(period, LABOUR, "Chỉ tiêu")
    rates = {
        row.text("Nội dung chỉ tiêu"): row.text("Mức giảm tỷ lệ hộ nghèo")
        for row in rows(period, LABOUR, "Văn bản")
    }
    adjusted = [
        row.count(TARGETS + "Điều chỉnh, bổ sung")
        for row in plans
        if row.known(TARGETS + "Điều chỉnh, bổ sung")
    ]
    exits = [row for _, row in of_communes(period, "Đăng ký thoát nghèo")]
    assigned = rows(period, LABOUR, "Phân công")
    pending = [row for row in plans if row.text("Hoàn thành điều chỉnh") == "Chưa hoàn thành"]

    def rate(role: str) -> Fraction | None:
        return Fraction(rates[role].rstrip("%").replace(",", ".")) if role in rates else None

    assert rate("Kế hoạch giảm nghèo") == rate("Quyết định giao chỉ tiêu")
    return {
        "council_floor": rate("Chỉ tiêu Nghị quyết HĐND"),
        "resolution_rate": rate("Giao chỉ tiêu đầu năm"),
        "resolution_households": total(plans, TARGETS + "Giao đầu năm"),
        "plan_rate": rate("Quyết định giao chỉ tiêu"),
        "plan_households": total(plans, TARGETS + "Giao theo kế hoạch"),
        "province_rate": rate("Kế hoạch của tỉnh"),
        "adjusted_rate": rate("Quyết định điều chỉnh"),
        "adjusted_households": sum(adjusted) if adjusted else None,
        "registered_exit": len(exits),
        "exit_with_helper": sum(row.known("Người được phân công giúp đỡ") for row in exits),
        "communes_incomplete": len(pending),
        "communes_incomplete_names": names(pending, "Xã, thị trấn"),
        "agencies_assigned": len({row.text("Cơ quan, đơn vị") for row in assigned}),
        "communes_total": len({commune(row.text("Xã, thị trấn phụ trách")) for row in assigned}),
        "policy_families_near_poor": len(rows(period, LABOUR, "Hộ chính sách")),
    }


def communication(period: str) -> dict[str, Any]:
    news = rows(period, "Trung tam VHTT-TT.xlsx", "Tin, bài")
    return {
        "broadcasts": len(rows(period, "Trung tam VHTT-TT.xlsx", "Chương trình")),
        "news_items": total(news, "Số tin"),
        "articles": total(news, "Số bài"),
    }


def credit(period: str) -> dict[str, Any]:
    loans = rows(period, BANK, "Cho vay")
    entrusted = list(rows(period, "P. Tai chinh - Ke hoach.xlsx", "Ủy thác"))
    listed = [status for _, status in registers(period).values()]
    facts: dict[str, Any] = {
        "programmes": len({row.group for row in loans}),
        "households": len({row.text("Mã hộ") for row in loans}),
        "amount": total(loans, "Số tiền cho vay", MILLION),
        "district_budget": total(entrusted, "Kinh phí ủy thác", MILLION),
        "district_budget_communes": names(entrusted, "Xã"),
    }
    programmes = {
        "water_sanitation": "Cho vay nước sạch và vệ sinh môi trường nông thôn",
        "production": "Cho vay hộ sản xuất kinh doanh vùng khó khăn",
        "jobs": "Cho vay giải quyết việc làm",
    }
    facts |= {name: sum(row.group == title for row in loans) for name, title in programmes.items()}
    titles = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "exited": "Hộ mới thoát nghèo"}
    for status, title in titles.items():
        borrowers = len({row.text("Mã hộ") for row in loans if row.text("Đối tượng") == title})
        whole = listed.count(status)
        facts |= {
            f"{status}_borrowers": borrowers,
            f"{status}_total": whole,
            f"{status}_share": Fraction(borrowers, whole),
        }
    return facts


def health(period: str) -> dict[str, Any]:
    cards = rows(period, "BHXH huyen.xlsx", "Cấp thẻ")
    visits = rows(period, "BHXH huyen.xlsx", "Khám chữa bệnh")
    people = total(rows(period, "Chi cuc Thong ke.xlsx", "Dân số, số hộ"), "Dân số trung bình")
    groups = {
        "ethnic_minority": "Người DTTS",
        "kinh_zone3": "Người Kinh vùng III",
        "poor": "Người nghèo",
        "near_poor": "Người cận nghèo",
        "other": "Đối tượng khác",
    }
    counts = {
        name: total(cards, f"Số thẻ cấp theo nhóm đối tượng > {title}") for name, title in groups.items()
    }
    whole = sum(counts.values())
    assert whole == total(cards, "Tổng số thẻ")
    return {f"cards_{name}": count for name, count in counts.items()} | {
        "cards_total": whole,
        "population": people,
        "coverage": Fraction(whole, people),
        "visits": total(visits, "Số lượt khám"),
        "payment": total(visits, "Kinh phí thanh toán"),
    }


def education(period: str) -> dict[str, Any]:
    tuition, costs = rows(period, SCHOOLS, "Miễn giảm học phí"), rows(period, SCHOOLS, "Chi phí học tập")
    boarding, lunch = rows(period, SCHOOLS, "Bán trú"), rows(period, SCHOOLS, "Ăn trưa")
    return {
        "fee_students": total(tuition, "Tổng số > Số học sinh"),
        "fee_amount": total(tuition, "Tổng số > Kinh phí"),
        "fee_poor_students": total(tuition, "Trong đó: hộ nghèo > Số học sinh"),
        "fee_poor_amount": total(tuition, "Trong đó: hộ nghèo > Kinh phí"),
        "cost_students": total(costs, "Số học sinh"),
        "cost_amount": total(costs, "Kinh phí"),
        "boarding_students": total(boarding, "Số học sinh"),
        "boarding_amount": total(boarding, "Kinh phí"),
        "lunch_students": total(lunch, "Số trẻ"),
        "lunch_amount": total(lunch, "Kinh phí"),
    }


def housing(period: str) -> dict[str, Any]:
    front, farmers = rows(period, FRONT, "Hỗ trợ nhà ở"), rows(period, "Hoi Nong dan.xlsx", "Nhà ở hội viên")

    def some(fund: str, work: str) -> list[Row]:
        return [row for row in front if str(row.group).startswith(fund) and row.text("Hình thức") == work]

    built, repaired = some("Quỹ cứu trợ", "Xây mới"), some("Quỹ cứu trợ", "Sửa chữa")
    poor = [row for row in front if str(row.group).startswith("Quỹ Vì")]
    every = [*front, *farmers]
    money = "Số tiền hỗ trợ"
    return {
        "need_households": len(of_communes(period, "Nhu cầu nhà ở")),
        "assisted": len(every),
        "built": sum(row.text("Hình thức") == "Xây mới" for row in every),
        "repaired": sum(row.text("Hình thức") == "Sửa chữa" for row in every),
        "relief_fund_built": len(built),
        "relief_fund_communes": len(names(built, "Xã, thị trấn")),
        "relief_fund_commune_names": names(built, "Xã, thị trấn"),
        "relief_fund_built_amount": total(built, money, MILLION),
        "relief_fund_finished": sum(row.text("Tiến độ") == "Đã xong" for row in built),
        "relief_fund_repaired": len(repaired),
        "relief_fund_repair_amount": total(repaired, money, MILLION),
        "poor_fund_built": sum(row.text("Hình thức") == "Xây mới" for row in poor),
        "poor_fund_amount": total(poor, money, MILLION),
        "poor_fund_commune_names": names(poor, "Xã, thị trấn"),
        "farmers_built": sum(row.text("Hình thức") == "Xây mới" for row in farmers),
        "farmers_amount": total(farmers, money, MILLION),
    }


def water(period: str) -> dict[str, Any]:
    toilets = rows(period, LABOUR, "Nhà tiêu hộ nghèo")
    return {
        "toilet_amount": total(toilets, "Số tiền hỗ trợ", 1000),
        "toilet_households": len(toilets),
        "women_union_households": total(rows(period, "Hoi LHPN.xlsx", "Nhà tiêu"), "Số hộ được hỗ trợ"),
        "farmers_households": total(
            rows(period, "Hoi Nong dan.xlsx", "Nhà vệ sinh"), "Số hộ hội viên xây dựng"
        ),
    }


def production(period: str) -> dict[str, Any]:
    support, help_ = rows(period, FRONT, "Hỗ trợ sinh kế"), rows(period, "Hoi LHPN.xlsx", "Giúp đỡ hội viên")
    kinds = {
        "livestock": "Con giống",
        "cassava_bundles": "Hom mì giống",
        "seed_kg": "Giống bắp, lúa",
        "labour_days": "Ngày công",
    }
    return {name: total(help_, f"Hiện vật, ngày công > {title}") for name, title in kinds.items()} | {
        "livelihood_households": len(support),
        "livelihood_amount": total(support, "Số tiền", MILLION),
        "women_union_families": total(help_, "Số gia đình được giúp"),
        "women_union_amount": total(help_, "Kinh phí", MILLION),
    }


def training(period: str) -> dict[str, Any]:
    plans = {row.text("Chương trình"): row for row in rows(period, "TT GDNN-GDTX.xlsx", "Kế hoạch đào tạo")}
    elementary, rural = plans["Đào tạo nghề sơ cấp"], plans["Đào tạo nghề ngắn hạn cho lao động nông thôn"]
    asked = of_communes(period, "Nhu cầu học nghề")
    return {
        "training.target_workers": elementary.count("Chỉ tiêu"),
        "training.budget": elementary.count("Kinh phí", MILLION),
        "training.communes_registered": len({code for code, _ in asked}),
        "training.classes_registered": len(asked),
        "training.workers_registered": total([row for _, row in asked], "Số lao động đăng ký"),
        "training.elementary_state": STATES[elementary.text("Tình trạng")]
        + REASONS[elementary.text("Lý do")],
        "training.rural_state": STATES[rural.text("Tình trạng")] + REASONS[rural.text("Lý do")],
    }


def jobs(period: str) -> dict[str, Any]:
    fairs = rows(period, LABOUR, "Phiên giao dịch")
    told = {
        row.text("Nội dung"): row.count("Số lượng") for row in rows(period, LABOUR, "Tuyên truyền việc làm")
    }
    recruited = rows(period, "P. Noi vu.xlsx", "Tuyển dụng")
    other = rows(period, LABOUR, "Việc làm khác")
    loans = [row for row in rows(period, BANK, "Cho vay") if row.group == "Cho vay giải quyết việc làm"]
    by = {
        "by_job_loans": total(loans, "Số lao động được tạo việc làm"),
        "by_recruitment": total(recruited, "Công chức") + total(recruited, "Viên chức"),
        "by_other": total(other, "Vay vốn ưu đãi khác") + total(other, "Tự tạo, tự tìm việc làm"),
    }
    facts = by | {
        "created": sum(by.values()),
        "leaflets_overseas": told["Tờ rơi đưa người lao động đi làm việc ở nước ngoài"],
        "leaflets_insurance": told["Tờ rơi bảo hiểm tai nạn lao động"],
        "nursing_notices": told["Thông báo tuyển điều dưỡng đi học và làm việc tại nước ngoài"],
        "firms": total(fairs, "Số doanh nghiệp"),
        "positions": total(fairs, "Số vị trí việc làm"),
    }
    return {f"jobs.{name}": value for name, value in facts.items()}


def extension(period: str) -> dict[str, Any]:
    table = rows(period, "TT DVNN.xlsx", "Dự án, mô hình")
    settlement = [row for row in table if str(row.group).startswith("Dự án")]
    models = [row for row in table if str(row.group).startswith("Mô hình")]
    (state,) = {PROJECTS[row.text("Tiến độ")] for row in table}
    return {
        "resettlement_projects": len(settlement),
        "models": len(models),
        "state": state,
        "total_amount": total(table, "Kinh phí"),
        "models_amount": total(models, "Kinh phí"),
        "resettlement_amount": total(settlement, "Kinh phí"),
        "resettlement_households": total(settlement, "Số hộ hưởng lợi > Tổng số"),
        "resettlement_poor": total(settlement, "Số hộ hưởng lợi > Hộ nghèo"),
        "resettlement_near_poor": total(settlement, "Số hộ hưởng lợi > Hộ cận nghèo"),
    }


def relief(period: str) -> dict[str, Any]:
    rice, hit = rows(period, LABOUR, "Gạo cứu đói"), rows(period, LABOUR, "Trợ giúp đột xuất")
    power = rows(period, LABOUR, "Tiền điện")
    facts: dict[str, Any] = {}
    for name, title in (("tet", "Tết Nguyên đán"), ("lean", "Giáp hạt")):
        for part, header_ in (("households", "Số hộ"), ("persons", "Số khẩu"), ("rice_kg", "Số gạo")):
            facts[f"{name}_{part}"] = total(rice, f"{title} > {header_}")
    return facts | {
        "emergency_households": len(hit),
        "emergency_deaths": total(hit, "Số trẻ em chết"),
        "emergency_amount": total(hit, "Số tiền"),
        "electricity_households": total(power, "Số hộ"),
        "electricity_amount": total(power, "Kinh phí"),
    }
