"""I.3.4 Housing: poor households in bad housing, houses built and repaired, by fund.

Grain: `housing_need` one row per household, `houses_front` and `houses_farmers` one per house. A household gets one
house from one source; one that appeared with the Front and with the Farmers' Association would count twice.
"""

from lib.facts import Facts, Table, count, distinct, names, plus, total


def housing(housing_need: Table, houses_front: Table, houses_farmers: Table) -> Facts:
    """Need, houses in all, then each source: houses, money, communes, progress."""
    relief, poor = houses_front.where(fund="relief_fund"), houses_front.where(fund="poor_fund")
    relief_built = relief.where(work="build")
    return Facts(
        need_households=count(housing_need),
        need_build=count(housing_need.where(need="build")),
        need_repair=count(housing_need.where(need="repair")),
        assisted=plus("built", "repaired"),
        built=plus("relief_fund_built", "poor_fund_built", "farmers_built"),
        repaired=plus("relief_fund_repaired", "poor_fund_repaired", "farmers_repaired"),
        total_amount=plus("relief_fund_amount", "poor_fund_amount", "farmers_amount"),
        relief_fund_built=count(relief_built),
        relief_fund_communes=distinct(relief_built, "commune"),
        relief_fund_commune_names=names(relief_built, "commune"),
        relief_fund_built_amount=total(relief_built, "amount"),
        relief_fund_finished=count(relief_built.where(progress="finished")),
        relief_fund_repaired=count(relief.where(work="repair")),
        relief_fund_repair_amount=total(relief.where(work="repair"), "amount"),
        relief_fund_amount=plus("relief_fund_built_amount", "relief_fund_repair_amount"),
        poor_fund_built=count(poor.where(work="build")),
        poor_fund_repaired=count(poor.where(work="repair")),
        poor_fund_amount=total(poor, "amount"),
        poor_fund_commune_names=names(poor, "commune"),
        farmers_built=count(houses_farmers.where(work="build")),
        farmers_repaired=count(houses_farmers.where(work="repair")),
        farmers_amount=total(houses_farmers, "amount"),
    )
