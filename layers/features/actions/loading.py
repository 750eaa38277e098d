"""Many features at once: rows through COPY, then set-based statements, history included."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geo import crs as systems
from geo.audit.actions import record
from geo.events import publish
from layers.features import areas
from layers.features.actions.changesets import changeset_for
from layers.features.actions.rows import LoadReport, Mode, Row
from layers.features.actions.staging import Stager
from layers.features.events import CollectionLoaded
from layers.features.models import Collection


def _statement(name: str) -> str:
    return (Path(__file__).parent.parent / "sql" / f"{name}.sql").read_text()


_DELETE_OTHERS: Final = _statement("load_delete")
_INSERT: Final = _statement("load_insert")
_CHANGE: Final = {
    Mode.UPSERT: _statement("load_change").format(properties="jsonb_strip_nulls(f.properties || s.properties)"),
    Mode.REPLACE: _statement("load_change").format(properties="jsonb_strip_nulls(s.properties)"),
}

_MATCHED: Final = """
SELECT count(*)
FROM features_staging s
JOIN features_feature f
    ON f.collection_id = %(collection)s AND f.key = s.key AND f.key <> '' AND f.deleted_at IS NULL
"""

_REFUSE_TWINS: Final = """
DELETE FROM features_staging s USING (
    SELECT number, row_number() OVER (PARTITION BY key ORDER BY number) AS nth
    FROM features_staging WHERE key <> ''
) ranked
WHERE ranked.number = s.number AND ranked.nth > 1
RETURNING s.number, s.key
"""

_REFUSE_TAKEN: Final = """
DELETE FROM features_staging s USING features_feature f
WHERE f.collection_id = %(collection)s AND f.key = s.key AND f.key <> '' AND f.deleted_at IS NULL
RETURNING s.number, s.key
"""


class _RolledBack(Exception):
    """Leaves the transaction without a trace."""


def load(
    *,
    actor: Any,
    collection: Collection,
    rows: Iterable[Row],
    source: str,
    mode: Mode | str = Mode.APPEND,
    key_field: str = "",
    crs: str = systems.STORAGE,
    all_or_nothing: bool = True,
    dry_run: bool = False,
    reason: str = "",
) -> LoadReport:
    """Write any number of features in one transaction and one changeset; rows are read once, in batches.

    Args:
        rows: numbered uniquely; geometries in `crs`. Where that is not the storage CRS, vertices that a
            keyed row did not move keep their stored doubles.
        key_field: property whose value is the key of a row; else `Row.key`. Upsert needs keys.
        all_or_nothing: one refused row, and nothing is written (`LoadReport.applied` is false).
        dry_run: nothing is written, the report says what would have been.

    Returns:
        The report; refused rows carry messages by field, in the language of the caller.
    """
    mode = Mode(mode)
    report = LoadReport()
    try:
        with transaction.atomic():
            # Loads of one collection follow one another; single edits go on meanwhile.
            locked = Collection.objects.select_for_update(of=("self",), no_key=True)
            collection = locked.live().get(pk=collection.pk)
            keyed = mode is Mode.UPSERT or (mode is Mode.REPLACE and bool(key_field))
            stager = Stager(collection=collection, crs=crs, key_field=key_field, keyed=keyed, report=report)
            stager.stage(rows)
            _refuse_keys(collection, mode, report)
            if report.refused_total and all_or_nothing:
                raise _RolledBack
            _merge(collection, mode, report, actor=actor, source=source, reason=reason)
            if dry_run:
                raise _RolledBack
    except _RolledBack:
        report.applied = False
        report.changeset_id = None
    return report


def _refuse_keys(collection: Collection, mode: Mode, report: LoadReport) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REFUSE_TWINS)
        for number, key in cursor.fetchall():
            report.refuse(number, {"key": [_("The key “%(key)s” stands in an earlier row too.") % {"key": key}]})
        if mode is Mode.APPEND:
            cursor.execute(_REFUSE_TAKEN, {"collection": collection.pk})
            for number, key in cursor.fetchall():
                report.refuse(number, {"key": [_("The key “%(key)s” is taken in this layer.") % {"key": key}]})


def _merge(collection: Collection, mode: Mode, report: LoadReport, *, actor: Any, source: str, reason: str) -> None:
    changeset = changeset_for(None, actor=actor, source=source, reason=reason)
    report.changeset_id = changeset.pk
    parameters = {
        "collection": collection.pk,
        "changeset": changeset.pk,
        "actor": None if actor is None else actor.pk,
        "source": source,
        "reason": reason,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:

        def written(statement: str) -> int:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)

        if mode is Mode.REPLACE:
            report.deleted = written(_DELETE_OTHERS)
        if mode is not Mode.APPEND:
            cursor.execute(_MATCHED, parameters)
            matched = int(cursor.fetchone()[0])
            report.changed = written(_CHANGE[mode])
            report.unchanged = matched - report.changed
        report.inserted = written(_INSERT)
        cursor.execute("DROP TABLE features_staging")
    areas.refresh_changeset(collection, changeset.pk)
    _tell(collection, mode, report, actor)


def _tell(collection: Collection, mode: Mode, report: LoadReport, actor: Any) -> None:
    counts = {"inserted": report.inserted, "changed": report.changed, "deleted": report.deleted}
    data = {"mode": mode.value, "changeset": report.changeset_id, **counts}
    record(actor=actor, action="features.load_collection", obj=collection, data=data)
    assert report.changeset_id is not None
    publish(CollectionLoaded(collection_id=collection.pk, changeset_id=report.changeset_id, **counts))
