"""GeoJSON (RFC 7946; FeatureCollection, Feature, geometry, and text sequences of RFC 8142), streamed.

Not by GDAL: it gives a geometry that it does not understand as none at all, drops rings that are not
closed, and makes text of a column whose values are of several kinds, all in silence. Here each feature is
a row with its own verdict.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import ijson
import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.crs import CRS84
from layers.transfer.encodings import Guess
from layers.transfer.errors import Unreadable
from layers.transfer.reading.rows import RawRow, SourceField

GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_NOT_GEOJSON: Final = {
    "Topology": "TopoJSON",
    "FeatureSet": "Esri JSON",
}
_BAD = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ShapelyError)


class GeoJSON:
    """A GeoJSON file in UTF-8 without byte-order mark."""

    format = "GeoJSON"
    notes: tuple[str, ...] = ()

    def __init__(self, path: Path, *, layer: str, encoding: Guess | None = None) -> None:
        self._path = path
        self.layer = layer
        self.encoding = encoding
        self._names: dict[str, None] = {}
        self._kind = self._top("type")
        if self._kind in _NOT_GEOJSON or self._kind not in GEOMETRIES | {"FeatureCollection", "Feature"}:
            kind = _NOT_GEOJSON.get(str(self._kind), str(self._kind or "JSON"))
            raise Unreadable(_("This is %(kind)s, not GeoJSON. Save it as GeoJSON.") % {"kind": kind})
        self.declared_crs = self._declared()

    @property
    def fields(self) -> list[SourceField]:
        return [SourceField(name) for name in self._names]

    def rows(self) -> Iterator[RawRow]:
        for number, feature in enumerate(self._features(), start=1):
            yield self._row(number, feature)

    def _features(self) -> Iterator[Any]:
        if self._kind == "FeatureCollection":
            yield from self._items("features.item")
        else:
            yield from self._items("")

    def _items(self, prefix: str) -> Iterator[Any]:
        with self._path.open("rb") as file:
            try:
                yield from ijson.items(file, prefix, use_float=True, multiple_values=not prefix)
            except ijson.JSONError as error:
                raise Unreadable(_("This is not valid JSON: %(message)s") % {"message": _where(error)}) from error

    def _top(self, name: str) -> Any:
        """A member of the outermost object (of the first one, in a sequence); None if it has none."""
        with self._path.open("rb") as file:
            try:
                return next(iter(ijson.items(file, name, multiple_values=True)), None)
            except ijson.JSONError as error:
                raise Unreadable(_("This is not valid JSON: %(message)s") % {"message": _where(error)}) from error

    def _declared(self) -> str:
        """The `crs` member of GeoJSON before RFC 7946; without it the file says longitude, latitude in WGS
        84.
        """
        member = self._top("crs")
        if not isinstance(member, Mapping):
            return CRS84
        properties = member.get("properties")
        name = properties.get("name", properties.get("code", "")) if isinstance(properties, Mapping) else ""
        return str(name)

    def _row(self, number: int, feature: Any) -> RawRow:
        if not isinstance(feature, Mapping):
            return RawRow(number, None, {}, {"geometry": [_("This is no feature.")]})
        bare = feature.get("type") in GEOMETRIES
        properties = {} if bare else feature.get("properties") or {}
        if not isinstance(properties, Mapping):
            return RawRow(number, None, {}, {"properties": [_("The properties are no object.")]})
        values = dict(properties)
        if "id" not in values and isinstance(feature.get("id"), str | int):
            values["id"] = feature["id"]
        self._names |= dict.fromkeys(values)
        row = RawRow(number, None, values)
        place = feature if bare else feature.get("geometry")
        if place is not None:
            try:
                row.geometry = _geometry(place, row.notes)
            except _BAD:
                row.problems["geometry"] = [_("The geometry is damaged: %(start)s") % {"start": _start(place)}]
        return row


def _geometry(place: Any, notes: list[str]) -> BaseGeometry:
    if place["type"] not in GEOMETRIES:
        raise ValueError(place["type"])
    if place["type"] in {"Polygon", "MultiPolygon"} and _closed(place) is False:
        notes.append(_("A ring that was not closed was closed."))
    geometry = shape(place)
    return shapely.force_2d(geometry) if geometry.has_m else geometry


def _closed(place: Mapping[str, Any]) -> bool:
    polygons = [place["coordinates"]] if place["type"] == "Polygon" else place["coordinates"]
    return all(ring[0] == ring[-1] for polygon in polygons for ring in polygon if ring)


def _start(place: Any) -> str:
    return json.dumps(place, ensure_ascii=False, default=str)[:80]


def _where(error: ijson.JSONError) -> str:
    text = error.args[0] if error.args else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(text.replace("(right here) ------^", "").split())[:160]
