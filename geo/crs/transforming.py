"""Transformation of shapely geometries and arrays of coordinates; heights are carried along untouched.

Greek heights are above mean sea level at Piraeus and GGRS87 has no three-dimensional form: a horizontal
operation has nothing to say about them.
"""

from typing import Any, overload

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs.errors import OutOfDomain
from geo.crs.operations import Array, Operation, operation
from geo.crs.registry import CRS, get

Code = str | int | CRS
Geometries = NDArray[np.object_]


def transform_xy(x: ArrayLike, y: ArrayLike, source: Code, target: Code) -> tuple[Array, Array]:
    """Coordinates of any equal shape, from one system to another.

    Raises:
        OutOfDomain: some coordinate is not finite, or has no place in the other system.
    """
    way = operation(get(source), get(target))
    return _apply(way, np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))


@overload
def transform(geom: BaseGeometry, source: Code, target: Code) -> BaseGeometry: ...
@overload
def transform(geom: Geometries, source: Code, target: Code) -> Geometries: ...
def transform(geom: BaseGeometry | Geometries, source: Code, target: Code) -> BaseGeometry | Geometries:
    """A geometry, or an array of them in one call, in another system.

    Args:
        geom: in `source`, x before y. Missing (None) and empty geometries stay what they are. Z is kept as
            it is, M is dropped.
        source: code of the system in which it stands.
        target: code of the system wanted.

    Raises:
        UnknownCRS, NoOperation: no such system, or no operation of known accuracy.
        OutOfDomain: some coordinate is not finite, or has no place in the other system.
    """
    way = operation(get(source), get(target))
    if not way.steps:
        return geom
    if isinstance(geom, BaseGeometry):
        return _moved(geom, way, has_z=geom.has_z)
    moved = geom.copy()
    has_z = shapely.has_z(geom)
    for flag in (False, True):
        if (has_z == flag).any():
            moved[has_z == flag] = _moved(geom[has_z == flag], way, has_z=flag)
    return moved


def _moved(geom: BaseGeometry | Geometries, way: Operation, *, has_z: bool) -> Any:
    def on_plane(coordinates: Array) -> Array:
        result = coordinates.copy()
        result[:, 0], result[:, 1] = _apply(way, coordinates[:, 0], coordinates[:, 1])
        return result

    return shapely.transform(geom, on_plane, include_z=has_z)


def _apply(way: Operation, x: Array, y: Array) -> tuple[Array, Array]:
    east, north = way(x, y) if way.steps else (x, y)
    if not (np.isfinite(east).all() and np.isfinite(north).all()):
        raise OutOfDomain(_("Some coordinates have no place in the other reference system."))
    return east, north
