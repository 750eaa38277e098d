"""Circular arcs become chords: shapely, GeoJSON and tiles know no curves.

Files read by GDAL through pyogrio come with their curves already made straight, by the same rule as here:
chords of at most 4 degrees of arc (GDAL's OGR_ARC_STEPSIZE), the ends of every arc kept. `linearise` does
it for WKB that arrives any other way.
"""

import struct

from django.contrib.gis.gdal import OGRGeometry

_CURVES = frozenset(range(8, 15))
"""WKB types of ISO 13249-3: CIRCULARSTRING 8 to SURFACE 14; + 1000 with Z, + 2000 with M, + 3000 with
both.
"""


def is_curved(wkb: bytes) -> bool:
    """Whether the outermost type is one that may hold arcs."""
    if len(wkb) < 5:
        return False
    (code,) = struct.unpack_from("<I" if wkb[0] else ">I", wkb, 1)
    return (code & 0x1FFFFFFF) % 1000 in _CURVES


def linearise(wkb: bytes) -> bytes:
    """The same geometry with chords for arcs; WKB without curves comes back as it is.

    Args:
        wkb: ISO or extended WKB.
    """
    return bytes(OGRGeometry(memoryview(wkb)).get_linear_geometry().wkb) if is_curved(wkb) else wkb
