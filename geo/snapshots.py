"""Transactions and snapshots of PostgreSQL, for whatever reads a log in the order of commits.

Keys of a sequence do not come in the order of commits: a reader that remembers the greatest ``id`` misses the
row of a transaction that took its number early and committed late. A row that carries its transaction
(``xid8``) can be asked instead whether a remembered snapshot had already seen it
(PostgreSQL 15 manual, section 9.27.7). Only a primary answers: a standby's snapshots name no transactions.
"""

from typing import Any, NewType

from django.db import connection, models

Snapshot = NewType("Snapshot", str)
"""``xmin:xmax:xip,…`` as PostgreSQL writes it (type ``pg_snapshot``)."""


class CurrentTransaction(models.Func):
    """Key of the running transaction; gives it one if need be."""

    function = "pg_current_xact_id"
    arity = 0

    def __init__(self) -> None:
        super().__init__(output_field=TransactionField())


class TransactionField(models.Field):
    """``xid8``: the 64-bit key of the transaction that wrote the row; never wraps around."""

    description = "Transaction"

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or hasattr(value, "resolve_expression") else str(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s" if hasattr(value, "as_sql") else "%s::xid8"


class SnapshotField(models.Field):
    """``pg_snapshot``: which transactions a reader had seen."""

    description = "Snapshot"

    def db_type(self, connection: Any) -> str:
        return "pg_snapshot"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s" if hasattr(value, "as_sql") else "%s::pg_snapshot"


def current() -> Snapshot:
    """The snapshot of a statement that runs now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return Snapshot(cursor.fetchone()[0])
