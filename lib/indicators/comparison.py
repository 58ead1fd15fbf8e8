"""I.4 Beside the same period a year before: what grew and fell, what came in which part, what of the plan was done.

Grain: facts of other groups. This period's are taken over as they stand; those of another period are read from that
period's own clean tables through the same formulas, and keep the files, sheets and rows they come from. A period that
is not there, or cannot be compared with, leaves an absence that says why.
"""

from collections.abc import Callable
from fractions import Fraction

from lib.facts import Absence, Deferred, Facts, Measure, Share, gap, ratio

Of = Callable[[str], Measure]
"""The fact of an id ("credit.households") in some period."""

COUNTED = {
    "credit_households": "credit.households",
    "credit_amount": "credit.amount",
    "visits": "health.visits",
    "education_amount": "education.total_amount",
    "houses": "housing.assisted",
    "jobs": "jobs.created",
    "poor": "review.poor_end",
    "near_poor": "review.near_poor_end",
}
SHARES = {"coverage": "health.coverage", "poor_rate": "review.poor_rate_end"}
IN_PARTS = ("credit_amount", "houses", "jobs")
PLANS = {
    "exits": ("review.poor_fall", "direction.target_households"),
    "trained": ("training.elementary_trained", "training.target_workers"),
}


def comparison(this_period: Of, same_last_year: Of, earlier_this_year: Of) -> Facts:
    """Values of both years with the difference, those of the part of the year reported before, shares of plans."""
    entries: dict[str, Measure | Deferred] = {}
    for name, fact in (COUNTED | SHARES).items():
        entries[name] = this_period(fact)
        entries[f"{name}_before"] = same_last_year(fact)
        between = (name, f"{name}_before")
        entries[f"{name}_change"] = points(*between) if name in SHARES else gap(*between)
        if name in COUNTED:
            entries[f"{name}_growth"] = ratio(f"{name}_change", f"{name}_before")
    for name in IN_PARTS:
        entries[f"{name}_earlier"] = earlier_this_year(COUNTED[name])
        entries[f"{name}_earlier_share"] = ratio(f"{name}_earlier", name)
    for name, (done, plan) in PLANS.items():
        entries |= {f"{name}_done": this_period(done), f"{name}_plan": this_period(plan)}
        entries[f"{name}_of_plan"] = ratio(f"{name}_done", f"{name}_plan")
    return Facts(**entries)


def points(now: str, before: str) -> Deferred:
    """How far two shares lie apart, in percentage points, without a sign: the words say which is larger."""

    def compute(a: Share, b: Share) -> Share | Absence:
        apart: Fraction = abs(a.fraction - b.fraction)
        return Share(apart.numerator, apart.denominator)

    return Deferred((now, before), compute, "|{0} − {1}|")
