"""I.3.9 Other support: relief rice by round, emergencies, electricity.

Grain: `relief_rice` and `electricity` one row per commune, `emergencies` one per household. A household may
receive rice in both rounds, so rounds are never added up.
"""

from lib.facts import Facts, Table, count, names, total


def relief(relief_rice: Table, emergencies: Table, electricity: Table) -> Facts:
    """Households, persons and rice of each round; emergency help; electricity money for poor households."""
    return Facts(
        tet_households=total(relief_rice, "tet_households"),
        tet_persons=total(relief_rice, "tet_persons"),
        tet_rice_kg=total(relief_rice, "tet_kg"),
        lean_households=total(relief_rice, "lean_households"),
        lean_persons=total(relief_rice, "lean_persons"),
        lean_rice_kg=total(relief_rice, "lean_kg"),
        emergency_households=count(emergencies),
        emergency_places=names(emergencies, "village"),
        emergency_communes=names(emergencies, "commune"),
        emergency_reasons=names(emergencies, "reason"),
        emergency_deaths=total(emergencies, "child_deaths"),
        emergency_amount=total(emergencies, "amount"),
        electricity_households=total(electricity, "households"),
        electricity_amount=total(electricity, "amount"),
    )
