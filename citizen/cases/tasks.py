"""Jobs of the cases."""

from citizen.cases.actions import mark_due, suggest_duplicates
from geo.jobs import periodic, task


@task(name="cases.after_submit")
def after_submit(case_id: int) -> None:
    """What can wait until the reporter has the number."""
    suggest_duplicates(case_id=case_id)


@periodic(name="cases.mark_due", cron="* * * * *")
def mark_due_cases() -> None:
    """Warn before the target, escalate after it."""
    mark_due()
