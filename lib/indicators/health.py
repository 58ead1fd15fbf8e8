"""I.3.2 Health: insurance cards by group, how much of the population they cover, visits paid by insurance.

Grain: `cards` one row per commune (cards issued so far, each in one group), `population` one per commune (average of
the year), `visits` one per facility and month. Coverage divides cards by people: somebody insured elsewhere is missing
from it, a card holder registered here but living elsewhere is in it.
"""

from lib.facts import Facts, Table, plus, ratio, total


def health(cards: Table, population: Table, visits: Table) -> Facts:
    """Cards by group and in all, coverage, visits and what they cost."""
    return Facts(
        cards_total=plus("cards_ethnic_minority", "cards_kinh_zone3", "cards_poor", "cards_near_poor", "cards_other"),
        cards_ethnic_minority=total(cards, "ethnic_minority"),
        cards_kinh_zone3=total(cards, "kinh_zone3"),
        cards_poor=total(cards, "poor"),
        cards_near_poor=total(cards, "near_poor"),
        cards_other=total(cards, "other"),
        population=total(population, "persons"),
        coverage=ratio("cards_total", "population"),
        visits=total(visits, "visits", by="facility"),
        payment=total(visits, "payment", by="facility"),
    )
