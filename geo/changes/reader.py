"""Reading the change log in the order of commits, not of keys.

A reader remembers the snapshot of its last read and gets what that snapshot had not seen: a transaction that
took its key early and committed late is delivered when it commits, once. The index on ``xid`` bounds the
search: what is older than the oldest transaction then running (xmin of the snapshot) had been seen.

    changes, snapshot = since("")           # begins now
    changes, snapshot = since(snapshot)     # what was committed in between
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Now

from geo.changes.models import Cursor
from geo.snapshots import Snapshot

WEB_MERCATOR: Final = 20037508.342789244
"""Half the side of the square of EPSG:3857, metres."""

SINCE: Final = """
    WITH reader AS (
        SELECT nullif(%(snapshot)s, '')::pg_snapshot AS seen
    ), lost AS (
        -- Changes that the reader had not seen may be gone, or the cluster is another one (a restored
        -- backup).
        SELECT coalesce(pg_snapshot_xmin(seen) < (SELECT xid FROM changes_horizon), false)
            OR coalesce(pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot()), false) AS lost
        FROM reader
    )
    SELECT pg_current_snapshot()::text, lost.lost,
           c.id, c.at, c.source, c.kind, c.count, c.west, c.south, c.east, c.north
    FROM reader CROSS JOIN lost LEFT JOIN changes_change AS c
        ON NOT lost.lost
        AND c.xid >= (SELECT pg_snapshot_xmin(seen) FROM reader)
        AND NOT pg_visible_in_snapshot(c.xid, (SELECT seen FROM reader))
    ORDER BY c.id
"""
"""One statement, so that the rows and the new snapshot belong together. For readers outside Django as well
(psycopg, synchronous or not): give ``{"snapshot": …}``, hand the rows to `parse`."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something drawable changed inside a box of EPSG:3857, metres.

    Attributes:
        source: id of the source; ``""`` means that any source may have changed anywhere (`EVERYTHING`).
        kind: ``insert``, ``update``, ``delete``, ``log``, or ``lost``.
        count: rows that changed; 0 when not known.
    """

    id: int
    at: datetime | None
    source: str
    kind: str
    count: int
    west: float
    south: float
    east: float
    north: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def concerns(self, sources: Iterable[str], bounds: tuple[float, float, float, float]) -> bool:
        """Whether it can have changed a picture of these sources inside these bounds (EPSG:3857)."""
        west, south, east, north = bounds
        meets = self.west <= east and self.east >= west and self.south <= north and self.north >= south
        return meets and (not self.source or self.source in sources)


EVERYTHING: Final = Change(
    id=0, at=None, source="", kind="lost", count=0,
    west=-WEB_MERCATOR, south=-WEB_MERCATOR, east=WEB_MERCATOR, north=WEB_MERCATOR,
)  # fmt: skip
"""Stands for changes that are no longer in the log: whoever gets it forgets all it has made from the data."""


_NOTHING: Final = "1:1:"
"""The snapshot that has seen nothing: a consumer that has not read yet."""


def parse(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Change], Snapshot]:
    """Changes and new snapshot from the rows of `SINCE`."""
    answers = list(rows)
    snapshot, lost = answers[0][:2]
    if lost:
        return [EVERYTHING], Snapshot(snapshot)
    return [_change(row[2:]) for row in answers if row[2] is not None], Snapshot(snapshot)


def since(snapshot: str, *, using: Any = connection) -> tuple[list[Change], Snapshot]:
    """The changes committed since `snapshot`, and the snapshot to ask with next time.

    Args:
        snapshot: what this answered last time; ``""`` begins now, without changes.
        using: a connection of Django or psycopg, to a primary; READ COMMITTED when in a transaction.
    """
    with using.cursor() as cursor:
        cursor.execute(SINCE, {"snapshot": snapshot})
        return parse(cursor.fetchall())


@transaction.atomic
def read(consumer: str) -> list[Change]:
    """The changes that this consumer has not read yet; remembers that it has.

    Call it in the transaction that does the work: when that is rolled back, the changes come again. Consumers
    of one name wait for each other. A new one gets `EVERYTHING`: nobody knows what it has from before.
    """
    Cursor.objects.bulk_create([Cursor(consumer=consumer, snapshot=_NOTHING)], ignore_conflicts=True)
    cursor = Cursor.objects.select_for_update().get(consumer=consumer)
    new = cursor.snapshot == _NOTHING
    changes, snapshot = since("" if new else cursor.snapshot)
    Cursor.objects.filter(consumer=consumer).update(snapshot=snapshot, read_at=Now())
    return [EVERYTHING] if new else changes


def _change(values: tuple[Any, ...]) -> Change:
    names = ("id", "at", "source", "kind", "count", "west", "south", "east", "north")
    return Change(**dict(zip(names, values, strict=True)))
