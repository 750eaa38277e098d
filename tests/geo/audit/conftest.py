from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _empty(forge: Callable[..., None]) -> None:
    """Migrations that make data have recorded it."""
    forge("TRUNCATE audit_row, audit_seal, audit_anchor")


@pytest.fixture
def forge(db: None) -> Callable[..., None]:
    """Run SQL on the audit tables as somebody who owns the database and switches the guards off."""

    def run(sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, values)
            cursor.execute("SET session_replication_role = origin")

    return run
