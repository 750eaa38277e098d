"""The stream of changes: which sources look different, and where.

One connection a process listens; every notification makes it read the change log from where it stopped, at
most once a second. The place in the log outlives the connection: after a restart of the database nothing is
missed.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections, connections

from geo.access import PUBLIC
from geo.changes import CHANNEL, LOOK_AGAIN_SECONDS
from geo.changes.reader import SINCE, Change, parse
from geo.live.boxes import Box, degrees, gather
from geo.live.hub import Hub
from geo.sources import all_sources

SECONDS: Final = 1.0
"""Events are at least so far apart; what happens in between is sent together."""


PAUSES: Final = (0.2, 0.5, 1.0, 2.0)
"""Seconds before the next attempts to connect; the last one repeats."""

Connection = psycopg.AsyncConnection[tuple[Any, ...]]
log = logging.getLogger(__name__)


async def follow(hub: Hub) -> None:
    """Publish changes for ever; connects again whenever the database was away."""
    snapshot, attempt = "", 0
    while True:
        try:
            async with await Connection.connect(**await sync_to_async(_parameters)()) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                attempt = 0
                while True:
                    snapshot = await _pass_on(connection, snapshot, hub)
                    await asyncio.sleep(SECONDS)
                    async for _ in connection.notifies(timeout=LOOK_AGAIN_SECONDS, stop_after=1):
                        pass
        except (psycopg.Error, DatabaseError) as error:
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            log.warning("changes: %s; again in %s s", type(error).__name__, pause)
            attempt += 1
            await asyncio.sleep(pause)


async def _pass_on(connection: Connection, snapshot: str, hub: Hub) -> str:
    """Publish what was committed since `snapshot`; answers the new one."""
    cursor = await connection.execute(SINCE, {"snapshot": snapshot})
    changes, read = parse(await cursor.fetchall())
    if any(change.kind == "lost" for change in changes):
        hub.publish("resync", {}, id=str(read))
    elif changes and (sources := describe(changes, await sync_to_async(_public)())):
        hub.publish("change", {"sources": sources}, id=str(read))
    return str(read)


def describe(changes: Iterable[Change], public: frozenset[str]) -> dict[str, list[Box]]:
    """Boxes in degrees by source, of those in `public` only: where hidden things change is not told."""
    boxes: dict[str, list[Box]] = defaultdict(list)
    for change in changes:
        if change.source in public:
            boxes[change.source].append((change.west, change.south, change.east, change.north))
    return {source: [degrees(box) for box in gather(found)] for source, found in boxes.items()}


def _public() -> frozenset[str]:
    """Ids of the sources that the public may see."""
    close_old_connections()
    return frozenset(source.id for source in all_sources().values() if PUBLIC in source.where)


def _parameters() -> dict[str, Any]:
    """Django's connection parameters, as far as libpq knows them."""
    known = connections["default"].get_connection_params()
    text = {name: value for name, value in known.items() if isinstance(value, str | int)}
    return text | {"autocommit": True, "application_name": "topos live", "connect_timeout": 5}
