"""I.3.5 Water and sanitation: latrines by who helped to build them.

Grain: `toilets_labour` one row per household, `toilets_women` and `toilets_farmers` one per commune. The three
lists may name the same household twice, so they are never added up.
"""

from lib.facts import Facts, Table, count, names, total


def water(toilets_labour: Table, toilets_women: Table, toilets_farmers: Table) -> Facts:
    """Latrines paid by the programme, helped by the Women's Union, built with the Farmers' Association."""
    return Facts(
        toilet_amount=total(toilets_labour, "amount"),
        toilet_households=count(toilets_labour),
        toilet_villages=names(toilets_labour, "village"),
        toilet_communes=names(toilets_labour, "commune"),
        women_union_households=total(toilets_women, "households"),
        farmers_households=total(toilets_farmers, "households"),
    )
