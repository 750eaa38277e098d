"""Where a point is, in the municipality's own words: inside or not, settlement, municipal unit, address."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection
from shapely import Point

from geo import crs
from layers.features import validity

SETTLEMENT_M: Final = 6000
"""Metres within which the nearest settlement point still names the place."""

ADDRESS_M: Final = 100
"""Metres within which an address, or else a road, still names the place."""

_SQL: Final = Path(__file__).parent / "sql"
_VALID: Final = f"t.deleted_at IS NULL AND {validity.VALID_TODAY}"
_PLACE: Final = (_SQL / "place.sql").read_text()
_OUTSIDE: Final = (_SQL / "outside.sql").read_text().format(valid=_VALID)
_ONE: Final = "(SELECT 0 AS id, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s) AS geometry)"
_MANY: Final = (
    "(SELECT nth - 1 AS id, ST_SetSRID(ST_MakePoint(x, y), %(srid)s) AS geometry"
    " FROM unnest(%(x)s::float8[], %(y)s::float8[]) WITH ORDINALITY AS given (x, y, nth))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point and what the collections that locate say about it.

    Attributes:
        point: in the storage CRS.
        inside: whether it is in the municipality; true where no boundary has been loaded.
        settlement: the area that holds the point, else the nearest settlement point of the same municipal
            unit within `SETTLEMENT_M`.
        address: street and number within `ADDRESS_M`, else the name of a road.
        address_id: of the feature behind `address`.
        distance_m: from the point to that address or road.
    """

    point: Point
    inside: bool
    settlement: str | None = None
    settlement_id: int | None = None
    municipal_unit: str | None = None
    municipal_unit_id: int | None = None
    address: str | None = None
    address_id: int | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Where to turn with a place outside the municipality.

    Attributes:
        distance_m: from the boundary; None where no boundary has been loaded.
        neighbour, website, phone: of the municipality that holds the place, where known.
    """

    distance_m: float | None
    neighbour: str | None = None
    neighbour_id: int | None = None
    website: str | None = None
    phone: str | None = None


def place_sql(points: str) -> str:
    """One statement that locates every row of a relation.

    Args:
        points: constant SQL of a FROM item with the columns ``id`` and ``geometry`` (storage CRS).

    Returns:
        SQL that answers ``id, inside, municipal_unit_id, municipal_unit, settlement_id, settlement,
        address_id, address, distance_m``; it takes `place_parameters`.
    """
    return _PLACE.format(points=points, valid=_VALID)


def place_parameters() -> dict[str, Any]:
    """Values for the placeholders of `place_sql`."""
    return {**validity.PARAMETERS, "settlement_m": SETTLEMENT_M, "address_m": ADDRESS_M}


_LOCATE_ONE: Final = place_sql(_ONE)
_LOCATE_MANY: Final = place_sql(_MANY)


def locate(lon: float, lat: float) -> Place:
    """The place of one point (CRS84, degrees), in one statement.

    Raises:
        OutOfDomain: not finite, or where the storage CRS has no meaning.
    """
    x, y = crs.transform_xy(lon, lat, crs.CRS84, crs.STORAGE)
    return next(iter(_places(_LOCATE_ONE, float(x), float(y), [Point(float(x), float(y))])))


def locate_many(points: Sequence[tuple[float, float]]) -> list[Place]:
    """The places of many points (CRS84, longitude and latitude), in their order, in one statement.

    Raises:
        OutOfDomain: one of them is not finite, or where the storage CRS has no meaning.
    """
    if not points:
        return []
    lon, lat = zip(*points, strict=True)
    x, y = (axis.tolist() for axis in crs.transform_xy(lon, lat, crs.CRS84, crs.STORAGE))
    return list(_places(_LOCATE_MANY, x, y, [Point(*pair) for pair in zip(x, y, strict=True)]))


def _places(statement: str, x: Any, y: Any, points: Sequence[Point]) -> Iterator[Place]:
    parameters = place_parameters() | {"x": x, "y": y, "srid": crs.STORAGE_SRID}
    for row in sorted(_rows(statement, parameters), key=lambda row: row["id"]):
        yield Place(point=points[row.pop("id")], **row)


def nearest_outside(lon: float, lat: float) -> Outside:
    """How far outside a point (CRS84, degrees) lies, and the neighbour who is competent there, where known.

    Raises:
        OutOfDomain: not finite, or where the storage CRS has no meaning.
    """
    x, y = crs.transform_xy(lon, lat, crs.CRS84, crs.STORAGE)
    parameters = validity.PARAMETERS | {"x": float(x), "y": float(y), "srid": crs.STORAGE_SRID}
    row = next(iter(_rows(_OUTSIDE, parameters)))
    properties = json.loads(row["properties"] or "{}")
    return Outside(
        distance_m=row["distance_m"],
        neighbour=properties.get("name"),
        neighbour_id=row["id"],
        website=properties.get("website"),
        phone=properties.get("phone"),
    )


def _rows(statement: str, parameters: dict[str, Any]) -> Iterable[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
