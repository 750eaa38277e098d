"""Vector tiles: the bytes of a tile, made in one statement."""

from collections.abc import Sequence
from typing import Final

from psycopg.types.numeric import Int4

from geo.sources import Source
from tiles import pool
from tiles.grid import Tile
from tiles.layers import Layer
from tiles.sql import statement

CONTENT_TYPE: Final = "application/vnd.mapbox-vector-tile"


def render(sources: Sequence[Source], audience: str, tile: Tile) -> bytes:
    """The tile (Mapbox Vector Tile 2.1) as `audience` sees it, one layer per source that has something there.

    Sources out of their range of zooms give nothing. An empty tile has no bytes.

    Raises:
        geo.errors.Unavailable: the database does not answer in time.
    """
    drawn = [source for source in sources if source.min_zoom <= tile.z <= source.max_zoom]
    if not drawn:
        return b""
    query = statement(tuple(Layer.of(source, audience, tile.z) for source in drawn))
    address = [Int4(tile.z), Int4(tile.x), Int4(tile.y)]
    (body,) = pool.row(query.text, query.values(address, [source.parameters for source in drawn]))
    return bytes(body)
