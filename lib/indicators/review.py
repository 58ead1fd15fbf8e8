"""I.5 The year-end review: how poor and near-poor households moved, where, why, and what the poor lack.

Grain: `reviewed` one row per household that was poor or near-poor at the year's beginning or is at its end, `deprived`
one per commune and indicator, `population` one per commune. Start − exits + relapses + new = end holds by counting,
since each household is in one class at each end. Who leaves poverty for near-poverty has left the one and entered the
other. Classes are the committee's; `*_by_standard` counts those that the standard in force at the period's end gives.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lib.domain.poverty import Standard
from lib.facts import Absence, Deferred, Facts, Measure, Table, count, minus, rate_cut, ratio, total

KINH = "Kinh"
CLASSES = ("poor", "near_poor", "none")


def review(reviewed: Table, deprived: Table, population: Table, standard: Standard) -> Facts:
    """Movement of both classes, rates at both ends, causes, deprivations by indicator."""
    return Facts(
        **movement(reviewed, "poor"),
        **movement(reviewed, "near_poor"),
        poor_to_near_poor=count(reviewed.where(class_start="poor", class_end="near_poor")),
        **rates(population),
        causes=count(reviewed.where(class_end="poor"), by="cause"),
        **agreement(reviewed, standard),
        **lacking(reviewed, deprived, standard),
    )


def movement(reviewed: Table, own: str) -> dict[str, Measure | Deferred]:
    """One class: who was in it, stayed, left, came back, came in for the first time, is in it; of them, minorities."""
    others = tuple(each for each in CLASSES if each != own)
    start, end = reviewed.where(class_start=own), reviewed.where(class_end=own)
    entered = end.where(class_start=others)
    return {
        f"{own}_start": count(start, by="area"),
        f"{own}_stayed": count(start.where(class_end=own)),
        f"{own}_exits": count(start.where(class_end=others), by="area"),
        f"{own}_relapsed": count(entered.where(relapsed=True), by="area"),
        f"{own}_new": count(entered.where(relapsed=False), by="area"),
        f"{own}_end": count(end, by="area"),
        f"{own}_end_rural": count(end.where(area="rural")),
        f"{own}_end_urban": count(end.where(area="urban")),
        f"{own}_fall": minus(f"{own}_start", f"{own}_end"),
        f"{own}_start_kinh": count(start.where(ethnic_group=KINH)),
        f"{own}_start_minority": minus(f"{own}_start", f"{own}_start_kinh"),
        f"{own}_end_kinh": count(end.where(ethnic_group=KINH)),
        f"{own}_end_minority": minus(f"{own}_end", f"{own}_end_kinh"),
        f"{own}_end_minority_share": ratio(f"{own}_end_minority", f"{own}_end"),
    }


def rates(population: Table) -> dict[str, Measure | Deferred]:
    """Shares of all households, at the year's beginning and at its end."""
    return {
        "households_start": total(population, "households_start"),
        "households_end": total(population, "households_end"),
        "poor_rate_start": ratio("poor_start", "households_start"),
        "poor_rate_end": ratio("poor_end", "households_end"),
        "poor_rate_cut": rate_cut("poor_start", "poor_fall", "households_start", "households_end"),
        "near_poor_rate_start": ratio("near_poor_start", "households_start"),
        "near_poor_rate_end": ratio("near_poor_end", "households_end"),
    }


def agreement(reviewed: Table, standard: Standard) -> dict[str, Measure | Deferred]:
    """Households by the class that the standard gives them, to be held against the committee's."""
    return {f"{own}_by_standard": count(_given(reviewed, standard, own)) for own in ("poor", "near_poor")}


def _given(reviewed: Table, standard: Standard, own: str) -> Table:
    """The households that the standard puts into a class."""

    def holds(row: Mapping[str, Any]) -> bool:
        return standard.classify(row["area"], int(row["income"]), int(row["deprivations"])) == own

    label = reviewed.contract.column("class_end").label(own).lower()
    said = f"theo {standard.legal_basis} là {label}"
    return reviewed.having(holds, said, "area", "income", "deprivations")


def lacking(reviewed: Table, deprived: Table, standard: Standard) -> dict[str, Measure | Deferred]:
    """Poor households that lack each indicator of the standard, and all their deprivations counted twice over."""
    listed = {
        f"lacking_{name}": _of_standard(total(deprived.where(indicator=name), "poor"), name, standard)
        for name in deprived.contract.column("indicator").choices.values()
    }
    return {
        **listed,
        "lacking_total": total(deprived, "poor", by="indicator"),
        "lacking_by_household": total(reviewed.where(class_end="poor"), "deprivations"),
    }


def _of_standard(measure: Measure, indicator: str, standard: Standard) -> Measure:
    """The measure, where the standard has the indicator."""
    if indicator in standard.indicators or (measure.absence is not None and measure.absence.kind == "not_reported"):
        return measure
    absence = Absence("not_applicable", f"{standard.legal_basis} không có chỉ số này")
    return replace(measure, value=None, absence=absence, parts={}, notes={})
