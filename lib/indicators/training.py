"""I.3.7 Vocational training: the targets, what has or has not started and why, and what communes ask for.

Grain: `training_plan` one row per programme, `training_demand` one per class that a commune registered. Demand is
what people signed up for, not what was taught.
"""

from lib.facts import Facts, Table, count, declared, distinct, state, total


def training(training_plan: Table, training_demand: Table) -> Facts:
    """Target, money and stage of elementary and rural training; communes, classes and workers registered."""
    elementary = training_plan.where(programme="elementary")
    rural = training_plan.where(programme="rural")
    return Facts(
        target_workers=declared(elementary, "target"),
        budget=declared(elementary, "budget"),
        elementary_state=state(elementary),
        elementary_classes=declared(elementary, "classes_opened"),
        elementary_trained=declared(elementary, "trained"),
        rural_state=state(rural),
        rural_target=declared(rural, "target"),
        rural_budget=declared(rural, "budget"),
        rural_classes=declared(rural, "classes_opened"),
        rural_trained=declared(rural, "trained"),
        communes_registered=distinct(training_demand, "commune"),
        classes_registered=count(training_demand),
        workers_registered=total(training_demand, "workers"),
    )
