"""Connections beside the ORM."""

import os
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection
from django.test import Client

from geo.errors import Unavailable
from geo.sources import Source
from tests.tiles.places import Table, point
from tiles import pool


def kill() -> int:
    """End every connection of the pool from the server's side; answers how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'topos tiles' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])


def backends() -> set[int]:
    """Server processes of this test's pools."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'topos tiles' AND datname = current_database()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def test_readers_do_not_notice_that_the_database_was_restarted(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client
) -> None:
    made = table("test_bins")
    declare(made)
    made.add(point(10, 586.5, 391.5))
    before = client.get("/tiles/test_bins/10/586/391.mvt").content
    assert kill() >= 1
    assert client.get("/tiles/test_bins/10/586/391.mvt").content == before


@pytest.mark.django_db(transaction=True)
def test_the_pool_cannot_write_and_does_not_wait_for_ever() -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        pool.row("CREATE TABLE test_written (id int)", [])
    assert pool.row("SELECT current_setting('statement_timeout')", []) == ("20s",)
    assert pool.row("SELECT current_setting('jit')", []) == ("off",)


@pytest.mark.django_db(transaction=True)
def test_a_query_that_takes_too_long_is_a_busy_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SERVER_OPTIONS", "-c statement_timeout=50")
    with pytest.raises(Unavailable):
        pool.row("SELECT pg_sleep(1)", [])


@pytest.mark.django_db(transaction=True)
def test_a_forked_process_opens_its_own_connections() -> None:
    pool.row("SELECT 1", [])
    mine = backends()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        (other,) = pool.row("SELECT pg_backend_pid()", [])
        os.write(writing, str(other).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reading, 20)) not in mine
    assert pool.row("SELECT pg_backend_pid()", [])[0] in backends()
    assert mine <= backends()
