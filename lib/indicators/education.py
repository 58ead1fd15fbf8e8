"""I.3.3 Education: four supports for pupils — tuition, study costs, boarding, lunch — by pupils and money.

Grain: each table one row per school. A pupil may receive several supports and is counted in each, so pupils of
different supports are never added; money is.
"""

from lib.facts import Facts, Table, plus, total


def education(tuition: Table, study_costs: Table, boarding: Table, lunch: Table) -> Facts:
    """Pupils and money of each support, and the money of all."""
    return Facts(
        fee_students=total(tuition, "students", by="level"),
        fee_amount=total(tuition, "amount", by="level"),
        fee_poor_students=total(tuition, "poor_students", by="level"),
        fee_poor_amount=total(tuition, "poor_amount", by="level"),
        cost_students=total(study_costs, "students", by="level"),
        cost_amount=total(study_costs, "amount", by="level"),
        boarding_students=total(boarding, "students", by="level"),
        boarding_months=total(boarding, "pupil_months", by="level"),
        boarding_amount=total(boarding, "amount", by="level"),
        lunch_students=total(lunch, "students", by="level"),
        lunch_amount=total(lunch, "amount", by="level"),
        total_amount=plus("fee_amount", "cost_amount", "boarding_amount", "lunch_amount"),
    )
