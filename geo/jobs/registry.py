"""Procrastinate behind two doors: `task` declares a job, `defer` asks for one by name.

`defer` inserts through Django's connection, so the job exists exactly when the caller's transaction commits:
the queue is the outbox. Deferring by name keeps an action free of imports from above.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from procrastinate import BaseRetryStrategy, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

F = TypeVar("F", bound=Callable[..., Any])

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
"""Default retries: 4 s, 16 s, … about 18 hours in all; then the job stays visible as failed."""


def task(*, name: str, queue: str = "default", retry: bool | int | BaseRetryStrategy = RETRY) -> Callable[[F], F]:
    """Declare the function as the job `name` (``room.verb``).

    Jobs may run twice: write them so that it does no harm.
    """

    def add(function: F) -> F:
        app.task(name=name, queue=queue, retry=retry)(function)
        return function

    return add


def periodic(*, name: str, cron: str, queue: str = "default") -> Callable[[F], F]:
    """Declare the function as a job that is deferred by the clock (five-field cron, UTC), one at a time.

    The function takes no argument.
    """

    def add(function: F) -> F:
        def run(timestamp: int) -> Any:
            return function()

        app.periodic(cron=cron)(app.task(name=name, queue=queue, queueing_lock=name, lock=name)(run))
        return function

    return add


def defer(
    name: str,
    *,
    queue: str = "default",
    schedule_at: datetime | None = None,
    queueing_lock: str | None = None,
    **arguments: Any,
) -> None:
    """Ask for the job `name` with JSON arguments, as part of the current transaction.

    Args:
        schedule_at: not before this time.
        queueing_lock: at most one waiting job with this lock; a second one is left out.
    """
    deferrer = app.configure_task(
        name, queue=queue, schedule_at=schedule_at, queueing_lock=queueing_lock, allow_unknown=False
    )
    if queueing_lock is None:
        deferrer.defer(**arguments)
        return
    try:
        # The lock is a unique index: a savepoint keeps its refusal from ending the caller's transaction.
        with transaction.atomic():
            deferrer.defer(**arguments)
    except AlreadyEnqueued:
        return
