"""Geometries as they may be stored."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs as systems
from geo import geometry as ground
from geo.crs import OutOfDomain
from geo.errors import Invalid
from layers.features.models.collections import GeometryType

ACCEPTED: Final[Mapping[str, frozenset[str]]] = {
    GeometryType.POINT: frozenset({"Point", "MultiPoint"}),
    GeometryType.LINE: frozenset({"LineString", "MultiLineString"}),
    GeometryType.POLYGON: frozenset({"Polygon", "MultiPolygon"}),
    GeometryType.MIXED: frozenset(
        {
            "Point",
            "MultiPoint",
            "LineString",
            "MultiLineString",
            "Polygon",
            "MultiPolygon",
            "GeometryCollection",
        }
    ),
}
"""Types of geometry (OGC simple features) that a collection takes."""

_TYPE_IDS: Final[Mapping[str, int]] = {
    "Point": 0,
    "LineString": 1,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}


def storable(geometry_type: str, geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which of many geometries `check_geometry` surely takes, seen at once; the others are asked singly."""
    domain = systems.storage().domain or (-np.inf, -np.inf, np.inf, np.inf)
    types = [_TYPE_IDS[name] for name in ACCEPTED[geometry_type]]
    bounds = shapely.bounds(geometries)
    with np.errstate(invalid="ignore"):
        in_domain = (bounds[:, :2] >= domain[:2]).all(axis=1) & (bounds[:, 2:] <= domain[2:]).all(axis=1)
    # Heights are looked at one by one: they have no part in bounds and validity.
    plain = ~shapely.is_empty(geometries) & ~shapely.has_z(geometries)
    return in_domain & plain & np.isin(shapely.get_type_id(geometries), types) & shapely.is_valid(geometries)


def check_geometry(geometry_type: str, geometry: BaseGeometry | None) -> BaseGeometry:
    """The geometry, when it may stand in a collection of this type.

    Args:
        geometry_type: ``point``, ``line``, ``polygon`` or ``mixed``.
        geometry: in the storage CRS.

    Raises:
        Invalid: field ``geometry``: missing, empty, of another type, not valid, not finite or outside the
            storage CRS's area (`geo.geometry.check`).
    """
    if geometry is None or geometry.is_empty:
        raise Invalid(fields={"geometry": [_("Give a place: the geometry is missing or empty.")]})
    if geometry.geom_type not in ACCEPTED[geometry_type]:
        wanted = ", ".join(sorted(ACCEPTED[geometry_type]))
        raise Invalid(
            fields={
                "geometry": [
                    _("This layer takes %(wanted)s, not %(given)s.") % {"wanted": wanted, "given": geometry.geom_type}
                ]
            }
        )
    try:
        ground.check(geometry)
    except OutOfDomain as error:
        raise Invalid(fields={"geometry": [error.detail]}) from error
    if not shapely.is_valid(geometry):
        reason = shapely.is_valid_reason(geometry)
        raise Invalid(fields={"geometry": [_("The shape is not valid: %(reason)s.") % {"reason": reason}]})
    return geometry
