"""Connections for tiles: a psycopg pool beside the ORM, opened in each process when first needed.

Autocommit, read only, server-side prepared statements and binary results: a small tile costs a fifth of what
the ORM's connection asks. A broken connection (the server was restarted) is thrown away and the query sent
again.
"""

import os
from threading import Lock
from typing import Any, Final

import psycopg
from django.db import connections
from django.utils.translation import gettext as _
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from geo.errors import Unavailable

SIZE: Final = max(2, os.cpu_count() or 2)
WAITING: Final = 64
"""More readers than this do not queue up: they are asked to come back."""

TIMEOUT: Final = 15.0
"""Seconds to wait for a connection."""

STATEMENT_MS: Final = 20_000
"""After so long nobody waits for a tile any more."""

# The planner cannot know how many rows a tile holds and would sort a million of them to count cells; hashed,
# they are counted in a third of the time. JIT and parallel workers cost more than a tile.
SERVER_OPTIONS: Final = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c enable_sort=off -c work_mem=16MB "
    f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_MS}"
)

Connection = psycopg.Connection[tuple[Any, ...]]
_lock = Lock()
_pool: tuple[tuple[int, str], ConnectionPool[Connection]] | None = None


def row(query: str, values: list[Any]) -> tuple[Any, ...]:
    """The first row of a query with placeholders ``$1``, ``$2`` … .

    Raises:
        Unavailable: no connection was free in time, the database is not to be reached, or it took too long.
    """
    pool = _opened()
    for _attempt in range(SIZE + 1):
        try:
            with pool.connection() as connection:
                try:
                    answer = connection.execute(query, values, binary=True).fetchone()
                except psycopg.OperationalError:
                    if not connection.closed:
                        raise
                    continue
            assert answer is not None
            return answer
        except (PoolTimeout, TooManyRequests, psycopg.OperationalError) as error:
            raise Unavailable(_("The map is busy. Try again in a few seconds.")) from error
    raise Unavailable(_("The map is busy. Try again in a few seconds."))


def close() -> None:
    """Close this process's connections; the next query opens new ones."""
    global _pool
    with _lock:
        if _pool is not None:
            _pool[1].close()
        _pool = None


def _opened() -> ConnectionPool[Connection]:
    """The pool of this process and of the database that Django means now (tests have their own)."""
    global _pool
    key = (os.getpid(), str(connections["default"].settings_dict["NAME"]))
    current = _pool
    if current is not None and current[0] == key:
        return current[1]
    with _lock:
        if _pool is None or _pool[0] != key:
            _pool = (key, _made())
        return _pool[1]


def _made() -> ConnectionPool[Connection]:
    return ConnectionPool(
        kwargs=_parameters(),
        min_size=1,
        max_size=SIZE,
        max_waiting=WAITING,
        timeout=TIMEOUT,
        # Give up soon and begin anew with the next reader: the pauses between attempts double otherwise.
        reconnect_timeout=2.0,
        open=True,
        name="tiles",
    )


def _parameters() -> dict[str, Any]:
    """Django's connection parameters, as far as libpq knows them, and our own."""
    django = connections["default"].get_connection_params()
    known = {name: value for name, value in django.items() if isinstance(value, str | int)}
    return known | {
        "autocommit": True,
        "prepare_threshold": 1,
        "cursor_factory": psycopg.RawCursor,
        "options": f"{django.get('options', '')} {SERVER_OPTIONS}".strip(),
        "application_name": "topos tiles",
    }


os.register_at_fork(after_in_child=lambda: globals().update(_pool=None, _lock=Lock()))
