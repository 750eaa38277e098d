"""`TrackChanges`: the migration operation that makes a table write its changes into the change log.

Statement triggers with transition tables (PostgreSQL 15 manual, CREATE TRIGGER): a statement over a million
rows logs one box for each source, in its own transaction, whoever sent it.
"""

from typing import Any, ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

CHANNEL = "topos_changes"
"""NOTIFY channel, without payload: whoever listens then reads the log.

A transaction that notifies commits alone: PostgreSQL holds one lock over the flush to disk. Measured with 16 writers
and fsync, that leaves a quarter of the commits. So of those that write at the same time one notifies, and the others
leave it (0.8 of the commits stay). Listeners therefore look again within `LOOK_AGAIN_SECONDS`, notified or not.
"""

LOOK_AGAIN_SECONDS = 1.0

NOTIFIER_LOCK = 0x746F706F735F6368
"""Advisory lock of the one transaction that notifies (the letters ``topos_ch``)."""

_TRIGGERS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
}

_LOG = """
        INSERT INTO changes_change (source, kind, count, west, south, east, north)
        SELECT source, '{kind}', greatest(count(*) FILTER (WHERE was), count(*) FILTER (WHERE NOT was)),
               min(ST_XMin(shape)), min(ST_YMin(shape)), max(ST_XMax(shape)), max(ST_YMax(shape))
        FROM ({rows}) AS changed
        WHERE source IS NOT NULL AND NOT ST_IsEmpty(shape)
        GROUP BY source;"""

_ROWS = "SELECT {old} AS was, ({source})::text AS source, {geometry} AS shape FROM {table} AS t{when}"

_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN{insert}
    ELSIF TG_OP = 'UPDATE' THEN{update}
    ELSE{delete}
    END IF;
    IF FOUND AND pg_try_advisory_xact_lock({lock}) THEN
        PERFORM pg_notify('{channel}', '');
    END IF;
    RETURN NULL;
END $body$
"""


class TrackChanges(Operation):
    """Log what every INSERT, UPDATE and DELETE on a table did to the map.

    Args:
        model: name of the model in the migration's app; or give `table`.
        source: SQL expression over the row (alias ``t``) that answers the source's id: ``t.collection_id``
            or a constant, ``'requests'``. Rows where it is NULL log nothing.
        geometry: SQL expression in EPSG:3857. Rows without geometry log nothing.
        when: SQL condition over the row: whether it is on the map at all. Old and new rows are asked on their
            own, so that a row which leaves the map logs the box it left.
        table: name of a table that has no model in this app.
    """

    reversible = True
    reduces_to_sql = True
    category: ClassVar[OperationCategory] = OperationCategory.SQL

    def __init__(
        self,
        model: str = "",
        *,
        source: str,
        geometry: str = "t.tile_geometry",
        when: str = "",
        table: str = "",
    ) -> None:
        if bool(model) == bool(table):
            raise ValueError("TrackChanges needs either a model or a table")
        self.model, self.source, self.geometry, self.when, self.table = model, source, geometry, when, table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {"geometry": self.geometry, "when": self.when, "table": self.table}
        return (
            type(self).__name__,
            [self.model] if self.model else [],
            {"source": self.source} | {name: value for name, value in given.items() if value},
        )

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.statements(self._table(app_label, to_state)):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        for kind in _TRIGGERS:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS topos_changes_{kind} ON "{table}"')
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {self._function(table)}()")

    def describe(self) -> str:
        return f"Log the changes of {self.model or self.table}"

    def statements(self, table: str) -> list[str]:
        """The function and the three triggers."""
        new, old = self._rows("new_rows", old=False), self._rows("old_rows", old=True)
        bodies = {
            "insert": _LOG.format(kind="insert", rows=new),
            "update": _LOG.format(kind="update", rows=f"{old} UNION ALL {new}"),
            "delete": _LOG.format(kind="delete", rows=old),
        }
        function = self._function(table)
        return [_FUNCTION.format(name=function, channel=CHANNEL, lock=NOTIFIER_LOCK, **bodies)] + [
            f'CREATE OR REPLACE TRIGGER topos_changes_{kind} AFTER {kind.upper()} ON "{table}" {tables} '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            for kind, tables in _TRIGGERS.items()
        ]

    def _rows(self, table: str, *, old: bool) -> str:
        when = f" WHERE {self.when}" if self.when else ""
        return _ROWS.format(old=old, source=self.source, geometry=self.geometry, table=table, when=when)

    def _function(self, table: str) -> str:
        return f'"topos_changes_{table}"'

    def _table(self, app_label: str, state: Any) -> str:
        return self.table or state.apps.get_model(app_label, self.model)._meta.db_table
