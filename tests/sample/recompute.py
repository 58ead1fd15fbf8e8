"""Every target computed again from the workbooks' rows, with plain Python."""

from fractions import Fraction
from typing import Any

import yaml
from sample.reading import BANK, LABOUR, MILLION, RAW, commune, names, of_communes, rows, total
from sample.recompute_policies import credit, education, health, housing, production, water

STATES = {"Chưa triển khai": "not_started", "Đang triển khai": "in_progress", "Đã hoàn thành": "finished"}
REASONS = {"Dịch Covid-19": ":covid", "Tỉnh chưa phân bổ kinh phí": ":no_provincial_budget", "-": ""}
PROJECTS = {"Hoàn thành hồ sơ": "dossiers_done", "Đang thực hiện": "in_progress", "Đã nghiệm thu": "finished"}
TARGETS = "Chỉ tiêu giảm hộ nghèo > "


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
        row.text("Nội dung chỉ tiêu"): row.text("Mức giảm tỷ lệ hộ nghèo") for row in rows(period, LABOUR, "Văn bản")
    }
    adjusted = [
        row.count(TARGETS + "Điều chỉnh, bổ sung") for row in plans if row.known(TARGETS + "Điều chỉnh, bổ sung")
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
        "training.elementary_state": STATES[elementary.text("Tình trạng")] + REASONS[elementary.text("Lý do")],
        "training.rural_state": STATES[rural.text("Tình trạng")] + REASONS[rural.text("Lý do")],
    }


def jobs(period: str) -> dict[str, Any]:
    fairs = rows(period, LABOUR, "Phiên giao dịch")
    told = {row.text("Nội dung"): row.count("Số lượng") for row in rows(period, LABOUR, "Tuyên truyền việc làm")}
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
