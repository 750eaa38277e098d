"""Work on files that nobody waits for."""

from uuid import UUID

from geo.files.actions import expire, process, sweep
from geo.jobs import periodic, task


@task(name="files.process", queue="files")
def process_file(*, uid: str) -> None:
    process(uid=UUID(uid))


@periodic(name="files.expire", cron="*/15 * * * *")
def expire_uploads() -> None:
    expire()


@periodic(name="files.sweep", cron="43 2 * * *")
def sweep_files() -> None:
    sweep()
