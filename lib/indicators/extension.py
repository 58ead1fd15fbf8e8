"""I.3.8 Extension and resettlement: projects and models, who benefits, money, how far they are.

Grain: `projects` one row per project or model. Beneficiaries of different models may overlap, so only the
settlement project's are reported.
"""

from lib.facts import Facts, Table, common_state, count, names, total


def extension(projects: Table) -> Facts:
    """Number, money and stage of settlement projects and extension models; beneficiaries of the settlement
    projects."""
    resettlement = projects.where(kind="resettlement")
    models = projects.where(kind="model")
    return Facts(
        resettlement_projects=count(resettlement),
        models=count(models),
        total_amount=total(projects, "amount", by="kind"),
        resettlement_households=total(resettlement, "households"),
        resettlement_poor=total(resettlement, "poor"),
        resettlement_near_poor=total(resettlement, "near_poor"),
        resettlement_villages=names(resettlement, "village"),
        resettlement_communes=names(resettlement, "commune"),
        resettlement_content=names(resettlement, "content"),
        resettlement_amount=total(resettlement, "amount"),
        models_amount=total(models, "amount"),
        state=common_state(projects),
    )
