"""I.3.7 Jobs: workers given jobs by channel, job fairs, leaflets and notices.

Grain: `loans` one row per loan, `recruitment` one per agency, `jobs_other` one per commune, `job_fairs` one per
fair, `outreach` one per topic. Workers, not households: a job loan goes to a household and may make several jobs.
"""

from lib.facts import Facts, Table, count, declared, names, plus, total


def jobs(loans: Table, recruitment: Table, jobs_other: Table, job_fairs: Table, outreach: Table) -> Facts:
    """Workers given jobs through job loans, public recruitment and other ways; what was offered and told."""
    return Facts(
        leaflets_overseas=declared(outreach.where(topic="leaflets_overseas"), "quantity"),
        leaflets_insurance=declared(outreach.where(topic="leaflets_insurance"), "quantity"),
        fairs=count(job_fairs),
        fair_months=names(job_fairs, "month"),
        firms=total(job_fairs, "firms"),
        positions=total(job_fairs, "positions"),
        nursing_notices=declared(outreach.where(topic="nursing_notices"), "quantity"),
        nursing_destinations=names(outreach.where(topic="nursing_notices"), "destination"),
        by_job_loans=total(loans.where(programme="jobs"), "workers"),
        civil_servants=total(recruitment, "civil_servants"),
        public_employees=total(recruitment, "public_employees"),
        by_recruitment=plus("civil_servants", "public_employees"),
        by_other_loans=total(jobs_other, "by_loans"),
        self_made=total(jobs_other, "self_made"),
        by_other=plus("by_other_loans", "self_made"),
        created=plus("by_job_loans", "by_recruitment", "by_other"),
    )
