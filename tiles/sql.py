"""The SQL of a tile: one statement for all its layers.

Every fragment comes from the registry, none from a request: the address of the tile and the parameters of the
sources are bound values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from psycopg import sql

from geo.sources import Attribute
from tiles.grid import BUFFER, CELLS, EXTENT
from tiles.layers import Detail, Layer

GEOMETRY: Final = "mvt_geometry"
FEATURE_ID: Final = "mvt_id"
COUNT: Final = "count"
"""Attribute of every point: how many rows it stands for."""

ADDRESS: Final = 3
"""The first bound values of a tile's statement are z, x and y."""

# Materialised, so that the envelopes are made once and not for every row. A tile is 512 pixels wide on the
# screen of MapLibre; the margin is BUFFER / EXTENT.
TILE: Final = """\
WITH tile AS MATERIALIZED (
  SELECT box, wide, ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north,
         (ST_XMax(box) - ST_XMin(box)) / 512 AS pixel
  FROM (SELECT ST_TileEnvelope($1, $2, $3) AS box,
               ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AS wide) envelopes
)
"""

# Cells are half open and the edges of neighbours are equal numbers: each row is counted in exactly one tile.
# MapLibre draws no point that stands outside its tile's [0, 4096), so a mean is kept inside its own tile.
# OFFSET 0 is the fence behind which PostgreSQL computes coordinates and cells once a row, not once a mention.
GRID: Final = """\
SELECT CASE WHEN cell.n = 1 THEN cell.id END AS {fid},
       ST_MakePoint(
         greatest(0, least({last}, floor((cell.x - tile.west) / (tile.east - tile.west) * {extent}))),
         greatest(0, least({last}, floor((tile.north - cell.y) / (tile.north - tile.south) * {extent})))
       ) AS {geom},
       {columns}
FROM (
  SELECT min(id) AS id, count(*)::int AS n, avg(x) AS x, avg(y) AS y
  FROM (
    SELECT id, x, y, width_bucket(x, west, east, {cells}) AS cx, width_bucket(y, south, north, {cells}) AS cy
    FROM tile, LATERAL (
      SELECT {feature_id} AS id, ST_XMin({geometry}) AS x, ST_YMin({geometry}) AS y
      FROM {relation} t WHERE {geometry} && tile.box AND ({where})
      OFFSET 0
    ) point
    OFFSET 0
  ) point
  WHERE cx BETWEEN 1 AND {cells} AND cy BETWEEN 1 AND {cells}
  GROUP BY cx, cy
) cell CROSS JOIN tile{lone}"""

# The attributes of a lone row are looked up by its id afterwards: cheaper than reading those of every row.
LONE: Final = """
LEFT JOIN LATERAL (
  SELECT {attributes} FROM {relation} t WHERE {feature_id} = cell.id LIMIT 1
) lone ON cell.n = 1"""

ROWS: Final = """\
SELECT {feature_id} AS {fid}, ST_AsMVTGeom({shape}, tile.box, {extent}, {buffer}, true) AS {geom}{columns}
FROM tile, {relation} t
WHERE {geometry} && tile.wide AND ({where}){large}"""

# What is smaller than a pixel is left out, and vertices that move the outline by less than half of one.
SIMPLER: Final = "ST_Simplify({geometry}, tile.pixel / 2)"
WIDER_THAN_PIXEL: Final = (
    "greatest(ST_XMax({geometry}::box2d) - ST_XMin({geometry}::box2d),"
    " ST_YMax({geometry}::box2d) - ST_YMin({geometry}::box2d)) > tile.pixel"
)
LARGE: Final = {
    "polygon": " AND ST_Area({geometry}) > tile.pixel * tile.pixel",
    "line": f" AND {WIDER_THAN_PIXEL}",
    "mixed": f" AND (ST_Dimension({{geometry}}) = 0 OR {WIDER_THAN_PIXEL})",
}

# The nearest box to each edge of the world, four looks into the index instead of a scan. GiST keeps boxes in
# single precision: what it calls nearest may lie some metres behind.
EDGE: Final = """\
(SELECT {shape} FROM {relation} t WHERE ({where}) AND {geometry} IS NOT NULL
 ORDER BY {geometry} <#> {edge} LIMIT 1)"""
CORNERS: Final = (("-20037508.35", "-20037508.35"), ("20037508.35", "20037508.35"))
BOUNDS: Final = """\
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (SELECT ST_Transform(ST_Expand(ST_SetSRID(ST_Extent(shape), 3857), 5), 4326) AS box FROM (
{edges}
) nearest (shape)) extent"""

_PLACEHOLDER: Final = re.compile(r"%\(([^()]+)\)s|%%")


@dataclass(frozen=True)
class Statement:
    """SQL with numbered placeholders, and which parameter of which layer each stands for.

    The first placeholders may be an address; those in `bound` follow it.
    """

    text: str
    bound: tuple[tuple[int, str], ...]

    def values(self, address: Sequence[Any], parameters: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The values to bind; `parameters` are those of the layers' sources, in the order of the layers."""
        return [*address, *(parameters[layer][name] for layer, name in self.bound)]


@lru_cache(maxsize=512)
def statement(layers: tuple[Layer, ...]) -> Statement:
    """One statement that answers a tile with these layers as one column of type bytea."""
    bound: list[tuple[int, str]] = []
    parts = [_numbered(_encoded(layer), index, bound, ADDRESS) for index, layer in enumerate(layers)]
    return Statement(f"{TILE}SELECT {' || '.join(parts)}", tuple(bound))


@lru_cache(maxsize=512)
def bounds(layer: Layer) -> Statement:
    """West, south, east and north of the layer's rows in degrees (CRS84), NULL where it has none."""
    edges = "\nUNION ALL\n".join(EDGE.format(shape=layer.geometry, edge=edge, **_fragments(layer)) for edge in _edges())
    bound: list[tuple[int, str]] = []
    text = _numbered(BOUNDS.format(edges=edges), 0, bound, 0)
    return Statement(text, tuple(bound))


def _edges() -> list[str]:
    """The four edges of the pyramid's square, as SQL."""
    (west, south), (east, north) = CORNERS
    corners = [(west, south), (west, north), (east, north), (east, south), (west, south)]
    return [f"'SRID=3857;LINESTRING({x} {y},{to_x} {to_y})'::geometry" for (x, y), (to_x, to_y) in pairwise(corners)]


def _encoded(layer: Layer) -> str:
    name = sql.Literal(layer.id).as_string(None)
    rows = _grid(layer) if layer.detail is Detail.GRID else _rows(layer)
    return (
        f"coalesce((SELECT ST_AsMVT(feature, {name}, {EXTENT}, '{GEOMETRY}', '{FEATURE_ID}')\n"
        f"FROM (\n{rows}\n) feature), ''::bytea)"
    )


def _grid(layer: Layer) -> str:
    attributes = _columns(layer.attributes)
    lone = LONE.format(attributes=", ".join(attributes), **_fragments(layer)) if attributes else ""
    columns = f"cell.n AS {COUNT}" + (", lone.*" if attributes else "")
    return GRID.format(columns=columns, lone=lone, cells=CELLS, last=EXTENT - 1, **_fragments(layer))


def _rows(layer: Layer) -> str:
    general = layer.detail is Detail.GENERAL
    columns = [f"1 AS {COUNT}"] if layer.geometry_type == "point" else []
    return ROWS.format(
        columns="".join(f", {column}" for column in columns + _columns(layer.attributes)),
        shape=SIMPLER.format(geometry=layer.geometry) if general else layer.geometry,
        large=LARGE[layer.geometry_type].format(geometry=layer.geometry) if general else "",
        buffer=BUFFER,
        **_fragments(layer),
    )


def _fragments(layer: Layer) -> dict[str, Any]:
    return {
        "relation": layer.relation,
        "geometry": layer.geometry,
        "feature_id": layer.feature_id,
        "where": layer.where,
        "fid": FEATURE_ID,
        "geom": GEOMETRY,
        "extent": EXTENT,
    }


def _columns(attributes: Sequence[Attribute]) -> list[str]:
    return [f"{column.sql} AS {sql.Identifier(column.name).as_string(None)}" for column in attributes]


def _numbered(fragment: str, layer: int, bound: list[tuple[int, str]], before: int) -> str:
    """The fragment with ``%(name)s`` as ``$n`` and ``%%`` as ``%``.

    Names that are new are added to `bound`; numbers begin after `before`.
    """

    def number(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%"
        if (key := (layer, match[1])) not in bound:
            bound.append(key)
        return f"${before + 1 + bound.index(key)}"

    return _PLACEHOLDER.sub(number, fragment)
