from collections.abc import Callable

import pytest
from django.db import connection

TABLES = ("audit_row", "audit_seal", "audit_anchor")


@pytest.fixture(autouse=True)
def _empty(forge: Callable[..., None]) -> None:
    """Migrations that make data have recorded it."""
    forge("TRUNCATE audit_row, audit_seal, audit_anchor")


@pytest.fixture
def forge(db: None) -> Callable[..., None]:
    """Run SQL on the audit tables as somebody who owns the database and switches the guards off."""

    def run(sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on a table that is altered
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql, values)
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return run
