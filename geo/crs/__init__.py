"""Coordinate reference systems: a registry of codes, explicit operations between them, and recognition of
files.

Coordinates are always x, y: easting, northing or longitude, latitude, whatever the registry says about
axis order.
"""

from django.conf import settings

from geo.crs.definitions import CRS84, GREEK_GRID, TM07, WEB_MERCATOR, Bounds
from geo.crs.errors import NoOperation, OutOfDomain, UnidentifiedCRS, UnknownCRS
from geo.crs.identifying import Candidate, identify, propose, ranges
from geo.crs.operations import Operation, operation
from geo.crs.registry import CRS, get, storage
from geo.crs.transforming import transform, transform_xy
from geo.crs.wkt import wkt

STORAGE_SRID: int = settings.STORAGE_SRID
STORAGE: str = f"EPSG:{STORAGE_SRID}"

__all__ = [
    "CRS",
    "CRS84",
    "GREEK_GRID",
    "STORAGE",
    "STORAGE_SRID",
    "TM07",
    "WEB_MERCATOR",
    "Bounds",
    "Candidate",
    "NoOperation",
    "Operation",
    "OutOfDomain",
    "UnidentifiedCRS",
    "UnknownCRS",
    "get",
    "identify",
    "operation",
    "propose",
    "ranges",
    "storage",
    "transform",
    "transform_xy",
    "wkt",
]
