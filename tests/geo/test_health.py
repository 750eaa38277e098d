"""Whether the product says truly that it works."""

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from geo import health

pytestmark = pytest.mark.django_db


def ready() -> tuple[int, dict[str, str]]:
    answer = health.readyz(RequestFactory().get("/readyz"))
    return answer.status_code, json.loads(answer.content)["parts"]


def test_all_is_well() -> None:
    assert ready() == (200, {"database": "ok", "migrations": "ok", "queue": "ok"})


def test_health_asks_nobody(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert health.healthz(RequestFactory().get("/healthz")).status_code == 200


def test_a_missing_migration_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    status, parts = ready()
    assert status == 503
    assert "2 migrations" in parts["migrations"]


def job(cursor: Any, seconds: int, *, scheduled: str = "NULL") -> None:
    cursor.execute(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, scheduled_at)"
        f" VALUES ('x', 'default', {scheduled}) RETURNING id"
    )
    (key,) = cursor.fetchone()
    cursor.execute(
        "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s) WHERE job_id = %s",
        [seconds, key],
    )


def test_a_queue_that_nobody_works_on_is_told() -> None:
    with connection.cursor() as cursor:
        job(cursor, 10)
        assert ready()[0] == 200
        job_waits = health.STALLED_SECONDS + 10
        cursor.execute("DELETE FROM procrastinate_jobs")
        job(cursor, job_waits)
        status, parts = ready()
        assert (status, parts["queue"]) == (503, f"a job has waited {job_waits} s and no worker is alive")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert ready()[0] == 200, "a worker is alive: it is only busy"
        cursor.execute("DELETE FROM procrastinate_jobs")
        job(cursor, health.LATE_SECONDS + 10)
        assert "do not follow" in ready()[1]["queue"]


def test_a_job_for_later_is_not_late() -> None:
    with connection.cursor() as cursor:
        job(cursor, 5000, scheduled="now() + interval '1 hour'")
        job(cursor, 5000, scheduled="now() - interval '5 seconds'")
    assert ready()[0] == 200


def test_a_database_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def cursor() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", cursor)
    status, parts = ready()
    assert status == 503
    assert parts["database"] == parts["queue"] == "the database does not answer"
