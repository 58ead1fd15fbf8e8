"""The facts of the single policies computed again: credit, health, schools, houses, latrines, livelihoods."""

from fractions import Fraction
from typing import Any

from sample.reading import (
    BANK,
    FRONT,
    LABOUR,
    MILLION,
    SCHOOLS,
    Row,
    names,
    of_communes,
    registers,
    rows,
    total,
)


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
    counts = {name: total(cards, f"Số thẻ cấp theo nhóm đối tượng > {title}") for name, title in groups.items()}
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
        "farmers_households": total(rows(period, "Hoi Nong dan.xlsx", "Nhà vệ sinh"), "Số hộ hội viên xây dựng"),
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
