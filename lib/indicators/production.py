"""I.3.6 Production: livelihood support by the Fatherland Front, help in money and kind by the Women's Union.

Grain: `livelihood` one row per household, `member_support` one per commune. Money and things given are reported
beside each other: things are not valued in money here.
"""

from lib.facts import Facts, Table, count, total


def production(livelihood: Table, member_support: Table) -> Facts:
    """Households and money of livelihood support; families, money, animals, cuttings, seed and labour given by the
    union."""
    return Facts(
        livelihood_households=count(livelihood, by="fund"),
        livelihood_amount=total(livelihood, "amount", by="fund"),
        women_union_families=total(member_support, "families"),
        women_union_amount=total(member_support, "amount"),
        livestock=total(member_support, "livestock"),
        cassava_bundles=total(member_support, "cassava_bundles"),
        seed_kg=total(member_support, "seed_kg"),
        labour_days=total(member_support, "labour_days"),
    )
