"""Jobs of the cases."""

from citizen.cases.actions import erase_expired_contacts, mark_due, suggest_duplicates
from geo.jobs import periodic, task


@task(name="cases.after_submit")
def after_submit(case_id: int) -> None:
    """What can wait until the reporter has the number."""
    suggest_duplicates(case_id=case_id)


@periodic(name="cases.mark_due", cron="* * * * *")
def mark_due_cases() -> None:
    """Warn before the target, escalate after it."""
    mark_due()


@periodic(name="cases.erase_expired_contacts", cron="40 2 * * *")
def erase_expired() -> None:
    """Forget reporters when their service's time is over."""
    erase_expired_contacts()
