"""I.4 A month or a quarter beside the one right before it.

Grain: facts of other groups, as in `comparison`. Only what happens within a period stands here (money lent, visits,
houses, jobs): what is counted on a day has no growth of its own from month to month.
"""

from lib.facts import Deferred, Facts, Measure, gap, ratio
from lib.indicators.comparison import COUNTED, Of

FLOWS = ("credit_households", "credit_amount", "visits", "houses", "jobs")


def recent(this_period: Of, last_period: Of) -> Facts:
    """Values of both periods, the difference without a sign, and its share of the earlier value."""
    entries: dict[str, Measure | Deferred] = {}
    for name in FLOWS:
        entries[name] = this_period(COUNTED[name])
        entries[f"{name}_last"] = last_period(COUNTED[name])
        entries[f"{name}_change"] = gap(name, f"{name}_last")
        entries[f"{name}_growth"] = ratio(f"{name}_change", f"{name}_last")
    return Facts(**entries)
