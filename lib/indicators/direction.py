"""I.1 Direction: the ladder of poverty-reduction targets, who registered to exit, who helps, who is late.

Grain: `documents` one row per document and role (council resolution, first assignment, plan, province's plan,
adjustment), `targets` one per commune, `exit_register` and `households` one per household, `assignments` one per
agency and commune, `policy_families` one per family, `population` one per commune.
Rates are the documents' own words; households are sums over communes. The cuts those sums would bring take the
register's poor households for the poor of the year's beginning, and an expected number of households for its end:
they are estimates.
A registered household has signed up to exit this year; it has not exited yet.
"""

from lib.facts import (
    Deferred,
    Facts,
    Measure,
    Table,
    count,
    declared,
    distinct,
    document,
    gap,
    latest,
    minus,
    names,
    rate_cut,
    total,
)


def direction(
    documents: Table,
    targets: Table,
    exit_register: Table,
    assignments: Table,
    policy_families: Table,
    households: Table,
    population: Table,
) -> Facts:
    """The paragraphs of the section: the ladder, the communes and their registers, the agencies."""
    return Facts(
        **ladder(documents, targets),
        **registers(targets, exit_register),
        **helpers(assignments, policy_families),
        **cuts(households, population),
    )


def ladder(documents: Table, targets: Table) -> dict[str, Measure | Deferred]:
    """What each document demands, from the council's resolution to the adjustment, and the target now in force."""
    role = {name: documents.where(role=name) for name in documents.contract.column("role").choices.values()}
    return {
        "council_resolution": document(role["council"]),
        "council_floor": declared(role["council"], "rate"),
        "resolution_decision": document(role["initial"]),
        "resolution_rate": declared(role["initial"], "rate"),
        "resolution_households": total(targets, "initial"),
        "plan_document": document(role["plan_document"]),
        "plan_decision": document(role["plan"]),
        "plan_rate": declared(role["plan"], "rate"),
        "plan_households": total(targets, "plan"),
        "province_plan": document(role["province"]),
        "province_rate": declared(role["province"], "rate"),
        "adjusted_decision": document(role["adjusted"]),
        "adjusted_rate": declared(role["adjusted"], "rate"),
        "adjusted_households": total(targets, "adjusted"),
        "target_households": latest("adjusted_households", "plan_households", "resolution_households"),
    }


def registers(targets: Table, exit_register: Table) -> dict[str, Measure | Deferred]:
    """Households that registered against the target in force, their helpers, and the communes still adjusting."""
    pending = targets.where(adjustment="pending")
    return {
        "registered_exit": count(exit_register),
        "registered_gap": gap("registered_exit", "target_households"),
        "exit_with_helper": count(exit_register.where(has_helper=True)),
        "exit_without_helper": minus("registered_exit", "exit_with_helper"),
        "communes_targeted": distinct(targets, "commune"),
        "communes_complete": distinct(targets.where(adjustment="done"), "commune"),
        "communes_incomplete": distinct(pending, "commune"),
        "communes_incomplete_names": names(pending, "commune"),
    }


def helpers(assignments: Table, policy_families: Table) -> dict[str, Measure | Deferred]:
    """Agencies made responsible for communes, and policy families they help out of near-poverty."""
    return {
        "agencies_assigned": distinct(assignments, "agency"),
        "communes_total": distinct(assignments, "commune"),
        "policy_families_near_poor": distinct(policy_families, "household"),
    }


def cuts(households: Table, population: Table) -> dict[str, Measure | Deferred]:
    """By how much the poverty rate falls if each number of households exits, between the two year ends."""
    ends = ("households_start", "households_end")
    return {
        "poor_households": count(households.where(status="poor")),
        "households_start": total(population, "households_start"),
        "households_end": total(population, "households_end"),
        "resolution_cut": rate_cut("poor_households", "resolution_households", *ends),
        "plan_cut": rate_cut("poor_households", "plan_households", *ends),
        "adjusted_cut": rate_cut("poor_households", "adjusted_households", *ends),
        "registered_cut": rate_cut("poor_households", "registered_exit", *ends),
    }
