"""Look-up of a coordinate reference system by its code, in any of the spellings that files and services
use.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pyproj
from django.conf import settings
from django.utils.translation import gettext as _
from pyproj.exceptions import CRSError

from geo.crs.definitions import DEFINITIONS, Bounds, Definition, Frame
from geo.crs.errors import UnknownCRS

_SPELLINGS = (
    re.compile(r"^(?P<authority>EPSG|ESRI|OGC):{1,2}(?P<code>[0-9A-Z]+)$", re.IGNORECASE),
    re.compile(r"^urn:(?:x-)?ogc:def:crs:(?P<authority>EPSG|ESRI|OGC):[^:]*:(?P<code>[0-9A-Z]+)$", re.IGNORECASE),
    re.compile(
        r"^\[?https?://www\.opengis\.net/def/crs/(?P<authority>EPSG|ESRI|OGC)/[^/]+/(?P<code>[0-9A-Z]+)\]?$",
        re.IGNORECASE,
    ),
    re.compile(r"^https?://www\.opengis\.net/gml/srs/epsg\.xml#(?P<code>[0-9]+)$", re.IGNORECASE),
    re.compile(r"^(?P<code>CRS84H?|[0-9]{4,6})$", re.IGNORECASE),
)


@dataclass(frozen=True)
class CRS:
    """A horizontal coordinate reference system. Coordinates are always x, y: easting, northing or
    longitude, latitude.

    Attributes:
        code: canonical, e.g. `EPSG:2100`; two spellings of one system have the same.
        projection: PROJ step from radians to x, y in a known frame; empty for degrees, or where `frame` is
            OTHER.
        domain: where coordinates are accepted; None where we set no limits (foreign systems).
        usual: the range by which files in Greece are recognised.
        proj: the definition of PROJ; only for systems outside our own table.
    """

    code: str
    name: str
    frame: Frame
    geographic: bool
    projection: str = ""
    domain: Bounds | None = None
    usual: Bounds | None = None
    proj: pyproj.CRS | None = field(default=None, compare=False, repr=False)

    @property
    def srid(self) -> int:
        """The number under which PostGIS keeps it (4326 for CRS84)."""
        return 4326 if self.code == "OGC:CRS84" else int(self.code.partition(":")[2])

    @property
    def uri(self) -> str:
        """The name in OGC protocols (OGC 09-048r5)."""
        authority, _colon, code = self.code.partition(":")
        version = "1.3" if authority == "OGC" else "0"
        return f"http://www.opengis.net/def/crs/{authority}/{version}/{code}"

    def __str__(self) -> str:
        return f"{self.code} ({self.name})"


def get(code: "str | int | CRS") -> CRS:
    """The system of that code.

    Args:
        code: `EPSG:2100`, `2100`, an OGC URN or URI, `OGC:CRS84`, or one of Esri's codes. `EPSG:4326` means
            longitude, latitude here, as in every GIS file; protocols that swap the axes do so at their own
            door.

    Raises:
        UnknownCRS: no such code, or not a horizontal system. Names are never understood: in the newer
            registry "Greek Grid" is an alias of two systems 300 m apart.
    """
    if isinstance(code, CRS):
        return code
    return _get(_canonical(str(code)))


def storage() -> CRS:
    """The system in which this deployment keeps its geometries (setting `STORAGE_SRID`)."""
    return get(settings.STORAGE_SRID)


def _canonical(code: str) -> str:
    for spelling in _SPELLINGS:
        if match := spelling.match(code.strip()):
            found = match.groupdict()
            number = found["code"].upper()
            authority = (found.get("authority") or ("OGC" if number.startswith("CRS84") else "EPSG")).upper()
            return f"{authority}:{number}"
    raise UnknownCRS(_("“%(code)s” is not a code of a reference system. Give it like EPSG:2100.") % {"code": code})


@lru_cache(maxsize=256)
def _get(code: str) -> CRS:
    return _OURS.get(code) or _from_proj(code)


def _ours(row: Definition) -> CRS:
    return CRS(
        code=row.code,
        name=row.name,
        frame=row.frame,
        geographic=not row.projection,
        projection=row.projection,
        domain=row.domain,
        usual=row.usual,
    )


def _from_proj(code: str) -> CRS:
    try:
        found = pyproj.CRS.from_authority(*code.split(":"))
    except CRSError as error:
        raise UnknownCRS(_("There is no reference system %(code)s.") % {"code": code}) from error
    if not (found.is_geographic or found.is_projected) or found.is_geocentric:
        raise UnknownCRS(_("%(code)s is not a system of places on a map.") % {"code": code})
    return CRS(code=code, name=found.name, frame=Frame.OTHER, geographic=found.is_geographic, proj=found)


_OURS = {name: _ours(row) for row in DEFINITIONS for name in (row.code, *row.aliases)}
