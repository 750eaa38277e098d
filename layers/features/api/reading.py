"""Features as GeoJSON (RFC 7946), and the rows that a request asks for."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import shapely
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.contrib.gis.geos import Polygon
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from geo import api, crs
from geo.errors import Invalid
from layers.features import validity
from layers.features.models import Collection, Feature, FeatureVersion
from layers.features.visibility import visible_properties

PRECISION: Final = 15
"""Digits that return the stored doubles; ST_AsGeoJSON's default of nine changes most of them."""

RESERVED: Final = frozenset({"bbox", "limit", "cursor", "at", "as_of", "format"})
"""Query parameters that are no property filters."""

_COLUMNS: Final = ("version", "properties", "valid_from", "valid_until")


def geojson() -> AsGeoJSON:
    """The geometry in CRS84 as a GeoJSON text."""
    return AsGeoJSON(Transform("geometry", 4326), precision=PRECISION)


def as_feature(row: Mapping[str, Any], collection_id: str, names: frozenset[str]) -> dict[str, Any]:
    """A row of `rows_of_request` or `row_of` as a GeoJSON feature with the columns `names`."""
    return {
        "type": "Feature",
        "id": row["number"],
        "collection": collection_id,
        "geometry": json.loads(row["geojson"]),
        "properties": visible_properties(row["properties"], names),
        "version": row["version"],
        "valid_from": row["valid_from"],
        "valid_until": row["valid_until"],
    }


def row_of(feature: Feature) -> Mapping[str, Any]:
    """The row of one feature as it stands now."""
    return Feature.objects.filter(pk=feature.pk).values(*_COLUMNS, number=F("id"), geojson=geojson()).get()


def rows_of_request(
    request: Request, collection: Collection, names: frozenset[str], *, limit: int
) -> Sequence[Mapping[str, Any]]:
    """``limit + 1`` rows by number: those valid on ``at`` (today), as recorded on ``as_of`` (now).

    Raises:
        Invalid: a parameter, by its name.
    """
    day = _day(request, "at") or validity.today()
    recorded = _day(request, "as_of")
    rows: QuerySet[Any] = Feature.objects.of(collection).at(day)
    number, place = "id", "tile_geometry"
    if recorded is not None:
        rows = FeatureVersion.objects.of(collection).as_of(recorded).at(day)
        number, place = "feature_id", "geometry"
    box = api.bbox(request)
    if box is not None:
        # Django transforms the box, not the column: the column is indexed.
        near = _within_reach(box)
        rows = rows.none() if near is None else rows.filter(**{f"{place}__bboverlaps": near})
    rows = _filtered(rows, request, collection, names)
    cursor = request.query_params.get("cursor")
    if cursor:
        rows = rows.filter(**{f"{number}__gt": _number(api.decode_cursor(cursor, parts=1)[0])})
    return list(rows.order_by(number).values(*_COLUMNS, number=F(number), geojson=geojson())[: limit + 1])


@lru_cache(maxsize=1)
def _reach() -> tuple[float, float, float, float]:
    """Degrees in which the storage CRS has a meaning, with a degree around them."""
    domain = crs.storage().domain
    if domain is None:
        return (-180.0, -85.0, 180.0, 85.0)
    west, south, east, north = crs.transform(shapely.box(*domain), crs.STORAGE, crs.CRS84).bounds
    return (west - 1, south - 1, east + 1, north + 1)


def _within_reach(box: Polygon) -> Polygon | None:
    """The part of the box that can hold features: the poles have no place in a plane."""
    west, south, east, north = box.extent
    least_x, least_y, most_x, most_y = _reach()
    part = (max(west, least_x), max(south, least_y), min(east, most_x), min(north, most_y))
    if part[0] > part[2] or part[1] > part[3]:
        return None
    polygon = Polygon.from_bbox(part)
    polygon.srid = 4326
    return polygon


def _filtered(rows: QuerySet[Any], request: Request, collection: Collection, names: frozenset[str]) -> QuerySet[Any]:
    wanted: dict[str, Any] = {}
    for name, text in request.query_params.items():
        if name in RESERVED:
            continue
        if name not in names:
            raise Invalid(fields={name: [_("The layer has no such field.")]})
        wanted[name] = _typed(name, str(text), collection.document["properties"][name])
    return rows.filter(properties__contains=wanted) if wanted else rows


def _typed(name: str, text: str, schema: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "boolean" if text in {"true", "false"}:
            return text == "true"
        case "number" | "integer":
            try:
                return float(text)
            except ValueError:
                raise Invalid(fields={name: [_("Give a number.")]}) from None
        case "boolean":
            raise Invalid(fields={name: [_("Give true or false.")]})
    return text


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(fields={"cursor": [_("This cursor is not valid. Begin again without it.")]})
    return value


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(fields={name: [_("Give a day as YYYY-MM-DD.")]}) from None
