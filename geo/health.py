"""``/healthz``: this process answers. ``/readyz``: the product works; says what does not, and why."""

import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

logger = logging.getLogger(__name__)

STALLED_SECONDS: Final = 60
"""A due job waits this long only when nobody works."""

LATE_SECONDS: Final = 900
"""… and this long only when the workers cannot follow."""

_migrated = False


class NotReady(Exception):
    """A part that does not work, in one sentence."""


def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process answers; asks nobody else."""
    return _answer({"status": "ok"}, 200)


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, migrations and queue are in order; 503 names each part that is not."""
    parts: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            check()
            parts[name] = "ok"
        except NotReady as error:
            parts[name] = str(error)
        except DatabaseError as error:
            logger.warning("readyz %s: %s", name, type(error).__name__)
            parts[name] = "the database does not answer"
    ready = all(said == "ok" for said in parts.values())
    return _answer({"status": "ok" if ready else "not ready", "parts": parts}, 200 if ready else 503)


def check_database() -> None:
    """The database answers and may be written to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        (standby,) = cursor.fetchone()
    if standby:
        raise NotReady("the database is a standby and cannot be written to")


def check_migrations() -> None:
    """All migrations are applied. Asked until it is so, then remembered: code changes by a restart."""
    global _migrated
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise NotReady(f"{len(plan)} migrations are not applied; run manage.py migrate")
    _migrated = True


_WAITING: Final = """
    SELECT extract(epoch FROM now() - greatest(j.scheduled_at, (
               SELECT max(e.at) FROM procrastinate_events AS e WHERE e.job_id = j.id))),
           EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))
    FROM procrastinate_jobs AS j
    WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
    ORDER BY j.id LIMIT 1
"""


def check_queue() -> None:
    """Due jobs are being worked on."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [STALLED_SECONDS])
        row = cursor.fetchone()
    if row is None:
        return
    waiting, worked = float(row[0] or 0), row[1]
    if waiting > STALLED_SECONDS and not worked:
        raise NotReady(f"a job has waited {waiting:.0f} s and no worker is alive")
    if waiting > LATE_SECONDS:
        raise NotReady(f"a job has waited {waiting:.0f} s; the workers do not follow")


CHECKS: Final[dict[str, Callable[[], None]]] = {
    "database": check_database,
    "migrations": check_migrations,
    "queue": check_queue,
}


def _answer(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
