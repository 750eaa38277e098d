"""The change log is kept short by the clock."""

from geo.changes.actions import forget
from geo.jobs import periodic


@periodic(name="changes.forget", cron="17 * * * *")
def forget_old_changes() -> None:
    forget()
