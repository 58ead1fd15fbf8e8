"""I.3.1 Credit: who borrowed from the policy bank, for what, and how far the poor were reached.

Grain: `loans` one row per loan, `households` one per registered household, `entrusted` one per commune and programme.
A household with two loans is counted once. Shares compare borrowers with the communes' registers at the period's end.
"""

from lib.facts import Facts, Table, count, distinct, names, ratio, total


def credit(loans: Table, households: Table, entrusted: Table) -> Facts:
    """Borrowers and money by programme, shares of registered households reached, entrusted budget."""
    return Facts(
        programmes=distinct(loans, "programme"),
        households=distinct(loans, "household", by="programme"),
        amount=total(loans, "amount", by="programme"),
        poor_borrowers=distinct(loans.where(status="poor"), "household"),
        poor_total=count(households.where(status="poor")),
        poor_share=ratio("poor_borrowers", "poor_total"),
        near_poor_borrowers=distinct(loans.where(status="near_poor"), "household"),
        near_poor_total=count(households.where(status="near_poor")),
        near_poor_share=ratio("near_poor_borrowers", "near_poor_total"),
        exited_borrowers=distinct(loans.where(status="exited"), "household"),
        exited_total=count(households.where(status="exited")),
        exited_share=ratio("exited_borrowers", "exited_total"),
        water_sanitation=distinct(loans.where(programme="water_sanitation"), "household"),
        production=distinct(loans.where(programme="production"), "household"),
        jobs=distinct(loans.where(programme="jobs"), "household"),
        district_budget=total(entrusted, "amount"),
        district_budget_communes=names(entrusted, "commune"),
    )
