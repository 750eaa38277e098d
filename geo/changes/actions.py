"""Writing to the change log by hand, and keeping it short."""

import math
from datetime import timedelta
from typing import Final

from django.db import connection, transaction

from geo.changes.models import Change
from geo.changes.operations import CHANNEL, NOTIFIER_LOCK

KEEP: Final = timedelta(days=7)
"""Changes are kept this long for readers that come back; whoever stays away longer is told to begin again."""


@transaction.atomic
def log(*, source: str, bounds: tuple[float, float, float, float], count: int = 1) -> None:
    """Say that `source` looks different inside `bounds` although no row changed (a date was passed).

    Args:
        bounds: west, south, east, north in EPSG:3857, metres.

    Raises:
        ValueError: a bound is not finite, or they are in the wrong order.
    """
    west, south, east, north = bounds
    if not all(map(math.isfinite, bounds)) or west > east or south > north:
        raise ValueError(f"not bounds: {bounds}")
    Change.objects.create(
        source=source, kind=Change.Kind.LOG, count=count, west=west, south=south, east=east, north=north
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '') WHERE pg_try_advisory_xact_lock(%s)", [CHANNEL, NOTIFIER_LOCK])


_FORGET = """
    WITH old AS (
        DELETE FROM changes_cursor WHERE read_at < now() - make_interval(secs => %(keep)s)
    ), gone AS (
        DELETE FROM changes_change AS c
        WHERE c.at < now() - make_interval(secs => %(keep)s)
          -- What a lasting consumer may still ask for stays, and so does what a running transaction began.
          AND c.xid < pg_snapshot_xmin(pg_current_snapshot())
          AND c.xid < ALL (
              SELECT pg_snapshot_xmin(snapshot) FROM changes_cursor
              WHERE read_at >= now() - make_interval(secs => %(keep)s))
        RETURNING c.xid
    ), horizon AS (
        INSERT INTO changes_horizon (id, xid)
        SELECT 1, (max(xid::text::numeric) + 1)::text::xid8 FROM gone HAVING count(*) > 0
        ON CONFLICT (id) DO UPDATE SET xid = excluded.xid
        WHERE changes_horizon.xid < excluded.xid
    )
    SELECT count(*) FROM gone
"""


@transaction.atomic
def forget(*, keep: timedelta = KEEP) -> int:
    """Delete changes older than `keep` that every consumer of the last `keep` has read; answers how many.

    Remembers how far it went (the horizon), so that a reader from before it is told that it lost some.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"keep": keep.total_seconds()})
        return int(cursor.fetchone()[0])
