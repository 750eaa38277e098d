"""Where the rows of a source lie, for TileJSON."""

import time
from collections.abc import Sequence
from typing import Final

from geo.sources import Source
from tiles import pool
from tiles.grid import MAX_ZOOM, WORLD
from tiles.layers import Layer
from tiles.sql import Statement, bounds

Bounds = tuple[float, float, float, float]
"""West, south, east, north; degrees, CRS84."""

SECONDS: Final = 60.0
"""How long bounds are believed; they are a hint to clients and not a filter."""

_known: dict[tuple[str, str], tuple[float, str, Bounds | None]] = {}


def of_all(sources: Sequence[Source], audience: str) -> Bounds:
    """The box around what `audience` sees of these sources; the whole pyramid where they are empty."""
    boxes = [box for source in sources if (box := of(source, audience)) is not None]
    if not boxes:
        return WORLD
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def of(source: Source, audience: str) -> Bounds | None:
    """The box around what `audience` sees of this source, or None while it is empty."""
    key, now = (source.id, audience), time.monotonic()
    if (known := _known.get(key)) and known[1] == source.generation and now - known[0] < SECONDS:
        return known[2]
    query: Statement = bounds(Layer.of(source, audience, MAX_ZOOM))
    west, south, east, north = pool.row(query.text, query.values([], [source.parameters]))
    box = None if west is None else (west, south, east, north)
    _known[key] = (now, source.generation, box)
    return box


def forget() -> None:
    """Ask the database again."""
    _known.clear()
